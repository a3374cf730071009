"""What is met of corners at an instance: each number at whose zeros another branch begins, its sign and its size."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf, log2
from typing import Any, NamedTuple

import flint

from derivations.checking.case import Case
from derivations.checking.instances import Instance
from derivations.claims import Inequality
from derivations.tree import Corner, Expr, Index, NotExpressible, Sub, UndefinedValue, atoms, number_of
from derivations.values import Balls, Evaluator, Tangent


class Met(NamedTuple):
    """A corner met in an evaluation, the sign of its number and the binary logarithm of its size."""

    corner: Corner
    sign: int
    size: float


Profile = tuple[Met, ...]
"""Every corner on the way of one evaluation, always in the same order."""


def profile_at(case: Case, instance: Instance) -> Profile | None:
    """The corners met where all sides are evaluated; None where one has no value."""
    system = Balls()
    met: list[Met] = []

    def note(corner: Corner, value: Any) -> None:
        while isinstance(value, Tangent):
            value = value.value
        if isinstance(value, flint.arb):
            met.append(Met(corner, _sign(value), _size(value)))

    with flint.ctx.workprec(system.precision):
        try:
            _evaluate(case, instance, system, note)
        except UndefinedValue:
            return None
        except NotExpressible:
            met.clear()
    seen = {found.corner for found in met}
    every = dict.fromkeys(corner for node in case.nodes for corner in node.corners())
    left = [corner for corner in every if corner not in seen]
    apart = _apart(case, instance, system, left)
    if apart is None:
        return tuple(met) or None
    return (*met, *apart)


def _apart(case: Case, instance: Instance, system: Balls, corners: Iterable[Corner]) -> Profile | None:
    """Corners alone, which were not met where the sides were evaluated, if none depends on what a node binds."""
    met: list[Met] = []
    values = instance.within(system)
    for corner in corners:
        if not all(isinstance(atom, Index) or atom in case.atoms for atom in atoms(corner.of)):
            return None
        try:
            for indices in _choices(corner.of, instance.sizes):
                value = Evaluator(system, instance.sizes, values, indices)(corner.of)
                met.append(Met(corner, _sign(value), _size(value)))
        except (UndefinedValue, NotExpressible):
            return None
    return tuple(met)


def _evaluate(case: Case, instance: Instance, system: Balls, note: Callable[[Corner, Any], None]) -> None:
    """All sides for all indices; the gap of an inequality is a corner itself."""
    values = instance.within(system)
    for expr in case.claim.expressions:
        for indices in _choices(expr, instance.sizes):
            Evaluator(system, instance.sizes, values, indices, met=note)(expr)
    if isinstance(case.claim, Inequality):
        gap = Sub(case.claim.left, case.claim.right)
        for indices in _choices(gap, instance.sizes):
            note(Corner(gap, False), Evaluator(system, instance.sizes, values, indices)(gap))


def _choices(expr: Expr, sizes: Mapping[str, int]) -> Iterator[dict[Index, int]]:
    free = [atom for atom in atoms(expr) if isinstance(atom, Index)]
    for choice in itertools.product(*(range(1, number_of(index.size, sizes) + 1) for index in free)):
        yield dict(zip(free, choice, strict=True))


def _sign(value: Any) -> int:
    return 1 if value > 0 else -1 if value < 0 else 0


def _size(value: Any) -> float:
    """log2 |value| of the middle of a ball; a ball around zero is as small as its radius."""
    middle = value.mid() if value.mid() != 0 else value.rad()
    if middle == 0 or not middle.is_finite():
        return -inf if middle == 0 else inf
    mantissa, exponent = map(int, middle.man_exp())
    shift = max(0, mantissa.bit_length() - 64)
    return exponent + shift + log2(abs(mantissa) >> shift)
