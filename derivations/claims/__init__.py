"""What can be claimed, and under which conditions."""

from derivations.claims.claim import Claim, Definition, Equation, Equivalence, Sizes, check_names, letters_and_sizes
from derivations.claims.conditions import side_conditions
from derivations.claims.domains import beyond
from derivations.claims.relations import ZERO, Attained, FirstOrder, Inequality, Proportional, Solution, UpTo, at_values
from derivations.claims.text import plain, plain_line

__all__ = [
    "ZERO",
    "Attained",
    "Claim",
    "Definition",
    "Equation",
    "Equivalence",
    "FirstOrder",
    "Inequality",
    "Proportional",
    "Sizes",
    "Solution",
    "UpTo",
    "at_values",
    "beyond",
    "check_names",
    "letters_and_sizes",
    "plain",
    "plain_line",
    "side_conditions",
]
