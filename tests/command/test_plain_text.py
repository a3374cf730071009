"""Plain text of the printer's LaTeX: every command it writes, and a text that reads back to the same claim."""

from __future__ import annotations

import pytest

from derivations.command.plain_text import plain_text
from tests.checking.corpus import EQUATIONS, EQUIVALENCES, MATRICES, claim_of, read_all

SHOWN = {
    r"\left|C^{-1}\right| \neq 0": "det(C^-1) != 0",
    r"C \text{ invertible}": "C invertible",
    r"N \geq 2": "N >= 2",
    r"x^{\top} \mu": "x' mu",
    r"-\frac{N D}{2} \log \left(2 \pi\right)": "-(N D)/2 log(2 pi)",
    r"\tfrac{1}{2}\log 2 - 3": "1/2 log 2 - 3",
    r"e^{-1/2}\sqrt{6}": "e^(-1/2) sqrt(6)",
    r"3\log \pi": "3 log pi",
    r"a^{12} b^{n + 1}": "a^12 b^(n + 1)",
    r"C_{ij} x_{10,2}": "C_ij x_(10,2)",
    r"\frac{\partial y_{i}}{\partial y_{j}}": "dy_i/dy_j",
    r"\frac{\partial}{\partial C} \log \left|C\right|": "d/dC log det(C)",
    r"\frac{\partial f\left(t\right)}{\partial t}": "df(t)/dt",
    r"\sum_{n=1}^{N} \left(x_{n} - \mu\right)": "sum_(n=1)^N (x_n - mu)",
    r"\int_{\mathbb{R}^{D}} f \, \mathrm{d}x": "int_(R^D) f dx",
    r"\begin{pmatrix} 1 & \frac{1}{2} \\ e^{-1/2} & 4 \end{pmatrix}": "[[1, 1/2], [e^(-1/2), 4]]",
    r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}": "[1, 2]",
    r"\begin{pmatrix} 1 & 2 \end{pmatrix}": "[[1, 2]]",
    r"\begin{cases} 1 & (i = j) \\ 0 & (i \neq j) \end{cases}": "cases(1 if i = j, 0 if i != j)",
    r"a = 0 \iff b = 0": "a = 0 <=> b = 0",
    r"q \mathrel{:=} x^{(n)}": "q := x^(n)",
    r"a \quad\text{solved by}\quad b": "a solved by b",
    r"\unknown x": "unknown x",
    "": "",
}


@pytest.mark.parametrize("latex", SHOWN)
def test_commands(latex: str) -> None:
    assert plain_text(latex) == SHOWN[latex]


def test_no_command_is_left_in_the_text_of_any_claim() -> None:
    for line, claim in read_all(EQUATIONS + EQUIVALENCES):
        shown = plain_text(claim.latex())
        assert not set(shown) & set("\\{}"), line
        assert shown.count("(") == shown.count(")"), line


@pytest.mark.parametrize("line", [line for line, _ in read_all(MATRICES)])
def test_what_is_shown_of_a_matrix_claim_reads_back_as_the_same_claim(line: str) -> None:
    claim = claim_of(line)
    assert claim_of(plain_text(claim.latex())) == claim


@pytest.mark.parametrize("latex", ["{", "}", "^", "_", r"\frac", r"\left", "\\", r"\begin{pmatrix}", r"\end{x}"])
def test_broken_latex_is_no_error(latex: str) -> None:
    assert isinstance(plain_text(f"a {latex}"), str) and plain_text(f"a {latex}").startswith("a")
