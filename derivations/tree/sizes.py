"""Sizes and shapes as numbers, once every size letter has one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from derivations.tree.arithmetic import Add, Div, Expr, Index, Mul, Neg, Number, SizeLetter, Sub
from derivations.tree.shapes import Size


def number_of(size: Size, sizes: Mapping[str, int]) -> int:
    """The size as a number; D*K is a product."""
    if isinstance(size, int):
        return size
    return prod(int(part) if part.isdigit() else sizes[part] for part in size.split("*"))


def shape_of(of: tuple[Size, Size], sizes: Mapping[str, int]) -> tuple[int, int]:
    """The shape in numbers."""
    return number_of(of[0], sizes), number_of(of[1], sizes)


def rational_value(expr: Expr, sizes: Mapping[str, int], indices: Mapping[Index, int] | None = None) -> Fraction | None:
    """The value of an expression of numbers, sizes and indices; None where it divides by zero."""
    match expr:
        case Index() if indices is not None and expr in indices:
            return Fraction(indices[expr])
        case Number(value):
            return value
        case SizeLetter(name):
            return Fraction(sizes[name])
        case Neg(of):
            return _combined(Sub(Number(Fraction(0)), of), Fraction(0), rational_value(of, sizes, indices))
        case Add(left, right) | Sub(left, right) | Mul(left, right) | Div(left, right):
            return _combined(expr, rational_value(left, sizes, indices), rational_value(right, sizes, indices))
    raise TypeError(f"found {type(expr).__name__}, expected numbers and sizes")


def _combined(expr: Expr, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (isinstance(expr, Div) and not right):
        return None
    match expr:
        case Add():
            return left + right
        case Sub():
            return left - right
        case Mul():
            return left * right
    return left / right
