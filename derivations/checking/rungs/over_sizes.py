"""What an exact rung found over all sizes."""

from __future__ import annotations

from collections.abc import Sequence

from derivations.checking.case import Sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.finding import Finding


def over_sizes(name: str, assignments: Sequence[Sizes], outcomes: Sequence[Outcome]) -> Finding:
    """A difference at one size refutes; else a size without a defined instance, or one that cannot be told, decides."""
    for kind in (UNEQUAL, UNDEFINED, UNSUPPORTED):
        for sizes, outcome in zip(assignments, outcomes, strict=True):
            if outcome.found == kind:
                return Finding(name, kind, (sizes,), outcome.reason)
    return Finding(name, EQUAL, tuple(assignments))
