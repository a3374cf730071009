"""What an expression says apart from how it is written down: for comparing a reading with the printed formula.

Only notation is normalised, never mathematics: how products and sums associate, where brackets stand, a quotient as the
factor 1/c at its place, x^(-1) for the inverse, a function at its own letters for the bare function.  ``1/2 a`` and
``a/2``, ``x + y`` and ``y + x`` stay different.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from derivations.tree import (
    Add,
    Apply,
    Defined,
    Div,
    Dots,
    Expr,
    Index,
    Inverse,
    Letter,
    Member,
    Mul,
    Neg,
    Number,
    Pow,
    Prod,
    SizeLetter,
    Sub,
    Sum,
)

Form = tuple[Any, ...]
"""A node as its name and the forms of its parts; names, numbers and sizes stand for themselves."""
UNPRINTED = ("convention", "directions")
"""Fields that no formula shows: how a gradient varies the entries, and along what a differential goes."""


def normalised(expr: Expr) -> Form:
    """The form of an expression; two expressions have one form if they differ in notation alone."""
    match expr:
        case Add() | Sub() | Neg():
            return ("sum", *_terms(expr))
        case Mul() | Div():
            return ("product", *_factors(expr))
        case Letter() | Defined() | SizeLetter() | Index():
            return ("name", expr.name)
        case Member(of, indices):
            return ("member", of.name, *map(normalised, indices))
        case Pow(base, Neg(Number(value))) if value == 1:
            return normalised(Inverse(base))
        case Dots(first, second, last, meaning):
            return ("dots", type(meaning).__name__, *map(normalised, (first, second, last)))
        case Apply(function, arguments):
            return ("apply", function.name, *map(normalised, arguments or function.parameters))
        case Sum(index, body) | Prod(index, body):
            return (type(expr).__name__, index.name, index.size, normalised(body))
    names = [item.name for item in fields(expr) if item.name not in UNPRINTED]  # type: ignore[arg-type]
    return (type(expr).__name__, *(_field(getattr(expr, name)) for name in names))


def _field(value: object) -> object:
    return normalised(value) if isinstance(value, Expr) else value


def _terms(expr: Expr) -> list[Form]:
    """The terms of a sum with their signs, brackets behind a plus dropped."""
    match expr:
        case Add(left, right):
            return _terms(left) + _terms(right)
        case Sub(left, right):
            return [*_terms(left), ("-", normalised(right))]
        case Neg(of):
            return [("-", normalised(of))]
    return [("+", normalised(expr))]


def _factors(expr: Expr) -> list[Form]:
    """The factors of a product in their order."""
    match expr:
        case Mul(left, right):
            return _factors(left) + _factors(right)
        case Div(numerator, denominator):
            return [*_factors(numerator), ("/", normalised(denominator))]
    return [("*", normalised(expr))]
