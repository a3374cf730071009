"""The ways of checking, one a module."""

from derivations.checking.rungs.floats import NumPyRung
from derivations.checking.rungs.generic import differs, real_outcome
from derivations.checking.rungs.prime_field import PrimeFieldRung, modular_outcome
from derivations.checking.rungs.reals import RealsRung
from derivations.checking.rungs.rung import Rung
from derivations.checking.rungs.symbols import SymPyRung

__all__ = [
    "NumPyRung",
    "PrimeFieldRung",
    "RealsRung",
    "Rung",
    "SymPyRung",
    "differs",
    "modular_outcome",
    "real_outcome",
]
