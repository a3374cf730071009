"""SymPy derivations: every answer of SymPy is checked, and so is where it arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from derivations.chapter import (
    det,
    exp,
    family,
    grad,
    half,
    index,
    integral,
    log,
    logdet,
    matrix,
    pi,
    scalar,
    sizes,
    spd,
    sqrt,
    structured,
    symmetric,
    total,
    tr,
    vector,
)
from derivations.page.rendering import sympy_block
from derivations.tree.letters import Letter
from derivations.tree.node import Expr
from derivations.voices.by_sympy import SymPyDerivation, entries_of
from derivations.voices.checked import RefutedLine
from tests.lies import assert_refuted

D, N = sizes("D N")
n = index("n", N)
x, mu, z, S = family("x", n, D), vector("mu", D), vector("z", D), spd("Sigma", D)
A, B = matrix("A", D), matrix("B", D)
t, s = scalar("t"), scalar("s", positive=True)
QUADRATIC = z.T @ A @ z
LOG_LIKELIHOOD = -(half * total(n, (x[n] - mu).T @ S.I @ (x[n] - mu)))
MEAN = total(n, x[n]) / N
BELL = exp(-(t**2) / (2 * s))


def derive(start: Expr, **of: int) -> SymPyDerivation:
    return SymPyDerivation("derived", start, {{"D": D, "N": N}[name]: size for name, size in of.items()}, "Derived")


def entries(made: SymPyDerivation) -> list[str]:
    return [str(sympy.expand(entry)) for entry in entries_of(made.value)]


def test_gradient_of_a_quadratic_form_entry_by_entry() -> None:
    made = derive(QUADRATIC, D=2).diff(z).apply("expand")
    assert entries(made) == [
        "2*a_{11}*z_{1} + a_{12}*z_{2} + a_{21}*z_{2}",
        "a_{12}*z_{1} + a_{21}*z_{1} + 2*a_{22}*z_{2}",
    ]
    assert made.arrives_at((A + A.T) @ z).arrived
    assert [line.call for line in made.lines] == ["", "diff", "expand"]


@pytest.mark.parametrize(
    "wrong", [2 * A @ z, (A - A.T) @ z, half * (A + A.T) @ z, A.T @ z, z], ids=["transpose", "sign", "factor", "-", "z"]
)
def test_wrong_arrival_raises(wrong: Expr) -> None:
    made = derive(QUADRATIC, D=2).diff(z)
    with pytest.raises(RefutedLine, match="derived: SymPy's answer differs by"):
        made.arrives_at(wrong)
    assert not made.arrived


def test_arrival_of_another_shape_raises() -> None:
    with pytest.raises(RefutedLine, match=r"shape \(2, 1\), what it is checked against \(\)"):
        derive(QUADRATIC, D=2).diff(z).arrives_at(z.T @ z)


@pytest.mark.parametrize("size", [1, 2])
def test_root_of_the_score_is_the_mean(size: int) -> None:
    made = derive(LOG_LIKELIHOOD, D=size, N=3).diff(mu).solve(mu).arrives_at(MEAN)
    names = [f"{{{d}}}" for d in range(1, size + 1)]
    means = [sum(sympy.Symbol(f"x{k}_{name}", real=True) for k in (1, 2, 3)) / 3 for name in names]
    assert all(sympy.expand(entry - mean) == 0 for entry, mean in zip(made.value, means, strict=True))


def test_symmetric_root_is_solved_for_each_entry_once() -> None:
    precision, scatter = spd("Lambda", D), symmetric("S", D)
    likelihood = N / 2 * logdet(precision) - half * tr(precision @ scatter)
    made = derive(likelihood, D=2, N=3).diff(precision, "tied").solve(precision).arrives_at(N * scatter.I)
    assert made.value == made.value.T
    with pytest.raises(RefutedLine, match="answer"):
        made.arrives_at(scatter.I)


def test_wrong_solution_raises() -> None:
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(LOG_LIKELIHOOD, D=1, N=3).diff(mu).solve(mu).arrives_at(total(n, x[n]))


def test_integral_of_a_bell_is_its_width() -> None:
    made = derive(BELL).integrate(t)
    assert sympy.simplify(made.value - sympy.sqrt(2 * sympy.pi * sympy.Symbol("s", positive=True))) == 0
    assert made.arrives_at(sqrt(2 * pi * s)).arrived
    with pytest.raises(RefutedLine, match="answer"):
        derive(BELL).integrate(t).arrives_at(sqrt(pi * s))


def test_integral_of_a_column_is_that_of_its_entries() -> None:
    z, a = vector("z", D), vector("a", D)
    made = derive((z + a) * exp(-(half * (z.T @ z))), D=2).integrate(z)
    assert made.value == 2 * sympy.pi * sympy.Matrix(entries_of(made.values[a]))
    assert made.arrives_at(2 * pi * a).arrived
    with pytest.raises(RefutedLine, match="answer"):
        derive((z + a) * exp(-(half * (z.T @ z))), D=2).integrate(z).arrives_at(pi * a)


def test_integral_is_the_one_that_a_claim_prints() -> None:
    assert derive(BELL).integrate(t).arrives_at(integral(BELL, t)).arrived


def test_expanded_logarithm() -> None:
    made = derive(log(s**2 * exp(t))).apply("expand_log").arrives_at(2 * log(s) + t)
    assert str(made.value) == "t + 2*log(s)"


# ---------------------------------------------------------------- structured matrices, points

# d log|S| at D = 2, |S| = s11 s22 - s12^2, by hand: the off-diagonal entry once or twice.
OFF_DIAGONAL = {"independent": -1, "tied": -2, "symmetric": -1}


@pytest.mark.parametrize("convention", OFF_DIAGONAL)
def test_gradient_by_a_symmetric_matrix_is_in_its_convention(convention: str) -> None:
    made = derive(logdet(S), D=2).diff(S, convention).arrives_at(grad(logdet(S), S, convention))
    s11, s12, s22 = made.values[S][0], made.values[S][1], made.values[S][3]
    determinant = s11 * s22 - s12**2
    expected = [s22 / determinant, OFF_DIAGONAL[convention] * s12 / determinant, s11 / determinant]
    assert all(sympy.cancel(made.value[place] - entry) == 0 for place, entry in zip((0, 1, 3), expected, strict=True))
    others = [other for other in OFF_DIAGONAL if OFF_DIAGONAL[other] != OFF_DIAGONAL[convention]]
    for other in others:
        with pytest.raises(RefutedLine, match="SymPy's answer differs"):
            made.arrives_at(grad(logdet(S), S, other))


def test_symmetric_part_is_taken_of_a_gradient_that_is_not_symmetric() -> None:
    gradients = {name: derive(z.T @ S @ mu, D=2).diff(S, name).value for name in OFF_DIAGONAL}
    independent = gradients["independent"]
    assert independent != independent.T
    assert gradients["symmetric"] == (independent + independent.T) / 2


def test_matrix_is_derived_by_a_scalar_entry_by_entry() -> None:
    made = derive((A + t * B).I, D=2).diff(t)
    assert made.arrives_at(-((A + t * B).I @ B @ (A + t * B).I)).arrived
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        made.arrives_at(-(B @ (A + t * B).I @ (A + t * B).I))


def test_slope_at_a_point() -> None:
    made = derive(det(A + t * B), D=2).diff(t).at(t, 0)
    assert [line.call for line in made.lines] == ["", "diff", "subs"]
    assert made.arrives_at(det(A) * tr(A.I @ B)).arrived
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(det(A + t * B), D=2).diff(t).at(t, 1).arrives_at(det(A) * tr(A.I @ B))


# ---------------------------------------------------------------- SymPy is not trusted


@pytest.mark.parametrize(
    ("function", "lie", "build"),
    [
        ("diff", lambda value, by: 2 * sympy.Derivative(value, by).doit(), lambda: derive(QUADRATIC, D=2).diff(z)),
        ("diff", lambda value, by: sympy.S.Zero, lambda: derive(log(s), D=1).diff(s)),
        ("expand", lambda value: value + 1, lambda: derive(s * (t + 1)).apply("expand")),
        ("diff", lambda value, by: 0 * value, lambda: derive(z.T @ S @ z, D=2).diff(S, "independent")),
        ("solve", lambda *_, dict: [{sympy.Symbol("t", real=True): 7}], lambda: derive(2 * t - 4).solve(t)),
    ],
    ids=["twice the derivative", "a silent zero", "another form", "free entries", "another root"],
)
def test_wrong_answer_of_sympy_raises(
    function: str, lie: Callable[..., Any], build: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_refuted(function, lie, build, monkeypatch)


@pytest.mark.parametrize("start", [t**2 - 1, t - t + 1, t - t], ids=["two roots", "none", "all"])
def test_solution_must_be_the_only_one(start: Expr) -> None:
    with pytest.raises(RefutedLine, match="expected one solution"):
        derive(start).solve(t)


def test_solution_must_fix_every_entry() -> None:
    with pytest.raises(RefutedLine, match="expected one solution"):
        derive(mu.T @ z, D=2).solve(mu)


# ---------------------------------------------------------------- bad input

STRANGER: Letter = vector("w", D)
LOWER = structured("C", D, "lower")
LOWER_FORM = z.T @ LOWER @ z

BAD: dict[str, tuple[Callable[[], object], str]] = {
    "no size": (lambda: derive(QUADRATIC), "found no value of the size D"),
    "one size": (lambda: derive(LOG_LIKELIHOOD, D=1), "found no value of the size N"),
    "call": (lambda: derive(t).apply("nsimplify"), "call: found 'nsimplify', expected simplify, expand"),
    "by": (lambda: derive(QUADRATIC, D=2).diff(STRANGER), "found the letter w, expected one of the start"),
    "unknown": (lambda: derive(QUADRATIC, D=2).solve(STRANGER), "found the letter w"),
    "over": (lambda: derive(QUADRATIC, D=2).integrate(STRANGER), "found the letter w"),
    "general": (lambda: derive(QUADRATIC, D=2).diff(z).arrives_at(STRANGER), "a letter that the start does not have"),
    "general size": (lambda: derive(t).apply("expand").arrives_at(t * N), "found no value of the size N"),
    "a matrix": (lambda: derive(QUADRATIC, D=2).diff(z).diff(z), "found a matrix to differentiate"),
    "a root": (lambda: derive(2 * t - 4).solve(t).diff(t), "found a solution or an integral to differentiate"),
    "a point of a root": (lambda: derive(2 * t - 4).solve(t).at(t, 0), "found a solution or an integral, expected"),
    "no convention": (lambda: derive(logdet(S), D=2).diff(S), "found no convention, expected independent, tied"),
    "structure": (lambda: derive(LOWER_FORM, D=2).diff(LOWER, "tied"), "found C, which is lower, expected a general"),
    "nothing": (lambda: derive(QUADRATIC, D=2).arrives_at(QUADRATIC), "found nothing derived"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named(name: str) -> None:
    build, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        build()


def test_a_page_shows_only_what_arrived() -> None:
    made = derive(QUADRATIC, D=2).diff(z)
    with pytest.raises(ValueError, match="expected it to end in arrives_at"):
        sympy_block(made)
    assert len(sympy_block(made.arrives_at(grad(QUADRATIC, z))).lines) == 1
    with pytest.raises(ValueError, match="expected it to end in arrives_at"):
        sympy_block(made.apply("expand"))


def test_entries_are_named_after_their_letters() -> None:
    made = derive(LOG_LIKELIHOOD, D=2, N=2).diff(mu)
    shown = made.show()
    assert all(name in shown for name in (r"\mu_{1}", r"\mu_{2}", r"x_{1,1}", r"x_{2,2}", r"\Sigma_{22}"))
