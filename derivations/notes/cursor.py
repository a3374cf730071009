r"""The place in a note's LaTeX up to which it has been read, and what its names mean there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from derivations.notes.names import Match, NoteNames, Script, plain_name, scripts_at
from derivations.notes.tokens import group_end
from derivations.syntax import Cursor, ReadError, Scope, Token
from derivations.tree import (
    OPEN,
    Apply,
    Defined,
    Entry,
    Expr,
    Function,
    Index,
    Letter,
    Member,
    Number,
    Pi,
    ShapeError,
    Size,
    Unknown,
)

CLOSERS = {"(": ")", "[": "]", r"\{": r"\}", "|": "|", r"\Vert": r"\Vert"}
MAX_FACTORS = 60
"""Deepest nesting that is read: reading is recursive."""
MAX_OPEN = 60
"""Most sizes that are inferred in one formula: each looks at all of it."""
DIVIDERS = (",", ";", "|", r"\Vert")


@dataclass
class Context:
    """What all parts of one formula share: its scope, sizes to be inferred, and what braces below it say."""

    scope: Scope
    names: NoteNames
    open: int = 0
    depth: int = 0
    braces: list[tuple[Expr, Expr]] = field(default_factory=list)

    def enter(self, scope: Scope) -> None:
        """Names mean from here on what they mean in a scope."""
        self.scope, self.names = scope, NoteNames(scope)

    @contextmanager
    def deeper(self, token: Token) -> Iterator[None]:
        """One factor inside another; `ReadError` where too many are."""
        self.depth += 1
        if self.depth > MAX_FACTORS:
            raise ReadError(f"position {token.position}: found more than {MAX_FACTORS} factors one inside the other")
        yield
        self.depth -= 1

    def open_size(self) -> Size:
        """A size that what is written around it will determine."""
        self.open += 1
        if self.open > MAX_OPEN:
            raise ReadError(f"found more than {MAX_OPEN} sizes to be inferred, expected declarations")
        return f"{OPEN}{self.open}"


def takes(function: Function, arguments: list[Expr]) -> bool:
    """Whether the arguments have the shapes of the function's letters."""
    try:
        return all(one.shape in (letter.of, None) for letter, one in zip(function.parameters, arguments, strict=True))
    except ShapeError:
        return False


class NotesCursor(Cursor):
    """A place in the tokens of a formula, or of an argument in it."""

    def __init__(self, tokens: list[Token], context: Context) -> None:
        self.tokens = tokens
        self.context = context
        self.place = 0
        self.brackets = 0
        self.inside: list[str] = []
        """Brackets, bars, arguments and integrals that are open here."""
        self.indexing = False
        """Whether a name that nobody declared is an index."""

    @property
    def scope(self) -> Scope:
        """What names mean here."""
        return self.context.scope

    def expression(self) -> Expr:
        """An expression, read by the class below."""
        raise NotImplementedError

    def factor(self) -> Expr:
        """A factor, read by the class below."""
        raise NotImplementedError

    def inner(self, tokens: list[Token]) -> Self:
        """A reader of an argument."""
        end = Token("end", "the end of the argument", tokens[-1].position + 1 if tokens else self.token.position)
        return type(self)([*tokens, end], self.context)

    def whole(self, tokens: list[Token]) -> Expr:
        """The expression that an argument is."""
        reader = self.inner(tokens)
        result = reader.expression()
        reader.end()
        return result

    def group(self) -> list[Token]:
        """The tokens of the argument in braces that follows."""
        if not self.at("{"):
            raise self.error("'{'")
        end = group_end(self.tokens, self.place)
        inside, self.place = self.tokens[self.place + 1 : end], end + 1
        return inside

    def bracketed(self, opener: str, inside: str = "") -> Expr:
        """The expression in the brackets that follow."""
        self.take(opener)
        self.inside.append(inside or opener)
        result = self.expression()
        self.inside.pop()
        self.take(CLOSERS[opener])
        return result

    # ------------------------------------------------------------ indices

    def indices(self, tokens: list[Token], matrix: bool) -> list[Expr]:
        """The indices i j of a_{ij}, separated by commas or side by side; 12 are two of a matrix."""
        parts: list[list[Token]] = [[]]
        compound = any(token.text in ("+", "-", "(", "{") for token in tokens)
        for token in tokens:
            if token.text == ",":
                parts.append([])
            elif token.text == "'" or compound or not parts[-1]:
                parts[-1].append(token)
            else:
                parts.append([token])
        if matrix and len(parts) == 1 and len(tokens) == 1 and tokens[0].kind == "number":
            parts = [[tokens[0]._replace(text=digit)] for digit in tokens[0].text]
        return [self.index(part) for part in parts]

    def index(self, tokens: list[Token]) -> Expr:
        """An index, where a name that nobody declared is one."""
        reader = self.inner(tokens)
        reader.indexing = True
        result = reader.expression()
        reader.end()
        return result

    def entry(self, of: Expr, tokens: list[Token]) -> Entry:
        """The entry of a matrix or column whose indices are printed below it."""
        column = isinstance(of, Letter) and of.of[1] == 1
        indices = self.indices(tokens, matrix=not column)
        if len(indices) > 2:
            raise ReadError(f"position {tokens[0].position}: found {len(indices)} indices, expected one or two")
        return Entry(of, *indices)

    def new_index(self, name: str, size: Size | None = None) -> Index:
        """An index with the printed range, or with that of what it indexes, from here on."""
        found = Index(name, self.context.open_size() if size is None else size)
        scope = self.scope.child()
        scope.add_letter(name, found)
        self.context.enter(scope)
        return found

    # ------------------------------------------------------------ names

    def name(self) -> tuple[Expr, list[Script]]:
        """The name that follows, and its scripts as far as they are not part of it."""
        token, start = self.token, self.place
        if token.kind == "end":
            raise self.error("a name")
        scripts, self.place = scripts_at(self.tokens, start + 1)
        matches = list(self.context.names.matches(token.text, scripts))
        for match in matches:
            if (found := self._resolved(match, matches)) is not None:
                return found
        if (builtin := self._builtin(token.text, scripts)) is not None:
            return builtin
        name = plain_name(token.text)
        if self.indexing and name.isidentifier():
            return self.new_index(name), scripts
        self.place = start
        raise self.error(f"one of the names {', '.join(sorted(self.context.names.printed))}")

    def _resolved(self, match: Match, matches: list[Match]) -> tuple[Expr, list[Script]] | None:
        scope, name = self.scope, match.name
        if match.kind == "member":
            member = self._member(name, match.index)
            return None if member is None else (member, match.rest)
        if match.kind == "entry":
            return self.entry(scope.letters[name], match.index), match.rest
        if name in scope.functions:
            alike = [one.name for one in matches if one.kind == "name" and one.rest == match.rest]
            return self._apply([scope.functions[one] for one in alike if one in scope.functions], match.rest)
        if name in scope.unknown:
            return self._unknown(name, match.rest)
        return scope.letters[name], match.rest

    def _member(self, name: str, tokens: list[Token]) -> Expr | None:
        """Member x_n of a family; None where x_i is an entry of the letter x, because i does not count members."""
        of = self.scope.families[name]
        if not tokens and isinstance(of, Defined):
            return Member(of, of.indices)  # printed without an index, it is at its own
        indices = self.indices(tokens, matrix=len(of.axes) > 1)
        index = indices[0]
        other = isinstance(index, Index) and index.size != of.axes[0] and not str(index.size).startswith(OPEN)
        if len(indices) != len(of.axes) or (other and name in self.scope.letters):
            return None
        return Member(of, tuple(indices))

    def _apply(self, alike: list[Function], scripts: list[Script]) -> tuple[Expr, list[Script]]:
        """A function at its arguments; of several that print alike, the one that they fit."""
        if scripts or not self.at("(", "["):
            return Apply(alike[0]), scripts
        opener = self.token.text
        self.take(opener)
        self.inside.append("arguments")
        arguments, divider = [self.expression()], self.token.text
        while self.taken(*DIVIDERS):
            arguments.append(self.expression())
        self.inside.pop()
        fitting = [function for function in alike if len(function.parameters) == len(arguments)]
        fitting = [function for function in fitting if takes(function, arguments)] or fitting
        if not fitting:
            raise self.error(f"{len(alike[0].parameters)} arguments of {alike[0].name}")
        self.take(CLOSERS[opener])
        own = [function for function in fitting if function.parameters == tuple(arguments)]
        divided = [function for function in own or fitting if (function.divider == ",") == (divider == ",")]
        return Apply((divided or own or fitting)[0], tuple(arguments)), self.following()

    def _unknown(self, name: str, scripts: list[Script]) -> tuple[Expr, list[Script]]:
        """f(t), and f'(t) as the derivative of f(t)."""
        if any(sign != "'" for sign, _ in scripts) or not self.at("(", "["):
            raise self.error(f"'(' and the argument of {name}")
        argument = self.bracketed(self.token.text)
        if scripts and not isinstance(argument, Letter):
            raise self.error(f"a letter as the argument of {name}', which no tree derives at another value")
        return Unknown(name, argument, self.scope.unknown[name]), [*scripts, *self.following()]

    def following(self) -> list[Script]:
        """The scripts that follow."""
        scripts, self.place = scripts_at(self.tokens, self.place)
        return scripts

    def _builtin(self, nucleus: str, scripts: list[Script]) -> tuple[Expr, list[Script]] | None:
        r"""``\pi``, and the identity I or I_D."""
        if nucleus == r"\pi":
            return Pi(), scripts
        if nucleus != "I" or self.indexing:
            return None
        size = self.context.open_size()
        if scripts and scripts[0][0] == "_":
            size = self.size(scripts.pop(0)[1])
        return Letter("I", (size, size), "identity"), scripts

    def size(self, tokens: list[Token]) -> Size:
        """A size, by its letter or as a number."""
        found = self.whole(tokens)
        if isinstance(found, Number) and found.value >= 1 and found.value.denominator == 1:
            return int(found.value)
        name = getattr(found, "name", None)
        if not isinstance(found, Letter | Index) and isinstance(name, str):
            return name
        raise ReadError(f"position {tokens[0].position}: found {tokens[0].text!r}, expected a size")
