"""LaTeX of exact values, as a reader writes them: `\\tfrac{1}{2}\\log 2 - 3`, `e^{-1/2}`, `\\sqrt{6}`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import prod

from flint import fmpq

from derivations.values.monomials import ONE, Monomial

HALF = fmpq(1, 2)


def terms_latex(terms: Mapping[Monomial, fmpq]) -> str:
    """A sum of monomials with rational coefficients, the rational part last."""
    ordered = sorted(terms.items(), key=lambda term: (term[0] == ONE, term[0].parts()))
    text = "".join((" - " if c < 0 else " + ") + _term_latex(monomial, abs(c)) for monomial, c in ordered)
    return "-" * text.startswith(" - ") + text[3:] or "0"


def _term_latex(monomial: Monomial, coefficient: fmpq) -> str:
    """A positive coefficient times a monomial, with a dot where two factors would run together."""
    factors = [_number_latex(coefficient)] if coefficient != 1 or monomial == ONE else []
    factors += _root_factors(monomial)
    factors += [_power_latex("e", monomial.e)] if monomial.e != 0 else []
    logs = [(str(base), power) for base, power in monomial.logs] + [(r"\pi", monomial.log_pi)]
    factors += [rf"\log {name}" if power == 1 else rf"(\log {name})^{{{power}}}" for name, power in logs if power]
    text = factors[0]
    for left, right in pairwise(factors):
        dot = right[0].isdigit() or left.startswith(r"\log")
        text += (r" \cdot " if dot else "" if right.startswith("\\") else " ") + right
    return text


def _root_factors(monomial: Monomial) -> list[str]:
    """The roots and the power of π; all square roots share one sign."""
    under = prod(base for base, exponent in monomial.roots if exponent == HALF)
    radicand = (str(under) if under > 1 else "") + (r"\pi" if monomial.pi == HALF else "")
    factors = [rf"\sqrt{{{radicand}}}"] if radicand else []
    factors += [_power_latex(str(base), exponent) for base, exponent in monomial.roots if exponent != HALF]
    return factors + ([_power_latex(r"\pi", monomial.pi)] if monomial.pi not in (0, HALF) else [])


def _power_latex(base: str, exponent: fmpq) -> str:
    return base if exponent == 1 else f"{base}^{{{exponent.str()}}}"


def _number_latex(number: fmpq) -> str:
    return str(number.p) if number.q == 1 else rf"\tfrac{{{number.p}}}{{{number.q}}}"
