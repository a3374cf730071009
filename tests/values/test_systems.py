"""Number systems against each other, and what the checker does when one of them is broken."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy

from derivations.chapter import det, exp, grad, log, sqrt, total, tr
from derivations.checking import ladder
from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, compare, compare_balls, compare_reals, entries
from derivations.checking.instances import Instance, draw_generic
from derivations.checking.verdict import RungDisagreement
from derivations.claims.claim import Equation
from derivations.tree.errors import NotExpressible, UndefinedValue
from derivations.tree.letters import Letter
from derivations.tree.node import Expr, lift
from derivations.tree.shapes import SCALAR, shape_of
from derivations.values.balls import Balls
from derivations.values.evaluation import Evaluator
from derivations.values.exact import Exact
from derivations.values.exact_systems import PRIME, ExactReals, PrimeField
from derivations.values.floats.system import Floats
from derivations.values.symbolic.letters import symbol_values
from derivations.values.symbolic.system import Symbols
from derivations.values.system import System
from derivations.voices.letters import family, index, matrix, scalar, sizes, spd, symmetric, vector
from tests.checking.corpus import claim_of
from tests.checking.oracle import gap
from tests.checking.worlds import world_of

D, N = sizes("D N")
n, i = index("n", N), index("i", D)
X = family("x", n, D)
Y, Z, C, R, S = vector("y", D), vector("z", D), matrix("C", D), symmetric("R", D), spd("S", D)
A, P = scalar("a"), scalar("p", positive=True)


class Typed:
    """Random well-typed expressions: scalars, columns and square matrices that are defined nearly everywhere."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def pick(self, *builders: Callable[[], Expr]) -> Expr:
        return self.rng.choice(builders)()

    def scalar(self, depth: int) -> Expr:
        if depth == 0:
            return self.pick(lambda: A, lambda: P, lambda: lift(self.rng.randint(1, 3)), lambda: D, lambda: Y[1])
        less = depth - 1
        return self.pick(
            lambda: self.scalar(less) + self.scalar(less),
            lambda: self.scalar(less) - self.scalar(less),
            lambda: self.scalar(less) * self.scalar(less),
            lambda: self.column(less).T @ self.column(less),
            lambda: tr(self.square(less)),
            lambda: det(self.square(0)),
            lambda: self.scalar(less) / (1 + self.column(0).T @ self.column(0)) ** 2,
            lambda: total(n, X[n].T @ self.column(0)),
            lambda: total(i, Y[i] * self.square(0)[i, i]),
        )

    def column(self, depth: int) -> Expr:
        if depth == 0:
            return self.pick(lambda: Y, lambda: Z)
        less = depth - 1
        return self.pick(
            lambda: self.column(less) + self.column(less),
            lambda: self.square(less) @ self.column(less),
            lambda: self.scalar(less) * self.column(less),
            lambda: total(n, X[n] - self.column(0)),
            lambda: grad(self.scalar(less), Y),
            lambda: S.I @ self.column(less),
        )

    def square(self, depth: int) -> Expr:
        if depth == 0:
            return self.pick(lambda: C, lambda: R, lambda: S)
        less = depth - 1
        return self.pick(
            lambda: self.square(less) - self.square(less),
            lambda: self.square(less) @ self.square(0),
            lambda: self.square(less).T,
            lambda: self.column(0) @ self.column(less).T,
            lambda: grad(self.column(less), Z),
            lambda: grad(self.scalar(less), C),
        )


LETTERS: list[Letter] = [y for y in (Y, Z, C, R, S, A, P) if isinstance(y, Letter)]
EVERYTHING = A + P + tr(C) + tr(R) + tr(S) + (Y + Z).T @ total(n, X[n])


def modulo(value: Fraction) -> int:
    """A rational number in the prime field."""
    return int(flint.nmod(value.numerator, PRIME) / flint.nmod(value.denominator, PRIME))


def as_numbers(system: System, instance: Instance, expr: Expr) -> list[Any]:
    """Entries of the expression's value in the system."""
    return entries(system, Evaluator(system, instance.sizes, instance.within(system))(expr), expr)


def fuzzed() -> Iterator[tuple[int, Expr]]:
    """Scalars, columns and matrices in turn."""
    for seed in range(200):
        make = Typed(seed)
        yield seed, (make.scalar, make.column, make.square)[seed % 3](2 + seed % 2)


def test_random_expressions_are_worth_the_same_in_every_system() -> None:
    seen = 0
    for seed, expr in fuzzed():
        assignment = {"D": 1 + seed % 3, "N": 1 + seed % 2}
        instance = draw_generic(Case(Equation(EVERYTHING, EVERYTHING)), assignment, random.Random(seed), seed)
        exact = [value.rational() for value in as_numbers(ExactReals(), instance, expr)]
        rationals = [Fraction(int(value.p), int(value.q)) for value in exact]
        assert [int(value) for value in as_numbers(PrimeField(), instance, expr)] == list(map(modulo, rationals)), seed
        with flint.ctx.workprec(256):
            balls = as_numbers(Balls(), instance, expr)
            assert all(ball.overlaps(flint.arb(value)) for ball, value in zip(balls, exact, strict=True)), seed
        floats, system = as_numbers(floating := Floats(), instance, expr), floating
        # Rounding is relative to the largest value met on the way; a few hundred operations lose three digits.
        assert np.allclose(floats, [float(value) for value in rationals], rtol=0, atol=1e-12 * (1 + system.largest)), (
            seed
        )
        seen += 1
    assert seen == 200


def test_random_expressions_agree_with_sympy_and_with_the_oracle() -> None:
    for seed, expr in list(fuzzed())[::4]:
        assignment = {"D": 2, "N": 1 + seed % 2}
        claim = Equation(EVERYTHING, EVERYTHING)
        instance = draw_generic(Case(claim), assignment, random.Random(seed), 0)
        exact = [value.rational() for value in as_numbers(ExactReals(), instance, expr)]
        values = symbol_values(list(instance.values), assignment, False)
        generic = entries(Symbols(), Evaluator(Symbols(), assignment, values)(expr), expr)
        point = dict(symbol_pairs(values, instance))
        found = [sympy.Rational(value.subs(point)) for value in map(sympy.sympify, generic)]
        assert [(int(f.p), int(f.q)) for f in found] == [(int(e.p), int(e.q)) for e in exact], seed
        shown = Evaluator(Floats(), assignment, instance.within(Floats()))(expr)
        assert np.isfinite(shown).all()
        difference = gap(expr, expr * 1, world_of(instance))
        assert difference is None or difference == 0


def symbol_pairs(values: dict[Any, Any], instance: Instance) -> Iterator[tuple[Any, Any]]:
    """Every symbol with its rational value."""
    for key, value in instance.values.items():
        symbols = values[key] if key.axes else [values[key]]
        for symbol, rows in zip(symbols, value if key.axes else [value], strict=True):
            flat = [sympy.Rational(entry.numerator, entry.denominator) for row in rows for entry in row]
            yield from zip([symbol] if key.of == SCALAR else list(symbol), flat, strict=True)


@pytest.mark.parametrize(
    "expr",
    [log(det(S)), exp(-P / 2) * sqrt(det(S)), sqrt(P * det(S)), log(P) ** 2 - exp(A), grad(log(Y.T @ S @ Y), Y)],
)
def test_transcendental_values_lie_in_their_balls(expr: Expr) -> None:
    for seed in range(6):
        instance = draw_generic(Case(Equation(expr, expr)), {"D": 1 + seed % 3}, random.Random(seed), seed)
        exact = [value.to_ball() for value in as_numbers(ExactReals(), instance, expr)]
        floats = as_numbers(Floats(), instance, expr)
        with flint.ctx.workprec(256):
            balls = as_numbers(Balls(), instance, expr)
            assert all(one.overlaps(two) for one, two in zip(exact, balls, strict=True))
        # Every value here is of order one to a thousand.
        assert np.allclose([float(ball.mid()) for ball in exact], floats, rtol=1e-10)


def test_function_letters_are_equal_at_equal_places_in_every_system() -> None:
    claim = claim_of("f((a + c) + t) + grad(f(a c), a) = f(t + (c + a)) + grad(f(c a), a)")
    assert isinstance(claim, Equation)
    for seed in range(5):
        instance = draw_generic(Case(claim), {}, random.Random(seed), seed)
        assert compare(claim, instance, PrimeField()).found == EQUAL
        assert compare_reals(claim, instance).found == EQUAL
        assert compare_balls(claim, instance).found == EQUAL
    logs = claim_of("f(log(p q)) = f(log(p) + log(q))")
    assert ladder.check(logs).passed


def test_shapes_of_values_are_the_shapes_of_the_tree() -> None:
    for seed, expr in fuzzed():
        instance = draw_generic(Case(Equation(EVERYTHING, EVERYTHING)), {"D": 2, "N": 3}, random.Random(seed), 0)
        value = Evaluator(ExactReals(), instance.sizes, instance.within(ExactReals()))(expr)
        assert expr.shape is not None
        expected = None if expr.shape == SCALAR else shape_of(expr.shape, instance.sizes)
        assert isinstance(value, Exact) and value.shape == expected


def test_balls_say_undefined_only_where_it_is_certain() -> None:
    balls = Balls()
    with pytest.raises(UndefinedValue):
        balls.reciprocal(balls.number(Fraction(0)))
    with pytest.raises(UndefinedValue):
        balls.log(balls.number(Fraction(-1)))
    around_zero = balls.number(Fraction(1, 3)) - balls.number(Fraction(1)) / 3
    for operation in (balls.reciprocal, balls.log, lambda value: balls.inverse(balls.matrix([[value]]))):
        with pytest.raises(NotExpressible):
            operation(around_zero)


# ---------------------------------------------------------------- a broken system is noticed


@pytest.mark.parametrize(
    ("system", "line"),
    [(PrimeField, "tr(C X) = tr(X C)"), (ExactReals, "tr(C) + tr(X) = tr(C + X)"), (Symbols, "tr(C) + a = a + tr(C)")],
)
def test_a_broken_rung_raises_loudly(monkeypatch: pytest.MonkeyPatch, system: type[System], line: str) -> None:
    trace = system.trace
    calls: list[int] = []

    def wrong(self: System, value: Any) -> Any:
        calls.append(1)
        return self.add(trace(self, value), self.number(Fraction(len(calls) % 2)))

    monkeypatch.setattr(system, "trace", wrong)
    ladder._decide.cache_clear()
    with pytest.raises(RungDisagreement, match="rungs disagree"):
        ladder.check(claim_of(line))
    ladder._decide.cache_clear()


def test_floats_that_differ_raise_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Floats, "transpose", lambda self, value: np.array(value))
    ladder._decide.cache_clear()
    with pytest.raises(RungDisagreement, match="NumPy: unequal"):
        ladder.check(claim_of("(C X)' = X' C'"))
    ladder._decide.cache_clear()


# ---------------------------------------------------------------- determinism

SCRIPT = """
from derivations.checking.ladder import check
from tests.checking.corpus import EQUATIONS, EQUIVALENCES, claim_of, read_all
lines = [line for line, _ in read_all(EQUATIONS + EQUIVALENCES)][{start}::9]
lines += ["grad(y' C y, y) = 2 C y", "log(p + q) = log(p) log(q)", "for y: C y = 0 <=> y = 0", "f(a + t) = f(a) + f(t)"]
for line in lines[::{step}]:
    verdict = check(claim_of(line))
    print(line, verdict, verdict.conditions)
"""


def test_verdicts_do_not_depend_on_hash_seeds_or_order() -> None:
    outputs = []
    for seed, step in (("0", 1), ("1", 1), ("77", -1)):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        script = SCRIPT.format(start=4, step=step)
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
        )
        outputs.append(sorted(run.stdout.splitlines()))
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0]) > 20
