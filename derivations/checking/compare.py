"""Both sides of an equation at one instance, in one number system, and whether they are equal there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import flint
import sympy

from derivations.checking.evaluate import Evaluator, Values
from derivations.checking.exact import Exact, NotExpressible, UndefinedValue
from derivations.checking.instances import Instance
from derivations.checking.symbolic import Symbols
from derivations.checking.systems import Balls, ExactReals, System
from derivations.claims.claim import Equation, free_indices, full_walk
from derivations.claims.expr import SCALAR, Expr, Integral

EQUAL, UNEQUAL, UNDEFINED, UNSUPPORTED = "equal", "unequal", "undefined", "not expressible"


class Outcome(NamedTuple):
    """What a comparison found, where (values of the free indices), and why if it found nothing."""

    found: str
    indices: tuple[tuple[str, int], ...] = ()
    reason: str = ""


class Sides(NamedTuple):
    """The values of both sides for one choice of the free indices."""

    indices: dict[str, int]
    left: Any
    right: Any


def sides(equation: Equation, sizes: Any, system: System, values: Values) -> Iterator[Sides]:
    """Both sides for every choice of the free indices."""
    names = {i.name: i.size for side in equation.expressions for i in free_indices(side)}
    ranges = [range(1, (size if isinstance(size, int) else sizes[size]) + 1) for size in names.values()]
    for choice in itertools.product(*ranges):
        indices = dict(zip(names, choice, strict=True))
        evaluator = Evaluator(system, sizes, values, indices)
        yield Sides(indices, evaluator(equation.left), evaluator(equation.right))


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


def compare(equation: Equation, instance: Instance, system: System) -> Outcome:
    """Equal or unequal at the instance, in a system in which both are certain."""
    try:
        for pair in sides(equation, instance.sizes, system, instance.within(system)):
            gaps = differences(equation, system, pair)
            if not all(system.is_zero(gap) for gap in gaps):
                return Outcome(UNEQUAL, tuple(pair.indices.items()))
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    return Outcome(EQUAL)


def compare_reals(equation: Equation, instance: Instance) -> Outcome:
    """Equal by the exact normal form, unequal by a ball that excludes zero; balls alone where no normal form exists."""
    exact = compare(equation, instance, ExactReals())
    if exact.found in (EQUAL, UNDEFINED):
        return exact
    if any(isinstance(node, Integral) for side in equation.expressions for node in full_walk(side)):
        return compare_symbolic(equation, instance, instance.within(Symbols()))
    return compare_balls(equation, instance)


def compare_symbolic(equation: Equation, instance: Instance, values: Values) -> Outcome:
    """Equal by SymPy's algebra, unequal by a ball that excludes zero at a point, else not expressible."""
    system = Symbols()
    try:
        for pair in sides(equation, instance.sizes, system, values):
            for gap in differences(equation, system, pair):
                zero = system.decide_zero(gap)
                if not zero and system.refutes(gap):
                    return Outcome(UNEQUAL, tuple(pair.indices.items()))
                if not zero:
                    return Outcome(UNSUPPORTED, reason="SymPy does not decide the difference")
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    return Outcome(EQUAL)


def compare_balls(equation: Equation, instance: Instance) -> Outcome:
    """Unequal if a ball excludes zero, equal if every ball is tiny and contains zero, else not expressible."""
    system = Balls()
    try:
        wide = False
        for pair in sides(equation, instance.sizes, system, instance.within(system)):
            gaps = differences(equation, system, pair)
            if not all(gap.is_finite() for gap in gaps):
                return Outcome(UNDEFINED, reason="a value is not finite")
            if not all(gap.contains(0) for gap in gaps):
                return Outcome(UNEQUAL, tuple(pair.indices.items()))
            wide = wide or not all(system.is_zero(gap) for gap in gaps)
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    return Outcome(UNSUPPORTED, reason="a ball around the difference is too wide") if wide else Outcome(EQUAL)


def value_latex(expr: Expr, instance: Instance, indices: dict[str, int]) -> str:
    """What an expression is worth at an instance, exactly where a normal form or SymPy holds it, else to 12 digits."""
    for system in (ExactReals(), Balls(), Symbols()):
        try:
            value = Evaluator(system, instance.sizes, instance.within(system), indices)(expr)
        except NotExpressible:
            continue
        parts = [entry_latex(entry) for entry in entries(system, value, expr)]
        columns = 1 if expr.shape in (SCALAR, None) else system.shape(value)[1]
        return matrix_latex([parts[i : i + columns] for i in range(0, len(parts), columns)])
    raise NotExpressible("no number system holds the value")


def entry_latex(entry: Any) -> str:
    """A scalar of the exact reals, the balls or SymPy."""
    if isinstance(entry, Exact):
        return entry.latex()
    return str(entry.str(12, radius=False)) if isinstance(entry, flint.arb) else str(sympy.latex(entry))


def matrix_latex(rows: list[list[str]]) -> str:
    """Rows of LaTeX as a matrix; a single entry stands alone."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
