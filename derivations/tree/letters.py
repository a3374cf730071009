"""The leaves of a tree: numbers, sizes, indices, letters, members of families, letters that stand for an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations.tree.node import CONSTANTS, Expr, Level, Need, Rational, lift, typed
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, number_of
from derivations.tree.structures import STRUCTURES, End, Interval, Structure
from derivations.tree.typeset import joined_indices, named, number_latex


class Named(Rational):
    """A node that prints by its name."""

    name: str

    def printed(self, show: Any) -> tuple[str, int]:
        return named(show.name(self.name))

    def text(self, show: Any) -> str:
        return str(show.name(self.name))


@dataclass(frozen=True)
class Number(Rational):
    """A rational number; 0 has every shape."""

    value: Fraction

    counts = True
    operator = "number"
    bare_argument = True

    def _shape(self) -> Shape | None:
        return SCALAR if self.value else None

    @property
    def is_natural(self) -> bool:
        """Whether it is a whole number that is not negative."""
        return self.value >= 0 and self.value.denominator == 1

    @property
    def leading_minus(self) -> bool:
        return self.value < 0

    def printed(self, show: Any) -> tuple[str, int]:
        return number_latex(self.value), Level.ATOM if self.is_natural else Level.PRODUCT

    def written(self, show: Any) -> tuple[str, int]:
        return str(self.value), Level.ATOM if self.is_natural else Level.SUM

    def evaluate(self, at: Any) -> Any:
        return at.system.number(self.value)

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return self.value

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        return iter(())

    def is_positive(self) -> bool:
        return self.value > 0

    def within(self) -> Interval:
        return Interval(End(self.value, True), End(self.value, True))

    def is_nonnegative(self) -> bool:
        return self.value >= 0

    def is_nonzero(self) -> bool:
        return self.value != 0


@dataclass(frozen=True)
class Pi(Expr):
    """The circle constant."""

    tex = r"\pi"

    def text(self, show: Any) -> str:
        return "pi"

    def evaluate(self, at: Any) -> Any:
        return at.system.pi()

    def is_positive(self) -> bool:
        return True

    def operations(self, sizes: Mapping[str, int]) -> int:
        return 1

    def terms(self, of: Callable[[Expr], int]) -> int:
        return 1

    @property
    def nested(self) -> int:
        return 0


CONSTANTS["pi"] = lambda reader: Pi()
CONSTANTS["I"] = lambda reader: identity(reader.open_size())


@dataclass(frozen=True)
class SizeLetter(Named):
    """A size such as D, which may appear as a number."""

    name: str

    counts = True

    def evaluate(self, at: Any) -> Any:
        return at.system.number(Fraction(at.sizes[self.name]))

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return Fraction(sizes[self.name])

    def is_positive(self) -> bool:
        return True


@dataclass(frozen=True)
class Index(Named):
    """An index letter that runs over 1..size."""

    name: str
    size: Size

    def evaluate(self, at: Any) -> Any:
        return at.system.number(Fraction(at.indices[self]))

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return Fraction(indices[self]) if self in indices else super().fraction(sizes, indices)


def check_index(index: Expr, size: Size, what: str) -> None:
    """Raise `ShapeError` unless the index can run over 1..size."""
    if isinstance(index, Index) and index.size == size:
        return
    if isinstance(index, SizeLetter) and index.name == size:
        return
    if isinstance(index, Number) and index.value.denominator == 1 and index.value >= 1:
        if isinstance(size, str) or index.value <= size:
            return
        raise ShapeError(f"index of {what}: found {index.value}, expected 1 to {size}")
    found = f"{index.name} in 1..{index.size}" if isinstance(index, Index) else type(index).__name__
    raise ShapeError(f"index of {what}: found {found}, expected an index in 1..{size}")


def index_range(index: Expr | None, size: Size) -> Iterator[tuple[Size, Size]]:
    """That an index letter runs over what it indexes."""
    if isinstance(index, Index):
        yield index.size, size


def place_exists(place: Expr | None, size: Size) -> Iterator[Need]:
    """What a place given by a number needs: z[2] a second entry."""
    if isinstance(place, Number) and isinstance(size, str) and place.value > 1:
        yield Need("least", SizeLetter(size), int(place.value))


def is_beyond(place: Expr | None, size: int) -> bool:
    """Whether a place given by a number does not exist."""
    return isinstance(place, Number) and place.value > size


def nonzero_within(of: Expr) -> Iterator[Need]:
    """When what has a name is not zero: where it cannot be negative anyway, when it is positive."""
    yield Need("positive" if of.is_scalar and of.within().is_nonnegative else "nonzero", of)


@dataclass(frozen=True)
class Letter(Named):
    """A matrix, column or scalar by name, with its declared structure; with ``axes``, one for each of their places.

    x[1], ..., x[N] is the letter x with the axis N, and r[n, k] has two axes; a member of it is a `Member`.
    """

    name: str
    of: Shape = SCALAR
    structure: str = "general"
    axes: tuple[Size, ...] = ()

    short = bare_argument = is_name = True

    def __post_init__(self) -> None:
        try:
            kind = STRUCTURES[self.structure]
        except KeyError:
            known = ", ".join(STRUCTURES)
            raise ValueError(f"structure of {self.name}: found {self.structure!r}, expected {known}") from None
        kind.require_shape(self.name, self.of)

    def __getitem__(self, indices: Any) -> Expr:
        return member(self, indices) if self.axes else super().__getitem__(indices)

    @property
    def kind(self) -> Structure:
        """What its structure says of it."""
        return STRUCTURES[self.structure]

    def _shape(self) -> Shape:
        require_no_axes(self)
        return self.of

    @property
    def member_shape(self) -> Shape | None:
        """The shape of a member."""
        return self.of

    def entry_count(self, sizes: Mapping[str, int]) -> int:
        return 0 if self.axes else super().entry_count(sizes)

    def member(self, place: tuple[int, ...], at: Any) -> Any:
        """The value of the member at a place, counted from 0."""
        return at.values[self][at.flat(self, place)]

    def evaluate(self, at: Any) -> Any:
        if not self.kind.constant:
            return at.values[self]
        return at.system.number(Fraction(1)) if self.of == SCALAR else at.identity(at.size(self.of[0]))

    def has_structure(self, structure: str) -> bool:
        return isinstance(self.kind, type(STRUCTURES[structure]))

    def is_positive(self) -> bool:
        return self.of == SCALAR and (self.kind.definite or self.kind.within.is_positive)

    def within(self) -> Interval:
        return self.kind.within

    def where_nonzero(self) -> Iterator[Need]:
        return super().where_nonzero() if self.of != SCALAR else nonzero_within(self)

    def is_definite(self) -> bool:
        return self.kind.definite

    def is_invertible(self) -> bool:
        return self.kind.invertible

    def is_symmetric(self) -> bool:
        return self.kind.symmetric


def identity(size: Size) -> Letter:
    """The identity matrix I."""
    return Letter("I", (size, size), "identity")


def direction(of: Letter, name: str) -> Letter:
    """dX, a direction in which a letter X may vary; one of a structure that sums leave needs a wider one."""
    if not of.kind.open_in_hull:
        raise ShapeError(
            f"differential of {of.name}: found {of.structure}, expected a letter whose values can be added"
        )
    return Letter(name, of.of, of.kind.hull.word)


@dataclass(frozen=True)
class Defined(Named):
    """A letter that stands for an expression, z := x - mu; a gradient by it varies it freely, then sets its value.

    With ``indices`` it has an axis for each of them: p[k] := a[k]^2.
    """

    name: str
    value: Expr
    indices: tuple[Index, ...] = ()

    short = bare_argument = is_name = True
    binders, inner = ("indices",), ("value",)

    def __getitem__(self, indices: Any) -> Expr:
        return member(self, indices) if self.axes else super().__getitem__(indices)

    @property
    def axes(self) -> tuple[Size, ...]:
        """The ranges of its indices."""
        return tuple(index.size for index in self.indices)

    def _shape(self) -> Shape | None:
        require_no_axes(self)
        return self.value.shape

    @property
    def member_shape(self) -> Shape | None:
        """The shape of a member."""
        return self.value.shape

    def entry_count(self, sizes: Mapping[str, int]) -> int:
        return 0 if self.axes else super().entry_count(sizes)

    @property
    def full(self) -> Any:
        return self.value.full

    def member(self, place: tuple[int, ...], at: Any) -> Any:
        """The value of the member at a place, counted from 0: its own where a derivative varies it."""
        varied = at.values.get(self, {})
        if place in varied:
            return varied[place]
        return at.indexed(dict(zip(self.indices, (one + 1 for one in place), strict=True)))(self.value)

    def evaluate(self, at: Any) -> Any:
        return at.values[self] if self in at.values else at(self.value)


def require_no_axes(letter: Letter | Defined) -> None:
    """Raise `ShapeError` for a family, of which only the members have a shape."""
    if letter.axes:
        found = f"found the family {letter.name} without an index"
        raise ShapeError(f"{letter.name}: {found}, expected {letter.name}[...] with {len(letter.axes)} of them")


@dataclass(frozen=True)
class Member(Rational):
    """Member x[n] or r[n, k] of a letter with axes."""

    of: Letter | Defined
    indices: tuple[Expr, ...]

    short = True

    @property
    def name(self) -> str:
        """The name of its family."""
        return self.of.name

    def _shape(self) -> Shape | None:
        if len(self.indices) != len(self.of.axes):
            found = f"found {len(self.indices)} indices, expected {len(self.of.axes)}"
            raise ShapeError(f"member of the family {self.name}: {found}")
        for index, size in zip(self.indices, self.of.axes, strict=True):
            check_index(index, size, f"the family {self.name}")
        return self.of.member_shape

    def printed(self, show: Any) -> tuple[str, int]:
        joined = joined_indices([show(index) for index in self.indices])
        return named(show.member(self.of.name).replace("#", joined))

    def text(self, show: Any) -> str:
        return f"{show.name(f'{self.name}[]')}[{','.join(map(show, self.indices))}]"

    @property
    def full(self) -> Any:
        return self.of.value.full if isinstance(self.of, Defined) else self

    def evaluate(self, at: Any) -> Any:
        return self.of.member(tuple(map(at.position, self.indices)), at)

    def places(self) -> Iterator[tuple[Expr, Size]]:
        return zip(self.indices, self.of.axes, strict=False)

    def needs(self, derived: bool) -> Iterator[Need]:
        for index, size in self.places():
            yield from place_exists(index, size)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        for index, size in self.places():
            yield from index_range(index, size)

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        return any(is_beyond(index, number_of(size, sizes)) for index, size in self.places())

    def has_structure(self, structure: str) -> bool:
        return self.of.has_structure(structure)

    def is_positive(self) -> bool:
        return self.of.is_positive()

    def within(self) -> Interval:
        return self.of.within()

    def where_nonzero(self) -> Iterator[Need]:
        return nonzero_within(self)

    def is_definite(self) -> bool:
        return self.of.is_definite()

    def is_invertible(self) -> bool:
        return self.of.is_invertible()

    def is_symmetric(self) -> bool:
        return self.of.is_symmetric()


def member(of: Letter | Defined, indices: Any) -> Expr:
    """x[n] of a letter with axes, well typed."""
    places = indices if isinstance(indices, tuple) else (indices,)
    return typed(Member(of, tuple(map(lift, places))))
