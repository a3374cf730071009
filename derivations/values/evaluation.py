"""One walk over the tree: sizes, letters and indices bound, in any number system; each node says what it is worth."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from derivations.tree import (
    SCALAR,
    STRUCTURES,
    Corner,
    Entry,
    Expectation,
    Expr,
    Grad,
    Index,
    Integral,
    Inverse,
    Letter,
    Member,
    Number,
    Prod,
    Shape,
    Size,
    Sum,
    UndefinedValue,
    number_of,
    structured,
)
from derivations.values.definite_integrals import definite
from derivations.values.function_letters import of_kind
from derivations.values.gaussian_integrals import expectation, integral
from derivations.values.sharing import Places
from derivations.values.system import Integrand, Integrating, System
from derivations.values.witness import FunctionName, Witness

Values = Mapping[Any, Any]
"""What letters are worth: a `Letter` or `Defined` -> its value; one with axes -> the list of its members."""


class Evaluator:
    """Values of expressions in one system, with sizes, letters and indices bound."""

    def __init__(
        self,
        system: System,
        sizes: Mapping[str, int],
        values: Values,
        indices: Mapping[Any, int] | None = None,
        recurring: Places | None = None,
        known: dict[Any, Any] | None = None,
        met: Callable[[Corner, Any], None] | None = None,
    ) -> None:
        self.system = system
        self.sizes = sizes
        self.values = values
        self.indices = dict(indices or {})
        self.recurring = recurring or {}
        self.known = {} if known is None else known
        """Values of recurring parts, for the values of letters here."""
        self.met = met
        """Is told of every corner on the way, and what its number is worth."""

    def __call__(self, expr: Expr) -> Any:
        """The value; raises `UndefinedValue` or `NotExpressible`."""
        if self.met is not None:
            for corner in expr.corners():
                for at in self._at_every(corner.indices):
                    self.met(corner, at(corner.of) if corner.of != expr else expr.evaluate(self))
        place = self.recurring.get(id(expr))
        if place is None:
            return expr.evaluate(self)
        key = (id(expr), place(self.indices))
        if key not in self.known:
            self.known[key] = expr.evaluate(self)
        return self.known[key]

    def size(self, size: Size) -> int:
        """The size as a number."""
        return number_of(size, self.sizes)

    def binding(self, values: Values) -> Evaluator:
        """This evaluator with more letters bound."""
        return self.with_values(self.system, {**self.values, **values})

    def with_values(self, system: System, values: Values) -> Evaluator:
        """Another evaluator at the same indices, which knows nothing, since values of letters differ."""
        return Evaluator(system, self.sizes, values, self.indices, self.recurring, met=self.met)

    def indexed(self, indices: Mapping[Any, int]) -> Evaluator:
        """This evaluator with more indices bound."""
        return self._within(self.values, indices)

    def _at_every(self, indices: Sequence[Any]) -> Iterator[Evaluator]:
        """This evaluator at all values of some indices."""
        for places in itertools.product(*(range(1, self.size(index.size) + 1) for index in indices)):
            yield self.indexed(dict(zip(indices, places, strict=True))) if indices else self

    def in_state(self, spins: Letter, state: Any, number: int) -> Evaluator:
        """This evaluator with spins bound to one of their states, by its number an index of what depends on them."""
        return self._within({**self.values, spins: state}, {spins: number})

    def _within(self, values: Values, indices: Mapping[Any, int]) -> Evaluator:
        """This evaluator where more runs; it shares what is known."""
        running = {**self.indices, **indices}
        return Evaluator(self.system, self.sizes, values, running, self.recurring, self.known, self.met)

    def flat(self, family: Letter, place: tuple[int, ...]) -> int:
        """Where a member stands in the list of all, the last index running fastest."""
        found = 0
        for one, size in zip(place, map(self.size, family.axes), strict=True):
            if one >= size:
                shown = ", ".join(str(k + 1) for k in place)
                raise UndefinedValue(f"{family.name}[{shown}] does not exist: the family has {size} members")
            found = found * size + one
        return found

    def position(self, index: Expr) -> int:
        """The index as a place, from 0."""
        return (self.indices[index] if isinstance(index, Index) else int(self.exponent(index))) - 1

    def shaped(self, expr: Expr, shape: Shape | None) -> Any:
        """The value; where the expression is 0 of any shape, the zero of this shape."""
        value = self(expr)
        if expr.shape is not None or shape in (SCALAR, None):
            return value
        rows, columns = map(self.size, shape)
        return self.system.matrix([[value] * columns for _ in range(rows)])

    def rows(self, expr: Expr, shape: Shape | None = None) -> list[list[Any]]:
        """The entries of the value, one of a scalar."""
        if (shape or expr.shape) in (SCALAR, None):
            return [[self(expr)]]
        value = self.shaped(expr, shape or expr.shape)
        rows, columns = self.system.shape(value)
        return [[self.system.entry(value, i, j) for j in range(columns)] for i in range(rows)]

    def column(self, entries: Sequence[Any]) -> Any:
        """The column with these entries."""
        return self.system.matrix([[entry] for entry in entries])

    def identity(self, size: int) -> Any:
        """The identity matrix."""
        return self.system.matrix([[self.system.number(Fraction(i == j)) for j in range(size)] for i in range(size)])

    def polynomial(self, name: str) -> Any:
        """The coefficients of the polynomial that stands for a function letter; None where none does."""
        return self.values.get(Witness(name))

    def function(self, name: str, kind: str) -> str:
        """The name by which the number system knows a function letter of a kind."""
        return of_kind(str(self.values.get(FunctionName(name), name)), kind)

    def exponent(self, expr: Expr) -> Fraction:
        """The rational value of an expression of numbers and sizes."""
        found = expr.fraction(self.sizes, self.indices)
        if found is None:
            raise UndefinedValue("an exponent divides by zero")
        return found

    def place(self, entry: Entry) -> tuple[int, int]:
        """Row and column, from 0; the one index of a row counts its columns."""
        first = self.position(entry.row)
        if entry.column is not None:
            return first, self.position(entry.column)
        return (0, first) if entry.of.shape is not None and entry.of.shape[0] == 1 else (first, 0)

    def fold(self, expr: Sum | Prod, operation: Any) -> Any:
        """The values of the body for every index, joined by the operation."""
        inside = self.indexed({})

        def term(place: int) -> Any:
            inside.indices[expr.index] = place
            return inside(expr.body)

        return reduce(operation, map(term, range(1, self.size(expr.index.size) + 1)))

    def argument(self, letter: Letter, of: Expr) -> Any:
        """The value of an argument, which must have the structure that the function's letter is declared with."""
        value = self.shaped(of, letter.of)
        if not (of == letter or structured(letter.structure, of)):
            self.system.require_argument(letter.structure, value)
        return value

    def derivative(self, of: Expr, letter: Expr, direction: Any) -> Any:
        """The derivative along a direction in which the letter varies."""
        return self.system.derivative(
            lambda system, value: self.lifted(system, letter, value)(of), self(letter), direction
        )

    def direction(self, gradient: Grad, like: Any, row: int, column: int) -> Any:
        """The direction in which an entry varies by the gradient's convention; None where its structure holds it.

        Tied entries of a symmetric S move together: along E_ij + E_ji for i != j.  The symmetric part halves that.
        """
        unit = _unit(self.system, like, row, column)
        if gradient.convention not in ("tied", "symmetric"):
            return unit
        system, sign = self.system, STRUCTURES[gradient.structure].mirrored(row, column)
        if not sign:
            return None if sign is None else unit
        mirror = system.transpose(unit)
        both = system.add(unit, mirror if sign > 0 else system.neg(mirror))
        return system.scale(system.number(Fraction(1, 2)), both) if gradient.convention == "symmetric" else both

    def lifted(self, system: System, base: Expr, value: Any) -> Evaluator:
        """This evaluator in the system of the derivative, with ``base`` varied and everything else constant."""
        lifted = {key: _constant(system, bound) for key, bound in self.values.items()}
        if not isinstance(base, Member):
            return self.with_values(system, {**lifted, base: value})
        place = tuple(map(self.position, base.indices))
        if isinstance(base.of, Letter):
            lifted[base.of][self.flat(base.of, place)] = value
        else:
            lifted[base.of] = {**lifted.get(base.of, {}), place: value}
        return self.with_values(system, lifted)

    # ---------------------------------------------------------------- derivatives and integrals

    def gradient(self, of: Grad) -> Any:
        """The derivatives by all entries of what varies; of a column by a column, the transposed Jacobian."""
        base = of.base
        point = self(base)
        along = partial(self._along, of, point)
        if base.shape == SCALAR:
            return along(self.system.number(Fraction(1)))
        if isinstance(of.by, Entry):
            direction = self.direction(of, point, *self.place(of.by))
            return along(direction) if direction is not None else self.shaped(Number(Fraction(0)), of.shape)
        rows, columns = self.system.shape(point)
        if of.of.is_scalar:
            zero = self.system.number(Fraction(0))
            directions = [[self.direction(of, point, i, j) for j in range(columns)] for i in range(rows)]
            return self.system.matrix([[zero if d is None else along(d) for d in row] for row in directions])
        derivatives = [along(_unit(self.system, point, i, 0)) for i in range(rows)]
        height = self.system.shape(derivatives[0])[0]
        return self.system.matrix([[self.system.entry(d, j, 0) for j in range(height)] for d in derivatives])

    def _along(self, of: Grad, point: Any, direction: Any) -> Any:
        if isinstance(of.varied, Inverse):
            # Y = X^-1 moves along E where X moves along -X E X.
            system = self.system
            inside = system.times if of.base.shape == SCALAR else system.matmul
            direction = system.neg(inside(inside(point, direction), point))
        return self.derivative(of.of, of.base, direction)

    def integral(self, of: Integral) -> Any:
        """The integral over all values, or between bounds."""
        integrand = self._integrand(of)
        if not of.outside:
            if isinstance(self.system, Integrating):
                return self.system.integral(integrand)
            return integral(self.system, integrand)
        rule = self.system.definite if isinstance(self.system, Integrating) else partial(definite, self.system)
        return rule(integrand, *(None if bound is None else self(bound) for bound in (of.lower, of.upper)))

    def expectation(self, of: Expectation, mean: list[list[Any]], covariance: list[list[Any]]) -> Any:
        """The mean over a normal distribution whose mean and covariance have these rows."""
        if isinstance(self.system, Integrating):
            return self.system.expectation(self._integrand(of), mean, covariance)
        return expectation(self.system, self._integrand(of), mean, covariance)

    def _integrand(self, of: Integral | Expectation) -> Integrand:
        def body(system: System, value: Any) -> Any:
            return self.lifted(system, of.over, value)(of.body)

        return Integrand(body, self.size(of.over.of[0]), of.over.of != SCALAR, not of.body.is_scalar)


def _unit(system: System, like: Any, row: int, column: int) -> Any:
    """The matrix with a single 1, of the shape of another."""
    rows, columns = system.shape(like)
    if row >= rows or column >= columns:
        raise UndefinedValue(f"entry ({row + 1}, {column + 1}) of a {rows} x {columns} matrix does not exist")
    return system.unit((rows, columns), row, column)


def _constant(system: System, bound: Any) -> Any:
    """A value, the members of a family, or those of a defined one that vary, as constants of a system above."""
    if isinstance(bound, str):
        return bound
    if isinstance(bound, list):
        return [system.constant(member) for member in bound]
    if isinstance(bound, dict):
        return {place: system.constant(member) for place, member in bound.items()}
    return system.constant(bound)
