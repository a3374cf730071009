"""The search leads to a statement by its common name or by what it is about, and quotes words alone."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

SOUGHT = {
    "Woodbury": "book/gaussian/matrix-calculus.html#woodbury",
    "log det": "book/gaussian/matrix-calculus.html#gradient-of-the-log-determinant",
    "Mahalanobis": "book/gaussian/multivariate-gaussian.html#standardisation",
    "conditional": "book/gaussian/multivariate-gaussian.html#conditional",
    "最尤推定": "book/terms.html",
}
UNSAID = ("import ", "code cell", "\\", "Sigma", "np.", ".ipynb")
"""What stands in sources and in TeX."""


@pytest.mark.parametrize("words", SOUGHT)
def test_first_result(browser: Browser, real_address: str, words: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{real_address}/search.html?q={quote(words)}", wait_until="networkidle")
        found = page.locator("#search-results li")
        found.first.wait_for()
        assert found.first.locator("a").first.get_attribute("href") == SOUGHT[words]
        quoted = " ".join(page.locator("#search-results .context").all_inner_texts())
    assert quoted and not [sign for sign in UNSAID if sign in quoted]
