"""Equivalences of linear equations in a named unknown, decided by elimination at exact instances.

`a = 0 <=> b = 0` with both sides affine in the unknown holds at an instance if and only if the two systems [L | c]
have the same row-reduced form (or neither has a solution).  At random points both sides of an equivalence are false,
so nothing else than solving them is a test.

An equivalence that holds for generic letters may fail for special ones: a u = 0 <=> u = 0 fails at a = 0.  It is
therefore tried at degenerate instances too (`derivations.checking.instances.draw_degenerate`), and elimination with
generic symbols, which divides by whatever is not zero, proves nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

import flint
import sympy
from sympy.polys.matrices import DomainMatrix

from derivations.checking.arithmetic import System
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome, differences, sides
from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.instances import Instance, Rows, as_value
from derivations.checking.sizes import shape_of
from derivations.checking.symbolic import Symbols
from derivations.checking.systems import PRIME, ExactReals, PrimeField
from derivations.claims.claim import Equation, Equivalence
from derivations.claims.latex import Notation, Printer, number_latex


def compare_equivalence(
    claim: Equivalence, instance: Instance, system: System, values: dict[Any, Any] | None = None
) -> Outcome:
    """Whether both sides have the same solutions at the instance."""
    bound = instance.within(system) if values is None else values
    try:
        left, right = (
            reduced(affine_system(claim, part, instance, system, bound), system) for part in (claim.left, claim.right)
        )
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    if not solvable(left) and not solvable(right):
        return Outcome(UNDEFINED, reason="neither side has a solution, so nothing was compared")
    if left == right:
        return Outcome(EQUAL)
    if isinstance(system, Symbols):
        return Outcome(UNSUPPORTED, reason="SymPy's two row-reduced forms differ, perhaps only in how they are written")
    if claim.unknown.structure != "general":
        # The systems are solved over all matrices: a difference may lie outside the declared structure.
        return Outcome(
            UNSUPPORTED, reason=f"the solutions differ, perhaps only where none is {claim.unknown.structure}"
        )
    return Outcome(UNEQUAL)


def points(shape: tuple[int, int]) -> list[Rows]:
    """Zero, the unit directions, and one more point, drawn at random, at which affinity is tested."""
    rows, columns = shape
    rng = random.Random(f"probe {shape}")
    places = [(i, j) for i in range(rows) for j in range(columns)]
    zero = [[Fraction(0)] * columns for _ in range(rows)]
    units = [[[Fraction(int((a, b) == place)) for b in range(columns)] for a in range(rows)] for place in places]
    probe = [[Fraction(rng.randrange(2, PRIME)) for _ in range(columns)] for _ in range(rows)]
    return [zero, *units, probe]


def affine_system(
    claim: Equivalence, equations: Sequence[Equation], instance: Instance, system: System, values: dict[Any, Any]
) -> list[list[Any]]:
    """Rows of [L | c] with L u + c the residuals of the equations; NotExpressible if they are not affine in u."""

    def residuals(point: Rows) -> list[Any]:
        bound = {**values, claim.unknown: as_value(system, point, claim.unknown.of)}
        return [
            gap
            for equation in equations
            for pair in sides(equation, instance.sizes, system, bound)
            for gap in differences(equation, system, pair)
        ]

    zero, *units, probe = points(shape_of(claim.unknown.of, instance.sizes))
    constant = residuals(zero)
    columns = [[system.add(a, system.neg(b)) for a, b in zip(residuals(unit), constant, strict=True)] for unit in units]
    weights = [system.number(entry) for row in probe for entry in row]
    for k, value in enumerate(residuals(probe)):
        predicted = constant[k]
        for weight, column in zip(weights, columns, strict=True):
            predicted = system.add(predicted, system.times(weight, column[k]))
        if not system.is_zero(system.add(value, system.neg(predicted))):
            raise NotExpressible(f"the equations are not affine in {claim.unknown.name}")
    return [[*(column[k] for column in columns), constant[k]] for k in range(len(constant))]


def reduced(rows: list[list[Any]], system: System) -> list[list[Any]]:
    """The nonzero rows of the row-reduced form of [L | c]."""
    if isinstance(system, Symbols):
        form, pivots = DomainMatrix.from_Matrix(sympy.Matrix(rows).applyfunc(sympy.cancel)).to_field().rref()
        matrix, rank = form.to_Matrix().applyfunc(sympy.cancel), len(pivots)
    elif isinstance(system, PrimeField):
        matrix, rank = system.matrix(rows).rref()
    else:
        values = [entry.rational() for row in rows for entry in row]
        if None in values:
            raise NotExpressible("a coefficient is not rational")
        matrix, rank = flint.fmpq_mat(len(rows), len(rows[0]), values).rref()
    return [[matrix[i, j] for j in range(len(rows[0]))] for i in range(rank)]


def solvable(rows: list[list[Any]]) -> bool:
    """Whether no row reads 0 = 1."""
    return not rows or any(entry != 0 for entry in rows[-1][:-1])


def describe_equivalence(
    claim: Equivalence, instance: Instance, notation: Notation
) -> tuple[list[tuple[str, str]], str, str]:
    """A value of the unknown that solves one side only: its name and LaTeX, and for each side whether it holds."""
    system = ExactReals()
    bound = instance.within(system)
    parts = {"left": claim.left, "right": claim.right}
    size = prod(shape_of(claim.unknown.of, instance.sizes))
    forms = {name: reduced(affine_system(claim, part, instance, system, bound), system) for name, part in parts.items()}
    for solves, fails in (("left", "right"), ("right", "left")):
        for point in solutions(forms[solves], size):
            if not satisfies(forms[fails], point):
                name = Printer(notation)(claim.unknown)
                shown = ", ".join(number_latex(Fraction(int(entry.p), int(entry.q))) for entry in point)
                value = shown if len(point) == 1 else rf"\left({shown}\right)^{{\top}}"
                verdicts = {solves: r"\text{holds}", fails: r"\text{does not hold}"}
                return [(name, value)], verdicts["left"], verdicts["right"]
    raise ValueError("the equivalence is not refuted at this instance")


def solutions(form: list[list[Any]], size: int) -> list[list[Any]]:
    """A particular solution of a row-reduced system [L | c] and its neighbours along the free directions."""
    if not solvable(form):
        return []
    pivots = [next(j for j, entry in enumerate(row) if entry != 0) for row in form]
    particular = [flint.fmpq(0)] * size
    for row, pivot in zip(form, pivots, strict=True):
        particular[pivot] = -row[-1]
    found = [particular]
    for free in (j for j in range(size) if j not in pivots):
        moved = list(particular)
        moved[free] += 1
        for row, pivot in zip(form, pivots, strict=True):
            moved[pivot] -= row[free]
        found.append(moved)
    return found


def satisfies(form: list[list[Any]], point: list[Any]) -> bool:
    """Whether the point solves every row of [L | c], L u + c = 0."""
    return all(sum((a * u for a, u in zip(row[:-1], point, strict=True)), row[-1]) == 0 for row in form)
