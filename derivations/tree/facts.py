"""What an expression is by its structure alone: positive, nonzero, invertible, symmetric, never negative.

Every answer True is a theorem about the tree as written; False says nothing.  A node answers for itself
(`derivations.tree.node`), laws for several nodes together (`derivations.tree.laws`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from derivations.tree.node import Corner, Expr, Need
from derivations.tree.structures import NONNEGATIVE, POSITIVE, STRUCTURES, Interval

Law = Callable[[Expr], bool]
NONNEGATIVE_LAWS: list[Law] = []
"""Named inequalities, and forms that cannot be negative."""
DEFINITE_LAWS: list[Law] = []
SEMIDEFINITE_LAWS: list[Law] = []
SYMMETRIC_LAWS: list[Law] = []
WITHIN_LAWS: list[tuple[Law, Interval]] = []
"""Products that are positive definite, have no negative eigenvalue, are symmetric; forms within an interval."""


def meaning(expr: Expr) -> Expr:
    """The expression behind a defined letter, a function at its own letters, or dots."""
    full: Expr = expr.full
    return full


@lru_cache(maxsize=4096)  # each asks the other twice of a sum, which doubles the work with every level
def positive(expr: Expr) -> bool:
    """Whether the scalar is positive by its structure alone."""
    full = meaning(expr)
    return full.is_positive() or (full.is_scalar and within(full).is_positive)


@lru_cache(maxsize=4096)
def nonnegative(expr: Expr) -> bool:
    """Whether the scalar cannot be negative: sums and products of squares, norms, quadratic forms and named gaps."""
    if not expr.is_scalar:
        return False
    full = meaning(expr)
    told = full.is_nonnegative() or positive(full) or within(full).is_nonnegative
    return told or any(law(full) for law in NONNEGATIVE_LAWS)


@lru_cache(maxsize=4096)
def within(expr: Expr) -> Interval:
    """The numbers among which the entries are by their structure alone."""
    full = meaning(expr)
    found: Interval = next((interval for law, interval in WITHIN_LAWS if law(full)), full.within())
    if found.low.at is None and full.is_scalar:
        return POSITIVE if full.is_positive() else NONNEGATIVE if full.is_nonnegative() else found
    return found


def never_negative(expr: Expr) -> bool:
    """Whether it is positive, or a letter, a member or an entry that is declared not to be negative."""
    return positive(expr) or (expr.short and expr.is_scalar and within(expr).is_nonnegative)


def nonzero(expr: Expr) -> bool:
    """Whether the scalar is nonzero by its structure alone."""
    return meaning(expr).is_nonzero() or positive(expr) or within(expr).negated().is_positive


def positive_definite(expr: Expr) -> bool:
    """Whether the matrix is symmetric positive definite by its structure alone; a number is where it is positive."""
    full = meaning(expr)
    if full.is_scalar and positive(full):
        return True
    return full.is_definite() or any(law(full) for law in DEFINITE_LAWS)


def nonnegative_definite(expr: Expr) -> bool:
    """Whether the symmetric matrix has no negative eigenvalue: Y'Y, Y'MY, sums and nonnegative multiples of them."""
    if expr.is_scalar:
        return nonnegative(expr)
    full = meaning(expr)
    return full.is_semidefinite() or positive_definite(full) or any(law(full) for law in SEMIDEFINITE_LAWS)


def invertible(expr: Expr) -> bool:
    """Whether the matrix is invertible by its structure, given that the expression below it has a value."""
    full = meaning(expr)
    return full.is_invertible() or positive_definite(full) or (full.shape == (1, 1) and nonzero(full))


def symmetric(expr: Expr) -> bool:
    """Whether the matrix is symmetric by its structure alone."""
    if expr.is_scalar:
        return True
    full = meaning(expr)
    return full.is_symmetric() or any(law(full) for law in SYMMETRIC_LAWS) or positive_definite(expr)


def structured(structure: str, expr: Expr) -> bool:
    """Whether the expression has the structure by what it is built of."""
    kind = STRUCTURES[structure]
    if kind.told_by == "within":
        return within(expr).is_inside(kind.within)
    told_by = kind.told_by
    return TELLING[told_by](expr) if told_by else expr.has_structure(structure)


TELLING: dict[str, Law] = {
    "shape": lambda expr: True,
    "positive": lambda expr: positive(expr) if expr.is_scalar else within(expr).is_positive,
    "nonnegative": lambda expr: nonnegative(expr) if expr.is_scalar else within(expr).is_nonnegative,
    "definite": positive_definite,
    "symmetric": symmetric,
}
"""The facts that make an expression one of a structure, by their names there."""


# ---------------------------------------------------------------- where another branch begins


def corners_of_absolute(of: Expr) -> Iterator[Corner]:
    """Of |of|: the factors that occur to an odd power, unless they cannot be negative."""
    return (Corner(factor, True) for factor, count in _powers(of).items() if count % 2 and not nonnegative(factor))


def corners_of_root(of: Expr) -> Iterator[Corner]:
    """Of the root of ``of``: of h^2 those of |h|; other factors are not negative where the root has a value."""
    for factor, count in _powers(of).items():
        if count % 2 or not nonnegative(factor):
            yield Corner(factor, count % 2 == 0)


def _powers(of: Expr) -> Counter[Expr]:
    """The factors of a number with their whole powers; what is positive by its structure is left out."""
    found: Counter[Expr] = Counter()
    for factor, count in of.scalar_factors():
        if not positive(factor):
            found[factor] += count
    return found


# ---------------------------------------------------------------- when something is so


def where_nonzero(of: Expr) -> Iterator[Need]:
    """When a number or a column is not zero; of a product or a power, when no factor is."""
    return iter(()) if nonzero(of) else of.where_nonzero()


def where_invertible(of: Expr) -> Iterator[Need]:
    """When a matrix is invertible; of a number, when it is not zero."""
    if of.is_scalar:
        yield from where_nonzero(of)
    elif not invertible(of):
        yield Need("invertible", of)


def where_positive(of: Expr) -> Iterator[Need]:
    """When a number is positive; of a square, when it is not zero."""
    left = of.sign_decided_by()
    return iter(()) if positive(left) else left.where_positive()


def where_nonnegative(of: Expr) -> Iterator[Need]:
    """When a number is not negative."""
    left = of.sign_decided_by()
    return iter(()) if nonnegative(left) else left.where_nonnegative()


def where_structured(structure: str, of: Expr) -> Iterator[Need]:
    """When the expression has the structure."""
    if structure == "positive" and of.is_scalar:
        yield from where_positive(of)
    elif structure == "nonnegative" and of.is_scalar:
        yield from where_nonnegative(of)
    elif not structured(structure, of):
        yield Need(structure, of)
