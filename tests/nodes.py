"""The nodes of the tree, found by their class."""

from __future__ import annotations

from dataclasses import is_dataclass

from derivations.tree.node import Expr
from derivations.tree.omitted import Omitted


def nodes(of: type[Expr] = Expr) -> set[type[Expr]]:
    """Every node that a line of text may hold."""
    found = set(of.__subclasses__()).union(*(nodes(kind) for kind in of.__subclasses__()))
    return {kind for kind in found if is_dataclass(kind) and kind.__module__.startswith("derivations.")} - {Omitted}
