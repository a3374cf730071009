"""The notes: reader of their LaTeX, rows, ledgers, concordance."""

from derivations.notes.ledger import Ledger
from derivations.notes.proposals import draft

__all__ = [
    "Ledger",
    "draft",
]
