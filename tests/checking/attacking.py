"""Lines written to break the checker, with what is known of them: true or false, by the way in which they are made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple

from tests.checking.renaming import renamed


class Attack(NamedTuple):
    """A line with its declarations; whether it is true."""

    kind: str
    given: str
    line: str
    true: bool


class Lines(NamedTuple):
    """Lines that are false and lines that are true."""

    false: Sequence[str]
    true: Sequence[str]


LETTERS = (
    "a, b, c, t, u: scalar; p, q: scalar positive; x, y, z, m: D; C: D x D; R: D x D symmetric; S: D x D spd; "
    "Q: D x D orthogonal; W: 5 x 5 antisymmetric; I: D x D identity; i, j, k in 1..D; d[n]: scalar for n in 1..N; "
    "X[n]: D for n in 1..N; s: M spins; h: M; o, l in 1..M; f: function; v, w: scalar; "
    "newton(t) := t/2 + 1/t; larger(v; w) := (v + w + abs(v - w))/2"
)
ARGUMENTS = (
    "a",
    "b + a",
    "a b",
    "a^3",
    "x' y",
    "tr(R)",
    "det(C)",
    "sum(n, d[n])",
    "sum(n, X[n]' x)",
    "exp(a) - exp(b)",
    "log(p)",
    "x[1] y[1]",
    "f(a)",
    "E(t ~ N(a, p), t)",
    "(p - q)/c",
    "C[1,1] - R[1,1]",
    "h' s",
    "x' Q y",
)
"""Numbers of both signs that are not bounded."""


def corner(rng: random.Random) -> Lines:
    """What holds on one side of a corner that is far away, or on both."""
    number = f"{rng.choice(ARGUMENTS)} {rng.choice('+-')} {far(rng)}"
    false = (
        "abs({0}) = {0}",
        "sqrt(({0})^2) = -({0})",
        "(({0})^2)^(1/2) = {0}",
        "(({0})^4)^(1/4) = {0}",
        "max({0}, 0) = {0}",
        "min({0}, 0) = 0",
        "larger({0}; 0) = 0",
        "abs({0}) + {0} = 0",
        "abs(abs({0}) - 1) = abs({0}) - 1",
        "abs(({0})/p) + ({0})/p = 0",
        "exp(abs({0})) = exp({0})",
        "abs({0}) I = ({0}) I",
        "abs({0}) x = -({0}) x",
        "0 <= {0} with sqrt(({0})^2)",
        "{0} <= 0 with abs({0})",
        "0 <= {0} with norm({0})",
        "u abs({0}) propto_u u^2 ({0})",
        "for u: u + abs({0}) = {0} <=> u = 0",
        "u + abs({0}) = t solved by u = t - ({0})",
        "abs({0}) x[i] = ({0}) x[i]",
    )
    true = (
        "abs({0}) = max({0}, -({0}))",
        "sqrt(({0})^2) = abs(-({0}))",
        "max({0}, 0) + min({0}, 0) = {0}",
        "larger({0}; 0) = max({0}, 0)",
        "abs({0})^2 = ({0})^2",
        "0 <= abs({0}) with sqrt(abs({0}))",
        "u + abs({0}) = t solved by u = t - max({0}, -({0}))",
    )
    return Lines(*([line.format(number) for line in lines] for lines in (false, true)))


def far(rng: random.Random) -> str:
    """A positive number of any order of magnitude."""
    return f"{rng.randint(2, 99)}" if rng.random() < 1 / 2 else f"{rng.randint(1, 9)} * 10^{rng.randint(2, 12)}"


def literal(rng: random.Random) -> Lines:
    """What holds below a size that is written, or at a few sizes."""
    size = rng.randint(4, 14)
    written = " + ".join(f"x[{k}] y[{k}]" for k in range(1, size + 1))
    few = rng.randint(2, 6)
    poles, members, spins = (
        sign.join(term.format(k) for k in range(1, few + 1))
        for sign, term in ((" ", "(D - {0})"), (" ", "(N - {0})"), (" + ", "h[{0}] s[{0}]"))
    )
    false = (
        f"delta(i, {size}) = 0",
        f"delta(i, {size}) delta(j, {size}) x[i] = 0",
        f"sum(i > {size}, x[i]) = 0",
        f"sum(i >= {size}, sum(j > i, x[i] y[j])) = 0",
        f"prod(i != {size}, x[i]) = prod(i, x[i])",
        f"where(i <= {size}, x[i]) = x[i]",
        f"where(i < {size}, 1) C[i,j] = C[i,j]",
        f"x[i] = cases(0 if i = {size}, x[i] if i != {size})",
        f"x' y = {written}",
        f"{poles} a = 0",
        f"tr(I) = D + {poles}",
        f"E(x ~ N(0 x, I), x' x) = D + {poles}",
        f"N + {members} d[1] = N",
        f"sum(n, d[n]) = sum(n <= {size}, d[n])",
        f"spins(s, exp({spins})) = spins(s, exp(h' s))",
        f"x' y <= {written} + 1 with 1",
        f"for u: sum(i > {size}, x[i]) u = 0 <=> 0 u = 0",
        f"for z: x' z = {written.replace('y', 'z')} <=> 0 z = 0",
    )
    true = (
        f"sum(i > {size}, x[i]) + sum(i <= {size}, x[i]) = sum(i, x[i])",
        f"sum(i, delta(i, {size}) x[i]) = x[{size}]",
        f"where(i < {size}, x[i]) + where(i >= {size}, x[i]) = x[i]",
        f"x' y + 0 x[{size}] = sum(i, x[i] y[i])",
        f"{poles} tr(I) = D {poles}",
        f"spins(s, {spins}) = 0",
    )
    return Lines(false, true)


def special_value(rng: random.Random) -> Lines:
    """An equivalence that fails where a coefficient vanishes, or whose coefficient never does."""
    value, other, far_away = rng.randint(2, 40), rng.randint(2, 9), far(rng)
    false = (
        f"a - {far_away}",
        f"x[1] - {value}/{other}",
        f"x[{other}] + {value}",
        f"sum(n, d[n]) - {value}",
        f"sum(n, d[n]^2) - {value}",
        f"sum(n, X[n]' X[n] - {value})",
        f"sum(n, (d[n] - {value}) (d[n] + {value}))",
        f"d[1] d[2] + {value}",
        f"(a - {value})^2 + (b + {other})^2",
        f"(a - {value})^2 + (p - {other})^2 + (x[1] + 1)^2",
        f"tr(R) - {value}",
        f"tr(S) - {value}",
        f"tr(Q) - {value}/{value + 1}",
        f"Q[1,1] - {value}/{value + other}",
        f"det(C) - {value}",
        f"det(S) - {value}",
        f"p q - {value}",
        f"p/q - {value}/{other}",
        f"(a - {value}) (p + {other})",
        f"x' y + {value}",
        f"x' S x - {value}",
        f"exp(a b) - {value}",
        f"log(p) - {other}",
        f"sqrt(p) - {other}",
        f"abs(a) - {value}",
        f"(D - {other + 5}) (p + 1)",
        f"N - D - {other}",
        f"N D - {value}",
        f"N + D - {value}",
        f"N M - D - {other}",
    )
    true = (
        f"p + {value}",
        f"a^2 + {value}",
        f"x' x + {other}",
        "exp(a)",
        "det(S)",
        f"p q {value}",
        f"exp(a b) + {value}",
        f"sum(n, d[n]^2) + {value}",
        f"(a - {value})^2 + (a + {other})^2",
        f"D + {value}",
        f"tr(Q' Q) {value}",
    )
    about = rng.choice(("for u: ({0}) u = 0 <=> u = 0", "for z: ({0}) z = ({0}) y <=> z = y"))
    return Lines(*([about.format(coefficient) for coefficient in lines] for lines in (false, true)))


def tiny(rng: random.Random) -> Lines:
    """Numbers that differ by less than a ball."""
    deep = rng.randint(8, 12)
    number = "newton(" * deep + "1" + ")" * deep
    frame = rng.choice(
        (
            "{0} + {1}",
            "log({0} + {1})",
            "a ({0} + {1})",
            "exp({0}) + {1}",
            "p + {0} - {1}",
            "x[i] + {0} x[i] {1}",
            "det({0} S) + {1}",
            "f({0} a) + {1}",
            "abs({0} - {1})",
        )
    )
    constant = f"log({rng.randint(2, 9)} + sqrt({rng.choice((2, 3, 5, 7))}))"
    left, right = (frame.format(one, constant) for one in (number, "sqrt(2)"))
    huge = f"10^{rng.randint(18, 60)}"
    return Lines(
        (f"{left} = {right}", f"a + 1/{huge} = a", f"exp(-{huge[3:]}) = 1/{huge}", f"x + y/{huge} = x"),
        (f"{left} = {left} + 0 a", f"1/((a + b)^2 - a^2 - 2 a b - b^2 + 1/{huge}) = {huge}"),
    )


def captured(rng: random.Random) -> Lines:
    """An index or a letter that is bound twice."""
    terms = ("x[{0}]", "y[{0}]", "x[{0}] y[{0}]", "R[{0},{0}]", "delta({0}, 2)", "where({0} < 3, x[{0}])")
    one, other = (rng.choice(terms).format("i") for _ in range(2))
    apart = rng.choice(terms)
    false = (
        f"sum(i, {one} sum(i, {other} + d[1])) = sum(i, ({one}) ({other} + d[1]))",
        "sum(i, C[i,j] x[j]) = sum(i, C[i,i] x[i])",
        "E(t ~ N(t, p), t) = 0",
        "integral(t exp(-(t - a)^2), t) = t integral(exp(-(t - a)^2), t)",
        "prod(i, x[i] sum(j, y[j])) = prod(i, x[i]) sum(j, y[j])",
    )
    true = (
        f"sum(i, {apart.format('i')} sum(i, {other})) = sum(j, {apart.format('j')}) sum(i, {other})",
        "sum(i, sum(j, C[i,j] x[j])) = sum(j, sum(i, C[j,i] x[i]))",
        "E(t ~ N(t, p), t) = t",
        "integral(exp(-(t - a)^2), t) = integral(exp(-(u - a)^2), u)",
        f"sum(i, sum(i, {other})) = D sum(i, {other})",
    )
    return Lines(false, true)


def function(rng: random.Random) -> Lines:
    """A function letter with something that not every function has."""
    step = f"{rng.randint(1, 40)} pi/{rng.randint(1, 7)}"
    false = (
        f"f(log(p) + {step}) = f(log(p))",
        f"f(sqrt(p) + {step}) propto_p f(sqrt(p))",
        f"integral(f(t), t, 0, {step}) = 0",
        f"abs(f(a) + {far(rng)}) = f(a) + {far(rng)}",
        f"f(-a) + f(a) = {far(rng)}",
        "f(a + b) = f(a) + f(b)",
        f"f(a)^2 + f(a + {step})^2 = 1",
        f"f(a) <= {far(rng)} with sqrt(({far(rng)} - f(a))^2)",
        "grad(grad(grad(grad(grad(f(a), a), a), a), a), a) = 0",
        "for u: f(a) u = 0 <=> u = 0",
    )
    true = (
        f"f(log(p) + {step}) - f({step} + log(p)) = 0",
        "grad(f(a)^2, a) = 2 f(a) grad(f(a), a)",
        "f(abs(a)) = f(max(a, -a))",
        "integral(grad(f(t), t), t, 0, a) = f(a) - f(0)",
    )
    return Lines(false, true)


def singular(rng: random.Random) -> Lines:
    """Matrices that are singular for every draw, and floats that cannot see it."""
    power, column = rng.randint(8, 25), rng.choice(("x", "y", "Q x", "C y"))
    false = (
        f"det({column} ({column})' + I) = 0",
        f"det(W^{2 * rng.randint(1, 4)} + a^2 W W') = 1",
        f"(C^{power})^-1 = (C^-1)^{power - 1}",
        "det(W + a W') = 1",
    )
    true = (
        "det(W) = 0",
        f"(C^{power})^-1 = (C^-1)^{power}",
        f"det(I + {column} ({column})') = 1 + ({column})' {column}",
        f"det({rng.randint(2, 9)} W + W^3) = 0",
    )
    return Lines(false, true)


def counted(rng: random.Random) -> Lines:
    """A rational function of a size that vanishes at the smallest ones, with the size in disguise."""
    last = rng.randint(3, 9)
    size = rng.choice(SIZES)
    factors = " ".join(f"({size} - {k})" for k in range(1, last + 1))
    fractions = " + ".join(f"({residue(last, k)})/({size} + {k})" for k in range(1, last + 2))
    product = " ".join(f"({size} + {k})" for k in range(1, last + 2))
    false = (f"{factors} b = 0", f"a + {factors} = a", f"{fractions} = 0", f"b + {fractions} = b", f"{factors} x = 0 x")
    true = (f"{fractions} = {factors}/({product})", f"{size} - 1 = tr(I) - 1", f"{factors} 0 = 0")
    return Lines(false, true)


SIZES = (
    "D",
    "tr(I)",
    "tr(S S^-1)",
    "sum(i, 1)",
    "norm(I)^2",
    "tr(Q Q')",
    "sum(i, sum(j, delta(i, j)))",
    "E(x ~ N(0 x, I), x' x)",
    "x' x tr(I)/(x' x)",
    "tr(grad(x, x))",
)
"""The dimension, written in other ways."""


def residue(last: int, pole: int) -> Fraction:
    """Of (t - 1) .. (t - last) / (t + 1) .. (t + last + 1) at minus the pole."""
    others = (k for k in range(1, last + 2) if k != pole)
    return prod((Fraction(-pole - k) for k in range(1, last + 1)), start=Fraction(1)) / prod(k - pole for k in others)


KINDS: tuple[Callable[[random.Random], Lines], ...] = (
    corner,
    literal,
    special_value,
    tiny,
    captured,
    function,
    singular,
    counted,
)
TRUE = 1 / 4
"""So many of the lines are true."""
OTHER_NAMES = 1 / 3
"""So many of the lines have other letters."""


def made(kind: Callable[[random.Random], Lines], rng: random.Random) -> Attack:
    """A line of the kind."""
    lines, truth, given = kind(rng), rng.random() < TRUE, LETTERS
    line = rng.choice(lines.true if truth else lines.false)
    if rng.random() < OTHER_NAMES:
        given, (line,) = renamed(given, [line], str(rng.random()))
    return Attack(kind.__name__, given, line, truth)


def attacks(rng: random.Random) -> Iterator[Attack]:
    """Attacks of all kinds in turn, for ever."""
    while True:
        for kind in KINDS:
            yield made(kind, rng)
