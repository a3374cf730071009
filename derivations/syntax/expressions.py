"""Expressions of the text syntax, read by recursive descent; what stands behind a word, its node reads."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivations.syntax.dots import NoPattern, with_dots
from derivations.syntax.tokens import ReadError, Token
from derivations.syntax.words import WordReader
from derivations.tree import (
    CONSTANTS,
    WORDS,
    Abs,
    Add,
    Apply,
    Div,
    Entry,
    Expr,
    Function,
    Index,
    Inverse,
    Member,
    Mul,
    Neg,
    Number,
    Prod,
    Sub,
    Sum,
    Transpose,
    Unknown,
    Written,
    applied,
    power,
)

KEYWORDS = ("if", "for", "with", "solved", "attained")
SIGNED = ("doteq", "propto")
"""Words that begin a relation; what they are followed by, as in doteq_dx, names a letter."""
MAX_DEPTH = 100
"""Deepest tree that is read: every walk over it is recursive."""
MAX_NODES = 20_000
"""Most nodes of a tree that is read: a line cannot hold them, but definitions that double can."""


def shallow(expr: Expr) -> Expr:
    """The expression itself; `ReadError` if its tree, functions looked into, is too deep or too large to be walked."""
    depth, nodes, level = 0, 0, [expr]
    while level:
        depth, nodes = depth + 1, nodes + len(level)
        if nodes > MAX_NODES:
            raise ReadError(f"found an expression of more than {MAX_NODES} parts, expected at most so many")
        level = [part for node in level for part in node.parts]
    if depth > MAX_DEPTH:
        raise ReadError(f"found an expression nested {depth} deep, expected at most {MAX_DEPTH}")
    return expr


class ExpressionReader(WordReader):
    """Reads the expressions of one line in a scope; a tree may come out ill-typed."""

    within_bars = False
    """Whether the next bar ends an absolute value."""

    def expression(self) -> Expr:
        """A sum of terms, perhaps with dots."""
        result = Neg(self._term()) if self.taken("-") else self._term()
        while self.at("+", "-"):
            if self.taken("-"):
                result = Sub(result, self._term())
            elif self.taken("+") and self.at("..."):
                result = self._dots(result, "+")
            else:
                result = Add(result, self._term())
        return shallow(result)

    def _term(self) -> Expr:
        """A product; division by the next factor, from the left."""
        result = self._signed_factor()
        while True:
            if self.taken("/"):
                result = Div(result, self._signed_factor())
            elif self.taken("*"):
                result = self._dots(result, "*") if self.at("...") else Mul(result, self._signed_factor())
            elif (
                self.at("(")
                or self._opens_bars()
                or self._begins_matrix()
                or (self.token.kind in ("number", "name") and not self._ends_expression())
            ):
                result = Mul(result, self._factor())
            else:
                return result

    def _ends_expression(self) -> bool:
        return self.at(*KEYWORDS) or self.token.text.startswith(SIGNED)

    def _dots(self, before: Expr, sign: str) -> Expr:
        position = self.token.position
        self.take("...")
        self.take(sign)
        if not isinstance(before, Add if sign == "+" else Mul):
            raise self.error("two members before the dots")
        last = self._term() if sign == "+" else self._signed_factor()
        first, second = shallow(before).children
        try:
            return with_dots(first, second, shallow(last), Sum if sign == "+" else Prod)
        except NoPattern as error:
            raise ReadError(f"position {position}: {error}") from None

    def _begins_matrix(self) -> bool:
        """Whether a bracket is a factor, c [a; b] or x [1, 2], and no index, which x[1,2] with nothing before it is."""
        if not self.at("["):
            return False
        before, depth = self.tokens[self.place - 1], 0
        for token in self.tokens[self.place :]:
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            if depth == 0:
                return False
            if depth == 1 and token.text == ";":
                return True
            if depth == 1 and token.text == "," and before.position + len(before.text) < self.token.position:
                return True
        return False

    def _signed_factor(self) -> Expr:
        return Neg(self._factor()) if self.taken("-") else self._factor()

    def _factor(self) -> Expr:
        """A primary with its transposes, powers and indices."""
        result = self.primary()
        while self.at("'", ".T", "^", "[") and not self._begins_matrix():
            if self.taken("'", ".T"):
                result = Transpose(result)
            elif self.taken("^"):
                result = self._power(result)
            else:
                result = Entry(result, *self._indices())
        return result

    def _power(self, base: Expr) -> Expr:
        """The base with what stands behind ^: 2^3^2 is 2^(3^2), but A^2^T is a transpose."""
        negative = self.taken("-")
        if self._transposes(self.place):
            self.take("T")
            return Transpose(Inverse(base) if negative else base)
        with self.names.undeclared_are_indices(True):
            exponent = self.primary()
            if self.at("^") and not self._transposes(self.place + 1 + (self.tokens[self.place + 1].text == "-")):
                self.take("^")
                exponent = self._power(exponent)
        if negative:
            return Inverse(base) if exponent == Number(Fraction(1)) else power(base, Neg(exponent))
        return power(base, exponent)

    def _transposes(self, place: int) -> bool:
        """Whether the token there is the T of a transpose; a declared T, say a number of steps, is an exponent."""
        return self.tokens[place].text == "T" and "T" not in self.names.scope.names()

    def _indices(self) -> tuple[Expr, Expr | None]:
        self.take("[")
        row = self.index()
        column = self.index() if self.taken(",") else None
        self.take("]")
        return row, column

    def primary(self) -> Expr:
        """A number, a bracket, or a name with what belongs to it."""
        token = self.token
        if token.kind == "number":
            self.place += 1
            return Number(Fraction(token.text))
        if self.at("("):
            return self._bracket()
        if self.at("["):
            return self._written()
        if self.at("|"):
            return self._absolute()
        if token.kind != "name" or self._ends_expression():
            raise self.error("a number, a name or '('")
        self.place += 1
        return self._named(token)

    def _opens_bars(self) -> bool:
        """Whether a bar begins the absolute value of a further factor; of a conditional law it means something else."""
        return self.at("|") and not self.within_bars and all(token.text != "=>" for token in self.tokens)

    def _absolute(self) -> Expr:
        """|x|, in which no other bars stand."""
        self.take("|")
        self.within_bars = True
        result = self.expression()
        self.within_bars = False
        self.take("|")
        return Abs(result)

    def _bracket(self) -> Expr:
        self.take("(")
        result = self.expression()
        self.take(")")
        return result

    def _written(self) -> Expr:
        """A matrix written out: [a, b; c, d]."""
        self.take("[")
        rows: list[list[Expr]] = [[]]
        with self.names.undeclared_are_indices(False):
            while True:
                rows[-1].append(self.expression())
                if self.taken(";"):
                    rows.append([])
                elif not self.taken(","):
                    break
        self.take("]")
        return Written(tuple(map(tuple, rows)))

    # ---------------------------------------------------------------- names

    def _named(self, token: Token) -> Expr:
        name, scope = token.text, self.names.scope
        if name in scope.families and self.at("["):
            return self._member(name)
        if name in scope.functions:
            return self._apply(scope.functions[name])
        if name in scope.letters:
            return scope.letters[name]
        if name in scope.unknown:
            return Unknown(name, self._bracket(), scope.unknown[name])
        if name in scope.families:
            raise self.error(f"'[' and the index of a member of the family {name}")
        return self._undeclared(token)

    def _undeclared(self, token: Token) -> Expr:
        """A built-in word, or an index where one is expected."""
        name = token.text
        if self.at("(") or not self.names.indexing:
            if name in CONSTANTS:
                return CONSTANTS[name](self)
            if name in WORDS:
                return self._word(WORDS[name])
        if self.names.indexing:
            return self.names.new_index(name)
        known = ", ".join(self.names.scope.known())
        raise ReadError(f"position {token.position}: found the unknown name {name!r}, expected one of {known}")

    def _word(self, read: Callable[[ExpressionReader], Expr]) -> Expr:
        self.take("(")
        result = read(self)
        self.take(")")
        return result

    def _member(self, name: str) -> Expr:
        """x[n]; or the entry x[i] of a letter x where the indices are not those of members of the family x."""
        of = self.names.scope.families[name]
        self.take("[")
        indices = [self.index()]
        while self.taken(","):
            indices.append(self.index())
        self.take("]")
        letter = self.names.scope.letters.get(name)
        counts = len(indices) == len(of.axes)
        foreign = len(indices) == 1 and isinstance(indices[0], Index) and indices[0].size != of.axes[0]
        if letter is not None and (not counts or foreign) and len(indices) <= 2:
            return Entry(letter, *indices)
        if not counts:
            inside = f"{name}[{', '.join('nkm'[: len(of.axes)])}]"
            many = "one index" if len(of.axes) == 1 else f"{len(of.axes)} indices"
            raise self.error(f"{many} of a member of the family {name}; its entries are {inside}[i]")
        return Member(of, tuple(indices))

    def _apply(self, function: Function) -> Expr:
        if not self.at("("):
            return Apply(function)
        self.take("(")
        arguments = [self.expression()]
        while self.taken(",", ";"):
            arguments.append(self.expression())
        if len(arguments) != len(function.parameters):
            raise self.error(f"{len(function.parameters)} arguments of {function.name}")
        self.take(")")
        return applied(function, arguments)
