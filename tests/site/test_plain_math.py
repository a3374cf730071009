"""Short formulas as plain HTML; what is more than letters, numbers, signs and single indices is left to KaTeX."""

from __future__ import annotations

import pytest

from derivations.site.plain_math import plain_html

PLAIN = {
    "D = 2": "<i>D</i>\u2005=\u20052",
    "10^{-6}": "10<sup>−6</sup>",
    r"\Sigma": "Σ",
    r"\mu_1": "<i>μ</i><sub>1</sub>",
    "a - b": "<i>a</i>\u2005−\u2005<i>b</i>",
    "-1": "−1",
    "(-1, 2)": "(−1,\u20092)",
    "x_{ij}": "<i>x</i><sub><i>i</i><i>j</i></sub>",
    r"n \neq 0": "<i>n</i>\u2005≠\u20050",
    "a < b": "<i>a</i>\u2005&lt;\u2005<i>b</i>",
}
OTHERS = [
    r"\frac{1}{2}",
    "x_i^2",
    "x^{y^2}",
    r"\log x",
    r"\Sigma^{\frac12}",
    "^2",
    "x_{i",
    "{x}",
    "&",
    r"\tfrac12",
    "x^",
]


@pytest.mark.parametrize("latex", PLAIN)
def test_plain(latex: str) -> None:
    assert plain_html(latex) == PLAIN[latex]


@pytest.mark.parametrize("latex", OTHERS)
def test_not_plain(latex: str) -> None:
    assert plain_html(latex) is None
