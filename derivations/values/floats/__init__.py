"""float64 as a number system; importing this room imports NumPy."""

from derivations.values.floats.letters import random_values
from derivations.values.floats.system import Floats

__all__ = [
    "Floats",
    "random_values",
]
