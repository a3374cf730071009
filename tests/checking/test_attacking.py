"""Generated attacks: none that is false passes, none that is true is rejected."""

from __future__ import annotations

import itertools
import random

import pytest

from derivations.checking import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from tests.checking.attacking import Attack, attacks

COUNT = 90
"""Lines that a test run tries; `benchmarks.fuzz` tries more."""
ATTACKS = list(itertools.islice(attacks(random.Random("attacks")), COUNT))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.line)
def test_verdict_does_not_contradict_how_the_line_was_made(attack: Attack) -> None:
    (claim,) = read_line(attack.line, declare(attack.given, Scope()))
    verdict = check(claim)
    assert verdict.status != "rejected" if attack.true else not verdict.passed
