"""Functions of symmetric matrices by their eigenvalues: A = Σ λ P with projectors P, f(A) = Σ f(λ) P.

The derivative along E is Σ f[λ, κ] P E Q over pairs of eigenvalues, with the divided difference
f[λ, κ] = (f(λ) - f(κ)) / (λ - κ) and f[λ, λ] = f'(λ) (Daleckii and Krein; Higham, Functions of Matrices, 3.2).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.system import System

MAX_SIZE = 8


def rational_spectrum(matrix: fmpq_mat) -> list[tuple[fmpq, fmpq_mat, int]]:
    """Eigenvalue, projector and multiplicity of a symmetric rational matrix; NotExpressible unless all are rational."""
    size = matrix.nrows()
    if matrix != matrix.transpose():
        raise NotExpressible("a function of a matrix that is not symmetric")
    if size > MAX_SIZE:
        raise NotExpressible(f"the eigenvalues of a matrix of size {size}, beyond the budget of {MAX_SIZE}")
    factors = matrix.charpoly().factor()[1]
    if any(factor.degree() > 1 for factor, _ in factors):
        raise NotExpressible("an eigenvalue that is not rational")
    roots = sorted((-factor[0] / factor[1], count) for factor, count in factors)
    return [(root, _projector(matrix, root, [other for other, _ in roots]), count) for root, count in roots]


def _projector(matrix: fmpq_mat, root: fmpq, roots: list[fmpq]) -> fmpq_mat:
    """Π (A - κ) / (λ - κ) over the other eigenvalues κ."""
    size = matrix.nrows()
    one = fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    product = one
    for other in roots:
        if other != root:
            product = product * (matrix - one * other) * (1 / (root - other))
    return product


MatrixFunction = str | Fraction
"""``log``, ``exp``, or the exponent of a power."""


def scalar_function(system: System, name: MatrixFunction, value: Any) -> Any:
    """log, exp or power of a scalar of the system."""
    if isinstance(name, Fraction):
        return system.power(value, name)
    return system.log(value) if name == "log" else system.exp(value)


def slope(system: System, name: MatrixFunction, value: Any) -> Any:
    """The derivative of the function of a scalar."""
    if isinstance(name, Fraction):
        return system.times(system.number(name), system.power(value, name - 1))
    return system.reciprocal(value) if name == "log" else system.exp(value)


def matrix_function(system: System, name: MatrixFunction, matrix: Any) -> Any:
    """f(A) = Σ f(λ) P."""
    spectrum = system.spectrum(matrix)
    if name != "exp" and not all(system.is_positive(root) for root, _, _ in spectrum):
        raise UndefinedValue("the logarithm or root of a matrix that is not positive definite")
    terms = [system.scale(scalar_function(system, name, root), projector) for root, projector, _ in spectrum]
    return _total(system, terms)


def matrix_derivative(system: System, name: MatrixFunction, matrix: Any, direction: Any) -> Any:
    """The derivative of f(A) along a direction, Σ f[λ, κ] P E Q."""
    spectrum = system.spectrum(matrix)
    terms = []
    for one, first, _ in spectrum:
        for two, second, _ in spectrum:
            between = system.matmul(system.matmul(first, direction), second)
            terms.append(system.scale(_divided_difference(system, name, one, two), between))
    return _total(system, terms)


def _divided_difference(system: System, name: MatrixFunction, one: Any, two: Any) -> Any:
    gap = system.add(one, system.neg(two))
    if system.is_zero(gap):
        return slope(system, name, one)
    rise = system.add(scalar_function(system, name, one), system.neg(scalar_function(system, name, two)))
    return system.times(rise, system.reciprocal(gap))


def _total(system: System, terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = system.add(total, term)
    return total
