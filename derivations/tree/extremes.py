"""The largest and the smallest of numbers, and log-sum-exp, which is largest but for a smooth corner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations
from typing import Any, ClassVar

from derivations.tree.arithmetic import Sub
from derivations.tree.facts import NONNEGATIVE_LAWS, corners_of_absolute, nonnegative, positive, where_nonzero
from derivations.tree.indices import Entry, Where
from derivations.tree.letters import Index, Letter, Member
from derivations.tree.node import Corner, Expr, Need, Rational, lift, require_scalar, typed
from derivations.tree.powers import LARGEST_SIZE
from derivations.tree.shapes import SCALAR, Shape, ShapeError, shape_of, show_shape


class Extreme(Rational):
    """One of two or more scalars, or of the entries of one column, by their order: (a + b ± |a - b|) / 2."""

    of: tuple[Expr, ...]

    keeps_degree = False
    sign: ClassVar[int]

    @classmethod
    def read(cls, reader: Any) -> Expr:
        parts = [reader.expression()]
        while reader.taken(","):
            parts.append(reader.expression())
        return cls(tuple(parts))  # type: ignore[call-arg]

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        return typed(cls(tuple(map(lift, parts))))  # type: ignore[call-arg]

    def _shape(self) -> Shape:
        if self._column is not None:
            return SCALAR
        if len(self.of) < 2:
            raise ShapeError(f"{self.word}: found one number, expected two or more, or a column by its name")
        for part in self.of:
            require_scalar(part, self.word)
        return SCALAR

    @property
    def _column(self) -> Letter | Member | None:
        """The one column whose entries are compared: a letter or a member of a family, whose entries vary freely."""
        match self.of:
            case (Letter() | Member() as column,) if column.shape != SCALAR and (column.shape or SCALAR)[1] == 1:
                return column
        return None

    def latex(self, show: Any) -> str:
        return rf"\{self.word}\left({', '.join(map(show, self.of))}\right)"

    def evaluate(self, at: Any) -> Any:
        system = at.system

        def chosen(one: Any, other: Any) -> Any:
            gap = system.add(one, system.neg(other))
            distance = system.times(system.number(Fraction(self.sign)), absolute(system, gap))
            return system.times(system.number(Fraction(1, 2)), system.add(system.add(one, other), distance))

        if self._column is not None:
            return reduce(chosen, (entry for row in at.rows(self._column) for entry in row))
        return reduce(chosen, map(at, self.of))

    def corners(self) -> Iterator[Corner]:
        """Where two of them are equal."""
        if self._column is not None and self._column.shape is not None:
            i, j = (Index(f"{self.word}{number}", self._column.shape[0]) for number in (1, 2))
            yield Corner(Where("<", i, j, Sub(Entry(self._column, i), Entry(self._column, j))), True, (i, j))
            return
        yield from (
            corner for one, other in combinations(self.of, 2) for corner in corners_of_absolute(Sub(one, other))
        )

    def needs(self, derived: bool) -> Iterator[Need]:
        """A derivative, that no two are equal, where there is a corner."""
        for one, other in combinations(self.of, 2) if derived else ():
            yield from where_nonzero(Sub(one, other))


def absolute(system: Any, value: Any) -> Any:
    """The nonnegative root of the square."""
    return system.power(system.times(value, value), Fraction(1, 2))


@dataclass(frozen=True)
class Max(Extreme):
    """largest of some scalars, or of the entries of a column."""

    of: tuple[Expr, ...]

    word, chapter_word, sign = "max", "largest", 1

    def is_positive(self) -> bool:
        return any(map(positive, self.of))

    def is_nonnegative(self) -> bool:
        return any(map(nonnegative, self.of))


@dataclass(frozen=True)
class Min(Extreme):
    """smallest of some scalars, or of the entries of a column."""

    of: tuple[Expr, ...]

    word, chapter_word, sign = "min", "smallest", -1

    def is_positive(self) -> bool:
        return all(map(positive, self.of))

    def is_nonnegative(self) -> bool:
        return all(map(nonnegative, self.of))


def beyond_a_part(expr: Expr) -> bool:
    """max(a, ...) - a and a - min(a, ...) cannot be negative."""
    match expr:
        case Sub(Max(of), part):
            return part in of
        case Sub(part, Min(of)):
            return part in of
    return False


NONNEGATIVE_LAWS.append(beyond_a_part)


@dataclass(frozen=True)
class LogSumExp(Expr):
    """log-sum-exp: log of the sum of e^y over the entries y of a column."""

    of: Expr

    word, tex = "lse", r"\operatorname{{lse}}\left({of}\right)"

    def _shape(self) -> Shape:
        shape = self.of.shape
        if shape is not None and shape[1] != 1:
            raise ShapeError(f"log-sum-exp: found {show_shape(shape)}, expected a column")
        return SCALAR

    def evaluate(self, at: Any) -> Any:
        exponentials = [at.system.exp(entry) for row in at.rows(self.of) for entry in row]
        return at.system.log(reduce(at.system.add, exponentials))

    def terms(self, of: Callable[[Expr], int]) -> int:
        """As of its written-out twin: the logarithm of a sum has as many as the sum."""
        return LARGEST_SIZE * of(self.of)

    def operations(self, sizes: Mapping[str, int]) -> int:
        return 2 * (1 if self.of.shape is None else shape_of(self.of.shape, sizes)[0])
