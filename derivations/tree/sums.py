"""Sums and products over indices, written with dots, and sums over spins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar

from derivations.tree.errors import NotExpressible
from derivations.tree.facts import nonnegative, nonnegative_definite, positive, positive_definite, symmetric
from derivations.tree.indices import COMPARED, COMPARISONS, Where
from derivations.tree.letters import Index, Letter
from derivations.tree.node import Expr, Level, Rational, require_scalar
from derivations.tree.powers import LARGEST_SIZE
from derivations.tree.shapes import SCALAR, Shape, ShapeError, number_of

MAX_SPINS = 10
"""Most spins or bits that are summed over: 2^10 states."""


class OverIndex(Rational):
    """Something made of the body for index = 1..size."""

    index: Index
    body: Expr

    binders, inner = ("index",), ("body",)
    level = Level.PRODUCT
    sign: ClassVar[str]
    nothing: ClassVar[int]
    """What stands for a term that a condition on the index leaves out."""

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """index, body; or a condition on the index, as in sum(t < i, body)."""
        with reader.own_names():
            index = reader.bound_index()
            relation = next((sign for sign in COMPARISONS if reader.taken(sign)), None)
            bound = reader.index() if relation else None
            reader.take(",")
            body = reader.expression()
        if relation and bound is not None:
            body = Where(relation, index, bound, body, cls.nothing)
        return cls(index, body)  # type: ignore[call-arg]

    def _condition(self, show: Any, signs: Mapping[str, str]) -> tuple[str, Expr] | None:
        """The printed condition on the index, and the body under it; None where the index has all values."""
        if isinstance(self.body, Where) and self.body.left == self.index:
            sign = signs[self.body.relation]
            return f"{show(self.index)} {sign} {show(self.body.right)}", self.body.body
        return None

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        if found := self._condition(show, COMPARED):
            return rf"{self.sign}_{{{found[0]}}} {show(found[1], Level.PRODUCT)}"
        size = show.name(self.index.size) if isinstance(self.index.size, str) else str(self.index.size)
        return rf"{self.sign}_{{{show(self.index)}=1}}^{{{size}}} {show(self.body, Level.PRODUCT)}"

    def text(self, show: Any) -> str:
        first, body = self._condition(show, {sign: sign for sign in COMPARISONS}) or (show(self.index), self.body)
        return f"{self.word}({first}, {show(body)})"

    def is_positive(self) -> bool:
        return positive(self.body)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.body)

    def operations(self, sizes: Mapping[str, int]) -> int:
        return self.entry_count(sizes) * number_of(self.index.size, sizes)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        return number_of(self.index.size, sizes)


@dataclass(frozen=True)
class Sum(OverIndex):
    """sum of the body over index = 1..size."""

    index: Index
    body: Expr

    word, chapter_word = "sum", "total"
    sign, nothing = r"\sum", 0

    def _shape(self) -> Shape | None:
        return self.body.shape

    def evaluate(self, at: Any) -> Any:
        return at.fold(self, at.system.add)

    def is_definite(self) -> bool:
        return positive_definite(self.body)

    def is_semidefinite(self) -> bool:
        return nonnegative_definite(self.body)

    def is_symmetric(self) -> bool:
        return symmetric(self.body)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return LARGEST_SIZE * of(self.body)


@dataclass(frozen=True)
class Prod(OverIndex):
    """product of the scalar body over index = 1..size."""

    index: Index
    body: Expr

    word, chapter_word = "prod", "product"
    sign, nothing = r"\prod", 1
    bare_argument = True

    def _shape(self) -> Shape:
        require_scalar(self.body, "factor of a product over an index")
        return SCALAR

    def evaluate(self, at: Any) -> Any:
        return at.fold(self, at.system.times)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.body) * number_of(self.index.size, sizes)


@dataclass(frozen=True)
class Dots(Rational):
    """A sum or product written out with dots: first, second, ..., last; it means ``meaning``, a `Sum` or a `Prod`."""

    first: Expr
    second: Expr
    last: Expr
    meaning: Sum | Prod

    def _shape(self) -> Shape | None:
        return self.meaning.shape

    @property
    def full(self) -> Any:
        return self.meaning

    @property
    def _adds(self) -> bool:
        return isinstance(self.meaning, Sum)

    def printed(self, show: Any) -> tuple[str, int]:
        if self._adds:
            members = [show(member, Level.PRODUCT) for member in (self.first, self.second, self.last)]
            return rf"{members[0]} + {members[1]} + \dots + {members[2]}", Level.SUM
        # The first factor is a product as it stands, unless it would swallow the others.
        level = Level.POSTFIX if self.first.open_ended else Level.PRODUCT
        last = show(self.last, Level.POSTFIX)
        parts = [show(self.first, level), show(self.second, Level.POSTFIX), r"\dots", last]
        return r" \cdot ".join(parts), Level.PRODUCT

    def written(self, show: Any) -> tuple[str, int]:
        sign, level = ("+", Level.PRODUCT) if self._adds else ("*", Level.ATOM)
        first, second, last = (show(member, level) for member in (self.first, self.second, self.last))
        return f"{first} {sign} {second} {sign} ... {sign} {last}", Level.SUM if self._adds else Level.PRODUCT

    def evaluate(self, at: Any) -> Any:
        return at(self.meaning)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.meaning)


def states(size: int) -> int:
    """How many states so many spins or bits have; of very many, 2^64."""
    return int(2 ** min(size, 64))


class StateSum(Rational):
    """Sum of body over all 2^N values of a column of N entries that have two values."""

    over: Letter
    body: Expr

    level = Level.PRODUCT
    binders, inner = ("over",), ("body",)
    structure: ClassVar[str]
    values: ClassVar[str]
    """The values of an entry, as they print."""

    @classmethod
    def read(cls, reader: Any) -> Expr:
        with reader.own_names():
            over = reader.letter(f"{cls.structure} to sum over")
            reader.take(",")
            return cls(over, reader.expression())  # type: ignore[call-arg]

    def _shape(self) -> Shape | None:
        if self.over.structure != self.structure:
            found = f"sum over {self.structure}: found {self.over.name}"
            raise ShapeError(f"{found}, expected a column declared 'N {self.structure}'")
        return self.body.shape

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        states = rf"{show(self.over)} \in \{{{self.values}\}}^{{{self.over.of[0]}}}"
        return rf"\sum_{{{states}}} {show(self.body, Level.PRODUCT)}"

    def evaluate(self, at: Any) -> Any:
        size = at.size(self.over.of[0])
        if size > MAX_SPINS:
            raise NotExpressible(f"a sum over the values of {size} {self.structure}, beyond the budget of {MAX_SPINS}")
        columns = (
            at.system.number(rows[0][0])
            if self.over.of == SCALAR
            else at.column([at.system.number(row[0]) for row in rows])
            for rows in self.over.kind.every((size, 1))
        )
        bodies = (at.in_state(self.over, column, number)(self.body) for number, column in enumerate(columns))
        return reduce(at.system.add, bodies)

    def is_positive(self) -> bool:
        return positive(self.body)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.body)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        return states(number_of(self.over.of[0], sizes))


@dataclass(frozen=True)
class SpinSum(StateSum):
    """sum over all 2^N values of a column of N spins, each 1 or -1."""

    over: Letter
    body: Expr

    word = chapter_word = structure = "spins"
    values = "-1, 1"


@dataclass(frozen=True)
class BitSum(StateSum):
    """sum over all 2^N values of a column of N bits, each 0 or 1."""

    over: Letter
    body: Expr

    word = chapter_word = structure = "bits"
    values = "0, 1"
