"""Number systems by python-flint, and what an expression is worth in each: prime field, reals, balls, dual numbers."""

from derivations.values.algebraic import Algebraic
from derivations.values.balls import PRECISION, Balls
from derivations.values.dual import Differentiable, Tangent
from derivations.values.evaluation import Evaluator, Values
from derivations.values.exact import Exact
from derivations.values.exact_systems import PRIME, ExactReals, PrimeField, random_primes
from derivations.values.function_families import polynomial_of
from derivations.values.function_letters import (
    MAGNITUDES,
    height,
    instance_name,
    known_function,
    of_kind,
    stand_in,
    with_constant,
)
from derivations.values.matrices import modular_matrix, rational_matrix
from derivations.values.sharing import runs, shared
from derivations.values.system import System
from derivations.values.witness import FunctionName, Witness

__all__ = [
    "MAGNITUDES",
    "PRECISION",
    "PRIME",
    "Algebraic",
    "Balls",
    "Differentiable",
    "Evaluator",
    "Exact",
    "ExactReals",
    "FunctionName",
    "PrimeField",
    "System",
    "Tangent",
    "Values",
    "Witness",
    "height",
    "instance_name",
    "known_function",
    "modular_matrix",
    "of_kind",
    "polynomial_of",
    "random_primes",
    "rational_matrix",
    "runs",
    "shared",
    "stand_in",
    "with_constant",
]
