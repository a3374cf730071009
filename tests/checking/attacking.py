"""Lines written to break the checker, with what is known of them: true or false, by the way in which they are made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Attack(NamedTuple):
    """A line with its declarations; whether it is true."""

    kind: str
    given: str
    line: str
    true: bool


LETTERS = (
    "a, b, c, t, u: scalar; p, q: scalar positive; x, y: D; C: D x D; R: D x D symmetric; S: D x D spd; "
    "Q: D x D orthogonal; i, j, k in 1..D; z[n]: scalar for n in 1..N; s: M spins; h: M; o in 1..M; f: function; "
    "newton(t) := t/2 + 1/t; v, w: scalar; larger(v; w) := (v + w + abs(v - w))/2"
)
ARGUMENTS = (
    "a",
    "b + a",
    "a b",
    "a^3",
    "x' y",
    "tr(R)",
    "det(C)",
    "sum(n, z[n])",
    "exp(a) - exp(b)",
    "log(p)",
    "x[1] y[1]",
)
"""Numbers of both signs that are not bounded."""


def corner(rng: random.Random) -> Attack:
    """What holds on one side of a corner that is far away, or on both."""
    number = f"{rng.choice(ARGUMENTS)} {rng.choice('+-')} {far(rng)}"
    false = (
        "abs({0}) = {0}",
        "sqrt(({0})^2) = -({0})",
        "max({0}, 0) = {0}",
        "larger({0}; 0) = 0",
        "abs({0}) + {0} = 0",
    )
    true = ("abs({0}) = max({0}, -({0}))", "sqrt(({0})^2) = abs(-({0}))", "max({0}, 0) + min({0}, 0) = {0}")
    truth = rng.random() < 1 / 4
    return Attack("corner", LETTERS, rng.choice(true if truth else false).format(number), truth)


def far(rng: random.Random) -> str:
    """A positive number of any order of magnitude."""
    return f"{rng.randint(2, 99)}" if rng.random() < 1 / 2 else f"{rng.randint(1, 9)} * 10^{rng.randint(2, 12)}"


def literal(rng: random.Random) -> Attack:
    """What holds below a size that is written."""
    size = rng.randint(4, 14)
    written = " + ".join(f"x[{k}] y[{k}]" for k in range(1, size + 1))
    poles = " ".join(f"(D - {k})" for k in range(1, min(size, 7)))
    false = (
        f"delta(i, {size}) = 0",
        f"sum(i > {size}, x[i]) = 0",
        f"prod(i != {size}, x[i]) = prod(i, x[i])",
        f"where(i <= {size}, x[i]) = x[i]",
        f"x' y = {written}",
        f"{poles} a = 0",
        f"sum(n, z[n]) = sum(n <= {size}, z[n])",
    )
    true = (
        f"sum(i > {size}, x[i]) + sum(i <= {size}, x[i]) = sum(i, x[i])",
        f"sum(i, delta(i, {size}) x[i]) = x[{size}]",
        f"x' y + 0 x[{size}] = sum(i, x[i] y[i])",
    )
    truth = rng.random() < 1 / 4
    return Attack("literal", LETTERS, rng.choice(true if truth else false), truth)


def special_value(rng: random.Random) -> Attack:
    """An equivalence that fails where a coefficient vanishes, or whose coefficient never does."""
    value, other = rng.randint(2, 40), rng.randint(2, 9)
    false = (
        f"a - {value}",
        f"x[1] - {value}/{other}",
        f"sum(n, z[n]) - {value}",
        f"(a - {value})^2 + (b + {other})^2",
        f"tr(R) - {value}",
        f"det(C) - {value}",
        f"p q - {value}",
        f"(a - {value}) (p + {other})",
        f"x' y + {value}",
    )
    true = (f"p + {value}", f"a^2 + {value}", f"x' x + {other}", "exp(a)", "det(S)", f"p q {value}")
    truth = rng.random() < 1 / 4
    return Attack("special value", LETTERS, f"for u: ({rng.choice(true if truth else false)}) u = 0 <=> u = 0", truth)


def tiny(rng: random.Random) -> Attack:
    """Numbers that differ by less than a ball."""
    number = "newton(" * 8 + "1" + ")" * 8
    frame = rng.choice(("{0} + {1}", "log({0} + {1})", "a ({0} + {1})", "exp({0}) + {1}", "p + {0} - {1}"))
    constant = f"log({rng.randint(2, 9)} + sqrt({rng.choice((2, 3, 5, 7))}))"
    truth = rng.random() < 1 / 4
    left, right = (frame.format(one, constant) for one in (number, number if truth else "sqrt(2)"))
    return Attack("tiny difference", LETTERS, f"{left} = {right}", truth)


def captured(rng: random.Random) -> Attack:
    """An index that is bound twice."""
    one, other = rng.sample(("x[i]", "y[i]", "x[i] y[i]", "R[i,i]"), 2)
    truth = rng.random() < 1 / 2
    apart, caught = f"sum(j, {one.replace('i', 'j')}) sum(i, {other})", f"sum(i, ({one}) ({other}))"
    return Attack("capture", LETTERS, f"sum(i, {one} sum(i, {other})) = {apart if truth else caught}", truth)


def period(rng: random.Random) -> Attack:
    """A function letter with something that not every function has."""
    step = f"{rng.randint(1, 40)} pi/{rng.randint(1, 7)}"
    false = (
        f"f(log(p) + {step}) = f(log(p))",
        f"abs(f(a) + {far(rng)}) = f(a) + {far(rng)}",
        f"f(-a) + f(a) = {far(rng)}",
    )
    true = (f"f(log(p) + {step}) - f({step} + log(p)) = 0", "grad(f(a)^2, a) = 2 f(a) grad(f(a), a)")
    truth = rng.random() < 1 / 4
    return Attack("function", LETTERS, rng.choice(true if truth else false), truth)


KINDS: tuple[Callable[[random.Random], Attack], ...] = (corner, literal, special_value, tiny, captured, period)


def attacks(rng: random.Random) -> Iterator[Attack]:
    """Attacks of all kinds in turn, for ever."""
    while True:
        for kind in KINDS:
            yield kind(rng)
