"""Near misses of structures, conventions, matrix functions, spins and expectations, and of all relations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from derivations.claims.claim import Claim
from tests.checking.corpus import FURTHER_EQUATIONS, RELATIONS, read_claims
from tests.checking.near_misses import chosen, report

LINES = read_claims(FURTHER_EQUATIONS + RELATIONS)


@pytest.mark.parametrize(("line", "claim"), LINES, ids=[line for line, _ in LINES])
def test_near_misses_are_rejected_or_true(
    line: str, claim: Claim, record_property: Callable[[str, object], None]
) -> None:
    report(record_property, claim)


def test_near_misses_are_many() -> None:
    assert sum(len(chosen(claim)) for _, claim in LINES) >= 700
