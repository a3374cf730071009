"""Whatever is typed, a line is read or refused; and what can be read and typed has a verdict.

``python -m benchmarks.fuzz`` does the same with as many lines as you like.
"""

from __future__ import annotations

import itertools
import random
import re
from contextlib import suppress

import pytest

from derivations.checking.ladder import check
from derivations.checking.verdict import EXIT_CODES
from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree.node import CONSTANTS, WORDS
from derivations.tree.shapes import ShapeError
from tests.syntax.fuzzing import SLIPS, bounded, hostile, lines, read_and_typed
from tests.syntax.grammar import ATOMS, GIVEN, NO_CLAIMS, RELATIONS, RULES, alternatives

READ = 5_000
CHECKED = 50
WORK = 3_000_000
"""Function calls that reading a line may take; one of the greatest length takes a third of it."""


def test_lines_are_read_or_refused() -> None:
    typed = 0
    for line in itertools.islice(lines(random.Random("read")), READ):
        with bounded(WORK):
            typed += bool(read_and_typed(line))
    # Neither of the two is rare, or the lines would test little.
    assert READ / 10 < typed < READ * 9 / 10


# The text of a power is printed twice at each level of its exponent.
@pytest.mark.parametrize("kind", hostile())
def test_hostile_lines_are_read_or_refused(kind: str) -> None:
    for line in hostile()[kind]:
        with bounded(WORK):
            read_and_typed(line)


def test_declarations_are_read_or_refused() -> None:
    rng = random.Random("declarations")
    given = [line for line in GIVEN.splitlines() if line]
    made = 0
    for _ in range(READ // 10):
        place = rng.randrange(len(given))
        text = "\n".join([*given[:place], rng.choice(SLIPS)(rng, given[place]), *given[place + 1 :]])
        with bounded(WORK), suppress(ReadError, ShapeError):
            made += bool(declare(text, Scope()))
    assert READ / 100 < made < READ / 10


@pytest.mark.parametrize("name", ["z{0}", "z{0}(a)"])
def test_definitions_that_double_are_no_endless_work(name: str) -> None:
    first, second, third = (name.format(k) for k in (0, "{0}", "{1}"))
    double = [f"{second} := {third} + {third}".format(k + 1, k) for k in range(60)]
    with bounded(WORK), pytest.raises(ReadError, match="found an expression of more than"):
        declare("\n".join(["a: scalar", f"{first} := a + a", *double]), Scope())


def test_what_can_be_read_and_typed_has_a_verdict() -> None:
    rng = random.Random("checked")
    claims = (claim for line in lines(rng) for claim in read_and_typed(line))
    statuses = [check(claim).status for claim in itertools.islice(claims, CHECKED)]
    assert set(statuses) <= set(EXIT_CODES) and {"verified", "rejected"} <= set(statuses)


FOUND = {
    "((a^4000)^4000)^4000 = a": "inconclusive",
    "(((2^4096)^4096)^4096)^4096 = 1": "inconclusive",
    f"p{'^2' * 60} = p": "inconclusive",
    "i = D": "rejected",
    "for m: mu = b <=> b = mu": "undefined",
    "for m: 0 = 0 + 0 solved by m = 0": "verified",
}
"""Lines that once took for ever, or ended in a traceback."""


@pytest.mark.parametrize("line", FOUND)
def test_what_was_found_before_has_a_verdict(line: str) -> None:
    (claim,) = read_and_typed(line)
    assert check(claim).status == FOUND[line]


def test_grammar_says_every_word_and_relation() -> None:
    assert set(re.findall(r"[A-Za-z]+", " ".join([*ATOMS.values(), *RULES.values()]))) >= {*WORDS, *CONSTANTS}
    parts = ("tr(C) t y[1]", "p", "b", "c")
    assert [form for form in alternatives(RELATIONS) if not read_and_typed(form.format(*parts))] == []
    assert [form for form in NO_CLAIMS if read_and_typed(form.format(*parts))] == []
