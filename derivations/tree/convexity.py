"""Inequalities of function letters that are declared convex, concave or smooth: tangents, slopes, Jensen.

What is told of a convex f holds of -f for a concave one, so that its sign is turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import NamedTuple

from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub
from derivations.tree.calculus import Grad
from derivations.tree.facts import NONNEGATIVE_LAWS, Law, within
from derivations.tree.function_kinds import ANY, FunctionKind
from derivations.tree.functions import Abs, Unknown
from derivations.tree.laws import factors
from derivations.tree.letters import Index, Number, SizeLetter
from derivations.tree.node import Expr
from derivations.tree.powers import Pow
from derivations.tree.structures import UNIT
from derivations.tree.sums import Sum
from derivations.tree.weighted_sums import opened, weights, with_index

ONE = Number(Fraction(1))
MAX_TERMS = 4
"""Most terms of an average without an index."""


# ---------------------------------------------------------------- tangents and slopes


def slope_of(expr: Expr) -> Unknown | None:
    """f(a) of f'(a), the derivative by the place a itself."""
    match expr:
        case Grad(Unknown(_, place) as of, by, "") if place == by and by.is_scalar:
            return of
    return None


def above_tangent(expr: Expr) -> FunctionKind:
    """The kind of f in f(c) - f(a) - f'(a) (c - a), its distance above its tangent."""
    match expr:
        case Sub(Sub(Unknown(name, there, kind), Unknown() as here), Mul(slope, Sub(c, a))):
            if slope_of(slope) == here == Unknown(name, a, kind) and there == c:
                return kind
    return ANY


def between_slopes(expr: Expr) -> FunctionKind:
    """The kind of f in (f'(a) - f'(c)) (a - c)."""
    match expr:
        case Mul(Sub(first, second), Sub(a, c)):
            here, there = slope_of(first), slope_of(second)
            if here is not None and there is not None and (here.of, there) == (a, Unknown(here.name, c, here.kind)):
                return here.kind
    return ANY


def second_derivative(expr: Expr) -> FunctionKind:
    """The kind of f in f''(a)."""
    match expr:
        case Grad(Grad() as slope, by, "") if by == slope.by:
            of = slope_of(slope)
            return ANY if of is None else of.kind
    return ANY


def bending(expr: Expr) -> bool:
    """f''(a), (f'(a) - f'(c)) (a - c) and f(c) - f(a) - f'(a) (c - a) cannot be negative, for convex f."""
    inside, sign = (expr.of, -1) if isinstance(expr, Neg) else (expr, 1)
    return any(kind_of(inside).bends == sign for kind_of in (above_tangent, between_slopes, second_derivative))


def bounded_slope(expr: Expr) -> bool:
    """What bends is at most L (c - a)^2/2, L (a - c)^2 and L in size, where f' has the Lipschitz constant L."""
    match expr:
        case Sub(most, inside) | Add(most, inside):
            bounds = (
                (above_tangent, lambda kind: _square(most, Div(kind.constant, Number(Fraction(2))))),
                (between_slopes, lambda kind: _square(most, kind.constant)),
                (second_derivative, lambda kind: most == kind.constant),
            )
            known = ((kind_of(inside), bound) for kind_of, bound in bounds)
            return any(kind.bounded and bound(kind) and _same_place(most, inside) for kind, bound in known)
    return False


def _square(most: Expr, factor: Expr) -> bool:
    match most:
        case Mul(number, Pow(Sub(), Number(value))):
            return number == factor and value == 2
    return False


def _same_place(most: Expr, inside: Expr) -> bool:
    """Whether what is squared is the difference of the places."""
    match most, inside:
        case Mul(_, Pow(apart, _)), (Mul(_, between) | Sub(_, Mul(_, between))):
            return bool(apart == between)
    return isinstance(inside, Grad)


def lipschitz_slope(expr: Expr) -> bool:
    """L |a - c| - |f'(a) - f'(c)| and L - |f''(a)| cannot be negative, where f' has the Lipschitz constant L."""
    match expr:
        case Sub(Mul(bound, Abs(Sub(a, c))), Abs(Sub() as slopes)):
            kind = between_slopes(Mul(slopes, Sub(a, c)))
        case Sub(bound, Abs(of)):
            kind = second_derivative(of)
        case _:
            return False
    return kind.bounded and kind.constant == bound


# ---------------------------------------------------------------- Jensen


class Average(NamedTuple):
    """The sum of weights times values, over an index; without one, of two terms or more whose weights sum to 1."""

    over: Index | None
    terms: tuple[tuple[Expr, Expr], ...]


def averages(expr: Expr) -> Iterator[Average]:
    """The ways in which a number is an average, by its structure."""
    full = opened(expr)
    match full:
        case Sum(index, body):
            parts = factors(body)
            for place, weight in enumerate(parts):
                if len(parts) > 1 and weights(weight, index):
                    yield Average(index, ((weight, reduce(Mul, parts[:place] + parts[place + 1 :])),))
        case Div(Sum(index, body), SizeLetter(name)) if name == index.size:
            yield Average(index, ((Div(ONE, SizeLetter(name)), body),))
        case Mul(weight, Sum(index, body)) if weights(weight, index):
            yield Average(index, ((weight, body),))
        case Add() if len(terms := _terms(full)) <= MAX_TERMS:
            for chosen in product(*map(_weighted, terms)):
                yield from _of_terms(chosen)
        case Div(Add() as total, Number(value)) if value:
            parts_of = tuple((Number(1 / value), part) for part in _terms(total))
            yield from _of_terms(parts_of)


def _terms(expr: Expr) -> list[Expr]:
    return [*_terms(expr.left), *_terms(expr.right)] if isinstance(expr, Add) else [expr]


def _weighted(term: Expr) -> list[tuple[Expr, Expr]]:
    """The ways to read a weight and a value: th a, a th, or a/2."""
    match term:
        case Mul(Div(Number(above), Number(below)), value) if below:
            return [(Number(above / below), value)]
        case Mul(left, right):
            return [(left, right), (right, left)]
        case Div(value, Number(below)) if below:
            return [(Number(1 / below), value)]
    return [(ONE, term)]


def _of_terms(terms: tuple[tuple[Expr, Expr], ...]) -> Iterator[Average]:
    """The terms, where their weights are numbers of sum 1, none of them negative, or th and 1 - th."""
    numbers = [weight.value for weight, _ in terms if isinstance(weight, Number)]
    if len(numbers) == len(terms) and min(numbers) >= 0 and sum(numbers) == 1:
        yield Average(None, terms)
    match [weight for weight, _ in terms]:
        case [one, Sub(Number(value), other)] | [Sub(Number(value), other), one]:
            if value == 1 and one == other and within(one).is_inside(UNIT):
                yield Average(None, terms)


def jensen(expr: Expr) -> bool:
    """sum_k p_k f(x_k) - f(sum_k p_k x_k) cannot be negative, for weights p and convex f."""
    match expr:
        case Sub(mean, Unknown(_, of, kind) as at) if kind.bends == 1:
            return _averaged(mean, at, of)
        case Sub(Unknown(_, of, kind) as at, mean) if kind.bends == -1:
            return _averaged(mean, at, of)
    return False


def _averaged(mean: Expr, at: Unknown, of: Expr) -> bool:
    """Whether the mean is that of f over what is averaged in f's argument."""
    found = list(averages(mean))
    return any(image_of(inner, at, outer.over) == outer for inner in averages(of) for outer in found)


def image_of(average: Average, at: Unknown, index: Index | None) -> Average | None:
    """The average of f at the values, by an index of the same range."""
    if average.over is None or index is None:
        terms = tuple((weight, Unknown(at.name, value, at.kind)) for weight, value in average.terms)
        return Average(None, terms) if average.over is index else None
    ((weight, value),) = average.terms
    image = (weight, Unknown(at.name, value, at.kind))
    if index == average.over:
        return Average(index, (image,))
    # An index that stands there already, free or bound, would be caught.
    if index.size != average.over.size or any(index in part.walk() for part in image):
        return None
    return Average(index, (tuple(with_index(part, average.over, index) for part in image),))  # type: ignore[arg-type]


def written(average: Average) -> Expr:
    """The average as a sum."""
    parts: list[Expr] = [Mul(weight, value) for weight, value in average.terms]
    total = reduce(Add, parts)
    return total if average.over is None else Sum(average.over, total)


BENDING_LAWS: tuple[Law, ...] = (bending, bounded_slope, lipschitz_slope, jensen)
"""Inequalities with a name."""
NONNEGATIVE_LAWS += BENDING_LAWS
