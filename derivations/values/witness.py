"""What stands for a function letter in a counterexample that a reader can follow."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Witness:
    """The polynomial that stands for a function letter in a counterexample; its value is one row of four numbers.

    For any four there is a polynomial of its kind (`polynomial_of`).
    """

    name: str
    kind: str = field(default="", compare=False)
    of = (1, 1)
    structure = "general"
    axes = ()


@dataclass(frozen=True)
class FunctionName:
    """Stands for the name by which number systems know a function letter."""

    name: str
