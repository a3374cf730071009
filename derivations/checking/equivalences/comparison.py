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

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.equivalences.elimination import solutions, solvable
from derivations.checking.equivalences.operations import operation
from derivations.checking.equivalences.system import Form, Problem
from derivations.checking.instances import Instance
from derivations.tree import Letter, NotExpressible, Rows, UndefinedValue
from derivations.values import ExactReals, System


def compare_equivalence(
    case: Case, instance: Instance, system: System, values: dict[Any, Any] | None = None
) -> Outcome:
    """Whether both sides have the same solutions at the instance.

    Agreement says nothing of a sine, whose zeros nobody lists.
    """
    found = _compared(Problem(case, instance, system, values))
    if found.found == EQUAL and case.recurs:
        return Outcome(UNSUPPORTED, reason="sin, cos or Gamma in an equivalence, which may fail at special values")
    return found


def _compared(problem: Problem) -> Outcome:
    try:
        left, right = problem.form(problem.claim.left), problem.form(problem.claim.right)
        if left is not None and right is not None:
            return _compare_forms(problem, left, right)
        if problem.system.generic:
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
    if problem.system.generic:
        return Outcome(UNSUPPORTED, reason="SymPy's two row-reduced forms differ, perhaps only in how they are written")
    if problem.unknown.structure == "general" or next(refuting_points(problem), None) is not None:
        return Outcome(UNEQUAL)
    # The systems are solved over a linear space: a difference may lie outside the declared structure.
    why = f"the solutions differ, perhaps only where none is {problem.unknown.structure}"
    return Outcome(UNSUPPORTED, reason=why)


def _compare_by_operation(problem: Problem) -> Outcome:
    if next(refuting_points(problem), None) is not None:
        return Outcome(UNEQUAL)
    if operation(problem) is not None:
        return Outcome(EQUAL)
    return Outcome(UNSUPPORTED, reason="no invertible operation that leads from one side to the other was found")


# ---------------------------------------------------------------- what refutes


def refuting_points(problem: Problem) -> Iterator[tuple[Rows, bool]]:
    """Values of the unknown, of its structure, that solve one side only; and whether that is the left one."""
    if problem.system.modulus is not None:
        # Only the reals order values, and only they are shown.
        return
    parts = (problem.claim.left, problem.claim.right)
    for solved, other in (parts, parts[::-1]):
        form = problem.form(solved)
        found = [] if form is None else solutions(form, len(problem.basis))
        candidates = [problem.at([Fraction(int(entry.p), int(entry.q)) for entry in point]) for point in found]
        # A square forgets the sign: -a solves u^2 = a^2 as well as a.
        candidates += [[[-entry for entry in row] for row in point] for point in candidates]
        candidates += [] if problem.suggested is None else [problem.suggested]
        for point in (
            *candidates,
            *small_points(problem.shape),
            *(problem.draw(seed) for seed in range(problem.draws)),
        ):
            if not problem.unknown.kind.conforms(point):
                continue
            if problem.solves(solved, point) and problem.solves(other, point) is False:
                yield point, solved is parts[0]


def small_points(shape: tuple[int, int]) -> Iterator[Rows]:
    """0, and 1, -1 and 2 on the diagonal."""
    for value in (0, 1, -1, 2):
        yield [[Fraction(value * int(i == j)) for j in range(shape[1])] for i in range(shape[0])]


def one_sided(case: Case, instance: Instance) -> tuple[Letter, Rows, bool]:
    """The unknown, a value of it that solves one side only, and whether that is the left one."""
    problem = Problem(case, instance, ExactReals())
    return problem.unknown, *next(refuting_points(problem))
