"""Scalars multiplied out: sums over an index term by term, and means of normal letters by their moments.

Only a way to find certificates: what is made of a polynomial is checked like any line of an author.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import reduce

from derivations.checking.polynomials import (
    Monomial,
    Polynomial,
    added,
    atom,
    constant,
    expression,
    monomial_expression,
    multiplied,
    scaled,
    split,
)
from derivations.claims import put_in
from derivations.tree import (
    SCALAR,
    Add,
    Apply,
    Div,
    Entry,
    Exp,
    Expectation,
    Expr,
    Index,
    Inverse,
    Letter,
    Log,
    LogSumExp,
    Mul,
    Neg,
    Number,
    Pow,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Where,
    factors,
    positive,
    size_expression,
    weights,
    with_index,
    within,
)

ONE = Number(Fraction(1))
MINUS = Fraction(-1)
MAX_POWER = 6
"""Largest powers that are multiplied out."""


def polynomial(expr: Expr) -> Polynomial:
    """The scalar expression multiplied out; `TooLarge` beyond the limits."""
    full = opened(expr)
    match full:
        case Sum(index, body):
            return _of_sum(index, polynomial(body))
        case Expectation(body=body):
            return _of_mean(full, polynomial(body))
        case Number(value):
            return constant(value)
        case Neg(of):
            return scaled(polynomial(of), MINUS)
        case Add(left, right):
            return added(polynomial(left), polynomial(right))
        case Sub(left, right):
            return added(polynomial(left), scaled(polynomial(right), MINUS))
        case Mul() | Div() | Inverse() | Pow():
            return _of_factors(full)
        case Log(of):
            return _of_log(of)
        case Trace(Mul(left, right)) if repr(right) < repr(left):
            return atom(Trace(Mul(right, left)))
    return atom(full)


def opened(expr: Expr) -> Expr:
    """What stands behind a name, a function at its arguments, dots, or the word lse."""
    match expr:
        case Apply(function) if expr.values:
            return opened(put_in(function.body, expr.values))
        case LogSumExp(of) if of.shape is not None:
            index = Index("k", of.shape[0])
            return Log(Sum(index, Exp(Entry(of, index))))
    full: Expr = expr.full
    return full if full is expr else opened(full)


def _of_factors(expr: Expr) -> Polynomial:
    match expr:
        case Mul(left, right) if left.shape == right.shape == SCALAR:
            return multiplied(polynomial(left), polynomial(right))
        case Mul():
            return _of_form(expr)
        case Div(numerator, denominator):
            return multiplied(polynomial(numerator), inverted(denominator))
        case Inverse(of):
            return inverted(of)
        case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
            one = polynomial(base) if value > 0 else inverted(base)
            return reduce(multiplied, [one] * abs(int(value)), constant(Fraction(1)))
    return atom(expr)


def _of_log(of: Expr) -> Polynomial:
    """Of the factors, where they are positive."""
    full = opened(of)
    match full:
        case Number(value) if value == 1:
            return {}
        case Sqrt(root) if positive(root):
            return scaled(_of_log(root), Fraction(1, 2))
        case Pow(base, exponent) if base.is_scalar and positive(base):
            return multiplied(polynomial(exponent), _of_log(base))
        case Expectation() if isinstance(closed := expression(polynomial(full)), Exp):
            return polynomial(closed.of)
        case Exp(power) if power.is_scalar:
            return polynomial(power)
        case Mul(left, right) if _unsigned(left) and _unsigned(right):
            return added(_of_log(left), _of_log(right))
        case Div(left, right) if _unsigned(left) and _unsigned(right):
            return added(_of_log(left), scaled(_of_log(right), MINUS))
        case Inverse(base) if positive(base):
            return scaled(_of_log(base), MINUS)
    return atom(Log(full))


def _unsigned(expr: Expr) -> bool:
    """Whether it is positive where its logarithm has a value."""
    return positive(expr) or within(expr).is_nonnegative


def _of_form(expr: Mul) -> Polynomial:
    """x' M y with its numbers in front; y' M' x is the same."""
    parts = factors(expr)
    numbers = [part for part in parts if part.shape == SCALAR]
    rest = [part for part in parts if part.shape != SCALAR]
    if any(map(_vanishes, rest)):
        return {}
    if _scalars_within(rest):
        return atom(expr)
    form = reduce(Mul, rest)
    turned = reduce(Mul, [part.of if isinstance(part, Transpose) else Transpose(part) for part in reversed(rest)])
    symmetric = len(rest) == 2 and repr(turned) < repr(form)
    return reduce(multiplied, map(polynomial, numbers), atom(turned if symmetric else form))


def _vanishes(part: Expr) -> bool:
    """Whether it is x - x."""
    difference = part.of if isinstance(part, Transpose) else part
    return isinstance(difference, Sub) and difference.left == difference.right


def _scalars_within(parts: list[Expr]) -> bool:
    """Whether a product of some first factors is a number, so that the grouping matters."""
    return any(reduce(Mul, parts[: count + 1]).shape == SCALAR for count in range(1, len(parts) - 1))


def inverted(expr: Expr) -> Polynomial:
    """One over the expression, that of a product factor by factor."""
    found = polynomial(expr)
    if len(found) == 1:
        ((monomial, value),) = found.items()
        return {frozenset((part, -power) for part, power in monomial): 1 / value}
    return {frozenset({(expr, -1)}): Fraction(1)}


# ---------------------------------------------------------------- sums over an index


def _of_sum(index: Index, terms: Polynomial) -> Polynomial:
    """Term by term, what does not depend on the index in front; the sum of weights is 1."""
    parts = [multiplied({outside: value}, _summed(index, inside)) for outside, inside, value in split(terms, index)]
    return added(*parts)


def _summed(index: Index, inside: Monomial) -> Polynomial:
    if not inside:
        return polynomial(size_expression(index.size))
    body = monomial_expression(inside)
    match body:
        case Where("!=", left, other, term, 0) if left == index and isinstance(other, Index):
            return added(_of_sum(index, polynomial(term)), scaled(polynomial(with_index(term, index, other)), MINUS))
    return constant(Fraction(1)) if weights(body, index) else atom(Sum(index, body))


# ---------------------------------------------------------------- means of normal letters


def _of_mean(mean: Expectation, terms: Polynomial) -> Polynomial:
    """Of what is quadratic, or the exponential of what is affine, in closed form; else as it is."""
    parts = [
        multiplied({outside: value}, _moment(mean, inside) or atom(replace(mean, body=monomial_expression(inside))))
        for outside, inside, value in split(terms, mean.over)
    ]
    return added(*parts)


def _moment(mean: Expectation, inside: Monomial) -> Polynomial | None:
    """The mean of a product of powers; None where no closed form is known."""
    match sorted(inside, key=repr):
        case []:
            return constant(Fraction(1))
        case [(Exp(of), 1)]:
            return _exponential(mean, of)
        case [(part, 1)] if _slope(part, mean.over) is not None:
            return _at_mean(mean, part)
        case [(part, 2)] if (slope := _slope(part, mean.over)) is not None:
            return added(_at_mean(mean, Mul(part, part)), _variance(mean, slope))
        case [(Mul() as form, 1)]:
            return _quadratic(mean, form)
    return None


def _at_mean(mean: Expectation, part: Expr) -> Polynomial:
    return polynomial(put_in(part, {mean.over: mean.mean}))


def _slope(part: Expr, over: Letter) -> Expr | None:
    """The column b of a number b' x + c, or the number 1 of x itself; None of another one."""
    match part:
        case _ if part == over and over.of == SCALAR:
            return ONE
        case Mul(Transpose(b), x) if x == over and over not in b.walk():
            return b
        case Mul(Transpose(x), b) if x == over and over not in b.walk():
            return b
    return None


def _variance(mean: Expectation, slope: Expr) -> Polynomial:
    """b' S b."""
    if mean.over.of == SCALAR:
        return polynomial(Mul(Mul(slope, slope), mean.covariance))
    return polynomial(Mul(Mul(Transpose(slope), mean.covariance), slope))


def _exponential(mean: Expectation, of: Expr) -> Polynomial | None:
    """exp(b' m + c + b' S b / 2) of exp(b' x + c)."""
    constants, slopes = {}, []
    for outside, inside, value in split(polynomial(of), mean.over):
        match list(inside):
            case []:
                constants[outside] = value
            case [(part, 1)] if (slope := _slope(part, mean.over)) is not None:
                factor = expression({outside: value})
                slopes.append(slope if factor == ONE else Mul(factor, slope))
            case _:
                return None
    if len(slopes) != 1:
        return None
    terms = added(constants, _at_mean(mean, of), scaled(constants, MINUS))
    return atom(Exp(expression(added(terms, scaled(_variance(mean, slopes[0]), Fraction(1, 2))))))


def _quadratic(mean: Expectation, form: Mul) -> Polynomial | None:
    """(u' M w at the mean) ± tr(M S) of a form u' M w with u and w equal to ± x and a constant."""
    first, *middle, last = factors(form)
    left = _sign(first.of if isinstance(first, Transpose) else first, mean.over)
    right = _sign(last, mean.over)
    if left is None or right is None or any(mean.over in part.walk() for part in middle):
        return None
    return added(_at_mean(mean, form), scaled(_trace([*middle, mean.covariance]), Fraction(left * right)))


def _sign(part: Expr, over: Letter) -> int | None:
    """1 of x, x - c and x + c, -1 of c - x; None of what is none of these."""
    match part:
        case _ if part == over:
            return 1
        case Sub(x, c) | Add(x, c) if x == over and over not in c.walk():
            return 1
        case Add(c, x) if x == over and over not in c.walk():
            return 1
        case Sub(c, x) if x == over and over not in c.walk():
            return -1
    return None


def _trace(parts: list[Expr]) -> Polynomial:
    """Of a product, where a matrix and its inverse make the dimension."""
    match parts:
        case [Inverse(a), b] | [b, Inverse(a)] if a == b and a.shape is not None:
            return polynomial(size_expression(a.shape[0]))
    product = reduce(Mul, parts)
    return polynomial(product if product.shape == SCALAR else Trace(product))
