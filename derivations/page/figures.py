"""Figures of the book: one style, alternative text, and an SVG that does not depend on the processor.

A chapter draws with `figure` or `panels` and ends its cell in the figure.  What is stored is a canonical SVG: only the
identifiers that are used, renumbered; coordinates to two decimals; no metadata.  Ink and paper are the CSS variables
``--figure-ink`` and ``--figure-paper``, with dark ink on white paper as fallback: that is what a viewer that shows the
SVG as an image (JupyterLab, GitHub) gets, in light and dark mode alike.  No single ink reaches a contrast of 4.5 on
white and on a dark page, and ``prefers-color-scheme`` does not follow the theme's toggle; so `FigureRenderer` puts the
SVG into the page itself, where the ink is the page's own text colour on no paper, a page's style may give every colour
another value (``--figure-blue``, ...), and the alternative text is the accessible name of the picture.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import matplotlib.style
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from docutils import nodes
    from myst_nb.core.render import MimeData, NbElementRenderer

INK = "#1f2328"
PAPER = "#fffffe"  # not plain white: that may be a colour of the data
BLUE, VERMILLION, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#c46a9e"
"""Okabe and Ito's colours with a contrast of 3 on white and on a dark page (the purple is darkened to reach it)."""

GREYS = "#808080", "#999999"
COLOURS = {BLUE: "blue", VERMILLION: "vermillion", GREEN: "green", PURPLE: "purple", **dict.fromkeys(GREYS, "grey")}
"""Names by which a page's style sheet may set a colour of the data."""
MARK_OPACITY = 0.75
"""Marks are at least as opaque on a page, for a contrast of 3; areas, less than half opaque, stay as they are."""

WIDTH = 4.5
"""Inches, 432 CSS pixels: a phone of 390 pixels shrinks it to about 340, so `FONT_SIZE` stays above 10 points there."""
FONT_SIZE = 13.0

STYLE = {
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.labelsize": FONT_SIZE,
    "axes.prop_cycle": cycler(color=[BLUE, VERMILLION, GREEN, PURPLE], linestyle=["-", "--", "-.", ":"]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": FONT_SIZE,
    "figure.facecolor": PAPER,
    "font.size": FONT_SIZE,
    "grid.alpha": 0.2,
    "grid.color": INK,
    "image.cmap": "cividis",
    "legend.fontsize": FONT_SIZE,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "mathtext.fontset": "dejavuserif",
    "svg.fonttype": "path",
    "text.color": INK,
    "xtick.color": INK,
    "xtick.labelsize": FONT_SIZE,
    "ytick.color": INK,
    "ytick.labelsize": FONT_SIZE,
}

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DEFS = f"{{{SVG}}}defs"
DROPPED = {f"{{{SVG}}}metadata", f"{{{SVG}}}style"}
ROUNDED = {"d", "x", "y", "width", "height", "viewBox", "points", "transform", "x1", "y1", "x2", "y2"}
NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e[-+]?\d+)?")
SCALE = re.compile(r"(scale\([^)]*\))")
REFERENCE = re.compile(r"url\(#([^)]+)\)|^#(.+)$")


class DescribedFigure(Figure):
    """A Matplotlib figure with alternative text and a caption (inline MyST); its output is canonical SVG."""

    alt: str
    caption: str

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": repr(self), "image/svg+xml": svg(self)}


def figure(alt: str, caption: str = "", *, height: float = 3.0) -> tuple[DescribedFigure, Axes]:
    """A figure of one pair of axes; ``height`` in inches. ValueError if ``alt`` says nothing. Sets the book's style."""
    drawing, axes = panels(1, alt, caption, height=height)
    return drawing, axes[0]


def panels(
    rows: int, alt: str, caption: str = "", *, columns: int = 1, height: float = 3.0
) -> tuple[DescribedFigure, list[Axes]]:
    """``rows`` × ``columns`` axes, row by row, each row ``height`` inches high; one column reads best on a phone."""
    if not alt.strip():
        raise ValueError(f"alt: found {alt!r}, expected a sentence that says what the reader sees")
    matplotlib.style.use(STYLE)
    drawing = DescribedFigure(figsize=(WIDTH, rows * height), layout="constrained")
    drawing.alt, drawing.caption = alt, caption
    return drawing, list(drawing.subplots(rows, columns, squeeze=False).flat)


def significant(x: ArrayLike, digits: int = 10) -> NDArray[np.float64]:
    """x to so many significant digits: a processor's last bits are gone before bins, contours and ticks are chosen."""
    values = np.asarray(x, dtype=np.float64)
    if not np.isfinite(values).all():
        raise ValueError("x: found a value that is not finite, expected finite numbers")
    exponent = np.floor(np.log10(np.abs(np.where(values == 0, 1.0, values))))
    factor = 10.0 ** (digits - 1 - exponent)
    return np.asarray(np.rint(values * factor) / factor)


def svg(drawing: DescribedFigure) -> str:
    """The canonical SVG of a figure. ValueError if it holds a raster picture."""
    for mesh in drawing.findobj(QuadMesh):
        # A long colour bar asks for a raster picture; without an outline its strips would show gaps.
        mesh.set(rasterized=False, edgecolor="face")
    drawing.draw_without_rendering()  # the layout needs a second pass to come to rest
    buffer = io.StringIO()
    drawing.savefig(buffer, format="svg", metadata={"Date": None})
    return canonical(buffer.getvalue(), drawing.alt, drawing.caption)


def canonical(text: str, alt: str, caption: str = "") -> str:
    """Matplotlib's SVG without what varies: metadata gone, identifiers renumbered, coordinates to two decimals."""
    root = ET.fromstring(text)
    if root.find(f".//{{{SVG}}}image") is not None:
        raise ValueError("figure: found a raster picture, expected vectors only (use pcolormesh instead of imshow)")
    for parent in reversed(list(root.iter())):
        for child in [child for child in parent if child.tag in DROPPED or (child.tag == DEFS and not len(child))]:
            parent.remove(child)
    _renumber(root)
    for element in root.iter():
        element.attrib.update({key: _round(value) for key, value in element.attrib.items() if key in ROUNDED})
        if "style" in element.attrib:
            element.set("style", _themed(element.attrib["style"]))
    # Matplotlib says the same with a style sheet, which would reach the whole page once the SVG is part of it.
    root.attrib.update({"stroke-linejoin": "round", "stroke-linecap": "butt", "role": "img", "aria-label": alt})
    if caption:
        description = ET.Element(f"{{{SVG}}}desc")
        description.text = caption
        root.insert(0, description)
    ET.register_namespace("", SVG)
    ET.indent(root, "")
    return ET.tostring(root, encoding="unicode")


def _renumber(root: ET.Element) -> None:
    """Keeps the identifiers that are referred to, as i0, i1, …: Matplotlib's are hashes of unrounded data."""
    names: dict[str, str] = {}
    for element in root.iter():
        if XLINK_HREF in element.attrib:
            element.set("href", element.attrib.pop(XLINK_HREF))
        for value in element.attrib.values():
            if match := REFERENCE.search(value):
                names.setdefault(match[1] or match[2], f"i{len(names)}")
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key != "id":
                element.set(key, REFERENCE.sub(lambda match: _renamed(match, names), value))
            elif value in names:
                element.set(key, names[value])
            else:
                del element.attrib[key]


def _renamed(match: re.Match[str], names: dict[str, str]) -> str:
    return f"url(#{names[match[1]]})" if match[1] else f"#{names[match[2]]}"


def _round(value: str) -> str:
    # The scale of a glyph is a small constant; everything else is a length in points.
    parts = SCALE.split(value)
    rounded = "".join(part if i % 2 else NUMBER.sub(_two_decimals, part) for i, part in enumerate(parts))
    return " ".join(rounded.split())


def _two_decimals(match: re.Match[str]) -> str:
    rounded = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def _themed(style: str) -> str:
    for name, colour in (("ink", INK), ("paper", PAPER)):
        style = style.replace(colour, f"var(--figure-{name}, {colour})")
    return style


def inline_svg(text: str) -> str:
    """The SVG as part of a page: the page's colours, no wider than its column, identifiers that no other figure has."""
    key = hashlib.sha256(text.encode()).hexdigest()[:8]
    text = re.sub(r'(\bid="|\bhref="#|url\(#)(i\d+)', rf"\1f{key}-\2", text)
    text = re.sub(r"<desc>.*?</desc>\n?", "", text, count=1, flags=re.DOTALL)
    text = re.sub("|".join(COLOURS), lambda match: f"var(--figure-{COLOURS[match[0]]}, {match[0]})", text)
    text = re.sub(r"(?<=-opacity: )0\.[5-9]\d*", lambda match: str(max(float(match[0]), MARK_OPACITY)), text)
    look = "--figure-ink: currentColor; --figure-paper: transparent; max-width: 100%; height: auto"
    return text.replace("<svg ", f'<svg style="{look}" ', 1)


def caption_of(text: str) -> str:
    """The caption that `canonical` stored in the SVG, inline MyST; empty if there is none."""
    match = re.search(r"<desc>(.*?)</desc>", text, flags=re.DOTALL)
    return html.unescape(match[1]) if match else ""


class FigureRenderer:
    """MyST-NB's renderer of our SVG: inline in the page, with its caption; any other picture is left to MyST-NB."""

    mime_priority_overrides: tuple[tuple[str, str, int | None], ...] = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure node of an SVG with an accessible name, for builders that write HTML; None for anything else."""
        if inline or data.mime_type != "image/svg+xml" or "aria-label=" not in data.string:
            return None
        return _figure_nodes(renderer.renderer, data)


def _figure_nodes(myst: Any, data: MimeData) -> list[nodes.Element] | None:
    # Notebooks import this module without the book extra, so docutils is imported only where a page is built.
    from docutils import nodes

    if myst.sphinx_env.app.builder.format != "html":
        return None
    figure_node = nodes.figure("", nodes.raw("", inline_svg(data.string), format="html"))
    if caption := caption_of(data.string):
        text = nodes.Element()
        with myst.current_node_context(text):
            myst.nested_render_text(caption, data.line or 0, inline=True)
        figure_node += nodes.caption(caption, "", *text.children)
    return [figure_node]
