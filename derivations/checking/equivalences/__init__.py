"""Equivalences of equations in an unknown: elimination, operations, special values."""

from derivations.checking.equivalences.comparison import compare_equivalence, one_sided
from derivations.checking.equivalences.paths import Path, paths
from derivations.checking.equivalences.special_values import base, critical, rational_instances, unreached

__all__ = [
    "Path",
    "base",
    "compare_equivalence",
    "critical",
    "one_sided",
    "paths",
    "rational_instances",
    "unreached",
]
