"""The command line: ``check`` says whether lines are true, ``words`` what can be said, ``chapter`` and ``ledger``."""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NoReturn, TypeAlias

from derivations.command.answers import BUG, EXIT_CODES, Answer, answers, declared, unreadable, worst
from derivations.command.chapter import new_chapter
from derivations.syntax import Scope, vocabulary

INTERRUPTED, CLOSED_PIPE = 130, 141
"""Exit codes of a shell for a program that Ctrl-C or a closed pipe ended."""
GIVEN = re.compile(r"given\s*:(.*)", re.DOTALL)

EXAMPLES = """\
examples:
  derivations check "tr(A B) = tr(B A)" --given "A: D x K, B: K x D"
  derivations check "grad(y' C y, y) = (C + C') y" --given "C: D x D, y: D" --json
  derivations check "for y: C y = b <=> y = C^-1 b" --given "C: D x D, y, b: D"
  derivations check --file claims.txt
  derivations check - < claims.txt

A file holds one line of claims a line. Blank lines and lines that begin with # are skipped; "given: x, mu: D" adds
declarations for the lines below it, and so does a definition such as "z := x - mu". Put -- in front of a LINE that
begins with a minus sign.

verified means: both sides were compared at drawn values of all letters, exactly where exact arithmetic can hold them,
and never differed: at small sizes, at and beyond every number that stands as an index or a size, and at as many sizes
as a degree asks for; on both sides of every corner (abs, max, a root of a square) and over the orders of magnitude that
the answer names. Numbers without letters are equal by exact arithmetic only. It does not mean a proof for all sizes and
all values: a line made to fail only where nobody would look may pass. proved is an exact symbolic proof of a line
without sizes. inconclusive promises nothing.

exit code, of several claims the worst, which is the last in this list:
  0  proved or verified
  3  inconclusive, or a definition, which is not checked
  1  rejected: there is a counterexample
  2  undefined (ill-typed, or nowhere a value), unreadable, or a wrong use of this command
  4  a bug of the checker: two ways of checking disagree, or one failed
"""


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> Parser:
    """The commands and their options."""
    found = Parser(prog="derivations", description="Derivations whose every line is checked.", allow_abbrev=False)
    found.add_argument("--version", action=Version, help="print the version and exit")
    commands = found.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_check(commands)
    add_words(commands)
    add_chapter(commands)
    add_ledger(commands)
    return found


def add_check(commands: Commands) -> None:
    """``derivations check``."""
    check = commands.add_parser(
        "check",
        help="say whether lines are true",
        description="Say whether lines of the text syntax are true.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument("line", nargs="?", metavar="LINE", help="a line of claims, in quotes; - reads standard input")
    check.add_argument("--file", metavar="FILE", help="read lines from a file")
    check.add_argument("--given", action="append", default=[], metavar="DECLARATIONS", help="what the letters are")
    check.add_argument("--json", action="store_true", help="print a JSON object for each claim, one a line")
    check.set_defaults(run=run_check, error=check.error)


def add_words(commands: Commands) -> None:
    """``derivations words``."""
    about = "Print what can be said: every word, what it means, and a line that is true."
    words = commands.add_parser("words", help="what can be said", description=about, allow_abbrev=False)
    words.add_argument("word", nargs="?", metavar="WORD", help="one word, such as tr, '<=>' or spd")
    words.set_defaults(run=run_words)


def add_chapter(commands: Commands) -> None:
    """``derivations chapter new``."""
    chapter = commands.add_parser("chapter", help="begin a chapter", allow_abbrev=False)
    tasks = chapter.add_subparsers(dest="task", required=True, metavar="TASK")
    about = "Write the text of a new chapter, with one result in three voices to begin with."
    new = tasks.add_parser("new", help="write the text of a new chapter", description=about, allow_abbrev=False)
    new.add_argument("path", type=Path, metavar="PATH", help="where, such as book/learning/mixtures.myst.md")
    new.set_defaults(run=run_new_chapter)


def add_ledger(commands: Commands) -> None:
    """``derivations ledger draft``."""
    ledger = commands.add_parser("ledger", help="readings of the notes", allow_abbrev=False)
    tasks = ledger.add_subparsers(dest="task", required=True, metavar="TASK")
    about = "Propose a reading in the text syntax for every row of a note, from its printed formulas. Changes no file."
    draft = tasks.add_parser("draft", help="propose readings of a note", description=about, allow_abbrev=False)
    draft.add_argument("slug", metavar="SLUG", help="the note, such as mle")
    draft.add_argument("--inventory", type=Path, metavar="FILE", help="rows that are not entered yet as well")
    draft.set_defaults(run=run_draft)


class Version(argparse.Action):
    """Prints the version; the package's metadata are looked up only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> NoReturn:
        from importlib.metadata import version

        print(f"derivations {version('derivations')}")
        parser.exit()


# ---------------------------------------------------------------- check


def run_check(arguments: argparse.Namespace) -> int:
    """Print the answer to every claim as soon as it is known; the worst exit code."""
    if (arguments.line is None) == (arguments.file is None):
        arguments.error("expected either a LINE, in quotes, or --file FILE, or - for standard input")
    many = arguments.line in (None, "-")
    codes = []
    for answer in found_answers(arguments, many):
        print(json.dumps(answer.data()) if arguments.json else answer.text(many), flush=True)
        codes.append(answer.exit_code)
    return worst(codes)


def found_answers(arguments: argparse.Namespace, many: bool) -> Iterator[Answer]:
    """The answers to the lines that are asked about, or to declarations that cannot be read."""
    scope, wrong = declared("\n".join(arguments.given), Scope())
    if wrong:
        yield from wrong
    elif not many:
        yield from answers(1, arguments.line, scope)
    elif arguments.file in (None, "-"):
        yield from answers_to_all(open_input(), scope)
    else:
        with Path(arguments.file).open("rb") as source:
            yield from answers_to_all(source, scope)


def open_input() -> IO[bytes]:
    """Standard input; `OSError` where the shell has closed it."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard input")
    return sys.stdin.buffer


def answers_to_all(source: IO[bytes], scope: Scope) -> Iterator[Answer]:
    """The answers to the lines of a file; a bad line does not stop the others."""
    for number, raw in enumerate(source, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            found = f"found the byte 0x{raw[error.start]:02x} at position {error.start + 1}, expected UTF-8"
            yield unreadable(number, raw.decode("utf-8", "backslashreplace").strip(), found)
            continue
        if not line or line.startswith("#"):
            continue
        if match := GIVEN.fullmatch(line):
            scope, wrong = declared(match[1], scope, number)
            yield from wrong
        else:
            yield from answers(number, line, scope)


# ---------------------------------------------------------------- words, chapters and ledgers


def run_words(arguments: argparse.Namespace) -> int:
    """Print every word, or those that are asked for; 2 where there is no such word."""
    found = [word for part in vocabulary().values() for word in part if arguments.word in (None, *word.names)]
    if not found:
        known = ", ".join(name for part in vocabulary().values() for word in part for name in word.names)
        print(f"derivations words: found {arguments.word!r}, expected one of {known}", file=sys.stderr)
        return 2
    print("\n".join(word.text() for word in found))
    return 0


def run_new_chapter(arguments: argparse.Namespace) -> int:
    """Write the text and say what to do next; 2 where it cannot be written."""
    try:
        path = new_chapter(arguments.path)
    except ValueError as error:
        print(f"derivations chapter new: {error}", file=sys.stderr)
        return 2
    print(f"{path}: written. Execute it with make notebooks ONLY={path}, and add it to _toc.yml.")
    return 0


def run_draft(arguments: argparse.Namespace) -> int:
    """Print a proposed reading for each row of a note; 2 where there is no such note."""
    from derivations.notes import draft

    try:
        for row in draft(arguments.slug, inventory=arguments.inventory):
            print(row, flush=True)
    except ValueError as error:  # of the ledger, or of bytes that are no text
        print(f"derivations ledger draft: {error}", file=sys.stderr)
        return 2
    return 0


# ---------------------------------------------------------------- the edge to the shell


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; its exit code.  Nothing that a user or a shell does ends in a traceback."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that cannot show a sign gets its code.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up_output()
        return CLOSED_PIPE
    except OSError as error:
        if error.filename is None:
            give_up_output()
        print(f"derivations: {error.filename or 'standard output'}: {error.strerror}", file=sys.stderr)
        return 2
    except Exception as error:  # at the edge to the user, a failure of ours is one line too
        print(f"derivations: a bug, please report it: {type(error).__name__}: {error}", file=sys.stderr)
        return EXIT_CODES[BUG]


def give_up_output() -> None:
    """Nothing more goes to standard output: Python flushes it once more at exit, which must not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
