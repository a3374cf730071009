"""Figures: legible in both modes and on a phone, described, and stored as an SVG that only depends on the data."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from cycler import Cycler
from numpy.typing import NDArray

from derivations.page import figures
from derivations.page.figures import (
    DescribedFigure,
    canonical,
    caption_of,
    figure,
    inline_svg,
    panels,
    significant,
    svg,
)

ALT = 'A line & a "curve" < 1'
CAPTION = "The parabola $x^2 < x$ of [Bishop](https://example.org)."
SERIES = [figures.BLUE, figures.VERMILLION, figures.GREEN, figures.PURPLE]
PAGES = ["#ffffff", "#121212", "#14181e"]
"""White, and the page and surface colours of the theme's dark mode."""

PHONE_COLUMN = 335.0
"""CSS pixels that a figure gets on a phone of 390: the theme's margins and a cell's padding taken off."""

COLOUR_BLIND = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB."""

RGB_TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def linear_rgb(colour: str) -> NDArray[np.float64]:
    encoded = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2: (L₁ + 0.05) / (L₂ + 0.05) of the relative luminances, the lighter on top."""
    low, high = sorted(float(linear_rgb(colour) @ RGB_TO_XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB under D65 of a linear colour."""
    x, y, z = np.cbrt(np.array(RGB_TO_XYZ) @ np.clip(rgb, 1e-3, 1) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def example(slope: float = 1.0) -> DescribedFigure:
    drawing, (top, bottom) = panels(2, ALT, CAPTION, height=2.0)
    x = np.linspace(0, 1, 9)
    top.plot(x, slope * x, "o-", label=r"$\mu_n$")
    top.legend()
    top.set_xlabel("$x_n$")
    drawing.colorbar(bottom.pcolormesh(np.outer(x, x)))
    return drawing


@pytest.mark.parametrize(("colour", "page"), list(itertools.product(SERIES, PAGES)))
def test_series_stand_out_on_every_page(colour: str, page: str) -> None:
    assert contrast(colour, page) >= 3  # WCAG 1.4.11, graphical objects


def test_ink_reads_on_paper() -> None:
    assert contrast(figures.INK, figures.PAPER) >= 7  # WCAG 1.4.6


@pytest.mark.parametrize("deficiency", COLOUR_BLIND)
def test_series_differ_for_the_colour_blind(deficiency: str) -> None:
    seen = [lab(np.array(COLOUR_BLIND[deficiency]) @ linear_rgb(colour)) for colour in SERIES]
    # Two colours side by side are told apart from a distance of about 2; 15 is safe for thin lines.
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 15


def test_series_differ_without_colour() -> None:
    cycle = figures.STYLE["axes.prop_cycle"]
    assert isinstance(cycle, Cycler)
    assert len(set(cycle.by_key()["linestyle"])) == len(SERIES)


def test_text_has_ten_points_on_a_phone() -> None:
    width = float(re.search(r'width="([\d.]+)pt"', svg(example()))[1])  # type: ignore[index]
    assert figures.FONT_SIZE * min(1.0, PHONE_COLUMN / (width * 96 / 72)) >= 10


def test_svg_is_the_same_twice_and_in_a_fresh_process() -> None:
    code = "from tests.page.test_figures import example, svg; print(svg(example()))"
    root = Path(__file__).parents[2]
    fresh = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
    )
    drawing = example()
    assert svg(drawing) == svg(drawing) == fresh.stdout.removesuffix("\n"), fresh.stderr


def test_svg_forgets_the_last_bits_and_nothing_more() -> None:
    stored = svg(example())
    assert svg(example(1 + 1e-13)) == stored
    assert svg(example(1.001)) != stored


def test_svg_carries_description_and_caption() -> None:
    stored = svg(example())
    assert 'role="img" aria-label="A line &amp; a &quot;curve&quot; &lt; 1"' in stored
    assert caption_of(stored) == CAPTION
    drawing, _ = figure("A line")
    assert caption_of(svg(drawing)) == ""


def test_svg_has_no_metadata_and_no_style_sheet() -> None:
    stored = svg(example())
    assert not re.search(r"<metadata|<style|matplotlib|<!DOCTYPE|<\?xml", stored, re.IGNORECASE)


def test_every_reference_has_its_target_and_every_identifier_is_used() -> None:
    stored = svg(example())
    references = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', stored))
    assert {a or b for a, b in references} == set(re.findall(r'\bid="([^"]+)"', stored))
    assert len(references) > 5


def test_glyphs_keep_their_scale() -> None:
    assert "scale(0.015625)" in svg(example())  # 1/64; two decimals would make it 0.02


def test_ink_and_paper_are_variables_with_a_fallback() -> None:
    stored = svg(example())
    bare = re.sub(r"var\(--figure-\w+, (#\w+)\)", "", stored)
    assert figures.INK not in bare
    assert figures.PAPER not in bare
    assert f"var(--figure-paper, {figures.PAPER})" in stored


def test_raster_pictures_are_refused() -> None:
    drawing, axes = figure("Noise")
    axes.imshow([[0, 1], [1, 0]])
    with pytest.raises(ValueError, match="raster picture, expected vectors"):
        svg(drawing)


def test_a_figure_says_what_it_shows() -> None:
    with pytest.raises(ValueError, match="alt: found ' ', expected a sentence"):
        figure(" ")


def test_output_is_text_and_svg() -> None:
    drawing = example()
    bundle = drawing._repr_mimebundle_()
    assert bundle == {"text/plain": f"Figure: {ALT}", "image/svg+xml": svg(drawing)}


def test_panels_come_row_by_row() -> None:
    drawing, axes = panels(2, "Four panels", columns=2, height=1.5)
    assert len(axes) == 4
    assert tuple(drawing.get_size_inches()) == (figures.WIDTH, 3.0)


@pytest.mark.parametrize(
    ("x", "digits", "rounded"),
    [(1.23456789, 3, 1.23), (-0.000123456, 2, -0.00012), (0.0, 5, 0.0), (123456.0, 2, 120000.0), (1 + 1e-12, 10, 1.0)],
)
def test_significant(x: float, digits: int, rounded: float) -> None:
    # One unit in the last place is left to the product and the division by a power of ten.
    np.testing.assert_allclose(significant(x, digits), rounded, rtol=4e-16)


def test_significant_keeps_shape_and_refuses_what_is_not_finite() -> None:
    assert significant(np.ones((2, 3))).shape == (2, 3)
    with pytest.raises(ValueError, match="x: found a value that is not finite"):
        significant([1.0, np.nan])


def test_on_a_page_colours_have_names_and_marks_are_opaque_enough() -> None:
    drawing, axes = figure("Points and an area.")
    axes.scatter([0, 1], [0, 1], color="#0072b2", alpha=0.5)
    axes.fill_between([0, 1], [0, 1], color="#009e73", alpha=0.3)
    shown = inline_svg(svg(drawing))
    assert "var(--figure-blue, #0072b2)" in shown and "var(--figure-green, #009e73)" in shown
    assert set(re.findall(r"-opacity: ([\d.]+)", shown)) == {"0.3", "0.75"}


def test_inline_identifiers_differ_between_figures() -> None:
    one, other = (set(re.findall(r'\bid="([^"]+)"', inline_svg(svg(example(slope))))) for slope in (1.0, 2.0))
    assert one
    assert not one & other


def test_canonical_refuses_what_is_not_svg() -> None:
    with pytest.raises(SyntaxError):
        canonical("<svg", "broken")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML of a page with the figure, built by Sphinx from a stored notebook."""
    folder = tmp_path_factory.mktemp("project")
    output = nbformat.v4.new_output("execute_result", data=example()._repr_mimebundle_(), execution_count=1)
    plain = nbformat.v4.new_output("display_data", data={"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    cell = nbformat.v4.new_code_cell("drawing", outputs=[output, plain], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), cell])
    notebook.metadata.language_info = {"name": "python", "pygments_lexer": "ipython3"}
    nbformat.write(notebook, folder / "index.ipynb")
    settings = "extensions = ['myst_nb']\nnb_execution_mode = 'off'\nmyst_enable_extensions = ['dollarmath']\n"
    (folder / "conf.py").write_text(settings)
    arguments = ["-q", "-W", "-b", "html", str(folder), str(folder / "html")]
    built = subprocess.run([sys.executable, "-m", "sphinx", *arguments], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return (folder / "html" / "index.html").read_text()


def test_page_shows_the_figure_inline_with_its_description(page: str) -> None:
    assert re.search(r'<figure[^>]*>\s*<svg style="--figure-ink: currentColor; --figure-paper: transparent;', page)
    assert 'role="img" aria-label="A line &amp; a &quot;curve&quot; &lt; 1"' in page
    assert "<desc>" not in page


def test_page_renders_the_caption_as_myst(page: str) -> None:
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    assert caption
    assert 'class="math' in caption[1]
    assert 'href="https://example.org"' in caption[1]


def test_other_svgs_stay_images(page: str) -> None:
    assert len(re.findall(r'<img [^>]*src="_images/[0-9a-f]+\.svg"', page)) == 1
