"""Both sides of an equation at one instance, in one number system, and whether they are equal there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import flint

from derivations.checking.instances import Instance
from derivations.claims import Equation, Inequality
from derivations.tree import SCALAR, Expr, Index, NotExpressible, UndefinedValue, number_of
from derivations.values import PRECISION, Algebraic, Balls, Evaluator, Exact, ExactReals, System, Values, shared

if TYPE_CHECKING:
    from derivations.values.symbolic import Symbols

EQUAL, UNEQUAL, UNDEFINED, UNSUPPORTED = "equal", "unequal", "undefined", "not expressible"

PRECISIONS = (PRECISION, 8 * PRECISION, 64 * PRECISION)
"""Bits of the balls, in turn, until they exclude zero or are tiny beside every value met."""


class Outcome(NamedTuple):
    """What a comparison found, where (values of the free indices), and why if it found nothing.

    ``digits``: the sides are enclosed, and differ by less than 10^-digits; 0 where they are equal exactly.
    """

    found: str
    indices: tuple[tuple[Index, int], ...] = ()
    reason: str = ""
    digits: int = 0


class Sides(NamedTuple):
    """The values of both sides for one choice of the free indices."""

    indices: dict[Index, int]
    left: Any
    right: Any


def sides(equation: Equation, sizes: Any, system: System, values: Values) -> Iterator[Sides]:
    """Both sides for every choice of the free indices."""
    equation, recurring = shared(equation)
    free = equation.indices
    known: dict[Any, Any] = {}
    for choice in itertools.product(*(range(1, number_of(index.size, sizes) + 1) for index in free)):
        indices = dict(zip(free, choice, strict=True))
        evaluator = Evaluator(system, sizes, values, indices, recurring, known)
        try:
            left = evaluator(equation.left)
        except NotExpressible:
            evaluator(equation.right)  # if that side has no value, nothing is claimed here
            raise
        yield Sides(indices, left, evaluator(equation.right))


def entries(system: System, value: Any, expr: Expr) -> list[Any]:
    """The scalars that a value consists of."""
    if expr.shape in (SCALAR, None):
        return [value]
    rows, columns = system.shape(value)
    return [system.entry(value, i, j) for i in range(rows) for j in range(columns)]


def differences(equation: Equation, system: System, pair: Sides) -> list[Any]:
    """Left minus right, entry by entry; a zero of any shape is compared with every entry."""
    left = entries(system, pair.left, equation.left)
    right = entries(system, pair.right, equation.right)
    if equation.left.shape is None:
        left = left * len(right)
    if equation.right.shape is None:
        right = right * len(left)
    return [system.add(a, system.neg(b)) for a, b in zip(left, right, strict=True)]


def _attempt(compare: Callable[[], Outcome]) -> Outcome:
    """What was found; a value that does not exist or cannot be held is an outcome too."""
    try:
        return compare()
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))


def _gaps(equation: Equation, instance: Instance, system: System, values: Values) -> Iterator[tuple[Sides, list[Any]]]:
    for pair in sides(equation, instance.sizes, system, values):
        yield pair, differences(equation, system, pair)


def compare(equation: Equation, instance: Instance, system: System) -> Outcome:
    """Equal or unequal at the instance, in a system whose zero test is certain both ways."""

    def found() -> Outcome:
        for pair, gaps in _gaps(equation, instance, system, instance.within(system)):
            if not all(map(system.is_zero, gaps)):
                return Outcome(UNEQUAL, tuple(pair.indices.items()))
        return Outcome(EQUAL)

    return _attempt(found)


def compare_reals(equation: Equation, instance: Instance, symbolic: bool = False) -> Outcome:
    """Equal by the exact normal form, unequal by a ball that excludes zero; balls alone where no normal form exists.

    ``symbolic``: SymPy is asked before the balls, as it may hold an integral that nothing else does.
    """
    exact = _attempt(lambda: _compare_exact(equation, instance))
    if exact.found != UNSUPPORTED:
        return exact
    if not instance.values:
        algebraic = compare(equation, instance, Algebraic())
        if algebraic.found != UNSUPPORTED:
            return algebraic
    if symbolic:
        system = symbols()
        found = compare_symbolic(equation, instance, system, instance.within(system))
        if found.found != UNSUPPORTED:
            return found
    return compare_balls(equation, instance)


def symbols() -> Symbols:
    """SymPy's number system, imported where it is asked for: that takes half a second, and a ladder may do without."""
    from derivations.values.symbolic import Symbols

    return Symbols()


def _compare_exact(equation: Equation, instance: Instance) -> Outcome:
    system = ExactReals()
    for pair, gaps in _gaps(equation, instance, system, instance.within(system)):
        for gap in gaps:
            if not gap.is_zero():
                if not excludes_zero(gap):
                    raise NotExpressible("a difference that neither its normal form nor a ball decides")
                return Outcome(UNEQUAL, tuple(pair.indices.items()))
    return Outcome(EQUAL)


def excludes_zero(gap: Exact) -> bool:
    """Whether the number is certainly not zero: it is a nonzero rational, or a ball around it excludes zero."""
    return gap.rational() is not None or any(not gap.to_ball(bits).contains(0) for bits in PRECISIONS)


def compare_symbolic(equation: Equation, instance: Instance, system: Symbols, values: Values) -> Outcome:
    """Equal by SymPy's algebra, unequal by a ball that excludes zero at a point, else not expressible."""

    def found() -> Outcome:
        undecided = False
        for pair, gaps in _gaps(equation, instance, system, values):
            for gap in gaps:
                if system.is_zero(gap):
                    continue
                if system.refutes(gap):
                    return Outcome(UNEQUAL, tuple(pair.indices.items()))
                undecided = True
        return Outcome(UNSUPPORTED, reason="SymPy does not decide the difference") if undecided else Outcome(EQUAL)

    return _attempt(found)


def compare_balls(equation: Equation, instance: Instance) -> Outcome:
    """Unequal if a ball excludes zero, equal if all are tiny beside every value met; with more bits until one is so."""
    outcome = Outcome(UNSUPPORTED)
    for bits in PRECISIONS:
        outcome = _attempt(partial(_compare_balls, equation, instance, Balls(bits)))
        if outcome.found != UNSUPPORTED:
            break
    return outcome


def _compare_balls(equation: Equation, instance: Instance, system: Balls) -> Outcome:
    with flint.ctx.workprec(system.precision):
        all_gaps = []
        for pair, gaps in _gaps(equation, instance, system, instance.within(system)):
            if not all(gap.contains(0) for gap in gaps):
                return Outcome(UNEQUAL, tuple(pair.indices.items()))
            all_gaps += gaps
        if not all(map(system.is_zero, all_gaps)):
            raise NotExpressible("a ball around the difference is too wide")
        return Outcome(EQUAL, digits=min((agreeing_digits(gap) for gap in all_gaps if gap.abs_upper() > 0), default=0))


def agreeing_digits(gap: Any) -> int:
    """The largest n with |gap| < 10^-n, for a ball around zero."""
    return int((-gap.abs_upper().log() / flint.arb(10).log()).floor().lower().unique_fmpz())


def compare_order(claim: Inequality, instance: Instance, certain: bool = False) -> Outcome:
    """Unequal where left > right for certain, equal where left < right or both are equal, for every free index.

    ``certain``: that both are equal counts only by exact arithmetic, not within balls.
    """
    equation = Equation(claim.left, claim.right, claim.given)

    def found(system: System) -> Outcome:
        with flint.ctx.workprec(PRECISIONS[1]):
            for pair, (gap,) in _gaps(equation, instance, system, instance.within(system)):
                ball = gap.to_ball(PRECISIONS[1]) if isinstance(gap, Exact) else gap
                if ball > 0:
                    return Outcome(UNEQUAL, tuple(pair.indices.items()))
                tiny = system.is_zero(gap) and (isinstance(gap, Exact) or not certain)
                if not (ball <= 0 or tiny):
                    return Outcome(UNSUPPORTED, reason="a ball around the difference contains zero")
        return Outcome(EQUAL)

    exact = _attempt(lambda: found(ExactReals()))
    return exact if exact.found != UNSUPPORTED else _attempt(lambda: found(Balls(PRECISIONS[1])))
