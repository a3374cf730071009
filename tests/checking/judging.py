"""What the oracle thinks of a claim of any kind, and whether the printed counterexample refutes it.

An equation is compared at random points.  A comparison to first order is derived by central differences along the
displacement; a proportion and an equation up to a constant are compared at two values of their letter; an inequality is
only ever refuted.  Both sides of an equivalence are solved by Gauss and Newton's iteration from random starts: every
solution of one side must solve the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from derivations.checking.evidence import Counterexample
from derivations.checking.verdict import Verdict
from derivations.claims.claim import Claim, Equation, Equivalence
from derivations.claims.relations import Attained, FirstOrder, Inequality, Proportional, Solution, UpTo, standing
from derivations.tree.letters import Letter
from derivations.tree.node import Expr
from tests.checking.oracle import TOLERANCE, World, admits, distance, evaluated, gap
from tests.checking.worlds import drawn, plain, shown_world, with_indices, worlds

STEP = 1e-3
"""Of the differences along a displacement: second ones are good to about 1e-5 where the values are of order one."""
STARTS = 3
NEWTON_STEPS = 30
FAR = 1e3


def truth(claim: Claim) -> bool | None:
    """False if the oracle sees the claim fail somewhere; None if it sees it nowhere defined."""
    if isinstance(claim, Equivalence) and claim.unknown is None:
        return _biconditional(claim)
    seen = [holds(claim, point) for world in worlds(claim) for point in with_indices(claim, world)]
    known = [found for found in seen if found is not None]
    return all(known) if known else None


def holds(claim: Claim, world: World) -> bool | None:
    """Whether the claim holds for these values; None where it is not defined."""
    match claim:
        case Equation(left, right):
            return _small(gap(left, right, world))
        case FirstOrder():
            return _first_order(claim, world)
        case Proportional() | UpTo():
            return _compared(claim, world, _other(claim.letter, world))
        case Solution(unknown, value, solved):
            found = _placed(standing(unknown), value, world)
            return None if found is None else _all(holds(equation, found) for equation in solved)
        case Inequality(left, right):
            return _ordered(left, right, world)
        case Attained(bound, unknown, value):
            found = _placed(standing(unknown), value, world)
            equal = None if found is None else _small(gap(bound.left, bound.right, found))
            return _all((holds(bound, world), equal))
        case Equivalence(Letter() as unknown, left, right):
            return _same_solutions(unknown, left, right, world)
    raise TypeError(f"no oracle for {type(claim).__name__}")


def _small(found: float | None) -> bool | None:
    return None if found is None else found < TOLERANCE


def _all(found: Iterator[bool | None] | Sequence[bool | None]) -> bool | None:
    """False if one is false, else None if one is not defined."""
    every = list(found)
    return False if False in every else None if None in every else True


def _biconditional(claim: Equivalence) -> bool | None:
    """Of two statements about all letters: true if both are, false if one is, else not known."""
    left, right = (_all([truth(equation) for equation in part]) for part in (claim.left, claim.right))
    return None if None in (left, right) or left is right is False else left is right


def _first_order(claim: FirstOrder, world: World) -> bool | None:
    def moved(side: Expr, step: float) -> Any:
        return evaluated(side, world.having(**{claim.letter.name: step * world.values[claim.letter.name]}))

    def slopes(side: Expr, step: float) -> tuple[Any, ...] | None:
        before, here, after = (moved(side, times) for times in (-step, 0.0, step))
        if before is None or here is None or after is None:
            return None
        return here, (after - before) / (2 * step), (after - 2 * here + before) / step**2

    left, right, wider = slopes(claim.left, STEP), slopes(claim.right, STEP), slopes(claim.left, 2 * STEP)
    if left is None or right is None or wider is None:
        return None
    orders = range(claim.order + 1)
    if not all(distance(left[order], wider[order]) < TOLERANCE for order in orders):
        # Too near a singularity for differences.
        return None
    return all(distance(left[order], right[order]) < 10 * TOLERANCE for order in orders)


def _other(letter: Letter, world: World) -> Any:
    """Another value of the letter, which the world determines."""
    shape = np.atleast_2d(world.values[letter.name]).shape
    seed = int(1e6 * abs(float(np.sum(world.values[letter.name])))) + 1
    return plain(drawn(letter.structure, (shape[0], shape[1]), np.random.default_rng(seed)), letter.of)


def _compared(claim: Proportional | UpTo, world: World, other: Any) -> bool | None:
    there = world.having(**{claim.letter.name: other})
    values = [evaluated(side, at) for at in (world, there) for side in claim.expressions]
    if any(found is None for found in values):
        return None
    left, right, left_there, right_there = values
    if isinstance(claim, UpTo):
        return distance(left - right, left_there - right_there) < TOLERANCE
    if not all(np.all(found != 0) for found in values):
        return None
    return _crossed(left, right, left_there, right_there)


def _crossed(left: Any, right: Any, left_there: Any, right_there: Any) -> bool:
    """Whether the quotients agree, beside the greater product: small densities count as much as large ones."""
    one, two = float((left * right_there).item()), float((left_there * right).item())
    return abs(one - two) <= 10 * TOLERANCE * max(abs(one), abs(two))


def _placed(unknown: Letter, value: Expr, world: World) -> World | None:
    found = evaluated(value, world)
    if found is None:
        return None
    shape = (world.size(unknown.of[0]), world.size(unknown.of[1]))
    full = plain(np.broadcast_to(np.atleast_2d(found), shape), unknown.of)
    return world.having(**{unknown.name: full}) if admits(unknown.structure, full) else None


def _ordered(left: Expr, right: Expr, world: World) -> bool | None:
    one, two = evaluated(left, world), evaluated(right, world)
    if one is None or two is None:
        return None
    return bool(one.item() - two.item() < TOLERANCE * (1 + abs(one.item())) * 1e-4)


# ---------------------------------------------------------------- equivalences


def _residuals(equations: Sequence[Equation], world: World) -> Any:
    """All differences of the sides in one column, None where one is not defined."""
    parts = []
    for equation in equations:
        for point in with_indices(equation, world):
            one, two = evaluated(equation.left, point), evaluated(equation.right, point)
            if one is None or two is None:
                return None
            parts.append(one.reshape(-1) - two.reshape(-1))
    return np.concatenate(parts)


def _same_solutions(unknown: Letter, left: Sequence[Equation], right: Sequence[Equation], world: World) -> bool | None:
    rng = np.random.default_rng(5)
    shape = (world.size(unknown.of[0]), world.size(unknown.of[1]))
    seen = False
    for solved, other in ((left, right), (right, left)):
        for _ in range(STARTS):
            root = _root(unknown, solved, world, drawn(unknown.structure, shape, rng))
            if root is None or not admits(unknown.structure, root.values[unknown.name]):
                continue
            rest = _residuals(other, root)
            if rest is None:
                continue
            seen = True
            if float(np.max(np.abs(rest))) > 1e-4 * (1 + float(np.max(np.abs(root.values[unknown.name])))):
                return False
    return True if seen else None


def _root(unknown: Letter, equations: Sequence[Equation], world: World, start: Any) -> World | None:
    """A solution near the start by Gauss and Newton's iteration with numerical slopes, None if it does not settle."""
    entries = start.astype(float).reshape(-1)

    def at(point: Any) -> World:
        return world.having(**{unknown.name: plain(point.reshape(start.shape), unknown.of)})

    for _ in range(NEWTON_STEPS):
        rest = _residuals(equations, at(entries))
        if rest is None:
            return None
        if float(np.max(np.abs(rest))) < 1e-9:
            # Far out, S^-1 vanishes as if it were a solution.
            return at(entries) if float(np.max(np.abs(entries))) < FAR else None
        nearby = [_residuals(equations, at(entries + 1e-6 * unit)) for unit in np.eye(len(entries))]
        if any(found is None for found in nearby):
            return None
        slopes = np.stack([(found - rest) / 1e-6 for found in nearby], axis=1)
        entries = entries - np.linalg.lstsq(slopes, rest, rcond=1e-9)[0]
        if not np.isfinite(entries).all():
            return None
    return None


# ---------------------------------------------------------------- counterexamples


def refuted(claim: Claim, shown: Counterexample) -> bool:
    """Whether the values that the counterexample prints refute the claim, by the oracle alone."""
    if isinstance(claim, Equivalence) and claim.unknown is None:
        return any(refuted(equation, shown) for equation in claim.left + claim.right if _fits(equation, shown))
    world = shown_world(claim, shown)
    if isinstance(claim, Equivalence):
        sides = [_residuals(part, world) for part in (claim.left, claim.right)]
        solved = [None if rest is None else float(np.max(np.abs(rest))) < 1e-9 for rest in sides]
        return set(solved) == {True, False}
    if isinstance(claim, Proportional | UpTo):
        return _refuted_at_two(claim, world)
    if isinstance(claim, Attained):
        return _attained_refuted(claim, world)
    points = [world] if world.indices else list(with_indices(claim, world))
    return any(_differs(claim, point) for point in points)


def _refuted_at_two(claim: Proportional | UpTo, world: World) -> bool:
    """At the value of the letter and at the one with a prime, one of which may be a zero of a side."""
    letter = claim.letter.name
    other = world.values.get(f"{letter}'", world.values[letter])
    if isinstance(claim, UpTo):
        return _compared(claim, world, other) is False
    values = [evaluated(side, at) for at in (world, world.having(**{letter: other})) for side in claim.expressions]
    return not any(found is None for found in values) and not _crossed(*values)


def _attained_refuted(claim: Attained, world: World) -> bool:
    """The bound fails at the values, or the sides differ where it should be attained."""
    if holds(claim.bound, world) is False:
        return True
    found = _placed(standing(claim.unknown), claim.value, world)
    return found is not None and _differs(Equation(claim.bound.left, claim.bound.right), found)


def _fits(equation: Equation, shown: Counterexample) -> bool:
    world = shown_world(equation, shown)
    return holds(equation, world) is not None


def _differs(claim: Claim, world: World) -> bool:
    """Whether the claim fails; a tiny difference counts where it is far above rounding."""
    if holds(claim, world) is False:
        return True
    if isinstance(claim, Equation):
        found = gap(claim.left, claim.right, world)
        return found is not None and found > 1e-12 and math.isfinite(found)
    return False


def evidence(claim: Claim, verdict: Verdict) -> str:
    """What is wrong with a rejection; nothing if the oracle agrees with it."""
    shown = verdict.counterexample
    if shown is None:
        return "no counterexample"
    return "" if refuted(claim, shown) else f"the oracle sees no difference at {shown.text()}"
