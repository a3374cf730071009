"""Side conditions: what an expression needs in order to have a value, less what its letters are declared to be."""

from __future__ import annotations

from derivations.claims.convergence import convergence
from derivations.claims.domains import (
    beyond,
    has,
    invertible_conditions,
    nonnegative_conditions,
    nonzero_conditions,
    positive_conditions,
)
from derivations.claims.substitution import Values, put_in
from derivations.tree import (
    SCALAR,
    STRUCTURES,
    Abs,
    Apply,
    Differential,
    Div,
    Dots,
    Eigenvalues,
    Entry,
    Exp,
    Expectation,
    Expr,
    Grad,
    Integral,
    Inverse,
    Letter,
    Log,
    Member,
    Neg,
    Norm,
    Notation,
    Number,
    Pow,
    Printer,
    Size,
    Sqrt,
    Sub,
    fractional,
    invertible,
    is_exponent,
    nonnegative_definite,
    positive_definite,
    structured,
    symmetric,
)

MARK = "\0"
"""Stands before the name of a letter that varies, to tell the conditions that are about it."""


def side_conditions(expressions: tuple[Expr, ...], notation: Notation | None = None) -> tuple[str, ...]:
    """What the expressions need beyond their declared structures, as LaTeX, in the order of appearance."""
    printer = Printer(notation)
    return beyond([condition for expr in expressions for condition in _conditions(expr, printer)])


def _conditions(expr: Expr, printer: Printer, derived: bool = False) -> list[str]:
    """``derived``: the expression is differentiated, so a root needs a positive argument."""
    match expr:
        case Dots(_, _, _, full):
            return _conditions(full, printer, derived)
        case Apply(function, arguments) if not function.name and isinstance(function.body, Grad | Differential):
            return _placed_conditions(function.body, dict(zip(function.parameters, arguments, strict=True)), printer)
    below = derived or isinstance(expr, Grad | Differential)
    inside = [
        _bound_conditions(expr, printer, below)
        if isinstance(expr, Integral | Expectation) and child is expr.body
        else _conditions(child, printer, below)
        for child in expr.children
    ]
    return _own_conditions(expr, printer, derived) + [condition for found in inside for condition in found]


def _bound_conditions(expr: Integral | Expectation, printer: Printer, derived: bool) -> list[str]:
    """What the body needs; where that is about the letter that varies, between which values."""
    name = printer(expr.over).replace(MARK, "")
    marked = Printer({**printer.notation, expr.over.name: MARK + name})
    found = _conditions(expr.body, marked, derived)
    return [
        one.replace(MARK + name, name) + (f" {_range(expr, name, printer)}" if MARK + name in one else "")
        for one in found
    ]


def _range(expr: Integral | Expectation, over: str, printer: Printer) -> str:
    lower, upper = (expr.lower, expr.upper) if isinstance(expr, Integral) else (None, None)
    if lower is not None and upper is not None:
        return rf"\text{{ for }} {over} \text{{ between }} {printer(lower)} \text{{ and }} {printer(upper)}"
    if lower is not None:
        return rf"\text{{ for }} {over} \geq {printer(lower)}"
    return rf"\text{{ for }} {over} \leq {printer(upper)}" if upper is not None else rf"\text{{ for all }} {over}"


def _own_conditions(expr: Expr, printer: Printer, derived: bool) -> list[str]:
    """What the node itself asks of the nodes below it."""
    match expr:
        case Inverse(of) if not invertible(of):
            return invertible_conditions(of, printer)
        case Log(of) | Exp(of) | Eigenvalues(of) if of.shape not in (SCALAR, None):
            return _spectral_conditions(expr, of, printer)
        case Grad() if expr.convention == "independent" and STRUCTURES[expr.structure].conventions:
            return [rf"\text{{the entries of }} {printer(expr.base)} \text{{ vary independently}}"]
        case Pow(of, exponent):
            return _power_conditions(of, exponent, printer)
        case Expectation(_, _, covariance, _) if not nonnegative_definite(covariance):
            shown = printer(covariance)
            return [f"{shown} > 0" if covariance.shape == SCALAR else has(shown, "spd")]
        case Integral():
            return convergence(expr, printer)
        case Apply():
            return _argument_conditions(expr, printer, derived)
        case Member() | Entry():
            return _size_conditions(expr, printer)
    return _scalar_conditions(expr, printer, derived)


def _scalar_conditions(expr: Expr, printer: Printer, derived: bool) -> list[str]:
    match expr:
        case Div(_, of):
            return nonzero_conditions(of, printer)
        case Log(of):
            return positive_conditions(of, printer)
        case Sqrt(of):
            return positive_conditions(of, printer) if derived else nonnegative_conditions(of, printer)
        case Norm(of) | Abs(of) if derived:
            return nonzero_conditions(of, printer)
    return []


def _size_conditions(expr: Expr, printer: Printer) -> list[str]:
    """A member x[2] and an entry z[2] need a second one."""
    places: list[tuple[Expr | None, Size]] = []
    if isinstance(expr, Member):
        places = [(expr.index, expr.count)]
    elif isinstance(expr, Entry) and expr.of.shape is not None:
        sizes = expr.of.shape if expr.column is not None or expr.of.shape[0] != 1 else (expr.of.shape[1], 1)
        places = list(zip((expr.row, expr.column), sizes, strict=True))
    return [
        rf"{printer.name(size)} \geq {place.value}"
        for place, size in places
        if isinstance(place, Number) and isinstance(size, str) and place.value > 1
    ]


def _spectral_conditions(expr: Expr, of: Expr, printer: Printer) -> list[str]:
    if isinstance(expr, Log) and not positive_definite(of):
        return [has(printer(of), "spd")]
    return [] if symmetric(of) else [has(printer(of), "symmetric")]


def _power_conditions(of: Expr, exponent: Expr, printer: Printer) -> list[str]:
    if of.shape not in (SCALAR, None):
        if fractional(exponent):
            return [] if positive_definite(of) else [has(printer(of), "spd")]
        return invertible_conditions(of, printer) if needs_nonzero(exponent) and not invertible(of) else []
    if needs_positive(exponent):
        return positive_conditions(of, printer)
    return nonzero_conditions(of, printer) if needs_nonzero(exponent) else []


def _placed_conditions(derivative: Grad | Differential, values: Values, printer: Printer) -> list[str]:
    """What a derivative asks where its letters have values: that what is derived is smooth there."""
    found = _own_conditions(derivative, printer, derived=True)
    for child in derivative.children:
        found += _conditions(put_in(child, values), printer, derived=True)
    return [*found, *_structure_conditions(values, printer)]


def _argument_conditions(expr: Apply, printer: Printer, derived: bool) -> list[str]:
    """What the body asks of the arguments; and an argument must have the structure that its letter is declared with."""
    body, values = expr.function.body, dict(zip(expr.function.parameters, expr.arguments, strict=bool(expr.arguments)))
    needed = _conditions(body, printer, derived)
    if needed and values:
        needed = _conditions(put_in(body, values), printer, derived)
    return needed + _structure_conditions(values, printer)


def _structure_conditions(values: Values, printer: Printer) -> list[str]:
    found = []
    for letter, argument in values.items():
        if isinstance(letter, Letter) and letter.structure == "positive":
            found += positive_conditions(argument, printer)
        elif isinstance(letter, Letter) and not structured(letter.structure, argument):
            found.append(has(printer(argument), letter.structure))
    return found


def needs_positive(exponent: Expr) -> bool:
    """Whether a power with this exponent is a root: it contains a fraction."""
    return is_exponent(exponent) and fractional(exponent)


def needs_nonzero(exponent: Expr) -> bool:
    """Whether a power with this exponent may divide: it contains a minus."""
    return any(isinstance(node, Neg | Sub) or (isinstance(node, Number) and node.value < 0) for node in exponent.walk())
