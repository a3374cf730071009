"""The exact number systems: one small interface, `System`, behind which they and all others differ.

`PrimeField`, `ExactReals`, `Balls` and, in rooms of their own, `Floats` and `Symbols` evaluate the same tree.  Only
`Floats` may lie, so it never decides.  A function letter f is any smooth function: in the exact systems its values and
derivatives are random, equal at equal places; some polynomial has them.  They have both signs and, from one instance to
the next, many orders of magnitude.  A letter that is declared positive, even or odd has values and derivatives that are
so; those of a convex one bound each other, so that it has none in the exact reals.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import flint
from flint import fmpq, fmpq_mat, fmpz

from derivations.tree import STRUCTURES, NotExpressible, UndefinedValue
from derivations.values.dual import Differentiable
from derivations.values.exact import Exact
from derivations.values.exact_functions import cosine, gamma, sine
from derivations.values.function_letters import height, known_function, mirrored
from derivations.values.spectra import matrix_function, rational_spectrum

PRIME = (1 << 61) - 1
"""The largest modulus where words have 64 bits."""
SCALAR_SHAPE = (1, 1)


def random_primes(bound: int, rng: random.Random) -> Iterator[int]:
    """Odd primes between half the bound and the bound, drawn without end: of 64 bits there are more than 10^16."""
    while True:
        candidate = rng.randrange(bound // 2, bound) | 1
        if fmpz(candidate).is_prime():
            yield candidate


def leading_rows(matrix: Any, rank: int) -> list[list[Any]]:
    """The first rows of a matrix of flint's."""
    return [[matrix[i, j] for j in range(matrix.ncols())] for i in range(rank)]


class PrimeField(Differentiable):
    """GF(p): uniform entries hide a false polynomial identity with probability < degree / p."""

    def __init__(self, prime: int = PRIME) -> None:
        self.prime = self.modulus = prime
        self.name = f"GF({prime})"

    def number(self, value: Fraction) -> Any:
        return flint.nmod(value.numerator, self.prime) / flint.nmod(value.denominator, self.prime)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return flint.nmod_mat(len(rows), len(rows[0]), [int(entry) for row in rows for entry in row], self.prime)

    def unit(self, shape: tuple[int, int], row: int, column: int) -> Any:
        matrix = flint.nmod_mat(*shape, self.prime)
        matrix[row, column] = 1
        return matrix

    def row_reduced(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        return leading_rows(*self.matrix(rows).rref())

    def unknown(self, name: str, order: int, at: Any) -> Any:
        place, sign = int(at), mirrored(name, order)
        if sign and 2 * place > self.prime:
            return self.unknown(name, order, -at) * sign
        if sign == -1 and not place:
            return flint.nmod(0, self.prime)
        seed = f"{name} {order} {place} {self.prime}"
        return flint.nmod(random.Random(seed).randrange(self.prime), self.prime)

    def require(self, structure: str, value: Any) -> None:
        """The structure but for its sign: the positive values are dense, and nothing is positive in a finite field."""
        rows = [[value]] if isinstance(value, flint.nmod) else value.tolist()
        if not STRUCTURES[structure].conforms(rows, ordered=False):
            raise UndefinedValue(f"an argument is not {STRUCTURES[structure]}")

    def pi(self) -> Any:
        # pi is transcendental: an identity of rational functions in pi holds exactly if it holds for a generic element.
        return flint.nmod(random.Random(f"pi {self.prime}").randrange(self.prime), self.prime)


class ExactReals(Differentiable):
    """Rationals with logarithms, exponentials, roots and pi in normal form (`derivations.values.exact`)."""

    name = "exact reals"

    def number(self, value: Fraction) -> Exact:
        return Exact.of(value)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Exact:
        return Exact.matrix(rows)

    def matmul(self, left: Exact, right: Exact) -> Exact:
        return left.matmul(right)

    def row_reduced(self, rows: Sequence[Sequence[Exact]]) -> list[list[Any]]:
        values = [entry.rational() for row in rows for entry in row]
        if None in values:
            raise NotExpressible("a coefficient is not rational")
        matrix: Any = fmpq_mat(len(rows), len(rows[0]), values)  # type: ignore[arg-type]
        return leading_rows(*matrix.rref())

    def inverse(self, matrix: Exact) -> Exact:
        return matrix.inverse()

    def entry(self, matrix: Exact, row: int, column: int) -> Exact:
        return matrix.entry(row, column)

    def shape(self, matrix: Exact) -> tuple[int, int]:
        return matrix.shape or SCALAR_SHAPE

    def reciprocal(self, value: Exact) -> Exact:
        return value.inverse()

    def power(self, value: Exact, exponent: Fraction) -> Exact:
        return value.power(exponent)

    def log(self, value: Exact) -> Exact:
        return value.log()

    def exp(self, value: Exact) -> Exact:
        return value.exp()

    def sin(self, value: Exact) -> Exact:
        return sine(value)

    def cos(self, value: Exact) -> Exact:
        return cosine(value)

    def gamma(self, value: Exact) -> Exact:
        return gamma(value)

    def pi(self) -> Exact:
        return Exact.pi()

    def unknown(self, name: str, order: int, at: Exact) -> Exact:
        place = at.rational()
        if not isinstance(place, fmpq):
            raise NotExpressible(f"the function {name} at a place that is not rational")
        kind, sign = known_function(name).kind, mirrored(name, order)
        if not kind.only_values:
            raise NotExpressible(f"a function that is {kind.word}, by random values")
        if sign and place < 0:
            return self.number(Fraction(sign)) * self.unknown(name, order, -at)
        if sign == -1 and place == 0:
            return self.number(Fraction(0))
        rng = random.Random(f"{name} {order} {place}")
        value = rng.choice((-1, 1)) * Fraction(rng.randint(1, 9), rng.randint(1, 3)) * height(name)
        return self.number(abs(value) if kind.positive and not order else value)

    def require(self, structure: str, value: Exact) -> None:
        place = value.rational()
        if place is None:
            raise NotExpressible(f"whether a value that is not rational is {structure}")
        if not STRUCTURES[structure].conforms([[place]] if isinstance(place, fmpq) else place.tolist()):
            raise UndefinedValue(f"an argument is not {STRUCTURES[structure]}")

    def matrix_function(self, name: str | Fraction, matrix: Exact) -> Exact:
        value: Exact = matrix_function(self, name, matrix)
        return value

    def spectrum(self, matrix: Exact) -> list[tuple[Exact, Exact, int]]:
        value = matrix.rational()
        if not isinstance(value, fmpq_mat):
            raise NotExpressible("the eigenvalues of a matrix that is not rational")
        found = [(Exact.of(root), Exact.of(projector), count) for root, projector, count in rational_spectrum(value)]
        # Eigenvalues have no order: a claim that asks for one must fail somewhere.
        random.Random(str(value)).shuffle(found)
        return found

    def latex(self, value: Exact) -> str:
        return value.latex()

    def text(self, value: Exact) -> str:
        return value.text()

    def is_positive(self, value: Exact) -> bool:
        return bool(value.to_ball() > 0)

    def is_zero(self, value: Exact) -> bool:
        return value.is_zero()
