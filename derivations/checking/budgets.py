"""What is too large to be checked, counted on the tree before anything is evaluated: budgets never measure time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import comb

from derivations.checking.hypotheses import unusable
from derivations.checking.size_degrees import NONE, InSize, degrees_in_size, is_without_end
from derivations.checking.sizes import free_sizes, size_assignments
from derivations.claims import Claim, Equivalence, stated
from derivations.tree import Apply, Expectation, Expr, Integral, Letter, Pow, degree, number_of, power_terms

MAX_NODES = 2_000
MAX_DEPTH = 100
"""Most nodes, and deepest nesting, of a claim that is checked: a walk is recursive."""
MAX_POWER = 4_096
"""Largest product of the exponents of powers of powers: ((a^16)^16)^16."""
MAX_GROWTH = 16_384
"""Most times that exact values may have more digits than their letters, if nothing cancels: t/2 + 1/t takes twice as
many at each step from t to the next, a million times as many after twenty."""
MAX_LOGS = 7
"""Deepest nesting of logarithms: SymPy takes three times as long for each one more, minutes for ten."""
MAX_PRODUCTS = 3_000
"""Most products of terms in the last multiplication of a power of a sum of roots, logs and exponentials."""
MAX_DEGREE = 32
"""Highest degree of a polynomial under a mean or an integral."""
MAX_MONOMIALS = 500
"""Most monomials of a polynomial of such a degree in the entries of what it is integrated over."""
MAX_SIZE_DEGREE = 12
"""Most zeros that a claim under hypotheses may have as a function of a size."""
MAX_COEFFICIENTS = 8_000
"""Most coefficients of the linear systems that an equivalence is compared by, for the sides of all equations."""


def over_budget(claim: Claim) -> str:
    """Why the claim is too large to be checked, or nothing."""
    return (
        _too_deep(claim)
        or unusable(claim)
        or next((excess for side in stated(claim) for excess in _excesses(side)), "")
    )


def over_budget_at_sizes(claim: Claim) -> str:
    """Why the well-typed claim is too large at the sizes at which it is tried, or would be at any; or nothing."""
    for name in free_sizes(claim):
        if any(InSize(name)(side) != NONE for side in claim.given.expressions):
            return f"a hypothesis in which {name} may stand as a number cannot be used yet"
        if claim.given.hypotheses and degrees_in_size(claim, name).above > MAX_SIZE_DEGREE:
            return f"under the hypotheses the claim may hold at more sizes {name} than are tried"
        if is_without_end(claim, name):
            return f"sin, cos or Gamma of what may depend on {name}: no number of sizes tells that it holds at all"
    integrals = dict.fromkeys(
        node for side in claim.expressions for node in side.walk() if isinstance(node, Integral | Expectation)
    )
    unknown = claim.unknown if isinstance(claim, Equivalence) else None
    for sizes in size_assignments(claim) if integrals or unknown else ():
        excesses = [integral_excess(node, sizes) for node in integrals]
        if unknown is not None:
            excesses.append(system_excess(unknown, claim.expressions, sizes))
        if any(excesses):
            return next(filter(None, excesses))
    return ""


def system_excess(unknown: Expr, sides: Sequence[Expr], sizes: Mapping[str, int]) -> str:
    """Why an equivalence in an unknown is too large, or nothing."""
    count = coefficients(unknown, sides, sizes)
    if count <= MAX_COEFFICIENTS:
        return ""
    return f"linear systems of {count} coefficients, the budget is {MAX_COEFFICIENTS}"


def coefficients(unknown: Expr, sides: Sequence[Expr], sizes: Mapping[str, int]) -> int:
    """Coefficients of the linear systems of all sides of an equivalence."""
    return unknown.entry_count(sizes) * sum(side.entry_count(sizes) for side in sides)


def _too_deep(claim: Claim) -> str:
    """Nodes and nesting, counted without recursion."""
    nodes = 0
    pending = [(side, 1) for side in stated(claim)]
    while pending:
        expr, depth = pending.pop()
        nodes += 1
        if depth > MAX_DEPTH:
            return f"the claim is nested more than {MAX_DEPTH} deep"
        if nodes > MAX_NODES:
            return f"the claim has more than {MAX_NODES} nodes"
        pending += [(part, depth + 1) for part in expr.parts]
    return ""


def _excesses(side: Expr) -> Iterator[str]:
    power = nested_power(side)
    if power > MAX_POWER:
        yield f"powers of powers amount to an exponent of {power}, the budget is {MAX_POWER}"
    digits = growth(side, {})
    if digits > MAX_GROWTH:
        yield f"values have up to {digits} times as many digits as the letters, the budget is {MAX_GROWTH}"
    logs = nested_logs(side)
    if logs > MAX_LOGS:
        yield f"logarithms are nested {logs} deep, the budget is {MAX_LOGS}"
    products = max((power_products(node) for node in side.walk() if isinstance(node, Pow)), default=1)
    if products > MAX_PRODUCTS:
        yield f"a power of a sum takes {products} products of terms, the budget is {MAX_PRODUCTS}"


def nested_power(expr: Expr) -> int:
    """The largest product of exponents on a path into the tree; one beyond the budget alone has no value anyway."""
    parts = (expr.base,) if isinstance(expr, Pow) else expr.parts
    return expr.raises() * max(map(nested_power, parts), default=1)


def growth(expr: Expr, letters: Mapping[Letter, int]) -> int:
    """How many times more digits than the letters a fraction has that nothing is cancelled in; an argument once."""
    match expr:
        case Letter():
            return letters.get(expr, 1)
        case Apply(function, arguments):
            put = dict(zip(function.parameters, (growth(part, letters) for part in arguments), strict=False))
            return growth(function.body, {**letters, **put})
        case Pow():
            return growth(expr.base, letters) * max(1, expr.whole_exponent())
    return max(1, sum(growth(part, letters) for part in expr.parts))


def nested_logs(expr: Expr) -> int:
    """The most logarithms on a path into the tree; a function's arguments stand inside its body."""
    deepest = max(map(nested_logs, expr.children), default=0)
    if isinstance(expr, Apply):
        deepest += nested_logs(expr.function.body)
    return deepest + expr.nested


# ---------------------------------------------------------------- terms


def power_products(power: Pow) -> int:
    """Products of terms when the two halves of a whole power are multiplied."""
    exponent, base = power.whole_exponent(), terms(power.base)
    return power_terms(base, exponent // 2) * power_terms(base, exponent - exponent // 2)


def terms(expr: Expr) -> int:
    """A bound on the terms of a value that is no rational number; 1 of one that is."""
    return 1 if all(node.rational for node in expr.walk()) else expr.terms(terms)


# ---------------------------------------------------------------- degrees


def integral_excess(node: Integral | Expectation, sizes: Mapping[str, int]) -> str:
    """Why the polynomial under a mean or an integral is too large, or nothing."""
    entries = number_of(node.over.of[0], sizes)
    power = degree(node.body, {node.over: 1}, sizes)
    if power > MAX_DEGREE:
        return f"a polynomial of degree {power} under an integral, the budget is {MAX_DEGREE}"
    count = comb(entries + power, entries)
    if count <= MAX_MONOMIALS:
        return ""
    return (
        f"a polynomial of degree {power} in {entries} variables under an integral, the budget is {MAX_MONOMIALS} terms"
    )
