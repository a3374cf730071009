"""The words of a chapter: ``from derivations.chapter import *`` is its one import line."""

from __future__ import annotations

from derivations.claims.claim import Definition
from derivations.claims.expr import Function
from derivations.claims.words import (
    at_own_letters,
    delta,
    det,
    exp,
    eye,
    family,
    function,
    grad,
    half,
    index,
    integral,
    let,
    log,
    logdet,
    matrix,
    pi,
    product,
    scalar,
    sizes,
    spd,
    sqrt,
    symmetric,
    total,
    tr,
    vector,
)
from derivations.derivation import Derivation, by, equation, equivalence, multiply, refuted, statement
from derivations.numerical import evaluate_on, numpy_check
from derivations.page.exercises import Exercise
from derivations.page.figures import BLUE, GREEN, PURPLE, VERMILLION, figure, panels
from derivations.page.voices import install
from derivations.symbolic import SymPyDerivation

install()

__all__ = [
    "BLUE",
    "GREEN",
    "PURPLE",
    "VERMILLION",
    "Definition",
    "Derivation",
    "Exercise",
    "Function",
    "SymPyDerivation",
    "at_own_letters",
    "by",
    "delta",
    "det",
    "equation",
    "equivalence",
    "evaluate_on",
    "exp",
    "eye",
    "family",
    "figure",
    "function",
    "grad",
    "half",
    "index",
    "integral",
    "let",
    "log",
    "logdet",
    "matrix",
    "multiply",
    "numpy_check",
    "panels",
    "pi",
    "product",
    "refuted",
    "scalar",
    "sizes",
    "spd",
    "sqrt",
    "statement",
    "symmetric",
    "total",
    "tr",
    "vector",
]
