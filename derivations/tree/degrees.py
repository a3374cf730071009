"""The degree of what is polynomial in some letters."""

from __future__ import annotations

from collections.abc import Mapping

from derivations.tree.arithmetic import Expr, Mul, Pow, is_exponent
from derivations.tree.calculus import Apply, Prod
from derivations.tree.functions import Det, Exp, Hadamard, Hyperbolic, Kronecker, Log
from derivations.tree.letters import Letter
from derivations.tree.shapes import SCALAR
from derivations.tree.sizes import number_of, rational_value, shape_of
from derivations.tree.walks import full_walk


def degree(expr: Expr, degrees: Mapping[Letter, int], sizes: Mapping[str, int]) -> int:
    """The degree of what is polynomial in letters of given degrees; the log of an exponential is its exponent."""

    def of(part: Expr) -> int:
        return degree(part, degrees, sizes)

    match expr:
        case Letter():
            return degrees.get(expr, 0)
        case Mul(left, right) | Hadamard(left, right) | Kronecker(left, right):
            return of(left) + of(right)
        case Pow(base, exponent):
            value = rational_value(exponent, sizes) if is_exponent(exponent) else None
            return of(base) * int(value) if value is not None and value > 0 else 0
        case Det(base) if base.shape not in (SCALAR, None):
            return of(base) * shape_of(base.shape, sizes)[0]
        case Prod(index, body):
            return of(body) * number_of(index.size, sizes)
        case Apply(function, arguments):
            put = dict(zip(function.parameters, map(of, arguments), strict=False))
            return degree(function.body, {**degrees, **put}, sizes)
        case Exp() | Hyperbolic():
            return 0
        case Log(inside):
            return max((of(node.of) for node in full_walk(inside) if isinstance(node, Exp)), default=0)
    return max(map(of, expr.children), default=0)
