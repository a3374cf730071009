"""The three voices of a result: derivation, SymPy, NumPy; and the words of a chapter."""

from derivations.voices.by_numpy import NumPyCheck, evaluate_on
from derivations.voices.by_sympy import SymPyDerivation
from derivations.voices.checked import Checked, RefutedLine, Role, judged, with_obligations
from derivations.voices.derivation import Derivation, Step, by, multiply
from derivations.voices.letters import (
    at_own_letters,
    each,
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
from derivations.voices.result import SUFFIXES, Result
from derivations.voices.statements import Statement, attained, equation, equivalence, inequality, refuted

__all__ = [
    "SUFFIXES",
    "Checked",
    "Derivation",
    "NumPyCheck",
    "RefutedLine",
    "Result",
    "Role",
    "Statement",
    "Step",
    "SymPyDerivation",
    "at_own_letters",
    "attained",
    "by",
    "each",
    "equation",
    "equivalence",
    "evaluate_on",
    "eye",
    "family",
    "function",
    "index",
    "inequality",
    "judged",
    "let",
    "matrix",
    "multiply",
    "refuted",
    "scalar",
    "sizes",
    "spd",
    "structured",
    "symmetric",
    "vector",
    "with_obligations",
]
