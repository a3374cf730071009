"""The three voices as blocks: statements, derivations, SymPy derivations and NumPy checks.

`install` teaches IPython to show them; a chapter gets that with its one import line (`derivations.chapter`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derivations.checking import Finding, FindingPrinter, Sizes, Truth, Verdict, claim_atoms
from derivations.claims import Attained, Claim, Condition, Equation, Equivalence, FirstOrder, Inequality, beyond
from derivations.page.blocks import Block, Line, Mark, literal, mimebundle
from derivations.tree import COMPARED, SCALAR, Expr, Index, Letter, Member, Notation, Printer, Size, Where
from derivations.values import Balls, ExactReals
from derivations.values.floats import Floats
from derivations.values.symbolic import Symbols
from derivations.voices import Checked, Derivation, NumPyCheck, Result, Statement, Step, SymPyDerivation

RUNGS = {
    ExactReals.name: "exactly",
    Balls.name: "in balls",
    Symbols.name: "SymPy",
    Floats.name: "NumPy",
}
"""Names of the rungs as a reader sees them, but for the prime field."""
EQUAL = {
    ExactReals.name: "equal at rational instances",
    Balls.name: "both sides enclosed at rational instances",
}
"""What equality means there."""


# ---------------------------------------------------------------- verdicts


def mark(item: Checked, printer: Printer) -> Mark:
    """The verdict as the page shows it: counterexample or certificate first, then every rung that ran."""
    evidence = [*_counterexample(item.verdict, printer), *_certificate(item, printer)]
    return Mark(item.verdict.status, [*evidence, *map(_finding, item.verdict.findings)])


def _certificate(item: Checked, printer: Printer) -> list[tuple[str, str]]:
    """What the difference of the sides of an inequality is equal to, if that was asked for and found."""
    bound = item.claim.bound if isinstance(item.claim, Attained) else item.claim
    if not (item.verdict.passed and isinstance(bound, Inequality) and bound.certificate is not None):
        return []
    return [("the difference is", f"${printer(bound.certificate)}$, which cannot be negative")]


def _counterexample(verdict: Verdict, printer: Printer) -> list[tuple[str, str]]:
    found = verdict.counterexample
    if found is None:
        return [("reason", literal(verdict.reason))] if verdict.reason else []
    where = ", ".join(f"${part}$" for part in found.latex(printer))
    what = [("what differs", literal(verdict.reason))] if verdict.reason else []
    sides = [("left side", f"${found.left.latex()}$"), ("right side", f"${found.right.latex()}$")]
    return [("counterexample", where), *what, *sides]


def refutation(verdict: Verdict, printer: Printer) -> str:
    """Why a line is false, in one sentence: where its sides differ, and what they are there."""
    found = verdict.counterexample
    if found is None:
        return literal(verdict.reason)
    where = ", ".join(f"${part}$" for part in found.latex(printer))
    left, right = f"${found.left.latex()}$", f"${found.right.latex()}$"
    truths = isinstance(found.left, Truth)
    sides = (
        f"the left side {left}, the right side {right}"
        if truths
        else f"the left side is {left}, the right side {right}"
    )
    more = f"; {literal(verdict.reason)}" if verdict.reason else ""
    return f"False: {f'for {where} ' if where else ''}{sides}{more}"


DENIED = {
    "=": r"\neq",
    r"\leq": r"\nleq",
    r"\geq": r"\ngeq",
    r"\iff": r"\nLeftrightarrow",
    r"\doteq": r"\not\doteq",
}
"""How a relation prints where it is false: nobody learns an equation that is none."""


def denied(claim: Claim, notation: Notation) -> str:
    """The printed claim with its sign struck out."""
    printer = Printer(notation)
    match claim:
        case Equation(left, right):
            return printer.broken_equation(left, right, DENIED["="])
        case Inequality(left, right, descending=descending):
            pair, sign = ((right, left), r"\geq") if descending else ((left, right), r"\leq")
            return printer.broken_equation(*pair, DENIED[sign])
        case FirstOrder(left, right):
            return printer.broken_equation(left, right, DENIED[r"\doteq"])
        case Equivalence():
            return claim.broken(notation).replace(r"\iff", DENIED[r"\iff"])
    return claim.broken(notation)


def _finding(found: Finding) -> tuple[str, str]:
    equal = f"equal modulo ${found.modulus}$" if found.modulus else EQUAL.get(found.name)
    outcome = equal or found.outcome if found.outcome == "equal" else found.outcome
    name = "in a prime field" if found.modulus else RUNGS[found.name]
    return name, ", ".join(filter(None, (outcome, details(found))))


class MathDetails(FindingPrinter):
    """The details of a finding as inline MyST, sizes and powers set as mathematics."""

    nowhere = ""

    def rows(self, assignments: Sequence[Sizes]) -> str:
        """(D, N) = (1, 2), (2, 1), and D = 1, 2 of one size."""
        names, *rows = (", ".join(map(str, row)) for row in (assignments[0], *(s.values() for s in assignments)))
        if len(assignments[0]) < 2:
            return names and f"${names} = {', '.join(rows)}$"
        return f"$({names}) = {', '.join(f'({row})' for row in rows)}$"

    def each(self, sizes: Sizes) -> str:
        """D = 10, N = 25, each set alone."""
        return ", ".join(f"${name} = {size}$" for name, size in sizes.items())

    def power(self, exponent: int) -> str:
        """10^exponent."""
        return f"$10^{{{exponent}}}$"


details = MathDetails()


# ---------------------------------------------------------------- objects


def objects(claims: Sequence[Claim], notation: Notation) -> list[tuple[str, str]]:
    """What the letters of the claims are, each in LaTeX with its space, structure and range."""
    printer = Printer(notation)
    found = dict.fromkeys(atom for claim in claims for atom in claim_atoms(claim))
    return [shown for atom in found if (shown := _object(atom, printer))]


def listed(letters: Sequence[tuple[str, str]]) -> str:
    """The letters of a statement in one sentence: ``x_n in R^D for n = 1, ..., N; Sigma ... positive definite``."""
    return "; ".join(f"${letter} {what.removeprefix('$')}" for letter, what in letters)


def _object(atom: Expr, printer: Printer) -> tuple[str, str] | None:
    # A primed letter is a second value of another one, which a claim compares within itself and does not print.
    if not isinstance(atom, Letter) or atom.kind.constant or atom.name.endswith("'"):
        return None
    indices = [Index(name, size) for name, size in zip("nkm", atom.axes, strict=False)]
    shown = printer(Member(atom, tuple(indices)) if indices else atom)
    structure = f" {atom.kind}" if str(atom.kind) else ""
    ranges = ", ".join(f"${index.name} = 1, \\dots, {index.size}$" for index in indices)
    return shown, f"$\\in {space(atom.of, printer)}$" + structure + (f" for {ranges}" if ranges else "")


def space(shape: tuple[Size, Size], printer: Printer) -> str:
    """R, R^D or R^{D x K}."""
    if shape == SCALAR:
        return r"\mathbb{R}"
    rows, columns = (printer.name(size) if isinstance(size, str) else str(size) for size in shape)
    return rf"\mathbb{{R}}^{{{rows}}}" if columns == "1" else rf"\mathbb{{R}}^{{{rows} \times {columns}}}"


# ---------------------------------------------------------------- blocks


def inline(conditions: Sequence[Condition], notation: Notation) -> list[str]:
    """Side conditions as inline MyST."""
    return [f"${condition.latex(notation)}$" for condition in conditions]


def statement_block(made: Statement) -> Block:
    """A statement: its objects, and a line for each claim; a condition stands below the first line that has it."""
    lines: list[Line] = []
    for number, item in enumerate(made.stated, 1):
        line = claim_line(f"{made.id}-{number}", item, made.notation)
        said = {condition for before in lines for condition in before.where}
        lines.append(replace(line, where=[condition for condition in line.where if condition not in said]))
    if not made.holds:
        shown = (denied(item.claim, made.notation) for item in made.stated)
        lines = [replace(line, latex=latex) for line, latex in zip(lines, shown, strict=True)]
    letters = objects(made.claims, made.notation)
    facts = [("letters", listed(letters))] if letters else []
    kind = "statement" if made.holds else "counterexample"
    return Block(kind, made.id, made.title, facts, lines=lines, text=list(made.text), objects=letters)


def claim_line(anchor: str, item: Checked, notation: Notation, *, tag: str = "", after: Expr | None = None) -> Line:
    """A claim on a line of its own; an equation whose left side the line before has, ``after``, as its right side."""
    given, claim, printer = item.claim.given, item.claim, Printer(notation)
    made_for = [f"${name} = {size}$" for name, size in given.sizes]
    made_for += inline(given.conditions, notation)
    line = Line(
        anchor,
        claim.broken(notation),
        tag=tag,
        reason=refutation(item.verdict, printer) if item.fails else item.reason,
        where=[*made_for, *inline(item.verdict.conditions, notation)],
        rows=list(item.rows),
        mark=mark(item, printer),
    )
    if isinstance(claim, Equation) and claim.left == after:
        line = replace(line, left=printer(claim.left), relation="=", latex=printer.broken(claim.right))
    return line


def common_case(made: Derivation, printer: Printer) -> list[str]:
    """The condition on indices, as inline MyST, without which every side of a chain is 0; none where there is none."""
    sides = [made.start, *(step.shown for step in made.steps)]
    cases = [side for side in sides if isinstance(side, Where) and not side.elsewhere]
    conditions = {f"${printer(case.left)} {COMPARED[case.relation]} {printer(case.right)}$" for case in cases}
    return list(conditions) if len(cases) == len(sides) and len(conditions) == 1 else []


def _side(shown: Expr | Equation, case: list[str], printer: Printer) -> str:
    if isinstance(shown, Equation):
        return shown.latex(printer.notation)
    return printer.broken(shown.body if case and isinstance(shown, Where) else shown)


def derivation_block(made: Derivation) -> Block:
    """A derivation: where it starts and a line for each step.  A case that all sides share is said once."""
    printer = Printer(made.notation)
    case = common_case(made, printer)
    start = _side(made.start, case, printer)
    lines: list[Line] = []
    number, misprints = 0, 0
    said: tuple[Condition, ...] = ()
    for step in made.steps:
        number += not step.printed
        misprints = misprints + 1 if step.printed else 0
        again = f"-{misprints}" if misprints > 1 else ""
        anchor = f"{made.id}-{number + 1}-printed{again}" if step.printed else f"{made.id}-{number}"
        line = _step_line(step, anchor, None if step.printed else number, case, printer)
        # A condition holds from the line that says it to the end of the chain, of which a misprint is no link.
        new = beyond(step.verdict.conditions, said)
        lines.append(replace(line, where=[*([] if lines else case), *inline(new, made.notation)]))
        said += () if step.printed else new
    return Block("derivation", made.id, made.title, start=start, lines=lines, folded=made.folded)


def _step_line(step: Step, anchor: str, number: int | None, case: list[str], printer: Printer) -> Line:
    relation = DENIED.get(step.relation, step.relation) if step.verdict.status == "rejected" else step.relation
    reasons = (step.reason, refutation(step.verdict, printer)) if step.fails else (step.reason,)
    return Line(
        anchor,
        _side(step.shown, case, printer),
        relation=relation,
        number=number,
        tag="as printed" if step.printed else "",
        reason=". ".join(filter(None, reasons)),
        uses=list(step.uses),
        rows=list(step.rows),
        mark=mark(step, printer),
    )


def sympy_block(made: SymPyDerivation) -> Block:
    """A SymPy derivation: the sizes, the expression it starts from, and a line for each answer."""
    if not made.arrived:
        raise ValueError(
            f"{made.id}: found a SymPy derivation without a general line, expected it to end in arrives_at"
        )
    sizes = ", ".join(f"{name} = {value}" for name, value in made.sizes.items())
    facts = [("sizes", f"${sizes}$")] if sizes else []
    symbols = ("symbols", f"generic, at ${sizes}$" if sizes else "generic")
    first, *answers = made.lines
    lines = [
        Line(
            f"{made.id}-{number}",
            f"{line.name} = {line.latex}",
            number=number,
            reason=f"`sympy.{line.call}`",
            mark=Mark("proved", [("checked", line.checked), symbols]),
        )
        for number, line in enumerate(answers, 1)
    ]
    return Block("sympy", made.id, made.title, facts, f"{first.name} = {first.latex}", lines, folded=made.folded)


def numpy_block(made: NumPyCheck) -> Block:
    """A NumPy check: the values that go in, the lines of NumPy, and the value that these, formula and kernel give."""
    # An entry below the tolerance is rounding noise beside the largest one, and differs between processors.
    noise = made.tolerance * np.abs(made.value).max()
    printer = Printer(made.notation)
    facts = [("data", made.data), ("formula", f"${printer(made.expr)}$"), ("kernel", f"`{made.kernel}`")]
    inputs = [f"{printer(letter)} = {shown}" for letter, value in made.inputs if (shown := array_latex(value))]
    within = digits(made.tolerance).removeprefix(r"1 \cdot ")
    agreeing = "formula, kernel and these lines" if made.code else "formula and kernel"
    details = [("agreement", f"relative difference of {agreeing} below ${within}$, in float64")]
    line = Line(
        f"{made.id}-1",
        array_latex(made.value, noise),
        relation="=",
        reason=f"{agreeing} agree",
        mark=Mark("agrees", details),
    )
    shown = r",\quad ".join(inputs) if made.code else ""
    return Block("numpy", made.id, made.title, facts, lines=[line], inputs=shown, code=made.code, folded=made.folded)


MAX_SHOWN = 16
"""Most entries of an array that is printed."""


def array_latex(value: NDArray[np.float64], noise: float = 0.0) -> str:
    """A number, a column in one row, or a matrix; nothing for what is too large to print."""
    if value.size > MAX_SHOWN:
        return ""
    shown = [[digits(entry, noise) for entry in row] for row in np.atleast_2d(value)]
    if value.size == 1:
        return shown[0][0]
    if value.ndim < 2 or value.shape[1] == 1:
        entries = r",\; ".join(digits(entry, noise) for entry in value.reshape(-1))
        return rf"\left({entries}\right)"
    rows = r" \\ ".join(" & ".join(row) for row in shown)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def digits(value: float, noise: float = 0.0) -> str:
    """At most six significant digits, none of them below the noise; never an exponent for an everyday number."""
    if abs(value) <= noise:
        return "0"
    meant = min(6, math.ceil(math.log10(abs(value) / noise))) if noise else 6
    mantissa, _, exponent = f"{value:.{meant}g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


# ---------------------------------------------------------------- IPython

BLOCKS: dict[type, Callable[[Any], Block]] = {
    Statement: statement_block,
    Result: lambda made: statement_block(made.statement),
    Derivation: derivation_block,
    SymPyDerivation: sympy_block,
    NumPyCheck: numpy_block,
}


def install() -> None:
    """Teach the running IPython to show the voices; nothing to do outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or shell.display_formatter is None:
        return
    formatter = shell.display_formatter.mimebundle_formatter
    for kind, make in BLOCKS.items():
        formatter.for_type(kind, lambda made, include=None, exclude=None, make=make: mimebundle(make(made)))
