"""What a claim is made under beside the structures of its letters: sizes with a value, orders of sizes, hypotheses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations.claims.conditions import Condition
from derivations.tree import Add, Expr, Number, SizeLetter, Sub


@dataclass(frozen=True)
class Order:
    """larger >= smaller + margin, of two sizes."""

    larger: str
    smaller: str
    margin: int = 0

    def admits(self, sizes: Mapping[str, int]) -> bool:
        """Whether the sizes are in this order."""
        return sizes[self.larger] >= sizes[self.smaller] + self.margin

    @property
    def condition(self) -> Condition:
        """As a side condition."""
        smaller: Expr = SizeLetter(self.smaller)
        bound = Add(smaller, Number(Fraction(self.margin))) if self.margin else smaller
        return Condition("order", Sub(SizeLetter(self.larger), bound))


@dataclass(frozen=True)
class Given:
    """Sizes that the claim is made for, N = 1, orders of sizes, N >= D, and the least that sizes are, N >= 2.

    The letters have all values at which the ``hypotheses`` hold, and the claim is about these alone.
    """

    sizes: tuple[tuple[str, int], ...] = ()
    orders: tuple[Order, ...] = ()
    least: tuple[tuple[str, int], ...] = ()
    hypotheses: tuple[Any, ...] = ()
    """Equations, which are claims and so told above."""

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Both sides of all hypotheses."""
        return tuple(side for equation in self.hypotheses for side in equation.expressions)

    @property
    def fixed(self) -> dict[str, int]:
        """The sizes that have a value."""
        return dict(self.sizes)

    def admits(self, sizes: Mapping[str, int]) -> bool:
        """Whether the claim is made for the sizes."""
        known = {**self._implied(sizes), **sizes, **self.fixed}
        least = all(known[name] >= value for name, value in self.least)
        return least and all(order.admits(known) for order in self.orders)

    def _implied(self, sizes: Mapping[str, int]) -> dict[str, int]:
        """The least values of sizes that the claim is not about: of D in N >= K > D."""
        known = {**dict(self.least), **self.fixed, **sizes}
        for order in self.orders * len(self.orders):
            if order.larger not in sizes:
                lowest = known.get(order.smaller, 1) + order.margin
                known[order.larger] = max(known.get(order.larger, 1), lowest)
            known.setdefault(order.smaller, 1)
        return known

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The orders and least sizes as side conditions."""
        least = (Condition("least", SizeLetter(name), value) for name, value in self.least)
        return (*(order.condition for order in self.orders), *least)

    @property
    def supposed(self) -> tuple[Condition, ...]:
        """The hypotheses as side conditions."""
        return tuple(Condition("equal", Sub(*equation.expressions)) for equation in self.hypotheses)


NOTHING = Given()
"""A claim for all sizes."""
