"""What a letter may be declared as: one class a structure, registered by its word, which answers all that is asked."""

from importlib import import_module
from pkgutil import iter_modules

from derivations.tree.structures.intervals import NONNEGATIVE, POSITIVE, UNIT, WRITTEN, End, Interval
from derivations.tree.structures.rows import Rows, Source, pivots_positive
from derivations.tree.structures.structure import ADMITS, STRUCTURES, Structure

__all__ = [
    "ADMITS",
    "NONNEGATIVE",
    "POSITIVE",
    "STRUCTURES",
    "UNIT",
    "WRITTEN",
    "End",
    "Interval",
    "Rows",
    "Source",
    "Structure",
    "pivots_positive",
]

# A structure registers itself where it is defined, so that a new one takes no line here.
for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
