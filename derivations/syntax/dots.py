"""Sums and products written with dots: the pattern of their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from derivations.tree import Dots, Expr, Index, Number, Prod, SizeLetter, Sum


class NoPattern(ValueError):
    """Members before and after dots that do not read 1, 2 and a size letter at the places where they differ."""


def with_dots(first: Expr, second: Expr, last: Expr, kind: type[Sum] | type[Prod]) -> Dots:
    """first + second + ... + last as a sum over an index; `NoPattern` if the members do not follow one."""
    members = (first, second, last)
    taken = {node.name for member in members for node in member.walk() if isinstance(node, Index)}
    for size in sorted({node.name for node in last.walk() if isinstance(node, SizeLetter)}):
        index = Index(next(name for name in ("n", "m", f"m{size}", f"n{size}") if name not in taken), size)
        counted = (Number(Fraction(1)), Number(Fraction(2)), SizeLetter(size))
        try:
            body = pattern(members, counted, index)
        except NoPattern:
            continue
        return Dots(first, second, last, kind(index, body))
    raise NoPattern("found dots whose members do not follow one pattern, expected members 1, 2 and a size letter")


def between(first: Expr, last: Expr, known: Sequence[Index], kind: type[Sum] | type[Prod]) -> Sum | Prod:
    """first ... last over an index, one of those known that count so far if there is one; `NoPattern` without one."""
    for size in sorted({node.name for node in last.walk() if isinstance(node, SizeLetter)}):
        index = next((one for one in known if one.size == size), Index("n", size))
        try:
            return kind(index, pattern((first, last), (Number(Fraction(1)), SizeLetter(size)), index))
        except NoPattern:
            continue
    raise NoPattern("found dots between members that do not follow one pattern, expected a first and a last one")


def pattern(members: Sequence[Any], counted: tuple[Expr, ...], index: Index) -> Any:
    """What gives each member when the index has the counted value; members are nodes or fields of nodes."""
    first = members[0]
    if tuple(members) == counted:
        return index
    if all(member == first for member in members):
        return first
    if any(type(member) is not type(first) for member in members):
        raise NoPattern
    if isinstance(first, Expr):
        parts = {name: pattern(values, counted, index) for name, values in _fields(members).items()}
        return type(first)(**parts)
    if isinstance(first, tuple) and len({len(member) for member in members}) == 1:
        return tuple(pattern(values, counted, index) for values in zip(*members, strict=True))
    raise NoPattern


def _fields(members: Sequence[Expr]) -> dict[str, list[Any]]:
    return {item.name: [getattr(member, item.name) for member in members] for item in fields(members[0])}  # type: ignore[arg-type]
