"""The functions that stand for function letters, as a reader sees them: a polynomial, waves and exponentials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from derivations.checking.case import Case
from derivations.checking.instances import Instance
from derivations.values import height, known_function, of_kind, stand_in

DIGITS = 6
"""Of the numbers in a formula."""


@dataclass(frozen=True)
class Formula:
    """The function of t that a name stands for."""

    known: str

    def text(self) -> str:
        """``1.5 + 2 t + 3 sin(1.2 t + 0.3)``, to six digits."""
        return self._parted(" + ".join(self._terms("sin", "exp", "t^{}")) or "0")

    def latex(self) -> str:
        """The same in LaTeX."""
        written = " + ".join(self._terms(r"\sin", r"\exp", "t^{{{}}}")) or "0"
        powers = re.sub(r"e([+-]\d+)", lambda match: rf" \cdot 10^{{{int(match[1])}}}", written)
        return self._parted(powers, r"\text{{{}}}")

    def _parted(self, written: str, words: str = "{}") -> str:
        kind = known_function(self.known).kind
        return f"{words.format(f'the {kind.word} part of ')}{written}" if kind.parity else written

    def _terms(self, sine: str, exponential: str, power: str) -> Iterator[str]:
        found = stand_in(self.known).times(height(self.known))
        for exponent, value in enumerate(found.coefficients):
            times = "" if exponent == 0 else " t" if exponent == 1 else f" {power.format(exponent)}"
            if value:
                yield f"{_number(value)}{times}"
        for frequency, shift, size in found.waves:
            yield f"{_number(size)} {sine}({_number(frequency)} t + {_number(shift)})"
        for rate, size in found.exponentials:
            yield f"{_number(size)} {exponential}({_number(rate)} t)"


def _number(value: Fraction) -> str:
    shown = f"{float(value):.{DIGITS}g}"
    return f"({shown})" if value < 0 or "e" in shown else shown


def formulas(case: Case, instance: Instance) -> Mapping[str, Formula]:
    """What function letters are, by their names; nothing where they are polynomials, or only values are known."""
    if not instance.enclosed:
        return {}
    kinds = case.function_letters
    return {name: Formula(of_kind(known, kinds[name].word)) for name, known in instance.known_functions.items()}
