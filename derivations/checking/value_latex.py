"""What an expression is worth at an instance, and matrices, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import flint

from derivations.checking.compare import PRECISIONS, entries, symbols
from derivations.checking.instances import Instance
from derivations.claims import Equation
from derivations.tree import SCALAR, Expr, Index, NotExpressible
from derivations.values import PRECISION, Balls, Evaluator, ExactReals, System, shared

LARGE = 6
"""Most rows and columns of a matrix that is printed in full."""
Item = TypeVar("Item")


def value_latex(expr: Expr, instance: Instance, indices: dict[Index, int], symbolic: bool = True) -> str:
    """Exactly where a normal form, or SymPy if it may be asked, holds the value, else to 12 digits."""
    for system, last in _systems(symbolic):
        try:
            value = _value(expr, instance, indices, system)
        except NotExpressible:
            continue
        numbers = entries(system, value, expr)
        # A ball around zero shows no digit of what it encloses: more bits may, and at last it has to do.
        if not last and any(map(vague, numbers)):
            continue
        parts = [system.latex(entry) for entry in numbers]
        columns = 1 if expr.shape in (SCALAR, None) else system.shape(value)[1]
        return matrix_latex([parts[i : i + columns] for i in range(0, len(parts), columns)])
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
        representative, kept = shared(Equation(expr, expr))
        return Evaluator(system, instance.sizes, instance.within(system), indices, kept)(representative.left)


def vague(entry: Any) -> bool:
    """Whether the scalar is a ball that contains zero without being zero."""
    return isinstance(entry, flint.arb) and bool(entry.contains(0)) and not entry.is_zero()


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


def few_entries(rows: list[list[Item]], zero: Item) -> list[tuple[str, Item]] | None:
    """Places and entries of a large matrix that is almost zero; None of any other."""
    if max(len(rows), len(rows[0])) <= LARGE:
        return None
    found = [(f"{i}, {j}", entry) for i, row in enumerate(rows, 1) for j, entry in enumerate(row, 1) if entry != zero]
    return found if len(found) <= LARGE else None


def elided(items: list[Item], dots: Item) -> list[Item]:
    """The first ones and the last one of many, with dots between them."""
    return items if len(items) <= LARGE else [*items[: LARGE // 2], dots, items[-1]]
