"""Square matrices that sums leave: positive definite ones, orthogonal ones; and the identity."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from derivations.tree.errors import NotExpressible
from derivations.tree.shapes import CONVENTIONS
from derivations.tree.structures.linear import Square
from derivations.tree.structures.rows import (
    Rows,
    Source,
    cayley,
    diagonal,
    pivots_positive,
    product,
    rows_of,
    shorter,
    unit,
)
from derivations.tree.structures.structure import ROUNDING, STRUCTURES, Structure, Symbol, with_eigenvalues


class PositiveDefinite(Square):
    """S' = S with y' S y > 0 for all y but 0; in a prime field, where nothing is positive, symmetric matrices."""

    word = "spd"
    reads = "symmetric positive definite"
    conventions = tuple(CONVENTIONS)
    definite = True
    symmetric = True
    invertible = True
    is_cone = True
    told_by = "definite"
    open_in_hull = True

    @property
    def hull(self) -> Structure:
        return STRUCTURES["symmetric"]

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        if not source.ordered:
            return self.hull.draw(shape, source)
        if spectral:
            # Squares, so that the root of the matrix is rational too.
            return with_eigenvalues([source.above_zero() ** 2 for _ in range(shape[0])], source)
        root = source.matrix(source.rows(shape))
        return rows_of(
            root * root.transpose() + source.matrix(diagonal([source.above_zero() for _ in range(shape[0])]))
        )

    def floats(self, general: Any, np: Any) -> Any:
        return general @ general.T / len(general) + np.eye(len(general))

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        places = range(shape[0])
        if not factored:
            return [[symbol(min(i, j), max(i, j), i == j) for j in places] for i in places]
        root = [[symbol(i, j, i == j) for j in range(i + 1)] for i in places]
        return [[sum(a * b for a, b in zip(root[i], root[j], strict=False)) for j in places] for i in places]

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        return self.hull.conforms(rows) and (not ordered or pivots_positive(rows))

    def misfit(self, array: Any, np: Any) -> str:
        if self.hull.misfit(array, np):
            return f"an asymmetric array, expected it {self}"
        return "" if np.linalg.eigvalsh(array).min() > 0 else f"an array that is not {self}"

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        yield from shorter([unit(len(rows)), STRUCTURES["diagonal"].masked(rows)], rows)


class Identity(Square):
    """I, a constant."""

    word = "identity"
    reads = "the identity"
    definite = True
    symmetric = True
    invertible = True
    constant = True

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        return unit(shape[0])

    def floats(self, general: Any, np: Any) -> Any:
        return np.eye(len(general))

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        return [[int(entry) for entry in row] for row in unit(shape[0])]

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        return _is_unit(rows)

    def misfit(self, array: Any, np: Any) -> str:
        return "" if np.array_equal(array, np.eye(len(array))) else f"an array that is not {self}"


class Orthogonal(Square):
    """Q' Q = I, rotations and reflections."""

    word = "orthogonal"
    reads = "orthogonal"
    conventions = ("independent",)
    invertible = True
    reflects = True

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        turn = STRUCTURES["antisymmetric"].draw(shape, source)
        return cayley(turn, [source.sign() for _ in range(shape[0])], source)

    def floats(self, general: Any, np: Any) -> Any:
        return np.linalg.qr(general)[0]

    def directions(self, shape: tuple[int, int]) -> list[Rows]:
        return STRUCTURES["antisymmetric"].basis(shape)

    def direction(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
        return STRUCTURES["antisymmetric"].direction(left, right)

    def along(self, rows: Rows, direction: Rows, step: Fraction) -> Rows:
        """(I - tK)(I + tK)^-1 Q, a rotation in the plane of K = u v' - v u', for which K^3 = -c^2 K."""
        square = product(direction, direction)
        scale = 1 - step**2 * sum(square[i][i] for i in range(len(square))) / 2
        turn = unit(len(rows))
        for i, j in itertools.product(range(len(rows)), repeat=2):
            turn[i][j] += 2 * step * (step * square[i][j] - direction[i][j]) / scale
        return product(turn, rows)

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        """1 at D = 1, all rotations but one at D = 2; with the first row negated, a reflection."""
        if shape[0] > 2:
            raise NotExpressible(f"an orthogonal matrix of size {shape[0]} in generic symbols")
        sign = -1 if reflected else 1
        if shape[0] == 1:
            return [[sign]]
        slope = symbol(0, 0, False)
        above, beside, scale = 1 - slope**2, 2 * slope, 1 + slope**2
        return [[sign * above / scale, -sign * beside / scale], [beside / scale, above / scale]]

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        columns = list(zip(*rows, strict=True))
        return _is_unit([[sum(a * b for a, b in zip(one, two, strict=True)) for two in columns] for one in columns])

    def misfit(self, array: Any, np: Any) -> str:
        far = np.abs(array.T @ array - np.eye(len(array))).max() > ROUNDING * len(array)
        return f"an array that is not {self}" if far else ""

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        signs = diagonal([Fraction(1 if rows[i][i] >= 0 else -1) for i in range(len(rows))])
        yield from shorter([unit(len(rows)), signs], rows)


def _is_unit(rows: list[list[Any]]) -> bool:
    return all(entry == int(i == j) for i, row in enumerate(rows) for j, entry in enumerate(row))
