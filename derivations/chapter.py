"""The words of a chapter: ``from derivations.chapter import *`` is its one import line."""

from __future__ import annotations

from derivations.claims.claim import Definition
from derivations.claims.expr import Function
from derivations.claims.letters import (
    at_own_letters,
    eye,
    family,
    function,
    index,
    let,
    matrix,
    scalar,
    sizes,
    spd,
    structured,
    symmetric,
    vector,
)
from derivations.claims.relations import Attained, FirstOrder, Inequality, Solution
from derivations.claims.words import (
    d,
    delta,
    det,
    diag,
    differential,
    eig,
    exp,
    expectation,
    grad,
    had,
    half,
    integral,
    log,
    logdet,
    norm,
    pi,
    product,
    smooth,
    sqrt,
    total,
    tr,
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
    "Attained",
    "Definition",
    "Derivation",
    "Exercise",
    "FirstOrder",
    "Function",
    "Inequality",
    "Solution",
    "SymPyDerivation",
    "at_own_letters",
    "by",
    "d",
    "delta",
    "det",
    "diag",
    "differential",
    "eig",
    "equation",
    "equivalence",
    "evaluate_on",
    "exp",
    "expectation",
    "eye",
    "family",
    "figure",
    "function",
    "grad",
    "had",
    "half",
    "index",
    "integral",
    "let",
    "log",
    "logdet",
    "matrix",
    "multiply",
    "norm",
    "numpy_check",
    "panels",
    "pi",
    "product",
    "refuted",
    "scalar",
    "sizes",
    "smooth",
    "spd",
    "sqrt",
    "statement",
    "structured",
    "symmetric",
    "total",
    "tr",
    "vector",
]
