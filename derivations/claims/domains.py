"""Conditions in LaTeX: numbers that are nonzero or positive, matrices that are invertible; and what implies what."""

from __future__ import annotations

from collections.abc import Sequence

from derivations.tree import (
    SCALAR,
    STRUCTURES,
    Det,
    Div,
    Expr,
    Mul,
    Neg,
    Number,
    Pow,
    Printer,
    Sqrt,
    nonnegative,
    nonzero,
    positive,
)


def nonzero_conditions(of: Expr, printer: Printer) -> list[str]:
    """That a number or a column is not zero; of a product or a power, that no factor is."""
    match of:
        case _ if nonzero(of):
            return []
        case Neg(part) | Div(part, _):
            return nonzero_conditions(part, printer)
        case Pow(part, Number(power)) if power > 0 and power.denominator == 1:
            return nonzero_conditions(part, printer)
        case Mul(left, right) if left.shape in (SCALAR, None) and right.shape in (SCALAR, None):
            return nonzero_conditions(left, printer) + nonzero_conditions(right, printer)
        case Sqrt(part):
            return positive_conditions(part, printer)
        case Det(part):
            return invertible_conditions(part, printer)
    return [rf"{printer(of)} \neq 0"]


def invertible_conditions(of: Expr, printer: Printer) -> list[str]:
    """That a matrix is invertible; of a number, that it is not zero."""
    return nonzero_conditions(of, printer) if of.shape in (SCALAR, None) else [is_invertible(printer(of))]


def positive_conditions(of: Expr, printer: Printer) -> list[str]:
    """That a number is positive; of a square, that it is not zero."""
    match without_positive_factors(of):
        case left if positive(left):
            return []
        case Pow(part, Number(power)) if power > 0 and power.denominator == 1:
            return positive_conditions(part, printer) if power % 2 else nonzero_conditions(part, printer)
        case Sqrt(part):
            return positive_conditions(part, printer)
        case Div(top, part) if positive(top):
            return positive_conditions(part, printer)
        case left:
            return [f"{printer(left)} > 0"]


def nonnegative_conditions(of: Expr, printer: Printer) -> list[str]:
    """That a number is not negative."""
    match without_positive_factors(of):
        case left if nonnegative(left):
            return []
        case Div(top, part) if positive(top):
            return positive_conditions(part, printer)
        case left:
            return [rf"{printer(left)} \geq 0"]


def without_positive_factors(of: Expr) -> Expr:
    """What decides the sign of a product of numbers, or of a quotient by a positive one."""
    match of:
        case Mul(known, part) if positive(known):
            return without_positive_factors(part)
        case Mul(part, known) | Div(part, known) if positive(known):
            return without_positive_factors(part)
    return of


def beyond(conditions: Sequence[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The conditions that are not known and follow from no other one: a positive definite matrix is invertible."""
    implied = {weaker for condition in (*known, *conditions) for weaker in _implied(condition)}
    return tuple(condition for condition in dict.fromkeys(conditions) if condition not in implied.union(known))


def _implied(condition: str) -> list[str]:
    """Conditions that a condition makes superfluous, itself excepted."""
    if condition.endswith(definite := has("", "spd")):
        of = condition.removesuffix(definite)
        return [has(of, "symmetric"), is_invertible(of), rf"\left|{of}\right| > 0", rf"\left|{of}\right| \geq 0"]
    if condition.endswith(above := " > 0"):
        of = condition.removesuffix(above)
        determined = of.removeprefix(r"\left|").removesuffix(r"\right|")
        return [rf"{of} \neq 0", rf"{of} \geq 0", is_invertible(determined)]
    return []


def is_invertible(shown: str) -> str:
    """That the matrix printed so has an inverse."""
    return rf"{shown} \text{{ invertible}}"


def has(shown: str, structure: str) -> str:
    """That the matrix printed so has the structure."""
    return rf"{shown} \text{{ {STRUCTURES[structure]}}}"
