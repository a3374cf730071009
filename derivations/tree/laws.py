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
    positive,
    positive_definite,
    symmetric,
)
from derivations.tree.functions import Exp, Hyperbolic, Log
from derivations.tree.letters import Number, SizeLetter
from derivations.tree.matrices import Det, Norm, Trace, Transpose
from derivations.tree.node import Expr
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
    """t - 1 - log t cannot be negative, for positive t."""
    match expr:
        case Sub(Sub(t, Number(value)), Log(other)):
            return value == 1 and t == other and positive(t)
    return False


def tangent_of_logdet(expr: Expr) -> bool:
    """tr A - D - log |A| cannot be negative, for positive definite A."""
    match expr:
        case Sub(Sub(Trace(a), SizeLetter(name)), Log(Det(other))):
            return a == other and a.shape is not None and a.shape[0] == name and positive_definite(a)
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


def cauchy_schwarz(expr: Expr) -> bool:
    """|x| |y| - x' y cannot be negative."""
    match expr:
        case Sub(Mul(Norm(x), Norm(y)), Mul(Transpose(first), second)):
            return (first, second) in ((x, y), (y, x))
    return False


def triangle(expr: Expr) -> bool:
    """|x| + |y| - |x ± y| cannot be negative."""
    match expr:
        case Sub(Add(Norm(x), Norm(y)), Norm(both)):
            return both in (Add(x, y), Sub(x, y))
    return False


GAPS: tuple[Law, ...] = (
    tangent_of_log,
    tangent_of_logdet,
    tangent_of_exp,
    least_cosh,
    cauchy_schwarz,
    triangle,
)
"""Inequalities with a name."""
NONNEGATIVE_LAWS += [square, quadratic_form, *GAPS]
DEFINITE_LAWS += [congruence]
SEMIDEFINITE_LAWS += [quadratic_form]
SYMMETRIC_LAWS += [gram]
