"""Rational functions from their values, and the special values of letters at which an equivalence may fail."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_poly
from sympy import isprime

from derivations.checking.case import Case
from derivations.checking.counterexample import refutes
from derivations.checking.equivalences.critical import DEGREES
from derivations.checking.equivalences.descent import Point, descent, settled
from derivations.checking.equivalences.paths import entries, line
from derivations.checking.equivalences.reconstruction import numerator, real_roots
from derivations.checking.equivalences.special_values import special_value
from derivations.checking.equivalences.starting import starts
from derivations.checking.instances import Instance, draw_generic
from derivations.checking.ladder import EXACT, check
from derivations.claims.claim import Equivalence
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.letters import Letter
from derivations.values.exact_systems import PRIME, random_primes
from derivations.voices.letters import scalar
from tests.checking.corpus import claim_of
from tests.checking.special_lines import BEYOND, LETTERS, REJECTED, UNREACHED, VERIFIED

PLACES = [Fraction(place) for place in range(1, 9)]


def values(top: Sequence[int], bottom: Sequence[int]) -> list[fmpq]:
    above, below = fmpq_poly(list(top)), fmpq_poly(list(bottom))
    return [fmpq(above(fmpq(int(place)))) / fmpq(below(fmpq(int(place)))) for place in PLACES]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [([5], [1]), ([-7, 1], [1]), ([-2, 0, 1], [1]), ([1, -7], [0, 1]), ([-2, 0, 0, 1], [1, 0, 1]), ([1], [3, 0, 0, 1])],
)
def test_numerator_of_a_rational_function_from_its_values(top: list[int], bottom: list[int]) -> None:
    found = numerator(PLACES, values(top, bottom))
    wanted = fmpq_poly(top)
    assert found * wanted.leading_coefficient() == wanted * found.leading_coefficient()


def test_a_function_of_too_high_a_degree_has_none() -> None:
    assert numerator(PLACES, values([3, 0, 0, 0, 1, 0, 0, 2], [1])) is None
    assert numerator(PLACES, [fmpq(0)] * len(PLACES)) is None


def test_real_roots() -> None:
    """x^4 - 4 has the real roots 2^(1/2) and -2^(1/2), and two that are not real."""
    roots = real_roots(fmpq_poly([-4, 0, 0, 0, 1]))
    assert len(roots) == 2 and all(abs(root**2 - 2) < Fraction(1, 10**12) for root in roots)
    assert real_roots(fmpq_poly([1, 0, 1])) == []


def test_primes_fit_a_machine_word_and_differ() -> None:
    for bound in (PRIME, 2**31):
        drawn = list(itertools.islice(random_primes(bound, random.Random(bound)), 50))
        assert len(set(drawn)) == 50 and all(bound // 2 <= prime <= bound and isprime(prime) for prime in drawn)
    assert set(itertools.islice(random_primes(20, random.Random(0)), 50)) == {11, 13, 17, 19}


@pytest.mark.parametrize(
    ("line", "refuted", "why"),
    [
        ("for t: (a - 7) (2 a + 3) t = 0 <=> t = 0", True, ""),
        ("for t: (p - 7) (p + 3) t = 0 <=> t = 0", True, ""),
        ("for t: (p + 3) t = 0 <=> t = 0", False, ""),
        ("for t: (a^2 - 3) t = 0 <=> t = 0", False, "a special value of a that is not rational"),
        ("for t: (a^2 - 3) t = 0 <=> 2 (a^2 - 3) t = 0", False, ""),
        ("for t: (a^2 + 3) t = 0 <=> t = 0", False, ""),
        ("for t: (p^2 + 3 p + 1) t = 0 <=> t = 0", False, ""),
        ("for t: t = 1/(a^2 - 3) <=> (a^2 - 3) t = 1", False, ""),
        ("for t: (a^40 - a - 3) t = 0 <=> t = 0", False, "a special value of a was not found"),
        ("for t: ((a - 7)^2 + (c - 3)^2) t = 0 <=> t = 0", True, ""),
        ("for t: ((a^2 - 2)^2 + (c - 3)^2) t = 0 <=> t = 0", False, "approached and not reached"),
    ],
)
def test_special_values(line: str, refuted: bool, why: str) -> None:
    """Those that an instance reaches, and what is said of others: x^2 - 3 has real roots, x^2 + 3 has none."""
    claim = claim_of(line)
    assert isinstance(claim, Equivalence) and max(DEGREES) < 40
    case = Case(claim)
    found = special_value(case, draw_generic(case, {}, random.Random(0), 0), lowest=True)
    assert bool(found.refuting) == refuted and (found.refuting is None or refutes(case, found.refuting))
    assert why in found.why and bool(why) == bool(found.why)


def test_letters_that_may_be_far_away_start_there_where_a_side_has_corners() -> None:
    """Each of two letters is small where the other one is large at some start, so that max(a, b) is either."""
    case = Case(claim_of("for t: (max(a, c) - 40) t = 0 <=> t = 0"))
    found = list(starts(case, Instance({}, {scalar("a"): [[Fraction(2)]], scalar("c"): [[Fraction(3)]]})))
    sizes = {tuple(abs(rows[0][0]) >= 100 for rows in start.values.values()) for start in found}
    assert {(False, True), (True, False)} <= sizes


def test_orthogonal_letters_start_in_both_halves() -> None:
    """det Q is 1 or -1, and no curve joins the two."""
    case = Case(claim_of("for t: det(Q) t = t <=> 0 t = 0"))
    turned = [[Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]]
    letter = next(atom for atom in case.atoms if isinstance(atom, Letter) and atom.name == "Q")
    found = [start.values[letter] for start in starts(case, Instance({"D": 2}, {letter: turned}))]
    assert [rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0] for rows in found] == [1, -1]


def test_the_lowest_point_of_a_quadratic_function_is_met_in_one_step() -> None:
    def function(point: Point) -> Fraction:
        a, b = point
        return (a + 2 * b - 7) ** 2 + (a - b - 3) ** 2 + Fraction(1, 3)

    *_, (point, value) = descent(function, (Fraction(50), Fraction(-20)))
    assert point == (Fraction(13, 3), Fraction(4, 3)) and value == Fraction(1, 3)


def test_the_lowest_point_of_another_function_is_approached() -> None:
    """x^4 - 4 x^2 + y^2 + 4 is 0 at x^2 = 2, where no rational point is."""
    *_, (point, value) = descent(lambda at: (at[0] ** 2 - 2) ** 2 + at[1] ** 2, (Fraction(9), Fraction(5)))
    assert value < Fraction(1, 10**9) and abs(point[0] ** 2 - 2) < Fraction(1, 10**4)


def test_what_vanishes_at_infinity_is_not_approached() -> None:
    found = [point for point, _ in descent(lambda at: 1 / (1 + at[0] ** 2), (Fraction(2),))]
    assert len(found) > 2 and not settled(found)


def test_a_path_reaches_every_member_of_a_family() -> None:
    """A member is moved alone, and all of them along the line."""
    case = Case(claim_of("for t: r[1,2] t = 0 <=> t = 0", "r[n,k]: scalar for n in 1..N, k in 1..K"))
    instance = draw_generic(case, {"N": 2, "K": 3}, random.Random(0), 0)
    (family,) = instance.values
    moved = [path.at(instance, Fraction(1)).values[family] for path in entries(case, instance)]
    start = instance.values[family]
    assert [[rows != before for rows, before in zip(value, start, strict=True)] for value in moved] == np.eye(
        6
    ).tolist()
    along = line(case, instance).at(instance, Fraction(1)).values[family]
    assert all(rows != before for rows, before in zip(along, start, strict=True))


JUDGED = {"rejected": REJECTED, "inconclusive": UNREACHED + BEYOND, "verified": VERIFIED}
SPECIAL: Scope = declare(LETTERS, Scope())


@pytest.mark.parametrize(
    ("status", "line"), [(status, line) for status, text in JUDGED.items() for line in text.splitlines() if line]
)
def test_a_coefficient_that_may_vanish_is_followed_to_where_it_does(status: str, line: str) -> None:
    text, _, given = line.partition(" | ")
    (claim,) = read_line(text, declare(given.replace("; ", "\n"), SPECIAL) if given else SPECIAL.child())
    assert check(claim, EXACT).status == status


@pytest.mark.parametrize(
    "line",
    [
        "for y: S y = 0 <=> y = 0",
        "for y: (I + b b') y = 0 <=> y = 0",
        "for y: (C' C + I) y = z <=> y = (C' C + I)^-1 z",
        "for t: t = a/(c^2 - 2) <=> (c^2 - 2) t = a",
        "for y: S^(-1/2) y = b <=> y = S^(1/2) b",
    ],
)
def test_no_special_value_is_held_against_a_true_equivalence(line: str) -> None:
    """A matrix loses rank on the edge of the positive definite ones; c^2 - 2 is a side condition."""
    assert check(claim_of(line)).status == "verified"
