"""Shapes: pairs of sizes, which are numbers or letters, and what a gradient by tied entries may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

Size = int | str
"""A number, or the letter of a size such as ``"D"``."""
Shape = tuple[Size, Size]
SCALAR: Shape = (1, 1)

CONVENTIONS = {
    "independent": "every entry varied freely",
    "tied": "entries varied together, within the structure",
    "symmetric": "the symmetric part",
}
"""What a gradient by a structured matrix means; for symmetric ones with G the independent gradient: G, G + G' less the
diagonal of G, and (G + G')/2."""


OPEN = "?"


def is_open(size: Size) -> bool:
    """Whether the size is yet to be inferred from what is written around it."""
    return isinstance(size, str) and any(part.startswith(OPEN) for part in letters_of(size))


class ShapeError(ValueError):
    """Shapes that do not fit; the message names both."""


def show_shape(shape: Shape | None) -> str:
    """``D x K``, or the words for a scalar and for the shapeless zero."""
    if shape is None:
        return "0 (any shape)"
    if any(map(is_open, shape)):
        return "a matrix of unknown size"
    return "a scalar" if shape == SCALAR else f"{shape[0]} x {shape[1]}"


def number_of(size: Size, sizes: Mapping[str, int]) -> int:
    """The size as a number; D*K is a product, D+K a sum."""
    if isinstance(size, int):
        return size
    terms = (term.split("*") for term in size.split("+"))
    return sum(prod(int(part) if part.isdigit() else sizes[part] for part in term) for term in terms)


def letters_of(size: Size) -> set[str]:
    """The letters in a size."""
    return {part for part in re.split(r"[*+]", str(size)) if not part.isdigit()}


def shape_of(of: Shape, sizes: Mapping[str, int]) -> tuple[int, int]:
    """The shape in numbers."""
    return number_of(of[0], sizes), number_of(of[1], sizes)


def size_product(first: Size, second: Size) -> Size:
    """The product of two sizes, of letters as the name D*K."""
    if isinstance(first, int) and isinstance(second, int):
        return first * second
    pairs = product(str(first).split("+"), str(second).split("+"))
    return size_sum(*(_product([*one.split("*"), *other.split("*")]) for one, other in pairs))


def _product(parts: Sequence[str]) -> Size:
    number = prod(int(part) for part in parts if part.isdigit())
    letters = sorted(part for part in parts if not part.isdigit())
    return "*".join([*([str(number)] if number != 1 else []), *letters]) if letters else number


def size_sum(*sizes: Size) -> Size:
    """The sum of sizes, of letters as the name D+K."""
    terms = [term for size in sizes for term in str(size).split("+")]
    number = sum(int(term) for term in terms if term.isdigit())
    letters = sorted(term for term in terms if not term.isdigit())
    return "+".join([*letters, *([str(number)] if number else [])]) if letters else number
