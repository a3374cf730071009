"""Certificates of inequalities, found: what right - left may be equal to that cannot be negative.

Right - left is multiplied out.  Terms that cancel are gone; what remains is a sum of terms that cannot be negative, of
named gaps such as t - 1 - log t for every logarithm, and of squares, of which exact elimination finds those of a
quadratic form.  Nothing here decides: a proposal is checked like a certificate that an author writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from derivations.checking.bending import of_function_letters, of_slopes
from derivations.checking.expansion import polynomial
from derivations.checking.polynomials import (
    Monomial,
    Polynomial,
    TooLarge,
    added,
    common,
    denominator,
    expression,
    joined,
    monomial_expression,
    multiplied,
    ordered,
    scaled,
    total,
)
from derivations.claims import Equation, Inequality
from derivations.tree import (
    Abs,
    Add,
    Det,
    Div,
    Entry,
    Exp,
    Expr,
    Hyperbolic,
    Index,
    Inverse,
    Log,
    Mul,
    Neg,
    Norm,
    Number,
    Pow,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Where,
    atoms,
    factors,
    nonnegative,
    positive,
    weights,
    within,
)

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
MAX_GAPS = 4
"""Most named gaps of one certificate."""
RISING = (Exp, Log, Sqrt)
"""Functions that keep the order."""
RISING_HYPERBOLIC = ("sinh", "tanh", "sigmoid")


class Smaller(NamedTuple):
    """An inequality that implies another one if its sides are what some equations say."""

    bound: Inequality
    equations: tuple[Equation, ...] = ()


def smaller(claim: Inequality) -> Iterator[Smaller]:
    """Inequalities between arguments, where both sides are one function that keeps the order, or one is a logarithm."""
    left, right = claim.left.full, claim.right.full
    sides = _arguments(left, right)
    if sides is not None:
        yield Smaller(Inequality(*sides, None, claim.given))
        return
    if isinstance(left, Log):
        yield Smaller(Inequality(left.of, Exp(claim.right), None, claim.given))
    if isinstance(right, Log):
        yield Smaller(Inequality(Exp(claim.left), right.of, None, claim.given))
    with suppress(TooLarge):
        closed = [expression(polynomial(side)) for side in (claim.left, claim.right)]
        sides = _arguments(*closed)
        if sides is not None:
            pairs = zip((claim.left, claim.right), closed, strict=True)
            equations = (Equation(side, other, claim.given) for side, other in pairs if side != other)
            yield Smaller(Inequality(*sides, None, claim.given), tuple(equations))


def _arguments(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """a and b of f(a) and f(b) with an f that keeps the order."""
    match left, right:
        case Hyperbolic(name, of), Hyperbolic(other, bound) if name == other and name in RISING_HYPERBOLIC:
            return of, bound
    if isinstance(left, RISING) and type(left) is type(right) and left.is_scalar:
        return left.of, right.of
    return None


def certificates(claim: Inequality) -> Iterator[Expr]:
    """Expressions that cannot be negative, which right - left should be equal to."""
    with suppress(TooLarge):
        gap = polynomial(Sub(claim.right, claim.left))
        yield from (found for found in _sums(gap, MAX_GAPS) if nonnegative(found))


def _sums(gap: Polynomial, depth: int) -> Iterator[Expr]:
    """Named gaps with the squares that remain."""
    yield from filter(None, (_squares(gap), _over_denominator(gap), _with_factor(gap)))
    for monomial, value in ordered(gap) if depth else ():
        for named in _named_gaps(monomial, value, gap):
            rest = added(gap, scaled(polynomial(named), -abs(value)))
            if len(rest) < len(gap) + 2:
                yield from (Add(others, Mul(Number(abs(value)), named)) for others in _sums(rest, depth - 1))


def _named_gaps(monomial: Monomial, value: Fraction, gap: Polynomial) -> Iterator[Expr]:
    """Inequalities with a name that hold the term, with its sign; `nonnegative` says which of them are so."""
    yield from of_slopes(monomial, value, gap)
    for part, power in sorted(monomial, key=repr):
        beside = monomial - {(part, power)}
        if power == 1:
            times = monomial_expression(beside)
            if not beside or positive(times):
                named = (
                    *_tangents(part, value, gap),
                    *_between_parts(part, value, _times(gap, beside)),
                    *_of_sums(part, value, gap),
                    *of_function_letters(part, value, gap),
                )
                yield from (Mul(times, one) if beside else one for one in named)
        elif power == 2 and value < 0 and not beside:
            yield from _of_product(part)
            high = within(part).high.at
            if high is not None:
                yield Mul(part, Sub(Number(high), part))


def _times(gap: Polynomial, factor: Monomial) -> list[Expr]:
    """What stands alone beside a factor."""
    found = [monomial - factor for monomial, _ in ordered(gap) if factor <= monomial]
    return [part for rest in found if len(rest) == 1 for part, power in rest if power == 1]


def _tangents(part: Expr, value: Fraction, gap: Polynomial) -> Iterator[Expr]:
    match part:
        case Log(t) if positive(t):
            own = t if value < 0 else Div(ONE, t)
            # log(2 t) <= 2 t - 1 where 2 t is what stands beside log t.
            beside = gap.get(frozenset({(t, 1 if value < 0 else -1)}), Fraction(0)) / abs(value)
            for at in (own, Mul(Number(beside), own)) if beside > 0 and beside != 1 else (own,):
                yield Sub(Sub(at, ONE), Log(at))
        case Exp(t) if value > 0 and t.is_scalar:
            yield Sub(Sub(part, ONE), t)
        case Hyperbolic("cosh", _) if value > 0:
            yield Sub(part, ONE)
        case Abs(t) if value > 0:
            yield from (Sub(part, t), Add(part, t))


def _between_parts(part: Expr, value: Fraction, others: Sequence[Expr]) -> Iterator[Expr]:
    """What several terms of the gap make together: two norms and one, two logarithms."""
    match part:
        case Norm() | Abs() if value < 0:
            norms = [other for other in others if isinstance(other, type(part))]
            yield from (Sub(Add(one, other), part) for one, other in combinations(norms, 2))
        case Log(of) if value < 0:
            for other in others:
                if isinstance(other, Log) and other != part:
                    yield _between_logs(of, other.of)


def _between_logs(one: Expr, other: Expr) -> Expr:
    """tr(B^-1 A) - D - log |A| + log |B|, or a/b - 1 - log(a/b)."""
    match one, other:
        case Det(a), Det(b):
            dimension = SizeLetter(a.shape[0]) if a.shape and isinstance(a.shape[0], str) else ONE
            return Add(Sub(Sub(Trace(Mul(Inverse(b), a)), dimension), Log(one)), Log(other))
    return Sub(Sub(Div(one, other), ONE), Log(Div(one, other)))


def _of_sums(part: Expr, value: Fraction, gap: Polynomial) -> Iterator[Expr]:
    """A sum less one of its terms, a divergence, and the bounds that Jensen has for the logarithm of a sum."""
    match part:
        case Sum(index, body) if value > 0:
            if positive(body):
                yield from (Sum(index, Where("!=", index, other, body)) for other in _indices(gap, index))
            yield from _variances(index, body)
            yield from _entropies(index, body)
        case Sum(index, body) if value < 0:
            for log in (log for log in factors(body) if isinstance(log, Log)):
                known = monomial_expression(next(iter(polynomial(body))) - {(log, 1)})
                yield Sum(index, Mul(known, Log(Div(known, log.of))))
        case Log(Sum(index, body)) if value > 0 and positive(body):
            share = Div(body, Sum(index, body))
            yield Neg(Sum(index, Mul(share, Log(share))))
            for weight in _weights(gap, index):
                yield Sub(part, Sum(index, Mul(weight, Log(Div(body, weight)))))


def _variances(index: Index, body: Expr) -> Iterator[Expr]:
    """sum_k p_k (f_k - sum_l p_l f_l)^2 of sum_k p_k f_k^2, with weights p, or without any."""
    monomial = next(iter(polynomial(body)))
    for part, power in monomial:
        rest = root(monomial - {(part, 1)}) if power == 1 and weights(part, index) else None
        if rest is not None:
            value = monomial_expression(rest)
            yield Sum(index, Mul(part, Pow(Sub(value, Sum(index, Mul(part, value))), TWO)))
    if (rest := root(monomial)) is not None and isinstance(index.size, str):
        value = monomial_expression(rest)
        yield Sum(index, Pow(Sub(value, Div(Sum(index, value), SizeLetter(index.size))), TWO))


def _entropies(index: Index, body: Expr) -> Iterator[Expr]:
    """The divergence from equal weights, of sum_k p_k log p_k."""
    match body:
        case Mul(p, Log(other)) | Mul(Log(other), p) if p == other and isinstance(index.size, str):
            yield Sum(index, Mul(p, Log(Div(p, Div(ONE, SizeLetter(index.size))))))


def _indices(gap: Polynomial, like: Index) -> list[Index]:
    """The free indices of the gap that have the range of another."""
    found = dict.fromkeys(atom for monomial in gap for part, _ in monomial for atom in atoms(part))
    return [atom for atom in found if isinstance(atom, Index) and atom.size == like.size and atom != like]


def _weights(gap: Polynomial, index: Index) -> list[Expr]:
    """Equal weights over an index, and those that stand in the sums of the gap."""
    equal = [Div(ONE, SizeLetter(index.size))] if isinstance(index.size, str) else []
    nodes = dict.fromkeys(node for monomial in gap for part, _ in monomial for node in part.walk())
    return [*equal, *(node for node in nodes if isinstance(node, Div | Entry) and weights(node, index))]


def _of_product(part: Expr) -> Iterator[Expr]:
    """The square of a scalar product or of a trace, less than the product of the squares."""
    match part:
        case Mul(Transpose(x), y):
            yield Sub(Mul(Mul(Transpose(x), x), Mul(Transpose(y), y)), Pow(part, TWO))
        case Trace(Mul(Transpose(x), y)):
            yield Sub(Mul(Trace(Mul(Transpose(x), x)), Trace(Mul(Transpose(y), y))), Pow(part, TWO))
        case Trace(x) if x.shape is not None and isinstance(x.shape[0], str):
            yield Sub(Mul(SizeLetter(x.shape[0]), Trace(Mul(x, x))), Pow(part, TWO))


# ---------------------------------------------------------------- squares


def _squares(gap: Polynomial) -> Expr | None:
    """The polynomial as terms that cannot be negative and squares of linear forms; None if it is no such sum."""
    products = {monomial: value for monomial, value in gap.items() if _scalar_product(monomial) is not None}
    apart = {
        monomial: value
        for monomial, value in gap.items()
        if value > 0 and monomial not in products and _is_nonnegative_alone(monomial)
    }
    left = {monomial: value for monomial, value in gap.items() if monomial not in apart and monomial not in products}
    lengths, squares = _of_scalar_products(products), _of_form(left)
    if lengths is None or squares is None:
        return None
    return total([*([expression(apart)] if apart else []), *lengths, *squares])


def _scalar_product(monomial: Monomial) -> tuple[Expr, Expr] | None:
    """x and y of x' y."""
    match [part for part, power in monomial if power == 1]:
        case [Mul(Transpose(x), y)] if len(monomial) == 1 and not isinstance(y, Mul):
            return x, y
    return None


def _of_scalar_products(products: Polynomial) -> list[Expr] | None:
    """A quadratic form in columns as multiples of squared lengths; None if it has a negative value."""
    pairs = [(*columns, value) for monomial, value in ordered(products) if (columns := _scalar_product(monomial))]
    basis = list(dict.fromkeys(column for x, y, _ in pairs for column in (x, y)))
    matrix = [[Fraction(0)] * len(basis) for _ in basis]
    for x, y, value in pairs:
        i, j = basis.index(x), basis.index(y)
        matrix[i][j] += value / 2
        matrix[j][i] += value / 2
    return _eliminated(matrix, basis, lambda column: Mul(Transpose(column), column))


def _over_denominator(gap: Polynomial) -> Expr | None:
    """Squares over positive numbers: (p - 1)^2 / p."""
    below = denominator(gap)
    squares = _squares(multiplied(gap, {below: Fraction(1)})) if below else None
    return None if squares is None else Div(squares, monomial_expression(below))


def _with_factor(gap: Polynomial) -> Expr | None:
    """A positive factor of all terms times squares: q (a - c)^2."""
    factor = common(gap)
    squares = _squares(multiplied(gap, {frozenset((part, -power) for part, power in factor): Fraction(1)}))
    return Mul(monomial_expression(factor), squares) if factor and squares is not None else None


def _is_nonnegative_alone(monomial: Monomial) -> bool:
    return root(monomial) is None and nonnegative(monomial_expression(monomial))


def root(monomial: Monomial) -> Monomial | None:
    """The monomial whose square it is."""
    even = all(power % 2 == 0 for _, power in monomial)
    return frozenset((part, power // 2) for part, power in monomial) if even else None


def _of_form(form: Polynomial) -> list[Expr] | None:
    """A quadratic form in monomials as multiples of squares, by exact elimination; None if it has a negative value."""
    roots = [(root(monomial), value) for monomial, value in ordered(form)]
    basis = [found for found, value in roots if found is not None and value > 0]
    matrix = _gram(form, basis)
    if matrix is None:
        return None
    return _eliminated(matrix, [monomial_expression(part) for part in basis], lambda form: Pow(form, TWO))


def _gram(form: Polynomial, basis: Sequence[Monomial]) -> list[list[Fraction]] | None:
    """The matrix of the form in the basis; None where a term is no product of two of its monomials."""
    matrix = [[Fraction(0)] * len(basis) for _ in basis]
    places = {joined(basis[i], basis[j]): (i, j) for i, j in combinations(range(len(basis)), 2)}
    places |= {joined(part, part): (i, i) for i, part in enumerate(basis)}
    for monomial, value in form.items():
        if monomial not in places:
            return None
        i, j = places[monomial]
        matrix[i][j] += value / 2
        matrix[j][i] += value / 2
    return matrix


def _eliminated(
    matrix: list[list[Fraction]], basis: Sequence[Expr], square: Callable[[Expr], Expr]
) -> list[Expr] | None:
    """x' M x as a sum of d (x_i + c_j x_j + ...)^2."""
    squares: list[Expr] = []
    for i, row in enumerate(matrix):
        if row[i] < 0 or (row[i] == 0 and any(row)):
            return None
        if row[i]:
            linear = [Mul(Number(value / row[i]), part) for value, part in zip(row, basis, strict=True) if value]
            squares.append(Mul(Number(row[i]), square(total(linear))))
            pivot = list(row)
            for other in matrix:
                factor = other[i] / pivot[i]
                other[:] = [a - factor * b for a, b in zip(other, pivot, strict=True)]
    return squares
