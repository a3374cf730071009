"""Matrices of flint, rational and over a prime field, from rows of fractions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint
from flint import fmpq, fmpq_mat

from derivations.tree import Rows


def rational_matrix(rows: Sequence[Sequence[Any]]) -> fmpq_mat:
    """Rows of fractions, or of flint's own, as a matrix of flint's."""

    def rational(entry: Any) -> fmpq:
        return fmpq(entry.numerator, entry.denominator) if isinstance(entry, Fraction) else entry

    return fmpq_mat(len(rows), len(rows[0]), [rational(entry) for row in rows for entry in row])


def modular_matrix(prime: int) -> Callable[[Rows], Any]:
    """Whole rows as a matrix over the prime field."""

    def matrix(rows: Rows) -> Any:
        return flint.nmod_mat(len(rows), len(rows[0]), [int(entry) for row in rows for entry in row], prime)

    return matrix
