"""What can be claimed, and under which conditions."""

from derivations.claims.canonical import canonical_text
from derivations.claims.claim import Claim, Definition, Equation, Equivalence, Shown, check_names, stated
from derivations.claims.conditions import Condition, beyond, side_conditions
from derivations.claims.distributions import Distributed, Law
from derivations.claims.given import NOTHING, Given, Order
from derivations.claims.relations import ZERO, Attained, FirstOrder, Inequality, Proportional, Solution, UpTo, standing
from derivations.claims.substitution import put_in
from derivations.claims.text import plain, plain_line

__all__ = [
    "NOTHING",
    "ZERO",
    "Attained",
    "Claim",
    "Condition",
    "Definition",
    "Distributed",
    "Equation",
    "Equivalence",
    "FirstOrder",
    "Given",
    "Inequality",
    "Law",
    "Order",
    "Proportional",
    "Shown",
    "Solution",
    "UpTo",
    "beyond",
    "canonical_text",
    "check_names",
    "plain",
    "plain_line",
    "put_in",
    "side_conditions",
    "standing",
    "stated",
]
