"""What is known of several nodes together: forms that cannot be negative, and inequalities with a name."""

from __future__ import annotations

from derivations.tree.arithmetic import Add, Mul, Sub
from derivations.tree.facts import (
    DEFINITE_LAWS,
    NONNEGATIVE_LAWS,
    SEMIDEFINITE_LAWS,
    SYMMETRIC_LAWS,
    Law,
    invertible,
    nonnegative,
    nonnegative_definite,
    positive_definite,
    symmetric,
)
from derivations.tree.functions import Abs, Exp, Hyperbolic, Log
from derivations.tree.letters import Number, SizeLetter
from derivations.tree.matrices import Det, Inverse, Norm, Trace, Transpose
from derivations.tree.node import Expr
from derivations.tree.powers import Pow
from derivations.tree.shapes import SCALAR


def transposed(expr: Expr) -> Expr:
    """The transpose as it would be written: that of a transpose, or of a symmetric matrix, is the matrix itself."""
    if isinstance(expr, Transpose):
        return expr.of
    return expr if symmetric(expr) else Transpose(expr)


def factors(expr: Expr) -> list[Expr]:
    """The factors of a product in order."""
    return [*factors(expr.left), *factors(expr.right)] if isinstance(expr, Mul) else [expr]


def congruence(expr: Expr) -> bool:
    """Y' Y, or Y' M Y with a positive definite M, is positive definite where Y is invertible."""
    parts = factors(expr)
    if len(parts) not in (2, 3) or parts[0] != transposed(parts[-1]):
        return False
    return invertible(parts[0]) and all(map(positive_definite, parts[1:-1]))


def quadratic_form(expr: Expr) -> bool:
    """c y' M ... M y with c and M that cannot be negative, the middle perhaps missing, cannot be negative."""
    return isinstance(expr, Mul) and _is_form(factors(expr))


def _is_form(parts: list[Expr]) -> bool:
    while parts and parts[0].shape == SCALAR and nonnegative(parts[0]):
        parts = parts[1:]
    if len(parts) < 2 or (Transpose(parts[-1]) != parts[0] and parts[0] != transposed(parts[-1])):
        return False
    middle = parts[1:-1]
    return not middle or _is_form(middle) or (len(middle) == 1 and nonnegative_definite(middle[0]))


def square(expr: Expr) -> bool:
    """a a cannot be negative."""
    return isinstance(expr, Mul) and expr.left == expr.right


def gram(expr: Expr) -> bool:
    """Y Y' is symmetric."""
    return isinstance(expr, Mul) and expr.left.shape != SCALAR and expr.left == transposed(expr.right)


def tangent_of_log(expr: Expr) -> bool:
    """t - 1 - log t cannot be negative, wherever log t has a value."""
    match expr:
        case Sub(Sub(t, Number(value)), Log(other)):
            return value == 1 and t == other and t.shape == SCALAR
    return False


def tangent_of_logdet(expr: Expr) -> bool:
    """tr A - D - log |A| cannot be negative, for A without negative eigenvalues, none of which is 0 where log is."""
    match expr:
        case Sub(Sub(Trace(a), SizeLetter(name)), Log(Det(other))):
            return a == other and a.shape is not None and a.shape[0] == name and nonnegative_definite(a)
    return False


def tangent_of_exp(expr: Expr) -> bool:
    """exp t - 1 - t cannot be negative."""
    match expr:
        case Sub(Sub(Exp(t), Number(value)), other):
            return value == 1 and t == other and t.shape == SCALAR
    return False


def least_cosh(expr: Expr) -> bool:
    """cosh t - 1 cannot be negative."""
    match expr:
        case Sub(Hyperbolic("cosh", _), Number(value)):
            return value == 1
    return False


def tangent_of_two_logdets(expr: Expr) -> bool:
    """tr(B^-1 A) - D - log |A| + log |B| cannot be negative, for definite A and B: twice a divergence.

    Both need only have no negative eigenvalues, since their logs have a value only where none is 0.
    """
    match expr:
        case Add(Sub(Sub(Trace(Mul(Inverse(b), a)), SizeLetter(name)), Log(Det(first))), Log(Det(second))):
            known = nonnegative_definite(a) and nonnegative_definite(b)
            return known and (first, second) == (a, b) and a.shape is not None and a.shape[0] == name
    return False


def absolute(expr: Expr) -> bool:
    """|a| - a and |a| + a cannot be negative."""
    match expr:
        case Sub(Abs(a), other) | Add(Abs(a), other):
            return a == other
    return False


def cauchy_schwarz(expr: Expr) -> bool:
    """|x| |y| - x' y and x'x y'y - (x'y)^2 cannot be negative, nor tr(X'X) tr(Y'Y) - tr(X'Y)^2."""
    match expr:
        case Sub(Mul(Norm(x), Norm(y)), Mul(Transpose(first), second)):
            return (first, second) in ((x, y), (y, x))
        case Sub(Mul(one, other), Pow(Mul(Transpose(x), y) as product, Number(value))):
            squares = (Mul(Transpose(x), x), Mul(Transpose(y), y))
            return value == 2 and product.shape == SCALAR and (one, other) == squares
        case Sub(Mul(Trace(one), Trace(other)), Pow(Trace(Mul(Transpose(x), y)), Number(value))):
            return value == 2 and (one, other) == (Mul(Transpose(x), x), Mul(Transpose(y), y))
    return False


def square_of_trace(expr: Expr) -> bool:
    """D tr(R R) - tr(R)^2 cannot be negative, for symmetric R."""
    match expr:
        case Sub(Mul(SizeLetter(name), Trace(Mul(r, again))), Pow(Trace(of), Number(value))):
            return value == 2 and r == again == of and symmetric(r) and r.shape is not None and r.shape[0] == name
    return False


def trace_of_product(expr: Expr) -> bool:
    """tr(A B) cannot be negative, for symmetric A and B without negative eigenvalues."""
    match expr:
        case Trace(Mul(a, b)):
            return all(part.shape != SCALAR and nonnegative_definite(part) for part in (a, b))
    return False


def trace_of_square(expr: Expr) -> bool:
    """tr(A) tr(B) - tr(A B) cannot be negative, for symmetric A and B without negative eigenvalues."""
    match expr:
        case Sub(Pow(Trace(a), Number(value)), Trace(Mul(one, other))):
            return value == 2 and a == one == other and a.shape != SCALAR and nonnegative_definite(a)
        case Sub(Mul(Trace(a), Trace(b)), Trace(Mul(one, other))):
            return {a, b} == {one, other} and a.shape != SCALAR and all(map(nonnegative_definite, (a, b)))
    return False


def triangle(expr: Expr) -> bool:
    """|x| + |y| - |x ± y| cannot be negative, nor |x - y| + |y| - |x|."""
    match expr:
        case Sub(Add(Norm(x) | Abs(x), Norm(y) | Abs(y)), Norm(both) | Abs(both)):
            return both in (Add(x, y), Sub(x, y), Sub(y, x)) or x in _beside(both, y) or y in _beside(both, x)
    return False


def _beside(both: Expr, one: Expr) -> tuple[Expr, ...]:
    """What is as long as the other side of a triangle."""
    return (Sub(both, one), Sub(one, both), Add(both, one), Add(one, both))


GAPS: tuple[Law, ...] = (
    tangent_of_log,
    tangent_of_logdet,
    tangent_of_two_logdets,
    tangent_of_exp,
    least_cosh,
    absolute,
    cauchy_schwarz,
    square_of_trace,
    trace_of_product,
    trace_of_square,
    triangle,
)
"""Inequalities with a name."""
NONNEGATIVE_LAWS += [square, quadratic_form, *GAPS]
DEFINITE_LAWS += [congruence]
SEMIDEFINITE_LAWS += [quadratic_form]
SYMMETRIC_LAWS += [gram]
