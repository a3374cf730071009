"""Sums of coefficients times monomials, the carrier of `Exact`: sums, products, powers, logs, and their normal form.

`Terms` map a monomial to its coefficient, an fmpq in a scalar and an fmpq_mat in a matrix.  None is zero, and no terms
at all are the zero of any shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import mul
from typing import Any

from flint import fmpq

from derivations.tree import NotExpressible
from derivations.values.monomials import LOG_PI, ONE, Monomial, factors, primitive_basis

Coefficient = Any
"""An fmpq in a scalar, an fmpq_mat in a matrix: the shape of the value tells which."""
Terms = Mapping[Monomial, Coefficient]

SMALL_PRIMES = (2, 3, 5, 7)
"""Bases that are always split off under a root, so that √12 reads 2√3."""
MAX_EXPONENT = 4096
"""Largest whole exponent that is multiplied out: budgets count exponents and products, never seconds."""
MAX_PRODUCTS = 1 << 16
"""Largest number of products of monomials in one multiplication."""

UNIT: Terms = {ONE: fmpq(1)}
"""The number one."""


def nonzero(terms: Terms) -> Terms:
    """The terms without those whose coefficient is zero."""
    if all(terms.values()):
        return terms
    return {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}


def add(left: Terms, right: Terms) -> Terms:
    """left + right, of one shape."""
    terms = dict(left)
    for monomial, coefficient in right.items():
        terms[monomial] = terms[monomial] + coefficient if monomial in terms else coefficient
    return nonzero(terms)


def combine(parts: Iterable[tuple[Coefficient, Terms]]) -> Terms:
    """The sum of coefficient · terms."""
    return reduce(add, (multiply(terms, {ONE: coefficient}) for coefficient, terms in parts), {})


def multiply(left: Terms, right: Terms, product: Callable[[Any, Any], Coefficient] = mul) -> Terms:
    """left · right, coefficients multiplied by the given product."""
    if len(left) * len(right) > MAX_PRODUCTS:
        raise NotExpressible(f"a product of {len(left)} and {len(right)} terms")
    terms: dict[Monomial, Coefficient] = {}
    for one, a in left.items():
        for other, b in right.items():
            carry, monomial = (1, other) if one is ONE else one.times(other)
            coefficient = product(a, b) if carry == 1 else product(a, b) * carry
            terms[monomial] = terms[monomial] + coefficient if monomial in terms else coefficient
    return nonzero(terms)


def power(terms: Terms, exponent: int) -> Terms:
    """The whole power of a scalar, exponent ≥ 0."""
    result = UNIT
    for bit in f"{exponent:b}":
        square = multiply(result, result)
        result = multiply(square, terms) if bit == "1" else square
    return result


def radical(base: int, exponent: fmpq) -> Terms:
    """base^exponent for an integer base ≥ 1, the whole part of the exponent multiplied out."""
    whole = int(exponent.floor())
    if abs(whole) > MAX_EXPONENT:
        raise NotExpressible(f"the power {exponent}: more than {MAX_EXPONENT} factors")
    fraction = exponent - whole
    roots = ((base, fraction),) if base > 1 and fraction != 0 else ()
    return {Monomial(roots=roots): fmpq(base) ** whole}


def monomial_power(monomial: Monomial, exponent: fmpq) -> Terms:
    """The monomial to a rational power; NotExpressible if a log occurs in it."""
    if monomial.logs or monomial.log_pi:
        raise NotExpressible("a negative or fractional power of a logarithm")
    transcendental: Terms = {Monomial(monomial.e * exponent, monomial.pi * exponent): fmpq(1)}
    return reduce(multiply, (radical(base, root * exponent) for base, root in monomial.roots), transcendental)


def log(monomial: Monomial, coefficient: fmpq) -> Terms:
    """The logarithm of a positive multiple of a monomial without logs."""
    if monomial.logs or monomial.log_pi:
        raise NotExpressible("the logarithm of a logarithm")
    bases = [(int(coefficient.p), fmpq(1)), (int(coefficient.q), fmpq(-1)), *monomial.roots]
    transcendental = [(monomial.e, UNIT), (monomial.pi, {LOG_PI: fmpq(1)})]
    return combine(transcendental + [(exponent, _log_integer(base)) for base, exponent in bases])


def _log_integer(number: int) -> Terms:
    return {Monomial(logs=((number, 1),)): fmpq(1)} if number > 1 else {}


def exponential(monomial: Monomial, coefficient: fmpq) -> Terms:
    """e^(coefficient · monomial) where the monomial is 1, log π or log b."""
    if monomial == ONE:
        return {Monomial(e=coefficient): fmpq(1)}
    if monomial == LOG_PI:
        return {Monomial(pi=coefficient): fmpq(1)}
    base = monomial.logs[0][0] if monomial.logs else 1
    if monomial != Monomial(logs=((base, 1),)):
        raise NotExpressible("the exponential of a term that is no rational multiple of 1, log π or log b")
    return radical(base, coefficient)


def normal(terms: Terms) -> Terms:
    """The same value, its roots and its logs written over coprime bases that are no perfect powers."""
    root_bases = {base for monomial in terms for base, _ in monomial.roots}
    log_bases = {base for monomial in terms for base, _ in monomial.logs}
    if not root_bases and not log_bases:
        return terms
    roots, logs = primitive_basis(root_bases.union(SMALL_PRIMES)), primitive_basis(log_bases)
    return combine((coefficient, _rewrite(monomial, roots, logs)) for monomial, coefficient in terms.items())


def _rewrite(monomial: Monomial, roots: Sequence[int], logs: Sequence[int]) -> Terms:
    """The monomial with its root bases factored over `roots` and its log bases over `logs`."""
    value: Terms = {Monomial(monomial.e, monomial.pi, log_pi=monomial.log_pi): fmpq(1)}
    for base, exponent in monomial.roots:
        for factor, multiplicity in factors(base, roots):
            value = multiply(value, radical(factor, exponent * multiplicity))
    for base, count in monomial.logs:
        logarithm = combine((fmpq(multiplicity), _log_integer(factor)) for factor, multiplicity in factors(base, logs))
        value = multiply(value, power(logarithm, count))
    return value
