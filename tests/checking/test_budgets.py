"""What is too large is inconclusive with a count for a reason, what is large but cheap is decided all the same."""

from __future__ import annotations

import pytest

from derivations.checking import counterexample
from derivations.checking.budgets import MAX_DEGREE, MAX_LOGS, nested_logs, terms
from derivations.checking.case import Case
from derivations.checking.evidence import few_entries, matrix_latex, matrix_text
from derivations.checking.instances import Instance
from derivations.checking.ladder import check
from derivations.claims.claim import Claim
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.letters import Letter
from derivations.tree.named import degree
from derivations.tree.node import Expr
from derivations.tree.powers import Pow, power_terms
from derivations.tree.walks import atoms
from derivations.values.symbolic.letters import letter_symbols, symbol_count
from derivations.values.symbolic.terms import counted

LETTERS = """
a, c, t: scalar
p, q: scalar positive
x, mu: D
C: D x D
S: D x D spd
B8: 8 x 8
B40: 40 x 40
b8: 8
S4: 4 x 4 spd
n in 1..N
y[n]: scalar for n in 1..N
h(t) := log(t + 1)
"""


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, declare(LETTERS, Scope()))
    return claim


def expression(text: str) -> Expr:
    return read_expression(text, declare(LETTERS, Scope()))


def logs(depth: int) -> str:
    return "log(" * depth + "p" + ")" * depth


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{logs(8)} = {logs(8)}", "logarithms are nested 8 deep"),
        ("h(h(h(h(h(h(h(h(p)))))))) = 0", "logarithms are nested 8 deep"),
        ("E(t ~ N(a, p), (t + c)^4000) = 1", "a polynomial of degree 4000 under an integral"),
        ("integral((t - a)^20 (t + a)^20 exp(-t^2), t) = 1", "a polynomial of degree 40 under an integral"),
        ("E(x ~ N(mu, S), (x' C x)^8) = 1", "a polynomial of degree 16 in 3 variables under an integral"),
        ("integral(log(exp(-t^2))^20 exp(-p t^2), t) = 0", "a polynomial of degree 40 under an integral"),
        ("(log(p) + sqrt(q))^200 = 1", "a power of a sum takes 10201 products of terms"),
        ("(exp(a) + exp(c) + sqrt(p))^-40 = 1", "a power of a sum takes 53361 products of terms"),
        ("for B8: B8 = 0 <=> 2 B8 = 0", "linear systems of 8320 coefficients"),
    ],
)
def test_what_is_beyond_a_budget_is_inconclusive(line: str, reason: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.status == "inconclusive"
    assert reason in verdict.reason and "the budget is" in verdict.reason


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("log(log(p)) - log(log(p)) = 0", "proved"),
        ("E(t ~ N(a, p), (t - a)^32) = 191898783962510625 p^16", "proved"),
        ("E(x ~ N(mu, S), ((x - mu)' S^-1 (x - mu))^2) = D^2 + 2 D", "verified"),
        ("(log(p) + sqrt(q))^8 = (sqrt(q) + log(p))^8", "proved"),
        ("(a + c)^4000 = (c + a)^4000", "proved"),
        ("for b8: B8 b8 = 0 <=> 2 B8 b8 = 0", "verified"),
        ("B8^-1 B8 = I", "verified"),
        ("B40 B40' = (B40 B40')'", "verified"),
        ("B40[1,2] = B40[2,1]", "rejected"),
        ("sum(n, " * 40 + "y[n]" + ")" * 40 + " = y[1]", "rejected"),
    ],
)
def test_what_is_large_but_within_the_budgets_is_decided(line: str, status: str) -> None:
    """31!! is the 32nd moment of the normal distribution, D (D + 2) the second moment of chi squared."""
    assert check(claim_of(line)).status == status


def test_generic_symbols_are_counted_before_sympy_sees_them() -> None:
    assert symbol_count(atoms(expression("B8 b8")), {}) == 72
    assert symbol_count(atoms(expression("sum(n, x[n]) + C x")), {"D": 2, "N": 2}) == 6
    rungs = {rung.name for rung in check(claim_of("B8^-1 B8 = I")).findings}
    assert "exact reals" in rungs and "SymPy" not in rungs


def test_a_recurring_part_is_counted_as_often_but_looked_at_once() -> None:
    """Terms of a determinant that is not multiplied out: millions at 8 x 8, 2 at 2 x 2."""
    two = letter_symbols("C", (2, 2), "general", False)
    assert counted(two.det(), {})[0] == 2
    known: dict[object, tuple[int, int]] = {}
    eight = letter_symbols("C", (8, 8), "general", False).det(method="berkowitz")
    assert counted(eight, known)[0] > 10**6 > len(known)


@pytest.mark.parametrize(
    ("text", "over", "expected"),
    [
        ("(t + a)^3 t", "t", 4),
        ("t^2 - t^5 + c", "t", 5),
        ("a^7 c", "t", 0),
        ("(x - mu)' S^-1 (x - mu)", "x", 2),
        ("det(x x')", "x", 6),
        ("exp(-t^2) t", "t", 1),
        ("log(exp(-t^2) p)^2", "t", 4),
        ("h(t)^2", "t", 0),
    ],
)
def test_degree(text: str, over: str, expected: int) -> None:
    letter = declare(LETTERS, Scope()).letters[over]
    assert isinstance(letter, Letter)
    assert degree(expression(text), {letter: 1}, {"D": 3, "N": 2}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a + c", 1), ("a + log(p)", 2), ("(a + log(p) + sqrt(q))^2", 6), ("cosh(a)^3", 4), ("2 log(p)", 1)],
)
def test_terms_of_what_is_multiplied_out(text: str, expected: int) -> None:
    assert terms(expression(text)) == expected


def test_terms_of_a_power() -> None:
    power = expression("(log(p) + log(q))^5")
    assert isinstance(power, Pow) and power_terms(terms(power.base), 5) == 6
    assert nested_logs(expression(logs(MAX_LOGS))) == MAX_LOGS and MAX_DEGREE == 32


# ---------------------------------------------------------------- the search for a counterexample


def test_the_search_for_a_counterexample_is_within_its_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each candidate of 40 x 40 entries costs at least as many operations."""
    tried = 0
    refutes = counterexample.refutes

    def counting(case: Case, instance: Instance) -> bool:
        nonlocal tried
        tried += 1
        return refutes(case, instance)

    monkeypatch.setattr(counterexample, "refutes", counting)
    assert check(claim_of("B40[1,2] = B40[2,3]")).status == "rejected"
    assert 0 < tried <= 2 * counterexample.MAX_OPERATIONS / (40 * 40)


def test_a_large_matrix_has_its_few_entries_or_dots() -> None:
    zeros = [["0"] * 8 for _ in range(8)]
    assert matrix_latex(zeros) == "0"
    zeros[7][6] = "5"
    assert matrix_latex(zeros) == r"0 \text{ but for } \left[8, 7\right] = 5"
    full = [[str(i * j) for j in range(1, 9)] for i in range(1, 9)]
    assert matrix_latex(full).startswith(r"\begin{pmatrix} 1 & 2 & 3 & \dots & 8 \\ 2 & 4 & 6 & \dots & 16 \\")
    assert matrix_latex(full).endswith(r"3 & 6 & 9 & \dots & 24 \\ \dots \\ 8 & 16 & 24 & \dots & 64 \end{pmatrix}")
    assert matrix_text(full) == (
        "[[1, 2, 3, ..., 8], [2, 4, 6, ..., 16], [3, 6, 9, ..., 24], ..., [8, 16, 24, ..., 64]]"
    )
    assert matrix_text([["1"], ["2"]]) == "[1, 2]" and matrix_text([["1", "2"]]) == "[[1, 2]]"
    assert few_entries([[0, 1], [0, 0]], 0) is None


def test_a_large_counterexample_is_short_in_plain_text() -> None:
    found = check(claim_of("B8 = B8'")).counterexample
    assert found is not None
    assert found.text().startswith("B8 = 0 but for [8, ")
    assert found.text().endswith(f"left {found.left.text()}, right {found.right.text()}")
