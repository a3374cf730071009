"""What a rung found over all sizes, and from which seed it drew."""

from __future__ import annotations

import random

from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.verdict import Rung
from derivations.claims import Claim

MODULAR_DRAWS = 3


def seeded(claim: Claim, sizes: dict[str, int], kind: str) -> random.Random:
    return random.Random(f"{kind} {claim.latex()} {sorted(sizes.items())}")


def over_sizes(name: str, assignments: list[dict[str, int]], outcomes: list[Outcome]) -> Rung:
    """A difference at one size refutes; else a size without a defined instance, or one that cannot be told, decides."""
    for kind in (UNEQUAL, UNDEFINED, UNSUPPORTED):
        for sizes, outcome in zip(assignments, outcomes, strict=True):
            if outcome.found == kind:
                reason = f": {outcome.reason}" if outcome.reason else ""
                return Rung(name, kind, f"at {show_sizes([sizes])}{reason}")
    return Rung(name, EQUAL, show_sizes(assignments))


def show_sizes(assignments: list[dict[str, int]]) -> str:
    """``D, N = 1, 2; 2, 1``."""
    names = list(assignments[0])
    if not names:
        return "no sizes"
    return f"{', '.join(names)} = " + "; ".join(", ".join(str(sizes[name]) for name in names) for sizes in assignments)
