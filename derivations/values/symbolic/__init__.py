"""SymPy as a number system; importing this room imports SymPy."""

from derivations.values.symbolic.integrals import integrate_all
from derivations.values.symbolic.letters import MAX_SYMBOLS, symbol_count, symbol_values
from derivations.values.symbolic.system import Symbols

__all__ = [
    "MAX_SYMBOLS",
    "Symbols",
    "integrate_all",
    "symbol_count",
    "symbol_values",
]
