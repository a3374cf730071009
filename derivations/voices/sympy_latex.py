"""LaTeX of SymPy's answers: symbols print like the letters they are entries of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter

from derivations.tree import Printer


def latex_of(value: Any, letters: Mapping[Any, Any]) -> str:
    """LaTeX of a scalar or matrix of SymPy, given the symbols of every letter and family."""
    names: dict[sympy.Symbol, str] = {}
    for symbol, name in entry_names(letters):
        # A symmetric matrix has each symbol twice; the upper place names it.
        names.setdefault(symbol, name)
    shown = value[0] if isinstance(value, sympy.MatrixBase) and len(value) == 1 else value
    text = str(Latex({"symbol_names": names, "mat_delim": "", "mat_str": "pmatrix"}).doprint(shown))
    if r"\begin{pmatrix}" in text and r"\frac" in text:
        # KaTeX sets fractions in a matrix small and close; they need room.
        text = text.replace(r"\frac", r"\dfrac").replace(r"\\", r"\\[1.5em]")
    return text


class Latex(LatexPrinter):  # type: ignore[misc]
    """SymPy's printer with the terms that have a plus sign first: x - mu, not -mu + x."""

    def _as_ordered_terms(self, expr: Any, order: str | None = None) -> list[Any]:
        return sorted(super()._as_ordered_terms(expr, order=order), key=lambda term: term.could_extract_minus_sign())


def entry_names(values: Mapping[Any, Any]) -> Iterator[tuple[sympy.Symbol, str]]:
    """LaTeX of every entry: the letter itself where there is one entry, else the letter with its place."""
    printer = Printer()
    for key, value in values.items():
        members = value if isinstance(value, list) else [value]
        for number, member in enumerate(members, 1):
            base = rf"{printer.name(key.name)}_{{{number}}}" if isinstance(value, list) else printer(key)
            yield from _names(base, member)


def _names(base: str, member: Any) -> Iterator[tuple[sympy.Symbol, str]]:
    if isinstance(member, sympy.Symbol) or len(member) == 1:
        yield (member if isinstance(member, sympy.Symbol) else member[0]), base
        return
    for i in range(member.rows):
        for j in range(member.cols):
            place = f"{i + 1}" if member.cols == 1 else f"{i + 1}{j + 1}"
            name = rf"{base[:-1]},{place}}}" if base.endswith("}") and "_{" in base else rf"{base}_{{{place}}}"
            yield member[i, j], name
