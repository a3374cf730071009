"""The three voices as blocks: what the reader sees comes from the object that was checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell

from derivations.chapter import (
    Definition,
    Derivation,
    Inequality,
    Result,
    at_own_letters,
    equation,
    family,
    function,
    grad,
    index,
    log,
    logdet,
    matrix,
    multiply,
    refuted,
    scalar,
    sizes,
    spd,
    total,
    tr,
    vector,
    where,
)
from derivations.checking.case import Sizes
from derivations.checking.finding import Finding, detail
from derivations.claims.claim import Equivalence
from derivations.page.blocks import MIME, Block, bundle
from derivations.page.rendering import BLOCKS, derivation_block, details, install, statement_block
from derivations.voices.by_numpy import numpy_check
from derivations.voices.by_sympy import SymPyDerivation
from derivations.voices.statements import statement
from tests.rendering import error, face_error, formulas_of, leaves

D, N = sizes("D N")
n, i, k = index("n", N), index("i", D), index("k", D)
x, mu, z = family("x", n, D), vector("mu", D), vector("z", D)
A, B, S, s = matrix("A", D), matrix("B", D), spd("Sigma", D), scalar("s", positive=True)
SCORE, MEAN = total(n, S.I @ (x[n] - mu)), total(n, x[n]) / N


def a_statement() -> Any:
    square = function("q", z, body=z.T @ A @ z)
    return statement(
        "rule",
        "Gradient of a quadratic form",
        Definition(square(z), z.T @ A @ z),
        equation(grad(at_own_letters(square), z), (A + A.T) @ z),
        rows=["mle.033"],
    )


def a_chain() -> Any:
    made = Derivation("components", grad(z.T @ A @ z, z[k]), "One component")
    made.as_printed(2 * total(i, A[k, i] * z[i]), "half is missing", rows=["mle.029"])
    made.as_printed(total(i, A[k, i] * z[i]), "as printed again", rows=["mle.030"])
    return made.equals(total(i, (A[k, i] + A[i, k]) * z[i]), "product rule", rows=["mle.031"])


def an_equivalence() -> Any:
    made = Derivation("root", equation(SCORE, 0), "Where the gradient vanishes", unknown=mu)
    return made.iff(total(n, x[n] - mu), 0, multiply(S)).solution(MEAN, "divide")


def a_sympy_derivation() -> Any:
    return SymPyDerivation("by-sympy", z.T @ A @ z, {D: 2}, "Generic").diff(z).arrives_at((A + A.T) @ z)


def a_numpy_check() -> Any:
    data = np.array([[1.0, 2.0], [3.0, 4.0]])
    return numpy_check("on-data", "On data", MEAN, {x: data}, data="two points", kernel=("mean", data.mean(axis=0)))


def a_counterexample() -> Any:
    return refuted("false", "Products commute", equation(A @ B, B @ A))


VOICES: dict[str, tuple[Callable[[], Any], str]] = {
    "statement": (a_statement, "statement"),
    "chain": (a_chain, "derivation"),
    "equivalence": (an_equivalence, "derivation"),
    "sympy": (a_sympy_derivation, "sympy"),
    "numpy": (a_numpy_check, "numpy"),
    "counterexample": (a_counterexample, "counterexample"),
}


def block_of(name: str) -> Block:
    made = VOICES[name][0]()
    return BLOCKS[type(made)](made)


@pytest.mark.parametrize("name", VOICES)
def test_voice_is_a_block_whose_formulas_all_render(name: str) -> None:
    block = block_of(name)
    assert block.kind == VOICES[name][1]
    (data,) = bundle(block)["blocks"]
    assert face_error(block) == ""
    assert {formula: said for formula in formulas_of(data) if (said := error(formula))} == {}
    assert {type(leaf) for leaf in leaves(data)} <= {str, int, type(None)}


@pytest.mark.parametrize("name", VOICES)
def test_two_makings_give_the_same_block(name: str) -> None:
    assert block_of(name) == block_of(name)


def test_statement_names_its_objects_and_marks_every_claim() -> None:
    block = block_of("statement")
    assert dict(block.facts)["letters"] == r"$z \in \mathbb{R}^{D}$; $A \in \mathbb{R}^{D \times D}$"
    assert [line.mark.status for line in block.lines if line.mark] == ["unchecked", "verified"]
    assert block.lines[1].latex == r"\frac{\partial q}{\partial z} = \left(A + A^{\top}\right) z"
    assert {row for line in block.lines for row in line.rows} == {"mle.033"}


def test_rows_stand_at_their_claims() -> None:
    claims = equation(A.T.T, A), equation(S.T, S)
    first = statement_block(statement("first", "Rows of the first", *claims, rows=["mle.001"]))
    second = statement_block(statement("second", "Rows by number", *claims, rows={2: ["mle.002"]}))
    assert [line.rows for line in (*first.lines, *second.lines)] == [["mle.001"], [], [], ["mle.002"]]
    with pytest.raises(ValueError, match=r"found rows of the claims \[3\], expected claims 1 to 2"):
        statement("third", "No such claim", *claims, rows={3: ["mle.003"]})


def test_objects_of_every_structure() -> None:
    claim = equation(tr(S) * s + total(n, x[n].T @ x[n]), s * tr(S.T) + total(n, x[n].T @ x[n]))
    objects = dict(statement_block(statement("all", "All", claim)).facts)["letters"]
    assert r"$\Sigma \in \mathbb{R}^{D \times D}$ symmetric positive definite" in objects
    assert r"$s \in \mathbb{R}$ positive" in objects
    assert r"$x_{n} \in \mathbb{R}^{D}$ for $n = 1, \dots, N$" in objects


def test_chain_numbers_its_lines_and_tags_what_is_printed() -> None:
    block = block_of("chain")
    assert [line.id for line in block.lines] == [
        "components-1-printed",
        "components-1-printed-2",
        "components-1",
    ]
    assert [line.number for line in block.lines] == [None, None, 1]
    assert [line.tag for line in block.lines] == ["as printed", "as printed", ""]
    assert [line.rows for line in block.lines] == [["mle.029"], ["mle.030"], ["mle.031"]]


def test_wrong_line_shows_the_counterexample_and_both_sides() -> None:
    mark = block_of("chain").lines[0].mark
    assert mark is not None and mark.status == "rejected"
    details = dict(mark.details)
    assert details["counterexample"].startswith("$D = ")
    assert details["left side"] != details["right side"]


def test_line_that_stands_shows_every_rung_that_ran() -> None:
    mark = block_of("statement").lines[1].mark
    assert mark is not None
    details = dict(mark.details)
    assert {"in a prime field", "exactly", "SymPy", "NumPy"} <= set(details)
    assert "counterexample" not in details
    assert re.match(r"equal modulo \$\d{19}\$, \$D = 1, 2", details["in a prime field"])


def test_side_conditions_stand_under_the_line() -> None:
    made = Derivation("inverse", A.I @ A @ z, "Cancel").equals(z, "an inverse")
    assert derivation_block(made).lines[0].where == [r"$A \text{ invertible}$"]
    positive = Derivation("log", log(s * s), "Split").equals(2 * log(s), "s is declared positive")
    assert derivation_block(positive).lines[0].where == []


def test_condition_is_said_once_in_a_chain_and_not_by_a_misprint() -> None:
    made = Derivation("inverse", A.I @ A @ z, "Cancel").as_printed(A.I @ z, "a slip", rows=["mle.029"])
    chain = made.equals(z + A.I @ (z - z), "an inverse").equals(z + (A.I @ A @ z - z), "once more")
    invertible = [r"$A \text{ invertible}$"]
    assert [line.where for line in derivation_block(chain).lines] == [invertible, invertible, []]
    weaker = Derivation("log", logdet(A), "Weaker").equals(logdet(A) + tr(B - A.I @ A @ B), "nothing is added")
    assert [line.where for line in derivation_block(weaker).lines] == [[r"$\left|A\right| > 0$"]]


def test_notation_reaches_every_formula() -> None:
    made = Derivation("renamed", total(n, x[n]), "Renamed", notation={"x[]": "x^{(#)}", "N": "m"})
    (line,) = derivation_block(made.equals(total(n, x[n].T.T), "twice")).lines
    assert line.latex == r"\sum_{n=1}^{m} \left(\left(x^{(n)}\right)^{\top}\right)^{\top}"
    assert error(line.latex) == ""


def test_equivalence_on_a_line_of_its_own() -> None:
    claim = Equivalence(mu, (equation(SCORE, 0),), (equation(mu, MEAN),))
    line = statement_block(statement("estimate", "The mean", claim)).lines[0]
    assert r" = 0 \iff \mu = " in line.latex
    assert error(line.latex) == ""


def test_sizes_are_set_as_mathematics() -> None:
    two, one = ({"D": 1, "N": 2}, {"D": 2, "N": 1}), ({"D": 1}, {"D": 2})
    none: tuple[Sizes, ...] = ({},)
    assert [details(Finding("exact", "equal", at)) for at in (two, one, none)] == [
        "$(D, N) = (1, 2), (2, 1)$",
        "$D = 1, 2$",
        "",
    ]
    assert details(Finding("SymPy", "unequal", one[:1], "why", "symbols")) == "symbols at $D = 1$: why"
    floats = Finding("NumPy", "equal", two[:1], means="float64", digits=8, certain=False)
    assert details(floats) == "float64 at $D = 1$, $N = 2$, relative difference below $10^{-8}$"
    enclosed = Finding("balls", "equal", none, digits=75)
    assert details(enclosed) == "differences below $10^{-75}$"
    assert detail(enclosed) == "no sizes, differences below 1e-75"


def test_install_needs_no_ipython() -> None:
    assert get_ipython() is None
    install()


def test_ipython_shows_the_three_faces() -> None:
    shell = InteractiveShell.instance()
    try:
        install()
        assert shell.display_formatter is not None
        data, _ = shell.display_formatter.format(a_counterexample())  # type: ignore[no-untyped-call]
    finally:
        InteractiveShell.clear_instance()
    assert set(data) == {"text/plain", "text/latex", MIME}


def test_an_inequality_shows_its_certificate() -> None:
    a, b = scalar("a"), scalar("b")
    made = statement("means", "Two squares", Inequality(2 * a * b, a**2 + b**2, (a - b) ** 2))
    details = statement_block(made).lines[0].mark.details  # type: ignore[union-attr]
    assert details[0] == ("the difference is", r"$\left(a - b\right)^{2}$, which cannot be negative")


def test_a_condition_is_said_once_in_a_chain() -> None:
    C, y = matrix("C", "D"), vector("y", "D")
    chain = Derivation("inverse-twice", C.I @ C @ y, "Undone")
    chain.equals(y, "by the definition of the inverse").equals(C.I @ (C @ y), "and back")
    first, second = derivation_block(chain).lines
    assert first.where == [r"$C \text{ invertible}$"] and second.where == []


def test_a_case_that_all_sides_share_is_said_once_in_a_chain() -> None:
    entry, mirrored, sides = S[i, k], S[k, i], r"\Sigma_{ik} \Sigma_{ki}".split()
    shared = Derivation("below", where(i, ">", k, entry), "Below the diagonal")
    shared.equals(where(i, ">", k, mirrored), "symmetric").equals(where(i, ">", k, entry), "and back")
    block = derivation_block(shared)
    assert [block.start, *(line.latex for line in block.lines)] == [*sides, sides[0]]
    assert [line.where for line in block.lines] == [["$i > k$"], []]
    mixed = Derivation("mixed", where(i, ">", k, entry), "One side without the case")
    mixed.equals(where(i, ">", k, mirrored), "symmetric").equals(entry - where(i, "<=", k, entry), "the rest taken off")
    assert all(r"\begin{cases}" in line.latex and not line.where for line in derivation_block(mixed).lines)


def test_every_voice_can_be_folded_with_a_sentence_why() -> None:
    t, why = scalar("t"), "a school rule"
    result = Result("square", "A square", equation(grad(t**2, t), 2 * t))
    voices = [
        result.derivation(grad(t**2, t), "By hand", folded=why).equals(2 * t, "the slope"),
        result.sympy(t**2, {}, "By SymPy", folded=why).diff(t).arrives_at(2 * t),
        result.numpy("At 3", 2 * t, {t: 3.0}, data="3", kernel=lambda: 6.0, called="six", folded=why),
    ]
    assert [BLOCKS[type(voice)](voice).folded for voice in voices] == [why] * 3
    assert BLOCKS[type(result)](result).folded == ""
