"""Both sides of an equation at one instance, in one number system, and whether they are equal there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeVar

import flint
import sympy

from derivations.checking.instances import Instance
from derivations.claims import Claim, Equation, Inequality
from derivations.tree import SCALAR, Expr, Index, NotExpressible, UndefinedValue, number_of
from derivations.values import PRECISION, Balls, Evaluator, Exact, ExactReals, System, Values, shared
from derivations.values.symbolic import Symbols

EQUAL, UNEQUAL, UNDEFINED, UNSUPPORTED = "equal", "unequal", "undefined", "not expressible"

PRECISIONS = (PRECISION, 8 * PRECISION, 64 * PRECISION)
"""Bits of the balls, in turn, until they exclude zero or are tiny beside every value met."""


LARGE = 6
"""Most rows and columns of a matrix that is printed in full."""
Item = TypeVar("Item")


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
    equation, kept = shared(equation)
    free = equation.indices
    for choice in itertools.product(*(range(1, number_of(index.size, sizes) + 1) for index in free)):
        indices = dict(zip(free, choice, strict=True))
        evaluator = Evaluator(system, sizes, values, indices, kept)
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


def compare_reals(equation: Equation, instance: Instance) -> Outcome:
    """Equal by the exact normal form, unequal by a ball that excludes zero; balls alone where no normal form exists."""
    exact = _attempt(lambda: _compare_exact(equation, instance))
    if exact.found != UNSUPPORTED:
        return exact
    if has_integral(equation):
        symbolic = compare_symbolic(equation, instance, instance.within(Symbols()))
        if symbolic.found != UNSUPPORTED:
            return symbolic
    return compare_balls(equation, instance)


def has_integral(claim: Claim) -> bool:
    """Whether an integral or an expectation occurs in the claim: SymPy may hold its value where nothing else does."""
    return any(node.integrates for side in claim.expressions for node in side.walk())


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


def compare_symbolic(equation: Equation, instance: Instance, values: Values) -> Outcome:
    """Equal by SymPy's algebra, unequal by a ball that excludes zero at a point, else not expressible."""
    system = Symbols()

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


def compare_order(claim: Inequality, instance: Instance) -> Outcome:
    """Unequal where left > right for certain, equal where left < right or both are equal, for every free index."""
    equation = Equation(claim.left, claim.right, claim.fixed)

    def found(system: System) -> Outcome:
        with flint.ctx.workprec(PRECISIONS[1]):
            for pair, (gap,) in _gaps(equation, instance, system, instance.within(system)):
                ball = gap.to_ball(PRECISIONS[1]) if isinstance(gap, Exact) else gap
                if ball > 0:
                    return Outcome(UNEQUAL, tuple(pair.indices.items()))
                if not (ball <= 0 or system.is_zero(gap)):
                    return Outcome(UNSUPPORTED, reason="a ball around the difference contains zero")
        return Outcome(EQUAL)

    exact = _attempt(lambda: found(ExactReals()))
    return exact if exact.found != UNSUPPORTED else _attempt(lambda: found(Balls(PRECISIONS[1])))


# ---------------------------------------------------------------- what a reader sees


def value_latex(expr: Expr, instance: Instance, indices: dict[Index, int]) -> str:
    """What an expression is worth at an instance, exactly where a normal form or SymPy holds it, else to 12 digits."""
    systems = [ExactReals(), *map(Balls, PRECISIONS), Symbols(), Balls()]
    equation = Equation(expr, expr)
    for place, system in enumerate(systems):
        bits = system.precision if isinstance(system, Balls) else PRECISION
        try:
            with flint.ctx.workprec(bits):
                # Sums within sums are evaluated as they are where they are compared: once where they recur.
                representative, kept = shared(equation)
                evaluator = Evaluator(system, instance.sizes, instance.within(system), indices, kept)
                value = evaluator(representative.left)
        except NotExpressible:
            continue
        numbers = entries(system, value, expr)
        # A ball around zero shows no digit of what it encloses: more bits may, and at last it has to do.
        if place < len(systems) - 1 and any(map(vague, numbers)):
            continue
        parts = [entry_latex(entry) for entry in numbers]
        columns = 1 if expr.shape in (SCALAR, None) else system.shape(value)[1]
        return matrix_latex([parts[i : i + columns] for i in range(0, len(parts), columns)])
    raise NotExpressible("no number system holds the value")


def vague(entry: Any) -> bool:
    """Whether the scalar is a ball that contains zero without being zero."""
    return isinstance(entry, flint.arb) and bool(entry.contains(0)) and not entry.is_zero()


def entry_latex(entry: Any) -> str:
    """A scalar of the exact reals, the balls or SymPy."""
    if isinstance(entry, Exact):
        return entry.latex()
    return str(entry.str(12, radius=False)) if isinstance(entry, flint.arb) else str(sympy.latex(entry))


def matrix_latex(rows: list[list[str]]) -> str:
    """Rows of LaTeX as a matrix; a single entry stands alone, and a large matrix has its few entries or dots."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    few = few_entries(rows, "0")
    if few is not None:
        but = ", ".join(rf"\left[{place}\right] = {entry}" for place, entry in few)
        return rf"0 \text{{ but for }} {but}" if few else "0"
    body = r" \\ ".join(" & ".join(elided(row, r"\dots")) for row in elided(rows, [r"\dots"]))
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def few_entries(rows: list[list[Item]], zero: Item) -> list[tuple[str, Item]] | None:
    """Places and entries of a large matrix that is almost zero; None of any other."""
    if max(len(rows), len(rows[0])) <= LARGE:
        return None
    found = [(f"{i}, {j}", entry) for i, row in enumerate(rows, 1) for j, entry in enumerate(row, 1) if entry != zero]
    return found if len(found) <= LARGE else None


def elided(items: list[Item], dots: Item) -> list[Item]:
    """The first ones and the last one of many, with dots between them."""
    return items if len(items) <= LARGE else [*items[: LARGE // 2], dots, items[-1]]
