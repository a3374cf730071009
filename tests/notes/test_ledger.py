"""Ledgers of a tiny note: every status, and every entry that is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derivations.notes.ledger import Ledger, Row, row_block
from derivations.notes.rows import LedgerError, find_book, read_entries, read_given
from tests.rendering import face_error

GIVEN = """# A tiny note.
z, a: D
A, B: D x D
S: D x D spd
c: scalar
x[n]: D for n in 1..N
i, j in 1..D
A[,] as a_{#}
"""
TRUE = "tr(A B) = tr(B A)"
FALSE = "A B = B A"


def ledger(folder: Path, *rows: dict[str, Any], given: str = GIVEN) -> Ledger:
    """A ledger of rows; id, label, formula and statement are filled in."""
    entries = [
        {"id": f"tiny.{number:03}", "label": "", "formula": [], "statement": f"row {number}"} | row
        for number, row in enumerate(rows, 1)
    ]
    (folder / "tiny.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf8")
    (folder / "tiny.given").write_text(given, "utf8")
    return Ledger("tiny", folder=folder)


def only(folder: Path, row: dict[str, Any], given: str = GIVEN) -> Row:
    """The one row of a ledger."""
    return ledger(folder, row, given=given).rows["tiny.001"]


STATUSES: dict[str, tuple[dict[str, str], str]] = {
    "true": ({"reading": TRUE}, "verified"),
    "a chain": ({"reading": "(A B)' = B' A' = (A B)'"}, "verified"),
    "no sizes": ({"reading": "c^2 - 1 = (c - 1) (c + 1)"}, "proved"),
    "one proved, one verified": ({"reading": f"c + c = 2 c; {TRUE}"}, "verified"),
    "false": ({"reading": FALSE, "correction": "(A B)' = B' A'"}, "rejected"),
    "one of a chain false": ({"reading": "(A B)' = B' A' = A' B'", "correction": "(A B)' = B' A'"}, "rejected"),
    "ill-typed": ({"reading": "A z = z A", "correction": "A z = A z"}, "rejected"),
    "a definition": ({"reading": "q(z) := z' A z"}, "defined"),
    "a definition with a use": ({"reading": "q(z) := z' z = z' z"}, "verified"),
    "obligation kept": ({"reading": "P := A S", "obligation": "tr(P) = tr(S A)"}, "defined"),
    "obligation broken": ({"reading": "P := A S", "obligation": "P = P'", "correction": "P := A + A'"}, "rejected"),
    "words": ({"explained": "A title."}, "explained"),
    "damaged": ({"unreadable": "The scan is torn."}, "unreadable"),
    "hypothesis": ({"reading": "grad(z' A z, z) = 2 A z", "hypothesis": "A: D x D symmetric"}, "amended"),
    "hypothesis on a size": ({"reading": FALSE, "hypothesis": "D = 1"}, "amended"),
    "hypothesis of a definition": (
        {"reading": "P := A A", "obligation": "P = A' A", "hypothesis": "A: D x D symmetric"},
        "amended",
    ),
}


@pytest.mark.parametrize("name", STATUSES)
def test_status(name: str, tmp_path: Path) -> None:
    row, status = STATUSES[name]
    found = only(tmp_path, row)
    assert found.status == status
    block = row_block(found)
    assert dict(block.facts)["status"] == status
    assert block.id == "tiny-001" and block.kind == "row"
    assert face_error(block) == ""


def test_false_row_keeps_the_counterexample_and_the_correction(tmp_path: Path) -> None:
    row = only(tmp_path, STATUSES["false"][0])
    printed, corrected = row_block(row).lines
    assert (printed.tag, corrected.tag) == ("as printed", "corrected")
    assert printed.mark is not None and corrected.mark is not None
    assert printed.mark.status == "rejected" and corrected.mark.status == "verified"
    assert "counterexample" in dict(printed.mark.details)


def test_amended_row_shows_that_it_fails_and_that_it_holds_under_its_hypothesis(tmp_path: Path) -> None:
    printed, amended = row_block(only(tmp_path, STATUSES["hypothesis"][0])).lines
    assert (printed.tag, amended.tag) == ("as printed", "under the hypothesis")
    assert printed.mark is not None and amended.mark is not None
    assert printed.mark.status == "rejected" and amended.mark.status == "verified"


def test_type_error_is_the_evidence_against_an_ill_typed_row(tmp_path: Path) -> None:
    line = row_block(only(tmp_path, STATUSES["ill-typed"][0])).lines[0]
    assert line.mark is not None and line.mark.status == "undefined"
    assert "ill-typed: product: found D x 1 times D x D" in dict(line.mark.details)["reason"]


def test_true_part_of_a_false_chain_is_not_tagged(tmp_path: Path) -> None:
    lines = row_block(only(tmp_path, STATUSES["one of a chain false"][0])).lines
    assert [line.tag for line in lines] == ["", "as printed", "corrected"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"reading": TRUE, "note": "x"}, r"tiny\.001: found the field 'note', expected correction, "),
    "two kinds": ({"reading": TRUE, "explained": "x"}, r"tiny\.001: expected exactly one of explained, reading"),
    "no kind": ({}, "expected exactly one of"),
    "other note": ({"id": "mle.001", "reading": TRUE}, r"mle\.001: found this id, expected one such as tiny\.008"),
    "short id": ({"id": "tiny.1", "reading": TRUE}, r"tiny\.1: found this id"),
    "correction alone": ({"explained": "x", "correction": TRUE}, "found the field 'correction' without a reading"),
    "no correction": (
        {"reading": FALSE},
        r"tiny\.001: found a false row without a correction[\s\S]*counterexample: D = 2",
    ),
    "correction of a true row": ({"reading": TRUE, "correction": TRUE}, "found a correction of a row that is true"),
    "hypothesis of a true row": ({"reading": TRUE, "hypothesis": "D = 1"}, "found a hypothesis of a row that is true"),
    "false correction": (
        {"reading": FALSE, "correction": "A B = B' A'"},
        "the correction is not verified[\\s\\S]*rejected",
    ),
    "ill-typed correction": ({"reading": FALSE, "correction": "A z = z A"}, "the correction is not verified"),
    "hypothesis does not help": (
        {"reading": FALSE, "hypothesis": "A: D x D symmetric"},
        r"fails under its hypothesis too[\s\S]*counterexample",
    ),
    "obligation broken": ({"reading": "P := A S", "obligation": "P = P'"}, "a false row without a correction"),
    "corrected definition breaks it": (
        {"reading": "P := A S", "obligation": "P = P'", "correction": "P := S A"},
        "the correction is not verified",
    ),
    "inconclusive": ({"reading": "log(1 + exp(c)) = log(1 + exp(c)) + 0 log(2 + exp(c)) + f(c)"}, r"tiny\.001: "),
    "unknown name": ({"reading": "tr(Q) = 0"}, r"tiny\.001: position 4: found the unknown name 'Q'"),
    "open bracket": ({"reading": "tr(A = 0"}, r"tiny\.001: position 6: found '=', expected '\)'"),
    "no relation": ({"reading": "A B"}, r"tiny\.001: position 4: found the end of the line, expected '='"),
    "bad hypothesis": ({"reading": FALSE, "hypothesis": "A is small"}, r"tiny\.001: found the declaration"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_entry_that_is_refused(name: str, tmp_path: Path) -> None:
    row, message = REFUSED[name]
    with pytest.raises(LedgerError, match=message):
        ledger(tmp_path, row)


def test_missing_field_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tiny.jsonl"
    path.write_text('{"id": "tiny.001", "label": "", "formula": []}\n')
    with pytest.raises(LedgerError, match=r"tiny\.001: found no field 'statement', expected formula, id, label"):
        read_entries(path)


def test_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tiny.jsonl"
    path.write_text('{"id": \n')
    with pytest.raises(LedgerError, match=r"tiny\.jsonl, line 1: found no JSON object"):
        read_entries(path)


def test_row_stands_once(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"tiny\.jsonl: found the row tiny\.001 twice"):
        ledger(tmp_path, {"reading": TRUE}, {"id": "tiny.001", "reading": TRUE})


# ---------------------------------------------------------------- definitions from row to row


def test_definition_holds_for_the_rows_below(tmp_path: Path) -> None:
    rows = ledger(tmp_path, {"reading": "q(z) := z' A z"}, {"reading": "grad(q, z) = (A + A') z"}).rows
    assert [row.status for row in rows.values()] == ["defined", "verified"]
    with pytest.raises(LedgerError, match=r"tiny\.001: .*unknown name 'q'"):
        ledger(tmp_path, {"reading": "grad(q, z) = (A + A') z"}, {"reading": "q(z) := z' A z"})


def test_definition_printed_again_must_agree(tmp_path: Path) -> None:
    rows = ledger(tmp_path, {"reading": "q(z) := z' z"}, {"reading": "q(z) := sum(i, z[i] z[i])"}).rows
    assert [row.status for row in rows.values()] == ["defined", "defined"]
    with pytest.raises(LedgerError, match=r"tiny\.002: found a false row without a correction"):
        ledger(tmp_path, {"reading": "q(z) := z' z"}, {"reading": "q(z) := 2 z' z"})


def test_corrected_definition_is_carried_onward(tmp_path: Path) -> None:
    wrong = {"reading": "P := A S", "obligation": "P = P'", "correction": "P := A + A'"}
    rows = ledger(tmp_path, wrong, {"reading": "tr(P) = 2 tr(A)"}).rows
    assert [row.status for row in rows.values()] == ["rejected", "verified"]
    assert [(item.role, item.verdict.status) for item in rows["tiny.001"].checked] == [
        ("reading", "unchecked"),
        ("obligation", "rejected"),
        ("correction", "unchecked"),
        ("correction", "verified"),
    ]
    with pytest.raises(LedgerError, match=r"tiny\.002: found a false row"):
        ledger(tmp_path, wrong, {"reading": "P = A S"})


def test_correction_may_use_what_the_row_defines(tmp_path: Path) -> None:
    row = only(
        tmp_path,
        {"reading": "w := z - a; grad(w, a) = I", "correction": "grad(w, a) = -I"},
        GIVEN + "I: D x D identity",
    )
    assert row.status == "rejected"


# ---------------------------------------------------------------- declarations by section


def test_section_shadows_what_stands_before_it_for_its_rows_alone(tmp_path: Path) -> None:
    given = GIVEN + "\n[002]\nA: D x D symmetric\n\n[003-004]\nA: D x D spd\n"
    reading = {"reading": "A = A'", "correction": "A = A"}
    symmetric = {"reading": "A = A'"}
    rows = ledger(tmp_path, reading, symmetric, symmetric, {"reading": "det(A) = det(A')"}, reading, given=given).rows
    assert [row.status for row in rows.values()] == ["rejected", "verified", "verified", "verified", "rejected"]


def test_section_shadows_what_a_row_defined(tmp_path: Path) -> None:
    given = GIVEN + "\n[002]\nq: scalar\n"
    rows = ledger(
        tmp_path, {"reading": "q(z) := z' z"}, {"reading": "q + q = 2 q"}, {"reading": "q(a) = a' a"}, given=given
    ).rows
    assert [row.status for row in rows.values()] == ["defined", "proved", "verified"]


def test_letter_declared_anew_does_not_meet_its_old_self(tmp_path: Path) -> None:
    """q was defined with a general A; inside the section A is another letter, and the two must not be mixed."""
    given = GIVEN + "\n[002]\nA: D x D symmetric\n"
    with pytest.raises(LedgerError, match=r"tiny\.002: the name A: found two meanings"):
        ledger(tmp_path, {"reading": "q(z) := z' A z"}, {"reading": "grad(q, z) = 2 A z"}, given=given)


def test_fixed_size_holds_in_its_section(tmp_path: Path) -> None:
    given = GIVEN + "\n[002]\nN = 1\n"
    false = {"reading": "sum(n, x[n]) = x[1]", "correction": "sum(n, x[n]) = sum(n, x[n])"}
    rows = ledger(tmp_path, false, {"reading": "sum(n, x[n]) = x[1]"}, given=given).rows
    assert [row.status for row in rows.values()] == ["rejected", "verified"]


def test_given_is_cut_at_its_sections() -> None:
    assert read_given("a: D\n[001-003]\nb: D\n\n[007]\nc: D\n") == (
        "a: D\n",
        [(1, 3, "\nb: D\n\n"), (7, 7, "\nc: D\n")],
    )


def test_notation_of_the_note_prints(tmp_path: Path) -> None:
    line = row_block(only(tmp_path, {"reading": "A[i,j] = A'[j,i]"})).lines[0]
    assert line.latex.startswith("a_{ij} = ")


# ---------------------------------------------------------------- pages


def test_section_of_the_page_has_its_rows_alone(tmp_path: Path) -> None:
    made = ledger(tmp_path, *[{"reading": TRUE}] * 3)
    assert [block.id for block in made.section(2, 3).blocks] == ["tiny-002", "tiny-003"]
    with pytest.raises(LedgerError, match="tiny: found no rows from 4 to 9"):
        made.section(4, 9)


def test_facts_of_a_row(tmp_path: Path) -> None:
    entered = {"reading": TRUE, "label": "①", "formula": ["A B", "B A"], "remark": "As *scanned*."}
    block = row_block(only(tmp_path, entered))
    assert block.title == "tiny.001 ①"
    assert block.facts == [("status", "verified"), ("meant", "row 1"), ("remark", "As *scanned*.")]


def test_what_is_printed_stands_beside_a_reading_that_differs_and_what_is_not_read(tmp_path: Path) -> None:
    printed = ("as printed", r"$\displaystyle A B$, $\displaystyle B A$")
    for entered in ({"reading": TRUE, "differs": "The order."}, {"explained": "A picture."}):
        block = row_block(only(tmp_path, {"formula": ["A B", "B A"], **entered}))
        assert printed in block.facts


def test_a_left_side_is_shown_once_in_a_chain(tmp_path: Path) -> None:
    made = ledger(tmp_path, {"reading": "(A B)' = B' A'"}, {"reading": "(A B)' = (A B)'"}, {"reading": "A' = A'"})
    first, second, third = (block.lines[0] for block in made.section(1, 3).blocks)
    assert (first.left, first.relation) == ("", "") and first.latex.startswith(second.left)
    assert second.relation == "=" and second.left and "=" not in second.latex
    assert (third.left, third.relation) == ("", "")
    assert made.section(2, 2).blocks[0].lines[0].left == ""


def test_rows_before_the_first_are_read_and_not_checked(tmp_path: Path) -> None:
    ledger(tmp_path, {"reading": "P := A A"}, {"reading": FALSE, "correction": TRUE}, {"reading": "P = A A"})
    made = Ledger("tiny", first=3, folder=tmp_path)
    assert [*made.rows] == ["tiny.003"] and made.rows["tiny.003"].status == "verified"
    assert [*Ledger("tiny", last=1, folder=tmp_path).rows] == ["tiny.001"]


def test_a_range_goes_by_the_numbers_of_rows_where_some_are_not_entered(tmp_path: Path) -> None:
    ledger(tmp_path, *({"id": f"tiny.{number}", "reading": TRUE} for number in ("004", "007", "012")))
    assert [*Ledger("tiny", first=5, last=7, folder=tmp_path).rows] == ["tiny.007"]


def test_book_is_found_from_a_folder_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "book" / "notes"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    with pytest.raises(LedgerError, match=r"found no _toc\.yml above notes"):
        find_book()
    (tmp_path / "_toc.yml").touch()
    assert find_book() == tmp_path / "book"
