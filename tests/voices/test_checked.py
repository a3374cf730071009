"""A claim is checked once, when its record is made; whoever shows it reads the record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from derivations.chapter import Derivation, Exercise, equation, function, inequality, let, refuted, scalar
from derivations.checking.ladder import check
from derivations.checking.verdict import Verdict
from derivations.claims.claim import Claim, Definition
from derivations.page.blocks import mimebundle
from derivations.page.rendering import derivation_block, statement_block
from derivations.voices.checked import RefutedLine, judged, with_obligations
from derivations.voices.statements import statement

a, b = scalar("a"), scalar("b")
BOUND = inequality(2 * a * b, a**2 + b**2, (a - b) ** 2)
SQUARE = function("q", a, body=a * a)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Claim]:
    """The claims that are checked, in their order."""
    asked: list[Claim] = []

    def counting(claim: Claim, *notation: object) -> Verdict:
        asked.append(claim)
        return check(claim)

    monkeypatch.setattr("derivations.voices.checked.check", counting)
    return asked


def a_statement() -> list[Claim]:
    made = statement("squares", "Squares", Definition(SQUARE(a), a**2), BOUND)
    assert made.holds and made.verdicts[1].passed and len(made.claims) == 2
    assert statement_block(made) == statement_block(made)
    return [made.claims[0], equation(SQUARE(a), a**2), BOUND]


def a_derivation() -> list[Claim]:
    made = Derivation("chain", 2 * a * b, "A chain")
    made.as_printed(a**2, "a slip", rows=["mle.001"]).at_most(a**2 + b**2, "a square", certificate=(a - b) ** 2)
    mimebundle(derivation_block(made))
    return [step.claim for step in made.steps]


def a_refuted_claim() -> list[Claim]:
    made = refuted("false", "False", inequality(a, b))
    assert not made.holds
    statement_block(made)
    return list(made.claims)


def a_solution() -> list[Claim]:
    Exercise("double", "Twice", given="a: scalar", left="a + a").solved("2 a")
    return [equation(a + a, 2 * a)]


MAKERS = [a_statement, a_derivation, a_refuted_claim, a_solution]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_what_is_made_asked_and_rendered_is_checked_once(make: Callable[[], list[Claim]], calls: list[Claim]) -> None:
    expected = make()
    assert [claim.latex() for claim in calls] == [claim.latex() for claim in expected]


def test_a_definition_in_other_words_owes_an_equation() -> None:
    defined, owed = with_obligations(Definition(SQUARE(a), a**2), rows=["mle.001"])
    assert (defined.role, defined.rows, defined.verdict.status) == ("claim", ("mle.001",), "unchecked")
    assert (owed.role, owed.rows, owed.verdict.passed) == ("obligation", (), True)
    assert len(with_obligations(Definition(let("w", a), a))) == len(with_obligations(BOUND)) == 1


def test_a_false_record_says_where_it_stands() -> None:
    false = judged(equation(a, b), role="reading")
    assert false.fails and not false.defines
    with pytest.raises(RefutedLine, match=r"here: a = b\nrejected[\s\S]*counterexample"):
        false.require("here")
