"""What is small to write and large to work out is decided where it can be, and inconclusive where it is too large."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from derivations.checking.budgets import MAX_GROWTH, growth
from derivations.checking.ladder import check
from derivations.claims.claim import Claim
from derivations.claims.conditions import side_conditions
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.errors import NotExpressible
from derivations.values.balls import Balls
from derivations.values.monomials import primitive_basis
from derivations.values.symbolic.degrees import MAX_DEGREE, fraction_within_budget, functions_within_budget, quotient
from derivations.values.symbolic.letters import letter_symbols
from derivations.values.symbolic.normal_forms import number_in
from derivations.values.symbolic.system import Symbols
from derivations.values.symbolic.terms import determinant_within_budget
from tests.checking.large import LINES, NEWTON, SCALARS, Large, iterated

P = sympy.Symbol("p", positive=True)


def claim_of(large: Large) -> Claim:
    (claim,) = read_line(large.line, declare(large.given, Scope()))
    return claim


class Reciprocals(Balls):
    """Balls that count divisions."""

    count = 0

    def power(self, value: Any, exponent: Fraction) -> Any:
        self.count += exponent == -1
        return super().power(value, exponent)


def newton(steps: int) -> sympy.Expr:
    """Newton's iterates for the root of p, from p^2 on, as nested fractions."""
    value = P**2
    for _ in range(steps):
        value = (value + P / value) / 2
    return value


@pytest.mark.parametrize("large", LINES, ids=lambda large: f"{large.line[:40]} {large.given[:20]}")
def test_a_large_line_is_decided_or_beyond_a_budget(large: Large) -> None:
    assert check(claim_of(large)).status in large.statuses


def test_an_argument_is_counted_once_in_the_growth_of_digits() -> None:
    """a + p/a over 2 has the digits of four numbers, and the next step twice those of its argument and two more."""
    scope = declare(NEWTON, Scope())
    grown = [growth(read_expression(iterated("n", steps, "a"), scope), {}) for steps in range(4)]
    assert grown == [1, 4, 10, 22]
    assert growth(read_expression("(a + b)^4000", declare(SCALARS, Scope())), {}) == 8000 < MAX_GROWTH


def test_conditions_of_an_iterated_function_are_those_of_its_arguments_each_once() -> None:
    left = claim_of(Large(f"{iterated('n', 20, 'p')} = 1", NEWTON, frozenset())).expressions[0]
    assert len(side_conditions([left])) == 19


@pytest.mark.parametrize("steps", range(1, 5))
def test_degree_of_a_nested_fraction(steps: int) -> None:
    """The degree that is counted bounds that of the one fraction with a numerator and a denominator."""
    numerator, denominator = sympy.fraction(sympy.cancel(newton(steps)))
    degree = max(sympy.degree(part, P) for part in (numerator, denominator))
    assert degree <= quotient(newton(steps), {}).degree <= 2 * degree


def test_fractions_are_refused_by_their_degree_and_polynomials_are_not() -> None:
    assert fraction_within_budget((P + 1) ** 4000) == (P + 1) ** 4000
    with pytest.raises(NotExpressible, match=f"the budget of {MAX_DEGREE}"):
        fraction_within_budget(1 / (P + 1) ** 300)
    with pytest.raises(NotExpressible, match="of degree 20000"):
        functions_within_budget(sympy.log(1 + sympy.exp(20_000 * P)))


def test_terms_of_a_determinant_are_those_of_its_products() -> None:
    """3! products of one term each; none is counted through a zero; those of 12 x 12 columns are not even counted."""
    general = letter_symbols("C", (3, 3), "general", False)
    assert determinant_within_budget(general) == general
    assert Symbols().det(sympy.diag(*([P] * 24))) == P**24
    for size in (8, 12):
        with pytest.raises(NotExpressible, match="determinant"):
            determinant_within_budget(letter_symbols("C", (size, size), "general", False))


def test_products_of_matrices_are_counted() -> None:
    """An entry of C^n has 2^(n - 1) terms."""
    system, power = Symbols(), letter_symbols("C", (2, 2), "general", False)
    for _ in range(4):
        power = system.matmul(power, power)
    with pytest.raises(NotExpressible, match="a product of matrices"):
        system.matmul(power, power)


def test_parts_of_an_expression_that_recur_are_evaluated_once() -> None:
    """Newton's method has found the root after eight steps, which are a tree of 2^8 leaves but eight divisions."""
    system = Reciprocals()
    assert abs(float(number_in(system, newton(8), {P: Fraction(2)}).mid()) - 2**0.5) < 1e-15
    assert system.count == 8
    assert float(number_in(Balls(), 5 * sympy.Abs(P - 3) + sympy.sign(P - 3), {P: Fraction(2)}).mid()) == 4


def test_bases_of_high_powers() -> None:
    assert sorted(primitive_basis([3**6000 * 7, 3])) == [3, 7]
    assert sorted(primitive_basis([2**500 * 3**40, 2**3 * 5])) == [2, 3, 5]
