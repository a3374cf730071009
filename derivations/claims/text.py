"""The text syntax: one parser for the ledgers, the exercises and the command line.

    tr(A B) = tr(B A)
    for mu: grad(L, mu) = 0 <=> mu = 1/N sum(n, x[n])
    z := x - mu

Juxtaposition multiplies; ``'``, ``^T``, ``.T`` transpose; ``^-1`` inverts; ``x[n]`` is a member of a family, ``A[i,j]``
and ``z[i]`` are entries; ``(x[1] - mu) + (x[2] - mu) + ... + (x[N] - mu)`` is a sum with dots.  Declared names shadow
the built-in words.  Reading builds a tree and asks for no shapes, so an ill-typed line can be read and printed.
"""

from __future__ import annotations

from itertools import pairwise

from derivations.claims.claim import Claim, Definition, Equation, Equivalence, Sizes
from derivations.claims.expr import Expr, Letter
from derivations.claims.reader import ExpressionReader
from derivations.claims.scope import Scope
from derivations.claims.tokens import ReadError


class ClaimReader(ExpressionReader):
    """Reads the claims of one line in a scope."""

    def claims(self) -> list[Claim]:
        """``a = b = c`` (an equation for each sign), ``for u: ... <=> ...``, ``s := value [= ...]``."""
        if self.token.kind == "end":
            raise self.error("a claim")
        if self.at("for"):
            return self._equivalences()
        first = self.expression()
        if self.taken(":="):
            second = self.expression()
            return [Definition(first, second), *self._chain(second)]
        if not self.at("="):
            raise self.error("'=', ':=' or '<=>'")
        return list(self._chain(first))

    def _chain(self, first: Expr) -> list[Equation]:
        chain, left = [], first
        while self.taken("="):
            right = self.expression()
            chain.append(Equation(left, right, self._fixed))
            left = right
        return chain

    def _equivalences(self) -> list[Claim]:
        self.take("for")
        name = self.token
        unknown = self.primary()
        if not isinstance(unknown, Letter):
            raise ReadError(f"position {name.position}: found {name.text!r}, expected a letter as the unknown")
        self.take(":")
        sides = [tuple(self._chain(self.expression()))]
        while self.taken("<=>"):
            sides.append(tuple(self._chain(self.expression())))
        if len(sides) < 2 or not all(sides):
            raise self.error("equations joined by '<=>'")
        return [Equivalence(unknown, left, right, self._fixed) for left, right in pairwise(sides)]

    @property
    def _fixed(self) -> Sizes:
        return tuple(self.scope.fixed.items())


def read(line: str, scope: Scope) -> list[Claim]:
    """The claims of a line; `ReadError` with the position if it cannot be read."""
    reader = ClaimReader(line, scope)
    claims = reader.claims()
    reader.end()
    return claims


def read_expression(text: str, scope: Scope) -> Expr:
    """One expression; `ReadError` with the position if it cannot be read."""
    reader = ExpressionReader(text, scope)
    result = reader.expression()
    reader.end()
    return result
