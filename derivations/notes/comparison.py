"""Whether a reading claims what a formula prints: both as sets of relations, compared in normal form.

Connectives count: an equivalence of the reading must be printed as one.  An equation is the same with its sides
swapped; a definition is compared as an equation, a chain as its links.  A side that the formula omits may be any side
of an earlier line, an omitted equation any two sides of one chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.claims import Attained, Claim, Definition, Equation, Equivalence, Inequality, Solution, plain
from derivations.notes.notation import Form, normalised
from derivations.tree import OMITTED, Expr, Number, SizeLetter

Chains = frozenset[frozenset[Form]]
"""The sides that signs of relation join, chain by chain."""
NOWHERE = normalised(OMITTED)
SYMMETRIC = ("=", "<=>")


class Relation(NamedTuple):
    """Two sides, forms or sets of relations, with a sign between them; as text for a message."""

    sign: str
    left: Any
    right: Any
    text: str


def relations_of(claim: Claim) -> list[Relation]:
    """The relations that a claim is made of; an equivalence is one of two sets of equations."""
    match claim:
        case Equivalence(_, left, right):
            return [Relation("<=>", _all_of(left), _all_of(right), plain(claim))]
        case Solution(unknown, value, solved):
            return [relation for one in (*solved, Equation(unknown, value)) for relation in relations_of(one)]
        case Attained(bound, unknown, value):
            return relations_of(bound) + relations_of(Equation(unknown, value))
    return [_relation(claim)]


def _all_of(equations: tuple[Equation, ...]) -> tuple[Relation, ...]:
    return tuple(map(_relation, equations))


def _relation(claim: Claim) -> Relation:
    match claim:
        case Definition(left, right) | Equation(left, right):
            sign = "="
        case Inequality(left, right):
            sign = "<="
        case _:
            sign, (left, right) = type(claim).__name__, claim.expressions[:2]
    return Relation(sign, normalised(left), normalised(right), plain(claim))


def with_inner(relations: Iterable[Relation]) -> list[Relation]:
    """The relations, and those on both sides of equivalences."""
    found = []
    for relation in relations:
        found += [relation, *relation.left, *relation.right] if relation.sign == "<=>" else [relation]
    return found


def chains_of(claims: Iterable[Claim], earlier: Chains = frozenset()) -> Chains:
    """The chains of equations in the claims, continuing earlier ones that share a side with them.

    A number is no link: what equals 0 on two lines is not said to be equal.
    """
    chains = set(earlier)
    for relation in with_inner(relation for claim in claims for relation in relations_of(claim)):
        if relation.sign != "<=>":
            sides = frozenset((relation.left, relation.right))
            met = {chain for chain in chains if any(side[0] != "Number" for side in chain & sides)}
            chains = (chains - met) | {sides.union(*met)}
    return frozenset(chains)


def same(read: Relation, printed: Relation, earlier: Chains) -> bool:
    """Whether a relation of the reading is the printed one."""
    if read.sign != printed.sign:
        return False
    orders = [(read.left, read.right), (read.right, read.left)][: 2 if read.sign in SYMMETRIC else 1]
    if read.sign == "<=>":
        return any(
            _same_set(left, printed.left, earlier) and _same_set(right, printed.right, earlier)
            for left, right in orders
        )
    return any(_same_sides(sides, (printed.left, printed.right), earlier) for sides in orders)


def _same_sides(read: tuple[Form, Form], printed: tuple[Form, Form], earlier: Chains) -> bool:
    """Whether what is printed is the same, and what is not printed stands in one earlier chain."""
    omitted = {one for one, other in zip(read, printed, strict=True) if other == NOWHERE}
    shown = all(one == other for one, other in zip(read, printed, strict=True) if other != NOWHERE)
    return shown and (not omitted or any(omitted <= chain for chain in earlier))


def _same_set(read: tuple[Relation, ...], printed: tuple[Relation, ...], earlier: Chains) -> bool:
    return all(any(same(one, other, earlier) for other in printed) for one in read) and all(
        any(same(one, other, earlier) for one in read) for other in printed
    )


def differences(reading: list[Claim], printed: list[Claim], earlier: Chains = frozenset()) -> list[str]:
    """What the formula prints and the reading leaves out, and the other way round; empty if they agree.

    A size for which the reading is made, N = 1, may be printed.
    """
    return min((_differences(claims, printed, earlier) for claims in (reading, chained(reading))), key=len)


def chained(claims: list[Claim]) -> list[Claim]:
    """The claims s := v, s = w, which the text syntax makes of s := v = w, as the chain s := v, v = w."""
    found: list[Claim] = []
    for claim in claims:
        before = found[-1] if found else None
        if isinstance(before, Definition) and isinstance(claim, Equation) and claim.left == before.symbol:
            claim = replace(claim, left=before.value)
        found.append(claim)
    return found


def _differences(reading: list[Claim], printed: list[Claim], earlier: Chains) -> list[str]:
    read, shown = ([relation for claim in claims for relation in relations_of(claim)] for claims in (reading, printed))
    sizes = dict.fromkeys(pair for claim in reading for pair in claim.given.sizes)
    known = with_inner(read) + [_relation(Equation(SizeLetter(name), _number(value))) for name, value in sizes]
    missing = [one.text for one in shown if not any(same(other, one, earlier) for other in known)]
    extra = [one.text for one in read if not any(same(one, other, earlier) for other in with_inner(shown))]
    return [f"printed, not read: {text}" for text in missing] + [f"read, not printed: {text}" for text in extra]


def _number(value: int) -> Expr:
    return Number(Fraction(value))
