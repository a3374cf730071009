"""Numbers without letters that the exact reals cannot hold: balls around two of them never show that they are equal.

Where only balls agree, a claim is therefore asked for more: it must hold with every such number replaced by a letter,
the same one for those that are written alike, or that exact arithmetic of algebraic numbers finds equal.  So must a
fraction of many digits, which may be as close to a simple number: twelve steps of Newton's method from 1 to sqrt(2).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from derivations.checking.case import Case, Sizes
from derivations.claims import Equation, Given
from derivations.tree import (
    Apply,
    Defined,
    Expr,
    Index,
    Letter,
    Member,
    NotExpressible,
    UndefinedValue,
    atoms,
    number_of,
)
from derivations.values import Algebraic, Evaluator, ExactReals, System

LONG = 10**15
"""Largest numerator and denominator of a fraction that is not long: one with n digits differs from a root by 10^-2n."""


def generalised(case: Case, sizes: Sizes) -> Case | None:
    """The equation with a letter for each number that is not held exactly; None where there is no such number."""
    assert isinstance(case.claim, Equation)
    letters = Constants(sizes)
    for side in case.claim.expressions:
        letters.replaced(side)
    # Now that all are known, a number that is held may be found equal to one that is not.
    left, right = map(letters.replaced, case.claim.expressions)
    given = Given(tuple(sizes.items()), hypotheses=case.claim.given.hypotheses)
    claim = Equation(left, right, given)
    return replace(case, claim=claim, further=(), known={}, orders=set()) if letters.known else None


class Constants:
    """The letters that stand for numbers which are not held exactly, at some sizes."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.known: dict[Expr, Expr] = {}
        self.algebraic = Algebraic()
        self.values: list[tuple[Any, Expr]] = []

    def replaced(self, expr: Expr) -> Expr:
        """The expression with letters for the largest parts without letters that are not held."""
        if isinstance(expr, Letter | Index):
            return expr
        family = isinstance(expr, Defined) and expr.axes
        if not family and expr.is_scalar and not _drawn(expr):
            return self._equal(expr, expr) if self._held(expr) else self._letter(expr)
        if isinstance(expr, Apply):
            function = replace(expr.function, body=self.replaced(expr.function.body))
            return Apply(function, tuple(map(self.replaced, expr.arguments)))
        return expr.rebuilt(lambda name, child: child if name in expr.binders else self.replaced(child))

    def _held(self, expr: Expr) -> bool:
        """Whether the exact reals hold the value for all that its indices may be, or it has none."""
        if self._is_long(expr):
            return False
        if all(node.rational for node in expr.walk()):
            return True
        indices = _indices(expr)
        places = itertools.product(*(range(1, number_of(index.size, self.sizes) + 1) for index in indices))
        values = (self._value(expr, ExactReals(), dict(zip(indices, place, strict=True))) for place in places)
        return all(value is not None for value in values)

    def _is_long(self, expr: Expr) -> bool:
        """Whether it is, or is made of, a fraction of many digits."""
        parts = [node for node in expr.walk() if node.is_scalar and not _indices(node) and not _drawn(node)]
        values = (self._value(part, ExactReals(), {}) for part in dict.fromkeys(parts))
        fractions = (value.rational() for value in values if value is not None)
        return any(found is not None and max(abs(found.p), found.q) > LONG for found in fractions)

    def _letter(self, number: Expr) -> Expr:
        """The letter for a number, or a member of a family where it depends on indices."""
        if number not in self.known:
            indices = _indices(number)
            letter = Letter(f"constant {len(self.known) + 1}", axes=tuple(index.size for index in indices))
            self.known[number] = Member(letter, tuple(indices)) if indices else self._equal(number, letter)
            if not indices:
                self.values.append((self._value(number, self.algebraic, {}), self.known[number]))
        return self.known[number]

    def _equal(self, number: Expr, otherwise: Expr) -> Expr:
        """The letter of a number that is equal by the arithmetic of algebraic numbers."""
        value = None
        if self.values and not _indices(number) and not all(node.rational for node in number.walk()):
            value = self._value(number, self.algebraic, {})
        equal = (letter for other, letter in self.values if self._same(value, other))
        return next(equal, otherwise)

    def _same(self, value: Any, other: Any) -> bool:
        return value is not None and other is not None and bool(self.algebraic.is_zero(value - other))

    def _value(self, expr: Expr, system: System, indices: Mapping[Index, int]) -> Any:
        """The value, None where the system cannot hold it; zero for one that does not exist."""
        try:
            return Evaluator(system, self.sizes, {}, indices)(expr)
        except NotExpressible:
            return None
        except UndefinedValue:
            return system.number(Fraction(0))


def _drawn(expr: Expr) -> bool:
    """Whether letters occur whose values are drawn."""
    return any(isinstance(atom, Letter) and not atom.kind.constant for atom in atoms(expr))


def _indices(expr: Expr) -> list[Index]:
    return [atom for atom in atoms(expr) if isinstance(atom, Index)]
