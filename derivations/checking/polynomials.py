"""Polynomials in what is no sum and no product, x' y, log p, |x| and the like: their atoms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from derivations.tree import Add, Expr, Inverse, Mul, Number, Pow, atoms, positive

Monomial = frozenset[tuple[Expr, int]]
"""Atoms with their powers, which are not zero."""
Polynomial = Mapping[Monomial, Fraction]
"""Coefficients, none of them zero."""
UNIT: Monomial = frozenset()
MAX_TERMS = 60
"""Largest polynomials that are made."""


class TooLarge(Exception):
    """A polynomial of too many terms."""


def denominator(terms: Polynomial) -> Monomial:
    """The positive atoms that some terms are divided by, with the highest powers that are."""
    lowest: dict[Expr, int] = {}
    for part, power in (item for monomial in terms for item in monomial):
        lowest[part] = min(lowest.get(part, 0), power)
    return frozenset((part, -power) for part, power in lowest.items() if power < 0 and positive(part))


def common(terms: Polynomial) -> Monomial:
    """The positive atoms that all terms are multiplied by, with the lowest powers that they are."""
    first, *rest = map(dict, terms) if terms else ({},)
    lowest = {part: min([power, *(other.get(part, 0) for other in rest)]) for part, power in first.items()}
    return frozenset((part, power) for part, power in lowest.items() if power > 0 and positive(part))


def split(terms: Polynomial, on: Expr) -> list[tuple[Monomial, Monomial, Fraction]]:
    """Each term as the factors that do not depend on a letter or an index, those that do, and its number."""
    found = []
    for monomial, value in ordered(terms):
        inside = frozenset(item for item in monomial if on in atoms(item[0]))
        found.append((monomial - inside, inside, value))
    return found


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
    return total(
        monomial_expression(monomial) if value == 1 else Mul(Number(value), monomial_expression(monomial))
        for monomial, value in ordered(terms)
    )


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
