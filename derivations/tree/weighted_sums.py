"""Weights over an index, not negative and with sum 1, and the inequalities of Gibbs, Jensen and Pinsker."""

from __future__ import annotations

from derivations.tree.arithmetic import Add, Div, Mul, Neg, Sub
from derivations.tree.facts import NONNEGATIVE_LAWS, WITHIN_LAWS, Law, positive, structured, within
from derivations.tree.functions import Abs, Log
from derivations.tree.indices import Entry
from derivations.tree.letters import Defined, Index, Member, Number, SizeLetter
from derivations.tree.named import Apply
from derivations.tree.node import Expr
from derivations.tree.powers import Pow
from derivations.tree.structures import UNIT
from derivations.tree.sums import Sum
from derivations.tree.walks import atoms


def with_index(expr: Expr, old: Index, new: Expr) -> Expr:
    """The expression with another index, or a place, in that of one, as far as neither is bound in it."""
    if expr == old:
        return new
    if old in expr.binds or new in expr.binds:
        return expr
    return expr.rebuilt(lambda _, child: with_index(child, old, new))


def opened(expr: Expr) -> Expr:
    """What a name stands for; a function at arguments, or a member at other indices than its own, stays as it is."""
    match expr:
        case Defined(_, value, ()):
            return opened(value)
        case Apply(function) if not expr.values:
            return opened(function.body)
        case Member(Defined(_, value, own), indices) if own == indices:
            return opened(value)
    return expr


def term(of: Expr, index: Index) -> Expr | None:
    """The body of a sum over all values of an index, by another index of that range; None of what is no such sum."""
    full = opened(of)
    if not isinstance(full, Sum) or full.index.size != index.size or index in atoms(full):
        return None
    found = with_index(full.body, full.index, index)
    # An inner sum over the same name keeps its own index.
    return found if full.index == index or full.index not in atoms(found) else None


def weights(expr: Expr, index: Index) -> bool:
    """Whether the numbers are not negative and sum to 1 over the index, by their structure."""
    match expr:
        case Entry(of, row, None):
            return row == index and index not in atoms(of) and structured("simplex", of)
        case Entry(of, row, column):
            free = row != index and index not in atoms(of)
            return free and column == index and structured("stochastic", of)
        case Div(Number(value), SizeLetter(name)):
            return value == 1 and name == index.size
        case Div(numerator, denominator):
            return term(denominator, index) == numerator and positive(numerator)
        case Member(Defined(_, value, own), indices) if own == indices:
            return weights(value, index)
    return False


def _bound(expr: Expr) -> list[Index]:
    """The indices that occur in an expression."""
    return [node for node in expr.walk() if isinstance(node, Index)]


def share(expr: Expr) -> bool:
    """A weight lies between 0 and 1: that of softmax, exp(a_i) / sum_k exp(a_k)."""
    return isinstance(expr, Div) and any(weights(expr, index) for index in dict.fromkeys(_bound(expr)))


def divergence(expr: Expr) -> bool:
    """sum_k p_k log(p_k / q_k) cannot be negative, for weights p and q (Gibbs)."""
    match expr:
        case Sum(k, Mul(p, Log(Div(other, q)))):
            return p == other and weights(p, k) and weights(q, k)
    return False


def evidence_bound(expr: Expr) -> bool:
    """log sum_k f_k - sum_k p_k log(f_k / p_k) cannot be negative, for weights p and positive f (Jensen)."""
    match expr:
        case Sub(Log(total), Sum(k, Mul(p, Log(Div(f, other))))):
            return p == other and weights(p, k) and term(total, k) == f and positive(f)
    return False


def pinsker(expr: Expr) -> bool:
    """2 sum_k p_k log(p_k / q_k) - (sum_k |p_k - q_k|)^2 cannot be negative, for weights p and q."""
    match expr:
        case Sub(
            Mul(Number(two), Sum(k, Mul(p, Log(Div(other, q))))), Pow(Sum(j, Abs(Sub(one, less))), Number(square))
        ):
            known = two == square == 2 and p == other and weights(p, k) and weights(q, k) and j.size == k.size
            apart = Sum(j, Sub(one, less))
            return known and term(apart, k) in (Sub(p, q), Sub(q, p))
    return False


def pinsker_of_two(expr: Expr) -> bool:
    """p log(p/q) + (1 - p) log((1 - p)/(1 - q)) - 2 (p - q)^2 cannot be negative, for p and q between 0 and 1."""
    match expr:
        case Sub(
            Add(Mul(p, Log(Div(first, q))), Mul(Sub(Number(one), second), Log(Div(rest, beside)))),
            Mul(Number(two), Pow(Sub(left, right), Number(square))),
        ):
            numbers = one == 1 and two == square == 2 and {left, right} == {p, q} and first == second == p
            complements = rest == Sub(Number(one), p) and beside == Sub(Number(one), q)
            return numbers and complements and within(p).is_inside(UNIT) and within(q).is_inside(UNIT)
    return False


def entropy(expr: Expr) -> bool:
    """-sum_k p_k log p_k cannot be negative, for weights p."""
    match expr:
        case Neg(Sum(_, Mul(p, Log(other)))):
            return p == other and within(p).is_inside(UNIT)
    return False


def triangle_of_sum(expr: Expr) -> bool:
    """sum_k |f_k| - |sum_k f_k| cannot be negative."""
    match expr:
        case Sub(Sum(k, Abs(f)), Abs(total)):
            return term(total, k) == f
    return False


WEIGHT_LAWS: tuple[Law, ...] = (divergence, evidence_bound, pinsker, pinsker_of_two, entropy, triangle_of_sum)
"""Inequalities with a name."""
NONNEGATIVE_LAWS += WEIGHT_LAWS
WITHIN_LAWS.append((share, UNIT))
