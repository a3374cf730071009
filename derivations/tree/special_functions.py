"""Sine, cosine and the Gamma function of scalars, which no arithmetic of numbers and exponentials gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from derivations.tree.facts import where_positive
from derivations.tree.functions import OfScalar
from derivations.tree.node import CHAPTER_WORDS, WORDS, Expr, Level, Need, require_scalar
from derivations.tree.shapes import SCALAR, Shape
from derivations.tree.structures import End, Interval

TRIGONOMETRIC = ("sin", "cos")


@dataclass(frozen=True)
class Trigonometric(OfScalar):
    """sine and cosine of a scalar, which is an angle in radians."""

    name: str
    of: Expr

    level, derived_level = Level.PRODUCT, Level.SUM
    bare_derived = recurs = True

    def __post_init__(self) -> None:
        if self.name not in TRIGONOMETRIC:
            raise ValueError(f"trigonometric function: found {self.name!r}, expected sin or cos")

    def _shape(self) -> Shape:
        require_scalar(self.of, self.name)
        return SCALAR

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        return rf"\{self.name} {show.argument(self.of)}"

    def text(self, show: Any) -> str:
        return f"{self.name}({show(self.of)})"

    def evaluate(self, at: Any) -> Any:
        return getattr(at.system, self.name)(at(self.of))

    def within(self) -> Interval:
        return Interval(End(Fraction(-1), True), End(Fraction(1), True))

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return 0


for _name in TRIGONOMETRIC:
    WORDS[_name] = lambda reader, name=_name: Trigonometric(name, reader.expression())  # type: ignore[misc]
    CHAPTER_WORDS[_name] = partial(Trigonometric.made, _name)


@dataclass(frozen=True)
class Gamma(OfScalar):
    """Gamma function of a positive scalar: the integral of t^(z-1) e^-t over t > 0, (n-1)! of a whole number n."""

    of: Expr

    word, tex = "Gamma", r"\Gamma\left({of}\right)"
    keeps_degree = False
    recurs = True

    def evaluate(self, at: Any) -> Any:
        return at.system.gamma(at(self.of))

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_positive(self.of)

    def is_positive(self) -> bool:
        return True

    @property
    def nested(self) -> int:
        return 1
