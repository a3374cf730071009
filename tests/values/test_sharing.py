"""What is evaluated once while indices run has the value that it has when it is evaluated anew."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from derivations.checking.case import Case
from derivations.checking.compare import sides
from derivations.checking.instances import draw_modular
from derivations.checking.sizes import size_letters
from derivations.claims.claim import Equation
from derivations.tree.arithmetic import Mul
from derivations.tree.indices import Entry
from derivations.tree.letters import Index, Letter
from derivations.tree.sums import Sum
from derivations.values.balls import Balls
from derivations.values.dual import Dual
from derivations.values.evaluation import Evaluator
from derivations.values.exact_systems import ExactReals, PrimeField
from derivations.values.floats.system import Floats
from derivations.values.sharing import shared
from derivations.values.system import System
from tests.checking.corpus import DATA, EQUATIONS, INDEXED, claim_of, read_all

SIZE = 4
Y = Letter("y", ("D", 1))
I, J, K = (Index(name, "D") for name in "ijk")


class Counting(PrimeField):
    """The prime field, with the number of matrix products and inverses taken."""

    def __init__(self) -> None:
        super().__init__()
        self.products = 0
        self.inverses = 0

    def matmul(self, left: Any, right: Any) -> Any:
        self.products += 1
        return super().matmul(left, right)

    def inverse(self, matrix: Any) -> Any:
        self.inverses += 1
        return super().inverse(matrix)


def values_of(equation: Equation, system: System) -> list[tuple[Any, Any]]:
    sizes = dict.fromkeys(size_letters(equation), SIZE)
    values = draw_modular(Case(equation), sizes, random.Random(0)).within(system)
    return [(pair.left, pair.right) for pair in sides(equation, sizes, system, values)]


def values_anew(equation: Equation) -> list[tuple[Any, Any]]:
    """The same with an evaluator that keeps nothing."""
    sizes, system = dict.fromkeys(size_letters(equation), SIZE), PrimeField()
    values = draw_modular(Case(equation), sizes, random.Random(0)).within(system)
    evaluators = (Evaluator(system, sizes, values, pair.indices) for pair in sides(equation, sizes, system, values))
    return [(at(equation.left), at(equation.right)) for at in evaluators]


NESTED = """
sum(i, y[i] sum(j, C[i,j] z[j])) = y' C z
y[k] sum(i, (C X)[i,k]) = sum(i, sum(j, C[i,j] X[j,k])) y[k]
sum(n, (x[n] - mu)' S^-1 (x[n] - mu) C[i,j]) = C[i,j] sum(n, (x[n] - mu)' S^-1 (x[n] - mu))
grad(y' C^-1 z, C[i,j]) = -sum(k, C^-1[k,i] y[k]) (C^-1 z)[j]
"""


@pytest.mark.parametrize("line", [line for line, _ in read_all(INDEXED + NESTED)])
def test_kept_values_are_those_evaluated_anew(line: str) -> None:
    claim = claim_of(line)
    assert isinstance(claim, Equation)
    assert shared(claim)[1]
    assert values_of(claim, PrimeField()) == values_anew(claim)


def test_an_index_that_is_free_and_bound_is_read_where_it_stands() -> None:
    """One node y_i at two places: beside the sum i is free, within the sum it runs."""
    entry = Entry(Y, I)
    left = Mul(Mul(entry, Entry(Y, J)), Sum(I, entry))
    right = Mul(Mul(Sum(K, Entry(Y, K)), Entry(Y, J)), Entry(Y, I))
    found = values_of(Equation(left, right), PrimeField())
    assert len(found) == SIZE**2
    assert all(a == b for a, b in found)
    assert len({int(a) for a, _ in found}) > 1


def test_a_product_whose_entries_are_asked_for_is_taken_once() -> None:
    system = Counting()
    values_of(equation("(C X)[i,j] = sum(k, C[i,k] X[k,j])"), system)
    assert system.products == 1


def test_an_inverse_within_a_sum_is_taken_once() -> None:
    system = Counting()
    values_of(equation("sum(n, S^-1 (x[n] - mu)) = S^-1 sum(n, x[n] - mu)"), system)
    # Once within the sum; what stands outside is evaluated once anyhow, and left alone.
    assert system.inverses == 2


def test_without_indices_nothing_is_kept() -> None:
    lines = [line for line, claim in read_all(EQUATIONS) if line not in INDEXED + DATA and "sum(" not in line]
    kept = {line for line in lines if shared(equation(line))[1]}
    assert not kept


def equation(line: str) -> Equation:
    claim = claim_of(line)
    assert isinstance(claim, Equation)
    return claim


@pytest.mark.parametrize("system", [PrimeField(), ExactReals(), Balls(), Floats(), Dual(PrimeField())])
def test_a_unit_matrix_has_a_single_one(system: System) -> None:
    unit = system.unit((2, 3), 1, 2)
    assert system.shape(unit) == (2, 3)
    for i in range(2):
        for j in range(3):
            expected = system.number(Fraction(int((i, j) == (1, 2))))
            found = system.entry(unit, i, j)
            assert found.terms == expected.terms if isinstance(system, ExactReals) else found == expected
