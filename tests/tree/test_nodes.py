"""Every node answers all that it is asked: word, print, worth in every system, price; and a true line depends on it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import flint
import pytest

from derivations.checking.budgets import power_products, terms
from derivations.checking.case import Case
from derivations.checking.instances import draw_generic
from derivations.checking.sizes import size_assignments
from derivations.claims.claim import Claim, Equation
from derivations.claims.text import plain
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from derivations.tree.errors import NotExpressible, UndefinedValue
from derivations.tree.extremes import LogSumExp
from derivations.tree.functions import Unknown
from derivations.tree.latex import Printer
from derivations.tree.letters import Letter, Number, Pi
from derivations.tree.node import ANY_DEGREE, CHAPTER_WORDS, WORDS, Expr
from derivations.tree.omitted import Omitted
from derivations.tree.powers import Pow
from derivations.tree.sums import Dots
from derivations.values.balls import Balls
from derivations.values.evaluation import Evaluator
from derivations.values.exact_systems import ExactReals, PrimeField
from derivations.values.floats.system import Floats
from derivations.values.symbolic.system import Symbols
from derivations.values.system import System
from tests.checking.corpus import SCOPE, corpus
from tests.checking.mutants import changed
from tests.checking.oracle import evaluated
from tests.checking.worlds import world_of
from tests.nodes import nodes
from tests.rendering import error

CLAIMS = [claim for _, claim in corpus()]
NODES = sorted(nodes(), key=lambda kind: kind.__name__)


def occurrences(kind: type[Expr]) -> Iterator[tuple[Claim, Expr]]:
    """Claims of the corpus with a side in which the node occurs."""
    for claim in CLAIMS:
        for side in claim.expressions:
            if any(type(node) is kind for node in side.walk()):
                yield claim, side


def first(kind: type[Expr]) -> Expr:
    return next(node for _, side in occurrences(kind) for node in side.walk() if type(node) is kind)


@pytest.mark.parametrize("kind", NODES)
def test_it_says_what_it_is(kind: type[Expr]) -> None:
    assert kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("kind", NODES)
def test_it_prints(kind: type[Expr]) -> None:
    node = first(kind)
    shown = Printer()(node)
    assert shown and not error(shown), shown
    assert plain(node, SCOPE.families)


@pytest.mark.parametrize("kind", NODES)
def test_a_true_line_depends_on_it(kind: type[Expr]) -> None:
    """One small slip in the node, or in what it is made of, is another line."""
    if kind in (Pi, Number, Dots):
        return  # leaves that a slip does not touch, and dots, which must follow a pattern
    assert any(any(other != side for _, other in changed(side)) for _, side in occurrences(kind))


@pytest.mark.parametrize("kind", NODES)
def test_it_has_a_price(kind: type[Expr]) -> None:
    node, (claim, _) = first(kind), next(iter(occurrences(kind)))
    for sizes in size_assignments(claim)[:3]:
        assert node.operations(sizes) >= 1 or (isinstance(node, Letter) and node.axes)
        assert (node.repeats(sizes) or 1) >= 1
    assert terms(node) >= 1 and node.raises() >= 1 and node.nested >= 0


SYSTEMS: dict[str, System] = {
    system.name: system for system in (PrimeField(), ExactReals(), Balls(), Floats(), Symbols())
}


@pytest.mark.parametrize("kind", NODES)
def test_it_has_a_value_that_the_oracle_agrees_with(kind: type[Expr]) -> None:
    """In one exact or enclosing system at least, and in float64."""
    held = {name for claim, side in occurrences(kind) for name in worth(claim, side)}
    assert "NumPy" in held and held & {"exact reals", "balls"}, held


def worth(claim: Claim, side: Expr) -> set[str]:
    """The real systems in which a side has a value, the oracle's where it is a scalar."""
    sizes = size_assignments(claim)[0]
    instance = draw_generic(Case(claim), sizes, random.Random(1), 1)
    indices = dict.fromkeys(Equation(side, side).indices, 1)
    held = set()
    for name, system in SYSTEMS.items():
        try:
            with flint.ctx.workprec(256):
                value = Evaluator(system, sizes, instance.within(system), indices)(side)
        except (NotExpressible, UndefinedValue, KeyError, TypeError):
            continue
        held.add(name)
        known = not any(isinstance(node, Unknown) for node in side.walk())  # the oracle has other functions
        if name == "NumPy" and known and side.is_scalar and not indices:
            seen = evaluated(side, world_of(instance))
            assert seen is None or abs(float(value) - float(seen.item())) < 1e-3 * (1 + abs(float(value))), repr(side)
    return held


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_text_is_one_of_a_chapter(word: str) -> None:
    names = {
        "abs": "absolute",
        "sum": "total",
        "prod": "product",
        "E": "expectation",
        "max": "largest",
        "min": "smallest",
    }
    assert names.get(word, word) in CHAPTER_WORDS


# ---------------------------------------------------------------- defaults


class Silent(Expr):
    """A node that says nothing."""

    def __init__(self, of: Expr) -> None:
        self.of = of

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.of,)


def test_a_node_that_says_nothing_is_dear_and_of_unknown_sign() -> None:
    node = Silent(Letter("C", ("D", "D")))
    facts = ("positive", "nonnegative", "nonzero", "definite", "semidefinite", "symmetric", "invertible")
    assert not any(getattr(node, f"is_{fact}")() for fact in facts)
    assert not node.rational and node.nested == 1 and node.terms(lambda part: 2) > 2
    assert node.operations({"D": 7}) == 343
    assert node.degree(lambda part: 1, {}) == ANY_DEGREE
    with pytest.raises(TypeError, match="no value for Silent"):
        node.evaluate(None)


@pytest.mark.parametrize("word", ["lse(y)", "norm(y)", "max(log(p), log(q))"])
def test_a_power_of_a_new_function_is_priced_like_its_written_out_twin(word: str) -> None:
    scope = declare("y: D; p, q: scalar positive", Scope())
    power = read_expression(f"({word} + 1)^400", scope)
    assert isinstance(power, Pow) and power_products(power) > 3_000


def test_log_sum_exp_costs_as_much_as_its_twin() -> None:
    scope = declare("y: D; i in 1..D", Scope())
    short, long = (read_expression(text, scope) for text in ("lse(y)", "log(sum(i, exp(y[i])))"))
    assert isinstance(short, LogSumExp) and terms(short) == terms(long) and short.nested == long.nested


def test_what_a_formula_omits_is_no_node_of_a_line() -> None:
    assert Omitted not in NODES
