"""Function letters: what stands for them has nothing in common, and what holds of all functions is still verified."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from flint import arb

from derivations.checking.ladder import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.values.balls import Balls
from derivations.values.exact_systems import ExactReals
from derivations.values.floats.system import ELEMENTARY, Floats
from derivations.values.function_letters import MAGNITUDES, instance_name, stand_in, stand_in_value

SCOPE = declare("f, g: function; a, c, t: scalar; p: scalar positive", Scope())

FALSE = [
    ("f(log(p) + 14 pi) = f(log(p))", "a period"),
    ("f(log(p) + 44) = f(log(p))", "another one"),
    ("f(0) = f(14 pi)", "at a known place"),
    ("f(pi) = f(3 pi)", "of waves"),
    ("f(sqrt(p) + 2 pi) - f(sqrt(p)) = f(sqrt(p) + 4 pi) - f(sqrt(p) + 2 pi)", "but for a slope"),
    ("exp(f(log(p) + 14 pi)) = exp(f(log(p)))", "inside a function"),
    ("f(f(log(p)) + 14 pi) = f(f(log(p)))", "of a function of a function"),
    ("f(log(p) + 28 pi) propto_p f(log(p))", "of a proportion"),
    ("integral(f(t), t, 0, 14 pi) = 0", "a mean"),
    ("integral(f(t), t, -pi, pi) = 0", "a parity, by its mean"),
    ("integral(f(t)^2, t, 0, 14 pi) = 21 pi", "a mean square"),
    ("integral(f(t + 14 pi), t, 0, 1) = integral(f(t), t, 0, 1)", "a period under an integral"),
    ("f(-sqrt(p)) = f(sqrt(p))", "even"),
    ("f(-sqrt(p)) = -f(sqrt(p))", "odd"),
    ("abs(f(log(p))) = f(log(p))", "a sign"),
    ("abs(grad(f(t), t)) = grad(f(t), t)", "a monotonous function"),
    ("abs(10 - f(a)) = 10 - f(a)", "a bound above"),
    ("sqrt((f(a)^2 - 1)^2) = f(a)^2 - 1", "a size of at least 1"),
    ("abs(10^6 + f(log(p))) = 10^6 + f(log(p))", "a bound below"),
    ("sqrt((f(sqrt(p)) - 30)^2) = 30 - f(sqrt(p))", "a bound by a root"),
    ("abs(100 - f(a) f(c)) = 100 - f(a) f(c)", "a bound of a product"),
    ("abs(f(a) + g(c) + 50) = f(a) + g(c) + 50", "of two functions"),
    ("grad(grad(f(t), t), t) = -f(t)", "a differential equation"),
    ("grad(grad(grad(grad(f(t), t), t), t), t) = 0", "a polynomial"),
    ("f(p) = g(p)", "two functions"),
]


@pytest.mark.parametrize(("line", "why"), FALSE)
def test_nothing_is_common_to_functions(line: str, why: str) -> None:
    (claim,) = read_line(line, SCOPE)
    assert check(claim).status == "rejected", why


NEAR_ONE_VALUE = [
    "abs(abs(f(a) + 2 * 10^4) - 1) = abs(f(a) + 2 * 10^4) - 1",
    "abs(abs(f(a) - 68) - 1) = abs(f(a) - 68) - 1",
    "abs(abs(g(log(p)) - 7 * 10^6) - 10) = abs(g(log(p)) - 7 * 10^6) - 10",
    "abs(10^40 - f(1)) = 10^40 - f(1)",
    "sqrt((10^40 - f(2))^2) = 10^40 - f(2)",
    "f(1) <= 10^40",
    "f(2) <= f(1) + 10^40",
]


@pytest.mark.parametrize("line", NEAR_ONE_VALUE)
def test_what_fails_near_one_value_of_a_function_alone_is_not_verified(line: str) -> None:
    (claim,) = read_line(line, SCOPE)
    assert check(claim).status in ("rejected", "inconclusive")


TRUE = [
    "f(log(p) + log(a^2 + 1)) = f(log(p (a^2 + 1)))",
    "log(exp(f(a)) + 1) - log(exp(-f(a)) + 1) = f(a)",
    "log(exp(f(t)) + exp(g(t))) = f(t) + log(1 + exp(g(t) - f(t)))",
    "sigmoid(f(a)) + sigmoid(-f(a)) = 1",
    "abs(f(log(p)))^2 = f(log(p))^2",
    "sqrt(f(log(p))^2 g(a)^2) = abs(f(log(p)) g(a))",
    "integral(grad(f(t), t), t, 0, 1) = f(1) - f(0)",
    "integral(f(t), t, 0, 2) = 2 integral(f(2 t), t, 0, 1)",
    "grad(log(cosh(f(t))), t) = tanh(f(t)) grad(f(t), t)",
    "f(log(p))^2 - g(a)^2 = (f(log(p)) - g(a)) (f(log(p)) + g(a))",
]


@pytest.mark.parametrize("line", TRUE)
def test_what_holds_of_all_functions_is_verified(line: str) -> None:
    (claim,) = read_line(line, SCOPE)
    assert check(claim).passed


def test_derivatives_are_those_of_the_function() -> None:
    """Central differences; by 1e-4 they are good to 1e-7 where the third derivative is of order ten."""
    for name in ("f1_3_5", "f2_3_5"):
        for order in range(4):
            below, above, slope = (
                stand_in_value(float, ELEMENTARY, name, one, place)
                for one, place in ((order, 0.7 - 1e-4), (order, 0.7 + 1e-4), (order + 1, 0.7))
            )
            assert abs((above - below) / 2e-4 - slope) < 1e-4


def test_balls_and_floats_have_the_same_function_but_for_its_height() -> None:
    for name in ("f1/0/5", "f1/8/6", "f1/32/5"):
        values = [float(Balls().unknown(name, 1, arb(place)).mid()) for place in (1, 2)]
        floats = [Floats().unknown(name, 1, float(place)) for place in (1, 2)]
        assert math.isclose(values[0] / values[1], floats[0] / floats[1], rel_tol=1e-9)


def test_values_have_both_signs_and_many_orders_of_magnitude() -> None:
    rng = random.Random(0)
    names = [instance_name("f1", rng.choice(MAGNITUDES), seed) for seed in range(200)]
    reals = ExactReals()
    for values in (
        [float(Balls().unknown(name, 0, arb(2)).mid()) for name in names],
        [float(reals.unknown(name, 0, reals.number(Fraction(2))).to_ball()) for name in names],
    ):
        assert min(sum(value > 0 for value in values), sum(value < 0 for value in values)) > 60
        sizes = [abs(value) for value in values]
        assert min(sizes) < 1 and max(sizes) > 1e30 and sum(size < 100 for size in sizes) > 60


def test_functions_of_other_names_have_other_frequencies() -> None:
    frequencies = [wave[0] for seed in range(100) for wave in stand_in(f"f1/0/{seed}").waves]
    assert len(set(frequencies)) == len(frequencies)
