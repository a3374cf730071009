"""What a letter may be declared as: one class a structure, registered by its word, which answers all that is asked."""

from derivations.tree.structures import linear, subsets  # noqa: F401  (to define a structure is to register it)
from derivations.tree.structures.rows import Rows, Source
from derivations.tree.structures.structure import STRUCTURES, Structure

__all__ = [
    "STRUCTURES",
    "Rows",
    "Source",
    "Structure",
]
