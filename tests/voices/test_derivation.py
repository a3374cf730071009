"""Statements and chains: what is wrong cannot stand, what is shown as wrong must be wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from derivations.chapter import (
    Definition,
    Derivation,
    at_own_letters,
    attained,
    by,
    det,
    equation,
    eye,
    family,
    function,
    grad,
    half,
    index,
    inequality,
    let,
    matrix,
    multiply,
    refuted,
    scalar,
    sizes,
    smooth,
    spd,
    total,
    tr,
    vector,
)
from derivations.claims.claim import Equation
from derivations.tree.node import Expr
from derivations.tree.shapes import ShapeError
from derivations.voices.checked import RefutedLine, owed_by
from derivations.voices.derivation import Reason, reason
from derivations.voices.statements import statement

D, N = sizes("D N")
n, i = index("n", N), index("i", D)
x, mu, z, a = family("x", n, D), vector("mu", D), vector("z", D), vector("a", D)
A, B, E, I, S = matrix("A", D), matrix("B", D), matrix("E", D), eye(D), spd("Sigma", D)
GRADIENT = total(n, S.I @ (x[n] - mu))
MEAN = total(n, x[n]) / N

# Left side, true right side (The Matrix Cookbook, equations 81, 100, 69), and near misses of it.
LINES: dict[str, tuple[Expr, Expr, dict[str, Expr]]] = {
    "quadratic form": (
        grad(z.T @ A @ z, z),
        (A + A.T) @ z,
        {"factor": 2 * (A + A.T) @ z, "sign": (A - A.T) @ z, "transpose": (A + A) @ z, "dropped": A.T @ z},
    ),
    "linear form": (grad(a.T @ A @ z, z), A.T @ a, {"transpose": A @ a, "sign": -A.T @ a, "factor": half * A.T @ a}),
    "transpose of a product": ((A @ B).T, B.T @ A.T, {"order": A.T @ B.T, "transpose": B @ A, "one": B.T @ A}),
}
MISSES = [(name, miss) for name, (_, _, misses) in LINES.items() for miss in misses]


def chain(left: Expr) -> Derivation:
    return Derivation("chain", left, "A chain")


def roots() -> Derivation:
    return Derivation("roots", equation(GRADIENT, 0), "Where the gradient vanishes", unknown=mu)


@pytest.mark.parametrize("name", LINES)
def test_true_line_stands(name: str) -> None:
    left, right, _ = LINES[name]
    made = chain(left).equals(right, "rule")
    assert made.right == right
    assert made.steps[0].verdict.passed


@pytest.mark.parametrize(("name", "miss"), MISSES)
def test_near_miss_raises_with_its_counterexample(name: str, miss: str) -> None:
    left, _, misses = LINES[name]
    made = chain(left)
    with pytest.raises(RefutedLine, match=r"chain, line 1: .*\n?rejected[\s\S]*counterexample: D = \d") as error:
        made.equals(misses[miss], "rule")
    assert "left " in str(error.value) and "right " in str(error.value)
    assert made.steps == []


@pytest.mark.parametrize(("name", "miss"), MISSES)
def test_near_miss_may_be_shown_as_printed(name: str, miss: str) -> None:
    left, right, misses = LINES[name]
    made = chain(left).as_printed(misses[miss], "as the note has it", rows=["mle.001"])
    assert made.last == left, "the chain goes on from the line before"
    assert [step.printed for step in made.equals(right, "corrected").steps] == [True, False]


def test_true_line_cannot_be_shown_as_printed() -> None:
    left, right, _ = LINES["quadratic form"]
    with pytest.raises(RefutedLine, match="as printed: expected a wrong line"):
        chain(left).as_printed(right, "it is right", rows=["mle.001"])


def test_shapes_that_do_not_fit_raise_in_a_line_and_are_evidence_as_printed() -> None:
    with pytest.raises(ShapeError, match=r"^[a-z-]+, line 1, A: .*found D x 1 = D x D"):
        chain(z).equals(A, "no")
    step = chain(z).as_printed(A, "no", rows=["mle.001"]).steps[0]
    assert step.verdict.status == "undefined" and "D x D" in step.verdict.reason


def test_second_line_continues_the_first() -> None:
    made = chain(tr(A @ B)).equals(tr(B @ A), "cyclic").equals(tr((B @ A).T), "transpose")
    assert [step.claim.expressions[0] for step in made.steps] == [tr(A @ B), tr(B @ A)]
    with pytest.raises(RefutedLine, match="chain, line 3"):
        made.equals(-tr(B @ A), "sign")


def test_lines_to_first_order() -> None:
    """|I + E| ≐ 1 + tr E, and 1 + tr E + ½ (tr E)² - ½ tr E² to second order."""
    near = Derivation("near", det(I + E), "Near the identity").doteq(
        1 + tr(E), E, "products of two entries are dropped"
    )
    assert near.steps[0].relation == r"\doteq" and near.right == 1 + tr(E)
    second = 1 + tr(E) + half * tr(E) ** 2 - half * tr(E @ E)
    assert (
        Derivation("second", det(I + E), "Curvature").doteq(second, E, "two factors", order=2).steps[0].verdict.passed
    )
    with pytest.raises(RefutedLine, match=r"second, line 1: [\s\S]*counterexample"):
        Derivation("second", det(I + E), "Curvature").doteq(1 + tr(E), E, "one factor", order=2)
    with pytest.raises(RefutedLine, match=r"near, line 2: [\s\S]*counterexample"):
        near.doteq(1 - tr(E), E, "a sign")


def test_function_letter_is_any_smooth_function() -> None:
    f, t, h = smooth("f"), scalar("t"), scalar("h")
    slope = grad(f(t), t)
    curvature = grad(slope, t)
    taylor = Derivation("taylor", f(t + h), "Taylor's formula")
    assert taylor.doteq(f(t) + slope * h + half * curvature * h**2, h, "Taylor", order=2).steps[0].verdict.passed
    with pytest.raises(RefutedLine, match=r"taylor, line 2"):
        taylor.doteq(f(t) + slope * h + curvature * h**2, h, "the factor is lost", order=2)
    with pytest.raises(ShapeError, match="found D x 1, expected a scalar"):
        f(z)


# ---------------------------------------------------------------- equivalences


def test_root_of_the_score_is_the_mean() -> None:
    made = roots().iff(total(n, x[n] - mu), 0, multiply(S)).solution(MEAN, "divide by $N$")
    assert [step.relation for step in made.steps] == [r"\iff", r"\iff"]
    assert all(step.verdict.passed for step in made.steps)


@pytest.mark.parametrize("factor", [2 * S, S.I, -S, S @ S])
def test_factor_that_was_not_the_one_multiplied_by_raises(factor: Expr) -> None:
    made = roots()
    with pytest.raises(RefutedLine, match="line 1, multiplied by"):
        made.iff(total(n, x[n] - mu), 0, multiply(factor))
    assert made.steps == []


@pytest.mark.parametrize("factor", [A, A + S, scalar("c"), A.T, S - S, S + A + A.T])
def test_multiply_refuses_what_is_not_known_to_be_invertible(factor: Expr) -> None:
    with pytest.raises(ValueError, match="expected a matrix that is known to be invertible"):
        multiply(factor)


@pytest.mark.parametrize("factor", [S, S.I, S @ S, A.I, scalar("c", positive=True), S.T, 2 * S, -S, S + A @ A.T])
def test_multiply_takes_what_is_invertible_by_its_structure(factor: Expr) -> None:
    assert multiply(factor).factor == factor


@pytest.mark.parametrize(
    "wrong", [-MEAN, total(n, x[n]), total(n, x[n]) / (N + 1), 2 * MEAN, x[1]], ids=["-", "N", "N + 1", "2", "first"]
)
def test_wrong_solution_raises_with_a_counterexample(wrong: Expr) -> None:
    with pytest.raises(RefutedLine, match=r"roots, line 1: [\s\S]*rejected[\s\S]*counterexample"):
        roots().solution(wrong, "no")


def test_equation_with_fewer_roots_is_not_equivalent() -> None:
    """mu = a and a'mu = a'a agree at mu = a, but the second has more roots for D > 1."""
    made = Derivation("less", equation(mu, a), "A projection loses roots", unknown=mu)
    with pytest.raises(RefutedLine, match="less, line 1"):
        made.iff(a.T @ mu, a.T @ a, "multiplied by a row")


def test_solution_that_contains_the_unknown_is_none() -> None:
    with pytest.raises(ValueError, match="found a solution that contains the unknown"):
        roots().solution(mu + GRADIENT, "true and useless")


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Derivation("e", equation(mu, 0), "no unknown"), "expected the unknown"),
        (lambda: chain(z).iff(z, 0, "no"), "expected one that starts from an equation"),
        (lambda: roots().equals(z, "no"), "expected a chain of equalities"),
    ],
)
def test_chains_do_not_mix(build: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build()


# ---------------------------------------------------------------- statements


def test_statement_of_a_false_claim_raises() -> None:
    with pytest.raises(RefutedLine, match=r"false: [\s\S]*counterexample: D = 2"):
        statement("false", "Products commute", equation(A @ B, B @ A))


def test_one_false_claim_among_true_ones_raises() -> None:
    with pytest.raises(RefutedLine, match="half"):
        statement("half", "Both", equation(tr(A @ B), tr(B @ A)), equation(tr(A), tr(A @ A)))


def test_refuted_needs_a_false_claim() -> None:
    made = refuted("commute", "Products do not commute", equation(A @ B, B @ A))
    assert not made.holds and made.verdicts[0].counterexample is not None
    with pytest.raises(RefutedLine, match="expected a wrong claim"):
        refuted("cyclic", "A trace is cyclic", equation(tr(A @ B), tr(B @ A)))
    assert refuted("named", "Named", equation(A @ B, B @ A), notation={"A": "M"}).notation == {"A": "M"}


def test_a_size_may_be_fixed() -> None:
    claim = equation(total(n, x[n]), x[1], N=1)
    assert statement("one", "One point", claim).holds
    with pytest.raises(RefutedLine, match="N = 2"):
        statement("all", "Any number of points", equation(total(n, x[n]), x[1]))


SQUARE = function("q", z, body=z.T @ z)


@pytest.mark.parametrize(
    ("symbol", "value", "owes"),
    [
        (SQUARE(z), z.T @ z, False),
        (at_own_letters(SQUARE), z.T @ z, False),
        (let("w", z - a), z - a, False),
        (SQUARE(z), 2 * z.T @ z, True),
        (SQUARE(a), z.T @ z, True),
        (let("w", z - a), a - z, True),
        (z, a, True),
    ],
    ids=["function", "own letters", "letter", "other body", "other argument", "other value", "free letter"],
)
def test_definition_must_mean_what_it_prints(symbol: Expr, value: Expr, owes: bool) -> None:
    definition = Definition(symbol, value)
    assert (owed_by(definition) is not None) == owes
    if owes:
        with pytest.raises(RefutedLine, match="square, definition"):
            statement("square", "A definition", definition)
    else:
        assert statement("square", "A definition", definition).verdicts[0].status == "unchecked"


def test_definition_in_other_words_is_checked() -> None:
    assert statement("square", "A sum of squares", Definition(SQUARE(z), total(i, z[i] * z[i]))).holds


def test_reasons() -> None:
    made = statement("cyclic", "A trace is cyclic", equation(tr(A @ B), tr(B @ A)))
    assert reason(made) == Reason("by [](#cyclic)", ("cyclic",))
    assert by("one", "two", text="put in") == Reason("put in, by [](#one) and [](#two)", ("one", "two"))
    assert reason("words") == Reason("words")


def test_python_equations_are_well_typed() -> None:
    with pytest.raises(ShapeError, match="found D x 1 = a scalar"):
        equation(z, z.T @ z)
    with pytest.raises(TypeError, match=r"0\.5"):
        equation(z, 0.5 * z)  # a float has no exact meaning
    assert isinstance(equation(z, 0), Equation)


# ---------------------------------------------------------------- inequalities


def test_a_statement_may_be_a_bound_with_the_place_where_it_is_attained() -> None:
    t = scalar("t")
    bound = inequality(2 * t, t**2 + 1, certificate=(t - 1) ** 2)
    assert statement("bound", "A bound", attained(bound, t, 1)).holds
    with pytest.raises(RefutedLine, match="bound"):
        statement("bound", "Attained elsewhere", attained(bound, t, 2))
    with pytest.raises(RefutedLine, match="bound"):
        statement("bound", "No bound", inequality(3 * t, t**2 + 1))
    with pytest.raises(ShapeError, match="expected scalars"):
        inequality(mu, mu)
