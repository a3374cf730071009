"""True claims of every kind pass; their near misses are rejected, or an independent oracle finds them true as well."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from derivations.checking.check import check
from derivations.checking.counterexample import smallest_counterexample
from derivations.checking.instances import Instance
from derivations.checking.numeric import random_values
from derivations.checking.sizes import admissible, size_letters
from derivations.claims.claim import Equation
from derivations.claims.expr import SCALAR, Index, Member
from tests.checking.corpus import EQUATIONS, EQUIVALENCES, FUNCTIONS, INTEGRALS, read_all
from tests.checking.mutants import near_misses
from tests.checking.oracle import TOLERANCE, World, gap

TRUE = read_all(EQUATIONS + EQUIVALENCES)
MISSES_EACH = 7
"""Near misses of one claim that are tried, drawn from all of them."""
SIZES = ((2, 3, 4), (3, 2, 2), (1, 1, 2), (2, 1, 3), (3, 4, 1))
VALUES_EACH = 3


@pytest.mark.parametrize(("line", "claim"), TRUE, ids=[line for line, _ in TRUE])
def test_true_claim_passes(line: str, claim: Equation) -> None:
    verdict = check(claim)
    assert verdict.passed, f"{line}\n{verdict}"
    assert {rung.outcome for rung in verdict.rungs} == {"equal"}, verdict


def test_corpus_is_large_enough() -> None:
    assert len({claim for _, claim in TRUE}) >= 60


@pytest.mark.parametrize("line", [line for line, _ in read_all(FUNCTIONS)][:2])
def test_claim_without_sizes_is_proved(line: str) -> None:
    assert check(dict(TRUE)[line]).status == "proved"


# ---------------------------------------------------------------- near misses


def chosen_misses(claim: Equation) -> list[tuple[str, Equation]]:
    """Some near misses, of as many kinds as there are."""
    rng = random.Random(claim.latex())
    misses = near_misses(claim)
    rng.shuffle(misses)
    seen: Counter[str] = Counter()
    ranked = []
    for kind, miss in misses:
        ranked.append((seen[kind], kind, miss))
        seen[kind] += 1
    return [(kind, miss) for _, kind, miss in sorted(ranked, key=lambda entry: entry[0])[:MISSES_EACH]]


def worlds(claim: Equation) -> Iterator[World]:
    """Random values at several sizes, with every value of the free indices."""
    rng = np.random.default_rng(len(claim.latex()))
    letters = size_letters(claim)
    for row in SIZES:
        sizes = dict(zip(letters, row, strict=False))
        for _ in range(VALUES_EACH if admissible(claim, sizes) else 0):
            drawn = random_values(claim, sizes, rng)
            values = {key if isinstance(key, str) else key.name: value for key, value in drawn.items()}
            yield from with_indices(claim.indices, World(sizes, values, {}))


def with_indices(free: tuple[Index, ...], world: World) -> Iterator[World]:
    """The world with every choice of the free indices."""
    for choice in itertools.product(*(range(1, world.size(index.size) + 1) for index in free)):
        yield World(world.sizes, world.values, {index.name: k for index, k in zip(free, choice, strict=True)})


def world_of(instance: Instance) -> World:
    """An instance of the checker in float64."""
    values = {}
    for key, value in instance.values.items():
        members = [np.array(rows, float) for rows in (value if isinstance(key, Member) else [value])]
        plain = [float(rows[0, 0]) if key.of == SCALAR else rows for rows in members]
        values[key.family if isinstance(key, Member) else key.name] = plain if isinstance(key, Member) else plain[0]
    return World(instance.sizes, values, {})


def largest_gap(claim: Equation) -> float | None:
    """Largest difference that the oracle sees at its own points; None if it sees no point."""
    seen = [found for world in worlds(claim) if (found := gap(claim.left, claim.right, world)) is not None]
    return max(seen, default=None)


def judge(claim: Equation, has_integral: bool) -> str:
    """The status of a near miss, its counterexample evaluated anew, its acceptance questioned."""
    verdict = check(claim)
    if verdict.passed:
        seen = largest_gap(claim)
        assert seen is not None and seen < TOLERANCE, f"accepted, but differs by {seen}: {claim.latex()}"
        return "equivalent"
    if verdict.status == "rejected":
        assert verdict.counterexample is not None and verdict.counterexample.left != verdict.counterexample.right
        instance = smallest_counterexample(claim, ())
        if instance is not None and not has_integral:
            seen_there = [gap(claim.left, claim.right, w) for w in with_indices(claim.indices, world_of(instance))]
            different = [found for found in seen_there if found is None or found > TOLERANCE]
            assert different, f"rejected, but equal at its counterexample: {claim.latex()}\n{verdict}"
    return verdict.status


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """Counts over all claims, printed and bounded when the module is done."""
    counts: Counter[str] = Counter()
    yield counts
    print(f"\nnear misses: {dict(counts)}")


EQUATION_LINES = [(line, claim) for line, claim in TRUE if isinstance(claim, Equation)]


@pytest.mark.parametrize(("line", "claim"), EQUATION_LINES, ids=[line for line, _ in EQUATION_LINES])
def test_near_misses_are_rejected_or_true(line: str, claim: Equation, tally: Counter[str]) -> None:
    has_integral = line in INTEGRALS
    for kind, miss in chosen_misses(claim):
        status = judge(miss, has_integral)
        tally[status] += 1
        tally[f"kind {kind}"] += 1
        # An integrand may lose its closed form or its convergence, a root or a logarithm its sign; nothing else may.
        assert status in ("rejected", "equivalent") or has_integral or "log" in line or "sqrt" in line, miss.latex()


def test_near_misses_are_many() -> None:
    assert sum(len(chosen_misses(claim)) for _, claim in EQUATION_LINES) >= 350
