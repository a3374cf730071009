"""The tree of a matrix expression: what a line of mathematics says, order and grouping as written.

A node is immutable and knows its shape; building never simplifies.  The tree may be ill-typed: the reader of the text
syntax builds any tree, and asking for `Expr.shape` raises `ShapeError` where it does not fit.  The Python operators
ask at once, so that a chapter cannot build an ill-typed expression.

Conventions: a column has shape (D, 1); a 1 x 1 matrix is a scalar; 0 has every shape.  Denominator layout: a gradient
of a scalar has the shape of what it is taken by, the gradient of a column z by a column m has the entry
(d z_i / d m_j) in row j and column i, so d(A z)/dz = A^T; a derivative by a scalar has the shape of what is derived.
A gradient by a structured matrix says whether its entries vary freely (`CONVENTIONS`).

Adding a node: a dataclass in `leaves`, `core`, `functions`, `indexed` or `binders` with its `_shape`, and one function
each in `derivations.claims.latex` (how it prints), `derivations.claims.plain_printer` (how it is written in the text
syntax) and `derivations.checking.evaluate` (what it is worth).
"""

from derivations.claims.binders import (
    Apply,
    Differential,
    Dots,
    Expectation,
    Function,
    Grad,
    Integral,
    Prod,
    SpinSum,
    Sum,
)
from derivations.claims.core import (
    Add,
    Div,
    Entry,
    Expr,
    Index,
    Inverse,
    Mul,
    Neg,
    Number,
    Pow,
    SizeLetter,
    Sub,
    Transpose,
    fractional,
    is_exponent,
    lift,
    typed,
)
from derivations.claims.functions import (
    HYPERBOLIC,
    Abs,
    Det,
    Diag,
    Eigenvalues,
    Exp,
    Hadamard,
    Hyperbolic,
    Kronecker,
    Log,
    Norm,
    Sqrt,
    Trace,
    Unknown,
)
from derivations.claims.indexed import COMPARISONS, Basis, Cases, Delta, Minor, Where, Written
from derivations.claims.leaves import Defined, Letter, Member, Pi, direction
from derivations.claims.shapes import (
    CONVENTIONS,
    SCALAR,
    SQUARE,
    STRUCTURES,
    SYMMETRIC,
    Shape,
    ShapeError,
    Size,
    is_open,
    show_shape,
)

__all__ = [
    "COMPARISONS",
    "CONVENTIONS",
    "HYPERBOLIC",
    "SCALAR",
    "SQUARE",
    "STRUCTURES",
    "SYMMETRIC",
    "Abs",
    "Add",
    "Apply",
    "Basis",
    "Cases",
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
    "Function",
    "Grad",
    "Hadamard",
    "Hyperbolic",
    "Index",
    "Integral",
    "Inverse",
    "Kronecker",
    "Letter",
    "Log",
    "Member",
    "Minor",
    "Mul",
    "Neg",
    "Norm",
    "Number",
    "Pi",
    "Pow",
    "Prod",
    "Shape",
    "ShapeError",
    "Size",
    "SizeLetter",
    "SpinSum",
    "Sqrt",
    "Sub",
    "Sum",
    "Trace",
    "Transpose",
    "Unknown",
    "Where",
    "Written",
    "direction",
    "fractional",
    "is_exponent",
    "is_open",
    "lift",
    "show_shape",
    "typed",
]
