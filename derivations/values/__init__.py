"""Number systems, and what an expression is worth in each: prime field, exact reals, balls, floats, dual numbers."""

from derivations.values.balls_and_floats import PRECISION, Balls, Floats
from derivations.values.dual import Differentiable
from derivations.values.evaluation import Evaluator, Values
from derivations.values.exact import Exact
from derivations.values.exact_systems import OTHER_PRIME, PRIME, ExactReals, PrimeField
from derivations.values.matrices import modular_matrix, rational_matrix
from derivations.values.sharing import shared
from derivations.values.system import System
from derivations.values.witness import Witness

__all__ = [
    "OTHER_PRIME",
    "PRECISION",
    "PRIME",
    "Balls",
    "Differentiable",
    "Evaluator",
    "Exact",
    "ExactReals",
    "Floats",
    "PrimeField",
    "System",
    "Values",
    "Witness",
    "modular_matrix",
    "rational_matrix",
    "shared",
]
