"""Linear structures: symmetric, diagonal, lower triangular and antisymmetric matrices, and all matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from derivations.tree.shapes import CONVENTIONS
from derivations.tree.structures.rows import Rows, Source, outer, shorter, simpler_entries
from derivations.tree.structures.structure import ROUNDING, STRUCTURES, Structure, Symbol, with_eigenvalues


class Linear(Structure):
    """A linear space of matrices: some entries are zero, others tied to their mirror entries."""

    is_cone = True
    open_in_hull = True

    @property
    def hull(self) -> Structure:
        return self

    def mirrored(self, row: int, column: int) -> int | None:
        return 0

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        return self.masked(source.rows(shape))

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        return self.masked([[symbol(i, j, False) for j in range(shape[1])] for i in range(shape[0])])

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        return self.masked(rows) == rows

    def misfit(self, array: Any, np: Any) -> str:
        gap = np.abs(array - np.array(self.masked(array.tolist()))).max()
        return f"an array that is not {self}" if gap > ROUNDING * np.abs(array).max() else ""

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        # What the structure undoes, an entry above the diagonal say, would be no step at all.
        yield from (found for found in map(self.masked, simpler_entries(rows)) if found != rows)


class Square(Structure):
    """Square matrices, by which a gradient has to name what it means."""

    form = "square"
    expects = "a square matrix"
    conventions: ClassVar[tuple[str, ...]] = ("independent", "tied")


class General(Linear):
    """All matrices of a shape."""

    word = "general"
    conventions = ()
    told_by = "shape"

    def floats(self, general: Any, np: Any) -> Any:
        return general

    def misfit(self, array: Any, np: Any) -> str:
        return ""


class Symmetric(Square, Linear):
    """S' = S."""

    word = "symmetric"
    reads = "symmetric"
    conventions = tuple(CONVENTIONS)
    symmetric = True
    told_by = "symmetric"

    def mirrored(self, row: int, column: int) -> int | None:
        return int(row != column)

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        if source.definite:
            return STRUCTURES["spd"].draw(shape, source, spectral)
        return (
            with_eigenvalues([source.entry() for _ in range(shape[0])], source)
            if spectral
            else super().draw(shape, source)
        )

    def floats(self, general: Any, np: Any) -> Any:
        return general + general.T

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        places = range(shape[0])
        return [[symbol(min(i, j), max(i, j), False) for j in places] for i in places]

    def misfit(self, array: Any, np: Any) -> str:
        # Rounding may leave the two halves of a covariance apart by some units in the last place.
        far = np.abs(array - array.T).max() > ROUNDING * np.abs(array).max()
        return f"an asymmetric array, expected it {self}" if far else ""

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        # Eigenvalues may have to stay rational, which they do on the diagonal.
        yield from shorter([STRUCTURES["diagonal"].masked(rows)], rows)
        yield from super().simpler(rows)


class Diagonal(Square, Linear):
    """Zero off the diagonal."""

    word = "diagonal"
    reads = "diagonal"
    symmetric = True

    def mirrored(self, row: int, column: int) -> int | None:
        return 0 if row == column else None

    def floats(self, general: Any, np: Any) -> Any:
        return np.diag(np.diag(general))


class Lower(Square, Linear):
    """Zero above the diagonal."""

    word = "lower"
    reads = "lower triangular"

    def mirrored(self, row: int, column: int) -> int | None:
        return 0 if row >= column else None

    def floats(self, general: Any, np: Any) -> Any:
        return np.tril(general)


class Antisymmetric(Square, Linear):
    """K' = -K."""

    word = "antisymmetric"
    reads = "antisymmetric"

    def mirrored(self, row: int, column: int) -> int | None:
        return -1 if row != column else None

    def floats(self, general: Any, np: Any) -> Any:
        return general - general.T

    def direction(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
        return [
            [a - b for a, b in zip(*pair, strict=True)]
            for pair in zip(outer(left, right), outer(right, left), strict=True)
        ]
