"""The text of a claim with its letters renamed in order of appearance: the same for whoever names them otherwise."""

from __future__ import annotations

from derivations.claims.claim import Claim
from derivations.claims.text import plain_line
from derivations.tree import PlainPrinter


class CanonicalPrinter(PlainPrinter):
    """Prints v1, v2, ... for the names, in the order in which they come up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}

    def name(self, name: str) -> str:
        """The name that stands for a name."""
        return self.names.setdefault(name, f"v{len(self.names) + 1}")


def canonical_text(claim: Claim) -> str:
    """What seeds are made of: neither the names of letters nor how anything prints can change a draw."""
    return plain_line([claim, *claim.given.hypotheses], CanonicalPrinter())
