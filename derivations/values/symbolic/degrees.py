"""Budgets for SymPy's fractions: the degree over one denominator is counted before common factors are sought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import sympy

from derivations.tree import NotExpressible
from derivations.values.symbolic.terms import within_budget

MAX_DEGREE = 256
"""Highest degree of a fraction over one denominator: Newton's method has one of degree 2^n after n steps, and SymPy
takes three times as long for each one more, a quarter of a second for eight."""
MAX_FUNCTION_DEGREE = 48
"""The same where roots, logs or exponentials occur: SymPy takes half a second for five steps, ten for six."""
MAX_POLYNOMIAL_DEGREE = 512
"""Highest degree of what has no denominator in exp(a), or in a root: log(2 cosh(10^4 a)) has one of degree 20 000."""


MAX_FACTORED = 48
"""Highest degree of what is factored under a root: that of e^128 in e takes minutes."""


class Quotient(NamedTuple):
    """A value over one denominator: the degree of its numerator, and the powers of what it is divided by."""

    degree: int
    divisors: Mapping[Any, int]


def fraction_within_budget(value: Any, highest: int = MAX_DEGREE) -> Any:
    """The expression; NotExpressible where it is beyond the budget, or has too high a degree as one fraction."""
    known: dict[Any, Quotient] = {}
    found = quotient(within_budget(value), known)
    degree = max(found.degree, _divisor_degree(found.divisors, known))
    if found.divisors and degree > highest:
        raise NotExpressible(f"a fraction of degree {degree}, beyond the budget of {highest} for SymPy")
    return value


def functions_within_budget(value: Any) -> Any:
    """The expression with functions; NotExpressible where a fraction or a polynomial in them has too high a degree."""
    known: dict[Any, Quotient] = {}
    for part in sympy.preorder_traversal(value):
        degree = quotient(part, known).degree
        if degree > MAX_POLYNOMIAL_DEGREE:
            raise NotExpressible(f"an expression of degree {degree} for SymPy, the budget is {MAX_POLYNOMIAL_DEGREE}")
    return fraction_within_budget(value, MAX_FUNCTION_DEGREE)


def degree_of(value: Any) -> int:
    """The degree over one denominator, exponentials of multiples counted as powers."""
    return quotient(value, {}).degree


def quotient(value: Any, known: dict[Any, Quotient]) -> Quotient:
    """The expression as one fraction, parts that recur looked at once; what is no arithmetic counts as a letter."""
    if value not in known:
        known[value] = _quotient(value, known)
    return known[value]


def _quotient(value: Any, known: dict[Any, Quotient]) -> Quotient:
    if value.is_Number:
        return Quotient(0, {})
    if value.is_Pow and value.exp.is_Integer:
        return _power(value.base, int(value.exp), known)
    if not (value.is_Add or value.is_Mul):
        return Quotient(_generator_degree(value), {})
    parts = [quotient(part, known) for part in value.args]
    divisors: dict[Any, int] = {}
    for part in parts:
        for divisor, power in part.divisors.items():
            before = divisors.get(divisor, 0)
            divisors[divisor] = before + power if value.is_Mul else max(before, power)
    if value.is_Mul:
        return Quotient(sum(part.degree for part in parts), divisors)
    common = _divisor_degree(divisors, known)
    return Quotient(max(part.degree + common - _divisor_degree(part.divisors, known) for part in parts), divisors)


def _power(base: Any, exponent: int, known: dict[Any, Quotient]) -> Quotient:
    below = quotient(base, known)
    if exponent >= 0:
        divisors = {divisor: exponent * power for divisor, power in below.divisors.items()}
        return Quotient(below.degree * exponent, divisors)
    return Quotient(-exponent * _divisor_degree(below.divisors, known), {base: -exponent})


def _divisor_degree(divisors: Mapping[Any, int], known: dict[Any, Quotient]) -> int:
    """The degree of a product of powers of numerators."""
    return sum(power * known[divisor].degree for divisor, power in divisors.items())


def _generator_degree(value: Any) -> int:
    """The degree of exp(n a) as a power of exp(a), of p^(m/n) as one of p^(1/n); 1 of anything else."""
    if value.is_Pow and value.exp.is_Rational:
        return int(max(abs(value.exp.p), value.exp.q))
    if isinstance(value, sympy.exp):
        factors = [term.as_coeff_Mul()[0] for term in sympy.Add.make_args(value.args[0])]
        return max((int(max(abs(factor.p), factor.q)) for factor in factors if factor.is_Rational), default=1)
    return 1
