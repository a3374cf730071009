"""Equivalences of equations in an unknown: elimination, operations, special values."""

from derivations.checking.equivalences.comparison import compare_equivalence, one_sided
from derivations.checking.equivalences.paths import Path, entries, line
from derivations.checking.equivalences.same_function import one_to_one
from derivations.checking.equivalences.special_values import Special, special_value
from derivations.checking.equivalences.starting import starts

__all__ = [
    "Path",
    "Special",
    "compare_equivalence",
    "entries",
    "line",
    "one_sided",
    "one_to_one",
    "special_value",
    "starts",
]
