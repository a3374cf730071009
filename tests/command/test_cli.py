"""The command line: verdicts, exit codes and data, and one clear line for whatever goes wrong."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from derivations.checking.verdict import EXIT_CODES, RungDisagreement
from derivations.command.answers import ORDER, worst
from derivations.command.cli import main

LETTERS = "C: D x D, x, y, mu: D, a: scalar, p: scalar positive"
COMMAND = [sys.executable, "-m", "derivations.command.cli"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def as_data(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code, shown, _ = run(capsys, "check", "--json", *arguments)
    return code, [json.loads(line) for line in shown.splitlines()]


# ---------------------------------------------------------------- one line

VERDICTS = {
    "tr(C x y') = y' C x": ("verified", 0),
    "log(p^2) = 2 log(p)": ("proved", 0),
    "det(2 C) = 2 det(C)": ("rejected", 1),
    "C x = x C": ("undefined", 2),
    "sqrt(-1 - a^2) = a": ("undefined", 2),
    "x =": ("unreadable", 2),
    "z = x": ("unreadable", 2),
    "": ("unreadable", 2),
    ";": ("unreadable", 2),
    "for a: a^3 + a = 2 <=> a = 1": ("inconclusive", 3),
    "z := x - mu": ("unchecked", 3),
}


@pytest.mark.parametrize("line", VERDICTS)
def test_verdict_and_exit_code(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, expected = VERDICTS[line]
    code, shown, errors = run(capsys, "check", line, "--given", LETTERS)
    assert (code, errors) == (expected, "") and status in shown
    code, (data,) = as_data(capsys, line, "--given", LETTERS)
    assert (code, data["exit_code"], data["status"], data["line"]) == (expected, expected, status, line)


def test_text_shows_claim_verdict_condition_counterexample_and_rungs(capsys: pytest.CaptureFixture[str]) -> None:
    _, shown, _ = run(capsys, "check", "det(2 C) / a = 2 det(C) / a", "--given", LETTERS)
    rows = shown.splitlines()
    assert rows[:3] == ["det(2 C)/a = 2 det(C)/a", "  rejected", "  where a != 0"]
    assert rows[3] == "  counterexample: D = 2, C = [[0, 1], [1, 0]], a = 1"
    assert rows[4:6] == ["    left side: -4", "    right side: -2"]
    assert re.fullmatch(r"  GF\(\d{19}\): unequal, at D = 2", rows[6]) and len(rows) == 10


def test_data_hold_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    _, (data,) = as_data(capsys, "det(2 C) / a = 2 det(C) / a", "--given", LETTERS)
    assert data["claim"] == "det(2 C)/a = 2 det(C)/a" and data["conditions"] == ["a != 0"]
    assert data["counterexample"] == {
        "sizes": {"D": 2},
        "values": {"C": "[[0, 1], [1, 0]]", "a": "1"},
        "left": "-4",
        "right": "-2",
    }
    assert [(rung["name"], rung["outcome"]) for rung in data["rungs"][1:]] == [
        (name, "unequal") for name in ("exact reals", "SymPy", "NumPy")
    ]
    assert data["rungs"][0]["name"].startswith("GF(") and data["rungs"][0]["outcome"] == "unequal"


def test_unknown_of_an_equivalence_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    line = "for y: C y = x <=> y = C^-1 x"
    code, shown, _ = run(capsys, "check", line, "--given", LETTERS)
    assert code == 0 and shown.splitlines()[0] == line


def test_every_side_of_a_chain_has_its_answer_and_the_worst_counts(capsys: pytest.CaptureFixture[str]) -> None:
    code, data = as_data(capsys, "x = x + 0 = mu = mu", "--given", LETTERS)
    assert code == 1 and [answer["exit_code"] for answer in data] == [0, 1, 0]
    assert {answer["number"] for answer in data} == {1}


def test_declarations_may_be_given_in_parts(capsys: pytest.CaptureFixture[str]) -> None:
    parts = ["--given", "C: D x D", "--given", "x[] as x^{(#)}", "--given", "x[n]: D for n in 1..N, mu: D"]
    code, data = as_data(capsys, "C x[n] = C mu", *parts)
    assert code == 1 and data[0]["claim"] == "C x[n] = C mu"
    assert set(data[0]["counterexample"]["values"]) == {"C", "x[1]", "mu", "n"}


def test_line_that_begins_with_a_minus_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--given", LETTERS, "--", "-x=-x")[0] == 0


# ---------------------------------------------------------------- many lines

LINES = """\
# A comment, then declarations.
given: C: D x D, x, mu: D

det(C') = det(C)
det(2 C) = 2 det(C)
  x =
z := x - mu
z + mu = x
given: nonsense
z := mu - x
given: a: scalar
a x = x a
"""
ANSWERED = [(4, 0), (5, 1), (6, 2), (7, 3), (8, 0), (9, 2), (10, 1), (12, 0)]


def test_file_and_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "claims.txt"
    source.write_text(LINES, "utf-8")
    code, data = as_data(capsys, "--file", str(source))
    assert code == 2 and [(answer["number"], answer["exit_code"]) for answer in data] == ANSWERED
    for arguments in (["-"], ["--file", "-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES.encode())))
        assert as_data(capsys, *arguments) == (code, data)
    _, shown, _ = run(capsys, "check", "--file", str(source))
    assert "line 8: z + mu = x\n  verified\n" in shown
    assert "line 6: unreadable: position 4: found the end of the line" in shown


def test_bytes_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "claims.txt"
    source.write_bytes(b"\xef\xbb\xbfgiven: a: scalar\r\na \xff= a\na\0 = a\n\x80\na = a\r\n")
    code, data = as_data(capsys, "--file", str(source))
    assert code == 2 and [(answer["number"], answer["exit_code"]) for answer in data] == [
        (2, 2),
        (3, 2),
        (4, 2),
        (5, 0),
    ]
    assert data[0]["reason"] == "found the byte 0xff at position 3, expected UTF-8"
    assert data[0]["line"] == "a \\xff= a"


def test_empty_input_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "claims.txt"
    source.write_text("\n# nothing\n", "utf-8")
    assert run(capsys, "check", "--file", str(source)) == (0, "", "")


def test_worst_of_many() -> None:
    assert set(ORDER) == {*EXIT_CODES.values(), 4}
    assert [worst(codes) for codes in ((), (0, 0), (0, 3), (3, 1, 0), (1, 2, 3), (2, 4, 0))] == [0, 0, 3, 1, 2, 4]


# ---------------------------------------------------------------- what goes wrong

MISUSE: dict[Sequence[str], str] = {
    (): "the following arguments are required: COMMAND",
    ("chek",): "invalid choice: 'chek'",
    ("check",): "expected either a LINE, in quotes, or --file FILE",
    ("check", "a = a", "--file", "claims.txt"): "expected either a LINE, in quotes, or --file FILE",
    ("check", "a", "=", "b"): "unrecognized arguments: = b",
    ("ledger",): "the following arguments are required: TASK",
    ("ledger", "draft"): "the following arguments are required: SLUG",
    ("check", "a = a", "--jsn"): "unrecognized arguments: --jsn",
    ("check", "a = a", "--js"): "unrecognized arguments: --js",
    ("check", "a = a", "--given"): "argument --given: expected one argument",
    ("check", "--file", "no/such/file"): "no/such/file: No such file or directory",
    ("check", "--file", "."): ".: Is a directory",
}


@pytest.mark.parametrize("arguments", MISUSE)
def test_misuse_is_one_line(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, errors = run(capsys, *arguments)
    assert (code, shown, errors.count("\n")) == (2, "", 1)
    assert MISUSE[arguments] in errors


@pytest.mark.parametrize("given", ["x: D x", "S: D x K spd", "z := w"])
def test_declarations_that_cannot_be_read(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = run(capsys, "check", "x = x", "--given", given)
    assert code == 2 and shown.startswith("unreadable: given: ") and shown.count("\n") == 1
    code, (data,) = as_data(capsys, "x = x", "--given", given)
    assert code == 2 and (data["number"], data["line"]) == (0, given)


@pytest.mark.parametrize(
    "failure", [RungDisagreement("rungs disagree on a = a"), KeyError("a"), RecursionError("deep")]
)
def test_bug_of_the_checker_is_one_line_and_no_verdict(
    failure: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setattr("derivations.voices.checked.check", fails)
    code, shown, errors = run(capsys, "check", "a = a", "--given", LETTERS)
    assert (code, errors) == (4, "")
    assert shown.splitlines() == [
        "a = a",
        f"  bug: a bug of the checker, please report it with the line: {type(failure).__name__}: {failure}",
    ]


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, errors = run(capsys, "check", "--help")
    assert (code, errors) == (0, "") and 'derivations check "tr(A B) = tr(B A)" --given "A: D x K, B: K x D"' in shown
    assert run(capsys, "--help")[0] == 0
    code, shown, errors = run(capsys, "--version")
    assert (code, errors) == (0, "") and shown.startswith("derivations ")


# ---------------------------------------------------------------- ledger


def test_draft_of_a_note_has_a_line_for_each_row(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, errors = run(capsys, "ledger", "draft", "mle")
    rows = Path("book/notes/mle.jsonl").read_text("utf-8").splitlines()
    assert (code, errors) == (0, "")
    assert [line.split()[0] for line in shown.splitlines()] == [json.loads(row)["id"] for row in rows]


FIELDS = '"label": "1", "as_printed": "$a = b$", "statement": "a is b"'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "can't decode byte 0xff"),
        (b"no JSON", "rows.jsonl, line 1: found no JSON object"),
        (b"[1, 2]", "rows.jsonl, line 1: found [1, 2], expected an object with the fields id, label, as_printed"),
        (
            f'{{"id": "mle.001", {FIELDS}}}\n{{{FIELDS}}}'.encode(),
            "line 2: found no field 'id', expected the fields",
        ),
        (f'{{"id": 8, {FIELDS}}}'.encode(), "line 1: found 8 as the field 'id', expected"),
        (f'{{"id": "mle", {FIELDS}}}'.encode(), "line 1: found the id 'mle', expected one such as mle.008"),
        (b'{"id": "mle.001", "label": "1", "statement": ""}', "line 1: found no field 'as_printed', expected"),
        (None, "found no rows.jsonl"),
    ],
)
def test_inventory_that_is_none_is_one_line(
    content: bytes | None, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = tmp_path / "rows.jsonl"
    if content is not None:
        inventory.write_bytes(content)
    found, shown, errors = run(capsys, "ledger", "draft", "mle", "--inventory", str(inventory))
    assert (found, shown, errors.count("\n")) == (2, "", 1)
    assert reason in errors


def test_draft_of_no_note_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, errors = run(capsys, "ledger", "draft", "nonesuch")
    assert (code, shown) == (2, "") and "found no nonesuch.given" in errors


# ---------------------------------------------------------------- the shell


def test_closed_pipe_is_silent() -> None:
    line = b"given: a: scalar\na = 2 a\n" + b"a = 2 a\n" * 20_000
    with subprocess.Popen([*COMMAND, "check", "-"], stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(line[:40])
        process.stdin.flush()
        assert process.stdout.readline() == b"line 2: a = 2 a\n"
        process.stdout.close()
        # More than any pipe holds: the answers to it have no reader.
        with pytest.raises(BrokenPipeError):
            process.stdin.write(line[40:])
        assert process.stderr.read() == b"" and process.wait() == 141


def hear_interrupts() -> None:
    """A shell lets its background jobs ignore them, and they hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupt_is_silent() -> None:
    command = [*COMMAND, "check", "-"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, preexec_fn=hear_interrupts) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"given: a: scalar\na = a\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"line 2: a = a\n"
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130 and process.stderr.read() == b""


def test_closed_standard_input_and_full_disk() -> None:
    closed = subprocess.run([*COMMAND, "check", "-"], check=False, capture_output=True, preexec_fn=lambda: os.close(0))
    assert (closed.returncode, closed.stderr) == (2, b"derivations: standard input: Bad file descriptor\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "check", ";"], check=False, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, b"derivations: standard output: No space left on device\n")


def test_bytes_of_the_shell_that_are_no_text() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for argument in (b"a = \xff", "a = \u00e9".encode()):
        command = [*map(os.fsencode, COMMAND), b"check", argument, b"--given", b"a: scalar"]
        done = subprocess.run(command, check=False, capture_output=True, env=environment)
        assert (done.returncode, done.stderr) == (2, b"") and done.stdout.startswith(b"unreadable: position 5: found")


HEAVY = {"matplotlib", "sphinx", "IPython", "docutils", "nbformat"}


@pytest.mark.parametrize(("line", "absent"), [("a = a", HEAVY), ("a =", HEAVY | {"sympy", "flint", "numpy"})])
def test_start_imports_only_what_it_needs(line: str, absent: set[str]) -> None:
    program = "import sys; from derivations.command.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", program, "check", line, "--given", "a: scalar"]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1].split()
    assert "derivations.syntax.claims" in loaded and not absent & set(loaded)
