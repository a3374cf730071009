"""The words of the text syntax that take their arguments in brackets: sums, derivatives, means, cases."""

from __future__ import annotations

from collections.abc import Callable

from derivations.syntax.scope import Scope
from derivations.syntax.tokens import Cursor, ReadError, Token
from derivations.tree import (
    COMPARISONS,
    CONVENTIONS,
    OPEN,
    SCALAR,
    UNARY,
    Basis,
    Cases,
    Delta,
    Det,
    Differential,
    Expectation,
    Expr,
    Grad,
    Hadamard,
    Index,
    Integral,
    Kronecker,
    Letter,
    Log,
    Minor,
    Pi,
    Prod,
    Shape,
    ShapeError,
    Size,
    SpinSum,
    Sum,
    Where,
    atoms,
)

MAX_OPEN = 60
"""Most sizes and ranges of one line that are inferred: each is sought in the whole line."""
BINDERS = ("sum", "prod", "spins", "E")
"""Words whose undeclared names end with them."""


class CallReader(Cursor):
    """Reads the built-in words of a line in a scope; `ExpressionReader` reads what stands between them."""

    def __init__(self, line: str, scope: Scope) -> None:
        super().__init__(line)
        self.scope = scope
        self.open = 0
        """How many sizes are to be inferred from the whole line."""
        self.indexing = False
        """Whether a name that nobody declared is an index."""

    def expression(self) -> Expr:
        """An expression, read by the class below."""
        raise NotImplementedError

    def primary(self) -> Expr:
        """A name or a number, read by the class below."""
        raise NotImplementedError

    def open_size(self) -> Size:
        """A size that what is written around it will determine."""
        self.open += 1
        if self.open > MAX_OPEN:
            raise self.error(f"at most {MAX_OPEN} sizes and ranges that are not declared")
        return f"{OPEN}{self.open}"

    def index(self) -> Expr:
        """An expression in the place of an index, where a name that nobody declared is one."""
        before, self.indexing = self.indexing, True
        result = self.expression()
        self.indexing = before
        return result

    def new_index(self, name: str) -> Index:
        """An index whose range is that of what it indexes, from here to the end of the line or sum."""
        found = Index(name, self.open_size())
        self.scope = self.scope.child()
        self.scope.add_letter(name, found)
        return found

    def word(self, token: Token) -> Expr:
        name = token.text
        if name == "pi":
            return Pi()
        if name == "I":
            size = self.open_size()
            return Letter("I", (size, size), "identity")
        self.take("(")
        scope = self.scope
        result = self._call(name)
        if name in BINDERS:
            self.scope = scope
        self.take(")")
        return result

    def _call(self, name: str) -> Expr:
        return UNARY[name](self.expression()) if name in UNARY else CALLS[name](self)

    def _sum(self) -> Expr:
        return self._over_index(Sum)

    def _prod(self) -> Expr:
        return self._over_index(Prod)

    def _spins(self) -> Expr:
        over = self._letter("spins to sum over")
        self.take(",")
        return SpinSum(over, self.expression())

    def _basis(self) -> Expr:
        return Basis(self._bound_index())

    def _delta(self) -> Expr:
        left = self.index()
        self.take(",")
        return Delta(left, self.index())

    def _logdet(self) -> Expr:
        return Log(Det(self.expression()))

    def _integral(self) -> Expr:
        body = self.expression()
        self.take(",")
        over = self._letter("a letter to integrate over")
        if not self.taken(","):
            return Integral(body, over)
        lower = self._bound("-inf")
        self.take(",")
        return Integral(body, over, lower, self._bound("inf"))

    def _bound(self, infinite: str) -> Expr | None:
        """A bound of an integral, None for the infinite one, which is written ``-inf`` below and ``inf`` above."""
        start = self.place
        if (infinite == "inf" or self.taken("-")) and self.taken("inf"):
            return None
        self.place = start
        return self.expression()

    def _had(self) -> Expr:
        left = self.expression()
        self.take(",")
        return Hadamard(left, self.expression())

    def _kron(self) -> Expr:
        left = self.expression()
        self.take(",")
        return Kronecker(left, self.expression())

    def _grad(self) -> Expr:
        of = self.expression()
        self.take(",")
        return Grad(of, self.expression(), self._convention())

    def _over_index(self, kind: type[Sum] | type[Prod]) -> Sum | Prod:
        """index, body; or a condition on the index, as in sum(t < i, body)."""
        index = self._bound_index()
        relation = next((sign for sign in COMPARISONS if self.taken(sign)), None)
        bound = self.index() if relation else None
        self.take(",")
        body = self.expression()
        if relation and bound is not None:
            body = Where(relation, index, bound, body, 0 if kind is Sum else 1)
        return kind(index, body)

    def _where(self) -> Where:
        """i < j, body: the body where the condition holds, elsewhere 0."""
        left = self.index()
        relation = next((sign for sign in COMPARISONS if self.taken(sign)), None)
        if relation is None:
            raise self.error(f"one of {', '.join(COMPARISONS)}")
        right = self.index()
        self.take(",")
        return Where(relation, left, right, self.expression())

    def _minor(self) -> Minor:
        """X; i, j; k, l: without rows i and k and columns j and l."""
        of, rows, columns = self.expression(), [], []
        while self.taken(";"):
            rows.append(self.index())
            self.take(",")
            columns.append(self.index())
        if not rows:
            raise self.error("';' and the row and column to delete")
        return Minor(of, tuple(rows), tuple(columns))

    def _convention(self) -> str:
        if not self.taken(","):
            return ""
        if not self.at(*CONVENTIONS):
            raise self.error(f"one of {', '.join(CONVENTIONS)}")
        self.place += 1
        return self.tokens[self.place - 1].text

    def _letter(self, what: str) -> Letter:
        found = self.primary()
        if not isinstance(found, Letter):
            raise self.error(what)
        return found

    def _differential(self) -> Differential:
        """d(of), along the directions that are declared for its letters."""
        of = self.expression()
        pairs = [
            (atom, self.scope.directions[atom.name])
            for atom in atoms(of)
            if isinstance(atom, Letter) and atom.name in self.scope.directions
        ]
        if not pairs:
            raise self.error("a letter X whose differential is declared, dX: differential of X")
        return Differential(of, tuple(pairs))

    def _expectation(self) -> Expectation:
        """x ~ N(mean, covariance), body; a letter x that nobody declared has the shape of the mean."""
        name = self.token
        if name.kind != "name":
            raise self.error("the name of what is distributed")
        self.place += 1
        self.take("~")
        if self.token.text != "N":
            raise self.error("a normal distribution, N(mean, covariance)")
        self.place += 1
        self.take("(")
        mean = self.expression()
        self.take(",")
        covariance = self.expression()
        self.take(")")
        self.take(",")
        over = self.scope.letters.get(name.text)
        if not isinstance(over, Letter):
            over = Letter(name.text, self._shape_of(mean))
            self.scope = self.scope.child()
            self.scope.add_letter(name.text, over)
        return Expectation(over, mean, covariance, self.expression())

    def _shape_of(self, mean: Expr) -> Shape:
        try:
            return mean.shape or SCALAR
        except ShapeError as error:
            raise self.error(f"a well-typed mean ({error})") from None

    def _bound_index(self) -> Index:
        """The index of a sum: a declared one, or a new one that ranges over what it indexes."""
        token = self.token
        if token.kind == "name" and token.text not in self.scope.names():
            self.place += 1
            return self.new_index(token.text)
        found = self.primary()
        if not isinstance(found, Index):
            raise ReadError(f"position {token.position}: found {token.text!r}, expected an index")
        return found

    def _cases(self) -> Expr:
        equal = self.expression()
        self.take("if")
        left = self.index()
        self.take("=")
        right = self.index()
        self.take(",")
        unequal = self.expression()
        self.take("if")
        if self.index() != left:
            raise self.error("the same two indices in both cases")
        self.take("!=")
        if self.index() != right:
            raise self.error("the same two indices in both cases")
        return Cases(equal, unequal, left, right)


CALLS: dict[str, Callable[[CallReader], Expr]] = {
    "sum": CallReader._sum,
    "prod": CallReader._prod,
    "spins": CallReader._spins,
    "E": CallReader._expectation,
    "integral": CallReader._integral,
    "grad": CallReader._grad,
    "d": CallReader._differential,
    "had": CallReader._had,
    "kron": CallReader._kron,
    "logdet": CallReader._logdet,
    "delta": CallReader._delta,
    "cases": CallReader._cases,
    "minor": CallReader._minor,
    "basis": CallReader._basis,
    "where": CallReader._where,
}
