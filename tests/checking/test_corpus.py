"""True claims of every kind pass, at every rung that ran; and every kind of node, relation and structure is there."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.claims import claim as claims
from derivations.claims import relations
from derivations.claims.claim import Claim, Equivalence
from derivations.claims.relations import FirstOrder, Inequality
from derivations.tree.calculus import Grad
from derivations.tree.functions import HYPERBOLIC, Hyperbolic
from derivations.tree.letters import Letter
from derivations.tree.node import WORDS
from derivations.tree.shapes import CONVENTIONS
from derivations.tree.structures.structure import STRUCTURES
from tests.checking.corpus import FUNCTIONS, LETTERS, corpus, read_all
from tests.checking.judging import truth
from tests.nodes import nodes

TRUE = corpus()
NODES = [node for _, claim in TRUE for side in claim.expressions for node in side.walk()]


@pytest.mark.parametrize(("line", "claim"), TRUE, ids=[line for line, _ in TRUE])
def test_true_claim_passes(line: str, claim: Claim) -> None:
    verdict = check(claim)
    assert verdict.passed, f"{line}\n{verdict}"
    assert {rung.outcome for rung in verdict.findings} == {"equal"}, verdict


@pytest.mark.parametrize(("line", "claim"), TRUE, ids=[line for line, _ in TRUE])
def test_oracle_finds_it_true_as_well(line: str, claim: Claim) -> None:
    assert truth(claim) is True, line


@pytest.mark.parametrize("line", [line for line, _ in read_all(FUNCTIONS)][:2])
def test_claim_without_sizes_is_proved(line: str) -> None:
    assert check(dict(TRUE)[line]).status == "proved"


# ---------------------------------------------------------------- what occurs


def test_corpus_is_large_enough() -> None:
    assert len({claim for _, claim in TRUE}) >= 200


def test_every_node_occurs() -> None:
    missing = nodes() - set(map(type, NODES))
    assert not missing, f"a true claim is wanted with {sorted(node.__name__ for node in missing)}"


def test_every_relation_occurs() -> None:
    known = {
        kind
        for module in (claims, relations)
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "check_shapes")
    }
    # A definition claims nothing, and the others are what claims are made of.
    known -= {claims.Claim, claims.Definition, relations._Comparison}
    assert known == {type(claim) for _, claim in TRUE}


def test_every_variant_of_a_relation_occurs() -> None:
    every = [claim for _, claim in TRUE]
    assert {claim.order for claim in every if isinstance(claim, FirstOrder)} == {1, 2}
    assert {claim.unknown is None for claim in every if isinstance(claim, Equivalence)} == {True, False}
    bounds = [claim for claim in every if isinstance(claim, Inequality)]
    assert {claim.certificate is None for claim in bounds} == {claim.descending for claim in bounds} == {True, False}


def test_every_structure_and_every_convention_for_it_occurs() -> None:
    assert {node.structure for node in NODES if isinstance(node, Letter)} == {*STRUCTURES, "in (0, 1)"}
    found = {(node.structure, node.convention) for node in NODES if isinstance(node, Grad) and node.convention}
    assert {convention for _, convention in found} == set(CONVENTIONS)
    linear = ("diagonal", "lower", "antisymmetric", "symmetric")
    assert {(structure, "tied") for structure in linear} <= found
    assert {("spd", "symmetric"), ("spd", "tied"), ("spd", "independent"), ("orthogonal", "independent")} <= found


def test_every_word_occurs() -> None:
    assert {node.name for node in NODES if isinstance(node, Hyperbolic)} == set(HYPERBOLIC)
    written = "".join(line for line, _ in TRUE) + LETTERS
    # The identity and pi are nodes, and take no bracket.
    assert not {word for word in WORDS if f"{word}(" not in written}
