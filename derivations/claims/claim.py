"""What can be claimed: equations, equivalences and definitions, as immutable objects; more in `relations`.

A claim holds for all values of its letters in their declared structures, for all sizes, and for all values of its free
indices.  Side conditions such as "S invertible" are computed from the expressions (`derivations.claims.conditions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, cast

from derivations.claims.given import NOTHING, Given
from derivations.tree import (
    WIDE,
    Apply,
    Defined,
    Expr,
    Index,
    Letter,
    Member,
    Notation,
    Printer,
    ShapeError,
    aligned,
    atoms,
    free_indices,
    is_open,
    letters_and_sizes,
    require_own_indices,
    show_shape,
    width,
)

PLAIN: list[Callable[[Claim], str]] = []
"""How a claim shows itself as text: the printer, which knows all claims, adds itself."""


class Shown:
    """How a claim shows itself: as text, and in a notebook as it is printed."""

    def __str__(self) -> str:
        """The text syntax."""
        return PLAIN[0](cast("Claim", self))

    def __init_subclass__(cls) -> None:
        # IPython would ask the class for the representation of a dataclass before it asks this one.
        cls._repr_pretty_ = Shown._repr_pretty_  # type: ignore[method-assign]

    def _repr_pretty_(self, pretty: Any, cycle: bool) -> None:
        pretty.text(str(self))

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {cast('Claim', self).latex()}$"


@dataclass(frozen=True)
class Equation(Shown):
    """left = right; ``given`` says for which sizes the claim is made, e.g. N = 1."""

    left: Expr
    right: Expr
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Both sides."""
        return (self.left, self.right)

    @cached_property
    def indices(self) -> tuple[Index, ...]:
        """Free indices: the equation is claimed for every value of them."""
        return tuple(dict.fromkeys(index for side in self.expressions for index in free_indices(side)))

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless both sides are well typed and of equal shape, and every name has one meaning."""
        check_names(self)
        left, right = self.left.shape, self.right.shape
        if None not in (left, right) and left != right:
            raise ShapeError(f"equation: found {show_shape(left)} = {show_shape(right)}, expected equal shapes")

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        return f"{printer(self.left)} = {printer(self.right)}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim, a long one on several rows."""
        return Printer(notation).broken_equation(self.left, self.right)


@dataclass(frozen=True)
class Equivalence(Shown):
    """For every value of the unknown: all of ``left`` hold if and only if all of ``right`` hold.

    An unknown may be any member of a family.
    Without an unknown, all of ``left`` hold for all letters if and only if all of ``right`` do.
    """

    unknown: Letter | Member | None
    left: tuple[Equation, ...]
    right: tuple[Equation, ...]
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All sides of all equations."""
        return tuple(side for equation in self.left + self.right for side in equation.expressions)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless every equation is well typed, and every name has one meaning."""
        check_names(self)
        for equation in self.left + self.right:
            equation.check_shapes()

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        left, right = (chain_latex(part, notation) for part in (self.left, self.right))
        return rf"{left} \iff {right}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim, a long one on two rows."""
        left, right = (chain_latex(part, notation) for part in (self.left, self.right))
        if width(left + right) <= WIDE:
            return rf"{left} \iff {right}"
        return aligned([f"&{left}", rf"&\quad \iff {right}"])


@dataclass(frozen=True)
class Definition(Shown):
    """symbol := value."""

    symbol: Expr
    value: Expr
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """The defining expression."""
        return (self.value,)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless symbol and value are well typed and of equal shape."""
        Equation(self.symbol, self.value).check_shapes()

    def latex(self, notation: Notation | None = None) -> str:
        """The printed definition."""
        printer = Printer(notation)
        return rf"{printer(self.symbol)} \mathrel{{:=}} {printer(self.value)}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed definition; a long one stays in one piece."""
        return self.latex(notation)


class Claim(Protocol):
    """What every claim can do, of whatever kind."""

    def __hash__(self) -> int:
        """Claims are immutable."""

    @property
    def given(self) -> Given:
        """What the claim is made under."""

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All expressions of the claim."""

    def check_shapes(self) -> None:
        """Raise `ShapeError` where the claim is ill-typed."""

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim, a long one on several rows."""


def stated(claim: Claim) -> tuple[Expr, ...]:
    """All expressions of the claim and of its hypotheses."""
    return (*claim.expressions, *claim.given.expressions)


def check_names(claim: Claim) -> None:
    """Raise `ShapeError` where one name stands for two things that print alike, or a fixed size is no size."""
    for name, value in claim.given.sizes:
        if value < 1:
            raise ShapeError(f"size {name}: found {value}, expected a positive whole number")
    require_sizes(claim)
    require_bound(claim)
    for equation in claim.given.hypotheses:
        equation.check_shapes()
    meanings: dict[str, object] = {}
    for name, meaning in _named(claim):
        if meanings.setdefault(name, meaning) != meaning:
            found = f"{_described(meanings[name])} and {_described(meaning)}"
            raise ShapeError(f"the name {name}: found two meanings, {found}, expected one")


def require_sizes(claim: Claim) -> None:
    """Raise `ShapeError` where the size of an identity, or the range of an index, could not be inferred."""
    for node in letters_and_sizes(stated(claim)):
        if isinstance(node, Letter) and any(map(is_open, node.of)):
            raise ShapeError(f"{node.name}: found no size that fits what is written, expected a declaration")
        if isinstance(node, Index) and is_open(node.size):
            raise ShapeError(f"{node.name}: found no range that fits what is written, expected a declaration")


def _named(claim: Claim) -> Iterator[tuple[str, object]]:
    """Names and what they stand for: free letters, families, defined letters and functions; I is of every size."""
    for side in stated(claim):
        for atom in atoms(side):
            if not (isinstance(atom, Letter) and atom.kind.constant):
                yield _key(atom), atom
        for node in side.walk():
            if isinstance(node, Defined):
                yield _key(node), node
            elif isinstance(node, Apply) and node.function.name:
                yield f"{node.function.name}()", node.function.general or node.function


def _described(meaning: object) -> str:
    """A letter with its shape and structure; what is defined, by what it is."""
    if isinstance(meaning, Letter):
        structure = "" if meaning.structure == "general" else f" {meaning.structure}"
        return f"{show_shape(meaning.of)}{structure}"
    value = getattr(meaning, "value", None)
    return repr(meaning) if value is None else f"{meaning} := {value}"


def _key(letter: Expr) -> str:
    """What the letter is known by: a family may share its name with a letter, because its members have an index."""
    return f"{getattr(letter, 'name', '')}{'[]' if getattr(letter, 'axes', ()) else ''}"


def require_bound(claim: Claim) -> None:
    """Raise `ShapeError` where a definition depends on an index that is none of its own."""
    for node in (node for side in stated(claim) for node in side.walk()):
        if isinstance(node, Defined):
            require_own_indices(node.name, node.value, node.indices)
        elif isinstance(node, Apply) and node.function.name:
            require_own_indices(f"{node.function.name}(...)", node.function.body)


def chain_latex(equations: tuple[Equation, ...], notation: Notation | None = None) -> str:
    """Equations a = b, b = c as the chain a = b = c; others with commas."""
    printer = Printer(notation)
    text = printer(equations[0].left)
    for before, equation in zip((None, *equations), equations, strict=False):
        if before is not None and before.right != equation.left:
            text += rf",\; {printer(equation.left)}"
        text += f" = {printer(equation.right)}"
    return text
