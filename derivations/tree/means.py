"""Means under distributions with finitely many values: of an index by its weights, of spins or bits by a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from derivations.tree.arithmetic import Mul
from derivations.tree.calculus import Expectation
from derivations.tree.facts import structured, where_structured
from derivations.tree.indices import Entry
from derivations.tree.letters import Index, Letter
from derivations.tree.node import CHAPTER_WORDS, WORDS, Expr, Level, Need, lift, typed
from derivations.tree.shapes import Shape, ShapeError, Size, show_shape
from derivations.tree.sums import BitSum, SpinSum, StateSum, Sum


def printed(over: Expr, law: Expr, body: Expr, show: Any) -> str:
    r"""``\mathbb{E}_{k \sim p}\left[f_k\right]``."""
    return rf"\mathbb{{E}}_{{{show(over)} \sim {show(law)}}}\left[{show(body)}\right]"


@dataclass(frozen=True)
class FiniteMean(Sum):
    """E f(k) for an index k that has the values 1..K with the weights p: sum_k p_k f(k)."""

    index: Index
    body: Expr

    word, chapter_word, level = "", "", Level.ATOM

    @classmethod
    def of(cls, index: Index, law: Expr, body: Expr) -> FiniteMean:
        """The mean of the body, where the index is distributed by a column of weights."""
        return cls(index, Mul(Entry(law, index), body))

    @property
    def parted(self) -> tuple[Expr, Expr]:
        """The column of weights, and what the mean is of."""
        match self.body:
            case Mul(Entry(law, row, None), of) if row == self.index:
                return law, of
        raise ShapeError("mean: found a body without weights in front, expected p[k] f(k)")

    @property
    def open_ended(self) -> bool:
        return False

    def _shape(self) -> Shape | None:
        shape = self.parted[0].shape
        if shape != (self.index.size, 1):
            raise ShapeError(f"mean: found weights that are {show_shape(shape)}, expected {self.index.size} x 1")
        return super()._shape()

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        shape = self.parted[0].shape
        if shape is not None:
            yield self.index.size, shape[0]

    def latex(self, show: Any) -> str:
        law, of = self.parted
        return printed(self.index, law, of, show)

    def text(self, show: Any) -> str:
        law, of = self.parted
        return f"E({show(self.index)} ~ {show(law)}, {show(of)})"

    def evaluate(self, at: Any) -> Any:
        law, _ = self.parted
        if not structured("simplex", law):
            at.system.require("simplex", at(law))
        return super().evaluate(at)

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_structured("simplex", self.parted[0])


class StateMean(StateSum):
    """E f(s) for spins or bits s with the probabilities p(s): the sum over all states of p(s) f(s)."""

    level = Level.ATOM

    @property
    def parted(self) -> tuple[Expr, Expr]:
        """The probabilities, and what the mean is of."""
        match self.body:
            case Mul(law, of):
                return law, of
        raise ShapeError("mean: found a body without probabilities in front, expected p(s) f(s)")

    @property
    def open_ended(self) -> bool:
        return False

    def latex(self, show: Any) -> str:
        law, of = self.parted
        return printed(self.over, law, of, show)

    def text(self, show: Any) -> str:
        law, of = self.parted
        return f"E({show(self.over)} ~ {show(law)}, {show(of)})"


@dataclass(frozen=True)
class SpinMean(StateMean, SpinSum):
    """E f(s) for spins s with the probabilities p(s)."""

    over: Letter
    body: Expr

    word = chapter_word = ""


@dataclass(frozen=True)
class BitMean(StateMean, BitSum):
    """E f(v) for bits v with the probabilities p(v)."""

    over: Letter
    body: Expr

    word = chapter_word = ""


def read_mean(reader: Any) -> Expr:
    """x ~ N(mean, covariance), body; k ~ p, body with a column p of weights; s ~ p, body with a function p of spins."""
    start = reader.place
    name = reader.name("the name of what is distributed")
    reader.take("~")
    normal = reader.at("N") and reader.tokens[reader.place + 1].text == "("
    reader.place = start
    if normal:
        return Expectation.read(reader)
    with reader.own_names():
        over = reader.letter("what is distributed") if reader.is_finite(name) else reader.bound_index()
        reader.take("~")
        law = reader.expression()
        reader.take(",")
        return _mean(over, law, reader.expression())


def mean(over: Any, law: Any, body: Any) -> Expr:
    """The mean of a body over an index or over spins or bits, by its weights or probabilities."""
    return typed(_mean(lift(over), lift(law), lift(body)))


def _mean(over: Expr, law: Expr, body: Expr) -> Expr:
    if isinstance(over, Letter):
        return (SpinMean if over.structure == "spins" else BitMean)(over, Mul(law, body))
    assert isinstance(over, Index)
    return FiniteMean.of(over, law, body)


WORDS["E"] = read_mean
CHAPTER_WORDS["mean"] = mean
