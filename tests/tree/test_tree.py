"""The tree: ill-typed expressions raise where they are built and name both shapes; what prints is what was built."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from derivations.chapter import (
    absolute,
    at,
    basis,
    det,
    grad,
    integral,
    log,
    minor,
    product,
    sqrt,
    total,
    tr,
    where,
    written,
)
from derivations.checking.ladder import check
from derivations.claims.claim import Definition, Equation, Equivalence
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.arithmetic import Add, Mul, Neg, Sub
from derivations.tree.latex import Printer
from derivations.tree.letters import Letter
from derivations.tree.node import Expr, lift
from derivations.tree.shapes import ShapeError
from derivations.tree.walks import atoms, free_indices
from derivations.voices.letters import eye, family, function, index, let, matrix, scalar, sizes, spd, symmetric, vector

D, N, K = sizes("D N K")
n, m, i, j = index("n", N), index("m", K), index("i", D), index("j", D)
A, B, C, S = matrix("A", D, K), matrix("B", K, D), matrix("C", D), spd("S", D)
X = family("x", n, D)
Y, Z, U, T = vector("y", D), vector("z", D), vector("u", K), scalar("t")

ILL_TYPED: list[tuple[Callable[[], object], str]] = [
    (lambda: A @ A, "product: found D x K times D x K, expected equal inner sizes"),
    (lambda: A + B, "sum: found D x K and K x D, expected equal shapes"),
    (lambda: Y - U, "difference: found D x 1 and K x 1, expected equal shapes"),
    (lambda: Y - 1, "difference: found D x 1 and a scalar, expected equal shapes"),
    (lambda: A.I, "inverse: found D x K, expected a square matrix"),
    (lambda: det(A), "determinant: found D x K, expected a square matrix"),
    (lambda: tr(Y), "trace: found D x 1, expected a square matrix"),
    (lambda: log(Y), "logarithm: found D x 1, expected a square matrix"),
    (lambda: absolute(C), "absolute value: found D x D, expected a scalar"),
    (lambda: written([T, Y]), "matrix: found blocks of a scalar, D x 1 beside one another"),
    (lambda: written([T, T], [T]), "matrix: found rows of [1, 2] entries, expected equal rows"),
    (lambda: sqrt(C), "square root: found D x D, expected a scalar"),
    (lambda: A**2, "base of a power: found D x K, expected a square matrix"),
    (lambda: C**T, "base of a power with letters in its exponent: found D x D, expected a scalar"),
    (lambda: T / Y, "denominator: found D x 1, expected a scalar"),
    (lambda: product(n, X[n]), "factor of a product over an index: found D x 1, expected a scalar"),
    (lambda: X[i], "index of the family x: found i in 1..D, expected an index in 1..N"),
    (lambda: X[T], "index of the family x: found Letter, expected an index in 1..N"),
    (lambda: A[i, i], "index of the columns: found i in 1..D, expected an index in 1..K"),
    (lambda: A[i], "entry with one index: found D x K, expected a column"),
    (lambda: vector("v", 3)[4], "index of the entries: found 4, expected 1 to 3"),
    (lambda: grad(A @ U, C), "gradient: found D x 1 derived by D x D, expected a scalar, or a column by a column"),
    (lambda: grad(T, D), "gradient: found SizeLetter to derive by, expected a letter or an entry of one"),
    (lambda: X + Y, "x: found the family x without an index, expected x[...] with 1 of them"),
    (
        lambda: let("w", X[n]),
        "w: found a value that depends on the index n, expected it as an index of the name, such as w[n]",
    ),
    (lambda: grad(T, eye(D)), "gradient: found the constant I to derive by, expected a letter that varies"),
    (lambda: integral(T, symmetric("R", 2)), "integral: found R, expected a column or a scalar that varies"),
    (lambda: function("f", Z, Y, body=Z.T @ Y)(Z, U), "argument y of f: found K x 1, expected D x 1"),
    (lambda: symmetric("R", 2) @ U, "product: found 2 x 2 times K x 1, expected equal inner sizes"),
    (lambda: Letter("S", ("D", "K"), "spd"), "S: found D x K, expected a square matrix"),
]


@pytest.mark.parametrize(("build", "message"), ILL_TYPED, ids=[message for _, message in ILL_TYPED])
def test_ill_typed_expressions_name_what_was_found_and_expected(build: Callable[[], object], message: str) -> None:
    with pytest.raises(ShapeError) as error:
        build()
    assert str(error.value) == message


@pytest.mark.parametrize("bad", [1.5, "x", None, True])
def test_numbers_without_exact_meaning_are_refused(bad: object) -> None:
    with pytest.raises(TypeError, match="expected an expression, an int or a Fraction"):
        lift(bad)


def test_wrong_number_of_arguments_names_the_letters() -> None:
    with pytest.raises(ValueError, match="f: found 1 arguments, expected 2: y, t"):
        function("f", Y, T, body=T)(Y)


def test_an_ill_typed_equation_is_undefined_and_names_both_shapes() -> None:
    verdict = check(Equation(A, B))
    assert verdict.status == "undefined" and "found D x K = K x D" in verdict.reason


def test_building_never_simplifies() -> None:
    difference, doubled, opposite = Y - Z, Y + Y, -Y
    assert difference == Sub(Y, Z)
    assert difference != Sub(Z, Y)
    assert doubled == Add(Y, Y)
    assert -opposite == Neg(Neg(Y))
    assert 1 * doubled == Mul(lift(1), doubled)
    assert difference != difference.T.T


def test_words_of_entries_are_those_of_the_text_syntax() -> None:
    k, l = index("k", D), index("l", D)
    said = {
        "minor(C; i, j)": minor(C, (i, j)),
        "minor(C; i, j; k, l)": minor(C, (i, j), (k, l)),
        "2^(i + j)": 2 ** (i + j),
        "basis(i) basis(j)'": basis(i) @ basis(j).T,
        "where(i > j, C[i,j])": where(i, ">", j, C[i, j]),
        "sum(k <= i, C[k,i])": total(k, where(k, "<=", i, C[k, i])),
    }
    scope = declare("C: D x D; i, j, k, l in 1..D", Scope())
    for text, built in said.items():
        assert read_expression(text, scope) == built
    with pytest.raises(ShapeError, match="comparison of indices: found '=', expected one of"):
        where(i, "=", j, C)


@pytest.mark.parametrize("expr", [X, Y])
def test_nothing_iterates_for_ever(expr: object) -> None:
    with pytest.raises(TypeError):
        list(expr)  # type: ignore[call-overload]


# ---------------------------------------------------------------- atoms


def test_atoms_are_the_free_letters() -> None:
    over = vector("v", D)
    expr = total(n, (X[n] - Y).T @ S.I @ (X[n] - Y)) + integral(over.T @ Z, over) + N
    assert {atom for atom in atoms(expr) if isinstance(atom, Letter)} == {X, Y, S, Z}
    assert free_indices(expr) == []
    assert free_indices(X[n] + total(n, X[n])) == [n]


def test_a_function_hides_its_letters_where_it_has_arguments() -> None:
    quadratic = function("q", Y, body=Y.T @ C @ Y)
    assert atoms(quadratic(Z))[0] == C and Y not in atoms(quadratic(Z))
    assert Z in atoms(quadratic(Z))


# ---------------------------------------------------------------- printing

LETTERS = """
x[n]: D for n in 1..N
y, mu: D
A: D x D
Sigma: D x D spd
a, b: scalar
i, j in 1..D
f: function
z := y - mu
"""
PRINTED = {
    "y - mu = -mu + y": r"y - \mu = -\mu + y",
    "(A A)' Sigma^-1 = A' (A' Sigma^-1)": (
        r"\left(A A\right)^{\top} \Sigma^{-1} = A^{\top} \left(A^{\top} \Sigma^{-1}\right)"
    ),
    "log(a) b = b log(a)": r"\left(\log a\right) b = b \log a",
    "sum(n, x[n] - mu) = sum(n, x[n]) - N mu": (
        r"\sum_{n=1}^{N} \left(x_{n} - \mu\right) = \sum_{n=1}^{N} x_{n} - N \mu"
    ),
    "-1/2 y' A y = -(y' A y)/2": r"-\frac{1}{2} y^{\top} A y = -\frac{y^{\top} A y}{2}",
    "sqrt((2 pi)^D det(Sigma)) = a": r"\sqrt{\left(2 \pi\right)^{D} \left|\Sigma\right|} = a",
    "(A y)[i] = sum(j, A[i,j] y[j])": r"\left(A y\right)_{i} = \sum_{j=1}^{D} A_{ij} y_{j}",
    "cases(1 if i = j, 0 if i != j) = delta(i, j)": (
        r"\begin{cases} 1 & (i = j) \\ 0 & (i \neq j) \end{cases} = \delta_{ij}"
    ),
    "x[1] + x[2] + ... + x[N] = 0": r"x_{1} + x_{2} + \dots + x_{N} = 0",
    "grad(z' z, z) = 2 z": r"\frac{\partial}{\partial z} \left(z^{\top} z\right) = 2 z",
    "grad(f(a), a) b = 0": r"\frac{\partial f\left(a\right)}{\partial a} b = 0",
    "(a + b)^2 = a^2 + 2 a b + b^2": r"\left(a + b\right)^{2} = a^{2} + 2 a b + b^{2}",
    "for a: a b = 0 <=> a = 0": r"a b = 0 \iff a = 0",
}


@pytest.mark.parametrize(("line", "latex"), PRINTED.items(), ids=list(PRINTED))
def test_a_line_prints_as_it_was_written(line: str, latex: str) -> None:
    (claim,) = read_line(line, declare(LETTERS, Scope()))
    assert claim.latex() == latex


@pytest.mark.parametrize("left", [-T, T - 1, T + 1, T * T, T / 2, T**2, log(T), total(n, T), lift(Fraction(-1, 2))])
@pytest.mark.parametrize("right", [-T, T - 1, T * 2, T / 3, log(T), total(n, T)])
def test_trees_of_different_value_print_differently(left: Expr, right: Expr) -> None:
    pairs = [
        (left * right, left - right),
        ((left + right) * T, left + right * T),
        (T - (left + right), T - left + right),
        ((left * right) ** 2, left * right**2),
        (log(left * right), log(left) * right),
        (total(m, left) + right, total(m, left + right)),
        (-(left + right), -left + right),
        (-left * right, -(left - right)),
    ]
    for one, other in pairs:
        assert Printer()(one) != Printer()(other)


def test_a_notation_renames_letters_families_entries_and_sizes() -> None:
    printer = Printer({"y": "w", "x[]": "x^{(#)}", "C[,]": "c_{#}", "N": "M"})
    assert printer(total(n, X[n] + Y)) == r"\sum_{n=1}^{M} \left(x^{(n)} + w\right)"
    assert printer(C[i, j]) == "c_{ij}"


def test_an_estimate_wears_a_hat() -> None:
    assert [Printer()(vector("mu_hat", D)), Printer()(spd("Sigma_hat", D).I)] == [r"\hat{\mu}", r"\hat{\Sigma}^{-1}"]


def test_names_of_blocks_have_subscripts() -> None:
    assert [Printer()(vector("x_a", D)), Printer()(matrix("Sigma_ab", D).T)] == ["x_{a}", r"\Sigma_{ab}^{\top}"]
    assert Printer()(vector("x_far", D)) == r"\mathrm{x\_far}"


def test_a_matrix_written_out_and_an_absolute_value() -> None:
    shown = written([T, 1], [0, -T])
    assert Printer()(shown) == r"\begin{pmatrix} t & 1 \\ 0 & -t \end{pmatrix}"
    fractions = written([T / 2], [T])
    assert Printer()(fractions) == r"\begin{pmatrix} \frac{t}{2} \\[0.6em] t \end{pmatrix}"
    assert check(Equation(absolute(det(shown)), T**2)).passed
    assert check(Equation(det(shown), T**2)).status == "rejected"


def test_a_derivative_is_taken_before_its_letter_has_a_value() -> None:
    slope = at(grad(T * T, T), T, N)
    assert Printer()(slope) == r"\left.\frac{\partial}{\partial t} \left(t t\right)\right|_{t = N}"
    assert check(Equation(slope, 2 * N)).passed
    assert check(Equation(slope, 2 * T)).status == "rejected"


def test_definitions_and_chains_print() -> None:
    chain = Equivalence(T, (Equation(T, lift(1)), Equation(lift(1), N)), (Equation(T, N),))
    assert chain.latex() == r"t = 1 = N \iff t = N"
    assert Definition(let("w", Y - Z), Y - Z).latex() == r"w \mathrel{:=} y - z"


def test_a_definition_of_another_shape_is_ill_typed() -> None:
    assert check(Definition(Y, U)).status == "undefined"
    assert check(Definition(let("w", Y - Z), Y - Z)).status == "unchecked"
