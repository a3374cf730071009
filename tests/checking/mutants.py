"""Near misses of an equation: one small change somewhere in the tree, as a slip of the pen would make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from derivations.claims.claim import Equation
from derivations.claims.expr import (
    Add,
    Defined,
    Delta,
    Div,
    Dots,
    Entry,
    Exp,
    Expr,
    Grad,
    Index,
    Integral,
    Inverse,
    Letter,
    Mul,
    Neg,
    Number,
    Pow,
    ShapeError,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Transpose,
)

OTHER_INDEX = {"i": "j", "j": "k", "k": "i"}


def slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """Small changes of the node itself, each with its kind."""
    yield from arithmetic_slips(node)
    match node:
        case Transpose(of):
            yield "transpose", of
        case Inverse(of):
            yield "inverse", of
        case Sqrt(of) | Exp(of):
            yield "function", of
        case Sum(_, body):
            yield "dropped sum", body
        case Index(name, size) if name in OTHER_INDEX:
            yield "index", Index(OTHER_INDEX[name], size)
        case Entry(of, row, column) if column is not None:
            yield "index", Entry(of, column, row)
        case Delta(left, _):
            yield "index", Delta(left, left)
        case Letter(_, of, structure) if structure != "identity" and of[0] == of[1] != 1:
            yield from (("transpose", Transpose(node)), ("inverse", Inverse(node)))


def arithmetic_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """Signs, orders, factors, powers and sizes."""
    match node:
        case Add(left, right):
            yield from (("sign", Sub(left, right)), ("dropped term", left), ("dropped term", right))
        case Sub(left, right):
            yield from (("sign", Add(left, right)), ("dropped term", left), ("order", Sub(right, left)))
        case Neg(of):
            yield "sign", of
        case Mul(left, right):
            yield from (("order", Mul(right, left)), ("dropped factor", left), ("dropped factor", right))
        case Div(top, bottom):
            yield from (("dropped factor", top), ("upside down", Div(bottom, top)))
            yield "factor", Div(top, Mul(TWO, bottom))
        case Number(number) if number:
            yield from (("factor", Number(number + 1)), ("sign", Neg(node)))
        case SizeLetter(name):
            yield from (("size", SizeLetter("N" if name == "D" else "D")), ("size", Add(node, ONE)))
        case Pow(base, exponent):
            yield from (("power", base), ("power", Pow(base, Neg(exponent))))


ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
KEPT: dict[type[Expr], tuple[str, ...]] = {
    Sum: ("body",),
    Grad: ("of",),
    Integral: ("body",),
    Pow: ("base", "exponent"),
}
"""Fields that are changed where not all are: an index that is summed over, a letter that is derived by, stay."""


def changed(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """The expression with one slip anywhere in it; dots, which must follow a pattern, and defined letters stay."""
    yield from slips(expr)
    if isinstance(expr, Dots | Defined):
        return
    for name in KEPT.get(type(expr), tuple(item.name for item in fields(expr))):  # type: ignore[arg-type]
        part: Any = getattr(expr, name)
        if isinstance(part, Expr):
            for kind, other in changed(part):
                yield kind, replace(expr, **{name: other})  # type: ignore[type-var]


def near_misses(claim: Equation) -> list[tuple[str, Equation]]:
    """All well-typed claims that differ from this one by one slip, each once, with the kind of the slip."""
    found: dict[Equation, str] = {}
    for side in ("right", "left"):
        for kind, other in changed(getattr(claim, side)):
            miss = replace(claim, left=other) if side == "left" else replace(claim, right=other)
            try:
                miss.check_shapes()
            except ShapeError:
                continue
            found.setdefault(miss, kind)
    found.pop(claim, None)
    return [(kind, miss) for miss, kind in found.items()]
