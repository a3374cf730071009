"""Equivalences of equations in an unknown: elimination, operations, special values."""

from derivations.checking.equivalences.comparison import compare_equivalence, one_sided
from derivations.checking.equivalences.special_values import base, critical, rational_instances, unreached

__all__ = [
    "base",
    "compare_equivalence",
    "critical",
    "one_sided",
    "rational_instances",
    "unreached",
]
