r"""The reader of the notes' LaTeX gives the trees of the text syntax."""

from __future__ import annotations

import json

import pytest

from derivations.claims.claim import Claim, Definition, Equation, Equivalence
from derivations.notes.comparison import differences
from derivations.notes.notation import normalised
from derivations.notes.reader_claims import read_latex, read_latex_expression
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree.latex import Printer
from derivations.tree.omitted import OMITTED
from tests.checking import corpus
from tests.rendering import ROOT

LETTERS = r"""
x[n]: D for n in 1..N
x[] as x^{(#)}
x, z, mu, lambda, b: D
mu2: D
mu2 as \hat{\mu}
A, B, S, C, Sigma, T: D x D
A[,] as a_{#}
Sigma[,] as \sigma_{#}
i, j, k in 1..D
a, c, t, p: scalar
f, g: function
s: D spins
dp: differential of p
dSigma: differential of Sigma
c1: scalar
c1 as \textcircled{1}
normal(x; mu, Sigma) := exp(-(x - mu)' Sigma^-1 (x - mu))
normal as \mathcal{N}
single(t; a, c) := exp(-(t - a) c (t - a))
single as \mathcal{N}
x ~ N(mu, Sigma)
calL(mu, Sigma) := sum(n, log(normal(x[n]; mu, Sigma)))
"""
SCOPE: Scope = declare(LETTERS, Scope())
SAME = {
    r"|c - a| + ||A||": "abs(c - a) + abs(det(A))",
    r"\begin{pmatrix} a & c \\ z_1 & 0 \end{pmatrix} \begin{pmatrix} t \\ p \end{pmatrix}": "[a, c; z[1], 0] * [t; p]",
    r"\text{diag}(\lambda_1^{-2}, \dots, \lambda_D^{-2})": "diag(sum(i, lambda[i]^-2 basis(i)))",
    r"(\lambda_1 \cdots \lambda_D)^{\frac{1}{2}}": "(prod(i, lambda[i]))^(1/2)",
    r"\mathbb{E}[x x^T] - \mathbb{E}_\theta[A (x - \mu)]": "E(x ~ N(mu, Sigma), x x')"
    " - E(x ~ N(mu, Sigma), A (x - mu))",
    r"\sum_{i=1}^D z_i \mathbf{e}_i": "sum(i, z[i] basis(i))",
    r"\int_{\mathbb{R}^D} z_1^2 dz_1 \cdots dz_D": "integral(z[1]^2, z)",
    r"\det S_{ij} + \det(S_{ik})_{jk} - \det S": "minor(S; i, j) + minor(S; i, k; j, k) - det(S)",
    r"\frac{1}{2} A \otimes B": "1/2 kron(A, B)",
    r"\sum_{i \neq j} a_{ij} + \prod_{k \neq j} z_k": "sum(i != j, A[i,j]) + prod(k != j, z[k])",
    r"\sum_{i=1}^j z_i + \sum_{i=1}^{j-1} z_i": "sum(i <= j, z[i]) + sum(i < j, z[i])",
    r"\sum_{i=j+1}^D z_i": "sum(i > j, z[i])",
    r"\prod_{i=1}^D \mathcal{N}(z_i | \mu_i, a)": "prod(i, single(z[i]; mu[i], a))",
    r"\frac{1}{\sqrt{(2\pi)^D |\Sigma|}}": "1/sqrt((2 pi)^D det(Sigma))",
    r"\exp\left[-\frac{1}{2} (x-\mu)^T \Sigma^{-1} (x-\mu)\right]": "exp(-1/2 (x - mu)' Sigma^-1 (x - mu))",
    r"\log \prod_{n=1}^N \mathcal{N}(x^{(n)}; \mu, \Sigma)": "log(prod(n, normal(x[n]; mu, Sigma)))",
    r"\log \left[(2\pi)^D |\Sigma| \right]^{-\frac{1}{2}}": "log(((2 pi)^D det(Sigma))^(-1/2))",
    r"-\frac{N}{2} \log (2\pi)^D - \frac{N}{2} \log |\Sigma|": "-N/2 log((2 pi)^D) - N/2 log(det(Sigma))",
    r"D \log 2\pi + \log \det \Sigma": "D log(2 pi) + log(det(Sigma))",
    r"\log \mathcal{N}(x^{(1)} | \mu, \Sigma) + \log \mathcal{N}(x^{(2)} | \mu, \Sigma) + \dots"
    r" + \log \mathcal{N}(x^{(N)} | \mu, \Sigma)": "log(normal(x[1]; mu, Sigma)) + log(normal(x[2]; mu, Sigma)) + ..."
    " + log(normal(x[N]; mu, Sigma))",
    r"c^1 \cdot c^2 \cdot \dots \cdot c^N": "c^1 * c^2 * ... * c^N",
    r"\sum_{n=1}^N (\textcircled{1} + 2) a + c": "sum(n, (c1 + 2) a) + c",
    r"\frac{\partial \mathcal{L}}{\partial \mu}": "grad(calL, mu)",
    r"\frac{\partial}{\partial \mu} \left(z^T z\right) a": "grad(z' z, mu) a",
    r"\frac{\partial}{\partial \mathbf{z}} \mathbf{z}^\top \mathbf{A} \mathbf{z} + a": "grad(z' A z, z) + a",
    r"\frac{d^2 f(t)}{dt^2}": "grad(grad(f(t), t), t)",
    r"f'(t) g(t) + f(t) g(t)'": "grad(f(t), t) g(t) + f(t) grad(g(t), t)",
    r"(f(t) g(t))''": "grad(grad(f(t) g(t), t), t)",
    r"\sum_{i=1}^D \sum_{j=1}^D z_i a_{ij} z_j": "sum(i, sum(j, z[i] A[i,j] z[j]))",
    r"\sum_{i,j} a_{ij} \delta_{ik}": "sum(i, sum(j, A[i,j] delta(i, k)))",
    r"\sum_{i,j=1}^D a_{ij}": "sum(i, sum(j, A[i,j]))",
    r"(A z + A^T z)_k": "(A z + A' z)[k]",
    r"a_{11} + \sigma_{1,2} + z_2 + x^{(n)}_k + x_k^{(2)}": "A[1,1] + Sigma[1,2] + z[2] + x[n][k] + x[2][k]",
    r"\begin{cases} 1 & (i=k) \\ 0 & (i \neq k) \end{cases}": "cases(1 if i = k, 0 if i != k)",
    r"\frac{\partial}{\partial \sigma_{ij}} \text{Tr}(\Sigma^{-1} S)": "grad(tr(Sigma^-1 S), Sigma[i,j])",
    r"\operatorname{tr}\left(A\right)^2 \operatorname{diag}(z)": "tr(A)^2 diag(z)",
    r"\underbrace{\Sigma \Sigma^{-1}}_{I} \hat{\mu}": "(Sigma Sigma^-1) mu2",
    r"\frac{1}{2} \Sigma^{-1} \odot A B": "1/2 had(Sigma^-1, A) B",
    r"-\frac{1}{2} 2 \odot A \circ B": "-(1/2 had(had(2, A), B))",
    r"{A}^{\boldsymbol{T}} {{(A^{-1})}}^{\boldsymbol{T}} A^{-T}": "A' (A^-1)' (A^-1)'",
    r"\int_{\mathbb{R}^D} \exp\left(-\frac{z^T z}{2}\right) d\mathbf{z}": "integral(exp(-(z' z)/2), z)",
    r"\int_{-\infty}^{\infty} dt\, e^{-t^2} + \int f(t) \,dt": "integral(exp(-t^2), t) + integral(f(t), t)",
    r"\int_0^1 f(t)\,dt + \int_{-\infty}^0 dt\, e^{t}": "integral(f(t), t, 0, 1) + integral(exp(t), t, -inf, 0)",
    r"\sum_{\vec{s}} e^{b^\top s}": "spins(s, exp(b' s))",
    r"d \log |\Sigma| + d(\log \Sigma) + \Sigma^{-1} d\Sigma": "d(log(det(Sigma))) + d(log(Sigma)) + Sigma^-1 dSigma",
    r"2 \cosh(b^\top x + c) \tanh(c)": "2 cosh(b' x + c) tanh(c)",
    r"\pi/2 - \frac12 a^{-3/2} I_D": "pi/2 - 1/2 a^(-3/2) I",
    r"|A|^{-1}|B||A-B|^2": "det(A)^-1 det(B) det(A - B)^2",
    r"\Vert z \Vert^2 \mathrm{tr}(T^T)": "norm(z)^2 tr(T')",
    r"(\det A)(\det \Sigma^{-1}) \left(-2\right)": "det(A) det(Sigma^-1) (-2)",
}


@pytest.mark.parametrize("latex", SAME)
def test_expressions_of_the_notes(latex: str) -> None:
    assert normalised(read_latex_expression(latex, SCOPE)) == normalised(read_expression(SAME[latex], SCOPE))


@pytest.mark.parametrize("line", [line for line in (corpus.EQUATIONS + corpus.EQUIVALENCES).splitlines() if line])
def test_what_the_printer_prints_reads_back(line: str) -> None:
    (claim,) = read_line(line, corpus.SCOPE.child())
    assert differences([claim], read_latex(claim.latex(), corpus.SCOPE)) == []


def test_a_declared_operator_shadows_the_built_in_one_only_where_its_notation_says_so() -> None:
    made = declare("Tr(A) := A[1,1]", SCOPE)
    assert read_latex_expression(r"\text{Tr}(A)", made) == read_expression("tr(A)", made)
    printed = declare(r"Tr as \operatorname{Tr}", made)
    assert read_latex_expression(r"\text{Tr}(A)", printed) == read_expression("Tr(A)", printed)


ALIKE = """
qx(x) := 1
qz(z) := 1
joint(x, z) := 1
given(z; x) := 1
qx as q
qz as q
joint as q
given as q
"""


@pytest.mark.parametrize(
    ("latex", "text"),
    [("q(x)", "qx(x)"), ("q(z)", "qz(z)"), ("q(x, z)", "joint(x, z)"), ("q(z|x)", "given(z; x)"), ("q(b)", "qx(b)")],
)
def test_of_functions_that_print_alike_the_arguments_choose(latex: str, text: str) -> None:
    scope = declare(ALIKE, SCOPE)
    assert read_latex_expression(latex, scope) == read_expression(text, scope)


def test_an_index_d_is_told_from_the_d_of_an_integral() -> None:
    scope = declare("d in 1..D; y: D", Scope())
    read = read_expression("integral(exp(-sum(d, y[d]^2)/2), y)", scope)
    latex = r"\int_{\mathbb{R}^D} \exp\left(-\frac{\sum_{d=1}^D y_d^2}{2}\right) d\mathbf{y}"
    assert normalised(read_latex_expression(latex, scope)) == normalised(read)


def claims(latex: str) -> list[Claim]:
    return read_latex(latex, SCOPE)


def test_a_chain_is_an_equation_for_each_sign() -> None:
    first, second = claims(r"\therefore z^T z = a = 2c")
    assert isinstance(first, Equation) and isinstance(second, Equation)
    assert first.right == second.left == SCOPE.letters["a"]


def test_a_left_side_may_be_omitted() -> None:
    (claim,) = claims(r"= 2 \Sigma^{-1} z")
    assert isinstance(claim, Equation) and claim.left == OMITTED
    (equivalence,) = claims(r"\Leftrightarrow z = \mu")
    assert isinstance(equivalence, Equivalence) and equivalence.left == (Equation(OMITTED, OMITTED),)


def test_an_equivalence_names_no_unknown() -> None:
    one, two = claims(r"\frac{\partial \mathcal{L}}{\partial \mu} = 0 \Leftrightarrow z = b = 0 \iff b = \mu")
    assert isinstance(one, Equivalence) and isinstance(two, Equivalence)
    assert one.unknown is None and len(one.right) == 2 and one.right == two.left


def test_a_brace_that_says_what_the_body_equals_is_a_claim() -> None:
    (expected,) = read_line("Sigma Sigma^-1 = I", SCOPE.child())
    main, below = claims(r"\underbrace{\Sigma \Sigma^{-1}}_{=I} z = \mu")
    assert main != below and below == expected
    assert claims(r"\underbrace{\Sigma \Sigma^{-1}}_{=I}") == [expected]
    with pytest.raises(ReadError, match="expected a relation"):
        claims(r"\underbrace{\Sigma \Sigma^{-1}}_{=I} z")


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"a := c", "a = c"),
        (r"c =: a", "a = c"),
        (r"a \leq c^2", "a <= c^2"),
        (r"a \geq c^2", "c^2 <= a"),
        (r"(1)\ a = c, \quad c = a + 1", "a = c; c = a + 1"),
        (r"N = 1, \quad a = N", "a = N"),
        (r"(a = c):", "a = c"),
        (r"a = c, (c = t \geq 1)", "a = c; c = t; 1 <= t"),
    ],
)
def test_relations(latex: str, line: str) -> None:
    scope = declare("N = 1", SCOPE) if "N" in latex else SCOPE
    assert differences(read_line(line, scope.child()), read_latex(latex, scope)) == []


@pytest.mark.parametrize("sign", [r"\doteq", r"\propto", r"\underbrace{=}_{\theta }"])
def test_a_relation_in_a_letter_that_is_not_printed(sign: str) -> None:
    line = {r"\doteq": "doteq_dp", r"\propto": "propto_p"}.get(sign, "=_p")
    read = read_line(f"log(p + dp) {line} log(p) + a", SCOPE.child())
    assert differences(read, claims(rf"\log(p + dp) {sign} \log p + a")) == []
    assert differences(read, claims(r"\log(p + dp) = \log p + a")) != []


def test_definitions_are_read_as_such() -> None:
    (claim,) = claims(r"\mathcal{L} := a")
    assert isinstance(claim, Definition)


ERRORS = {
    r"a + ": "position 5: found the end of the formula, expected a number, a name or '('",
    r"\frac{a}{c": "position 11: found the end of the formula, expected '}'",
    r"a} = c": "position 2: found '}', expected an opening brace before it",
    r"z^T A z": "position 8: found the end of the formula, expected a relation",
    r"a = c^": "position 6: found '^' at the end, expected what it belongs to",
    r"a = \omega": "position 5: found '\\\\omega', expected one of the names",
    r"A = \begin{pmatrix} a & c": "expected '\\\\\\\\'",
    r"A = \text{diag}(a, \dots, c)": "found dots between members that do not follow one pattern",
    r"a = \mathbb{E}[c]": "position 5: found a mean, expected one letter with 'x ~ N(m, S)' declared",
    r"a = \int_{\mathbb{R}^D} z_1 dz_1 \cdots da": "expected d and a letter to integrate over",
    r"a = e_{ij}^T z": "expected one index below it",
    r"a = \sum \lambda": "position 5: found '\\\\sum', expected an index below it",
    r"a = \sum_{i \geq j} a_{ij}": "expected i=1 to a size, or i",
    r"a = \sum_{i=j+1}^N z_i": "expected a condition on indices",
    r"a = \sum_{i=2}^D z_i": "expected i=1 to a size, or i",
    r"a = \int_0 t\,dt": "position 5: found one bound of an integral, expected two or none",
    r"a = \mathcal{N}(x; \mu)": "expected 3 arguments of normal",
    r"a = g'(f(t))": "expected a letter as the argument of g'",
    r"a = (c + t)'": "expected a prime behind functions of one letter",
    r"A \oplus B = A": "position 3: found '\\\\oplus', expected a relation",
    r"a + c + \dots + t = p": "found dots whose members do not follow one pattern",
    r"a \cdot \dots \cdot c = t": "expected two members before the dots and one behind them",
    r"a = d(\log c)": "position 5: found 'd', expected a letter X with 'dX: differential of X' declared",
    r"x^{(n)} = x^{(n)^{(n)}}": "expected",
    r"a = \begin{cases} 1 & (i=k) \\ 0 & (i \neq j) \end{cases}": "expected the same two indices in both cases",
    r"z = x^{(n)}_{ijk}": "found 3 indices, expected one or two",
    "(" * 61 + "a" + ")" * 61 + "= a": "found more than 60 factors one inside the other",
    "{" * 61 + "a" + "}" * 61 + "= a": "found more than 60 nested braces",
    "a" * 4001: "found a formula of 4001 characters, expected at most 4000",
}


@pytest.mark.parametrize("latex", ERRORS, ids=range(len(ERRORS)))
def test_what_cannot_be_read_says_where_and_why(latex: str) -> None:
    with pytest.raises(ReadError) as caught:
        claims(latex)
    assert ERRORS[latex].replace("\\\\", "\\") in str(caught.value).replace("\\\\", "\\")


def formulas() -> list[str]:
    """Every formula of the ledgers in the book."""
    lines = [line for path in (ROOT / "book" / "notes").glob("*.jsonl") for line in path.read_text("utf8").splitlines()]
    return [part for line in lines for part in json.loads(line)["formula"]]


def test_a_damaged_formula_reads_or_fails_with_one_error() -> None:
    tried = failed = 0
    for formula in formulas():
        for cut in range(1, len(formula), 17):
            for damaged in (formula[:cut], formula[cut:], formula[: cut - 1] + formula[cut + 1 :]):
                tried += 1
                try:
                    claims(damaged)
                except ReadError:
                    failed += 1
    assert tried > failed > tried // 2


HOSTILE = {
    "bars": "|" * 3000,
    "logs": r"\log " * 60 + "a = c",
    "styles": r"\mathbf" * 500 + "{x} = z",
    "derivatives": r"\frac{d}{dt}" * 300 + "a = c",
    "sums": r"\sum_i" * 600,
    "primes": "f(t)" + "'" * 3000 + "= a",
    "powers": "x" + "^2" * 1500 + "= a",
    "factors": "a" * 3990 + "= a",
    "Hadamard": "a" * 3000 + r"\odot a = c",
    "terms": "a +" * 1300 + "a = c",
    "identities": "I =" * 1300 + "I",
    "indices": "x_{" * 60 + "i" + "}" * 60 + "= a",
    "roots": r"\sqrt{(" * 40 + "a" + ")}" * 40 + "= a",
    "integrals": r"\int " * 60 + "a",
    "accents": r"\hat{" * 60 + "a" + "}" * 60 + "= a",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_deep_and_long_formulas_are_refused(kind: str) -> None:
    with pytest.raises(ReadError, match="found"):
        claims(HOSTILE[kind])


@pytest.mark.parametrize("text", ["A had(B, C) S", "A had(B, C)", "had(B, C) A", "A kron(B, C) S", "had(A, B) a"])
def test_a_product_by_entries_that_is_a_factor_prints_in_brackets(text: str) -> None:
    expr = read_expression(text, SCOPE)
    assert normalised(read_latex_expression(Printer()(expr), SCOPE)) == normalised(expr)
    assert Printer()(expr).count("(") == 1
