"""The words of a chapter: ``from derivations.chapter import *`` is its one import line.

A word of the text syntax is a word here too, by the same node: ``tr(A @ B)``; ``abs``, ``sum``, ``prod`` and ``E`` are
``absolute``, ``total``, ``product`` and ``expectation``, since Python has these names.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derivations.claims import Definition, FirstOrder, Inequality, Solution
from derivations.page import BLUE, GREEN, PURPLE, VERMILLION, Exercise, argued, cited, figure, install, panels
from derivations.tree import CHAPTER_WORDS, Function, Pi, differential, lift, smooth
from derivations.voices import (
    Derivation,
    Result,
    at_own_letters,
    attained,
    by,
    each,
    equation,
    equivalence,
    evaluate_on,
    eye,
    family,
    function,
    index,
    inequality,
    let,
    matrix,
    multiply,
    refuted,
    scalar,
    sizes,
    spd,
    structured,
    symmetric,
    vector,
)

pi = Pi()
half = lift(Fraction(1, 2))
globals().update(CHAPTER_WORDS)
install()

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The words of the nodes."""


__all__ = [
    *CHAPTER_WORDS,
    "BLUE",
    "GREEN",
    "PURPLE",
    "VERMILLION",
    "Definition",
    "Derivation",
    "Exercise",
    "FirstOrder",
    "Function",
    "Inequality",
    "Result",
    "Solution",
    "argued",
    "at_own_letters",
    "attained",
    "by",
    "cited",
    "differential",
    "each",
    "equation",
    "equivalence",
    "evaluate_on",
    "eye",
    "family",
    "figure",
    "function",
    "half",
    "index",
    "inequality",
    "let",
    "matrix",
    "multiply",
    "panels",
    "pi",
    "refuted",
    "scalar",
    "sizes",
    "smooth",
    "spd",
    "structured",
    "symmetric",
    "vector",
]
