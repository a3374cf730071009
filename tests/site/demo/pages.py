"""The notebooks of the demonstration book: every kind of block, mark and link once, and formulas that are too wide."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

from derivations.page.blocks import MIME, STATUS, Block, Fold, Line, Mark, bundle

WIDE = r"$A = \begin{bmatrix}" + " & ".join([r"\tfrac{123}{4567}"] * 12) + r"\end{bmatrix}$"

GRADIENT = Block(
    "statement",
    "demo-gradient",
    "Gradient of $\\log\\det$",
    objects=[("A", "$\\in \\mathbb{R}^{D \\times D}$")],
    facts=[("where", "$A \\in \\mathbb{R}^{D \\times D}$, $\\det A > 0$"), ("layout", "denominator layout")],
    lines=[
        Line(
            "demo-gradient-claim",
            r"\nabla_A \log\det A = A^{-\top}",
            rows=["mle.007", "prml.001"],
            mark=Mark(
                "verified", [("exact instances", "$D = 1, 2, 3, 4$ over $\\mathrm{GF}(p)$"), ("error", "$< 2^{-55}$")]
            ),
        )
    ],
)

LEMMA = Block(
    "derivation",
    "demo-lemma",
    "The logarithm of a determinant after a rank-one update",
    start=r"\log\det(A + uu^\top)",
    lines=[
        Line(
            "demo-lemma-1",
            r"\log\det\bigl(A(I + A^{-1}uu^\top)\bigr)",
            "=",
            1,
            reason="factor out $A$, which is invertible",
            mark=Mark("proved", [("rule", "distributivity"), ("checked also", "$D = 1, 2, 3, 4$")]),
        ),
        Line(
            "demo-lemma-2",
            r"\log\det A + \log\det(I + A^{-1}uu^\top)",
            "=",
            2,
            reason="the determinant is multiplicative",
            where=["$\\det A > 0$", "$\\det(I + A^{-1}uu^\\top) > 0$"],
            mark=Mark("verified", [("exact instances", "24 over $\\mathbb{Q}$")]),
        ),
        Line(
            "demo-lemma-printed",
            r"\log\det A + u^\top A^{-1}u",
            "=",
            tag="as printed",
            reason="“by the determinant lemma”; corrected in [](#demo-lemma-3)",
            rows=["mle.008"],
            mark=Mark(
                "rejected",
                [
                    ("counterexample", "$D = 1$, $A = 1$, $u = 1$"),
                    ("left side", "$\\log 2 \\approx 0.693$"),
                    ("right side", "1"),
                ],
            ),
        ),
        Line(
            "demo-lemma-3",
            r"\log\det A + \log(1 + u^\top A^{-1}u)",
            "=",
            3,
            reason="Sylvester’s identity",
            uses=["demo-gradient"],
            rows=["mle.008"],
            mark=Mark("verified", [("exact instances", "24 over $\\mathbb{Q}$")]),
        ),
        Line(
            "demo-lemma-4",
            r"\log\det A + u^\top A^{-1}u - \tfrac{1}{2}(u^\top A^{-1}u)^2 + \tfrac{1}{3}(u^\top A^{-1}u)^3"
            r" - \tfrac{1}{4}(u^\top A^{-1}u)^4 + \tfrac{1}{5}(u^\top A^{-1}u)^5 - \dots",
            r"\doteq",
            4,
            reason="a formula that is too wide for its column scrolls in a box of its own",
            mark=Mark("inconclusive", [("tried", "balls of 256 bits at 40 points")]),
        ),
        Line(
            "demo-lemma-5",
            r"\begin{aligned}&\log\det A\\&\quad{} + u^\top A^{-1}u\end{aligned}",
            r"\le",
            5,
            reason="[](#demo-lemma-3) and $\\log(1 + t) \\le t$",
            uses=["demo-lemma-3"],
            mark=Mark("unchecked"),
        ),
    ],
)

SYMPY = Block(
    "sympy",
    "demo-sympy",
    "The gradient for $D = 2$",
    start=r"\frac{\partial}{\partial a_{11}} \log(a_{11}a_{22} - a_{12}a_{21})",
    lines=[
        Line(
            "demo-sympy-1",
            r"\frac{a_{22}}{a_{11}a_{22} - a_{12}a_{21}}",
            "=",
            1,
            reason="`diff`",
            uses=["demo-gradient"],
            mark=Mark("proved"),
        ),
        Line("demo-sympy-2", r"\frac{1}{a_{11}}", "=", 2, reason="`sympy.subs`", mark=Mark("proved")),
        Line("demo-sympy-3", "1", "=", 3, reason="`sympy.subs`", mark=Mark("proved")),
    ],
)

NUMPY = Block(
    "numpy",
    "demo-numpy",
    "The gradient on data",
    facts=[("data", "272 rows of two columns")],
    inputs=r"A = \begin{pmatrix} 2 & 1 \\ 1 & 3 \end{pmatrix}",
    code="inverse = np.linalg.inv(A)\ninverse.T",
    lines=[
        Line(
            "demo-numpy-1",
            r"\max |\nabla_A \log\det A - A^{-\top}| < 10^{-9}",
            mark=Mark("agrees", [("condition", "12")]),
        )
    ],
)

RELATIONS = Block(
    "derivation",
    "demo-relations",
    "Long relations, and wide formulas where text is expected",
    facts=[("object", WIDE)],
    start=r"\mu",
    lines=[
        Line(
            "demo-relations-1",
            r"\bar{x}",
            r"\text{solved by}",
            1,
            where=[WIDE],
            mark=Mark("verified", [("an instance with a long label", WIDE)]),
        ),
        Line("demo-relations-2", "a + b", r"=_\theta", 2, reason="a reason", mark=Mark("verified")),
        Line("demo-relations-printed", "a", r"\iff", tag="as printed", mark=Mark("undefined", [("why", "ill-typed")])),
    ],
)

OTHER_WAY = Block(
    "derivation",
    "demo-other-way",
    "The logarithm of a determinant, by eigenvalues",
    start=r"\log\det A",
    lines=[Line("demo-other-way-1", r"\sum_i \log\lambda_i", "=", 1, reason="a product", mark=Mark("verified"))],
    folded="it needs no [gradient](#demo-gradient), but a symmetric $A$",
)

EXERCISE = Block(
    "exercise",
    "demo-exercise",
    "Which of these holds?",
    facts=[("find", "the line that is false")],
    text=["One of two lines about $A$ is false."],
    folds=[
        Fold("Hint", ["Look at $D = 1$."]),
        Fold("Answer", ["The second."], lines=[Line("demo-exercise-answer-1", "1 = 1", mark=Mark("proved"))]),
    ],
)

MARKS = Block(
    "statement",
    "demo-marks",
    "Every mark",
    lines=[
        Line(f"demo-mark-{status}", rf"\text{{{words}}}", mark=Mark(status, [("says", words)]))
        for status, words in STATUS.items()
    ],
)

LEDGER = [
    Block(
        "row",
        "mle-001",
        "mle.001 ①",
        facts=[("meaning", "the density of the Gaussian")],
        lines=[
            Line(
                "mle-001-printed",
                r"\mathcal{N}(x; \mu, \Sigma) = \frac{1}{\sqrt{(2\pi)^D |\Sigma|}} "
                r"\exp\left[-\frac{1}{2} (x-\mu)^T \Sigma^{-1} (x-\mu)\right]",
                mark=Mark("unchecked"),
            )
        ],
    ),
    Block(
        "row",
        "mle-007",
        "mle.007",
        lines=[Line("mle-007-read", r"\nabla_A \log\det A = A^{-\top}", mark=Mark("verified"))],
    ),
    Block(
        "row",
        "mle-008",
        "mle.008 ⑤",
        lines=[
            Line(
                "mle-008-printed", r"\log|A + uu^T| = \log|A| + u^T A^{-1} u", tag="as printed", mark=Mark("rejected")
            ),
            Line(
                "mle-008-read",
                r"\log\det(A + uu^\top) = \log\det A + \log(1 + u^\top A^{-1}u)",
                tag="corrected",
                mark=Mark("verified"),
            ),
        ],
    ),
    Block("row", "mle-009", "mle.009", lines=[Line("mle-009-read", r"u^\top A^{-1}u \ge 0", mark=Mark("undefined"))]),
]


def chapter() -> NotebookNode:
    """The chapter: one block a cell."""
    letters = nbformat.v4.new_markdown_cell("## Letters\n\n```{letters}\n```", id="letters")
    made = notebook(
        "# A chapter", [[item] for item in (GRADIENT, LEMMA, OTHER_WAY, RELATIONS, SYMPY, NUMPY, EXERCISE, MARKS)]
    )
    made.cells.append(letters)
    return made


def ledger() -> NotebookNode:
    """The ledger: all rows in one cell."""
    return notebook("# The note mle", [LEDGER])


def notebook(heading: str, cells: list[list[Block]], **changes: Any) -> NotebookNode:
    """A notebook whose cells hold the blocks as stored outputs; changes overwrite keys of each bundle."""
    found = [nbformat.v4.new_markdown_cell(heading, id="heading")]
    for position, blocks in enumerate(cells):
        data = {"text/plain": blocks[0].title, MIME: bundle(*blocks) | changes}
        output = nbformat.v4.new_output("execute_result", data, execution_count=position + 1)
        source = f"show({blocks[0].id!r})"
        found.append(nbformat.v4.new_code_cell(source, id=blocks[0].id, execution_count=position + 1, outputs=[output]))
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    found_notebook: NotebookNode = nbformat.v4.new_notebook(cells=found, metadata=metadata)
    return found_notebook
