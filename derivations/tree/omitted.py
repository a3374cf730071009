"""A side that a printed formula omits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derivations.tree.node import Rational
from derivations.tree.shapes import Shape


@dataclass(frozen=True)
class Omitted(Rational):
    """A side that the line before supplies."""

    tex = r"\dots"

    def _shape(self) -> Shape | None:
        return None

    def text(self, show: Any) -> str:
        return "..."


OMITTED = Omitted()
