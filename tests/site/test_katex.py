"""Displayed formulas break where a page is narrow and keep every sign."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from derivations.site.katex import display_rows
from tests.rendering import katex
from tests.site.books import ROOT, pages_of
from tests.site.looking import AFTER_A_FRAME, LAID_OUT, OPEN_ALL, opened

CHAPTERS = [page for page in pages_of(ROOT / "_toc.yml") if page.startswith("book/gaussian/")]
WIDE_ELSEWHERE = 8
"""A chapter's formulas that may be wider than a phone outside of statements: matrices that SymPy writes out."""
TOO_WIDE = """() => [...document.querySelectorAll("main .katex-display")]
  .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
  .map(box => [box.closest(".dv-block:not(.dv-statement)") === null, box.querySelector(".katex-mathml").textContent])"""
SIZES_IN_STATEMENTS = """() => {
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  return [...document.querySelectorAll(".dv-statement .katex-display")].map(
    box => size(box) / size(box.closest(".dv-block")));
}"""
LONG = (
    r"\int \exp\left(-\frac{1}{2} a t^{2} + c t\right) \, \mathrm{d}t = \sqrt{2 \pi} \exp\left(\frac{c^{2}}{2 a}\right)"
    r" - \frac{N}{2} \left(D \log\left(2 \pi\right) + \log \left|\Sigma\right| + x^{\top} \Sigma^{-1} x + y\right)"
)


@pytest.mark.parametrize("name", CHAPTERS)
def test_formulas_fit_a_phone(browser: Browser, real_address: str, name: str) -> None:
    with opened(browser, f"{real_address}/{name}.html", "light", 390) as page:
        page.add_style_tag(content=LAID_OUT)
        page.evaluate(OPEN_ALL)
        page.evaluate(f"{AFTER_A_FRAME}.then(() => document.fonts.ready).then(() => {AFTER_A_FRAME})")
        wide = page.evaluate(TOO_WIDE)
        sizes = page.evaluate(SIZES_IN_STATEMENTS)
    assert [latex for stated, latex in wide if stated] == []
    assert len(wide) <= WIDE_ELSEWHERE
    assert min(sizes) >= 0.85


@pytest.mark.parametrize(
    ("latex", "rows"),
    [
        ("a = b", ["a = b"]),
        (r"\begin{aligned}&a \\ &\quad = b\end{aligned}", ["a", r"\quad = b"]),
        (r"M = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", [r"M = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"]),
        (
            r"\begin{aligned}&a \\ &{}+ \begin{pmatrix} 1 \\[1em] 2 \end{pmatrix}\end{aligned}",
            ["a", r"{}+ \begin{pmatrix} 1 \\[1em] 2 \end{pmatrix}"],
        ),
        (r"a &= b \\ &= c", [r"\begin{aligned}a &= b \\ &= c\end{aligned}"]),
        ("a\n\nb", ["a", "b"]),
        (r"\begin{align} a &= b \end{align}", [r"\begin{align*} a &= b \end{align*}"]),
    ],
)
def test_rows_that_begin_alike_may_break_each_on_its_own(latex: str, rows: list[str]) -> None:
    assert display_rows(latex) == rows


def shown(latex: str, display: bool) -> str:
    """What a reader sees of a formula, as HTML."""
    return katex().render(latex, display)["html"].split('class="katex-html" aria-hidden="true">')[1]


def boxes(latex: str) -> list[str]:
    """The signs in each box, which is what never breaks."""
    return [re.sub("<[^>]*>", "", part) for part in re.split('<span class="base">', shown(latex, True))[1:]]


def test_a_long_formula_breaks_before_its_signs_and_within_brackets() -> None:
    found = boxes(LONG)
    assert len(found) == 6
    assert [box[0] for box in found[1:]] == list("=−+++")
    assert not any(box.endswith(tuple("=−+")) for box in found)


def test_a_short_formula_and_a_matrix_are_one_box() -> None:
    assert len(boxes(r"a = b + c")) == 1
    assert len(boxes(r"\begin{pmatrix} a + b + c + d & e + f + g + h \\ 0 & i + j + k + l + m + n \end{pmatrix}")) == 1


def test_arguments_stay_together() -> None:
    assert boxes(r"H(p, q) = \frac{D}{2} \log\left(2 \pi\right) + y - z")[0] == "H(p,q)"


def test_breaking_takes_no_sign_away() -> None:
    inline = re.sub("<[^>]*>", "", shown(r"\displaystyle " + LONG, False))
    assert "".join(boxes(LONG)) == inline
