r"""Expressions of a note's LaTeX, read by recursive descent into the trees of the text syntax.

What LaTeX leaves open is read by rule, never by what would be true:

- a sum or product over an index reaches to the end of its term;
- log, d and a derivative written as an operator take the bracket that follows them with its powers, otherwise all
  factors up to the next sign of multiplication; det takes one factor;
- |A| is a determinant, of a scalar the absolute value;
- det X_{ij} is a minor: X_{ij} is X without row i and column j, and (X_{ij})_{kl} without rows i, k and columns j, l;
- diag(a_1, ..., a_D) has the entries that the first and the last show, and so has a product a_1 ... a_D.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial, reduce

from derivations.notes.cursor import CLOSERS
from derivations.notes.names import Script, plain_name
from derivations.notes.reader_parts import CallReader
from derivations.syntax import NoPattern, ReadError, Token, between, shallow, with_dots
from derivations.tree import (
    HYPERBOLIC,
    SCALAR,
    Abs,
    Add,
    Basis,
    Delta,
    Det,
    Diag,
    Div,
    Eigenvalues,
    Entry,
    Exp,
    Expr,
    Hadamard,
    Hyperbolic,
    Inverse,
    Kronecker,
    Letter,
    Log,
    Minor,
    Mul,
    Neg,
    Norm,
    Number,
    Pow,
    Prod,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    is_certainly_scalar,
)

CALLS: dict[str, Callable[[Expr], Expr]] = {
    r"\exp": Exp,
    r"\tr": Trace,
    r"\diag": Diag,
    r"\eig": Eigenvalues,
    **{rf"\{name}": partial(Hyperbolic, name) for name in HYPERBOLIC},
}
TIMES = (r"\cdot", r"\times")
HADAMARD = (r"\odot", r"\circ")
"""Signs of the product by entries; ``\\otimes`` is Kronecker's product."""
FACTORS = {
    *CALLS,
    *CLOSERS,
    *r"{ \log \det \frac \sqrt \underbrace \sum \prod \int \begin{cases} \begin{pmatrix}".split(),
}
"""What begins a factor, names and numbers apart."""


class ExpressionReader(CallReader):
    """Reads the expressions of one formula; a tree may come out ill-typed."""

    def expression(self) -> Expr:
        """A sum of terms, perhaps with dots."""
        result = self.signed_term()
        while self.at("+", "-"):
            if self.taken("-"):
                result = Sub(result, self.term())
            elif self.taken("+") and self.at(r"\dots"):
                result = self._dots(result, ("+",))
            else:
                result = Add(result, self.term())
        return shallow(result)

    def term(self) -> Expr:
        """A product; division by the next factor, from the left."""
        result = self._signed_factor()
        while True:
            if self.taken("/"):
                result = Div(result, self._signed_factor())
            elif self.taken(*TIMES):
                result = self._dots(result, TIMES) if self.at(r"\dots") else Mul(result, self._signed_factor())
            elif self.taken(*HADAMARD):
                result = by_entries(shallow(result), self._signed_factor(), Hadamard)
            elif self.taken(r"\otimes"):
                result = by_entries(shallow(result), self._signed_factor(), Kronecker)
            elif self.at(r"\dots") and not isinstance(result, Mul):
                result = self._first_to_last(result, Prod)
            elif self.starts_factor():
                result = Mul(result, self.factor())
            else:
                return result

    def _signed_factor(self) -> Expr:
        return Neg(self.factor()) if self.taken("-") else self.factor()

    def _dots(self, before: Expr, signs: tuple[str, ...]) -> Expr:
        position = self.token.position
        self.take(r"\dots")
        if not self.taken(*signs) or not isinstance(before, Add if "+" in signs else Mul):
            raise self.error("two members before the dots and one behind them")
        last = self.term() if "+" in signs else self._signed_factor()
        first, second = shallow(before).children
        try:
            return with_dots(first, second, shallow(last), Sum if "+" in signs else Prod)
        except NoPattern as error:
            raise ReadError(f"position {position}: {error}") from None

    def _first_to_last(self, first: Expr, kind: type[Sum] | type[Prod]) -> Expr:
        """a_1 ... a_D: a sum or product over an index of what the first and the last member show."""
        position = self.token.position
        self.take(r"\dots")
        self.taken(",")
        try:
            return between(shallow(first), shallow(self.factor()), self.scope.indices(), kind)
        except NoPattern as error:
            raise ReadError(f"position {position}: {error}") from None

    def _diagonal(self) -> Expr:
        """diag(A), or diag(a_1, ..., a_D)."""
        opener = self.token.text
        self.take(opener)
        result = self.expression()
        if self.taken(","):
            total = self._first_to_last(result, Sum)
            assert isinstance(total, Sum)
            result = Sum(total.index, Mul(total.body, Basis(total.index)))
        self.take(CLOSERS[opener])
        return Diag(result)

    def starts_factor(self) -> bool:
        """Whether a factor follows: no closing bar, divider of arguments, or dx of an integral."""
        inside = self.inside[-1] if self.inside else ""
        text = self.token.text
        if text in ("|", r"\Vert"):
            return inside not in (text, "arguments")
        if self.starts_differential() and inside == "integral":
            return False
        if text == r"\underbrace" and self.tokens[self.place + 2].text == "=":
            return False
        if self.token.kind == "number" or text in FACTORS or text in self.context.names.printed:
            return True
        if self.token.kind == "end" or text.startswith((r"\begin", r"\end")):
            return False
        return "{" in text or plain_name(text).isidentifier()

    def factor(self) -> Expr:
        """A primary with its indices, primes, transposes and powers."""
        with self.context.deeper(self.token):
            result, scripts = self.primary()
            for sign, tokens in sorted(scripts, key=lambda script: script[0] != "_"):
                if sign == "_":
                    result = self.entry(result, tokens)
                else:
                    result = self.derived(shallow(result)) if sign == "'" else self._power(result, tokens)
            return shallow(result)

    def _power(self, base: Expr, tokens: list[Token]) -> Expr:
        texts = [token.text for token in tokens]
        inverse = Inverse(base) if texts[:1] == ["-"] else base
        # A declared T, say a number of steps, is an exponent.
        transposed = texts[-1:] == [r"\top"] or (texts[-1:] == ["T"] and not self._counts("T"))
        if transposed and texts[:-1] in ([], ["-"]):
            return Transpose(inverse)
        if texts == ["-", "1"]:
            return inverse
        if not texts or texts[0] == "(":
            raise self.error("an exponent")
        return Pow(base, self.whole(tokens))

    def _counts(self, name: str) -> bool:
        letter = self.scope.letters.get(name)
        return isinstance(letter, SizeLetter) or (isinstance(letter, Letter) and letter.of == SCALAR)

    # ------------------------------------------------------------ primaries

    def primary(self) -> tuple[Expr, list[Script]]:
        """A number, a bracket, a name or what brings its own arguments, and the scripts that follow it."""
        token = self.token
        if token.kind == "number":
            self.place += 1
            return Number(Fraction(int(token.text))), self.following()
        if token.text in ("(", "[", r"\{"):
            return self.bracketed(token.text), self.following()
        if token.text in ("|", r"\Vert"):
            return self._bars(token.text), self.following()
        if token.text in FACTORS and token.text not in self.context.names.printed:
            return self._called(token.text)
        if (special := self._special(token.text)) is not None:
            return special
        if token.kind == "end" or not self.starts_factor():
            raise self.error("a number, a name or '('")
        return self.name()

    def _bars(self, bar: str) -> Expr:
        of = self.bracketed(bar)
        if bar != "|":
            return Norm(of)
        return Abs(of) if is_certainly_scalar(of) else Det(of)

    def _called(self, command: str) -> tuple[Expr, list[Script]]:
        if command == r"\frac":
            return self.fraction(), self.following()
        if command in (r"\sum", r"\prod"):
            return self.summed(), []
        if command == r"\int":
            return self.integral(), []
        if command.startswith(r"\begin"):
            return (self.cases() if command == r"\begin{cases}" else self.written()), self.following()
        if command == r"\underbrace":
            return self._braced(), self.following()
        if command == "{":
            return self.whole(self.group()), self.following()
        return self._operator(command)

    def _operator(self, command: str) -> tuple[Expr, list[Script]]:
        """A root, a logarithm, a determinant, or a word with its bracket."""
        self.place += 1
        if command == r"\sqrt":
            return Sqrt(self.whole(self.group())), self.following()
        if command in (r"\log", r"\det"):
            return (Log(self.argument()), []) if command == r"\log" else (determinant(self.factor()), [])
        if not self.at("(", "[", r"\{"):
            raise self.error(f"a bracket after {command[1:]}")
        if command == r"\diag":
            return self._diagonal(), self.following()
        return CALLS[command](self.bracketed(self.token.text)), self.following()

    def _braced(self) -> Expr:
        """The body above a brace; a brace that says what the body equals is kept for the claims."""
        self.take(r"\underbrace")
        body = self.whole(self.group())
        for sign, label in self.following():
            if sign == "_" and label and label[0].text == "=":
                self.context.braces.append((body, self.whole(label[1:])))
        return body

    def _special(self, text: str) -> tuple[Expr, list[Script]] | None:
        """Letters with a meaning of their own unless they are declared: e^t, d f, and delta with two indices."""
        if text in self.context.names.printed:
            return None
        if self.starts_differential():
            return self.differential(), []
        following = self.tokens[min(self.place + 1, len(self.tokens) - 1)].text
        if text == "e" and following == "^":
            self.place += 2
            return Exp(self.whole(self.group())), self.following()
        if text in (r"\mathbb{E}", "E"):
            return self.mean(), self.following()
        if text == "e" and following == "_":
            self.place += 2
            return Basis(self.basis_index()), self.following()
        if text == r"\delta" and following == "_":
            self.place += 2
            indices = self.indices(self.group(), matrix=True)
            if len(indices) != 2:
                raise self.error("two indices of delta")
            return Delta(indices[0], indices[1]), self.following()
        return None


def by_entries(left: Expr, right: Expr, kind: type[Hadamard] | type[Kronecker]) -> Expr:
    """left ∘ right, where numbers in front of a product stay in front: 1/2 A ∘ B is 1/2 (A ∘ B)."""
    if not isinstance(left, Mul):
        return kind(left, right)
    first, *factors = factors_of(left)
    if is_number(first):
        return Mul(first, by_entries(reduce(Mul, factors), right, kind))
    return kind(left, right)


def determinant(of: Expr) -> Expr:
    """The determinant; of an entry of a matrix, or of an entry of that, the minor without these rows and columns."""
    rows: list[Expr] = []
    columns: list[Expr] = []
    inside = of
    while isinstance(inside, Entry) and inside.column is not None:
        rows.insert(0, inside.row)
        columns.insert(0, inside.column)
        inside = inside.of
    return Minor(inside, tuple(rows), tuple(columns)) if rows else Det(of)


def factors_of(expr: Expr) -> list[Expr]:
    """The factors that stand side by side."""
    return [*factors_of(expr.left), *factors_of(expr.right)] if isinstance(expr, Mul) else [expr]


def is_number(expr: Expr) -> bool:
    """Whether the expression is built of numbers alone."""
    return all(isinstance(node, Number | Div | Neg) for node in expr.walk())
