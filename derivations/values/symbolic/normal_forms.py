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


def rational_function(value: Any) -> Any:
    """The element of SymPy's field of fractions, which no product is expanded for; None where functions occur."""
    try:
        return field(sorted(value.free_symbols, key=str), QQ)[0].from_expr(value)
    except ValueError:
        return None


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

    NotExpressible for what is not made by arithmetic, roots, exp, log and pi.
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
        case sympy.exp():
            return system.exp(_number(system, value.args[0], known))
        case sympy.log():
            return system.log(_number(system, value.args[0], known))
    raise NotExpressible(f"{type(value).__name__} is no number of the system {system.name}")


def _size(system: System, value: Any) -> Any:
    """The absolute value, the root of the square."""
    return system.power(system.times(value, value), Fraction(1, 2))
