"""Named functions of letters, and a function at its arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from derivations.tree.letters import Letter
from derivations.tree.node import CHAPTER_WORDS, Expr, Level, Rational, equal_shapes, lift, typed
from derivations.tree.resizing import Sizes, with_sizes
from derivations.tree.shapes import Shape, ShapeError, Size, is_open, letters_of, show_shape
from derivations.tree.typeset import named
from derivations.tree.walks import atoms


@dataclass(frozen=True)
class Function:
    """A named function of letters with its defining expression: normal(x; mu, Sigma) := ...

    ``divider`` is the sign printed after the first argument.
    """

    name: str
    parameters: tuple[Letter, ...]
    body: Expr
    divider: str = ";"
    general: Function | None = None
    """The function as it was defined, of which this one is for other sizes."""

    def __call__(self, *arguments: Any) -> Expr:
        if len(arguments) != len(self.parameters):
            raise ValueError(
                f"{self.name}: found {len(arguments)} arguments, expected {len(self.parameters)}: "
                + ", ".join(letter.name for letter in self.parameters)
            )
        return typed(applied(self, tuple(lift(argument) for argument in arguments)))


@dataclass(frozen=True)
class Apply(Rational):
    """A named function at its arguments; without arguments, the function at its own letters."""

    function: Function
    arguments: tuple[Expr, ...] = ()

    bare_argument = True

    def _shape(self) -> Shape | None:
        for letter, argument in zip(self.function.parameters, self.arguments, strict=False):
            if argument.shape not in (letter.of, None):
                raise ShapeError(
                    f"argument {letter.name} of {self.function.name}: found {show_shape(argument.shape)}, "
                    f"expected {show_shape(letter.of)}"
                )
        return self.function.body.shape

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        for letter, argument in zip(self.function.parameters, self.arguments, strict=False):
            yield from equal_shapes(letter, argument)

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (*self.arguments, self.function.body)

    def scopes(self) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
        yield self.function.body, self.function.parameters if self.arguments else ()
        yield from super().scopes()

    @property
    def full(self) -> Any:
        return self.function.body

    @property
    def short(self) -> bool:  # type: ignore[override]
        return not self.arguments

    @property
    def ends_in_function(self) -> bool:
        return not self.arguments

    def printed(self, show: Any) -> tuple[str, int]:
        if not self.function.name:
            return self._substitution(show), Level.PRODUCT
        name = show.name(self.function.name)
        if not self.arguments:
            return named(name)
        first, *rest = [show(argument) for argument in self.arguments]
        divider = f"{self.function.divider} " if rest else ""
        return rf"{name}\left({first}{divider}{', '.join(rest)}\right)", Level.ATOM

    def _substitution(self, show: Any) -> str:
        """A nameless function at its arguments: its body, and what its letters are there."""
        pairs = zip(self.function.parameters, self.arguments, strict=True)
        where = ", ".join(f"{show(letter)} = {show(argument)}" for letter, argument in pairs)
        return rf"\left.{show(self.function.body)}\right|_{{{where}}}"

    def text(self, show: Any) -> str:
        name = show.name(f"{self.function.name}()")
        if not self.arguments:
            return str(name)
        first, *rest = map(show, self.arguments)
        divider = f"{self.function.divider} " if rest else ""
        return f"{name}({first}{divider}{', '.join(rest)})"

    def evaluate(self, at: Any) -> Any:
        if not self.arguments:
            return at(self.function.body)
        pairs = zip(self.function.parameters, self.arguments, strict=True)
        return at.binding({letter: at.argument(letter, of) for letter, of in pairs})(self.function.body)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.function.body)

    @property
    def values(self) -> Mapping[Letter, Expr]:
        """The argument that each letter is; none of a function at its own letters."""
        return dict(zip(self.function.parameters, self.arguments, strict=bool(self.arguments)))


def degree(expr: Expr, degrees: Mapping[Letter, int], sizes: Mapping[str, int]) -> int:
    """The degree of what is polynomial in letters of given degrees; the log of an exponential is its exponent."""

    def of(part: Expr) -> int:
        return degree(part, degrees, sizes)

    match expr:
        case Letter():
            return degrees.get(expr, 0)
        case Apply(function, arguments):
            put = dict(zip(function.parameters, map(of, arguments), strict=False))
            return degree(function.body, {**degrees, **put}, sizes)
    return expr.degree(of, sizes)


def applied(function: Function, arguments: Sequence[Expr]) -> Apply:
    """The function at its arguments, for the sizes that these have where it is defined for any size."""
    try:
        sizes = _sizes(function, arguments)
    except ShapeError:
        sizes = {}
    own = set(function.parameters)
    if not sizes or any(_mentions(atom, sizes) for atom in atoms(function.body) if atom not in own):
        return Apply(function, tuple(arguments))
    parameters, body = with_sizes((function.parameters, function.body), sizes)
    return Apply(replace(function, parameters=parameters, body=body, general=function), tuple(arguments))


def _sizes(function: Function, arguments: Sequence[Expr]) -> Sizes:
    """The sizes of the arguments by those of the parameters, where they are others; ShapeError unless they agree."""
    found: dict[Size, Size] = {}
    for letter, argument in zip(function.parameters, arguments, strict=True):
        for own, size in zip(letter.of, argument.shape or letter.of, strict=True):
            if found.setdefault(own, size) != size or (own != size and letters_of(own) != {own}) or is_open(size):
                raise ShapeError(f"{letter.name}: found {size}, expected {found[own]}")
    return {own: size for own, size in found.items() if own != size}


def _mentions(atom: Expr, sizes: Sizes) -> bool:
    """Whether a letter that is no parameter has one of the sizes; the identity has whichever is asked for."""
    match atom:
        case Letter(of=of, axes=axes):
            return not atom.kind.constant and not sizes.keys().isdisjoint((*of, *axes))
    return False


def at_values(expr: Expr, values: Mapping[Letter, Expr]) -> Expr:
    """The expression as it stands, and what its letters are there; derivatives by the letters are taken before."""
    return Apply(Function("", tuple(values), expr), tuple(values.values()))


def at(of: Any, letter: Letter, value: Any) -> Expr:
    """``of`` where the letter has a value; derivatives by the letter are taken before."""
    return typed(at_values(lift(of), {letter: lift(value)}))


CHAPTER_WORDS["at"] = at
