"""Exercises: a line to complete, answered in the text syntax and judged by the checker that judges the chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from derivations.checking import check
from derivations.claims import Equation
from derivations.page.blocks import Block, Fold, Line, Mark, words
from derivations.page.rendering import claim_line, inline, listed, mark, objects
from derivations.syntax import ReadError, Scope, declare, inferred, read_expression, read_line
from derivations.tree import Differential, Expr, Grad, Integral, Printer
from derivations.voices import Checked, RefutedLine, judged

UNFINISHED = "true, but a derivative or an integral is still to do"


@dataclass(frozen=True)
class Exercise:
    """A question, a hint, and an answer with its steps; ``left = ?`` for declared letters is a line to complete.

    ``wrong`` gives the reason for common wrong answers to such a line.  An answer is a line of text such as
    ``"2 (x - a)"``; it never raises, it is judged.  `ReadError` for a left side or a wrong answer that cannot be read.
    """

    id: str
    title: str
    given: str = ""
    left: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    question: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        for text in (self.left, *self.wrong) if self.left else ():
            self._expression(text)

    @property
    def scope(self) -> Scope:
        """The declared letters."""
        return declare(self.given, Scope())

    def answer(self, text: str) -> Block:
        """The verdict on an answer, with the reason if it is a common wrong one."""
        try:
            item = self._completed(text)
        except ReadError as error:
            return self._unreadable(text, error)
        return self._answered(item, self._anchor("answer", text))

    def solved(self, answer: str, *steps: str) -> Block:
        """The exercise as it is set, with hint and answer folded; the steps are paragraphs of inline MyST.

        The answer completes the line, or is one or more lines that must hold where there is nothing to complete.
        Raises `RefutedLine` if it does not.
        """
        scope = self.scope
        items = [self._completed(answer)] if self.left else [judged(claim) for claim in read_line(answer, scope)]
        for item in items:
            item.require(f"answer of {self.id}")
        if self.left and is_open(items[0].claim.expressions[1]):
            raise RefutedLine(f"answer of {self.id}: found {answer!r}, which leaves a derivative or an integral to do")
        named = enumerate(items, 1)
        lines = [claim_line(f"{self.id}-answer-{number}", item, scope.notation) for number, item in named]
        folds = [Fold("Hint", [self.hint])] if self.hint else []
        folds.append(Fold("Answer", list(steps), lines=lines))
        letters = objects([item.claim for item in items], scope.notation) if self.left else []
        facts = [("letters", listed(letters))] if letters else []
        text = [self.question] if self.question else []
        return Block("exercise", self.id, self.title, facts, self._open_line(), text=text, folds=folds)

    def _open_line(self) -> str:
        return f"{Printer(self.scope.notation)(self._expression(self.left))} = \\; ?" if self.left else ""

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

    def _answered(self, item: Checked, anchor: str) -> Block:
        printer, right, passed = Printer(self.scope.notation), item.claim.expressions[1], item.verdict.passed
        unfinished = passed and is_open(right)
        line = Line(
            f"{anchor}-1",
            printer(right),
            relation="=",
            tag="your answer",
            reason=UNFINISHED if unfinished else "" if passed else self._reason(right),
            where=inline(item.verdict.conditions, self.scope.notation),
            mark=Mark("unchecked", [("reason", UNFINISHED)]) if unfinished else mark(item, printer),
        )
        return Block("exercise", anchor, self.title, start=printer(self._expression(self.left)), lines=[line])

    def _reason(self, right: Expr) -> str:
        """What belongs to the first common wrong answer equal to this one."""
        for wrong, reason in self.wrong.items():
            if check(Equation(self._expression(wrong), right)).passed:
                return reason
        return ""


def is_open(expr: Expr) -> bool:
    """Whether a derivative, differential or integral is left to do: an answer that repeats the question is none."""
    return any(isinstance(node, Grad | Differential | Integral) for node in expr.walk())
