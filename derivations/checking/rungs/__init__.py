"""The ways of checking, one a module."""

from derivations.checking.rungs.floats import floats_rung, realistic_sizes
from derivations.checking.rungs.prime_field import modular_outcome, modular_rung
from derivations.checking.rungs.reals import real_outcome, real_rung
from derivations.checking.rungs.symbols import symbolic_rung, symbolic_sizes

__all__ = [
    "floats_rung",
    "modular_outcome",
    "modular_rung",
    "real_outcome",
    "real_rung",
    "realistic_sizes",
    "symbolic_rung",
    "symbolic_sizes",
]
