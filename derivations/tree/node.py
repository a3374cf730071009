"""What every node can be asked.  A node class answers what differs from these defaults, and is complete in one place.

The defaults are conservative: a node that says nothing has irrational values, is dear, of unknown sign and degree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, ClassVar, NamedTuple, cast

from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, shape_of, show_shape
from derivations.tree.structures import Interval


class Level(IntEnum):
    """How tightly a printed expression holds together: brackets stand where less is found than is asked for."""

    SUM, PRODUCT, POSTFIX, ATOM = range(4)


WORDS: dict[str, Callable[[Any], Expr]] = {}
"""The words of the text syntax that take arguments in brackets, with what reads these; nodes register themselves."""
CONSTANTS: dict[str, Callable[[Any], Expr]] = {}
"""The words without arguments."""
CHAPTER_WORDS: dict[str, Callable[..., Expr]] = {}
"""What Python code calls the nodes by: a function for each that checks the shapes."""
OPERATORS: dict[str, type[Expr]] = {}
"""The nodes that Python's operators build."""

ANY_DEGREE = 1_000_000
"""The degree of what is no polynomial, or not known to be one: beyond every budget."""
MANY_TERMS = 5
"""So many times more terms than its parts a value is taken to have whose terms nobody counted."""


class Need(NamedTuple):
    """A condition that a node sets: what an expression must be, ``nonzero``, ``invertible``, a structure; see `NEEDS`.

    ``least``: the smallest value of a size.
    """

    what: str
    of: Expr
    least: int = 0


PLAIN: list[Callable[[Expr], str]] = []
LATEX: list[Callable[[Expr], str]] = []
"""How an expression shows itself as text and in a notebook: the printers, which are built on nodes, add themselves."""


class Corner(NamedTuple):
    """A number at whose zeros another branch of a value begins: h of |h|, g of the root of g.

    ``both``: it may have both signs; a root has no value where its argument is negative.
    """

    of: Expr
    both: bool
    indices: tuple[Expr, ...] = ()
    """Indices of its own: it is met at all their values."""


class Tree:
    """The tree that a node is the top of.  `shape` is None for a zero, which fits every shape."""

    binders: ClassVar[tuple[str, ...]] = ()
    """Fields with the letters or indices that mean something only in the fields `inner`."""
    inner: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def shape(self) -> Shape | None:
        """Shape of the value; raises `ShapeError` where the tree is ill-typed."""
        return self._shape()

    def _shape(self) -> Shape | None:
        return SCALAR

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a scalar, or the zero of any shape."""
        return self.shape in (SCALAR, None)

    @cached_property
    def children(self) -> tuple[Expr, ...]:
        """The expressions directly below this node, in the order written."""
        return tuple(child for _, child in self._placed())

    def _placed(self) -> Iterator[tuple[str, Expr]]:
        """The children with the names of the fields that they stand in."""
        for item in fields(self):  # type: ignore[arg-type]
            for child in _expressions(getattr(self, item.name)):
                yield item.name, child

    @property
    def parts(self) -> tuple[Expr, ...]:
        """The children, and the body of a function."""
        return self.children

    @property
    def full(self) -> Any:
        """What a name, or a sum with dots, stands for; else the node itself."""
        return self

    @property
    def asked(self) -> tuple[Expr, ...]:
        """The children that have to have a value, or a derivative, for the node to have one."""
        return self.children

    @property
    def binds(self) -> tuple[Expr, ...]:
        """The letters or indices that mean something only in the children below, `outside` apart."""
        return tuple(bound for name in self.binders for bound in _expressions(getattr(self, name)))

    @property
    def outside(self) -> tuple[Expr, ...]:
        """The children in which the bound letters are those around the node."""
        within = (*self.binders, *self.inner)
        return tuple(child for name, child in self._placed() if within and name not in within)

    def scopes(self) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
        """The parts, each with what the node binds in it."""
        within = (*self.binders, *self.inner)
        for name, child in self._placed():
            yield child, self.binds if name in within else ()

    def walk(self) -> Iterator[Expr]:
        """This node and every node below it, the bodies of functions included."""
        yield cast("Expr", self)
        for part in self.parts:
            yield from part.walk()

    def rebuilt(self, change: Callable[[str, Expr], Expr]) -> Expr:
        """The node with every child changed, given the name of the field that it stands in."""

        def changed(name: str, value: Any) -> Any:
            if isinstance(value, Expr):
                return change(name, value)
            return tuple(changed(name, part) for part in value) if isinstance(value, tuple) else value

        values = {item.name: changed(item.name, getattr(self, item.name)) for item in fields(self)}  # type: ignore[arg-type]
        return cast("Expr", type(self)(**values))


class Known(Tree):
    """What is known of a node: what it is worth and when, its signs and structure, what it costs."""

    keeps_degree: ClassVar[bool] = False
    """Whether the degree of its value is at most that of its parts."""
    counts: ClassVar[bool] = False
    """Whether it is a number or a size, or made of these by arithmetic: such as may be an exponent."""
    derives: ClassVar[bool] = False
    """Whether it differentiates what is below it."""
    integrates: ClassVar[bool] = False
    """Whether it integrates what is below it."""
    recurs: ClassVar[bool] = False
    """Whether it may have one value at all whole numbers, or multiples of another one, and others between them."""

    @property
    def rational(self) -> bool:
        """Whether its values are rational where those below it are."""
        return False

    def evaluate(self, at: Any) -> Any:
        """The value in the number system of ``at``, which evaluates what is below."""
        raise TypeError(f"no value for {type(self).__name__}")

    def needs(self, derived: bool) -> Iterator[Need]:
        """What the node itself asks for to have a value, or where it is ``derived``, a derivative."""
        return iter(())

    def where_nonzero(self) -> Iterator[Need]:
        """When it is not zero."""
        yield Need("nonzero", cast("Expr", self))

    def where_positive(self) -> Iterator[Need]:
        """When it is positive."""
        yield Need("positive", cast("Expr", self))

    def where_nonnegative(self) -> Iterator[Need]:
        """When it is not negative."""
        yield Need("nonnegative", cast("Expr", self))

    def corners(self) -> Iterator[Corner]:
        """Where another branch of its own value begins: beyond, agreement on this side says nothing."""
        return iter(())

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        """The factors of a number that decide its sign, each with its whole power, which only its parity matters of."""
        yield cast("Expr", self), count

    def sign_decided_by(self) -> Any:
        """What decides the sign of a product of numbers, or of a quotient by a positive one."""
        return self

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        """Pairs of sizes that are equal where the node is well typed."""
        return iter(())

    def places(self) -> Iterator[tuple[Expr, Size]]:
        """Each index that stands in it, with the size over which it runs."""
        return iter(())

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        """Whether it never has a value at these sizes: 1/(N - 1) at N = 1."""
        return False

    # ---------------------------------------------------------------- what is known of it; see `derivations.tree.facts`

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        """The value of what is built of numbers, sizes and indices; None where it divides by zero."""
        raise TypeError(f"found {type(self).__name__}, expected numbers and sizes")

    def is_positive(self) -> bool:
        """Whether the scalar is positive by its structure alone."""
        return False

    def is_nonnegative(self) -> bool:
        """Whether the scalar cannot be negative."""
        return False

    def within(self) -> Interval:
        """The numbers among which its entries are."""
        return Interval()

    def is_nonzero(self) -> bool:
        """Whether the scalar cannot be zero."""
        return False

    def is_definite(self) -> bool:
        """Whether the matrix is symmetric positive definite."""
        return False

    def is_semidefinite(self) -> bool:
        """Whether the symmetric matrix has no negative eigenvalue."""
        return False

    def is_symmetric(self) -> bool:
        """Whether the matrix is symmetric."""
        return False

    def is_invertible(self) -> bool:
        """Whether the matrix is invertible, given that it has a value."""
        return False

    def has_structure(self, structure: str) -> bool:
        """Whether it is declared with the structure."""
        return False

    @property
    def spectral(self) -> Expr | None:
        """The matrix whose eigenvalues say what the node is worth."""
        return None

    @property
    def is_root(self) -> bool:
        """Whether it is a root of what is below it."""
        return False

    # ---------------------------------------------------------------- what it costs; see `derivations.checking.budgets`

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        """The degree as a polynomial, from that of its parts."""
        highest = max(map(of, self.children), default=0)
        return highest if self.keeps_degree or not highest else ANY_DEGREE

    def terms(self, of: Callable[[Expr], int]) -> int:
        """A bound on the terms of a value that is no rational number, from those of its parts."""
        return (1 if self.rational else MANY_TERMS) * max(map(of, self.children), default=1)

    def raises(self) -> int:
        """The power to which it raises what is below it."""
        return 1

    @property
    def nested(self) -> int:
        """How much deeper it nests what is worth a logarithm."""
        return 0 if self.rational else 1

    def entry_count(self, sizes: Mapping[str, int]) -> int:
        """Entries of its value."""
        return 1 if self.shape is None else prod(shape_of(self.shape, sizes))

    def operations(self, sizes: Mapping[str, int]) -> int:
        """Operations on scalars that the node alone takes: those of an elimination, unless it is known to be cheap."""
        entries = self.entry_count(sizes)
        return entries if self.rational else max(entries, *(cube(child, sizes) for child in self.children), 1)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        """How many times it evaluates what is below it; None of a node that does so once."""
        return None


class Expr(Known):
    """A node, with how it is written: its word, how it prints, the operators of Python."""

    word: ClassVar[str] = ""
    """Its word in the text syntax, followed by its parts in brackets."""
    also: ClassVar[tuple[str, ...]] = ()
    """Other words for it that are read."""
    chapter_word: ClassVar[str] = ""
    """What a chapter calls it by, where that is not its word."""
    operator: ClassVar[str] = ""
    """The operator of Python that builds it."""
    tex: ClassVar[str] = ""
    """LaTeX with the names of its fields in braces."""
    level: ClassVar[Level] = Level.ATOM
    text_level: ClassVar[Level] = Level.ATOM
    """How tightly LaTeX and text hold together."""
    short: ClassVar[bool] = False
    """Whether a derivative of it prints as one fraction."""
    bare_argument: ClassVar[bool] = False
    """Whether it stands behind log without brackets."""
    is_name: ClassVar[bool] = False
    """Whether it is the name of a matrix, which takes indices without brackets."""
    derived_level: ClassVar[Level] = Level.ATOM
    """How tightly it has to hold together behind the operator of a gradient."""
    bare_derived: ClassVar[bool] = False
    """Whether it stands behind the d of a differential without brackets."""
    entrywise: ClassVar[bool] = False
    """Whether it is a product with a sign of its own."""
    follows: ClassVar[bool] = False
    """Whether its text ends in a transpose or a power: another one would be hard on the eye."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # IPython would ask the class for the representation of a dataclass before it asks this one.
        cls._repr_pretty_ = Expr._repr_pretty_  # type: ignore[method-assign]
        if "word" in vars(cls) and cls.word:
            WORDS.update(dict.fromkeys((cls.word, *vars(cls).get("also", ())), cls.read))
        if name := vars(cls).get("chapter_word", vars(cls).get("word", "")):
            CHAPTER_WORDS.update(dict.fromkeys((name, *vars(cls).get("also", ())), cls.made))
        if "operator" in vars(cls):
            OPERATORS[cls.operator] = cls

    def __str__(self) -> str:
        """The text syntax."""
        return PLAIN[0](self)

    def _repr_pretty_(self, pretty: Any, cycle: bool) -> None:
        pretty.text(str(self))

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {LATEX[0](self)}$"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """The node from what stands in the brackets behind its word: its parts, separated by commas."""
        parts = [reader.expression()]
        for _ in fields(cls)[1:]:  # type: ignore[arg-type]
            reader.take(",")
            parts.append(reader.expression())
        return cls(*parts)

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        """The well-typed node of expressions and numbers; words, and None for nothing, stay as they are."""
        return typed(cls(*(part if part is None or isinstance(part, str) else lift(part) for part in parts)))

    def latex(self, show: Any) -> str:
        """LaTeX; ``show`` prints what is below, in brackets where it holds together less tightly than asked."""
        parts = {item.name: getattr(self, item.name) for item in fields(self)}  # type: ignore[arg-type]
        return self.tex.format_map({name: show(part) for name, part in parts.items() if isinstance(part, Expr)})

    def printed(self, show: Any) -> tuple[str, int]:
        """LaTeX, and how tightly it holds together."""
        return self.latex(show), self.level

    def text(self, show: Any) -> str:
        """The text syntax, which reads back to an equal tree."""
        return f"{self.word}({', '.join(map(show, self.children))})"

    def written(self, show: Any) -> tuple[str, int]:
        """The text, and how tightly it holds together."""
        return self.text(show), self.text_level

    @property
    def leading_minus(self) -> bool:
        """Whether it prints with a minus in front of a product."""
        return False

    @property
    def open_ended(self) -> bool:
        """Whether a factor to its right would be read as part of it."""
        return False

    @property
    def ends_in_function(self) -> bool:
        """Whether its text ends in the name of a function without arguments."""
        return False

    def __add__(self, other: Any) -> Expr:
        return OPERATORS["+"].made(self, other)

    def __radd__(self, other: Any) -> Expr:
        return OPERATORS["+"].made(other, self)

    def __sub__(self, other: Any) -> Expr:
        return OPERATORS["-"].made(self, other)

    def __rsub__(self, other: Any) -> Expr:
        return OPERATORS["-"].made(other, self)

    def __neg__(self) -> Expr:
        return OPERATORS["neg"].made(self)

    def __mul__(self, other: Any) -> Expr:
        return OPERATORS["*"].made(self, other)

    def __rmul__(self, other: Any) -> Expr:
        return OPERATORS["*"].made(other, self)

    __matmul__ = __mul__

    def __truediv__(self, other: Any) -> Expr:
        return OPERATORS["/"].made(self, other)

    def __rtruediv__(self, other: Any) -> Expr:
        return OPERATORS["/"].made(other, self)

    def __pow__(self, other: Any) -> Expr:
        return OPERATORS["**"].made(self, other)

    def __rpow__(self, other: Any) -> Expr:
        return OPERATORS["**"].made(other, self)

    def __getitem__(self, indices: Any) -> Expr:
        return OPERATORS["[]"].made(self, *(indices if isinstance(indices, tuple) else (indices,)))

    # Without this, the old sequence protocol would make an expression iterable for ever.
    __iter__ = None

    @property
    def T(self) -> Expr:
        """The transpose."""
        return OPERATORS["T"].made(self)

    @property
    def I(self) -> Expr:  # noqa: E743
        """The inverse."""
        return OPERATORS["I"].made(self)


class Rational(Expr):
    """A node whose value is rational where its parts are: made by arithmetic, or choosing among them."""

    keeps_degree = True

    @property
    def rational(self) -> bool:
        return True


def _expressions(value: object) -> list[Expr]:
    """The expressions in a field: itself, or those of a tuple, of rows too."""
    if isinstance(value, Expr):
        return [value]
    return [part for item in value for part in _expressions(item)] if isinstance(value, tuple) else []


def typed(expr: Expr) -> Expr:
    """The expression itself, once its shapes are known to fit."""
    _ = expr.shape
    return expr


def lift(value: Any) -> Expr:
    """An int, a Fraction or an expression as an expression; a float has no exact meaning and is refused."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return OPERATORS["number"](Fraction(value))  # type: ignore[call-arg]
    raise TypeError(f"found {value!r}; expected an expression, an int or a Fraction")


def same_shape(left: Expr, right: Expr, what: str) -> Shape | None:
    """The shape of both; `ShapeError` if they differ."""
    if left.shape is None or right.shape is None or left.shape == right.shape:
        return right.shape if left.shape is None else left.shape
    raise ShapeError(f"{what}: found {show_shape(left.shape)} and {show_shape(right.shape)}, expected equal shapes")


def require_scalar(expr: Expr, what: str) -> None:
    """`ShapeError` unless the expression is a scalar."""
    if not expr.is_scalar:
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a scalar")


def require_square(expr: Expr, what: str) -> None:
    """`ShapeError` unless the expression is a square matrix."""
    if expr.shape is not None and expr.shape[0] != expr.shape[1]:
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a square matrix")


def equal_shapes(left: Expr, right: Expr) -> Iterator[tuple[Size, Size]]:
    """The sizes of two expressions of one shape, in pairs."""
    if left.shape is not None and right.shape is not None:
        yield from zip(left.shape, right.shape, strict=True)


def square_sizes(of: Expr) -> Iterator[tuple[Size, Size]]:
    """Rows and columns of a square matrix."""
    if of.shape is not None:
        yield of.shape


def cube(of: Expr, sizes: Mapping[str, int]) -> int:
    """Operations of an elimination, or of eigenvalues: the cube of the rows."""
    return 1 if of.shape is None else shape_of(of.shape, sizes)[0] ** 3


def is_exponent(expr: Expr) -> bool:
    """Whether the expression is built of numbers and sizes alone."""
    return all(node.counts for node in expr.walk())
