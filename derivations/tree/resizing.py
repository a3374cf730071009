"""The same expression for other sizes: a function of columns of D entries is one of columns of P + Q entries too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Any

from derivations.tree.arithmetic import Add, Mul
from derivations.tree.letters import Index, Letter, Number, SizeLetter
from derivations.tree.node import Expr
from derivations.tree.shapes import Size

Sizes = Mapping[Size, Size]
"""Sizes by the ones that they take the place of."""


def with_sizes(value: Any, sizes: Sizes) -> Any:
    """The same claim, node or field with other sizes in the place of some."""
    if isinstance(value, Letter):
        rows, columns, *axes = (sizes.get(part, part) for part in (*value.of, *value.axes))
        return replace(value, of=(rows, columns), axes=tuple(axes))
    if isinstance(value, Index):
        return replace(value, size=sizes.get(value.size, value.size))
    if isinstance(value, SizeLetter):
        return size_expression(sizes.get(value.name, value.name))
    if isinstance(value, tuple):
        return tuple(with_sizes(part, sizes) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return type(value)(**{item.name: with_sizes(getattr(value, item.name), sizes) for item in fields(value)})


def size_expression(size: Size) -> Expr:
    """A size as an expression: D, 3, or P + Q."""
    terms = (reduce(Mul, map(_factor, term.split("*"))) for term in str(size).split("+"))
    return reduce(Add, terms)


def _factor(part: str) -> Expr:
    return Number(Fraction(part)) if part.isdigit() else SizeLetter(part)
