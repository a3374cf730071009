"""Equivalences of equations in a named unknown, at exact instances: by elimination, or by an invertible operation.

`a = 0 <=> b = 0` with both sides affine in the unknown u holds at an instance if and only if the two systems [L | c]
have the same row-reduced form (or neither has a solution).  Otherwise it holds if b = c P a Q, or c P a' Q, for all u
with a number c that is not 0 and P, Q among 1, u and u^-1.  At random points both sides of an equivalence are false, so
evaluating them is no test; what refutes is a value of u that solves one side and not the other.

An equivalence that holds for generic letters may fail for special ones: a u = 0 <=> u = 0 fails at a = 0.  It is
therefore tried at degenerate instances too (`derivations.checking.instances.draw_degenerate`), and elimination with
generic symbols, which divides by whatever is not zero, proves nothing.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.checking.arithmetic import System
from derivations.checking.compare import (
    EQUAL,
    UNDEFINED,
    UNEQUAL,
    UNSUPPORTED,
    Outcome,
    differences,
    matrix_latex,
    sides,
)
from derivations.checking.elimination import reduced, solutions, solvable
from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.evaluate import Evaluator
from derivations.checking.instances import Instance, as_value
from derivations.checking.signs import invertible
from derivations.checking.sizes import shape_of
from derivations.checking.structures import Rows, Source, conforms, drawn, modular_matrix, rational_matrix
from derivations.checking.symbolic import Symbols
from derivations.checking.systems import PRIME, ExactReals, PrimeField
from derivations.claims.claim import Equation, Equivalence, full_walk
from derivations.claims.expr import SCALAR, Det, Div, Inverse, Log, Sub, Transpose
from derivations.claims.latex import Notation, Printer, number_latex

Form = list[list[Any]]
"""A row-reduced system [L | c]."""


class Problem:
    """An equivalence at one instance in one number system."""

    def __init__(
        self, claim: Equivalence, instance: Instance, system: System, values: dict[Any, Any] | None = None
    ) -> None:
        assert claim.unknown is not None
        self.claim, self.system, self.unknown = claim, system, claim.unknown
        self.sizes = instance.sizes
        self.values = instance.within(system) if values is None else values
        self.shape = shape_of(self.unknown.of, self.sizes)

    def residuals(self, equations: Sequence[Equation], point: Rows) -> list[Any]:
        """Left minus right, entry by entry, where the unknown has the value."""
        bound = {**self.values, self.unknown: as_value(self.system, point, self.unknown.of)}
        return [
            gap
            for equation in equations
            for pair in sides(equation, self.sizes, self.system, bound)
            for gap in differences(equation, self.system, pair)
        ]

    def affine_form(self, equations: Sequence[Equation]) -> Form:
        """The row-reduced [L | c] of residuals L u + c; NotExpressible if they are not affine in u."""
        system = self.system
        zero, *units, probe = points(self.shape, self.claim.latex())
        constant = self.residuals(equations, zero)
        columns = [
            [system.add(a, system.neg(b)) for a, b in zip(self.residuals(equations, unit), constant, strict=True)]
            for unit in units
        ]
        weights = [system.number(entry) for row in probe for entry in row]
        for k, value in enumerate(self.residuals(equations, probe)):
            predicted = constant[k]
            for weight, column in zip(weights, columns, strict=True):
                predicted = system.add(predicted, system.times(weight, column[k]))
            if not system.is_zero(system.add(value, system.neg(predicted))):
                raise NotExpressible(f"the equations are not affine in {self.unknown.name}")
        return reduced([[*(column[k] for column in columns), constant[k]] for k in range(len(constant))], system)

    def form(self, equations: Sequence[Equation]) -> Form | None:
        """The row-reduced system, None of equations that are not affine, or not defined everywhere."""
        try:
            return self.affine_form(equations)
        except (NotExpressible, UndefinedValue):
            return None

    def solves(self, equations: Sequence[Equation], point: Rows) -> bool | None:
        """Whether all residuals vanish at the point; None where they are not defined."""
        try:
            return all(map(self.system.is_zero, self.residuals(equations, point)))
        except UndefinedValue:
            return None

    def draw(self, seed: int) -> Rows:
        """A random value of the unknown, of its structure."""
        rng = random.Random(f"unknown {self.claim.latex()} {self.shape} {seed}")

        def entry() -> Fraction:
            return Fraction(rng.choice((-1, 1)) * above_zero())

        def above_zero() -> Fraction:
            return Fraction(rng.randrange(1, PRIME) if isinstance(self.system, PrimeField) else rng.randint(1, HEIGHT))

        modular = isinstance(self.system, PrimeField)
        matrix = modular_matrix(PRIME) if modular else rational_matrix
        structure = "symmetric" if modular and self.unknown.structure == "spd" else self.unknown.structure
        return drawn(structure, self.shape, Source(entry, above_zero, lambda: Fraction(rng.choice((-1, 1))), matrix))


def compare_equivalence(
    claim: Equivalence, instance: Instance, system: System, values: dict[Any, Any] | None = None
) -> Outcome:
    """Whether both sides have the same solutions at the instance."""
    problem = Problem(claim, instance, system, values)
    try:
        left, right = problem.form(claim.left), problem.form(claim.right)
        if left is not None and right is not None:
            return _compare_forms(problem, left, right)
        if isinstance(system, Symbols):
            return Outcome(UNSUPPORTED, reason=f"the equations are not affine in {problem.unknown.name}")
        return _compare_by_operation(problem)
    except UndefinedValue as error:
        return Outcome(UNDEFINED, reason=str(error))
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))


def _compare_forms(problem: Problem, left: Form, right: Form) -> Outcome:
    if not solvable(left) and not solvable(right):
        return Outcome(UNDEFINED, reason="neither side has a solution, so nothing was compared")
    if left == right:
        return Outcome(EQUAL)
    if isinstance(problem.system, Symbols):
        return Outcome(UNSUPPORTED, reason="SymPy's two row-reduced forms differ, perhaps only in how they are written")
    if problem.unknown.structure == "general" or next(refuting_points(problem), None) is not None:
        return Outcome(UNEQUAL)
    # The systems are solved over all matrices: a difference may lie outside the declared structure.
    why = f"the solutions differ, perhaps only where none is {problem.unknown.structure}"
    return Outcome(UNSUPPORTED, reason=why)


def _compare_by_operation(problem: Problem) -> Outcome:
    if next(refuting_points(problem), None) is not None:
        return Outcome(UNEQUAL)
    if operation(problem) is not None:
        return Outcome(EQUAL)
    return Outcome(UNSUPPORTED, reason="no invertible operation that leads from one side to the other was found")


def points(shape: tuple[int, int], seed: str) -> list[Rows]:
    """Zero, the unit directions, and one more point, drawn at random, at which affinity is tested."""
    rows, columns = shape
    rng = random.Random(f"probe {shape} {seed}")
    places = [(i, j) for i in range(rows) for j in range(columns)]
    zero = [[Fraction(0)] * columns for _ in range(rows)]
    units = [[[Fraction(int((a, b) == place)) for b in range(columns)] for a in range(rows)] for place in places]
    probe = [[Fraction(rng.randrange(2, PRIME)) for _ in range(columns)] for _ in range(rows)]
    return [zero, *units, probe]


# ---------------------------------------------------------------- invertible operations

DRAWS = 3
"""Random values of the unknown at which an operation must do the same."""
HEIGHT = 999
"""Largest entry of such a value: a polynomial of low degree vanishes at few of them."""
FACTORS = ("1", "u", "u^-1")
Operation = tuple[str, str, bool]
"""What is multiplied from the left, from the right, and whether the residual is transposed."""


def operation(problem: Problem) -> Operation | None:
    """P, Q and transposition with right = c P left Q for a number c that is not 0; both zero everywhere will do too."""
    points = [problem.draw(seed) for seed in range(DRAWS)]
    left, right = (_not_identities(problem, part, points) for part in (problem.claim.left, problem.claim.right))
    if len(left) != 1 or len(right) != 1 or left[0].indices or right[0].indices:
        raise NotExpressible(f"equations that are not affine in {problem.unknown.name}, more than one at a time")
    pairs = [_residual_pair(problem, left[0], right[0], point) for point in points]
    factors: tuple[str, ...] = FACTORS if inverted(problem.claim) else FACTORS[:1]
    for choice in itertools.product(factors, factors, (False, True)):
        if _leads(problem.system, choice, pairs):
            return choice
    return None


def _not_identities(problem: Problem, part: Sequence[Equation], points: list[Rows]) -> list[Equation]:
    """The equations of one side; those that hold for every value of the unknown say nothing, but one is kept."""
    kept = [equation for equation in part if not all(problem.solves([equation], point) for point in points)]
    return kept or list(part[:1])


def inverted(claim: Equivalence) -> bool:
    """Whether the unknown has an inverse, by its structure or because the claim divides by it: u v = 0 <=> v = 0."""
    unknown = claim.unknown
    assert unknown is not None
    for node in (node for side in claim.expressions for node in full_walk(side)):
        match node:
            case Inverse(of) | Log(Det(of)) | Div(_, of) | Div(_, Det(of)) if of in (unknown, Transpose(unknown)):
                return True
    return invertible(unknown)


class Residuals(NamedTuple):
    """The residuals of both sides as rows, and the unknown with its inverse, at one value of the unknown."""

    left: Any
    right: Any
    factors: dict[str, Any]


def _residual_pair(problem: Problem, left: Equation, right: Equation, point: Rows) -> Residuals:
    system, unknown = problem.system, problem.unknown
    value = as_value(system, point, unknown.of)
    evaluator = Evaluator(system, problem.sizes, {**problem.values, unknown: value})
    before, after = (system.matrix(evaluator.rows(Sub(*equation.expressions))) for equation in (left, right))
    factors = {"1": None}
    if problem.shape[0] == problem.shape[1]:
        square = system.matrix([[value]]) if unknown.of == SCALAR else value
        factors |= {"u": square, "u^-1": system.inverse(square)}
    return Residuals(before, after, factors)


def _leads(system: System, choice: Operation, pairs: list[Residuals]) -> bool:
    constants = []
    for pair in pairs:
        moved = _moved(system, choice, pair)
        if moved is None or system.shape(moved) != system.shape(pair.right):
            return False
        constant = _quotient(system, pair.right, moved)
        if constant is None:
            return False
        constants.append(constant)
    return all(system.is_zero(system.add(constants[0], system.neg(other))) for other in constants[1:])


def _moved(system: System, choice: Operation, pair: Residuals) -> Any:
    """P left Q, or None where the sizes do not fit."""
    first, last, transposed = choice
    value = system.transpose(pair.left) if transposed else pair.left
    for name, place in ((first, 0), (last, 1)):
        if name == "1":
            continue
        factor = pair.factors.get(name)
        if factor is None or system.shape(factor)[0] != system.shape(value)[place]:
            return None
        value = system.matmul(factor, value) if place == 0 else system.matmul(value, factor)
    return value


def _quotient(system: System, right: Any, moved: Any) -> Any:
    """c, not 0, with right = c moved; 1 where both are zero; None if there is none."""
    rows, columns = system.shape(right)
    entries = [(system.entry(right, i, j), system.entry(moved, i, j)) for i in range(rows) for j in range(columns)]
    pivot = next((pair for pair in entries if not system.is_zero(pair[1])), None)
    if pivot is None:
        return system.number(Fraction(1)) if all(system.is_zero(one) for one, _ in entries) else None
    constant = system.times(pivot[0], system.reciprocal(pivot[1]))
    if system.is_zero(constant):
        return None
    gaps = (system.add(one, system.neg(system.times(constant, other))) for one, other in entries)
    return constant if all(map(system.is_zero, gaps)) else None


# ---------------------------------------------------------------- what refutes


def refuting_points(problem: Problem) -> Iterator[tuple[Rows, bool]]:
    """Values of the unknown, of its structure, that solve one side only; and whether that is the left one."""
    if isinstance(problem.system, PrimeField):
        # Only the reals order values, and only they are shown.
        return
    parts = (problem.claim.left, problem.claim.right)
    for solved, other in (parts, parts[::-1]):
        form = problem.form(solved)
        found = [] if form is None else solutions(form, problem.shape[0] * problem.shape[1])
        candidates = [unflattened(point, problem.shape) for point in found]
        # A square forgets the sign: -a solves u^2 = a^2 as well as a.
        candidates += [[[-entry for entry in row] for row in point] for point in candidates]
        for point in (*candidates, *small_points(problem.shape), *(problem.draw(seed) for seed in range(DRAWS))):
            if not conforms(problem.unknown.structure, point):
                continue
            if problem.solves(solved, point) and problem.solves(other, point) is False:
                yield point, solved is parts[0]


def small_points(shape: tuple[int, int]) -> Iterator[Rows]:
    """0, and 1, -1 and 2 on the diagonal."""
    for value in (0, 1, -1, 2):
        yield [[Fraction(value * int(i == j)) for j in range(shape[1])] for i in range(shape[0])]


def unflattened(point: Sequence[Any], shape: tuple[int, int]) -> Rows:
    """Entries in order as rows."""
    entries = [Fraction(int(entry.p), int(entry.q)) for entry in point]
    return [entries[i * shape[1] : (i + 1) * shape[1]] for i in range(shape[0])]


def describe_equivalence(
    claim: Equivalence, instance: Instance, notation: Notation
) -> tuple[list[tuple[str, str]], str, str]:
    """A value of the unknown that solves one side only: its name and LaTeX, and for each side whether it holds."""
    problem = Problem(claim, instance, ExactReals())
    point, left = next(refuting_points(problem))
    shown = [[number_latex(entry) for entry in row] for row in point]
    if problem.shape[1] == 1 < problem.shape[0]:
        value = rf"\left({', '.join(row[0] for row in shown)}\right)^{{\top}}"
    else:
        value = matrix_latex(shown)
    words = (r"\text{holds}", r"\text{does not hold}")
    return [(Printer(notation)(problem.unknown), value)], *(words if left else words[::-1])
