"""Near misses of a claim: one small change somewhere in it, as a slip of the pen or of the mind would make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from derivations.claims.claim import Claim, Equation, Equivalence
from derivations.claims.relations import Attained, FirstOrder, Inequality, Proportional, Solution, UpTo
from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub
from derivations.tree.calculus import Differential, Expectation, Grad, Integral
from derivations.tree.functions import HYPERBOLIC, Abs, Exp, Hyperbolic, Log, Sqrt, Unknown
from derivations.tree.indices import Delta, Entry, Minor, Where
from derivations.tree.letters import Defined, Index, Letter, Number, SizeLetter
from derivations.tree.matrices import Det, Diag, Hadamard, Inverse, Norm, Trace, Transpose
from derivations.tree.means import BitMean, FiniteMean, SpinMean
from derivations.tree.node import Expr
from derivations.tree.powers import Pow
from derivations.tree.shapes import ShapeError
from derivations.tree.special_functions import Gamma, Trigonometric
from derivations.tree.structures.structure import STRUCTURES
from derivations.tree.sums import BitSum, Dots, SpinSum, Sum
from derivations.tree.walks import atoms

OTHER_INDEX = {"i": "j", "j": "k", "k": "i"}
OTHER_COMPARISON = {"<": "<=", "<=": "<", ">": "<", ">=": ">", "!=": "<"}
OTHER_CONVENTION = {"independent": "tied", "tied": "symmetric", "symmetric": "tied"}


def slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """Small changes of the node itself, each with its kind; of one that has none of its own, what any node may have."""
    own = list(own_slips(node))
    yield from own or general_slips(node)


def general_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """A function of a word taken twice, or forgotten: one of its parts in its place."""
    if node.word:
        yield "factor", Mul(TWO, node)
        yield from (("function", part) for part in node.children)


def own_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """Small changes that make sense of the kind of node."""
    yield from arithmetic_slips(node)
    yield from function_slips(node)
    yield from binder_slips(node)
    match node:
        case Transpose(of):
            yield "transpose", of
        case Inverse(of):
            yield "inverse", of
        case Sum(_, body):
            yield "dropped sum", body
        case Index(name, size) if name in OTHER_INDEX:
            yield "index", Index(OTHER_INDEX[name], size)
        case Entry(of, row, column) if column is not None:
            yield "index", Entry(of, column, row)
        case Delta(left, _):
            yield "index", Delta(left, left)
        case Letter(_, of, structure) if structure != "identity" and of[0] == of[1] != 1:
            yield from (("transpose", Transpose(node)), ("inverse", Inverse(node)))


def arithmetic_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """Signs, orders, factors, powers and sizes."""
    match node:
        case Add(left, right):
            yield from (("sign", Sub(left, right)), ("dropped term", left), ("dropped term", right))
        case Sub(left, right):
            yield from (("sign", Add(left, right)), ("dropped term", left), ("order", Sub(right, left)))
        case Neg(of):
            yield "sign", of
        case Mul(left, right):
            yield from (("order", Mul(right, left)), ("dropped factor", left), ("dropped factor", right))
        case Div(top, bottom):
            yield from (("dropped factor", top), ("upside down", Div(bottom, top)))
            yield "factor", Div(top, Mul(TWO, bottom))
        case Number(number) if number:
            yield from (("factor", Number(number + 1)), ("sign", Neg(node)))
        case SizeLetter(name):
            yield from (("size", SizeLetter("N" if name == "D" else "D")), ("size", Add(node, ONE)))
        case Pow(base, exponent):
            yield from (("power", base), ("power", Pow(base, Neg(exponent))))


def function_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """One function for another, or none."""
    match node:
        case Sqrt(of) | Exp(of) | Diag(of) | Differential(of, _) | Abs(of):
            yield "function", of
        case Minor(of, rows, columns):
            yield from (("index", Minor(of, columns, rows)), ("function", Det(of)))
        case Log(of):
            yield "function", Log(Mul(TWO, of))
        case Det(of):
            yield "function", Trace(of)
        case Norm(of):
            yield "function", Pow(Norm(of), TWO)
        case Hyperbolic(name, of):
            yield "function", Hyperbolic(HYPERBOLIC[(HYPERBOLIC.index(name) + 1) % len(HYPERBOLIC)], of)
        case Trigonometric(name, of):
            yield "function", Trigonometric("cos" if name == "sin" else "sin", of)
        case Gamma(of):
            yield "function", of
        case Hadamard(left, right):
            yield from (("function", Mul(left, right)), ("dropped factor", left))


def binder_slips(node: Expr) -> Iterator[tuple[str, Expr]]:
    """One convention for another, a mean forgotten, a condition changed."""
    match node:
        case Where(relation, _, _, body):
            yield "condition", replace(node, relation=OTHER_COMPARISON[relation])
            yield "condition", body
        case Grad(of, by, convention) if convention:
            yield "convention", Grad(of, by, OTHER_CONVENTION[convention])
        case FiniteMean():
            yield "weights", Sum(node.index, node.parted[1])
        case SpinMean() | BitMean():
            kind = SpinSum if isinstance(node, SpinMean) else BitSum
            yield "weights", kind(node.over, node.parted[1])
        case Expectation(over, mean, covariance, body):
            yield "function", substituted(body, over, mean)
            yield "mean", replace(node, mean=Mul(TWO, mean))
            yield "covariance", replace(node, covariance=Mul(TWO, covariance))


ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
KEPT: dict[type[Expr], tuple[str, ...]] = {
    Sum: ("body",),
    Grad: ("of",),
    Integral: ("body",),
    SpinSum: ("body",),
    BitSum: ("body",),
    Expectation: ("mean", "covariance", "body"),
    Differential: ("of",),
    Pow: ("base", "exponent"),
    Where: ("body",),
}
"""Fields that are changed where not all are: an index that is summed over, a letter that is derived by, stay."""


def changed(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """The expression with one slip anywhere in it; dots, which must follow a pattern, and defined letters stay."""
    yield from slips(expr)
    if isinstance(expr, Dots | Defined):
        return
    if isinstance(expr, FiniteMean | SpinMean | BitMean):
        for kind, other in changed(expr.parted[1]):
            assert isinstance(expr.body, Mul)
            yield kind, replace(expr, body=Mul(expr.body.left, other))
        return
    for name in KEPT.get(type(expr), tuple(item.name for item in fields(expr))):  # type: ignore[arg-type]
        part: Any = getattr(expr, name)
        if isinstance(part, Expr):
            for kind, other in changed(part):
                yield kind, replace(expr, **{name: other})  # type: ignore[type-var]


# ---------------------------------------------------------------- claims

NAMED = ("letter", "unknown")
"""Fields that say which letter the claim is about."""


def rewritten(part: Any) -> Iterator[tuple[str, Any]]:
    """An expression, a claim or a tuple of claims with one slip in one expression."""
    if isinstance(part, Expr):
        yield from changed(part)
    elif isinstance(part, tuple):
        for place, one in enumerate(part):
            for kind, other in rewritten(one):
                yield kind, (*part[:place], other, *part[place + 1 :])
    elif hasattr(part, "expressions"):
        # The right side first: that is where slips are made.
        for name in sorted((item.name for item in fields(part) if item.name not in NAMED), reverse=True):
            for kind, other in rewritten(getattr(part, name)):
                yield kind, replace(part, **{name: other})


def other_relations(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim with another relation between the same sides, or a side doubled or negated as a whole."""
    match claim:
        case Equation(_, right):
            yield from (("factor", replace(claim, right=Mul(TWO, right))), ("sign", replace(claim, right=Neg(right))))
        case Inequality(left, right):
            yield "turned round", replace(claim, left=right, right=left)
        case Attained(bound):
            yield "turned round", replace(claim, bound=replace(bound, left=bound.right, right=bound.left))
        case FirstOrder(left, right, letter, fixed):
            yield "relation", replace(claim, order=3 - claim.order)
            yield "relation", Equation(left, right, fixed)
        case Proportional(left, right, letter, fixed):
            yield from (("relation", UpTo(left, right, letter, fixed)), ("relation", Equation(left, right, fixed)))
        case UpTo(left, right, letter, fixed):
            yield from (("relation", Proportional(left, right, letter, fixed)), ("relation", Equation(left, right)))
        case Solution(unknown, value, solved, fixed):
            yield "relation", Equivalence(unknown, solved, (Equation(unknown, value),), fixed)


def other_structures(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim about a letter that lacks its structure."""
    letters = dict.fromkeys(atom for side in claim.expressions for atom in atoms(side) if isinstance(atom, Letter))
    nodes = [node for side in claim.expressions for node in side.walk()]
    constants = {node.kind.constant for node in nodes if isinstance(node, Unknown)}
    for letter in (letter for letter in letters if letter not in constants):
        square = [word for word, kind in STRUCTURES.items() if kind.form == "square"]
        plain = {**dict.fromkeys(square, "general"), "spd": "symmetric", "open simplex": "positive"}
        if letter.structure not in ("general", "identity"):
            structure = plain.get(letter.structure, "general")
            yield "structure", substituted(claim, letter, replace(letter, structure=structure))


def substituted(part: Any, old: Expr, new: Expr) -> Any:
    """The same claim, or node, with one node in the place of another everywhere."""
    if part == old:
        return new
    if isinstance(part, tuple):
        return tuple(substituted(one, old, new) for one in part)
    if isinstance(part, Expr) or hasattr(part, "expressions"):
        return replace(part, **{item.name: substituted(getattr(part, item.name), old, new) for item in fields(part)})
    return part


def near_misses(claim: Any) -> list[tuple[str, Any]]:
    """All well-typed claims that differ from this one by one slip, each once, with the kind of the slip."""
    found: dict[Claim, str] = {}
    for slips_of in (rewritten, other_relations, other_structures):
        for kind, miss in slips_of(claim):
            try:
                miss.check_shapes()
            except ShapeError:
                continue
            found.setdefault(miss, kind)
    found.pop(claim, None)
    return [(kind, miss) for miss, kind in found.items()]
