"""How tightly an expression holds together as printed: where brackets are needed."""

from __future__ import annotations

import re

from derivations.tree.arithmetic import Entry, Expr, Mul, Neg, Number
from derivations.tree.calculus import Apply, Differential, Grad, Integral, Prod, SpinSum, Sum
from derivations.tree.functions import Log, Unknown
from derivations.tree.letters import Defined, Letter, Member
from derivations.tree.shapes import SCALAR, ShapeError

SUM, PRODUCT, POSTFIX, ATOM = range(4)


def named(text: str) -> tuple[str, int]:
    """A printed name with its level: one with a superscript, x^{(n)}, cannot take another one."""
    outside = re.sub(r"\{[^{}]*\}", "", text)
    return text, POSTFIX if "^" in outside or "'" in outside else ATOM


def starts_with_minus(expr: Expr) -> bool:
    """Whether the expression prints with a minus in front of a product."""
    if isinstance(expr, Number):
        return expr.value < 0
    return isinstance(expr, Neg) or (isinstance(expr, Mul) and starts_with_minus(expr.left))


def open_ended(expr: Expr) -> bool:
    """Whether a factor to its right would be read as part of this expression."""
    if isinstance(expr, Mul):
        return open_ended(expr.right)
    if isinstance(expr, Neg):
        return open_ended(expr.of)
    return isinstance(expr, Sum | Prod | SpinSum | Integral | Log | Differential) or (
        isinstance(expr, Grad) and not is_short(expr.of)
    )


def is_short(expr: Expr) -> bool:
    """Whether a derivative of the expression prints as one fraction."""
    if isinstance(expr, Apply):
        return not expr.arguments
    return isinstance(expr, Letter | Defined | Entry | Member | Unknown)


def is_scalar(expr: Expr) -> bool:
    """Whether the expression is well typed and a scalar."""
    try:
        return expr.shape == SCALAR
    except ShapeError:
        return False
