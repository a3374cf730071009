"""The text syntax of an expression: read again in the same scope, it gives an equal tree.

A side that a printed formula omits shows as three dots, which nobody can read.
"""

from __future__ import annotations

from collections.abc import Mapping

from derivations.tree.letters import Defined, Letter
from derivations.tree.node import PLAIN, Expr, Level

Families = Mapping[str, Letter | Defined]
"""The declared families by name: letters with axes."""


class PlainPrinter:
    """Prints expressions in the text syntax; the families tell entries of a letter from members of its family."""

    def __init__(self, families: Families | None = None) -> None:
        self.families = families or {}

    def __call__(self, expr: Expr, level: int = Level.SUM) -> str:
        """The text of an expression, in brackets where it holds together less tightly than ``level``."""
        text, own = expr.written(self)
        return text if own >= level else f"({text})"

    def name(self, name: str) -> str:
        """How a name is written; that of a family or a function with its brackets, ``x[]`` and ``f()``."""
        return name.removesuffix("[]").removesuffix("()")

    def nucleus(self, expr: Expr) -> str:
        """What a transpose or a power is put behind; one behind another gets brackets to be easy on the eye."""
        return f"({self(expr)})" if expr.follows else self(expr, Level.ATOM)


PLAIN.append(PlainPrinter())
