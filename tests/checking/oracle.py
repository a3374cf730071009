"""An oracle that shares nothing with the checker but the tree: loops over float64 entries, central differences, grids.

Values of letters and families come by name, indices by name; scalars are floats, everything else is an array.  A
`ValueError` or an `ArithmeticError` says that there is no value.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub
from derivations.tree.calculus import Differential, Expectation, Grad, Integral
from derivations.tree.extremes import LogSumExp, Max, Min
from derivations.tree.function_kinds import FunctionKind
from derivations.tree.functions import Abs, Exp, Hyperbolic, Log, Sqrt, Unknown
from derivations.tree.indices import Basis, Cases, Delta, Entry, Minor, Where
from derivations.tree.letters import Defined, Index, Letter, Member, Number, Pi, SizeLetter
from derivations.tree.matrices import (
    Det,
    Diag,
    Eigenvalues,
    Hadamard,
    Inverse,
    Kronecker,
    Norm,
    Trace,
    Transpose,
    Vec,
    Written,
)
from derivations.tree.means import BitMean, FiniteMean, SpinMean
from derivations.tree.named import Apply
from derivations.tree.node import Expr
from derivations.tree.powers import Pow, RealPower
from derivations.tree.shapes import SCALAR
from derivations.tree.special_functions import Gamma, Trigonometric
from derivations.tree.sums import BitSum, Dots, Prod, SpinSum, StateSum, Sum

STEP = 5e-4
"""Of the differences: first derivatives, of four places, are good to about 1e-12, second ones to 1e-9."""
TOLERANCE = 1e-4
"""Relative; a near miss differs by more at some point of small numbers."""
SINGULAR = 50.0
"""Norm of an inverse above which a matrix counts as singular: central differences lose their digits there."""
NODES = {1: 40, 2: 12, 3: 6}
"""Nodes of the quadrature in each direction, by dimension: six are exact for polynomials of degree 11."""


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

    def at(self, indices: Mapping[str, int]) -> World:
        """The same world with other indices."""
        return replace(self, indices={**self.indices, **indices})

    def having(self, **values: Any) -> World:
        """The same world with other values."""
        return replace(self, values={**self.values, **values})


def function_letter(name: str, kind: FunctionKind, world: World) -> Callable[[float], float]:
    """A smooth function for a function letter, of the kind that it is declared as; a positive one where that is any."""
    if shown := world.values.get(f"{name}()"):
        return shown  # type: ignore[no-any-return]
    phase = float(sum(map(ord, name)) % 7)
    bound = world.values.get(kind.constant.name, 1.0) if kind.constant else 1.0
    shapes: dict[str, Callable[[float], float]] = {
        "convex": lambda t: math.log(1 + math.exp(1.3 * t - phase)) + 0.1 * (t - 0.7) ** 2 - t,
        "concave": lambda t: -math.log(1 + math.exp(1.3 * t - phase)) - 0.1 * (t - 0.7) ** 2 + t,
        "even": lambda t: math.cos(1.3 * t) + 0.2 * t * t,
        "odd": lambda t: math.sin(1.3 * t) - 0.2 * t**3,
        "smooth": lambda t: bound * (math.sin(t + phase) + 0.7 * t),
    }
    return shapes.get(kind.word, lambda t: math.sin(1.3 * t + phase) + 0.2 * t * t + 2.5)


HYPERBOLIC: dict[str, Callable[[float], float]] = {
    "cosh": math.cosh,
    "sinh": math.sinh,
    "tanh": math.tanh,
    "sigmoid": lambda t: 1 / (1 + math.exp(-t)),
}
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}
LEAVES: dict[type[Expr], Callable[[Any, World], Any]] = {
    Number: lambda e, w: float(e.value),
    Pi: lambda e, w: math.pi,
    SizeLetter: lambda e, w: float(w.sizes[e.name]),
    Letter: lambda e, w: np.eye(w.size(e.of[0])) if e.structure == "identity" else w.values[e.name],
    Member: lambda e, w: _member(e, w),
    Defined: lambda e, w: w.values[e.name] if e.name in w.values else value(e.value, w),
    Neg: lambda e, w: -value(e.of, w),
    Sqrt: lambda e, w: math.sqrt(value(e.of, w)),
    Log: lambda e, w: _function(math.log, value(e.of, w)),
    Exp: lambda e, w: _function(math.exp, value(e.of, w)),
    Hyperbolic: lambda e, w: HYPERBOLIC[e.name](value(e.of, w)),
    Trigonometric: lambda e, w: getattr(math, e.name)(value(e.of, w)),
    Gamma: lambda e, w: _positive_gamma(value(e.of, w)),
    Abs: lambda e, w: abs(value(e.of, w)),
    Index: lambda e, w: float(w.indices[e.name]),
    Basis: lambda e, w: np.eye(w.size(e.place.size))[:, [w.place(e.place)]],
    Written: lambda e, w: _blocks(e, w),
    Minor: lambda e, w: _minor(e, w),
    Where: lambda e, w: (
        value(e.body, w) if COMPARE[e.relation](w.place(e.left), w.place(e.right)) else float(e.elsewhere)
    ),
    Max: lambda e, w: max(float(entry) for part in e.of for entry in np.ravel(value(part, w))),
    Min: lambda e, w: min(float(value(part, w)) for part in e.of),
    LogSumExp: lambda e, w: float(np.logaddexp.reduce(np.ravel(value(e.of, w)))),
    Norm: lambda e, w: math.sqrt(float(np.sum(np.square(value(e.of, w))))),
    Eigenvalues: lambda e, w: _eigenvalues(np.atleast_2d(value(e.of, w))),
    Hadamard: lambda e, w: np.multiply(value(e.left, w), value(e.right, w)),
    Kronecker: lambda e, w: np.kron(value(e.left, w), value(e.right, w)),
    Diag: lambda e, w: _diagonal(value(e.of, w)),
    Pow: lambda e, w: _power(value(e.base, w), value(e.exponent, w)),
    RealPower: lambda e, w: math.exp(value(e.exponent, w) * math.log(value(e.base, w))),
    Vec: lambda e, w: np.reshape(value(e.of, w), (-1, 1), order="F"),
    Unknown: lambda e, w: function_letter(e.name, e.kind, w)(value(e.of, w)),
    Transpose: lambda e, w: np.transpose(value(e.of, w)),
    Inverse: lambda e, w: _inverse(value(e.of, w)),
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
            inner = np.atleast_2d(value(of, world))
            if column is None and of.shape is not None and of.shape[0] == 1:
                return float(inner[0, world.place(row)])
            return float(inner[world.place(row), 0 if column is None else world.place(column)])
        case Sum(index, body):
            if isinstance(expr, FiniteMean) and not admits("simplex", value(expr.parted[0], world)):
                raise ValueError("weights that are no probabilities")
            return sum(_terms(index, body, world))
        case Prod(index, body):
            return math.prod(_terms(index, body, world))
        case Apply(function, arguments):
            given = {p.name: _argument(p, a, world) for p, a in zip(function.parameters, arguments, strict=False)}
            return value(function.body, world.having(**given))
    return BINDERS[type(expr)](expr, world) if type(expr) in BINDERS else LEAVES[type(expr)](expr, world)


def _member(expr: Member, world: World) -> Any:
    places = tuple(world.place(index) for index in expr.indices)
    if not isinstance(expr.of, Defined):
        return world.values[expr.name][_flat(expr, world)]
    varied = world.values.get(f"{expr.name}[]", {})
    if places in varied:
        return varied[places]
    own = {index.name: place + 1 for index, place in zip(expr.of.indices, places, strict=True)}
    return value(expr.of.value, world.at(own))


def _flat(expr: Member, world: World) -> int:
    places = [world.place(index) for index in expr.indices]
    return int(np.ravel_multi_index(places, [world.size(size) for size in expr.of.axes]))


# ---------------------------------------------------------------- functions


def _positive_gamma(of: float) -> float:
    if not of > 0:
        raise ValueError("the Gamma function of a number that is not positive")
    return math.gamma(of)


def _power(base: Any, exponent: float) -> Any:
    if np.ndim(base) and exponent != round(exponent):
        if not admits("spd", base):
            raise ValueError("a root of a matrix that is not positive definite")
        return _function(lambda t: float(t**exponent), base)
    if np.ndim(base):
        return np.linalg.matrix_power(base if exponent >= 0 else _inverse(base), abs(round(exponent)))
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError("a root of a negative number")
    return float(result)


def _product(left: Any, right: Any) -> Any:
    return left * right if np.ndim(left) == 0 or np.ndim(right) == 0 else left @ right


def _inverse(matrix: Any) -> Any:
    if not np.ndim(matrix):
        return 1 / matrix
    inverse = np.linalg.inv(matrix)
    if not np.linalg.norm(inverse) < SINGULAR:
        raise ValueError("a singular matrix")
    return inverse


def _function(function: Callable[[float], float], of: Any) -> Any:
    """f of a scalar, or V f(Λ) V^-1 of a matrix with real eigenvalues."""
    if not np.ndim(of):
        return function(of)
    values, vectors = np.linalg.eig(of)
    if np.iscomplexobj(values):
        raise ValueError("eigenvalues that are not real")
    return vectors @ np.diag([function(float(entry)) for entry in values]) @ np.linalg.inv(vectors)


def _eigenvalues(matrix: Any) -> Any:
    if not np.allclose(matrix, matrix.T):
        raise ValueError("a matrix that is not symmetric")
    return np.linalg.eigvalsh(matrix).reshape(-1, 1)


def _minor(expr: Minor, world: World) -> float:
    rows, columns = ([world.place(place) for place in places] for places in (expr.rows, expr.columns))
    if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
        raise ValueError("a minor without one row or column twice")
    kept = np.delete(np.delete(np.atleast_2d(value(expr.of, world)), rows, axis=0), columns, axis=1)
    return float(np.linalg.det(kept)) if kept.size else 1.0


def _blocks(expr: Written, world: World) -> Any:
    """Zeros are as high as their row and as wide as their column."""
    found = [[np.atleast_2d(value(entry, world)) for entry in row] for row in expr.rows]
    heights = [max(block.shape[0] for block in row) for row in found]
    widths = [max(block.shape[1] for block in column) for column in zip(*found, strict=True)]
    return np.block(
        [
            [block + np.zeros((height, width)) for block, width in zip(row, widths, strict=True)]
            for row, height in zip(found, heights, strict=True)
        ]
    )


def _diagonal(of: Any) -> Any:
    if np.ndim(of) == 0:
        return of
    return np.diag(of[:, 0]) if of.shape[1] == 1 else np.diag(of).reshape(-1, 1)


# ---------------------------------------------------------------- what binds letters


def _terms(index: Index, body: Expr, world: World) -> list[Any]:
    places = range(1, world.size(index.size) + 1)
    return [value(body, replace(world, indices={**world.indices, index.name: k})) for k in places]


def _argument(letter: Letter, of: Expr, world: World) -> Any:
    found = value(of, world)
    if np.ndim(found) == 0 and letter.of != SCALAR:
        found = np.full((world.size(letter.of[0]), world.size(letter.of[1])), found)
    if not admits(letter.structure, found):
        raise ValueError(f"a value that is not {letter.structure}")
    return found


def _symmetric(matrix: Any, scale: float) -> bool:
    return matrix.shape[0] == matrix.shape[1] and bool(np.max(np.abs(matrix - matrix.T)) < scale)


STRUCTURED: dict[str, Callable[..., Any]] = {
    "positive": lambda a, scale: a.min() > 0,
    "nonnegative": lambda a, scale: a.min() >= 0,
    "in (0, 1)": lambda a, scale: a.min() > 0 and a.max() < 1,
    "symmetric": _symmetric,
    "spd": lambda a, scale: _symmetric(a, scale) and np.linalg.eigvalsh(a)[0] > scale,
    "orthogonal": lambda a, scale: np.allclose(a.T @ a, np.eye(len(a))),
    "diagonal": lambda a, scale: np.allclose(a, np.diag(np.diag(a))),
    "lower": lambda a, scale: np.allclose(a, np.tril(a)),
    "antisymmetric": lambda a, scale: np.allclose(a, -a.T),
    "spins": lambda a, scale: np.allclose(np.abs(a), 1),
    "bits": lambda a, scale: np.allclose(a**2, a),
    "simplex": lambda a, scale: a.min() >= 0 and np.isclose(a.sum(), 1),
    "open simplex": lambda a, scale: a.min() > 0 and np.isclose(a.sum(), 1),
    "stochastic": lambda a, scale: a.min() >= 0 and np.allclose(a.sum(axis=1), 1),
}


def admits(structure: str, found: Any) -> bool:
    """Whether a value has a structure."""
    matrix = np.atleast_2d(np.asarray(found, dtype=float))
    scale = 1e-9 * (1 + np.max(np.abs(matrix)))
    return structure not in STRUCTURED or bool(STRUCTURED[structure](matrix, scale))


def _state_sum(expr: StateSum, world: World) -> Any:
    values = (1.0, -1.0) if isinstance(expr, SpinSum) else (0.0, 1.0)
    states = itertools.product(values, repeat=world.size(expr.over.of[0]))
    return sum(value(expr.body, world.having(**{expr.over.name: np.array(state).reshape(-1, 1)})) for state in states)


def _expectation(expr: Expectation, world: World) -> Any:
    """Gauss and Hermite's quadrature in every direction, x = m + L z with the covariance L L'."""
    size = world.size(expr.over.of[0])
    mean = np.zeros((size, 1)) + value(expr.mean, world)
    covariance = np.zeros((size, size)) + value(expr.covariance, world)
    if not admits("spd", covariance):
        raise ValueError("a covariance that is not positive definite")
    root = np.linalg.cholesky(covariance)
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES[size])
    total = 0.0
    for places in itertools.product(range(len(nodes)), repeat=size):
        point = mean + root @ nodes[list(places)].reshape(-1, 1)
        bound = float(point[0, 0]) if expr.over.of == SCALAR else point
        total = total + math.prod(weights[list(places)]) * value(expr.body, world.having(**{expr.over.name: bound}))
    return total / math.sqrt(2 * math.pi) ** size


def _differential(expr: Differential, world: World) -> Any:
    def moved(step: float) -> Any:
        near = {x.name: world.values[x.name] + step * world.values[dx.name] for x, dx in expr.directions}
        return value(expr.of, world.having(**near))

    return _slope(moved)


def _slope(moved: Callable[[float], Any]) -> Any:
    """The derivative at 0, from two steps on either side."""
    near, far = (moved(step) - moved(-step) for step in (STEP, 2 * STEP))
    return (8 * near - far) / (12 * STEP)


def _direction(gradient: Grad, like: Any, i: int, j: int) -> Any:
    """How the matrix moves with entry (i, j); half of it twice for the symmetric part."""
    unit = np.zeros_like(like)
    unit[i, j] = 1.0
    structure, convention = gradient.structure, gradient.convention
    if convention in ("", "independent") or structure == "general":
        return unit
    if structure == "diagonal":
        return unit if i == j else 0 * unit
    if structure == "lower":
        return unit if i >= j else 0 * unit
    if structure == "antisymmetric":
        return unit - unit.T
    if convention == "symmetric":
        return (unit + unit.T) / 2
    return unit if i == j else unit + unit.T


def _having(base: Letter | Defined | Member, bound: Any, world: World) -> World:
    """The world in which a letter, or one member of a family, has another value."""
    if not isinstance(base, Member):
        return world.having(**{base.name: bound})
    places = tuple(world.place(index) for index in base.indices)
    if isinstance(base.of, Defined):
        return world.having(**{f"{base.name}[]": {places: bound}})
    members = list(world.values[base.name])
    members[_flat(base, world)] = bound
    return world.having(**{base.name: members})


def _gradient(expr: Grad, world: World) -> Any:
    base = expr.base
    assert isinstance(base, Letter | Defined | Member)
    start = value(base, world)
    inverted = isinstance(expr.varied, Inverse)
    at = np.atleast_2d(np.asarray(_inverse(start) if inverted else start, dtype=float))

    def moved(direction: Any, step: float) -> Any:
        near = _inverse(at + step * direction) if inverted else at + step * direction
        bound = float(near[0, 0]) if np.ndim(start) == 0 else near
        return np.asarray(value(expr.of, _having(base, bound, world)), dtype=float)

    def slope(i: int, j: int) -> Any:
        direction = _direction(expr, at, i, j)
        return _slope(partial(moved, direction))

    if isinstance(expr.by, Entry):
        column = 0 if expr.by.column is None else world.place(expr.by.column)
        return slope(world.place(expr.by.row), column)
    if np.ndim(start) == 0:
        return slope(0, 0)
    slopes = [[slope(i, j) for j in range(at.shape[1])] for i in range(at.shape[0])]
    if np.size(slopes[0][0]) > 1 or expr.shape != expr.by.shape:
        return np.array([[float(entry) for entry in np.ravel(row[0])] for row in slopes])
    return np.array([[float(np.ravel(entry)[0]) for entry in row] for row in slopes])


def _integral(expr: Integral, world: World) -> Any:
    """The trapezoidal rule on a wide grid: for a Gaussian in one or two dimensions it is good to rounding.

    Between bounds Simpson's rule; for an infinite one the range ends where no Gaussian of a claim reaches.
    """
    over = expr.over
    if expr.outside:
        ends = [wide if end is None else value(end, world) for end, wide in ((expr.lower, -18.0), (expr.upper, 18.0))]
        grid = np.linspace(float(np.ravel(ends[0])[0]), float(np.ravel(ends[1])[0]), 2001)
        heights = np.array([value(expr.body, world.having(**{over.name: point})) for point in grid])
        far = [heights[place] for place, end in ((0, expr.lower), (-1, expr.upper)) if end is None]
        if any(np.max(np.abs(height)) > 0.1 * np.max(np.abs(heights)) for height in far):
            raise ValueError("an integrand that does not fall")
        weights = np.array([1.0, *([4.0, 2.0] * 1000)[:-1], 1.0]) * (grid[1] - grid[0]) / 3
        return np.tensordot(weights, heights, axes=1)
    rows = world.size(over.of[0])
    if rows > 2:
        raise ValueError("too many dimensions for a grid")
    step = 0.25 if rows == 1 else 0.6
    total = 0.0
    for point in itertools.product(np.arange(-18.0, 18.0, step), repeat=rows):
        bound = point[0] if over.of == (1, 1) else np.array(point).reshape(-1, 1)
        total += float(np.ravel(value(expr.body, world.having(**{over.name: bound})))[0])
    return float(total * step**rows)


BINDERS: dict[type[Expr], Callable[[Any, World], Any]] = {
    Grad: _gradient,
    Differential: _differential,
    Integral: _integral,
    SpinSum: _state_sum,
    BitSum: _state_sum,
    SpinMean: _state_sum,
    BitMean: _state_sum,
    Expectation: _expectation,
}


# ---------------------------------------------------------------- two sides


def evaluated(expr: Expr, world: World) -> Any:
    """The value as an array; None where there is none or where it is not finite."""
    try:
        with np.errstate(all="raise"):
            found = np.asarray(value(expr, world), float)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return None
    return found if np.isfinite(found).all() else None


def gap(left: Expr, right: Expr, world: World) -> float | None:
    """Largest relative difference of the entries; None where a side has no value."""
    one, two = evaluated(left, world), evaluated(right, world)
    return None if one is None or two is None else distance(one, two)


def distance(one: Any, two: Any) -> float:
    """Largest relative difference of the entries of two values; a zero of any shape is compared with every entry."""
    if one.size != two.size and 1 not in (one.size, two.size):
        raise AssertionError(f"shapes {one.shape} and {two.shape}")
    difference = np.max(np.abs(one.reshape(-1) - two.reshape(-1)))
    return float(difference / (1 + max(np.max(np.abs(one)), np.max(np.abs(two)))))
