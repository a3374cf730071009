"""Leaves of a tree: letters, members of families, letters that stand for an expression, and pi."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.tree.arithmetic import Expr, check_index
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size
from derivations.tree.structures import STRUCTURES, Structure


@dataclass(frozen=True)
class Pi(Expr):
    """The circle constant."""


@dataclass(frozen=True)
class Letter(Expr):
    """A matrix, column or scalar by name, with its declared structure."""

    name: str
    of: Shape = SCALAR
    structure: str = "general"

    def __post_init__(self) -> None:
        if self.structure not in STRUCTURES:
            raise ValueError(f"structure of {self.name}: found {self.structure!r}, expected {', '.join(STRUCTURES)}")
        self.kind.require_shape(self.name, self.of)

    @property
    def kind(self) -> Structure:
        """What its structure says of it."""
        return STRUCTURES[self.structure]

    def _shape(self) -> Shape:
        return self.of


def direction(of: Letter, name: str) -> Letter:
    """dX, a direction in which a letter X may vary; one of a structure that sums leave needs a wider one."""
    if not of.kind.open_in_hull:
        raise ShapeError(
            f"differential of {of.name}: found {of.structure}, expected a letter whose values can be added"
        )
    return Letter(name, of.of, of.kind.hull.word)


@dataclass(frozen=True)
class Member(Expr):
    """Member x[n] of a family x[1], ..., x[count] of equal shapes."""

    family: str
    of: Shape
    count: Size
    index: Expr

    def _shape(self) -> Shape:
        check_index(self.index, self.count, f"the family {self.family}")
        return self.of


@dataclass(frozen=True)
class Defined(Expr):
    """A letter that stands for an expression, z := x - mu; a gradient by it varies it freely, then sets its value."""

    name: str
    value: Expr

    def _shape(self) -> Shape | None:
        return self.value.shape
