"""Random well-typed expressions over all nodes are worth the same in every number system and to the oracle."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy

from derivations.checking.case import Case
from derivations.checking.compare import entries
from derivations.checking.instances import Instance, draw_generic
from derivations.claims.claim import Equation
from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub
from derivations.tree.calculus import Differential, Expectation, Grad, Integral
from derivations.tree.errors import NotExpressible, UndefinedValue
from derivations.tree.extremes import LogSumExp, Max, Min
from derivations.tree.functions import HYPERBOLIC, Abs, Exp, Hyperbolic, Log, Sqrt, Unknown
from derivations.tree.indices import Basis, Cases, Delta, Entry, Minor, Where
from derivations.tree.letters import Defined, Index, Letter, Member, Number, Pi, SizeLetter
from derivations.tree.matrices import (
    Det,
    Diag,
    Eigenvalues,
    Hadamard,
    Inverse,
    Kronecker,
    Norm,
    Trace,
    Transpose,
    Vec,
    Written,
)
from derivations.tree.means import BitMean, FiniteMean, SpinMean
from derivations.tree.named import Apply, Function
from derivations.tree.node import Expr
from derivations.tree.powers import Pow, RealPower
from derivations.tree.shapes import SCALAR
from derivations.tree.special_functions import TRIGONOMETRIC, Gamma, Trigonometric
from derivations.tree.sums import BitSum, Dots, Prod, SpinSum, Sum
from derivations.values.balls import PRECISION, Balls
from derivations.values.evaluation import Evaluator
from derivations.values.exact_systems import PRIME, ExactReals, PrimeField
from derivations.values.floats.system import Floats
from derivations.values.symbolic.system import Symbols
from derivations.values.system import System
from tests.checking.oracle import evaluated
from tests.checking.worlds import world_of
from tests.nodes import nodes

COUNT = 600
CLOSE = 1e-2
"""Of the oracle, relative: central differences lose digits near a singularity, while a slip is of order one."""
D = "D"
Y, Z = (Letter(name, (D, 1)) for name in "yz")
C = Letter("C", (D, D))
STRUCTURED = [
    Letter(name, (D, D), structure)
    for name, structure in zip(
        "RSQGLW", ("symmetric", "spd", "orthogonal", "diagonal", "lower", "antisymmetric"), strict=True
    )
]
R, S, Q = STRUCTURED[:3]
A, T, P = Letter("a"), Letter("t"), Letter("p", SCALAR, "positive")
SPINS = Letter("s", ("N", 1), "spins")
BITS = Letter("v", ("N", 1), "bits")
RHO = Letter("rho", ("N", 1), "simplex")
DC, DY = Letter("dC", (D, D)), Letter("dy", (D, 1))
I_, J = Index("i", D), Index("j", D)
N_ = Index("n", "N")
X = Member(Letter("x", (D, 1), axes=("N",)), (N_,))
ONE = Number(Fraction(1))
SQUARED = Function("h", (T,), Add(Mul(T, T), A))
"""A named function, t^2 + a."""


class Typed:
    """Random expressions of a shape; what is inverted, or under a root or a logarithm, is mostly defined."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def pick(self, *builders: Callable[[], Expr]) -> Expr:
        return self.rng.choice(builders)()

    def number(self) -> Expr:
        return Number(Fraction(self.rng.choice((-2, -1, 1, 2, 3)), self.rng.choice((1, 1, 2))))

    def above_zero(self, depth: int) -> Expr:
        """A positive scalar."""
        return self.pick(
            lambda: P, lambda: Add(Mul(self.scalar(depth), ONE), ONE), lambda: Det(S), lambda: self.square_of(depth)
        )

    def square_of(self, depth: int) -> Expr:
        return Add(Pow(self.scalar(depth), Number(Fraction(2))), ONE)

    def scalar(self, depth: int) -> Expr:
        if depth <= 0:
            return self.pick(
                lambda: A,
                lambda: P,
                self.number,
                lambda: SizeLetter(D),
                lambda: Entry(Y, ONE),
                lambda: Pi(),
                self.entry,
            )
        less = depth - 1
        builders: tuple[Callable[[], Expr], ...] = (
            lambda: Add(self.scalar(less), self.scalar(less)),
            lambda: Sub(self.scalar(less), self.scalar(less)),
            lambda: Mul(self.scalar(less), self.scalar(less)),
            lambda: Neg(self.scalar(less)),
            lambda: Mul(Transpose(self.column(less)), self.column(less)),
            lambda: Div(self.scalar(less), self.square_of(less - 1)),
            lambda: Pow(self.scalar(less), Number(Fraction(self.rng.choice((2, 3))))),
            lambda: Trace(self.square(less)),
            lambda: Trace(Kronecker(self.square(0), self.square(0))),
            lambda: Mul(Transpose(Vec(self.square(less))), Vec(self.square(0))),
            lambda: RealPower(P, self.scalar(less)),
            lambda: Det(self.square(less - 1)),
            lambda: Norm(self.column(less)),
            lambda: Abs(self.scalar(less)),
            lambda: Max((self.scalar(less), A)),
            lambda: Min((self.scalar(less), A, P)),
            lambda: LogSumExp(Div(Y, Number(Fraction(4)))),
            lambda: Sqrt(self.above_zero(less - 1)),
            lambda: Log(self.above_zero(less - 1)),
            lambda: Exp(Div(self.scalar(less - 1), Number(Fraction(4)))),
            lambda: Hyperbolic(self.rng.choice(HYPERBOLIC), Div(self.scalar(less - 1), Number(Fraction(4)))),
            lambda: Trigonometric(self.rng.choice(TRIGONOMETRIC), Div(self.scalar(less - 1), Number(Fraction(4)))),
            lambda: Gamma(self.above_zero(less - 1)),
            lambda: self.over_index(less),
            lambda: self.binder(less),
        )
        return self.pick(*builders)

    def entry(self) -> Expr:
        return Entry(self.rng.choice([C, *STRUCTURED]), ONE, ONE)

    def over_index(self, less: int) -> Expr:
        term = Mul(Entry(Y, I_), Entry(self.square(less - 1), I_, I_))
        return self.pick(
            lambda: Sum(I_, term),
            lambda: Prod(I_, Add(Entry(Z, I_), ONE)),
            lambda: Sum(I_, Where("<", I_, SizeLetter(D), term)),
            lambda: Sum(I_, Sum(J, Mul(Delta(I_, J), term))),
            lambda: Sum(I_, Cases(term, ONE, I_, ONE)),
            lambda: Sum(I_, Mul(Entry(Basis(I_), I_), Minor(self.square(less - 1), (I_,), (I_,)))),
            lambda: Det(Written(((self.scalar(less - 1), A), (ONE, self.scalar(less - 1))))),
            lambda: Sum(N_, Mul(Transpose(X), self.column(less - 1))),
            lambda: Dots(X, X, X, Sum(N_, Mul(Transpose(X), Y))),
            lambda: Sum(I_, Pow(Entry(Eigenvalues(self.rng.choice((R, S))), I_), Number(Fraction(2)))),
        )

    def binder(self, less: int) -> Expr:
        """Derivatives, means, sums over spins, functions."""
        quadratic = Mul(Mul(Transpose(Y), self.square(less - 1)), Y)
        return self.pick(
            lambda: Grad(self.scalar(less), A),
            lambda: Grad(self.scalar(less), Entry(Y, ONE)),
            lambda: Differential(self.scalar(less - 1), ((C, DC), (Y, DY))),
            lambda: Expectation(Y, Z, S, quadratic),
            lambda: Expectation(T, A, P, Mul(T, Add(Pow(T, Number(Fraction(3))), self.scalar(less - 1)))),
            lambda: FiniteMean.of(N_, RHO, Mul(self.scalar(less - 1), Entry(RHO, N_))),
            lambda: SpinMean(SPINS, Mul(Entry(SPINS, ONE), Add(self.scalar(less - 1), Entry(SPINS, ONE)))),
            lambda: BitMean(BITS, Mul(Entry(BITS, ONE), self.scalar(less - 1))),
            lambda: BitSum(BITS, Mul(Mul(Transpose(BITS), BITS), Add(self.scalar(less - 1), Entry(BITS, ONE)))),
            lambda: SpinSum(SPINS, Mul(Mul(Transpose(SPINS), SPINS), Add(self.scalar(less - 1), Entry(SPINS, ONE)))),
            lambda: Integral(Mul(Mul(T, T), Exp(Neg(Mul(P, Pow(Sub(T, A), Number(Fraction(2))))))), T),
            lambda: Apply(SQUARED, (self.scalar(less),)),
            lambda: Apply(SQUARED),
            lambda: Defined("w", self.scalar(less)),
        )

    def column(self, depth: int) -> Expr:
        if depth <= 0:
            return self.pick(lambda: Y, lambda: Z, lambda: Sum(N_, X))
        less = depth - 1
        return self.pick(
            lambda: Add(self.column(less), self.column(less)),
            lambda: Mul(self.square(less), self.column(less)),
            lambda: Mul(self.scalar(less), self.column(less)),
            lambda: Hadamard(self.column(less), self.column(less)),
            lambda: Diag(self.square(less)),
            lambda: Sum(I_, Mul(Entry(Y, I_), Basis(I_))),
            lambda: Grad(self.scalar(less), Y),
            lambda: Mul(Inverse(S), self.column(less)),
            lambda: Expectation(Y, Z, S, Mul(self.square(less - 1), Y)),
        )

    def square(self, depth: int) -> Expr:
        if depth <= 0:
            return self.rng.choice([C, *STRUCTURED])
        less = depth - 1
        convention = self.rng.choice(("independent", "tied", "symmetric"))
        return self.pick(
            lambda: Sub(self.square(less), self.square(less)),
            lambda: Mul(self.square(less), self.square(0)),
            lambda: Transpose(self.square(less)),
            lambda: Diag(self.column(less)),
            lambda: Hadamard(self.square(less), self.square(0)),
            lambda: Pow(self.square(less), Number(Fraction(2))),
            lambda: Inverse(self.rng.choice((S, Q, C))),
            lambda: Mul(self.column(0), Transpose(self.column(less))),
            lambda: Grad(self.column(less), Z),
            lambda: Grad(self.scalar(less), C),
            lambda: Grad(self.scalar(less), self.rng.choice((R, S)), convention),
            lambda: Log(S),
            lambda: Exp(R),
            lambda: Differential(self.square(less - 1), ((C, DC), (Y, DY))),
        )


KNOWN = nodes() - {Unknown}
"""All nodes but function letters, which every system has functions of its own for."""


def made(seed: int) -> Expr:
    """A scalar, a column or a square matrix, by turns."""
    make = Typed(seed)
    return (make.scalar, make.column, make.square)[seed % 3](3 + seed % 3)


def worth(system: System, expr: Expr, instance: Instance) -> list[Any] | None:
    """The entries of the value; None where the system cannot hold it."""
    try:
        return entries(system, Evaluator(system, instance.sizes, instance.within(system))(expr), expr)
    except NotExpressible:
        return None


def as_numbers(values: list[Any]) -> list[float]:
    """Entries of any real system in float64."""
    return [float(value.mid()) if isinstance(value, flint.arb) else float(value) for value in values]


def compared(seed: int, counts: Counter[str]) -> None:
    """One expression at one instance, in every system that has a value."""
    expr = made(seed)
    sizes = {D: 1 + seed % 2, "N": 1 + seed % 3}
    instance = draw_generic(Case(Equation(expr, expr)), sizes, random.Random(seed), seed)
    try:
        reference = balls_of(expr, instance)
    except UndefinedValue:
        counts["undefined"] += 1
        assert all_undefined(expr, instance), f"seed {seed}: undefined in some systems only"
        return
    if reference is None:
        counts["not expressible"] += 1
        return
    counts["compared"] += 1
    numbers = as_numbers(reference)
    if not np.isfinite(numbers).all():  # beyond the range of float64
        return
    scale = 1 + max(map(abs, numbers))
    for name, found in others(expr, instance):
        counts[name] += 1
        # Floats keep eight digits beside the largest value met, the oracle three beside the sides.
        largest, bar = (found[1], 1e-8) if name == "NumPy" else (scale, CLOSE if name == "oracle" else 1e-12)
        gap = max(abs(one - other) for one, other in zip(numbers, found[0], strict=True))
        assert gap <= bar * max(scale, largest), f"seed {seed}, {name}: {numbers} and {found[0]}"
    prime_field_agrees(expr, instance, counts, seed)


def balls_of(expr: Expr, instance: Instance) -> list[Any] | None:
    """The value in balls, and in the exact reals where they hold it: the two must overlap."""
    exact = worth(ExactReals(), expr, instance)
    with flint.ctx.workprec(PRECISION):
        balls = worth(Balls(), expr, instance)
        enclosed = None if exact is None else [entry.to_ball(PRECISION) for entry in exact]
        if balls is not None and enclosed is not None:
            assert all(one.overlaps(other) for one, other in zip(balls, enclosed, strict=True))
    return enclosed if enclosed is not None else balls


def all_undefined(expr: Expr, instance: Instance) -> bool:
    """Whether no certain system has a value either."""
    for system in (ExactReals(), Balls()):
        try:
            with flint.ctx.workprec(PRECISION):
                if worth(system, expr, instance) is not None:
                    return False
        except UndefinedValue:
            continue
    return True


def others(expr: Expr, instance: Instance) -> Iterator[tuple[str, tuple[list[float], float]]]:
    """The same value by floats, by SymPy with the numbers put in, and by the oracle."""
    floating = Floats()
    with np.errstate(all="ignore"):
        floats = worth(floating, expr, instance)
    if floats is not None and np.isfinite(floats).all():
        yield "NumPy", (floats, floating.largest)
    symbolic = worth(Symbols(), expr, instance)
    if symbolic is not None:
        yield "SymPy", ([float(sympy.N(value, 40)) for value in symbolic], 0.0)
    seen = evaluated(expr, world_of(instance))
    if seen is not None:
        shape = len(as_numbers(floats)) if floats is not None else seen.size
        yield "oracle", ([float(entry) for entry in np.broadcast_to(seen.reshape(-1), (shape,))], 0.0)


def prime_field_agrees(expr: Expr, instance: Instance, counts: Counter[str], seed: int) -> None:
    """Where the value is rational, and pi does not occur, the prime field has its remainder."""
    exact = worth(ExactReals(), expr, instance)
    values = [] if exact is None else [entry.rational() for entry in exact]
    found = worth(PrimeField(), expr, instance)
    if found is None or not values or None in values or any(isinstance(node, Pi) for node in expr.walk()):
        return
    counts["GF(p)"] += 1
    remainders = [int(flint.nmod(int(v.p), PRIME) / flint.nmod(int(v.q), PRIME)) for v in values]
    assert [int(value) for value in found] == remainders, f"seed {seed}: another value in the prime field"


def test_every_node_is_drawn() -> None:
    assert {type(node) for seed in range(2000) for node in made(seed).walk()} >= KNOWN


def test_generated_expressions_are_well_typed() -> None:
    for seed in range(COUNT):
        assert made(seed).shape in (SCALAR, (D, 1), (D, D), None)


@pytest.mark.parametrize("start", range(0, COUNT, 100))
def test_random_expressions_are_worth_the_same_everywhere(start: int) -> None:
    counts: Counter[str] = Counter()
    for seed in range(start, start + 100):
        compared(seed, counts)
    assert counts["compared"] >= 90 and min(counts[name] for name in ("NumPy", "SymPy", "oracle", "GF(p)")) >= 30, (
        counts
    )
