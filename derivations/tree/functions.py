"""Functions of scalars, some of them of symmetric matrices too: roots, logarithms, exponentials, function letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from derivations.tree.facts import (
    corners_of_absolute,
    corners_of_root,
    positive,
    positive_definite,
    symmetric,
    where_nonzero,
    where_positive,
    within,
)
from derivations.tree.facts import where_nonnegative as nonnegative_where
from derivations.tree.function_kinds import ANY, FunctionKind, function_kind
from derivations.tree.letters import Letter
from derivations.tree.matrices import Det
from derivations.tree.node import (
    CHAPTER_WORDS,
    WORDS,
    Corner,
    Expr,
    Level,
    Need,
    Rational,
    cube,
    lift,
    require_scalar,
    require_square,
    typed,
)
from derivations.tree.shapes import SCALAR, Shape
from derivations.tree.structures import End, Interval


class OfScalar(Expr):
    """A function of a scalar."""

    of: Expr

    keeps_degree = True

    def _shape(self) -> Shape:
        require_scalar(self.of, (self.__doc__ or "").split(":")[0])
        return SCALAR

    def operations(self, sizes: Mapping[str, int]) -> int:
        return 1

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.of)

    @property
    def nested(self) -> int:
        return 0


@dataclass(frozen=True)
class Sqrt(OfScalar):
    """square root: the nonnegative one."""

    of: Expr

    word, tex = "sqrt", r"\sqrt{{{of}}}"

    @property
    def is_root(self) -> bool:
        return True

    def evaluate(self, at: Any) -> Any:
        return at.system.power(at(self.of), Fraction(1, 2))

    def corners(self) -> Iterator[Corner]:
        return corners_of_root(self.of)

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_positive(self.of) if derived else nonnegative_where(self.of)

    def where_nonzero(self) -> Iterator[Need]:
        return where_positive(self.of)

    def where_positive(self) -> Iterator[Need]:
        return where_positive(self.of)

    def is_positive(self) -> bool:
        return positive(self.of)

    def is_nonnegative(self) -> bool:
        return True


@dataclass(frozen=True)
class Abs(OfScalar):
    """absolute value: of a scalar."""

    of: Expr

    word, tex, chapter_word = "abs", r"\left|{of}\right|", "absolute"

    @property
    def rational(self) -> bool:
        return True

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        return at.system.power(at.system.times(value, value), Fraction(1, 2))

    def is_nonnegative(self) -> bool:
        return True

    def corners(self) -> Iterator[Corner]:
        return corners_of_absolute(self.of)

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_nonzero(self.of) if derived else iter(())


class Spectral(Expr):
    """A function of a scalar, or of a symmetric matrix by its eigenvalues."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, (self.__doc__ or "").split(":")[0])
        return self.of.shape or SCALAR

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        if not self.of.is_scalar:
            return at.system.matrix_function(self.word, value)
        return getattr(at.system, self.word)(value)

    @property
    def spectral(self) -> Expr | None:
        return None if self.is_scalar else self.of

    def is_symmetric(self) -> bool:
        return symmetric(self.of)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.of)

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.of, sizes)


@dataclass(frozen=True)
class Log(Spectral):
    """logarithm: the natural one, of a positive scalar or of a symmetric positive definite matrix."""

    of: Expr

    word, level = "log", Level.PRODUCT
    also = ("ln",)
    derived_level = Level.SUM
    bare_derived = True

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        return rf"\log {show.argument(self.of)}"

    def needs(self, derived: bool) -> Iterator[Need]:
        if self.of.is_scalar:
            yield from where_positive(self.of)
        elif not positive_definite(self.of):
            yield Need("spd", self.of)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        """That of the exponents in it: the logarithm of an exponential is its exponent."""
        return max((of(node.of) for node in self.of.walk() if isinstance(node, Exp)), default=0)

    def within(self) -> Interval:
        of = within(self.of) if self.of.is_scalar else Interval()
        low, high = (End(Fraction(0), end.closed) if end.at == 1 else None for end in of)
        above, below = of.low.at is not None and of.low.at >= 1, of.high.at is not None and of.high.at <= 1
        zero = End(Fraction(0), True)
        return Interval((low or zero) if above else End(None), (high or zero) if below else End(None))


@dataclass(frozen=True)
class Exp(Spectral):
    """exponential: of a scalar or of a symmetric matrix."""

    of: Expr

    word, bare_argument = "exp", True

    def latex(self, show: Any) -> str:
        return rf"\exp{show.argument(self.of, brackets=True)}"

    def needs(self, derived: bool) -> Iterator[Need]:
        if not symmetric(self.of):
            yield Need("symmetric", self.of)

    def is_positive(self) -> bool:
        return self.of.is_scalar

    def is_definite(self) -> bool:
        return not self.of.is_scalar and symmetric(self.of)

    def is_invertible(self) -> bool:
        return not self.of.is_scalar

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return 0

    @property
    def nested(self) -> int:
        return 0


HYPERBOLIC = ("cosh", "sinh", "tanh", "sigmoid")
ONE = Fraction(1)
RANGES = {
    "cosh": Interval(End(ONE, True)),
    "tanh": Interval(End(-ONE), End(ONE)),
    "sigmoid": Interval(End(Fraction(0)), End(ONE)),
}
"""The numbers among which their values are."""


@dataclass(frozen=True)
class Hyperbolic(OfScalar):
    """cosh, sinh, tanh of a scalar, or its sigmoid 1/(1 + e^-t)."""

    name: str
    of: Expr

    def __post_init__(self) -> None:
        if self.name not in HYPERBOLIC:
            raise ValueError(f"hyperbolic function: found {self.name!r}, expected one of {', '.join(HYPERBOLIC)}")

    def _shape(self) -> Shape:
        require_scalar(self.of, self.name)
        return SCALAR

    def latex(self, show: Any) -> str:
        name = r"\sigma" if self.name == "sigmoid" else rf"\{self.name}"
        return rf"{name}\left({show(self.of)}\right)"

    def text(self, show: Any) -> str:
        return f"{self.name}({show(self.of)})"

    def evaluate(self, at: Any) -> Any:
        system, value = at.system, at(self.of)
        up, down = system.exp(value), system.exp(system.neg(value))
        if self.name == "sigmoid":
            return system.reciprocal(system.add(system.number(Fraction(1)), down))
        double_cosh, double_sinh = system.add(up, down), system.add(up, system.neg(down))
        if self.name == "tanh":
            return system.times(double_sinh, system.reciprocal(double_cosh))
        return system.times(system.number(Fraction(1, 2)), double_cosh if self.name == "cosh" else double_sinh)

    def within(self) -> Interval:
        return RANGES.get(self.name, Interval())

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return 0

    def terms(self, of: Callable[[Expr], int]) -> int:
        return 2


for _name in HYPERBOLIC:
    WORDS[_name] = lambda reader, name=_name: Hyperbolic(name, reader.expression())  # type: ignore[misc]
    CHAPTER_WORDS[_name] = partial(Hyperbolic.made, _name)


def logdet(of: Any) -> Expr:
    """log |of|."""
    return typed(Log(Det(lift(of))))


WORDS["logdet"] = lambda reader: Log(Det(reader.expression()))
CHAPTER_WORDS["logdet"] = logdet


@dataclass(frozen=True)
class Unknown(Rational):
    """f(t) for a function letter f: any smooth function of a scalar, of the kind that it is declared as."""

    name: str
    of: Expr
    kind: FunctionKind = ANY

    short = True

    def _shape(self) -> Shape:
        require_scalar(self.of, f"argument of {self.name}")
        return SCALAR

    def latex(self, show: Any) -> str:
        return rf"{show.name(self.name)}\left({show(self.of)}\right)"

    def text(self, show: Any) -> str:
        return f"{show.name(f'{self.name}()')}({show(self.of)})"

    def evaluate(self, at: Any) -> Any:
        place, coefficients = at(self.of), at.polynomial(self.name)
        if coefficients is None:
            return at.system.unknown(at.function(self.name, self.kind.word), 0, place)
        # Horner's rule: derivatives come from the arithmetic itself.
        return reduce(lambda value, c: at.system.add(at.system.times(value, place), c), reversed(coefficients))

    def is_positive(self) -> bool:
        return self.kind.positive


def smooth(name: str, declared: str = "", constant: Letter | None = None) -> Callable[[Any], Expr]:
    """A function letter: any smooth function of a scalar, or one that is declared ``convex``, ``even`` and the like.

    ``smooth("f", "smooth", L)``: f' has the Lipschitz constant L, a scalar letter declared positive.
    """
    kind = function_kind(declared, constant)
    return lambda of: typed(Unknown(name, lift(of), kind))
