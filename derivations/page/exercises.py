"""Exercises: a line to complete, answered in the text syntax and judged by the checker that judges the chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from derivations.checking import check
from derivations.claims import Equation
from derivations.page.blocks import Block, Line, Mark, words
from derivations.page.rendering import inline, mark
from derivations.syntax import ReadError, Scope, declare, inferred, read_expression
from derivations.tree import Differential, Expr, Grad, Integral, Printer
from derivations.voices import Checked, RefutedLine, judged

UNFINISHED = "true, but a derivative or an integral is still to do"


@dataclass(frozen=True)
class Exercise:
    """``left = ?`` for declared letters; ``hints`` gives the reason for common wrong answers.

    An answer is a line of text such as ``"2 (x - a)"``; it never raises, it is judged.  `ReadError` for a left side or
    a hint that cannot be read.
    """

    id: str
    title: str
    given: str
    left: str
    hints: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text in (self.left, *self.hints):
            self._expression(text)

    @property
    def scope(self) -> Scope:
        """The declared letters."""
        return declare(self.given, Scope())

    def block(self) -> Block:
        """The exercise as it is set."""
        left = Printer(self.scope.notation)(self._expression(self.left))
        return Block("exercise", self.id, self.title, [("letters", f"`{self.given}`")], f"{left} = \\; ?")

    def answer(self, text: str) -> Block:
        """The verdict on an answer, with the reason if it is a common wrong one."""
        try:
            item = self._completed(text)
        except ReadError as error:
            return self._unreadable(text, error)
        return self._answered(item, self._anchor("answer", text), "your answer")

    def solution(self, text: str) -> Block:
        """The solution; raises `RefutedLine` if it is none."""
        item = self._completed(text)
        item.require(f"solution of {self.id}")
        if is_open(item.claim.expressions[1]):
            raise RefutedLine(f"solution of {self.id}: found {text!r}, which leaves a derivative or an integral to do")
        return self._answered(item, self._anchor("solution", text), "solution")

    def _expression(self, text: str) -> Expr:
        return read_expression(text, self.scope)

    def _completed(self, text: str) -> Checked:
        """The line completed by the text, with its verdict."""
        (claim,) = inferred([Equation(self._expression(self.left), self._expression(text))])
        return judged(claim)

    def _anchor(self, suffix: str, text: str) -> str:
        return f"{self.id}-{suffix}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"

    def _unreadable(self, text: str, error: ReadError) -> Block:
        anchor, unreadable = self._anchor("answer", text), Mark("undefined", [("reason", str(error))])
        line = Line(f"{anchor}-1", rf"\texttt{{{words(text)}}}", tag="your answer", mark=unreadable)
        return Block("exercise", anchor, self.title, lines=[line])

    def _answered(self, item: Checked, anchor: str, tag: str) -> Block:
        printer, right, passed = Printer(self.scope.notation), item.claim.expressions[1], item.verdict.passed
        unfinished = passed and is_open(right)
        line = Line(
            f"{anchor}-1",
            printer(right),
            relation="=",
            tag=tag,
            reason=UNFINISHED if unfinished else "" if passed else self._hint(right),
            where=inline(item.verdict.conditions, self.scope.notation),
            mark=Mark("unchecked", [("reason", UNFINISHED)]) if unfinished else mark(item, printer),
        )
        return Block("exercise", anchor, self.title, start=printer(self._expression(self.left)), lines=[line])

    def _hint(self, right: Expr) -> str:
        """The reason that belongs to the first common wrong answer equal to this one."""
        for wrong, reason in self.hints.items():
            if check(Equation(self._expression(wrong), right)).passed:
                return reason
        return ""


def is_open(expr: Expr) -> bool:
    """Whether a derivative, differential or integral is left to do: an answer that repeats the question is none."""
    return any(isinstance(node, Grad | Differential | Integral) for node in expr.walk())
