"""How an expression prints: LaTeX with the order and grouping of the tree.

`Printer` is the only place where mathematics of a checked claim becomes LaTeX.  A `Notation` renames letters for
one page, so that the ledger of a note can print the note's own letters from the object that was checked.
"""

from __future__ import annotations

from collections.abc import Mapping

from derivations.tree.arithmetic import Linear, Sub
from derivations.tree.node import LATEX, Expr, Level
from derivations.tree.typeset import WIDE, aligned, name_latex, packed, width

Notation = Mapping[str, str]
"""Name -> LaTeX. ``x[]`` and ``A[,]`` are the patterns of members and entries, with # for the index or indices."""


class Printer:
    """Prints expressions in one notation."""

    def __init__(self, notation: Notation | None = None) -> None:
        self.notation = dict(notation or {})

    def __call__(self, expr: Expr, level: int = Level.SUM) -> str:
        """LaTeX of the expression, in brackets where its own level is below ``level``."""
        text, own = expr.printed(self)
        return text if own >= level else rf"\left({text}\right)"

    def name(self, name: str) -> str:
        """LaTeX of a name in this notation."""
        return self.notation.get(name) or name_latex(name)

    def member(self, name: str) -> str:
        """LaTeX of a member of a family, # for its index or indices."""
        return self.notation.get(f"{name}[]", f"{name_latex(name)}_{{#}}")

    def broken(self, expr: Expr) -> str:
        """Like a call, with a long sum broken before its top-level signs into aligned rows."""
        rows = packed(self._terms(expr))
        return rows[0] if len(rows) == 1 else aligned(f"&{row}" for row in rows)

    def broken_equation(self, left: Expr, right: Expr, sign: str = "=") -> str:
        """left = right, the right side below the left where both do not fit on a line, long sums broken."""
        if width(self(left) + self(right)) <= WIDE:
            return f"{self(left)} {sign} {self(right)}"
        first, *rest = packed(self._terms(right))
        return aligned([f"&{self(left)}", rf"&\quad {sign} {first}", *(rf"&\qquad {row}" for row in rest)])

    def _terms(self, expr: Expr) -> list[str]:
        if isinstance(expr, Linear):
            sign = "-" if isinstance(expr, Sub) else "+"
            return [*self._terms(expr.left), f"{{}}{sign} {self(expr.right, Level.PRODUCT)}"]
        return [self(expr)]

    def argument(self, expr: Expr, brackets: bool = False) -> str:
        """The argument of a function such as log, in brackets unless it can stand alone."""
        bare = expr.bare_argument and not brackets and not expr.leading_minus
        return self(expr) if bare else rf"\left({self(expr)}\right)"


LATEX.append(Printer())
