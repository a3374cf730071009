"""The NumPy rung: the claim at realistic size in float64.  It can warn, never decide.

NumPy is imported where a claim is tried, since a ladder may do without.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, Sides, differences, entries, sides
from derivations.checking.costs import cost
from derivations.checking.finding import Finding
from derivations.checking.instances import named_functions
from derivations.claims import Equation
from derivations.tree import NotExpressible, StateSum, UndefinedValue

if TYPE_CHECKING:
    from derivations.values.floats import Floats

SIZES = (10, 25, 7, 12, 4, 15)
"""Sizes of the first, second, third ... size letter: a dimension, a number of data, others."""
AGREEMENT = 8
"""Digits of the sides to which they agree where a difference is below 1e-8: rounding leaves 1e-12 or so."""
DISAGREEMENT = 6
"""Digits of the largest value met on the way beyond which rounding may have caused a difference."""
MAX_OPERATIONS = 20_000_000
"""Most operations on scalars: thirty times the budget of exact instances, NumPy does many of them at once."""
MAX_WITH_SPINS = 500_000
"""The same where states of spins are summed over, one at a time."""
REPEATS = 3
"""Evaluations with greater errors of rounding that a difference has to survive."""
STABLE = 1e-3
"""Part of a side that they may change: genuine values keep nine digits, what cancelled keeps none."""
TINY = 1e-100
"""Sides smaller than this may be underflow and do not count."""


class NumPyRung:
    """Agreement at one random point of realistic size, or why it does not count."""

    name = "NumPy"

    def __call__(self, case: Case) -> Finding:
        """Agreement is recorded, no more."""
        sizes = realistic_sizes(case)
        found = Finding(self.name, UNSUPPORTED, (), "", "float64", certain=False, elsewhere=(sizes,))
        if not isinstance(case.claim, Equation):
            return replace(found, why="an equivalence is decided by elimination, not by floats")
        if case.claim.given.hypotheses:
            return replace(found, why="random values do not obey the hypotheses")
        spins = any(isinstance(node, StateSum) for node in case.nodes)
        if not case.admits(sizes) or cost(case.claim, sizes) > (MAX_WITH_SPINS if spins else MAX_OPERATIONS):
            return replace(found, sizes=(sizes,), why="too many operations, or an excluded size")
        try:
            gap = largest_gap(case, case.claim, sizes)
        except (UndefinedValue, NotExpressible, ArithmeticError) as error:
            return replace(found, why=str(error))
        if not all(map(math.isfinite, (gap.gap, gap.met))) or 0 < gap.sides < TINY:
            return replace(found, why="the values are not finite, or may have underflowed")
        if gap.gap <= 10**-AGREEMENT * gap.sides:
            return replace(found, outcome=EQUAL, sizes=(sizes,), digits=AGREEMENT)
        if gap.gap > 10**-DISAGREEMENT * gap.met and stable(case, case.claim, sizes):
            return replace(found, outcome=UNEQUAL, sizes=(sizes,), digits=DISAGREEMENT)
        return replace(found, why="rounding may have caused the difference")


def realistic_sizes(case: Case) -> Sizes:
    """Every size letter of the claim at the size at which floats try it."""
    names = case.free_sizes
    for order in (SIZES, SIZES[::-1]):
        sizes = {**dict(zip(names, order * (len(names) // len(order) + 1), strict=False)), **case.fixed}
        if case.admits(sizes):
            break
    return sizes


class Gap(NamedTuple):
    """Largest difference of the sides, largest entry of the sides, largest value met on the way."""

    gap: float
    sides: float
    met: float


def largest_gap(case: Case, equation: Equation, sizes: Sizes) -> Gap:
    """The equation at one random point."""
    from derivations.values.floats import Floats

    system = Floats()
    largest, gap = 0.0, 0.0
    for pair in _evaluated(case, equation, sizes, system):
        both = entries(system, pair.left, equation.left) + entries(system, pair.right, equation.right)
        largest = max(largest, *(abs(entry) for entry in both))
        gap = max(gap, *(abs(entry) for entry in differences(equation, system, pair)))
    return Gap(gap, largest, max(largest, system.largest))


def stable(case: Case, equation: Equation, sizes: Sizes) -> bool:
    """Whether greater errors of rounding leave both sides, and all that is divided by, as they are.

    A divisor that is nothing but rounding may hide in a side: 1/d - 10^20 is -10^20 for most d.
    """
    import numpy as np

    from derivations.values.floats import Floats

    def values(system: Floats) -> list[Any]:
        pairs = list(_evaluated(case, equation, sizes, system))
        left = [entries(system, pair.left, equation.left) for pair in pairs]
        right = [entries(system, pair.right, equation.right) for pair in pairs]
        return [np.array(left), np.array(right), *system.divisors]

    try:
        plain = values(Floats())
    except UndefinedValue:
        return False
    for repeat in range(REPEATS):
        try:
            rounded = values(Floats(np.random.default_rng(repeat)))
        except UndefinedValue:  # the root of a zero that rounding made negative
            return False
        if len(plain) != len(rounded):
            # Another way was taken, as where a maximum is met by other terms.
            return False
        if any(np.max(np.abs(a - b)) > STABLE * np.max(np.abs(a)) for a, b in zip(plain, rounded, strict=True)):
            return False
    return True


def _evaluated(case: Case, equation: Equation, sizes: Sizes, system: Floats) -> Iterator[Sides]:
    """Both sides at one random point, for every choice of the free indices."""
    import numpy as np

    from derivations.values.floats import random_values

    seed = int.from_bytes(sha256(case.text.encode()).digest()[:8])
    values = random_values(case.atoms, sizes, np.random.default_rng(seed)) | named_functions(case.function_names)
    with np.errstate(all="ignore"):
        yield from sides(equation, sizes, system, values)
