"""The text syntax: one parser for the ledgers, the exercises and the command line.

    tr(A B) = tr(B A)
    for mu: grad(L, mu) = 0 <=> mu = 1/N sum(n, x[n])
    z := x - mu

Juxtaposition multiplies; ``'``, ``^T``, ``.T`` transpose; ``^-1`` inverts; ``x[n]`` is a member of a family, ``A[i,j]``
and ``z[i]`` are entries; ``(x[1] - mu) + (x[2] - mu) + ... + (x[N] - mu)`` is a sum with dots.  Declared names shadow
the built-in words.  Reading builds a tree and asks for no shapes, so an ill-typed line can be read and printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from derivations.claims.claim import Claim, Definition, Equation, Equivalence
from derivations.claims.expr import (
    Add,
    Apply,
    Cases,
    Delta,
    Det,
    Div,
    Dots,
    Entry,
    Exp,
    Expr,
    Function,
    Grad,
    Index,
    Integral,
    Inverse,
    Letter,
    Log,
    Member,
    Mul,
    Neg,
    Number,
    Pi,
    Pow,
    Prod,
    Size,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Unknown,
)

TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_][A-Za-z_0-9]*)|(<=>|:=|!=|\.\.\.|\.T|[-+*/^'()\[\],;:=]))")
UNARY: dict[str, Callable[[Expr], Expr]] = {
    "log": Log,
    "exp": Exp,
    "sqrt": Sqrt,
    "det": Det,
    "tr": Trace,
    "inv": Inverse,
}
WORDS = {*UNARY, "logdet", "sum", "prod", "grad", "delta", "cases", "integral", "pi"}
MAX_LENGTH = 4_000
"""Longest line that is read, in characters."""
MAX_DEPTH = 60
"""Deepest nesting of brackets that is read."""


class ReadError(ValueError):
    """A line that cannot be read: what was found where, and what was expected."""


@dataclass
class Scope:
    """Declared names, sizes that are fixed, and how names print; a family is its count and the shape of a member."""

    letters: dict[str, Expr] = field(default_factory=dict)
    families: dict[str, tuple[Size, tuple[Size, Size]]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    fixed: tuple[tuple[str, int], ...] = ()
    notation: dict[str, str] = field(default_factory=dict)

    def known(self) -> list[str]:
        """All names, for an error message."""
        return sorted({*self.letters, *self.families, *self.functions, *self.unknown, *WORDS})

    def child(self) -> Scope:
        """A copy that can be added to without changing this one."""
        return Scope(
            dict(self.letters),
            dict(self.families),
            dict(self.functions),
            set(self.unknown),
            self.fixed,
            dict(self.notation),
        )


class Token(NamedTuple):
    """A number, a name, a symbol or the end, with its position in the line (from 1)."""

    kind: str
    text: str
    position: int


def tokens(line: str) -> Iterator[Token]:
    """The tokens of a line; `ReadError` at the first character that starts none."""
    if len(line) > MAX_LENGTH:
        raise ReadError(f"found a line of {len(line)} characters, expected at most {MAX_LENGTH}")
    position = 0
    while position < len(line.rstrip()):
        match = TOKEN.match(line, position)
        if not match:
            place = position + len(line[position:]) - len(line[position:].lstrip())
            raise ReadError(f"position {place + 1}: found {line[place]!r}, expected a number, a name or an operator")
        kind = ("number", "name", "symbol")[match.lastindex - 1]  # type: ignore[operator]
        yield Token(kind, match[match.lastindex], match.start(match.lastindex) + 1)  # type: ignore[index,arg-type]
        position = match.end()
    yield Token("end", "the end of the line", len(line) + 1)


class Reader:
    """Recursive descent over one line in a scope."""

    def __init__(self, line: str, scope: Scope) -> None:
        self.tokens = list(tokens(line))
        self.place = 0
        self.depth = 0
        self.scope = scope

    # ------------------------------------------------------------ tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of the symbols."""
        return self.token.kind in ("symbol", "name") and self.token.text in texts

    def take(self, text: str) -> None:
        """Step over the symbol; `ReadError` if it is not there."""
        if not self.at(text):
            raise self.error(f"{text!r}")
        self.place += 1

    def error(self, expected: str) -> ReadError:
        """What was found at the present token, and what was expected."""
        found = self.token.text if self.token.kind == "end" else repr(self.token.text)
        return ReadError(f"position {self.token.position}: found {found}, expected {expected}")

    def end(self) -> None:
        """`ReadError` unless the line is used up."""
        if self.token.kind != "end":
            raise self.error("an operator or the end of the line")

    # ------------------------------------------------------------ claims

    def claims(self) -> list[Claim]:
        """``a = b = c`` (an equation for each sign), ``for u: ... <=> ...``, ``s := value [= ...]``."""
        if self.token.kind == "end":
            raise self.error("a claim")
        if self.at("for"):
            return self._equivalences()
        first = self.expression()
        if self.at(":="):
            self.take(":=")
            second = self.expression()
            found: list[Claim] = [Definition(first, second), *self._chain(second)] if self.at("=") else []
            self.end()
            return found or [Definition(first, second)]
        if not self.at("="):
            raise self.error("'=', ':=' or '<=>'")
        chain = self._chain(first)
        self.end()
        return list(chain)

    def _chain(self, first: Expr) -> list[Equation]:
        chain, left = [], first
        while self.at("="):
            self.take("=")
            right = self.expression()
            chain.append(Equation(left, right, self.scope.fixed))
            left = right
        return chain

    def _equivalences(self) -> list[Claim]:
        self.take("for")
        name = self.token
        unknown = self.primary()
        if not isinstance(unknown, Letter):
            raise ReadError(f"position {name.position}: found {name.text!r}, expected a letter as the unknown")
        self.take(":")
        sides = [tuple(self._chain(self.expression()))]
        while self.at("<=>"):
            self.take("<=>")
            sides.append(tuple(self._chain(self.expression())))
        self.end()
        if len(sides) < 2 or not all(sides):
            raise self.error("equations joined by '<=>'")
        pairs = zip(sides, sides[1:], strict=False)
        return [Equivalence(unknown, left, right, self.scope.fixed) for left, right in pairs]

    # ------------------------------------------------------------ expressions

    def expression(self) -> Expr:
        """A sum of terms, perhaps with dots."""
        result = self._negated()
        while self.at("+", "-"):
            sign = self.token.text
            self.take(sign)
            if sign == "+" and self.at("..."):
                result = self._dots(result, "+", Sum)
                continue
            term = self.term()
            result = Add(result, term) if sign == "+" else Sub(result, term)
        return result

    def _negated(self) -> Expr:
        if self.at("-"):
            self.take("-")
            return Neg(self.term())
        return self.term()

    def _dots(self, before: Expr, sign: str, kind: type[Sum] | type[Prod]) -> Expr:
        self.take("...")
        self.take(sign)
        node: type[Add] | type[Mul] = Add if kind is Sum else Mul
        if not isinstance(before, node):
            raise self.error("two members before the dots")
        last = self.term() if kind is Sum else self._signed_factor()
        return with_dots(before.left, before.right, last, kind)

    def term(self) -> Expr:
        """A product; division by the next factor, from the left."""
        result = self._signed_factor()
        while True:
            if self.at("*", "/"):
                sign = self.token.text
                self.take(sign)
                if sign == "*" and self.at("..."):
                    result = self._dots(result, "*", Prod)
                    continue
                factor = self._signed_factor()
                result = Mul(result, factor) if sign == "*" else Div(result, factor)
            elif self.token.kind in ("number", "name") and not self.at("if", "for") or self.at("("):
                result = Mul(result, self.factor())
            else:
                return result

    def _signed_factor(self) -> Expr:
        if self.at("-"):
            self.take("-")
            return Neg(self.factor())
        return self.factor()

    def factor(self) -> Expr:
        """A primary with its transposes, powers and indices."""
        result = self.primary()
        while self.at("'", ".T", "^", "["):
            if self.at("'", ".T"):
                self.place += 1
                result = Transpose(result)
            elif self.at("["):
                result = self._entry(result)
            else:
                result = self._power(result)
        return result

    def _power(self, base: Expr) -> Expr:
        self.take("^")
        if self.at("T"):
            self.take("T")
            return Transpose(base)
        if self.at("-"):
            self.take("-")
            if self.at("T"):
                self.take("T")
                return Transpose(Inverse(base))
            exponent = Neg(self.primary())
            return Inverse(base) if exponent.of == Number(Fraction(1)) else Pow(base, exponent)
        return Pow(base, self.primary())

    def _entry(self, of: Expr) -> Expr:
        self.take("[")
        row = self.expression()
        column = None
        if self.at(","):
            self.take(",")
            column = self.expression()
        self.take("]")
        return Entry(of, row, column)

    def primary(self) -> Expr:
        """A number, a bracket, or a name with what belongs to it."""
        token = self.token
        if token.kind == "number":
            self.place += 1
            return Number(Fraction(int(token.text)))
        if self.at("("):
            return self._bracket()
        if token.kind != "name" or token.text in ("if", "for"):
            raise self.error("a number, a name or '('")
        self.place += 1
        return self._named(token)

    def _bracket(self) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ReadError(f"position {self.token.position}: found more than {MAX_DEPTH} nested brackets")
        self.take("(")
        result = self.expression()
        self.take(")")
        self.depth -= 1
        return result

    def _named(self, token: Token) -> Expr:
        name, scope = token.text, self.scope
        if name in scope.families and self.at("["):
            return self._member(name)
        if name in scope.functions:
            return self._apply(scope.functions[name])
        if name in scope.letters:
            return scope.letters[name]
        if name in scope.unknown:
            return Unknown(name, self._bracket())
        if name in WORDS:
            return self._word(token)
        raise ReadError(
            f"position {token.position}: found the unknown name {name!r}, expected one of {', '.join(scope.known())}"
        )

    def _member(self, name: str) -> Expr:
        """x[n]; or the entry x[i] of a letter x where the index does not count the members of the family x."""
        count, shape = self.scope.families[name]
        self.take("[")
        index = self.expression()
        self.take("]")
        letter = self.scope.letters.get(name)
        if letter is not None and isinstance(index, Index) and index.size != count:
            return Entry(letter, index)
        return Member(name, shape, count, index)

    def _apply(self, function: Function) -> Expr:
        if not self.at("("):
            return Apply(function)
        self.take("(")
        arguments = [self.expression()]
        while self.at(",", ";"):
            self.place += 1
            arguments.append(self.expression())
        if len(arguments) != len(function.parameters):
            raise self.error(f"{len(function.parameters)} arguments of {function.name}")
        self.take(")")
        return Apply(function, tuple(arguments))

    def _word(self, token: Token) -> Expr:
        name = token.text
        if name == "pi":
            return Pi()
        self.take("(")
        result = self._call(name)
        self.take(")")
        return result

    def _call(self, name: str) -> Expr:
        if name in ("sum", "prod"):
            index = self._index()
            self.take(",")
            return (Sum if name == "sum" else Prod)(index, self.expression())
        if name == "cases":
            return self._cases()
        first = self.expression()
        if name in UNARY:
            return UNARY[name](first)
        if name == "logdet":
            return Log(Det(first))
        self.take(",")
        second = self.expression()
        if name == "integral":
            if not isinstance(second, Letter):
                raise self.error("a letter to integrate over")
            return Integral(first, second)
        return Grad(first, second) if name == "grad" else Delta(first, second)

    def _index(self) -> Index:
        token = self.token
        found = self.primary()
        if not isinstance(found, Index):
            raise ReadError(f"position {token.position}: found {token.text!r}, expected a declared index")
        return found

    def _cases(self) -> Expr:
        equal = self.expression()
        self.take("if")
        left = self.expression()
        self.take("=")
        right = self.expression()
        self.take(",")
        unequal = self.expression()
        self.take("if")
        other = (self.expression(), self.take("!="), self.expression())
        if (other[0], other[2]) != (left, right):
            raise self.error("the same two indices in both cases")
        return Cases(equal, unequal, left, right)


def with_dots(first: Expr, second: Expr, last: Expr, kind: type[Sum] | type[Prod]) -> Dots:
    """first + second + ... + last, generalised from 1, 2 and the size at the places where they differ."""
    for size in {node.name for node in last.walk() if isinstance(node, SizeLetter)}:
        index = Index("n" if size == "N" else f"m{size}", size)
        body = replaced(last, SizeLetter(size), index)
        starts = [replaced(body, index, Number(Fraction(k))) for k in (1, 2)]
        if starts == [first, second]:
            return Dots(first, second, last, kind(index, body))
    raise ReadError("found dots whose members do not follow one pattern, expected members 1, 2 and a size letter")


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with every occurrence of a node replaced by another."""
    if expr == old:
        return new
    values = {name: getattr(expr, name) for name in expr.__dataclass_fields__}  # type: ignore[attr-defined]
    changed = {
        name: replaced(value, old, new)
        if isinstance(value, Expr)
        else tuple(replaced(v, old, new) for v in value)
        if isinstance(value, tuple) and value and isinstance(value[0], Expr)
        else value
        for name, value in values.items()
    }
    return type(expr)(**changed)


def read(line: str, scope: Scope) -> list[Claim]:
    """The claims of a line; `ReadError` with the position if it cannot be read."""
    return Reader(line, scope).claims()


def read_expression(text: str, scope: Scope) -> Expr:
    """One expression; `ReadError` with the position if it cannot be read."""
    reader = Reader(text, scope)
    result = reader.expression()
    reader.end()
    return result

