"""What function letters may be declared as: convex, positive, even and the like; smooth functions of a scalar all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from derivations.tree.letters import Letter
from derivations.tree.shapes import SCALAR, ShapeError


@dataclass(frozen=True)
class FunctionKind:
    """A property that a function has on all of R, beside derivatives of every order."""

    word: str = ""
    says: str = "any smooth function of a scalar"
    bends: int = 0
    """1 where f'' cannot be negative, -1 where it cannot be positive."""
    parity: int = 0
    """1 where f(-t) = f(t), -1 where f(-t) = -f(t)."""
    positive: bool = False
    bounded: bool = False
    """Whether |f'(s) - f'(t)| <= L |s - t| with the constant L: the Lipschitz constant is that of the derivative."""
    constant: Letter | None = None

    def __str__(self) -> str:
        """As it is declared."""
        return f"{self.word} {self.constant.name}" if self.constant else self.word

    @property
    def only_values(self) -> bool:
        """Whether values and derivatives at different places may be any that have the signs: they bound no other."""
        return not self.bends and not self.bounded


ANY = FunctionKind()
FUNCTION_KINDS = {
    kind.word: kind
    for kind in (
        ANY,
        FunctionKind("convex", "f'' >= 0 everywhere", bends=1),
        FunctionKind("concave", "f'' <= 0 everywhere", bends=-1),
        FunctionKind("positive", "f(t) > 0 for every t", positive=True),
        FunctionKind("even", "f(-t) = f(t) for every t", parity=1),
        FunctionKind("odd", "f(-t) = -f(t) for every t", parity=-1),
        FunctionKind(
            "smooth", "|f'(s) - f'(t)| <= L |s - t|: L is the Lipschitz constant of f', not of f", bounded=True
        ),
    )
}
"""By the word of the declaration."""


def require_one_kind(letters: Iterable[tuple[str, FunctionKind]]) -> None:
    """Raise `ShapeError` where a function letter is declared in two ways: what stands for it has one property."""
    found: dict[str, FunctionKind] = {}
    for name, kind in letters:
        if found.setdefault(name, kind) != kind:
            told = " and ".join(str(one) or "any function" for one in (found[name], kind))
            raise ShapeError(f"function letter {name}: found it declared as {told}, expected one of them")


def expected_kinds() -> str:
    """What can be said of a function letter."""
    return ", ".join(kind.word for kind in FUNCTION_KINDS.values() if kind.word and not kind.bounded) + " or 'smooth L'"


def function_kind(word: str, constant: object = None) -> FunctionKind:
    """The kind with the word, and the constant that it takes: a scalar letter declared positive."""
    kind = FUNCTION_KINDS.get(word)
    told = constant.name if isinstance(constant, Letter) else constant
    found = word if told is None else f"{word} {told}"
    if kind is None or (constant is not None and not kind.bounded):
        raise ShapeError(f"function letter: found {found!r}, expected nothing, {expected_kinds()}")
    if not kind.bounded:
        return kind
    if not isinstance(constant, Letter) or constant.of != SCALAR or constant.axes or not constant.within().is_positive:
        raise ShapeError(f"function letter: found {found!r}, expected 'smooth L' with 'L: scalar positive' before it")
    return replace(kind, constant=constant)
