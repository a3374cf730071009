"""Forms in which SymPy's expressions are compared: fields of fractions, normalised functions, exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from types import MappingProxyType
from typing import Any

import sympy
from sympy.polys.domains import QQ
from sympy.polys.fields import field

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.exact_systems import ExactReals
from derivations.values.system import System

EVERYWHERE: Mapping[Any, Fraction] = MappingProxyType({})
"""The point at which a number is evaluated: it has no symbols."""
FUNCTIONS = {sympy.exp: "exp", sympy.log: "log", sympy.sin: "sin", sympy.cos: "cos", sympy.gamma: "gamma"}
"""Functions of SymPy's, and the operations of number systems that they are."""


def rational_function(value: Any) -> Any:
    """The element of SymPy's field of fractions, which no product is expanded for; None where functions occur."""
    try:
        return field(sorted(value.free_symbols, key=str), QQ)[0].from_expr(value)
    except ValueError:
        return None


def vanishes_in_functions(value: Any) -> bool:
    """Whether the expression is zero as a rational function of its symbols, exponentials, roots and other functions.

    No product is expanded: SymPy's own field of what occurs in an expression expands all of them first.
    """
    try:
        rational = rational_function(_in_letters(value, {}, {}))
    except ZeroDivisionError:  # a divisor that is zero once exp(a + b) is exp(a) exp(b)
        return False
    return rational is not None and bool(rational == 0)


def _in_letters(value: Any, known: dict[Any, Any], letters: dict[Any, Any]) -> Any:
    """The expression with a letter for each exp(t), each root and each other function, as powers of which they occur.

    exp(3 s + t/2) is a product of powers of the letters of exp(s) and exp(t/2); parts that recur are looked at once.
    """
    if value not in known:
        known[value] = _letters_of(value, known, letters)
    return known[value]


def _letters_of(value: Any, known: dict[Any, Any], letters: dict[Any, Any]) -> Any:
    def letter(of: Any) -> Any:
        return letters.setdefault(of, sympy.Dummy())

    match value:
        case sympy.Rational() | sympy.Symbol():
            return value
        case sympy.Add() | sympy.Mul():
            return value.func(*(_in_letters(part, known, letters) for part in value.args))
        case sympy.exp():
            terms = [term.as_coeff_Mul() for term in sympy.Add.make_args(sympy.expand(value.args[0]))]
            if all(factor.is_Rational for factor, _ in terms):
                return sympy.Mul(*(letter((sympy.exp(rest), factor.q)) ** factor.p for factor, rest in terms))
        case sympy.Pow() if value.exp.is_Integer:
            return _in_letters(value.base, known, letters) ** value.exp
        case sympy.Pow() if value.exp.is_Rational:
            return letter((value.base, value.exp.q)) ** value.exp.p
    return letter(value)


def number_is_zero(value: Any) -> bool | None:
    """True where the normal form of the exact reals is zero, None where it cannot tell."""
    try:
        return True if number_in(ExactReals(), value).is_zero() else None
    except (NotExpressible, UndefinedValue):
        return None


def normalised(value: Any) -> Any:
    """Logs of factored arguments expanded, exponents of exponentials expanded, powers of factored bases."""
    value = value.replace(
        lambda e: isinstance(e, sympy.Pow) and not e.exp.is_Integer and not e.exp.is_Symbol,
        lambda e: sympy.factor(e.base) ** e.exp if e.base != sympy.E else sympy.exp(sympy.expand(sympy.cancel(e.exp))),
    )
    return value.replace(
        lambda e: isinstance(e, sympy.log), lambda e: sympy.expand_log(sympy.log(sympy.factor(e.args[0])))
    )


def number_in(system: System, value: Any, point: Mapping[Any, Fraction] = EVERYWHERE) -> Any:
    """What an expression is worth in a number system where its symbols are rational, parts that recur evaluated once.

    NotExpressible for what is not made by arithmetic, roots, exp, log, sin, cos, Gamma and pi.
    """
    return _number(system, value, {symbol: system.number(number) for symbol, number in point.items()})


def _number(system: System, value: Any, known: dict[Any, Any]) -> Any:
    if value not in known:
        known[value] = _made(system, value, known)
    return known[value]


def _made(system: System, value: Any, known: dict[Any, Any]) -> Any:
    match value:
        case sympy.Rational():
            return system.number(Fraction(int(value.p), int(value.q)))
        case sympy.pi:
            return system.pi()
        case sympy.E:
            return system.exp(system.number(Fraction(1)))
        case sympy.Add() | sympy.Mul():
            operation = system.add if value.is_Add else system.times
            return reduce(operation, (_number(system, part, known) for part in value.args))
        case sympy.Pow() if isinstance(value.exp, sympy.Rational):
            return system.power(_number(system, value.base, known), Fraction(int(value.exp.p), int(value.exp.q)))
        case sympy.Abs():
            return _size(system, _number(system, value.args[0], known))
        case sympy.sign():
            part = _number(system, value.args[0], known)
            return system.times(part, system.reciprocal(_size(system, part)))
        case sympy.Function() if value.func in FUNCTIONS:
            return getattr(system, FUNCTIONS[value.func])(_number(system, value.args[0], known))
    raise NotExpressible(f"{type(value).__name__} is no number of the system {system.name}")


def _size(system: System, value: Any) -> Any:
    """The absolute value, the root of the square."""
    return system.power(system.times(value, value), Fraction(1, 2))
