"""Forms in which SymPy's expressions are compared: fields of fractions, normalised functions, exact numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

import sympy
from sympy.polys.domains import QQ
from sympy.polys.fields import field

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.exact_systems import ExactReals
from derivations.values.system import System


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


def number_in(system: System, value: Any) -> Any:
    """A SymPy number in a number system; NotExpressible for what is not made by arithmetic, roots, exp, log and pi."""
    match value:
        case sympy.Rational():
            return system.number(Fraction(int(value.p), int(value.q)))
        case sympy.pi:
            return system.pi()
        case sympy.E:
            return system.exp(system.number(Fraction(1)))
        case sympy.Add() | sympy.Mul():
            return reduce(
                system.add if value.is_Add else system.times, (number_in(system, part) for part in value.args)
            )
        case sympy.Pow() if isinstance(value.exp, sympy.Rational):
            return system.power(number_in(system, value.base), Fraction(int(value.exp.p), int(value.exp.q)))
        case sympy.exp():
            return system.exp(number_in(system, value.args[0]))
        case sympy.log():
            return system.log(number_in(system, value.args[0]))
    raise NotExpressible(f"{type(value).__name__} is no number of the system {system.name}")
