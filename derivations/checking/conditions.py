"""Side conditions: what an expression needs in order to have a value, less what its letters are declared to be."""

from __future__ import annotations

from derivations.claims.expr import (
    Add,
    Apply,
    Defined,
    Det,
    Div,
    Dots,
    Exp,
    Expr,
    Inverse,
    Letter,
    Log,
    Mul,
    Neg,
    Number,
    Pi,
    Pow,
    Prod,
    SizeLetter,
    Sqrt,
    Sum,
    Trace,
    Transpose,
    is_exponent,
)
from derivations.claims.latex import Notation, Printer


def meaning(expr: Expr) -> Expr:
    """The expression behind a defined letter, a function at its own letters, or dots."""
    match expr:
        case Defined(_, value):
            return meaning(value)
        case Dots(_, _, _, full):
            return full
        case Apply(function, _):
            return function.body
    return expr


def positive(expr: Expr) -> bool:
    """Whether the scalar is positive by its structure alone."""
    match meaning(expr):
        case Number(value):
            return value > 0
        case Pi() | SizeLetter() | Exp():
            return True
        case Letter(_, _, structure):
            return structure == "positive"
        case Det(of) | Trace(of):
            return positive_definite(of)
        case Pow(of, _) | Sqrt(of) | Sum(_, of) | Prod(_, of):
            return positive(of)
        case Add(left, right) | Mul(left, right) | Div(left, right):
            return positive(left) and positive(right)
    return False


def positive_definite(expr: Expr) -> bool:
    """Whether the matrix is symmetric positive definite by its structure alone."""
    match meaning(expr):
        case Letter(_, _, structure):
            return structure in ("spd", "identity")
        case Inverse(of) | Transpose(of) | Sum(_, of):
            return positive_definite(of)
        case Add(left, right):
            return positive_definite(left) and positive_definite(right)
        case Mul(left, right) if left.shape == (1, 1):
            return positive(left) and positive_definite(right)
    return False


def invertible(expr: Expr) -> bool:
    """Whether the matrix is invertible by its structure, given that the expression below it has a value."""
    full = meaning(expr)
    match full:
        case Inverse():
            return True
        case Transpose(of) | Neg(of):
            return invertible(of)
        case Mul(left, right):
            return invertible(left) and invertible(right)
    return positive_definite(full) or (full.shape == (1, 1) and nonzero(full))


def nonzero(expr: Expr) -> bool:
    """Whether the scalar is nonzero by its structure alone."""
    match meaning(expr):
        case Number(value):
            return value != 0
        case Neg(of) | Pow(of, _):
            return nonzero(of)
        case Mul(left, right) | Div(left, right):
            return nonzero(left) and nonzero(right)
        case Det(of):
            return invertible(of)
    return positive(expr)


def side_conditions(expressions: tuple[Expr, ...], notation: Notation | None = None) -> tuple[str, ...]:
    """What the expressions need beyond their declared structures, as LaTeX, in the order of appearance."""
    printer = Printer(notation)
    found: dict[str, None] = {}
    for expr in expressions:
        for condition in _conditions(expr, printer):
            found[condition] = None
    return tuple(found)


def _conditions(expr: Expr, printer: Printer) -> list[str]:
    found: list[str] = []
    match expr:
        case Inverse(of) if not invertible(of):
            found.append(rf"{printer(of)} \text{{ invertible}}")
        case Div(_, of) if not nonzero(of):
            found.append(rf"{printer(of)} \neq 0")
        case Log(of) if not positive(of):
            found.append(f"{printer(of)} > 0")
        case Sqrt(of) if not positive(of):
            found.append(rf"{printer(of)} \geq 0")
        case Pow(of, exponent) if needs_positive(exponent) and not positive(of):
            found.append(f"{printer(of)} > 0")
        case Pow(of, exponent) if needs_nonzero(exponent) and not nonzero(of):
            found.append(rf"{printer(of)} \neq 0")
        case Apply(function, arguments):
            if arguments:
                found += _argument_conditions(expr, printer)
            found += _conditions(function.body, printer) if not arguments else []
        case Defined(_, value):
            return _conditions(value, printer)
        case Dots(_, _, _, full):
            return _conditions(full, printer)
    return found + [condition for child in expr.children for condition in _conditions(child, printer)]


def _argument_conditions(expr: Apply, printer: Printer) -> list[str]:
    """A function's letters are declared; an argument that is not known to have the structure must be given it."""
    found = []
    for letter, argument in zip(expr.function.parameters, expr.arguments, strict=True):
        if letter.structure == "spd" and not positive_definite(argument):
            found.append(rf"{printer(argument)} \text{{ symmetric positive definite}}")
        if letter.structure == "positive" and not positive(argument):
            found.append(f"{printer(argument)} > 0")
    return found


def needs_positive(exponent: Expr) -> bool:
    """Whether a power with this exponent is a root: it contains a fraction."""
    return is_exponent(exponent) and any(
        isinstance(node, Div) or (isinstance(node, Number) and node.value.denominator > 1) for node in exponent.walk()
    )


def needs_nonzero(exponent: Expr) -> bool:
    """Whether a power with this exponent divides: it contains a minus."""
    return any(isinstance(node, Neg) or (isinstance(node, Number) and node.value < 0) for node in exponent.walk())


