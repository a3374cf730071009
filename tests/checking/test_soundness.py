"""Each rule that keeps the checker sound: a claim that it decides, and what comes out where it is switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import pytest

from derivations.checking import case as cases
from derivations.checking import inequalities as relations
from derivations.checking import instances, ladder, sizes
from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED, UNSUPPORTED, Outcome
from derivations.checking.equivalences import comparison as equivalence
from derivations.checking.equivalences import operations, special_values
from derivations.checking.equivalences.special_values import Special
from derivations.checking.equivalences.system import Problem, random_numbers
from derivations.checking.finding import Finding
from derivations.checking.ladder import LADDER, Ladder
from derivations.checking.rungs import elsewhere, generic, prime_field, reals
from derivations.tree.errors import NotExpressible
from derivations.tree.shapes import SCALAR
from derivations.tree.structures.rows import Source
from derivations.tree.structures.structure import STRUCTURES
from derivations.values import evaluation
from derivations.values.balls import Balls
from derivations.values.evaluation import Evaluator
from derivations.values.exact import Exact
from derivations.values.exact_systems import PrimeField
from tests.checking.corpus import SCOPE, claim_of, read_claims

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """No verdict of a patched checker is remembered."""
    ladder._decide.cache_clear()
    yield
    ladder._decide.cache_clear()


def status(line: str, rungs: Ladder = LADDER) -> str:
    """The verdict's status, or what was raised."""
    ladder._decide.cache_clear()
    ((_, claim),) = read_claims(line, SCOPE)
    return ladder.check(claim, ladder=rungs).status


class SwitchedOff(NamedTuple):
    """A rung that says the same of every claim."""

    name: str
    outcome: str = UNSUPPORTED

    def __call__(self, case: Case) -> Finding:
        return Finding(self.name, self.outcome, certain=self.name != "NumPy")


EXACT: Ladder = (*ladder.EXACT, SwitchedOff("SymPy"), SwitchedOff("NumPy"))
"""Neither SymPy nor NumPy looks: each rule of the exact rungs has to hold alone."""


# ---------------------------------------------------------------- what is switched off


def sizes_are(*rows: tuple[int, int, int]) -> Callable[[Patch], None]:
    """Only these sizes are tried."""

    def only(patch: Patch) -> None:
        patch.setattr(sizes, "SIZE_TABLE", rows)
        patch.setattr(sizes, "landmarks", lambda claim, name: set())
        no_larger_sizes(patch)

    return only


def no_larger_sizes(patch: Patch) -> None:
    patch.setattr(cases, "larger_sizes", lambda claim: [])
    patch.setattr(sizes, "least_count", lambda claim, name: 0)


def no_number_is_a_landmark(patch: Patch) -> None:
    patch.setattr(sizes, "landmarks", lambda claim, name: set())
    no_larger_sizes(patch)


def every_sign_is_positive(patch: Patch) -> None:
    patch.setattr(instances, "sign", lambda rng: Fraction(1))
    no_sign_is_turned(patch)


def no_sign_is_turned(patch: Patch) -> None:
    patch.setattr(elsewhere, "other_signs", lambda instance: iter(()))
    corners_are_not_sought(patch)


def corners_are_not_sought(patch: Patch) -> None:
    patch.setattr(cases.Case, "corners", False)
    nothing_is_far(patch)


def nothing_is_far(patch: Patch) -> None:
    patch.setattr(elsewhere, "WIDE", 0)


def determinants_are_positive(patch: Patch) -> None:
    """Square matrices are drawn positive definite."""
    general, draw = type(STRUCTURES["general"]), STRUCTURES["general"].draw

    def positive(self: Any, shape: tuple[int, int], *rest: Any) -> Any:
        return (STRUCTURES["spd"].draw if shape[0] == shape[1] else draw)(shape, *rest)

    patch.setattr(general, "draw", positive)
    no_sign_is_turned(patch)


def rotations_only(patch: Patch) -> None:
    """Cayley's parametrisation alone."""
    orthogonal, draw = type(STRUCTURES["orthogonal"]), STRUCTURES["orthogonal"].draw

    def turned(self: Any, shape: tuple[int, int], source: Source, spectral: bool = False) -> Any:
        return draw(shape, source._replace(sign=lambda: Fraction(1)), spectral)

    patch.setattr(orthogonal, "draw", turned)


def undefined_sizes_do_not_count(patch: Patch) -> None:
    def lenient(name: str, assignments: Sequence[dict[str, int]], outcomes: Sequence[Outcome]) -> Finding:
        found = {outcome.found for outcome in outcomes if outcome.found != UNDEFINED}
        return Finding(name, found.pop() if len(found) == 1 else UNSUPPORTED)

    for rung in (prime_field, reals):
        patch.setattr(rung, "over_sizes", lenient)


def balls_around_zero_agree(patch: Patch) -> None:
    patch.setattr(Balls, "is_zero", lambda self, value: bool(value.contains(0)))


def quotients_do_not_count(patch: Patch) -> None:
    """A ball is compared with the smallest value met, not with the quotients of values."""

    def tiny(self: Balls, value: Any) -> bool:
        return bool(value.contains(0)) and bool(value.rad() < flint.arb(2) ** (self.smallest - 128))

    patch.setattr(Balls, "is_zero", tiny)


def ties_are_cut(patch: Patch) -> None:
    """A gradient by a structured matrix varies every entry, whatever its convention."""
    patch.setattr(Evaluator, "direction", lambda self, gradient, like, i, j: evaluation._unit(self.system, like, i, j))


def nothing_is_degenerate(patch: Patch) -> None:
    patch.setattr(reals, "draw_degenerate", lambda *_: iter(()))
    letters_are_generic(patch)


def letters_are_generic(patch: Patch) -> None:
    patch.setattr(reals, "special_value", lambda *_: Special())


def roots_are_rational(patch: Patch) -> None:
    """Only special values that an instance reaches are looked at."""
    patch.setattr(special_values._Search, "_may_fail", lambda *_: False)


def anything_may_be_multiplied_by(patch: Patch) -> None:
    patch.setattr(operations, "inverted", lambda claim: True)
    patch.setattr(equivalence, "refuting_points", lambda problem: iter(()))


def equivalences_are_sampled(patch: Patch) -> None:
    """Both sides are true, or both are false, at random values of the unknown."""

    def sampled(case: Any, instance: Any, system: Any, values: Any = None) -> Outcome:
        problem = Problem(case, instance, system, values)
        point = problem.draw(0)
        agree = problem.solves(case.claim.left, point) == problem.solves(case.claim.right, point)
        return Outcome(EQUAL if agree else "unequal")

    patch.setattr("derivations.checking.counterexample.compare_equivalence", sampled)
    nothing_is_degenerate(patch)


def every_certificate_is_nonnegative(patch: Patch) -> None:
    patch.setattr(relations, "nonnegative", lambda expr: True)


def certificates_have_conditions_of_their_own(patch: Patch) -> None:
    patch.setattr(relations, "side_conditions", lambda expressions: ())


def only_units_are_drawn(patch: Patch) -> None:
    """Scalars are 1, where c = 1/c."""
    draw_generic = instances.draw_generic

    def units(case: Case, at: Any, rng: Any, number: int, *rest: bool, **kept: bool) -> instances.Instance:
        found = draw_generic(case, at, rng, number, *rest, **kept)
        ones = {key: [[Fraction(1)]] if key.of == SCALAR else value for key, value in found.values.items()}
        return instances.Instance(found.sizes, ones)

    for module in (reals, generic, elsewhere):
        patch.setattr(module, "draw_generic", units)
    nothing_is_far(patch)
    nothing_is_degenerate(patch)


RULES: list[tuple[Callable[[Patch], None], str, str, str]] = [
    (sizes_are((1, 1, 1)), "grad(y' C y, y) = 2 C y", "rejected", "verified"),
    (sizes_are((1, 1, 1), (2, 2, 2)), "W W W W = tr(W W)/2 W W", "rejected", "verified"),
    (sizes_are((1, 1, 1), (2, 2, 2), (3, 3, 3)), "D a = N a", "rejected", "verified"),
    (sizes_are((2, 2, 2), (4, 4, 4)), "det(-C) = det(C)", "rejected", "verified"),
    (sizes_are((2, 2, 2), (4, 4, 4)), "W^-1 W = I", "undefined", "verified"),
    (sizes_are((1, 1, 1), (3, 3, 3)), "det(W) = 0", "rejected", "verified"),
    (no_larger_sizes, "(D - 1) (D - 2) (D - 3) (D - 4) (D - 10) a = 0", "rejected", "verified"),
    (no_larger_sizes, "(N - 1) (N - 2) (N - 3) (N - 4) (N - 7) log(p) = 0", "rejected", "verified"),
    (no_larger_sizes, "(N - 1) (N - 2) (N - 3) (N - 4) (N - 5) x[1] = 0", "rejected", "verified"),
    (no_number_is_a_landmark, "sum(i > 9, y[i]) = 0", "rejected", "verified"),
    (corners_are_not_sought, "abs(a + 10^5) = a + 10^5", "rejected", "verified"),
    (corners_are_not_sought, "sqrt((c - 200)^2 (c - 201)^2) = (c - 200) (c - 201)", "rejected", "verified"),
    (every_sign_is_positive, "sqrt(c^2) = c", "rejected", "verified"),
    (every_sign_is_positive, "abs(a + c) = abs(a) + abs(c)", "rejected", "verified"),
    (determinants_are_positive, "sqrt(det(C)^2) = det(C)", "rejected", "verified"),
    (rotations_only, "det(Q) = 1", "rejected", "verified"),
    (undefined_sizes_do_not_count, "(y y')^-1 y y' = I", "undefined", "verified"),
    (undefined_sizes_do_not_count, "log(det(-C)) = log(det(C))", "undefined", "verified"),
    (balls_around_zero_agree, "log(1 + exp(a)) = log(1 + exp(a)) + exp(-1000)", "rejected", "verified"),
    (quotients_do_not_count, "1 - tanh(1000 + a^2) = 0", "rejected", "verified"),
    (ties_are_cut, "grad(tr(G C), G, tied) = C'", "rejected", "verified"),
    (ties_are_cut, "grad(y' R z, R, symmetric) = y z'", "rejected", "verified"),
    (nothing_is_degenerate, "for y: C y = 0 <=> y = 0", "rejected", "verified"),
    (nothing_is_degenerate, "for t: a t = a c <=> t = c", "rejected", "verified"),
    (letters_are_generic, "for t: (a - 7) t = 0 <=> t = 0", "rejected", "verified"),
    (letters_are_generic, "for y: (C - 3/7 I) y = 0 <=> y = 0", "rejected", "verified"),
    (letters_are_generic, "for t: (1/a - 7) t = 0 <=> t = 0", "rejected", "verified"),
    (letters_are_generic, "for t: (a^5 - 7^5) t = 0 <=> t = 0", "rejected", "verified"),
    (letters_are_generic, "for t: t^2 = a <=> (c - 7) t^2 = (c - 7) a", "rejected", "verified"),
    (letters_are_generic, "for t: (a^2 - 2) t = 0 <=> t = 0", "inconclusive", "verified"),
    (letters_are_generic, "for t: (p^4 - p - 3) t = 0 <=> t = 0", "inconclusive", "verified"),
    (letters_are_generic, "for y: y - 7 b (b' y) = 0 <=> y = 0", "inconclusive", "verified"),
    (letters_are_generic, "for t: t^2 = a <=> (c^2 - 2) t^2 = (c^2 - 2) a", "inconclusive", "verified"),
    (roots_are_rational, "for t: (a^2 - 2) t = 0 <=> t = 0", "inconclusive", "verified"),
    (anything_may_be_multiplied_by, "for t: t^2 - 4 = 0 <=> t (t^2 - 4) = 0", "rejected", "verified"),
    (anything_may_be_multiplied_by, "for t: t^2 = 4 t <=> t = 4", "rejected", "verified"),
    (equivalences_are_sampled, "for t: p t = c <=> t = c p", "rejected", "verified"),
    (every_certificate_is_nonnegative, "0 <= t^4 - t + 1 with t^4 - t + 1", "inconclusive", "verified"),
    (
        certificates_have_conditions_of_their_own,
        "0 <= t^2 - t + 1 with sqrt(t^2 - t + 1)^2",
        "inconclusive",
        "verified",
    ),
    (only_units_are_drawn, "for p: p/a = c <=> a = c p", "rejected", "verified"),
]


@pytest.mark.parametrize(("off", "line", "with_rule", "without"), RULES, ids=[f"{r[0].__name__} {r[1]}" for r in RULES])
def test_rule_decides(
    monkeypatch: Patch, off: Callable[[Patch], None], line: str, with_rule: str, without: str
) -> None:
    assert status(line, EXACT) == with_rule
    off(monkeypatch)
    assert status(line, EXACT) == without


# ---------------------------------------------------------------- rules of one function


def test_floats_never_decide() -> None:
    """Floats that always agree save no false claim, and give no verdict of their own."""
    lying = (*LADDER[:3], SwitchedOff("NumPy", EQUAL))
    for line in ("tr(C X) = tr(C) tr(X)", "grad(y' C y, y) = 2 C y", "exp(-1000 p - 1000) = 0", "c = c + 1/10^30"):
        assert status(line, lying) == "rejected", line
    for line in ("E(t ~ N(0, p), 1/t) = 0", "exp(C) exp(-C) = I"):
        assert status(line, lying) == "inconclusive", line


def test_underflow_of_a_product_is_no_equality() -> None:
    assert status("prod(n, normal(x[n]; mu, S)) = 0") == "rejected"
    assert status("exp(-10^4 p - 10^4) = 0") == "rejected"


def test_log_has_no_value_in_a_prime_field() -> None:
    field = PrimeField()
    with pytest.raises(NotExpressible):
        field.log(field.number(Fraction(3)))
    assert status("log(p q) = log(p) + log(q)") == "proved"


def test_a_ball_that_is_not_finite_is_no_zero() -> None:
    nan = flint.arb("nan")
    assert nan.contains(0) and not Balls().is_zero(nan)
    with pytest.raises(NotExpressible):
        Balls()._finite(nan)


def test_perfect_powers_are_extracted(monkeypatch: Patch) -> None:
    """sqrt(121) is 11; without the rule its normal form looks like another number."""
    gap = Exact.of(121).power(Fraction(1, 2)) - 11
    assert gap.is_zero()
    monkeypatch.setattr("derivations.values.monomials.primitive_root", lambda number: number)
    assert not (Exact.of(121).power(Fraction(1, 2)) - 11).is_zero()
    assert status("sqrt(121) - 11 = 0") != "rejected"


def test_moments_of_every_degree() -> None:
    """The lattice {0, ±1, ±2} is exact to degree 5 only: it gives E x^6 = 11, not 15."""
    lattice = {0: Fraction(1, 2), 1: Fraction(1, 6), 2: Fraction(1, 12)}
    sixth, fourth = (sum((1 + (x > 0)) * w * x**k for x, w in lattice.items()) for k in (6, 4))
    assert (fourth, sixth) == (3, 11)
    assert status("E(t ~ N(0, p), t^4) = 3 p^2") == status("E(t ~ N(0, p), t^6) = 15 p^3") == "proved"
    assert status("E(t ~ N(0, p), t^6) = 11 p^3") == "rejected"


def test_points_at_which_a_claim_is_tried_depend_on_the_claim() -> None:
    """Else a polynomial could be written that vanishes at just these."""
    assert random_numbers(1, "one claim") != random_numbers(1, "another")
    claims = [claim_of(f"for t: t^2 = a <=> {factor} t^2 = {factor} a") for factor in (2, 3)]
    drawn = []
    for claim in claims:
        drawn.append(Problem(Case(claim), instances.Instance({}, {}), PrimeField(), {}).draw(0))
    assert drawn[0] != drawn[1]
