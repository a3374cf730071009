"""How names and numbers print, and how wide a formula is on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
).split()


POSTFIX, ATOM = 2, 3
"""How tightly a name holds together, as in `derivations.tree.node.Level`."""
WIDE = 46
"""Estimated width, in characters, above which a side is broken at its top-level plus and minus signs."""


def name_latex(name: str) -> str:
    """``mu`` -> \\mu, ``calL`` -> \\mathcal{L}, ``x2`` and ``x_2`` -> x_{2}, ``x'`` -> x', ``x_hat`` -> \\hat{x}.

    One or two letters after ``_`` are a subscript too: ``Sigma_ab`` -> \\Sigma_{ab}.
    The direction ``dX`` of a letter X is \\mathrm{d}X.
    """
    if name.endswith("'"):
        return f"{name_latex(name[:-1])}'"
    if name.endswith("_hat"):
        return rf"\hat{{{name_latex(name[:-4])}}}"
    head, tail = re.fullmatch(r"(.*?)_?(\d*|(?<=_)[a-z]{1,2})", name).groups()  # type: ignore[union-attr]
    if head in GREEK:
        head = "\\" + head
    elif re.fullmatch(r"cal[A-Z]", head):
        head = rf"\mathcal{{{head[3:]}}}"
    elif head[:1] == "d" and (head[1:] in GREEK or len(head) == 2):
        head = rf"\mathrm{{d}}{name_latex(head[1:])}"
    elif len(head) > 1:
        head = rf"\mathrm{{{head.replace('_', chr(92) + '_')}}}"
    return rf"{head}_{{{tail}}}" if tail else head


def named(text: str) -> tuple[str, int]:
    """A printed name with its level: one with a superscript, x^{(n)}, cannot take another one."""
    outside = re.sub(r"\{[^{}]*\}", "", text)
    return text, POSTFIX if "^" in outside or "'" in outside else ATOM


def joined_indices(indices: list[str]) -> str:
    """``ij``, or ``i,10`` where one of them is longer than a character."""
    return ("" if all(len(index) == 1 for index in indices) else ",").join(indices)


def number_latex(value: Fraction) -> str:
    """A rational number, its sign in front of the fraction."""
    sign = "-" if value < 0 else ""
    value = abs(value)
    return f"{sign}{value}" if value.denominator == 1 else rf"{sign}\frac{{{value.numerator}}}{{{value.denominator}}}"


def aligned(rows: Iterable[str]) -> str:
    """Rows, each with its alignment mark, as one formula."""
    return r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"


def packed(terms: Iterable[str]) -> list[str]:
    """The terms of a sum on as few rows as are not too wide."""
    rows: list[str] = []
    for term in terms:
        if rows and width(rows[-1] + term) <= WIDE:
            rows[-1] += f" {term}"
        else:
            rows.append(term)
    return rows


def width(text: str) -> int:
    """Rough width of LaTeX in characters of the running text: a fraction counts its wider half, a name its letters."""
    text = re.sub(r"\\(exp|log|sinh|cosh|tanh|cos|sin)\b", r"\1", text)
    text = re.sub(r"\\(left|right|,|;|mathcal|mathrm|operatorname|displaystyle|quad)", "", text)
    fraction = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
    while fraction.search(text):
        text = fraction.sub(lambda match: max(match.groups(), key=len), text)
    text = re.sub(r"_\{[^{}]*\}\^\{[^{}]*\}", "..", text)
    text = re.sub(r"[\^_]\{([^{}]*)\}", lambda match: match[1][: (len(match[1]) + 1) // 2], text)
    return len(re.sub(r"[{}\s]", "", re.sub(r"\\[a-zA-Z]+", "o", text)))
