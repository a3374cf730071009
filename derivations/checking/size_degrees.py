"""How often a value may vanish as a function of a size alone: the degree of its numerator in the size.

A size stands as a number where it is written, where states or terms are counted, and in disguise where what runs over
it is a constant: tr(Q Q') and the mean of x' x under N(0, I) are D.  In disguise, a trace, a sum or a product over the
size counts one where such a constant is possible: of letters that fulfil an equation, of what is divided by what it
holds, below a mean, above a gradient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from math import prod
from typing import NamedTuple

from derivations.claims import Claim
from derivations.tree import (
    Add,
    Apply,
    Basis,
    Div,
    Dots,
    Entry,
    Expr,
    Index,
    Inverse,
    Kronecker,
    Letter,
    Member,
    Mul,
    Neg,
    Norm,
    Number,
    OfIndices,
    Pow,
    Size,
    SizeLetter,
    StateSum,
    Sub,
    Sum,
    Trace,
    Transpose,
    atoms,
    letters_and_sizes,
    letters_of,
)

UNITS = (Number(Fraction(1)), Number(Fraction(-1)), Neg(Number(Fraction(1))))
"""Numbers whose powers have one value, or two in turn."""


class Degrees(NamedTuple):
    """Degrees of a numerator and a denominator in a size."""

    above: int = 0
    below: int = 0

    def times(self, other: Degrees) -> Degrees:
        """Of a product."""
        return Degrees(self.above + other.above, self.below + other.below)

    def plus(self, other: Degrees) -> Degrees:
        """Of a sum, over the product of the denominators."""
        return Degrees(max(self.above + other.below, other.above + self.below), self.below + other.below)

    def inverse(self) -> Degrees:
        """Of one over it."""
        return Degrees(self.below, self.above)

    def power(self, exponent: int) -> Degrees:
        """Of a whole power."""
        base, times = (self, exponent) if exponent >= 0 else (self.inverse(), -exponent)
        return Degrees(base.above * times, base.below * times)


NONE, ONE = Degrees(), Degrees(1)
WITHOUT_END = Degrees(1_000_000)
"""Of what may vanish at any number of sizes: sin(pi N/7) at all multiples of 7."""


@dataclass(frozen=True)
class InSize:
    """Bounds on the degrees of expressions in the size of a name."""

    name: str
    disguised: bool = False
    """Whether sizes in disguise are counted too: an upper bound, which is mostly far too large."""
    arguments: Mapping[Letter, Degrees] = field(default_factory=dict)
    """Degrees of what stands for the parameters of a function."""
    supposed: frozenset[Letter] = frozenset()
    """Letters on which there are hypotheses: any function of them may be a function of the size."""
    averaged: frozenset[Letter] = frozenset()
    """Letters over which something is integrated or summed."""

    def __call__(self, expr: Expr) -> Degrees:
        """Bounds on how often it vanishes or is infinite; 2^N counts as one more."""
        found = NONE if is_counted(expr, self.name) else self._of_parts(expr)
        constant = runs_over(expr, self.name) and self._may_be_constant(expr)
        counts = is_counted(expr, self.name) or constant or self._is_supposed(expr)
        return found.times(ONE) if counts else found

    def _of_parts(self, expr: Expr) -> Degrees:
        match expr:
            case Letter():
                return self.arguments.get(expr, NONE)
            case Mul(left, right) | Kronecker(left, right):
                return self(left).times(self(right))
            case Div(numerator, denominator):
                return self(numerator).times(self(denominator).inverse())
            case Add(left, right) | Sub(left, right):
                return self(left).plus(self(right))
            case Pow(base, exponent):
                # Powers of -1 have two values, which even and odd sizes tell.
                exponents = NONE if base in UNITS else self(exponent)
                return self(base).power(expr.signed_exponent()).times(exponents)
            case Dots(meaning=meaning):
                return self(meaning)
            case Apply(function, arguments):
                given = dict(zip(function.parameters, map(self, arguments), strict=False))
                return replace(self, arguments={**self.arguments, **given})(function.body)
        found = self._largest(expr)
        return WITHOUT_END if expr.recurs and found != NONE else found

    def _largest(self, expr: Expr) -> Degrees:
        # An index that says where, or that is bound, is no number.
        indices = {*expr.binds, *(place for place, _ in expr.places())}
        averaged = {bound for bound in expr.binds if isinstance(bound, Letter) and not expr.derives}
        within = replace(self, averaged=self.averaged | averaged)
        parts = [within(part) for part in expr.parts if not (isinstance(part, Index) and part in indices)]
        return Degrees(*(max(degrees) for degrees in zip(NONE, *parts, strict=True)))

    def _is_supposed(self, expr: Expr) -> bool:
        """Whether it is more than a sum of letters on which there are hypotheses."""
        linear = isinstance(expr, Letter | Member | Entry | Add | Sub | Neg | Transpose)
        return bool(self.supposed) and not linear and not self.supposed.isdisjoint(atoms(expr))

    def _may_be_constant(self, expr: Expr) -> bool:
        letters = {atom for atom in atoms(expr) if isinstance(atom, Letter)}
        if not self.disguised:
            return isinstance(expr, StateSum) or all(letter.kind.constant for letter in letters)
        if isinstance(expr, Sum):
            return True  # of 1 + x[n] too, where the other term may cancel
        if not letters or letters & self.averaged or not all(letter.kind.open_in_hull for letter in letters):
            return True
        nodes = list(expr.walk())
        if any(isinstance(node, OfIndices | Basis) or node.derives or node.integrates for node in nodes):
            return True
        divided = {letter for part in nodes for below in _below(part) for letter in atoms(below)}
        return not divided.isdisjoint(_above(expr))


def degrees_in_size(claim: Claim, name: str, disguised: bool = False) -> Degrees:
    """Of all sides of the claim together; under hypotheses on what the size is one of, sizes in disguise always count.

    A letter that is solved for is a function of the size of no higher degree than all hypotheses together.
    """
    in_size = InSize(name, disguised)
    supposed = letters_and_sizes(claim.given.expressions)
    if any(ranges_over(size, name) for node in supposed for size in _sizes_of(node)):
        letters = frozenset(node for node in supposed if isinstance(node, Letter))
        alone = InSize(name, True, dict.fromkeys(letters, ONE), letters)
        found = (reduce(Degrees.plus, map(alone, one.expressions)) for one in claim.given.hypotheses)
        degree = prod(max(1, one.above + one.below) for one in found)
        in_size = replace(alone, arguments=dict.fromkeys(letters, Degrees(degree)))
    return reduce(Degrees.plus, map(in_size, claim.expressions))


def _sizes_of(node: Expr) -> tuple[Size, ...]:
    match node:
        case Letter(of=of, axes=axes):
            return (*of, *axes)
        case Index(_, size):
            return (size,)
    return ()


def is_without_end(claim: Claim, name: str) -> bool:
    """Whether no number of sizes tells that the claim holds at all of them."""
    return max(degrees_in_size(claim, name, disguised=True)) >= WITHOUT_END.above


def _below(expr: Expr) -> tuple[Expr, ...]:
    """What the node divides by."""
    match expr:
        case Inverse(of=of):
            return (of,)
        case Div(_, denominator):
            return (denominator,)
        case Pow(base) if expr.signed_exponent() < 0:
            return (base,)
    return ()


def _above(expr: Expr) -> set[Expr]:
    """What stands in it where nothing divides by it."""
    below = _below(expr)
    parts = [part for part in expr.parts if part not in below]
    return {expr} if isinstance(expr, Letter) else set().union(*map(_above, parts))


def is_counted(expr: Expr, name: str) -> bool:
    """Whether the node is the size, or an index that runs over it."""
    return (isinstance(expr, SizeLetter) and expr.name == name) or (
        isinstance(expr, Index) and ranges_over(expr.size, name)
    )


def ranges_over(size: Size, name: str) -> bool:
    """Whether the size is the letter, or a product with it."""
    return name in letters_of(size)


def runs_over(expr: Expr, name: str) -> bool:
    """Whether the value is a sum over the size."""
    match expr:
        case StateSum(over=over):
            return ranges_over(over.of[0], name)
        case Sum(index):
            return ranges_over(index.size, name)
        case Mul():
            return any(ranges_over(size, name) for size, _ in expr.same_sizes())
        case Trace(of=matrix) | Norm(of=matrix):
            return matrix.shape is not None and any(ranges_over(size, name) for size in matrix.shape)
    return False
