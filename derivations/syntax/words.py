"""What a node asks for to read what stands in the brackets behind its word."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager

from derivations.syntax.names import Names
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import Cursor, ReadError
from derivations.tree import SCALAR, Expr, Index, Letter, ShapeError, Size


class WordReader(Cursor):
    """Reads indices, letters, bounds and the like."""

    def __init__(self, line: str, scope: Scope) -> None:
        super().__init__(line)
        self.names = Names(scope)

    def expression(self) -> Expr:
        """An expression, read by the class below."""
        raise NotImplementedError

    def primary(self) -> Expr:
        """A name, a number or a bracket, read by the class below."""
        raise NotImplementedError

    def index(self) -> Expr:
        """An expression in the place of an index, where a name that nobody declared is one."""
        with self.names.undeclared_are_indices(True):
            return self.expression()

    def bound_index(self) -> Index:
        """The index of a sum: a declared one, or a new one that ranges over what it indexes."""
        token = self.token
        if token.kind == "name" and token.text not in self.names.scope.names():
            self.place += 1
            return self.names.new_index(token.text)
        found = self.primary()
        if not isinstance(found, Index):
            raise ReadError(f"position {token.position}: found {token.text!r}, expected an index")
        return found

    def letter(self, what: str) -> Letter:
        """A declared letter."""
        found = self.primary()
        if not isinstance(found, Letter):
            raise self.error(what)
        return found

    def is_finite(self, name: str) -> bool:
        """Whether the name is a declared letter with finitely many values."""
        found = self.names.scope.letters.get(name)
        return isinstance(found, Letter) and found.kind.finite

    def letter_like(self, name: str, of: Expr) -> Letter:
        """The declared letter of the name, or a new one of the shape of an expression."""
        try:
            return self.names.letter_like(name, of.shape or SCALAR)
        except ShapeError as error:
            raise self.error(f"a well-typed mean ({error})") from None

    def direction(self, of: Letter) -> Letter | None:
        """The direction that is declared for a letter, if one is."""
        return self.names.scope.directions.get(of.name)

    def open_size(self) -> Size:
        """A size that what is written around it will determine."""
        return self.names.open_size()

    def own_names(self) -> AbstractContextManager[None]:
        """Names that come up inside mean nothing behind it."""
        return self.names.own()

    def name(self, what: str, text: str = "") -> str:
        """A name, or the one that is given."""
        token = self.token
        if (token.text != text) if text else token.kind != "name":
            raise self.error(what)
        self.place += 1
        return token.text

    def one_of(self, words: Collection[str]) -> str:
        """One of the words or signs."""
        found = next((word for word in words if self.taken(word)), None)
        if found is None:
            raise self.error(f"one of {', '.join(words)}")
        return found

    def again(self, index: Expr) -> None:
        """The same index once more."""
        if self.index() != index:
            raise self.error("the same two indices in both cases")

    def bound(self, infinite: str) -> Expr | None:
        """A bound of an integral, None for the infinite one, which is written ``-inf`` below and ``inf`` above."""
        start = self.place
        if (infinite == "inf" or self.taken("-")) and self.taken("inf"):
            return None
        self.place = start
        return self.expression()
