"""Proposals for the readings of a note: every printed formula in the text syntax, or why it cannot be read.

What a formula does not print is filled in from the rows before it (an omitted left side, the unknown of an equivalence)
or in the plainest way (a gradient by a structured matrix varies its entries freely); a person decides what is entered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from derivations.claims import Claim, Definition, Equation, Equivalence, FirstOrder, plain_line
from derivations.notes.comparison import Chains, chains_of, differences
from derivations.notes.cursor import DIVIDERS
from derivations.notes.names import NoteNames, plain_name
from derivations.notes.reader_claims import UNNAMED, read_latex, read_latex_expression
from derivations.notes.readings import Scopes, read_part, statements
from derivations.notes.rows import LedgerError, find_book
from derivations.notes.tokens import latex_tokens
from derivations.notes.transcription import transcribed
from derivations.syntax import ReadError, Scope, read_line, solved_letter
from derivations.tree import OMITTED, STRUCTURES, Apply, Defined, Expr, Function, Grad, Letter, PlainPrinter

BRACE = re.compile(r"_\s*\{\s*=\s*(\\?[A-Za-z]+)\s*\}")
"""A brace below a factor that gives it a name."""
ID = re.compile(r"\w+\.\d{3}")
LEDGER = {"id": str, "formula": list}
INVENTORY = {"id": str, "label": str, "as_printed": str, "statement": str}
"""The fields of a row that a proposal is made from, and what they are."""


def draft(slug: str, folder: Path | None = None, inventory: Path | None = None) -> Iterator[str]:
    """A line for each row of a ledger, or of an inventory: its id and the proposed reading; nothing is changed.

    Rows are read with the declarations of the ledger; of an inventory, rows that are not entered yet as well.
    `LedgerError` where a file is missing.
    """
    folder = folder or find_book() / "notes"
    scopes, ledger = Scopes(read_text(folder / f"{slug}.given")), folder / f"{slug}.jsonl"
    entered = {row["id"]: row for row in read_rows(ledger, LEDGER)} if inventory is None or ledger.exists() else {}
    items = entered.values() if inventory is None else map(transcribed, read_rows(inventory, INVENTORY))
    earlier: Chains = frozenset()
    before: list[Claim] = []
    for entry in (entered.get(item["id"], item) for item in items):
        proposed = entry
        try:
            text = proposal(entry["formula"], scopes.of(entry), before, earlier)
            proposed = {"reading": text} | dict(entry)
            yield f"{entry['id']}  {text}"
        except ReadError as error:
            yield f"{entry['id']}  # {error}"
        if "reading" in proposed:
            claims, _ = scopes.read(proposed)
            before = continued(claims, before)
            earlier = chains_of(claims, earlier)


def read_text(path: Path) -> str:
    """The text of a file of the ledgers; `LedgerError` if there is none."""
    if not path.is_file():
        raise LedgerError(f"found no {path.name} in {path.parent.name}, expected the ledger of a note")
    return path.read_text("utf8")


def read_rows(path: Path, expected: Mapping[str, type]) -> list[dict[str, Any]]:
    """The rows of a file, one JSON object a line; `LedgerError` names the first line that is no row with the fields."""
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise LedgerError(f"{path.name}, line {number}: found no JSON object ({error})") from None
        if wrong := _wrong(rows[-1], expected):
            raise LedgerError(f"{path.name}, line {number}: {wrong}")
    return rows


def _wrong(row: Any, expected: Mapping[str, type]) -> str:
    """Why a line is no row, or nothing."""
    if not isinstance(row, dict):
        return f"found {row!r}, expected an object with the fields {', '.join(expected)}"
    for name, kind in expected.items():
        if not isinstance(row.get(name), kind):
            found = f"{row[name]!r} as the" if name in row else "no"
            return f"found {found} field {name!r}, expected the fields {', '.join(expected)}"
    if not ID.fullmatch(row["id"]):
        return f"found the id {row['id']!r}, expected one such as mle.008"
    return ""


def proposal(formulas: list[str], scope: Scope, before: list[Claim], earlier: Chains = frozenset()) -> str:
    """The reading of a row's formulas in the text syntax; `ReadError` if it cannot be read, or not be said."""
    parts = statements(formulas)
    if not parts:
        raise ReadError("found no formula, expected one to read")
    after, printed = scope.child(), []
    for part in parts:
        printed += part_claims(part, after)
    claims = [completed(claim, before, after) for claim in printed]
    text = plain_line(claims, PlainPrinter(after.families))
    read = read_line(text, scope.child())
    if said := differences(read, printed, chains_of(before, earlier)):
        raise ReadError(f"found {said[0]!r}, expected what the text syntax can say: {text}")
    return text


def part_claims(part: str, scope: Scope) -> list[Claim]:
    """The claims of one formula; a name that nobody declared, in front of it or in a brace, is defined by it."""
    try:
        return read_part(part, scope)
    except ReadError:
        if (symbol := new_symbol(part, scope)) is not None:
            return defined(*symbol, scope)
        if (below := BRACE.search(part)) is None or plain_name(below[1]) in scope.known():
            raise
    name = plain_name(below[1])
    scope.add_letter(name, Letter(name))
    *claims, brace = read_latex(part, scope)
    return [Definition(Letter(name), brace.expressions[0]), *claims]


def defined(named: Function, rest: str, scope: Scope) -> list[Claim]:
    """The definition of a symbol by the rest of its formula, and what else equals it; it is added to the scope."""
    value, *others = read_latex(rest, scope)
    body = value.expressions[-1]
    symbol: Expr = Defined(named.name, body)
    if named.parameters:
        made = replace(named, body=body)
        scope.add_function(made)
        symbol = Apply(made, made.parameters)
    else:
        scope.add_letter(named.name, symbol)
    again = [replace(claim, left=symbol) if isinstance(claim, Equation) else claim for claim in others]
    return [Definition(symbol, body), *again]


def new_symbol(part: str, scope: Scope) -> tuple[Function, str] | None:
    """The undeclared name of ``S = ...`` or ``S(x; mu) := ...`` with its parameters, and the formula from = on."""
    left, equals, right = part.partition("=")
    try:
        tokens = latex_tokens(left.rstrip(": "))
    except ReadError:
        # The sign stands inside braces.
        return None
    declared = [name for name, latex in scope.notation.items() if latex_tokens(latex)[0].text == tokens[0].text]
    name = declared[0] if declared else plain_name(tokens[0].text)
    known = tokens[0].text in NoteNames(scope).printed or name in scope.known()
    if not equals or known or not name.isidentifier():
        return None
    if len(tokens) == 2:
        return Function(name, (), OMITTED), f"= {right}"
    if tokens[1].text not in ("(", "[") or tokens[-2].text not in (")", "]"):
        return None
    dividers = [token.text for token in tokens[2:-2] if token.text in DIVIDERS]
    letters = [read_latex_expression(token.text, scope) for token in tokens[2:-2] if token.text not in DIVIDERS]
    parameters = tuple(letter for letter in letters if isinstance(letter, Letter))
    if len(parameters) < len(letters):
        return None
    return Function(name, parameters, OMITTED, "," if dividers[:1] == [","] else ";"), f"= {right}"


# ---------------------------------------------------------------- what is not printed


def completed(claim: Claim, before: list[Claim], scope: Scope) -> Claim:
    """The claim with what its formula does not print, as far as the rows before it tell."""
    if isinstance(claim, Equivalence):
        omitted = claim.left == (Equation(OMITTED, OMITTED),)
        left = last_equations(before) if omitted else claim.left
        claim = replace(claim, left=left, unknown=unknown_of([left, claim.right], before))
    elif isinstance(claim, Equation) and claim.left == OMITTED and before:
        claim = replace(claim, left=first_side(before))
    elif isinstance(claim, FirstOrder) and claim.letter == UNNAMED:
        steps = [
            letter for letter in scope.directions.values() if any(letter in side.walk() for side in claim.expressions)
        ]
        claim = replace(claim, letter=steps[0]) if len(steps) == 1 else claim
    found: Claim = freely_varied(claim)
    return found


def continued(claims: list[Claim], before: list[Claim]) -> list[Claim]:
    """What the next row may continue: a row of definitions does not interrupt a chain."""
    others = [claim for claim in claims if not isinstance(claim, Definition)]
    interrupts = not any(not isinstance(claim, Definition) for claim in before)
    return others or (claims if interrupts else before)


def last_equations(before: list[Claim]) -> tuple[Equation, ...]:
    """What the claims end with: the right side of the last equivalence, otherwise the last equation."""
    equivalences = [claim for claim in before if isinstance(claim, Equivalence)]
    equations = [claim for claim in before if isinstance(claim, Equation)]
    if equivalences:
        return equivalences[-1].right
    return tuple(equations[-1:]) or (Equation(OMITTED, OMITTED),)


def first_side(before: list[Claim]) -> Expr:
    """The side that the claims begin with."""
    first = before[0]
    if isinstance(first, Definition):
        return first.symbol
    return first.right[0].left if isinstance(first, Equivalence) else first.expressions[0]


def unknown_of(sides: list[tuple[Equation, ...]], before: list[Claim]) -> Letter | None:
    """The letter that an equation gives a value to, that a vanishing gradient is taken by, or the last unknown."""
    gradients = [side.by for part in sides for one in part for side in one.expressions if isinstance(side, Grad)]
    by = next((letter for letter in gradients if isinstance(letter, Letter)), None)
    last = [claim.unknown for claim in before if isinstance(claim, Equivalence)]
    found = by or solved_letter(sides) or (last[-1] if last else None)
    return found if isinstance(found, Letter) else None


def freely_varied(value: Any) -> Any:
    """The same claim or node, each gradient by a structured matrix with independent entries."""
    if isinstance(value, tuple):
        return tuple(map(freely_varied, value))
    if not is_dataclass(value) or isinstance(value, Letter | Function):
        return value
    same = {item.name: freely_varied(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Grad) and STRUCTURES[value.structure].conventions and not value.convention:
        same["convention"] = "independent"
    return type(value)(**same)
