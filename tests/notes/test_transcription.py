"""From a printed row to its formulas: words go, nothing is repaired, everything that is left renders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivations.notes import transcription
from derivations.notes.rows import LedgerError
from derivations.notes.transcription import formulas, is_subsequence, main, transcribed
from tests.rendering import error

ROWS: dict[str, list[str]] = {
    r"y = A x \quad \dots \textcircled{1}": ["y = A x"],
    r"y = A x, \quad \text{ここで } A \text{ は正則}.": ["y = A x", "A"],
    r"\text{平均}": [],
    r"(1) \quad a = b \qquad (A.2) \quad b = c": ["a = b", "b = c"],
    r"\mathrm{tr}(A B) = \text{tr}(B A)": [r"\mathrm{tr}(A B) = \text{tr}(B A)"],
    r"\therefore \quad x = 1 \quad \square": ["x = 1"],
    r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \quad \end{cases}": [
        r"f(x) = \begin{cases} 1 &  x > 0 \\ 0 &   \end{cases}"
    ],
    r"\left( a \quad b \right) \{ c \quad d \}": [r"\left( a  b \right) \{ c", r"d \}"],
    r"\underbrace{a + b \text{ 和}}_{c}": [r"\underbrace{a + b }_{c}"],
    r"\ (s=t):\ ": ["(s=t):"],
    "関数$y=f(x)$の点$x=a$における傾き": ["y=f(x)", "x=a"],
    r"ここで $$f(x+h) = f(x) + \epsilon$$ とかく ($h$は小さい).": [r"f(x+h) = f(x) + \epsilon", "h"],
    r"a{\text における傾き} = b": ["a", "= b"],
    r"p(x) \text{は密度, $q$ も}": ["p(x)"],
    "データの生成": [],
    "## 5": [],
}


@pytest.mark.parametrize("printed", ROWS)
def test_formulas_of_a_row(printed: str) -> None:
    found = formulas(printed)
    assert found == ROWS[printed]
    assert is_subsequence(found, printed)


@pytest.mark.parametrize("printed", [printed for printed, found in ROWS.items() if found and r"\{" not in printed])
def test_formulas_render(printed: str) -> None:
    assert [said for part in formulas(printed) if (said := error(part))] == []


@pytest.mark.parametrize(
    ("parts", "printed", "stands"),
    [
        (["a = b", "c"], "a = b, c", True),
        (["c", "a = b"], "a = b, c", False),
        (["a = b", "b"], "a = b", False),
        (["a = -b"], "a = b", False),
        ([], "a", True),
    ],
    ids=["in order", "another order", "twice", "a sign more", "nothing"],
)
def test_nothing_can_be_added_or_moved(parts: list[str], printed: str, stands: bool) -> None:
    assert is_subsequence(parts, printed) == stands


def row(number: int, printed: str) -> dict[str, str]:
    return {"id": f"tiny.{number:03}", "label": "", "topic": "t", "as_printed": printed, "statement": f"row {number}"}


def test_formula_that_is_not_printed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "formulas", lambda printed: ["a = -b"])
    with pytest.raises(LedgerError, match=r"tiny\.001: found formulas that do not stand in the printed row"):
        transcribed(row(1, "a = b"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "book" / "notes").mkdir(parents=True)
    (tmp_path / "_toc.yml").touch()
    rows = [row(1, "a = b"), row(2, r"\text{and } c = d"), row(3, "e")]
    (tmp_path / "tiny-inventory.jsonl").write_text("".join(json.dumps(item) + "\n" for item in rows))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_rows_are_added_and_what_is_entered_is_kept(folder: Path) -> None:
    path = folder / "book" / "notes" / "tiny.jsonl"
    assert main(["tiny-inventory.jsonl", "tiny", "2", "2"]) == 0
    (only,) = [json.loads(line) for line in path.read_text().splitlines()]
    assert only == {"id": "tiny.002", "label": "", "formula": ["c = d"], "statement": "row 2"}
    path.write_text(json.dumps({**only, "reading": "c = d", "formula": ["repaired"]}) + "\n")
    assert main(["tiny-inventory.jsonl", "tiny", "1", "3"]) == 0
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [item["id"] for item in rows] == ["tiny.001", "tiny.002", "tiny.003"]
    assert rows[1]["reading"] == "c = d" and rows[1]["formula"] == ["c = d"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["tiny-inventory.jsonl"], 2, "usage: "),
        (["none.jsonl", "tiny", "1", "2"], 1, "transcription: "),
        (["tiny-inventory.jsonl", "tiny", "one", "2"], 1, "transcription: "),
        (["_toc.yml", "tiny", "1", "2"], 0, ""),
    ],
)
def test_bad_arguments_are_one_line(
    arguments: list[str], code: int, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    said = capsys.readouterr().err
    assert said.startswith(message) and said.count("\n") == bool(message)
