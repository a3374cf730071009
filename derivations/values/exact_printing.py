"""Exact values as a reader writes them, in LaTeX `\\tfrac{1}{2}\\log 2 - 3` and in text `1/2 log(2) - 3`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import prod

from flint import fmpq

from derivations.values.monomials import ONE, Monomial

HALF = fmpq(1, 2)


class TermsText:
    """Prints a sum of monomials in the text syntax."""

    pi = "pi"

    def __call__(self, terms: Mapping[Monomial, fmpq]) -> str:
        """Terms with rational coefficients, the rational part last."""
        ordered = sorted(terms.items(), key=lambda term: (term[0] == ONE, term[0].parts()))
        text = "".join((" - " if c < 0 else " + ") + self._term(monomial, abs(c)) for monomial, c in ordered)
        return "-" * text.startswith(" - ") + text[3:] or "0"

    def _term(self, monomial: Monomial, coefficient: fmpq) -> str:
        """A positive coefficient times a monomial."""
        factors = [self.number(coefficient)] if coefficient != 1 or monomial == ONE else []
        factors += self._roots(monomial)
        factors += [self.exp(monomial.e)] if monomial.e != 0 else []
        logs = [(str(base), power) for base, power in monomial.logs] + [(self.pi, monomial.log_pi)]
        return self.product([*factors, *(self.log(name, power) for name, power in logs if power)])

    def _roots(self, monomial: Monomial) -> list[str]:
        """The roots and the power of π; all square roots share one sign."""
        under = prod(base for base, exponent in monomial.roots if exponent == HALF)
        radicand = ([str(under)] if under > 1 else []) + ([self.pi] if monomial.pi == HALF else [])
        factors = [self.root(self.product(radicand))] if radicand else []
        factors += [self.power(str(base), exponent) for base, exponent in monomial.roots if exponent != HALF]
        return factors + ([self.power(self.pi, monomial.pi)] if monomial.pi not in (0, HALF) else [])

    def number(self, number: fmpq) -> str:
        """A rational number above zero."""
        return str(number.str())

    def root(self, of: str) -> str:
        """A square root."""
        return f"sqrt({of})"

    def power(self, base: str, exponent: fmpq) -> str:
        """A power with a rational exponent."""
        written = exponent.str()
        return base if exponent == 1 else f"{base}^{written}" if written.isdigit() else f"{base}^({written})"

    def exp(self, exponent: fmpq) -> str:
        """A power of e."""
        return f"exp({exponent.str()})"

    def log(self, of: str, power: int) -> str:
        """A power of a logarithm."""
        return f"log({of})" if power == 1 else f"log({of})^{power}"

    def product(self, factors: list[str]) -> str:
        """Factors side by side."""
        return " ".join(factors)


class TermsLatex(TermsText):
    """Prints it in LaTeX."""

    pi = r"\pi"

    def number(self, number: fmpq) -> str:
        return str(number.p) if number.q == 1 else rf"\tfrac{{{number.p}}}{{{number.q}}}"

    def root(self, of: str) -> str:
        return rf"\sqrt{{{of}}}"

    def power(self, base: str, exponent: fmpq) -> str:
        return base if exponent == 1 else f"{base}^{{{exponent.str()}}}"

    def exp(self, exponent: fmpq) -> str:
        return self.power("e", exponent)

    def log(self, of: str, power: int) -> str:
        return rf"\log {of}" if power == 1 else rf"(\log {of})^{{{power}}}"

    def product(self, factors: list[str]) -> str:
        """With a dot where two factors would run together."""
        text = factors[0]
        for left, right in pairwise(factors):
            dot = right[0].isdigit() or left.startswith(r"\log")
            text += (r" \cdot " if dot else "" if right.startswith("\\") else " ") + right
        return text


terms_text, terms_latex = TermsText(), TermsLatex()
