"""Scalars as polynomials in what is no sum and no product: x' y, log p, |x| and the like, their atoms.

Only a way to find certificates: what is made of a polynomial is checked like any line of an author.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from derivations.tree import (
    SCALAR,
    Add,
    Div,
    Exp,
    Expr,
    Inverse,
    Log,
    Mul,
    Neg,
    Number,
    Pow,
    Sub,
    Trace,
    Transpose,
    factors,
    positive,
)

Monomial = frozenset[tuple[Expr, int]]
"""Atoms with their powers, which are not zero."""
Polynomial = Mapping[Monomial, Fraction]
"""Coefficients, none of them zero."""
UNIT: Monomial = frozenset()
MAX_TERMS = 60
"""Largest polynomials that are made."""
MAX_POWER = 6
"""Largest powers that are multiplied out."""


class TooLarge(Exception):
    """A polynomial of too many terms."""


def polynomial(expr: Expr) -> Polynomial:
    """The scalar expression multiplied out; `TooLarge` beyond the limits."""
    full: Expr = expr.full
    match full:
        case Number(value):
            return constant(value)
        case Neg(of):
            return scaled(polynomial(of), Fraction(-1))
        case Add(left, right):
            return added(polynomial(left), polynomial(right))
        case Sub(left, right):
            return added(polynomial(left), scaled(polynomial(right), Fraction(-1)))
        case Mul() | Div() | Inverse() | Pow():
            return _of_factors(full)
        case Log(of):
            return _of_log(of)
        case Trace(Mul(left, right)) if repr(right) < repr(left):
            return atom(Trace(Mul(right, left)))
    return atom(full)


def _of_factors(expr: Expr) -> Polynomial:
    match expr:
        case Mul(left, right) if left.shape == right.shape == SCALAR:
            return multiplied(polynomial(left), polynomial(right))
        case Mul():
            return _of_form(expr)
        case Div(numerator, denominator):
            return multiplied(polynomial(numerator), inverted(denominator))
        case Inverse(of):
            return inverted(of)
        case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
            one = polynomial(base) if value > 0 else inverted(base)
            return reduce(multiplied, [one] * abs(int(value)), constant(Fraction(1)))
    return atom(expr)


def _of_log(of: Expr) -> Polynomial:
    """Of the factors, where they are positive."""
    match of.full:
        case Number(value) if value == 1:
            return {}
        case Exp(power) if power.is_scalar:
            return polynomial(power)
        case Mul(left, right) if positive(left) and positive(right):
            return added(_of_log(left), _of_log(right))
        case Div(left, right) if positive(left) and positive(right):
            return added(_of_log(left), scaled(_of_log(right), Fraction(-1)))
        case Inverse(base) if positive(base):
            return scaled(_of_log(base), Fraction(-1))
    return atom(Log(of.full))


def _of_form(expr: Mul) -> Polynomial:
    """x' M y with its numbers in front; y' M' x is the same."""
    parts = factors(expr)
    numbers = [part for part in parts if part.shape == SCALAR]
    rest = [part for part in parts if part.shape != SCALAR]
    if _scalars_within(rest):
        return atom(expr)
    form = reduce(Mul, rest)
    turned = reduce(Mul, [part.of if isinstance(part, Transpose) else Transpose(part) for part in reversed(rest)])
    symmetric = len(rest) == 2 and repr(turned) < repr(form)
    return reduce(multiplied, map(polynomial, numbers), atom(turned if symmetric else form))


def _scalars_within(parts: list[Expr]) -> bool:
    """Whether a product of some first factors is a number, so that the grouping matters."""
    return any(reduce(Mul, parts[: count + 1]).shape == SCALAR for count in range(1, len(parts) - 1))


def inverted(expr: Expr) -> Polynomial:
    """One over the expression, that of a product factor by factor."""
    found = polynomial(expr)
    if len(found) == 1:
        ((monomial, value),) = found.items()
        return {frozenset((part, -power) for part, power in monomial): 1 / value}
    return {frozenset({(expr, -1)}): Fraction(1)}


def denominator(terms: Polynomial) -> Monomial:
    """The positive atoms that some terms are divided by, with the highest powers that are."""
    lowest: dict[Expr, int] = {}
    for part, power in (item for monomial in terms for item in monomial):
        lowest[part] = min(lowest.get(part, 0), power)
    return frozenset((part, -power) for part, power in lowest.items() if power < 0 and positive(part))


def atom(expr: Expr) -> Polynomial:
    """What is not multiplied out."""
    return {frozenset({(expr, 1)}): Fraction(1)}


def constant(value: Fraction) -> Polynomial:
    """A number."""
    return {UNIT: value} if value else {}


def scaled(one: Polynomial, factor: Fraction) -> Polynomial:
    """A multiple."""
    return {monomial: value * factor for monomial, value in one.items()} if factor else {}


def added(*parts: Polynomial) -> Polynomial:
    """The sum."""
    found: dict[Monomial, Fraction] = {}
    for monomial, value in (item for part in parts for item in part.items()):
        found[monomial] = found.get(monomial, Fraction(0)) + value
    if len(found) > MAX_TERMS:
        raise TooLarge(f"more than {MAX_TERMS} terms")
    return {monomial: value for monomial, value in found.items() if value}


def multiplied(one: Polynomial, other: Polynomial) -> Polynomial:
    """The product."""
    return added(*({joined(first, second): a * b} for first, a in one.items() for second, b in other.items()))


def joined(first: Monomial, second: Monomial) -> Monomial:
    """The product of two monomials."""
    powers: dict[Expr, int] = {}
    for part, power in (*first, *second):
        powers[part] = powers.get(part, 0) + power
    return frozenset((part, power) for part, power in powers.items() if power)


def expression(terms: Polynomial) -> Expr:
    """The polynomial as it would be written."""
    return total(Mul(Number(value), monomial_expression(monomial)) for monomial, value in ordered(terms))


def ordered(terms: Polynomial) -> list[tuple[Monomial, Fraction]]:
    """The terms in an order that does not depend on how they came up."""
    return sorted(terms.items(), key=lambda item: sorted((repr(part), power) for part, power in item[0]))


def total(parts: Iterable[Expr]) -> Expr:
    """The sum of expressions."""
    found = list(parts)
    return reduce(Add, found) if found else Number(Fraction(0))


def monomial_expression(monomial: Monomial) -> Expr:
    """A product of powers."""
    powers = [
        part if power == 1 else Inverse(part) if power == -1 else Pow(part, Number(Fraction(power)))
        for part, power in sorted(monomial, key=repr)
    ]
    return reduce(Mul, powers) if powers else Number(Fraction(1))
