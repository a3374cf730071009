"""The text syntax: one parser for the ledgers, the exercises and the command line.

    tr(A B) = tr(B A)                                   x' y <= norm(x) norm(y)
    for mu: grad(L, mu) = 0 <=> mu = 1/N sum(n, x[n])   grad(L, mu) = 0 solved by mu = 1/N sum(n, x[n])
    z := x - mu                                         2 a c <= a^2 + c^2 with (a - c)^2
    log(t + dt) doteq_dt log(t) + dt/t                  0 <= t^2 attained at t = 0
    exp(-(t - a)^2) propto_t exp(2 a t - t^2)           log(p t) =_t log(t)
    x ~ N(m, S), y ~ N(A x, L) => y ~ N(A m, A S A' + L)
    x ~ N(m, S), y ~ N(A x, L) => x | y ~ N(T (A' L^-1 y + S^-1 m), T)

Juxtaposition multiplies; ``'``, ``^T``, ``.T`` transpose; ``^-1`` inverts; ``x[n]`` is a member of a family,
``A[i,j]`` and ``z[i]`` are entries; ``(x[1] - mu) + (x[2] - mu) + ... + (x[N] - mu)`` is a sum with dots.
``doteq_dt`` means equal value and tangent at dt = 0 (``doteq2_dt`` curvature too), ``propto_t`` a quotient and ``=_t``
a difference that do not depend on t; ``with`` gives what right - left is equal to, a sum of squares or the like.
Declared names shadow the built-in words; an index that is not declared ranges over the size of what it indexes, and I
is the identity.  ``integral(f, t)`` is taken over all values of t, ``integral(f, t, 0, inf)`` between bounds.
Reading builds a tree and asks for no shapes, so an ill-typed line can be read and printed.
"""

from __future__ import annotations

from itertools import chain, pairwise

from derivations.claims import (
    Attained,
    Claim,
    Definition,
    Distributed,
    Equation,
    Equivalence,
    FirstOrder,
    Given,
    Inequality,
    Law,
    Proportional,
    Solution,
    UpTo,
)
from derivations.syntax.expressions import ExpressionReader, shallow
from derivations.syntax.inference import inferred
from derivations.syntax.scope import Scope
from derivations.tree import Expr, Letter, Member

RELATIONS = "'=', '<=', '>=', ':=', '<=>', 'doteq_', 'propto_' or '=_'"


class ClaimReader(ExpressionReader):
    """Reads the claims of one line in a scope."""

    def claims(self) -> list[Claim]:
        """``a = b <= c`` (a claim for each sign), ``for u: ... <=> ...``, ``... solved by u = v``, ``s := value``."""
        if self.token.kind == "end":
            raise self.error("a claim")
        unknown = self._unknown() if self.taken("for") else None
        first = self.expression()
        if unknown is None and self.at("~", "|"):
            return [self._distributed(first)]
        if unknown is None and self.taken(":="):
            second = self.expression()
            return [Definition(first, second), *self._chain(second)]
        parts = [self._chain(first)]
        while self.taken("<=>"):
            parts.append(self._chain(self.expression()))
        if not all(parts):
            raise self.error(RELATIONS)
        if len(parts) > 1:
            return self._equivalences(unknown, parts)
        if self.taken("solved"):
            return [self._solution(unknown, parts[0])]
        if self.taken("attained"):
            return [*parts[0][:-1], self._attained(parts[0][-1])]
        if unknown is not None:
            raise self.error("'<=>' or 'solved by', with an unknown")
        return parts[0]

    def _distributed(self, first: Expr) -> Distributed:
        """x ~ N(m, S), y ~ N(A x, L) => y ~ N(A m, A S A' + L), or => x | y ~ N(...)."""
        known = [self._law(first)]
        while self.taken(","):
            known.append(self._law(self.expression()))
        self.take("=>")
        return Distributed(tuple(known), self._law(self.expression()), self._given)

    def _law(self, of: Expr) -> Law:
        beside = [self.letter("a letter that is given")] if self.taken("|") else []
        while beside and self.taken(","):
            beside.append(self.letter("a letter that is given"))
        self.take("~")
        self.name("a normal distribution, N(mean, covariance)", "N")
        self.take("(")
        mean = self.expression()
        self.take(",")
        covariance = self.expression()
        self.take(")")
        return Law(of, mean, covariance, tuple(beside))

    def _unknown(self) -> Letter | Member:
        with self.names.undeclared_are_indices(True):
            unknown = self._letter_or_member("a letter as the unknown")
        self.take(":")
        return unknown

    def _letter_or_member(self, what: str) -> Letter | Member:
        found = self.primary()
        if not isinstance(found, Letter) and not (isinstance(found, Member) and isinstance(found.of, Letter)):
            raise self.error(what)
        return found

    def _chain(self, left: Expr) -> list[Claim]:
        chain: list[Claim] = []
        while (claim := self._relation(left)) is not None:
            chain.append(claim)
            left = self._right
        return chain

    def _relation(self, left: Expr) -> Claim | None:
        """The claim of the next sign and the side behind it, if there is one."""
        if self.taken("="):
            return Equation(left, self._side(), self._given)
        if self.taken("<="):
            return Inequality(left, self._side(), self._certificate(), self._given)
        if self.taken(">="):
            return Inequality(self._side(), left, self._certificate(), self._given, descending=True)
        if self.taken("=_"):
            return UpTo(*self._compared(left, self.letter("the letter that the difference is free of")))
        name, _, letter = self.token.text.partition("_")
        if self.token.kind != "name" or name not in ("doteq", "doteq2", "propto"):
            return None
        if letter not in self.names.scope.letters:
            raise self.error(f"{name}_ and the name of a declared letter")
        self.place += 1
        of = self.names.scope.letters[letter]
        if not isinstance(of, Letter):
            raise self.error(f"{name}_ and the name of a letter that varies")
        if name == "propto":
            return Proportional(*self._compared(left, of))
        return FirstOrder(*self._compared(left, of), order=2 if name == "doteq2" else 1)

    def _side(self) -> Expr:
        self._right = self.expression()
        return self._right

    def _compared(self, left: Expr, letter: Letter) -> tuple[Expr, Expr, Letter, Given]:
        return left, self._side(), letter, self._given

    def _certificate(self) -> Expr | None:
        return self.expression() if self.taken("with") else None

    def _equivalences(self, unknown: Letter | Member | None, parts: list[list[Claim]]) -> list[Claim]:
        sides = [tuple(self._equations(part)) for part in parts]
        unknown = unknown or solved_letter(sides)
        return [Equivalence(unknown, left, right, self._given) for left, right in pairwise(sides)]

    def _equations(self, part: list[Claim]) -> list[Equation]:
        equations = [claim for claim in part if isinstance(claim, Equation)]
        if len(equations) < len(part):
            raise self.error("equations only in an equivalence or before 'solved by'")
        return equations

    def _solution(self, unknown: Letter | Member | None, part: list[Claim]) -> Solution:
        if not self.taken("by"):
            raise self.error("'by' after 'solved'")
        letter, value = self._value()
        if unknown not in (None, letter):
            raise self.error("the value of the unknown")
        return Solution(letter, value, tuple(self._equations(part)), self._given)

    def _attained(self, bound: Claim) -> Attained:
        if not self.taken("at"):
            raise self.error("'at' after 'attained'")
        if not isinstance(bound, Inequality):
            raise self.error("'attained at' only after '<=' or '>='")
        return Attained(bound, *self._value(), self._given)

    def _value(self) -> tuple[Letter | Member, Expr]:
        letter = self._letter_or_member("a letter and its value")
        self.take("=")
        return letter, self.expression()

    @property
    def _given(self) -> Given:
        scope = self.names.scope
        return Given(
            tuple(scope.fixed.items()), tuple(scope.orders), tuple(scope.least.items()), tuple(scope.hypotheses)
        )


def solved_letter(sides: list[tuple[Equation, ...]]) -> Letter | Member | None:
    """What an equation of the line gives a value to, u = v without u in v, the last equation first."""
    equations = [*sides[-1], *chain(*sides[:-1])]
    pairs = [equation.expressions for equation in equations] + [equation.expressions[::-1] for equation in equations]
    for one, other in pairs:
        letter = one.of if isinstance(one, Member) else one
        if isinstance(letter, Letter) and one not in other.walk() and not letter.kind.constant:
            assert isinstance(one, Letter | Member)
            return one
    return None


def read(line: str, scope: Scope) -> list[Claim]:
    """The claims of a line; `ReadError` with the position if it cannot be read."""
    reader = ClaimReader(line, scope)
    claims = reader.claims()
    reader.end()
    return inferred(claims) if reader.names.open else claims


def read_expression(text: str, scope: Scope) -> Expr:
    """One expression; `ReadError` with the position if it cannot be read."""
    reader = ExpressionReader(text, scope)
    result = shallow(reader.expression())
    reader.end()
    return inferred([result])[0] if reader.names.open else result
