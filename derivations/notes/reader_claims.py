r"""The claims of a formula as a note prints it, in the notation of a scope: the trees of the text syntax.

Reading neither repairs nor types.  ``= b`` has the left side `OMITTED`, an equivalence names no unknown, and a relation
that names no letter compares in `UNNAMED`.  A brace below a factor that says ``= c`` is an equation beside the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from derivations.claims import Claim, Definition, Equation, Equivalence, FirstOrder, Inequality, Proportional, UpTo
from derivations.notes.cursor import Context
from derivations.notes.names import NoteNames
from derivations.notes.reader_expressions import ExpressionReader
from derivations.notes.tokens import latex_tokens
from derivations.syntax import Scope, inferred
from derivations.tree import OMITTED, Expr, Letter

LABEL = re.compile(r"\s*\((?:\d+|[ivx]+|\\(?:Left|Right)arrow)\)\\(?:\s|q?quad)")
"""A number or an arrow in brackets before a formula, set apart from it."""
OPENINGS = (r"\therefore", r"\because", r"\Rightarrow", r"\star")
"""Signs before a formula that are not part of what it claims."""
UNNAMED = Letter("")
EQUALS_UP_TO = [r"\underbrace", "{", "=", "}", "_", "{"]


def _up_to(left: Expr, right: Expr) -> Claim:
    return UpTo(left, right, UNNAMED)


RELATIONS: dict[str, Callable[[Expr, Expr], Claim]] = {
    "=": Equation,
    ":=": Definition,
    "=:": lambda left, right: Definition(right, left),
    r"\doteq": lambda left, right: FirstOrder(left, right, UNNAMED),
    r"\fallingdotseq": lambda left, right: FirstOrder(left, right, UNNAMED),
    r"\propto": lambda left, right: Proportional(left, right, UNNAMED),
    r"\leq": Inequality,
    r"\geq": lambda left, right: Inequality(right, left),
    "=_": _up_to,
}


class NoteReader(ExpressionReader):
    """Reads the claims of one formula."""

    def claims(self) -> list[Claim]:
        """Statements separated by commas, each a chain of relations, or chains joined by signs of equivalence."""
        found = self._statement()
        while self.taken(","):
            found += self._statement()
        # Words may have followed a colon.
        self.taken(":")
        self.end()
        return found + [Equation(body, value) for body, value in self.context.braces]

    def _statement(self) -> list[Claim]:
        self.taken(*OPENINGS)
        if self._in_brackets():
            self.take("(")
            found = self._statement()
            self.take(")")
            return found
        groups = [[] if self.at(r"\Leftrightarrow") else self._chain()]
        while self.taken(r"\Leftrightarrow"):
            groups.append(self._chain())
        if len(groups) == 1:
            return groups[0]
        sides = [self._equations(group) or (Equation(OMITTED, OMITTED),) for group in groups]
        return [Equivalence(None, left, right) for left, right in pairwise(sides)]

    def _in_brackets(self) -> bool:
        """Whether a bracket follows that holds a whole statement, a relation and not a number."""
        depth, relation = 0, False
        for token in self.tokens[self.place :]:
            depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
            relation |= depth == 1 and (token.text in RELATIONS or token.text == r"\Leftrightarrow")
            if depth == 0:
                break
        return self.at("(") and relation

    def _equations(self, claims: list[Claim]) -> tuple[Equation, ...]:
        equations = tuple(claim for claim in claims if isinstance(claim, Equation))
        if len(equations) < len(claims):
            raise self.error("equations on both sides of an equivalence")
        return equations

    def _chain(self) -> list[Claim]:
        left = OMITTED if self._sign() else self.expression()
        found: list[Claim] = []
        while (sign := self._sign()) is not None:
            self._step_over(sign)
            right = self.expression()
            found.append(RELATIONS[sign](left, right))
            left = right
        if not found and left not in [body for body, _ in self.context.braces]:
            raise self.error("a relation")
        return found

    def _sign(self) -> str | None:
        """The relation that follows."""
        texts = [token.text for token in self.tokens[self.place : self.place + len(EQUALS_UP_TO)]]
        if texts == EQUALS_UP_TO:
            return "=_"
        for sign in ("".join(texts[:2]), texts[0]):
            if sign in RELATIONS:
                return sign
        return None

    def _step_over(self, sign: str) -> None:
        if sign == "=_":
            self.place += len(EQUALS_UP_TO) - 1
            self.group()
        else:
            self.place += 2 if sign in (":=", "=:") else 1


def _reader(formula: str, scope: Scope) -> NoteReader:
    # A label is blanked, so that positions stay those of the formula.
    blanked = LABEL.sub(lambda match: " " * len(match[0]), formula, count=1) if LABEL.match(formula) else formula
    return NoteReader(latex_tokens(blanked), Context(scope, NoteNames(scope)))


def read_latex(formula: str, scope: Scope) -> list[Claim]:
    """The claims of a printed formula; `ReadError` with position, found and expected if it cannot be read."""
    return inferred(_reader(formula, scope).claims())


def read_latex_expression(formula: str, scope: Scope) -> Expr:
    """The expression that a printed formula without a relation is; `ReadError` if it cannot be read."""
    reader = _reader(formula, scope)
    result = reader.expression()
    reader.end()
    return inferred([result])[0]
