"""Rational functions from their values, and the special values of letters at which an equivalence may fail."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from flint import fmpq, fmpq_poly
from sympy import isprime

from derivations.checking.case import Case
from derivations.checking.equivalences.reconstruction import numerator, real_roots
from derivations.checking.equivalences.special_values import DEGREES, base, critical, rational_instances, unreached
from derivations.checking.instances import draw_generic
from derivations.checking.ladder import check
from derivations.claims.claim import Equivalence
from derivations.values.exact_systems import PRIME, random_primes
from tests.checking.corpus import claim_of

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
    ("line", "values", "why"),
    [
        ("for t: (a - 7) (2 a + 3) t = 0 <=> t = 0", {Fraction(7), Fraction(-3, 2)}, ""),
        ("for t: (p - 7) (p + 3) t = 0 <=> t = 0", {Fraction(7)}, ""),
        ("for t: (sqrt(p) - 7) t = a <=> t = a/(sqrt(p) - 7)", {Fraction(49)}, ""),
        ("for t: (a^2 - 3) t = 0 <=> t = 0", set(), "a special value of a that is not rational"),
        ("for t: (a^2 - 3) t = 0 <=> 2 (a^2 - 3) t = 0", set(), ""),
        ("for t: (a^2 + 3) t = 0 <=> t = 0", set(), ""),
        ("for t: (p^2 + 3 p + 1) t = 0 <=> t = 0", set(), ""),
        ("for t: t = 1/(a^2 - 3) <=> (a^2 - 3) t = 1", set(), ""),
        ("for t: (a^20 - a - 3) t = 0 <=> t = 0", set(), "a special value of a was not found"),
    ],
)
def test_special_values(line: str, values: set[Fraction], why: str) -> None:
    """Those that an instance reaches, and what is said of others: x^2 - 3 has real roots, x^2 + 3 has none."""
    claim = claim_of(line)
    assert isinstance(claim, Equivalence) and max(DEGREES) < 20
    case = Case(claim)
    generic = base(case, draw_generic(case, {}, random.Random(0), 0))
    found = critical(case, generic)
    reached = {next(iter(instance.values.values()))[0][0] for instance in rational_instances(generic, found)}
    assert reached == values
    assert why in unreached(case, generic, found) and bool(why) == bool(unreached(case, generic, found))


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
