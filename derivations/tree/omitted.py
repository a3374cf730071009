"""A side that a printed formula omits."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.tree.arithmetic import Expr
from derivations.tree.shapes import Shape


@dataclass(frozen=True)
class Omitted(Expr):
    """A side that the line before supplies."""

    def _shape(self) -> Shape | None:
        return None


OMITTED = Omitted()
