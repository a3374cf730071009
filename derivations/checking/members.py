"""Claims about a member of a family, for mu[k]: ... <=> mu[k] = ..., as claims about a letter.

The first members, those at and beyond every place that is written, and the last one each become a letter of its own;
the others stay what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce
from itertools import product

from derivations.checking.landmarks import landmarks
from derivations.claims import Attained, Claim, Equation, Equivalence, Solution, put_in
from derivations.tree import (
    Apply,
    Cases,
    Defined,
    Expr,
    Index,
    Letter,
    Member,
    Number,
    Where,
    atoms,
    letters_and_sizes,
    size_expression,
    with_index,
)

FIRST = (1, 2, 3)
"""Places that are tried beside the last one, and those at and beyond which numbers stand."""


def about_members(claim: Claim) -> tuple[Claim, ...]:
    """The claims about single members that a claim about any member makes; none of another claim."""
    member = getattr(claim, "unknown", None)
    if not isinstance(member, Member):
        return ()
    free = [index for index in member.indices if isinstance(index, Index)]
    places = [list(_places(claim, index)) for index in free]
    return tuple(_at(claim, dict(zip(free, chosen, strict=True))) for chosen in product(*places))


def _places(claim: Claim, index: Index) -> Iterator[Expr]:
    size = claim.given.fixed.get(str(index.size), index.size)
    if isinstance(size, str):
        marks = landmarks(claim, size)
        written = {mark + more for mark in marks for more in (0, 1)}
        yield from (Number(Fraction(place)) for place in sorted({*FIRST, *written}))
        yield size_expression(size)
    else:
        yield from (Number(Fraction(place)) for place in range(1, size + 1))


def _at(claim: Claim, places: dict[Index, Expr]) -> Claim:
    """The claim where the free indices of the member have places, and the member is a letter."""
    assert isinstance(claim, Equivalence | Solution | Attained)
    assert isinstance(claim.unknown, Member)
    placed = partial(_placed, places)
    member = replace(claim.unknown, indices=tuple(map(placed, claim.unknown.indices)))
    letter = _letter(member, {atom.name for side in claim.expressions for atom in letters_and_sizes([side])})  # type: ignore[attr-defined]
    freed = partial(_freed, member, letter)
    least = _least(claim.unknown.indices, member.indices)
    claim = replace(claim, given=replace(claim.given, least=(*claim.given.least, *least)))

    def equation(one: Equation) -> Equation:
        return replace(one, left=freed(placed(one.left)), right=freed(placed(one.right)))

    match claim:
        case Equivalence(_, left, right):
            return replace(claim, unknown=letter, left=tuple(map(equation, left)), right=tuple(map(equation, right)))
        case Solution(_, value, solved):
            value = freed(placed(value))
            return replace(claim, unknown=letter, value=value, solved=tuple(map(equation, solved)))
    bound = replace(claim.bound, left=freed(placed(claim.bound.left)), right=freed(placed(claim.bound.right)))
    return replace(claim, unknown=letter, value=freed(placed(claim.value)), bound=bound)


def _least(before: tuple[Expr, ...], after: tuple[Expr, ...]) -> Iterator[tuple[str, int]]:
    """The sizes at which the places exist."""
    for index, place in zip(before, after, strict=True):
        if isinstance(index, Index) and isinstance(index.size, str) and isinstance(place, Number):
            yield index.size, int(place.value)


def _placed(places: dict[Index, Expr], expr: Expr) -> Expr:
    return reduce(lambda found, index: with_index(found, index, places[index]), places, expr)


def _letter(member: Member, taken: Collection[str]) -> Letter:
    """What stands for the member, with a name of its own."""
    assert isinstance(member.of, Letter)
    places = "".join(str(place.value if isinstance(place, Number) else place.name) for place in member.indices)  # type: ignore[attr-defined]
    name = f"{member.name}_{places}"
    while name in taken:
        name += "'"
    return replace(member.of, name=name, axes=())


def _freed(member: Member, letter: Letter, expr: Expr, apart: frozenset[Expr] = frozenset()) -> Expr:
    """The expression with the letter in the place of the member, also where an index runs over it.

    Indices that are ``apart`` do not reach its place.
    """
    again = partial(_freed, member, letter, apart=apart.difference(expr.binds))
    match expr:
        case Where("!=", Index() as index, place, body) if (place,) == member.indices:
            return replace(expr, body=_freed(member, letter, body, apart | {index}))
        case Member(of, indices) if of == member.of:
            other: Expr = expr
            alike = [pair for pair in zip(indices, member.indices, strict=True) if pair[0] != pair[1]]
            if any(index in apart or (isinstance(index, Number) and isinstance(at, Number)) for index, at in alike):
                return other
            found: Expr = letter
            for left, right in alike:
                found = Cases(found, other, left, right)
            return found
        case Defined(_, value) if member.of in atoms(value):
            return again(value)
        case Member(Defined(_, value, own), indices) if member.of in atoms(value):
            return again(put_in(value, dict(zip(own, indices, strict=True))))
        case Apply(function, arguments) if member.of in atoms(function.body):
            return Apply(replace(function, body=again(function.body)), tuple(map(again, arguments)))
    return expr.rebuilt(lambda _, child: again(child))
