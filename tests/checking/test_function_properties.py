"""Function letters that are declared convex, even and the like: what follows is found, nothing else is accepted."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb

from derivations.checking.ladder import check
from derivations.checking.verdict import Verdict
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree import FUNCTION_KINDS, Grad, Letter, ShapeError, Sub, nonnegative, smooth
from derivations.values.balls import Balls
from derivations.values.floats.system import ELEMENTARY
from derivations.values.function_families import FAMILIES, polynomial_of
from derivations.values.function_letters import height, instance_name, of_kind, stand_in_value, with_constant
from tests.checking.judging import evidence

SCOPE = declare(
    """
    a, c, t: scalar; th: scalar in [0, 1]; q, L: scalar positive; p: K simplex; x, y: K; P: K x K stochastic
    i, j in 1..K; f, g: function convex; h: function concave; r: function positive; u: function even
    v: function odd; s: function smooth L; w: function
    """,
    Scope(),
)


def verdict(line: str) -> Verdict:
    (claim,) = read_line(line, SCOPE)
    return check(claim)


TRUE = """
f(a/3 + 2/3 c) <= f(a)/3 + 2/3 f(c)
f(a th + c (1 - th)) <= th f(a) + (1 - th) f(c)
f(sum(j, x[j])/K) <= 1/K sum(i, f(x[i]))
f(sum(j, P[i,j] x[j])) <= sum(j, P[i,j] f(x[j]))
f(sum(j, exp(y[j])/sum(j, exp(y[j])) x[j])) <= sum(j, exp(y[j])/sum(j, exp(y[j])) f(x[j]))
f(x[i]) + grad(f(x[i]), x[i]) (y[i] - x[i]) <= f(y[i])
q f(a) + q grad(f(a), a) (c - a) <= q f(c)
f(a) + g(a) + (grad(f(a), a) + grad(g(a), a)) (c - a) <= f(c) + g(c)
f(E(j ~ p, x[j])) + h(a) <= E(j ~ p, f(x[j])) + h(c) + grad(h(c), c) (a - c)
E(j ~ p, h(x[j])) <= h(E(j ~ p, x[j]))
(h(a) + h(c))/2 <= h((a + c)/2)
abs(grad(grad(f(a), a), a)) = grad(grad(f(a), a), a)
s(c) <= s(a) + grad(s(c), c) (c - a) + L/2 (c - a)^2
s(c) <= s(a) + grad(s(a), a) (c - a) + 2 L (c - a)^2
s(c) - s(a) - grad(s(a), a) (c - a) <= L (c - a)^2
0 <= sum(i, p[i] (f(y[i]) - f(x[i]) - grad(f(x[i]), x[i]) (y[i] - x[i])))
(grad(s(a), a) - grad(s(c), c)) (a - c) <= L (a - c)^2
-(L (a - c)^2) <= (grad(s(a), a) - grad(s(c), c)) (a - c)
abs(grad(grad(s(a), a), a)) <= L
grad(grad(s(a), a), a) <= L
-L <= grad(grad(s(a), a), a)
sqrt(r(a)^2) = r(a)
max(r(a), 0) = r(a)
log(r(a)) <= r(a) - 1
f(a)^2 <= f(a)^2 + r(a)
exp(r(a)) exp(-r(a)) = 1
exp(f(a)) exp(-f(a)) = 1
u(abs(a)) = u(a)
u(v(a)) = u(v(-a))
f(u(a)) = f(u(-a))
v(log(q)) = -v(log(1/q))
v(abs(a)) a = v(a) abs(a)
grad(grad(v(-a), a), a) = -grad(grad(v(a), a), a)
integral(v(t) u(t), t, -q, q) = 0
integral(u(t), t, -q, q) = 2 integral(u(t), t, 0, q)
grad(s(a) + L a, L) = a
"""


@pytest.mark.parametrize("line", TRUE.split("\n")[1:-1])
def test_what_follows_from_a_declaration_is_found_without_a_condition(line: str) -> None:
    found = verdict(line)
    assert found.passed and not found.conditions, found


FALSE = """
f(a) <= 0
0 <= f(a)
f(a) <= f(0) + a^2
f(a + c) <= f(a) + f(c)
0 <= grad(f(a), a)
0 <= grad(grad(f(a) g(a), a), a)
0 <= grad(grad(f(f(a)), a), a)
0 <= grad(grad(f(a) - g(a), a), a)
0 <= grad(grad(grad(f(a), a), a), a)
abs(f(a)) = f(a)
abs(grad(f(a), a)) = grad(f(a), a)
abs(grad(grad(f(a), a), a) - 10^-6) = grad(grad(f(a), a), a) - 10^-6
abs(grad(grad(grad(grad(f(a), a), a), a), a)) = grad(grad(grad(grad(f(a), a), a), a), a)
exp(grad(grad(grad(grad(grad(f(a), a), a), a), a), a)) = 1
f(c) = f(a) + grad(f(a), a) (c - a) + (c - a)^2 grad(grad(f(a), a), a)/2
f(-a) = f(a)
f(2 a) = 4 f(a)
f(c) <= f(a) + grad(f(a), a) (c - a)
f(c) <= f(a) + grad(f(a), a) (c - a) + L/3 (c - a)^2
f(c) <= f(a) + grad(f(a), a) (c - a) + L/2 (c - a)^2
f(a) + grad(f(c), c) (c - a) <= f(c)
f(a) + grad(g(a), a) (c - a) <= f(c)
0 <= (grad(f(a), a) - grad(f(c), c)) (c - a)
0 <= (grad(f(a), a) - grad(g(c), c)) (a - c)
sum(j, p[j] f(x[j])) <= f(sum(j, p[j] x[j]))
f(sum(j, y[j] x[j])) <= sum(j, y[j] f(x[j]))
f(sum(j, p[j] x[j])) <= sum(j, p[j] g(x[j]))
f(sum(j, p[j] x[j])) <= sum(j, P[1,j] f(x[j]))
f(sum(j, p[j]^2 x[j])) <= sum(j, p[j]^2 f(x[j]))
f(sum(j, P[j,i])/K) <= sum(i, f(P[j,i]))/K
w(sum(j, p[j] x[j])) <= sum(j, p[j] w(x[j]))
th f(a) + (1 - th) f(c) <= f(th a + (1 - th) c)
f(th a + th c) <= th f(a) + th f(c)
f((a + c)/3) <= (f(a) + f(c))/3
f(2 a - c) <= 2 f(a) - f(c)
f(a) <= (1 - a) f(0) + a f(1)
h(a) <= 0
h(th a + (1 - th) c) <= th h(a) + (1 - th) h(c)
h(a) + grad(h(a), a) (c - a) <= h(c)
0 <= grad(grad(h(a), a), a)
grad(grad(h(h(a)), a), a) <= 0
grad(grad(log(r(a)), a), a) <= 0
0 <= grad(grad(log(r(a)), a), a)
0 <= grad(grad(r(a), a), a)
0 <= grad(r(a), a)
r(a) <= 10^30
r(a + c) = r(a) r(c)
r(-a) = r(a)
abs(log(r(a))) = log(r(a))
u(2 a) = 4 u(a)
u(a) <= u(0) + a^2
u(0) <= u(a)
u(a + 1) = u(a)
u(-a) = -u(a)
grad(u(-a), a) = -grad(u(a), a)
u(0) = 0
0 <= grad(v(a), a)
abs(grad(v(a), a)) = grad(v(a), a)
0 <= a v(a)
v(2 a) = 2 v(a)
v(abs(a)) = abs(v(a))
integral(v(t), t, 0, q) = 0
integral(v(t), t, -q, 2 q) = 0
integral(u(t), t, -q, q) = 0
integral(v(t) r(t), t, -q, q) = 0
s(c) <= s(a) + grad(s(a), a) (c - a) + L/3 (c - a)^2
s(c) <= s(a) + grad(s(a), a) (c - a) + 1/2 (c - a)^2
s(c) - s(a) - grad(s(a), a) (c - a) <= 49/100 L (c - a)^2
s(a) + grad(s(a), a) (c - a) <= s(c)
abs(grad(s(a), a)) <= L
abs(s(a) - s(c)) <= L abs(a - c)
abs(grad(s(a), a) - grad(s(c), c)) <= L/2 abs(a - c)
(grad(s(a), a) - grad(s(c), c))^2 <= L (grad(s(a), a) - grad(s(c), c)) (a - c)
s(a - grad(s(a), a)/L) <= s(a) - grad(s(a), a)^2/L
s(a - 3 grad(s(a), a)/L) <= s(a) - grad(s(a), a)^2/(2 L)
grad(grad(s(a), a), a) <= 99/100 L
abs(1000 L - s(a)) = 1000 L - s(a)
s(a) = L a^2/2
f(1) + f(3) = 2 f(2)
for c: u(a) c = u(a) t <=> c = t
for c: grad(grad(f(a), a), a) c = 0 <=> c = 0
f(0) <= f(a) attained at a = 0
r(a) propto_a exp(a)
"""


@pytest.mark.parametrize("line", FALSE.split("\n")[1:-1])
def test_what_does_not_follow_is_rejected_and_the_function_is_shown(line: str) -> None:
    found = verdict(line)
    assert found.status == "rejected", found
    assert found.counterexample is not None
    assert any("(t)" in name for name in found.counterexample.texts()), found.counterexample.text()
    assert found.counterexample.text()


def test_the_function_that_is_shown_is_the_one_that_refutes() -> None:
    """A polynomial where one refutes, whole or with a fraction; else waves and exponentials, to six digits."""
    for line in (
        "s(a) + grad(s(a), a) (c - a) - 2 (c - a)^2 <= s(c)",
        "abs(log(r(a))) = log(r(a))",
        "exp(grad(grad(grad(grad(grad(f(a), a), a), a), a), a)) = 1",
    ):
        (claim,) = read_line(line, SCOPE)
        assert not evidence(claim, check(claim))


UNDECIDED = """
0 <= grad(grad(f(g(a)), a), a)
abs(f(a) + 10^9) = f(a) + 10^9
1/10^9 <= r(a)
abs(r(a) - 1/10^9) = r(a) - 1/10^9
abs(10^40 - r(1)) = 10^40 - r(1)
sqrt((10^40 - u(1))^2) = 10^40 - u(1)
abs(10^40 - f(1)) = 10^40 - f(1)
f(1) <= 10^40
r(1) <= 10^40
s(1) <= 10^9 L
0 <= f(1) + 10^60
"""


@pytest.mark.parametrize("line", UNDECIDED.split("\n")[1:-1])
def test_what_is_false_and_hard_to_refute_is_not_accepted(line: str) -> None:
    assert verdict(line).status in ("rejected", "inconclusive")


# ---------------------------------------------------------------- stand-ins

PLACES = [k / 7 for k in range(-60, 61)]
NAMES = [instance_name("f1", magnitude, seed) for seed in range(60) for magnitude in (0, 8)]
CONSTANT = Fraction(7, 3)


def values(kind: str, name: str, order: int) -> list[float]:
    """The derivative of a stand-in of the kind, but for its height."""
    known = of_kind(with_constant(name, CONSTANT) if kind == "smooth" else name, kind)
    return [stand_in_value(float, ELEMENTARY, known, order, place) for place in PLACES]


def test_every_kind_has_stand_ins() -> None:
    assert set(FAMILIES) == set(FUNCTION_KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_stand_ins_have_what_is_declared(name: str) -> None:
    """On a grid, beside rounding; the second derivatives have values of order one and more somewhere on it."""
    bends = values("convex", name, 2)
    assert min(bends) >= -1e-9 * max(bends)
    assert max(values("concave", name, 2)) <= 1e-9 * max(map(abs, values("concave", name, 2)))
    assert min(values("positive", name, 0)) > 0
    assert max(map(abs, values("smooth", name, 2))) <= float(CONSTANT) * (1 + 1e-9)
    for kind, sign in (("even", 1), ("odd", -1)):
        there = values(kind, name, 0)
        assert all(math.isclose(one, sign * two, abs_tol=1e-12) for one, two in zip(there, there[::-1], strict=True))


@pytest.mark.parametrize("kind", set(FUNCTION_KINDS) - {""})
def test_derivatives_are_those_of_the_stand_in(kind: str) -> None:
    """Central differences of step 1e-4: good to 1e-7 beside third derivatives, which are within 1e3 of the values."""
    for name in NAMES[:40]:
        known = of_kind(with_constant(name, CONSTANT), kind)
        for order in range(3):
            below, above = (stand_in_value(float, ELEMENTARY, known, order, at) for at in (0.7 - 1e-4, 0.7 + 1e-4))
            slope = stand_in_value(float, ELEMENTARY, known, order + 1, 0.7)
            assert abs((above - below) / 2e-4 - slope) < 1e-5 * (1 + abs(slope) + abs(above))


def test_a_constant_scales_one_function_and_no_height_does() -> None:
    one, other = (of_kind(with_constant("f1/8/5", constant), "smooth") for constant in (Fraction(1), CONSTANT))
    first, second = (Balls().unknown(name, 1, arb(2)) for name in (one, other))
    assert math.isclose(float(second / first), float(CONSTANT)) and height(one) == 1


def test_sharp_cases_are_among_those_with_a_constant() -> None:
    found = [values("smooth", name, 2) for name in NAMES]
    extremes = [{round(value / float(CONSTANT), 9) for value in one} for one in found]
    assert {1.0} in extremes and {-1.0} in extremes


def test_functions_that_bend_are_neither_all_even_nor_all_quadratic_nor_of_one_growth() -> None:
    names = NAMES[::2]
    growth = {round(math.log10(1 + max(map(abs, values("convex", name, 0)))), 1) for name in names}
    assert len(growth) > 8
    assert sum(abs(values("convex", name, 3)[80]) > 1e-6 for name in names) > 40
    assert {values("convex", name, 1)[60] > 0 for name in names} == {True, False}
    bends = [values("convex", name, 2)[60] * float(height(of_kind(name, "convex"))) for name in NAMES]
    assert min(bends) < 1e-9 and max(bends) > 1e6


@pytest.mark.parametrize("kind", set(FUNCTION_KINDS) - {""})
def test_polynomials_of_a_reader_have_what_is_declared(kind: str) -> None:
    numbers = [Fraction(k, 2) for k in (-4, -1, 0, 1, 3)]
    told = FUNCTION_KINDS[kind]
    for a, b, c, d in ((a, b, c, d) for a in numbers for b in numbers for c in numbers for d in numbers):
        found = polynomial_of(kind, (a, b, c, d), CONSTANT)
        for at in (Fraction(k, 3) for k in range(-9, 10)):
            value, mirrored = (sum(v * x**k for k, v in enumerate(found)) for x in (at, -at))
            bend = sum((v * k * (k - 1) * at ** (k - 2) for k, v in enumerate(found) if k > 1), Fraction(0))
            assert told.bends * bend >= 0 and (value > 0 or not told.positive)
            assert not told.parity or value == told.parity * mirrored
            assert abs(bend) <= CONSTANT or not told.bounded


# ---------------------------------------------------------------- declarations


@pytest.mark.parametrize(
    "declaration",
    [
        "f: function konvex",
        "f: function convex 3",
        "f: function even L",
        "f: function smooth",
        "f: function smooth M",
        "f: function smooth x",
        "f: function smooth 2",
        "f: function smooth a",
    ],
)
def test_a_wrong_declaration_says_what_can_be_said(declaration: str) -> None:
    with pytest.raises(ReadError) as error:
        declare(declaration, declare("L: scalar positive; a: scalar; x: K", Scope()))
    assert str(error.value).startswith(f"found the declaration {declaration!r}: function letter: found")
    assert "smooth L" in str(error.value)


def test_a_word_that_nobody_knows_is_answered_by_all_that_are() -> None:
    with pytest.raises(ReadError, match="expected nothing, convex, concave, positive, even, odd or 'smooth L'"):
        declare("f: function konvex", Scope())


def test_a_chapter_says_the_same() -> None:
    a, c, bound = Letter("a"), Letter("c"), Letter("L", structure="positive")
    f, s = smooth("f", "convex"), smooth("s", "smooth", bound)
    assert nonnegative(Grad(Grad(f(a), a), a)) and nonnegative(Sub(bound, Grad(Grad(s(a), a), a)))
    assert not nonnegative(Grad(Grad(smooth("f")(a), a), a)) and not nonnegative(Grad(Grad(f(c), a), a))
    with pytest.raises(ShapeError, match="expected nothing, convex"):
        smooth("f", "konvex")
    with pytest.raises(ShapeError, match="scalar positive"):
        smooth("f", "smooth", a)


def test_one_letter_is_declared_in_one_way() -> None:
    a = Letter("a")
    (claim,) = read_line("f(a) = f(a)", SCOPE)
    found = check(type(claim)(smooth("f", "convex")(a), smooth("f", "even")(a)))  # type: ignore[call-arg]
    assert found.status == "undefined" and "convex and even" in found.reason
