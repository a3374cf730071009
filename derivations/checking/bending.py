"""Named gaps of function letters that are declared convex, concave or smooth, for the terms of an inequality."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivations.checking.polynomials import Monomial, Polynomial
from derivations.tree import (
    Abs,
    Add,
    Div,
    Expr,
    Grad,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Sub,
    Unknown,
    averages,
    image_of,
    second_derivative,
    slope_of,
    written,
)

TWO = Number(Fraction(2))


def of_function_letters(part: Expr, value: Fraction, gap: Polynomial) -> Iterator[Expr]:
    """Those that hold a term f(c), f''(a) or |f'(a) - f'(c)| with its sign; laws say which of them are not negative."""
    sign = 1 if value > 0 else -1
    match part:
        case Unknown():
            yield from _above_tangents(part, sign, gap)
            yield from _jensen(part, sign, gap)
        case Grad():
            kind = second_derivative(part)
            if kind.bounded and kind.constant:
                yield (Add if sign > 0 else Sub)(kind.constant, part)
            yield from [Neg(part)] if kind.bends == -1 and sign < 0 else []
        case Abs(of) if sign < 0:
            yield from _lipschitz(part, of)


def of_slopes(monomial: Monomial, value: Fraction, gap: Polynomial) -> Iterator[Expr]:
    """(f'(a) - f'(c)) (a - c), of which a term f'(a) a is left."""
    for part, power in monomial:
        here = slope_of(part)
        if here is None or power != 1 or monomial != frozenset({(part, 1), (here.of, 1)}):
            continue
        for other in _nodes(gap, Grad):
            there = slope_of(other)
            if there is not None and (there.name, there.kind) == (here.name, here.kind) and there != here:
                apart = Sub(here.of, there.of)
                between = Mul(Sub(part, other), apart)
                yield from _signed(between, here, Pow(apart, TWO), 1 if value > 0 else -1)


def _signed(inside: Expr, f: Unknown, square: Expr, sign: int, half: bool = False) -> Iterator[Expr]:
    """What bends, with the sign that it has by its kind; what is left of its bound."""
    constant = f.kind.constant
    if constant is not None:
        most = Mul(Div(constant, TWO) if half else constant, square)
        yield Add(most, inside) if sign > 0 else Sub(most, inside)
    elif f.kind.bends == sign:
        yield inside if sign > 0 else Neg(inside)


def _nodes(gap: Polynomial, kind: type[Expr]) -> list[Expr]:
    """The different nodes of a class in the terms, without those in which something is bound."""
    nodes = (node for monomial in gap for part, _ in monomial for node in part.walk())
    return list(dict.fromkeys(node for node in nodes if isinstance(node, kind)))


def _above_tangents(f: Unknown, sign: int, gap: Polynomial) -> Iterator[Expr]:
    """f(c) - f(a) - f'(a) (c - a) for every slope f'(a)."""
    for slope in _nodes(gap, Grad):
        here = slope_of(slope)
        if here is not None and (here.name, here.kind) == (f.name, f.kind) and here != f:
            apart = Sub(f.of, here.of)
            yield from _signed(Sub(Sub(f, here), Mul(slope, apart)), f, Pow(apart, TWO), sign, half=True)


def _jensen(f: Unknown, sign: int, gap: Polynomial) -> Iterator[Expr]:
    """The mean of f less f of the mean."""
    if f.kind.bends == -sign:
        for average in averages(f.of):
            indices = [average.over, *_nodes(gap, Index)] if average.over else [None]
            for index in indices:
                image = image_of(average, f, index if isinstance(index, Index) else None)
                if image is not None:
                    yield Sub(written(image), f) if sign < 0 else Sub(f, written(image))


def _lipschitz(part: Expr, of: Expr) -> Iterator[Expr]:
    """L |a - c| - |f'(a) - f'(c)|, or L - |f''(a)|."""
    kind = second_derivative(of)
    if kind.constant is not None:
        yield Sub(kind.constant, part)
    match of:
        case Sub(first, second):
            here, there = slope_of(first), slope_of(second)
            if here is not None and there is not None and here.kind.constant is not None:
                yield from (
                    Sub(Mul(here.kind.constant, Abs(apart)), Abs(slopes))
                    for apart in (Sub(here.of, there.of), Sub(there.of, here.of))
                    for slopes in (of,)
                )
