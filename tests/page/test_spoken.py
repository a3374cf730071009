"""Statements that no machine checked say so."""

import pytest

from derivations.page.blocks import Block, Mark, plain
from derivations.page.spoken import argued, cited
from tests.rendering import face_error

SPECTRAL = cited(
    "spectral-theorem",
    "Spectral theorem",
    r"S = U^{\top} \Lambda U",
    source="Horn and Johnson, 2.5.6",
    text=["Let $S = S^{\\top}$."],
)
MAXIMUM = argued("maximum", "The only maximum", r"L(\theta) \leq L(\hat\theta)", because="the two lines above")


@pytest.mark.parametrize(
    ("block", "mark"),
    [
        (SPECTRAL, Mark("cited", [("proof", "Horn and Johnson, 2.5.6")])),
        (MAXIMUM, Mark("argued", [("argument", "the two lines above")])),
    ],
)
def test_a_spoken_statement_has_a_mark_of_its_own(block: Block, mark: Mark) -> None:
    assert block.kind == "statement" and [line.mark for line in block.lines] == [mark]
    assert face_error(block) == ""


def test_the_words_of_the_marks_stand_in_the_plain_face() -> None:
    assert "[cited]" in plain(SPECTRAL) and "Let S" in plain(SPECTRAL)
    assert "[argued in words]" in plain(MAXIMUM)


def test_nothing_spoken_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty: found no formula, expected at least one"):
        cited("empty", "Empty", source="nowhere")
