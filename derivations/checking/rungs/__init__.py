"""The ways of checking, one a module."""

from derivations.checking.rungs.floats import NumPyRung
from derivations.checking.rungs.over_sizes import seeded
from derivations.checking.rungs.prime_field import PrimeFieldRung
from derivations.checking.rungs.reals import RealsRung, differs, real_outcome
from derivations.checking.rungs.rung import Rung
from derivations.checking.rungs.symbols import SymPyRung

__all__ = [
    "NumPyRung",
    "PrimeFieldRung",
    "RealsRung",
    "Rung",
    "SymPyRung",
    "differs",
    "real_outcome",
    "seeded",
]
