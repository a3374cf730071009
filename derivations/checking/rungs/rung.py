"""What a rung is: one way of checking a claim."""

from __future__ import annotations

from typing import Protocol

from derivations.checking.case import Case
from derivations.checking.finding import Finding


class Rung(Protocol):
    """One way of checking: what it finds depends on the case alone, so that a ladder is any tuple of rungs."""

    @property
    def name(self) -> str:
        """The name in a finding."""

    def __hash__(self) -> int:
        """Rungs are immutable."""

    def __call__(self, case: Case) -> Finding:
        """What is found of the claim."""
