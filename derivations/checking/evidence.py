"""A counterexample: values at which a claim fails, and what each side is worth there; printed in LaTeX and in text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any, TypeVar

import flint

from derivations.checking.compare import PRECISIONS, entries, symbols
from derivations.checking.formulas import Formula
from derivations.checking.instances import Instance
from derivations.claims import Equation, plain
from derivations.tree import (
    SCALAR,
    Add,
    Expr,
    Index,
    Letter,
    Member,
    Mul,
    NotExpressible,
    Number,
    Pow,
    Printer,
    Rows,
    Unknown,
    number_latex,
    number_of,
)
from derivations.values import PRECISION, Balls, Evaluator, ExactReals, System, Witness, shared

T = Letter("t")
LARGE = 6
"""Most rows and columns of a matrix that is printed in full."""
Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class Worth:
    """What a side is worth, by its rows, in the number system that holds it; equal to what reads the same."""

    rows: tuple[tuple[Any, ...], ...]
    system: System

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Worth) and self.text() == other.text()

    def __hash__(self) -> int:
        return hash(self.text())

    def latex(self) -> str:
        """Exactly where the system is exact, else to 12 digits."""
        return matrix_latex([[self.system.latex(entry) for entry in row] for row in self.rows])

    def text(self) -> str:
        """The same in text."""
        return matrix_text([[self.system.text(entry) for entry in row] for row in self.rows])


@dataclass(frozen=True)
class Truth:
    """Whether a side of an equivalence holds."""

    holds: bool

    def latex(self) -> str:
        """In words."""
        return rf"\text{{{self.text()}}}"

    def text(self) -> str:
        """In words."""
        return "holds" if self.holds else "does not hold"


@dataclass(frozen=True)
class Counterexample:
    """Sizes, rational values by letter and values of free indices, at which the sides are not worth the same."""

    sizes: Mapping[str, int]
    values: Mapping[Letter | Witness, Any]
    indices: Mapping[Index, int]
    left: Worth | Truth
    right: Worth | Truth
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    """What function letters are where they are no polynomials."""

    def latex(self, printer: Printer) -> list[str]:
        """``D = 1``, ``A = ...``: one formula an item."""
        sizes = [f"{printer.name(name)} = {size}" for name, size in self.sizes.items()]
        shown = ((expr, printer(of) if isinstance(of, Expr) else rows_latex(of)) for expr, of in self._assigned())
        functions = [f"{printer(Unknown(name, T))} = {formula.latex()}" for name, formula in self.formulas.items()]
        return [*sizes, *(f"{printer(expr)} = {value}" for expr, value in shown), *functions]

    def texts(self) -> dict[str, str]:
        """The values, sizes apart, by what they are the values of."""
        shown = {plain(expr): plain(of) if isinstance(of, Expr) else rows_text(of) for expr, of in self._assigned()}
        return shown | {plain(Unknown(name, T)): formula.text() for name, formula in self.formulas.items()}

    def text(self) -> str:
        """On one line."""
        values = {**self.sizes, **self.texts()}
        shown = ", ".join(f"{name} = {value}" for name, value in values.items())
        return f"{shown}: left {self.left.text()}, right {self.right.text()}"

    def _assigned(self) -> Iterator[tuple[Expr, Rows | Expr]]:
        """Letters, members of families, functions at t, and indices; with rows, a polynomial, a number."""
        for key, value in self.values.items():
            if isinstance(key, Witness):
                yield Unknown(key.name, T), polynomial(value[0])
            elif not key.axes:
                yield key, value
            else:
                places = itertools.product(*(range(1, number_of(size, self.sizes) + 1) for size in key.axes))
                for place, rows in zip(places, value, strict=True):
                    yield Member(key, tuple(Number(Fraction(k)) for k in place)), rows
        yield from ((index, Number(Fraction(value))) for index, value in self.indices.items())


def polynomial(coefficients: Sequence[Fraction]) -> Expr:
    """c_0 + c_1 t + c_2 t^2 + ..., without the terms that vanish."""
    powers = [None, T, *(Pow(T, Number(Fraction(k))) for k in range(2, len(coefficients)))]
    terms: list[Expr] = [
        Number(c) if power is None else power if c == 1 else Mul(Number(c), power)
        for c, power in zip(coefficients, powers, strict=True)
        if c
    ]
    return reduce(Add, terms) if terms else Number(Fraction(0))


# ---------------------------------------------------------------- what a side is worth


def worth(expr: Expr, instance: Instance, indices: dict[Index, int], symbolic: bool = True) -> Worth:
    """Exactly where a normal form, or SymPy if it may be asked, holds the value, else enclosed."""
    for system, last in _systems(symbolic):
        try:
            value = _value(expr, instance, indices, system)
        except NotExpressible:
            continue
        numbers = entries(system, value, expr)
        # A ball around zero shows no digit of what it encloses: more bits may, and at last it has to do.
        if not last and any(map(vague, numbers)):
            continue
        columns = 1 if expr.shape in (SCALAR, None) else system.shape(value)[1]
        return Worth(tuple(tuple(numbers[i : i + columns]) for i in range(0, len(numbers), columns)), system)
    raise NotExpressible("no number system holds the value")


def _systems(symbolic: bool) -> Iterator[tuple[System, bool]]:
    """The systems that may hold a value, in the order in which they are asked; and whether one is the last."""
    yield from ((system, False) for system in (ExactReals(), *map(Balls, PRECISIONS)))
    if symbolic:
        yield symbols(), False
    yield Balls(), True


def _value(expr: Expr, instance: Instance, indices: dict[Index, int], system: System) -> Any:
    with flint.ctx.workprec(system.precision if isinstance(system, Balls) else PRECISION):
        # Sums within sums are evaluated as they are where they are compared: once where they recur.
        representative, recurring = shared(Equation(expr, expr))
        return Evaluator(system, instance.sizes, instance.within(system), indices, recurring)(representative.left)


def vague(entry: Any) -> bool:
    """Whether the scalar is a ball that contains zero without being zero."""
    return isinstance(entry, flint.arb) and bool(entry.contains(0)) and not entry.is_zero()


# ---------------------------------------------------------------- matrices


def rows_latex(rows: Rows) -> str:
    """A matrix of rationals."""
    return matrix_latex([[number_latex(entry) for entry in row] for row in rows])


def rows_text(rows: Rows) -> str:
    """A matrix of rationals."""
    return matrix_text([[str(entry) for entry in row] for row in rows])


def matrix_latex(rows: list[list[str]]) -> str:
    """Rows of LaTeX as a matrix; a single entry stands alone, and a large matrix has its few entries or dots."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    few = few_entries(rows, "0")
    if few is not None:
        but = ", ".join(rf"\left[{place}\right] = {entry}" for place, entry in few)
        return rf"0 \text{{ but for }} {but}" if few else "0"
    body = r" \\ ".join(" & ".join(elided(row, r"\dots")) for row in elided(rows, [r"\dots"]))
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def matrix_text(rows: list[list[str]]) -> str:
    """The same in text: ``[[1, 2], [3, 4]]``, and ``[1, 2]`` of a column."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    few = few_entries(rows, "0")
    if few is not None:
        return f"0 but for {', '.join(f'[{place}] = {entry}' for place, entry in few)}" if few else "0"
    if len(rows[0]) == 1:
        return bracketed(row[0] for row in elided(rows, ["..."]))
    return bracketed("..." if row == ["..."] else bracketed(elided(row, "...")) for row in elided(rows, ["..."]))


def few_entries(rows: list[list[Item]], zero: Item) -> list[tuple[str, Item]] | None:
    """Places and entries of a large matrix that is almost zero; None of any other."""
    if max(len(rows), len(rows[0])) <= LARGE:
        return None
    found = [(f"{i}, {j}", entry) for i, row in enumerate(rows, 1) for j, entry in enumerate(row, 1) if entry != zero]
    return found if len(found) <= LARGE else None


def elided(items: list[Item], dots: Item) -> list[Item]:
    """The first ones and the last one of many, with dots between them."""
    return items if len(items) <= LARGE else [*items[: LARGE // 2], dots, items[-1]]


def bracketed(items: Iterable[str]) -> str:
    """Items between square brackets."""
    return f"[{', '.join(items)}]"
