"""What names mean while a line is read: indices that nobody declared, sizes to be inferred, letters of one binder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree import OPEN, Index, Letter, Shape, Size

MAX_OPEN = 60
"""Most sizes and ranges of one line that are inferred: each is sought in the whole line."""


class Names:
    """The scope of a line up to where it has been read."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.open = 0
        """How many sizes are to be inferred from the whole line."""
        self.indexing = False
        """Whether a name that nobody declared is an index."""

    def open_size(self) -> Size:
        """A size that what is written around it will determine."""
        self.open += 1
        if self.open > MAX_OPEN:
            raise ReadError(f"found more than {MAX_OPEN} sizes and ranges that are not declared")
        return f"{OPEN}{self.open}"

    def new_index(self, name: str) -> Index:
        """An index whose range is that of what it indexes, from here to the end of the line or sum."""
        found = Index(name, self.open_size())
        self._add(name, found)
        return found

    def letter_like(self, name: str, shape: Shape) -> Letter:
        """The declared letter of the name, or a new one of a shape."""
        over = self.scope.letters.get(name)
        if isinstance(over, Letter):
            return over
        found = Letter(name, shape)
        self._add(name, found)
        return found

    def _add(self, name: str, letter: Index | Letter) -> None:
        self.scope = self.scope.child()
        self.scope.add_letter(name, letter)

    @contextmanager
    def own(self) -> Iterator[None]:
        """Names that come up inside mean nothing behind it."""
        scope = self.scope
        yield
        self.scope = scope

    @contextmanager
    def undeclared_are_indices(self, so: bool) -> Iterator[None]:
        """Whether a name that nobody declared is an index, inside."""
        before, self.indexing = self.indexing, so
        yield
        self.indexing = before
