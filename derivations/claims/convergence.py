"""When the integral of an exponential converges, read off the tree: it must fall in every direction that is infinite.

One term is read: a quadratic one, such as -a (t - m)^2 / 2 or -1/2 (x - m)' A (x - m), whose form must be positive
definite; on a half-line, where there is no quadratic one, a linear one, such as -a (t - m).  Of more, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

from derivations.claims.substitution import put_in
from derivations.tree import (
    SCALAR,
    Add,
    Apply,
    Div,
    Exp,
    Expr,
    Integral,
    Letter,
    Mul,
    Need,
    Neg,
    Number,
    Pow,
    Sub,
    Transpose,
    atoms,
    degree,
    positive,
    positive_definite,
    symmetric,
)


class Decay(NamedTuple):
    """sign times the product of scalars times y' M y, y^2 or y, where y is the letter but for a shift."""

    sign: int
    scalars: list[Expr]
    matrices: list[Expr]


def convergence(integral: Integral) -> Iterator[Need]:
    """What an integral over infinitely many values needs, beyond what its letters are declared to be."""
    over = integral.over
    if integral.lower is not None and integral.upper is not None:
        return iter(())
    terms = [term for exponent, sign in exponents(integral.body) for term in summands(exponent, sign)]
    moving = [(term, sign) for term, sign in terms if over in atoms(term)]
    curved = [(term, sign) for term, sign in moving if degree(term, {over: 1}, defaultdict(lambda: 2)) > 1]
    found = None
    if len(curved) == 1:
        found = quadratic(*curved[0], over)
    elif len(moving) == 1 and integral.outside:
        found = linear(*moving[0], over, 1 if integral.upper is None else -1)
    return iter(()) if found is None else _needs(found)


def exponents(body: Expr, sign: int = 1) -> Iterator[tuple[Expr, int]]:
    """The exponents of the exponentials that are factors of the body; -1 where they are divided by."""
    match body:
        case Exp(of):
            yield of, sign
        case Mul(left, right):
            yield from exponents(left, sign)
            yield from exponents(right, sign)
        case Div(above, below):
            yield from exponents(above, sign)
            yield from exponents(below, -sign)
        case Neg(of):
            yield from exponents(of, sign)
        case Apply(function, arguments) if function.name:
            pairs = zip(function.parameters, arguments, strict=bool(arguments))
            # A letter with a structure stays: its argument must have it, which is a condition of its own.
            put = {letter: argument for letter, argument in pairs if letter.structure == "general"}
            yield from exponents(put_in(function.body, put), sign)


def summands(exponent: Expr, sign: int) -> Iterator[tuple[Expr, int]]:
    """The terms of a sum with their signs."""
    match exponent:
        case Add(left, right) | Sub(left, right):
            yield from summands(left, sign)
            yield from summands(right, sign if isinstance(exponent, Add) else -sign)
        case Neg(of):
            yield from summands(of, -sign)
        case _:
            yield exponent, sign


def quadratic(term: Expr, sign: int, over: Letter) -> Decay | None:
    """The term as a form in the letter; None if it is written otherwise."""
    turned, above, below = flat(term)
    inside = [place for place, part in enumerate(above) if over in atoms(part)]
    if not inside or any(over in atoms(part) for part in below) or not is_square([above[k] for k in inside], over):
        return None
    matrices = [part for part in above[inside[0] : inside[-1]] if over not in atoms(part) and part.shape != SCALAR]
    return Decay(sign * turned, _scalars([*above, *below], over), matrices)


def linear(term: Expr, sign: int, over: Letter, towards: int) -> Decay | None:
    """The term as a multiple of the letter, which goes to plus or minus infinity; None if it is written otherwise."""
    turned, above, below = flat(term)
    inside = [part for part in above if over in atoms(part)]
    if len(inside) != 1 or any(over in atoms(part) for part in below) or not shifted(inside[0], over):
        return None
    slope = -1 if isinstance(inside[0], Sub) and inside[0].right == over else 1
    return Decay(sign * turned * slope * towards, _scalars([*above, *below], over), [])


def _scalars(parts: list[Expr], over: Letter) -> list[Expr]:
    return [part for part in parts if part.shape == SCALAR and over not in atoms(part)]


def flat(term: Expr) -> tuple[int, list[Expr], list[Expr]]:
    """The sign, the factors above and those below of a product."""
    match term:
        case Neg(of):
            sign, above, below = flat(of)
            return -sign, above, below
        case Mul(left, right):
            (one, above, below), (other, more, under) = flat(left), flat(right)
            return one * other, [*above, *more], [*below, *under]
        case Div(top, bottom):
            (one, above, below), (other, more, under) = flat(top), flat(bottom)
            return one * other, [*above, *under], [*below, *more]
    return 1, [term], []


def is_square(parts: list[Expr], over: Letter) -> bool:
    """Whether the factors with the letter are y^2, y y or y' y, where y is the letter but for a shift."""
    match parts:
        case [Pow(base, Number(power))]:
            return power == 2 and shifted(base, over)
        case [first, last]:
            return first in (last, Transpose(last)) and shifted(last, over)
    return False


def shifted(expr: Expr, over: Letter) -> bool:
    """Whether the expression is the letter, plus or minus what does not contain it."""
    match expr:
        case Add(left, right) | Sub(left, right):
            return (left == over and over not in atoms(right)) or (right == over and over not in atoms(left))
    return expr == over


def _needs(found: Decay) -> Iterator[Need]:
    """What makes the form or multiple, with a minus in front of it, positive."""
    numbers = [factor.value for factor in found.scalars if isinstance(factor, Number)]
    sign = -found.sign * (-1) ** sum(value < 0 for value in numbers)
    open_ = [factor for factor in found.scalars if not isinstance(factor, Number) and not positive(factor)]
    if open_:
        yield Need("positive" if sign > 0 else "negative", reduce(Mul, open_))
    if found.matrices and not positive_definite(reduce(Mul, found.matrices)):
        form = reduce(Mul, found.matrices)
        yield Need("spd", form if symmetric(form) else Add(form, Transpose(form)))
