"""An oracle that shares nothing with the checker but the tree: loops over float64 entries, central differences, grids.

Values of letters and families come by name, indices by name; scalars are floats, everything else is an array.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from derivations.claims.expr import (
    SCALAR,
    Add,
    Apply,
    Cases,
    Defined,
    Delta,
    Det,
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
    Log,
    Member,
    Mul,
    Neg,
    Number,
    Pi,
    Pow,
    Prod,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Unknown,
)

STEP = 2e-4
"""Of the central differences: first derivatives are good to about 1e-7, second ones to 1e-6."""
TOLERANCE = 1e-4
"""Relative; a near miss differs by more at some point of small numbers."""


@dataclass(frozen=True)
class World:
    """Sizes, values of letters and families, and indices, all by name."""

    sizes: Mapping[str, int]
    values: Mapping[str, Any]
    indices: Mapping[str, int]

    def size(self, size: int | str) -> int:
        """The size as a number."""
        return size if isinstance(size, int) else self.sizes[size]

    def place(self, index: Expr) -> int:
        """The index, from 0."""
        if isinstance(index, Index):
            return self.indices[index.name] - 1
        return round(float(value(index, self))) - 1


def function_letter(name: str) -> Callable[[float], float]:
    """A smooth positive function for a function letter."""
    phase = float(sum(map(ord, name)) % 7)
    return lambda t: math.sin(1.3 * t + phase) + 0.2 * t * t + 2.5


LEAVES: dict[type[Expr], Callable[[Any, World], Any]] = {
    Number: lambda e, w: float(e.value),
    Pi: lambda e, w: math.pi,
    SizeLetter: lambda e, w: float(w.sizes[e.name]),
    Letter: lambda e, w: np.eye(w.size(e.of[0])) if e.structure == "identity" else w.values[e.name],
    Member: lambda e, w: w.values[e.family][w.place(e.index)],
    Defined: lambda e, w: w.values[e.name] if e.name in w.values else value(e.value, w),
    Neg: lambda e, w: -value(e.of, w),
    Sqrt: lambda e, w: math.sqrt(value(e.of, w)),
    Log: lambda e, w: math.log(value(e.of, w)),
    Exp: lambda e, w: math.exp(value(e.of, w)),
    Pow: lambda e, w: _real(value(e.base, w) ** value(e.exponent, w)),
    Unknown: lambda e, w: function_letter(e.name)(value(e.of, w)),
    Transpose: lambda e, w: np.transpose(value(e.of, w)),
    Inverse: lambda e, w: np.linalg.inv(value(e.of, w)) if np.ndim(value(e.of, w)) else 1 / value(e.of, w),
    Det: lambda e, w: float(np.linalg.det(np.atleast_2d(value(e.of, w)))),
    Trace: lambda e, w: float(np.trace(np.atleast_2d(value(e.of, w)))),
    Delta: lambda e, w: float(w.place(e.left) == w.place(e.right)),
    Cases: lambda e, w: value(e.equal if w.place(e.left) == w.place(e.right) else e.unequal, w),
    Dots: lambda e, w: value(e.meaning, w),
    Add: lambda e, w: value(e.left, w) + value(e.right, w),
    Sub: lambda e, w: value(e.left, w) - value(e.right, w),
    Div: lambda e, w: value(e.numerator, w) / value(e.denominator, w),
}


def value(expr: Expr, world: World) -> Any:
    """What the expression is worth."""
    match expr:
        case Mul(left, right):
            product = _product(value(left, world), value(right, world))
            return float(np.ravel(product)[0]) if expr.shape == SCALAR else product
        case Entry(of, row, column):
            inner = np.asarray(value(of, world))
            second = 0 if column is None else world.place(column)
            return float(inner[world.place(row), second])
        case Sum(index, body):
            return sum(_terms(index, body, world))
        case Prod(index, body):
            return math.prod(_terms(index, body, world))
        case Apply(function, arguments):
            given = {p.name: value(a, world) for p, a in zip(function.parameters, arguments, strict=False)}
            return value(function.body, replace(world, values={**world.values, **given}))
        case Grad():
            return _gradient(expr, world)
        case Integral(body, over):
            return _integral(body, over, world)
    return LEAVES[type(expr)](expr, world)


def _real(number: Any) -> float:
    if isinstance(number, complex):
        raise ValueError("a root of a negative number")
    return float(number)


def _product(left: Any, right: Any) -> Any:
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return left * right
    return left @ right


def _terms(index: Index, body: Expr, world: World) -> list[Any]:
    places = range(1, world.size(index.size) + 1)
    return [value(body, replace(world, indices={**world.indices, index.name: k})) for k in places]


def _gradient(expr: Grad, world: World) -> Any:
    base = expr.by.of if isinstance(expr.by, Entry) else expr.by
    assert isinstance(base, Letter | Defined)
    at = np.atleast_2d(np.asarray(value(base, world), dtype=float))

    def moved(i: int, j: int, step: float) -> Any:
        near = at.copy()
        near[i, j] += step
        bound = float(near[0, 0]) if np.ndim(value(base, world)) == 0 else near
        return np.asarray(value(expr.of, replace(world, values={**world.values, base.name: bound})), dtype=float)

    def slope(i: int, j: int) -> Any:
        return (moved(i, j, STEP) - moved(i, j, -STEP)) / (2 * STEP)

    if isinstance(expr.by, Entry):
        column = 0 if expr.by.column is None else world.place(expr.by.column)
        return slope(world.place(expr.by.row), column)
    if np.ndim(value(base, world)) == 0:
        return slope(0, 0)
    slopes = [[slope(i, j) for j in range(at.shape[1])] for i in range(at.shape[0])]
    if np.size(slopes[0][0]) > 1 or expr.shape != expr.by.shape:
        return np.array([[float(entry) for entry in np.ravel(row[0])] for row in slopes])
    return np.array([[float(np.ravel(entry)[0]) for entry in row] for row in slopes])


def _integral(body: Expr, over: Letter, world: World) -> float:
    """The trapezoidal rule on a wide grid: for a Gaussian in one or two dimensions it is good to rounding."""
    rows = world.size(over.of[0])
    if rows > 2:
        raise ValueError("too many dimensions for a grid")
    step = 0.25 if rows == 1 else 0.6
    axis = np.arange(-18.0, 18.0, step)
    total = 0.0
    for point in itertools.product(axis, repeat=rows):
        bound = point[0] if over.of == (1, 1) else np.array(point).reshape(-1, 1)
        total += float(np.ravel(value(body, replace(world, values={**world.values, over.name: bound})))[0])
    return float(total * step**rows)


def gap(left: Expr, right: Expr, world: World) -> float | None:
    """Largest relative difference of the entries; None where a side has no value."""
    try:
        with np.errstate(all="raise"):
            one, two = np.asarray(value(left, world), float), np.asarray(value(right, world), float)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return None
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        return None
    if left.shape is not None and right.shape is not None and one.size != two.size:
        raise AssertionError(f"shapes {one.shape} and {two.shape}")
    difference = np.max(np.abs(one - two if one.shape == two.shape else one.reshape(-1) - two.reshape(-1)))
    return float(difference / (1 + max(np.max(np.abs(one)), np.max(np.abs(two)))))
