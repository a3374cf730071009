"""Side conditions: what an expression needs in order to have a value, less what its letters are declared to be."""

from __future__ import annotations

from derivations.claims.dots import replaced
from derivations.claims.expr import (
    Add,
    Apply,
    Defined,
    Det,
    Div,
    Dots,
    Entry,
    Exp,
    Expr,
    Grad,
    Inverse,
    Letter,
    Log,
    Member,
    Mul,
    Neg,
    Number,
    Pi,
    Pow,
    Prod,
    SizeLetter,
    Sqrt,
    Sub,
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


def _conditions(expr: Expr, printer: Printer, derived: bool = False) -> list[str]:
    """``derived``: the expression is differentiated, so a root needs a positive argument."""
    match expr:
        case Dots(_, _, _, full):
            return _conditions(full, printer, derived)
    below = derived or isinstance(expr, Grad)
    return _own_conditions(expr, printer, derived) + [
        condition for child in expr.children for condition in _conditions(child, printer, below)
    ]


def _own_conditions(expr: Expr, printer: Printer, derived: bool) -> list[str]:
    """What the node itself asks of the nodes below it."""
    match expr:
        case Inverse(of) if not invertible(of):
            return [rf"{printer(of)} \text{{ invertible}}"]
        case Div(_, of) if not nonzero(of):
            return [rf"{printer(of)} \neq 0"]
        case Log(of) if not positive(of):
            return [f"{printer(of)} > 0"]
        case Sqrt(of) if not positive(of):
            return [f"{printer(of)} > 0" if derived else rf"{printer(of)} \geq 0"]
        case Pow(of, exponent):
            return _power_conditions(of, exponent, printer)
        case Apply():
            return _argument_conditions(expr, printer)
        case Member(_, _, count, Number(place)) if isinstance(count, str) and place > 1:
            return [rf"{printer.name(count)} \geq {place}"]
        case Entry(of, row, column) if of.shape is not None:
            sizes = of.shape if column is not None or of.shape[0] != 1 else (of.shape[1], 1)
            return [
                rf"{printer.name(size)} \geq {place.value}"
                for place, size in zip((row, column), sizes, strict=True)
                if isinstance(place, Number) and isinstance(size, str) and place.value > 1
            ]
    return []


def _power_conditions(of: Expr, exponent: Expr, printer: Printer) -> list[str]:
    if needs_positive(exponent) and not positive(of):
        return [f"{printer(of)} > 0"]
    if needs_nonzero(exponent) and not nonzero(of):
        return [rf"{printer(of)} \neq 0"]
    return []


def _argument_conditions(expr: Apply, printer: Printer) -> list[str]:
    """What the body asks of the arguments; and an argument must have the structure that its letter is declared with."""
    body = expr.function.body
    if expr.arguments and _conditions(body, printer):
        for letter, argument in zip(expr.function.parameters, expr.arguments, strict=True):
            body = replaced(body, letter, argument)
    found = _conditions(body, printer)
    for letter, argument in zip(expr.function.parameters, expr.arguments, strict=False):
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
    """Whether a power with this exponent may divide: it contains a minus."""
    return any(isinstance(node, Neg | Sub) or (isinstance(node, Number) and node.value < 0) for node in exponent.walk())
