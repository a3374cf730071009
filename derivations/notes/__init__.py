"""The notes: reader of their LaTeX, rows, ledgers, concordance."""

from derivations.notes.ledger import Ledger
from derivations.notes.proposals import draft
from derivations.notes.rows import PACKAGED

__all__ = [
    "PACKAGED",
    "Ledger",
    "draft",
]
