"""Shapes: pairs of sizes, which are numbers or letters, and the structures that a letter may be declared with."""

from __future__ import annotations

Size = int | str
"""A number, or the letter of a size such as ``"D"``."""
Shape = tuple[Size, Size]
SCALAR: Shape = (1, 1)


STRUCTURES = {
    "general": "",
    "positive": "positive",
    "symmetric": "symmetric",
    "spd": "symmetric positive definite",
    "identity": "the identity",
}
"""Structures that a letter may be declared with, and the words a reader sees."""


class ShapeError(ValueError):
    """Shapes that do not fit; the message names both."""


def show_shape(shape: Shape | None) -> str:
    """``D x K``, or the words for a scalar and for the shapeless zero."""
    if shape is None:
        return "0 (any shape)"
    return "a scalar" if shape == SCALAR else f"{shape[0]} x {shape[1]}"
