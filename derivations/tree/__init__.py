"""What can be written: nodes with all they know, letters, structures, facts; printing to LaTeX and to text."""

from importlib import import_module
from pkgutil import iter_modules

from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub, is_certainly_scalar
from derivations.tree.calculus import Differential, Expectation, Grad, Integral, Range, convention_latex, differential
from derivations.tree.convexity import averages, image_of, second_derivative, slope_of, written
from derivations.tree.errors import NotExpressible, UndefinedValue
from derivations.tree.extremes import LogSumExp
from derivations.tree.facts import (
    invertible,
    nonnegative,
    positive,
    positive_definite,
    structured,
    symmetric,
    where_structured,
    within,
)
from derivations.tree.function_kinds import (
    FUNCTION_KINDS,
    FunctionKind,
    expected_kinds,
    function_kind,
    require_one_kind,
)
from derivations.tree.functions import HYPERBOLIC, Abs, Exp, Hyperbolic, Log, Sqrt, Unknown, smooth
from derivations.tree.indices import COMPARED, Basis, Cases, Delta, Entry, Minor, OfIndices, Where
from derivations.tree.latex import Notation, Printer
from derivations.tree.laws import factors
from derivations.tree.letters import Defined, Index, Letter, Member, Number, Pi, SizeLetter, direction
from derivations.tree.matrices import (
    Det,
    Diag,
    Eigenvalues,
    Hadamard,
    Inverse,
    Kronecker,
    Norm,
    Trace,
    Transpose,
    Vec,
    Written,
)
from derivations.tree.named import Apply, Function, applied, at_values, degree
from derivations.tree.node import CHAPTER_WORDS, CONSTANTS, WORDS, Corner, Expr, Need, equal_shapes, lift, typed
from derivations.tree.omitted import OMITTED
from derivations.tree.powers import Pow, RealPower, power, power_terms
from derivations.tree.resizing import size_expression, with_sizes
from derivations.tree.shapes import (
    CONVENTIONS,
    OPEN,
    SCALAR,
    Shape,
    ShapeError,
    Size,
    is_open,
    letters_of,
    number_of,
    shape_of,
    show_shape,
)
from derivations.tree.special_functions import TRIGONOMETRIC, Gamma, Trigonometric
from derivations.tree.structures import ADMITS, POSITIVE, STRUCTURES, Rows, Source, pivots_positive
from derivations.tree.sums import Dots, Prod, SpinSum, StateSum, Sum, states
from derivations.tree.text import Families, PlainPrinter
from derivations.tree.typeset import GREEK, WIDE, aligned, name_latex, number_latex, width
from derivations.tree.walks import atoms, free_indices, letters_and_sizes, members, require_own_indices
from derivations.tree.weighted_sums import weights, with_index

__all__ = [
    "ADMITS",
    "CHAPTER_WORDS",
    "COMPARED",
    "CONSTANTS",
    "CONVENTIONS",
    "FUNCTION_KINDS",
    "GREEK",
    "HYPERBOLIC",
    "OMITTED",
    "OPEN",
    "POSITIVE",
    "SCALAR",
    "STRUCTURES",
    "TRIGONOMETRIC",
    "WIDE",
    "WORDS",
    "Abs",
    "Add",
    "Apply",
    "Basis",
    "Cases",
    "Corner",
    "Defined",
    "Delta",
    "Det",
    "Diag",
    "Differential",
    "Div",
    "Dots",
    "Eigenvalues",
    "Entry",
    "Exp",
    "Expectation",
    "Expr",
    "Families",
    "Function",
    "FunctionKind",
    "Gamma",
    "Grad",
    "Hadamard",
    "Hyperbolic",
    "Index",
    "Integral",
    "Inverse",
    "Kronecker",
    "Letter",
    "Log",
    "LogSumExp",
    "Member",
    "Minor",
    "Mul",
    "Need",
    "Neg",
    "Norm",
    "NotExpressible",
    "Notation",
    "Number",
    "OfIndices",
    "Pi",
    "PlainPrinter",
    "Pow",
    "Printer",
    "Prod",
    "Range",
    "RealPower",
    "Rows",
    "Shape",
    "ShapeError",
    "Size",
    "SizeLetter",
    "Source",
    "SpinSum",
    "Sqrt",
    "StateSum",
    "Sub",
    "Sum",
    "Trace",
    "Transpose",
    "Trigonometric",
    "UndefinedValue",
    "Unknown",
    "Vec",
    "Where",
    "Written",
    "aligned",
    "applied",
    "at_values",
    "atoms",
    "averages",
    "convention_latex",
    "degree",
    "differential",
    "direction",
    "equal_shapes",
    "expected_kinds",
    "factors",
    "free_indices",
    "function_kind",
    "image_of",
    "invertible",
    "is_certainly_scalar",
    "is_open",
    "letters_and_sizes",
    "letters_of",
    "lift",
    "members",
    "name_latex",
    "nonnegative",
    "number_latex",
    "number_of",
    "pivots_positive",
    "positive",
    "positive_definite",
    "power",
    "power_terms",
    "require_one_kind",
    "require_own_indices",
    "second_derivative",
    "shape_of",
    "show_shape",
    "size_expression",
    "slope_of",
    "smooth",
    "states",
    "structured",
    "symmetric",
    "typed",
    "weights",
    "where_structured",
    "width",
    "with_index",
    "with_sizes",
    "within",
    "written",
]

# A node registers itself where it is defined, so that a new one takes no line here.
for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
