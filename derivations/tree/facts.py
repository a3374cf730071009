"""What an expression is by its structure alone: positive, nonzero, invertible, symmetric, never negative.

Every answer True is a theorem about the tree as written; False says nothing.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from derivations.tree.arithmetic import (
    Add,
    Div,
    Entry,
    Expr,
    Inverse,
    Mul,
    Neg,
    Number,
    Pow,
    SizeLetter,
    Sub,
    Transpose,
)
from derivations.tree.calculus import Apply, Dots, Expectation, Prod, SpinSum, Sum
from derivations.tree.functions import Det, Diag, Eigenvalues, Exp, Hadamard, Hyperbolic, Log, Norm, Sqrt, Trace
from derivations.tree.letters import Defined, Letter, Pi
from derivations.tree.shapes import SCALAR
from derivations.tree.structures import STRUCTURES


def meaning(expr: Expr) -> Expr:
    """The expression behind a defined letter, a function at its own letters, or dots."""
    match expr:
        case Defined(_, value):
            return meaning(value)
        case Dots(_, _, _, full):
            return full
        case Apply(function, _):
            return function.body
    return expr


@lru_cache(maxsize=4096)  # each asks the other twice of a sum, which doubles the work with every level
def positive(expr: Expr) -> bool:
    """Whether the scalar is positive by its structure alone."""
    match meaning(expr):
        case Number(value):
            return value > 0
        case Pi() | SizeLetter() | Letter() as leaf:
            return not isinstance(leaf, Letter) or leaf.kind.positive
        case Exp(of):
            return of.shape in (SCALAR, None)
        case Hyperbolic(name, _):
            return name in ("cosh", "sigmoid")
        case Entry(of, row, column):
            return _positive_entry(meaning(of), row, column)
        case Det(of) | Trace(of):
            return positive_definite(of)
        case Pow(of, _) | Sqrt(of) | Sum(_, of) | Prod(_, of) | SpinSum(_, of):
            return positive(of)
        case Add(left, right):
            return (positive(left) and nonnegative(right)) or (nonnegative(left) and positive(right))
        case Mul() | Div() as product:
            return all(map(positive, product.children))
    return False


def positive_definite(expr: Expr) -> bool:
    """Whether the matrix is symmetric positive definite by its structure alone."""
    match meaning(expr):
        case Letter() as letter:
            return letter.kind.definite
        case Exp(of) if of.shape not in (SCALAR, None):
            return symmetric(of)
        case Pow(of, _) if of.shape not in (SCALAR, None):
            return positive_definite(of)
        case Inverse(of) | Transpose(of) | Sum(_, of):
            return positive_definite(of)
        case Add(left, right):
            one, other = positive_definite(left), positive_definite(right)
            return (one and nonnegative_definite(right)) or (other and nonnegative_definite(left))
        case Mul(left, right) if left.shape == (1, 1):
            return positive(left) and positive_definite(right)
        case Mul() as product:
            return congruent(factors(product))
    return False


def congruent(parts: list[Expr]) -> bool:
    """Whether the product is Y' Y, or Y' M Y with a positive definite M, and Y is invertible."""
    if len(parts) not in (2, 3) or parts[0] != transposed(parts[-1]):
        return False
    return invertible(parts[0]) and all(map(positive_definite, parts[1:-1]))


def invertible(expr: Expr) -> bool:
    """Whether the matrix is invertible by its structure, given that the expression below it has a value."""
    full = meaning(expr)
    match full:
        case Inverse():
            return True
        case Letter() as letter if letter.kind.invertible:
            return True
        case Exp(of) if of.shape not in (SCALAR, None):
            return True
        case Transpose(of) | Neg(of):
            return invertible(of)
        case Mul(left, right):
            return invertible(left) and invertible(right)
    return positive_definite(full) or (full.shape == (1, 1) and nonzero(full))


def nonzero(expr: Expr) -> bool:
    """Whether the scalar is nonzero by its structure alone."""
    match meaning(expr):
        case Number(value):
            return value != 0
        case Neg(of) | Pow(of, _):
            return nonzero(of)
        case Mul(left, right) | Div(left, right):
            return nonzero(left) and nonzero(right)
        case Det(of):
            return invertible(of)
    return positive(expr)


def _positive_entry(of: Expr, row: Expr, column: Expr | None) -> bool:
    """Eigenvalues, and the diagonal entries, of a positive definite matrix are positive."""
    if isinstance(of, Eigenvalues):
        return positive_definite(of.of)
    return column is not None and row == column and positive_definite(of)


def symmetric(expr: Expr) -> bool:
    """Whether the matrix is symmetric by its structure alone."""
    if expr.shape in (SCALAR, None):
        return True
    match meaning(expr):
        case Letter() as letter:
            return letter.kind.symmetric
        case Inverse(of) | Transpose(of) | Neg(of) | Sum(_, of) | Log(of) | Exp(of) | Pow(of, _):
            return symmetric(of)
        case Add(left, right) | Sub(left, right) | Hadamard(left, right):
            return symmetric(left) and symmetric(right)
        case Mul(left, right) if left.shape == SCALAR:
            return symmetric(right)
        case Mul(left, right) if left == transposed(right):
            return True
        case Diag(of):
            return of.shape is not None and of.shape[1] == 1
    return positive_definite(expr)


def transposed(expr: Expr) -> Expr:
    """The transpose as it would be written: that of a transpose, or of a symmetric matrix, is the matrix itself."""
    if isinstance(expr, Transpose):
        return expr.of
    return expr if symmetric(expr) else Transpose(expr)


@lru_cache(maxsize=4096)
def nonnegative(expr: Expr) -> bool:
    """Whether the scalar cannot be negative: sums and products of squares, norms, quadratic forms and named gaps."""
    if expr.shape not in (SCALAR, None):
        return False
    full = meaning(expr)
    match full:
        case Number(value):
            return value >= 0
        case Norm() | Sqrt():
            return True
        case Pow(of, power):
            return nonnegative(of) or (isinstance(power, Number) and even(power))
        case Sum(_, of) | Prod(_, of) | SpinSum(_, of) | Expectation(_, _, _, of):
            return nonnegative(of)
        case Trace(of) | Det(of):
            return nonnegative_definite(of)
        case Add(left, right):
            return nonnegative(left) and nonnegative(right)
        case Div(left, right):
            return nonnegative(left) and positive(right)
        case Mul(left, right):
            return (nonnegative(left) and nonnegative(right)) or left == right or quadratic_form(factors(full))
    return positive(full) or named_gap(full)


def even(power: Number) -> bool:
    """Whether the number is even."""
    return power.value.denominator == 1 and power.value % 2 == 0


def factors(expr: Expr) -> list[Expr]:
    """The factors of a product in order."""
    return [*factors(expr.left), *factors(expr.right)] if isinstance(expr, Mul) else [expr]


def quadratic_form(parts: list[Expr]) -> bool:
    """Whether the product is c y' M ... M y with c and M that cannot be negative; the middle may be missing."""
    while parts and parts[0].shape == SCALAR and nonnegative(parts[0]):
        parts = parts[1:]
    if len(parts) < 2 or (Transpose(parts[-1]) != parts[0] and parts[0] != transposed(parts[-1])):
        return False
    middle = parts[1:-1]
    return not middle or quadratic_form(middle) or (len(middle) == 1 and nonnegative_definite(middle[0]))


def chained(parts: list[Expr]) -> bool:
    """Whether the factors fit one by one, so that brackets do not matter."""
    shapes = [part.shape for part in parts]
    return None not in shapes and all(a and b and a[1] == b[0] for a, b in pairwise(shapes))


def nonnegative_definite(expr: Expr) -> bool:
    """Whether the symmetric matrix has no negative eigenvalue: Y'Y, Y'MY, sums and nonnegative multiples of them."""
    if expr.shape in (SCALAR, None):
        return nonnegative(expr)
    full = meaning(expr)
    if isinstance(full, Add):
        return nonnegative_definite(full.left) and nonnegative_definite(full.right)
    if positive_definite(full):
        return True
    match full:
        case Sum(_, of):
            return nonnegative_definite(of)
        case Mul(left, right):
            scaled = left.shape == SCALAR and nonnegative(left) and nonnegative_definite(right)
            return scaled or quadratic_form(factors(full))
        case Div(left, right):
            return nonnegative_definite(left) and positive(right)
    return False


def named_gap(expr: Expr) -> bool:
    """Inequalities with a name: t - 1 - log t ≥ 0 and tr A - D - log |A| ≥ 0, exp t - 1 - t ≥ 0, cosh t - 1 ≥ 0, those
    of Cauchy and Schwarz and of the triangle."""
    match expr:
        case Sub(Sub(t, Number(value)), Log(other)) if value == 1:
            return t == other and positive(t)
        case Sub(Sub(Trace(a), SizeLetter(name)), Log(Det(other))):
            return a == other and a.shape is not None and a.shape[0] == name and positive_definite(a)
        case Sub(Sub(Exp(t), Number(value)), other) if value == 1:
            return t == other and t.shape == SCALAR
        case Sub(Hyperbolic("cosh", _), Number(value)):
            return value == 1
        case Sub(Mul(Norm(x), Norm(y)), Mul(Transpose(first), second)):
            return (first, second) in ((x, y), (y, x))
        case Sub(Add(Norm(x), Norm(y)), Norm(both)):
            return both in (Add(x, y), Sub(x, y))
    return False


def structured(structure: str, expr: Expr) -> bool:
    """Whether the expression has the structure by what it is built of."""
    match STRUCTURES[structure].told_by:
        case "shape":
            return True
        case "positive":
            return positive(expr)
        case "definite":
            return positive_definite(expr)
        case "symmetric":
            return symmetric(expr)
    return isinstance(expr, Letter) and expr.structure == structure
