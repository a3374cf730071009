"""The text syntax: what a line says, where it cannot be read, and that what is read prints as it was meant."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivations.claims.claim import Definition, Equation, Equivalence
from derivations.syntax.claims import read, read_expression
from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import MAX_BRACKETS, MAX_LENGTH, ReadError
from derivations.tree.arithmetic import Add, Mul, Neg, Sub
from derivations.tree.latex import Printer
from derivations.tree.letters import Index, Letter, Member, Number, SizeLetter
from derivations.tree.matrices import Inverse, Transpose
from derivations.tree.node import Expr
from derivations.tree.powers import Pow
from derivations.tree.shapes import ShapeError
from derivations.tree.sums import Dots, Prod, Sum
from derivations.tree.text import PlainPrinter
from tests.rendering import error

GIVEN = """A, B, C: D x D; x, mu: D; a, b, c: scalar; s: scalar positive; f: function
dA: differential of A; dmu: differential of mu
x[n]: D for n in 1..N; i, j, k in 1..D; m in 1..N; I: D x D identity; K: size
q(x; mu) := x' mu"""
SCOPE = declare(GIVEN, Scope())
A, B, C = (Letter(name, ("D", "D")) for name in "ABC")
a, b, c = (Letter(name) for name in "abc")
D, N = SizeLetter("D"), SizeLetter("N")
FAMILY = Letter("x", ("D", 1), axes=("N",))


def number(value: int) -> Number:
    return Number(Fraction(value))


def tree(text: str) -> Expr:
    return read_expression(text, SCOPE)


TREES: dict[str, Expr] = {
    "A B C": Mul(Mul(A, B), C),
    "A (B C)": Mul(A, Mul(B, C)),
    "A*B C": Mul(Mul(A, B), C),
    "A + B - C": Sub(Add(A, B), C),
    "A - (B - C)": Sub(A, Sub(B, C)),
    "-A B": Neg(Mul(A, B)),
    "-A + B": Add(Neg(A), B),
    "2 -3": Sub(number(2), number(3)),
    "2 * -3": Mul(number(2), Neg(number(3))),
    "A B'": Mul(A, Transpose(B)),
    "(A B)'": Transpose(Mul(A, B)),
    "A''": Transpose(Transpose(A)),
    "A^T": Transpose(A),
    "A.T": Transpose(A),
    "A^-1": Inverse(A),
    "inv(A)": Inverse(A),
    "A^-T": Transpose(Inverse(A)),
    "A'^-1": Inverse(Transpose(A)),
    "a^2": Pow(a, number(2)),
    "a^-2": Pow(a, Neg(number(2))),
    "a^(1/2)": Pow(a, number(1) / number(2)),
    "a^2^3": Pow(a, Pow(number(2), number(3))),
    "(a^2)^3": Pow(Pow(a, number(2)), number(3)),
    "2^3^2": Pow(number(2), Pow(number(3), number(2))),
    "a^2^3^2": Pow(a, Pow(number(2), Pow(number(3), number(2)))),
    "a^-2^N": Pow(a, Neg(Pow(number(2), N))),
    "a^2^-N": Pow(a, Pow(number(2), Neg(N))),
    "-a^2^N b": Neg(Mul(Pow(a, Pow(number(2), N)), b)),
    "(A^2)^-1": Inverse(Pow(A, number(2))),
    "A^2^T": Transpose(Pow(A, number(2))),
    "A^2^-T": Transpose(Inverse(Pow(A, number(2)))),
    "A^-1^T": Transpose(Inverse(A)),
    "A^T^-1": Inverse(Transpose(A)),
    "A^T^2^3": Pow(Transpose(A), Pow(number(2), number(3))),
    "A^-1'^2": Pow(Transpose(Inverse(A)), number(2)),
    "A^2'": Transpose(Pow(A, number(2))),
    "a/b/c": (a / b) / c,
    "a/b c": Mul(a / b, c),
    "a/(b c)": a / Mul(b, c),
    "1/N x[n]": Mul(number(1) / N, Member(FAMILY, (Index("n", "N"),))),
    "  a+ b ": Add(a, b),
}


@pytest.mark.parametrize("text", TREES)
def test_order_and_grouping_stay_as_written(text: str) -> None:
    assert tree(text) == TREES[text]
    assert tree(PlainPrinter(SCOPE.families)(TREES[text])) == TREES[text]


LATEX = {
    "tr(A B)": r"\operatorname{tr}\left(A B\right)",
    "det(A)": r"\left|A\right|",
    "logdet(A)": r"\log \left|A\right|",
    "log(a b)": r"\log \left(a b\right)",
    "log(-1)": r"\log \left(-1\right)",
    "exp(a)^2": r"\exp\left(a\right)^{2}",
    "sqrt(a + b)": r"\sqrt{a + b}",
    "(a + b)/c": r"\frac{a + b}{c}",
    "x' A x": r"x^{\top} A x",
    "(x - mu)'": r"\left(x - \mu\right)^{\top}",
    "A[i,j]": "A_{ij}",
    "A[1,D]": "A_{1D}",
    "(A B)[i,j]": r"\left(A B\right)_{ij}",
    "x[i]": "x_{i}",
    "x[n][i]": r"\left(x_{n}\right)_{i}",
    "delta(i, j)": r"\delta_{ij}",
    "grad(q, x)": r"\frac{\partial q}{\partial x}",
    "grad(a b, a)": r"\frac{\partial}{\partial a} \left(a b\right)",
    "grad(x[i], x[k])": r"\frac{\partial x_{i}}{\partial x_{k}}",
    "A + dA": r"A + \mathrm{d}A",
    "dmu' x": r"\mathrm{d}\mu^{\top} x",
    "integral(exp(-a^2), a)": r"\int_{\mathbb{R}} \exp\left(-a^{2}\right) \, \mathrm{d}a",
    "integral(exp(-x' x), x)": r"\int_{\mathbb{R}^{D}} \exp\left(-x^{\top} x\right) \, \mathrm{d}x",
    "integral(a, a) b": r"\left(\int_{\mathbb{R}} a \, \mathrm{d}a\right) b",
    "sum(n, x[n] - mu)": r"\sum_{n=1}^{N} \left(x_{n} - \mu\right)",
    "prod(i, x[i])": r"\prod_{i=1}^{D} x_{i}",
    "cases(1 if i = k, 0 if i != k)": r"\begin{cases} 1 & (i = k) \\ 0 & (i \neq k) \end{cases}",
    "f(a)^2": r"f\left(a\right)^{2}",
    "q(mu; x)": r"q\left(\mu; x\right)",
    "2 3": r"2 \cdot 3",
    "a 1/2": r"\frac{a \cdot 1}{2}",
    "pi^2": r"\pi^{2}",
    "a^2^3": "a^{2^{3}}",
    "(a^2)^3": r"\left(a^{2}\right)^{3}",
    # What would swallow its right neighbour stands in brackets.
    "log(a) b": r"\left(\log a\right) b",
    "-log(a) b": r"-\left(\log a\right) b",
    "(-log(a)) b": r"\left(-\log a\right) b",
    "(-prod(i, x[i])) b": r"\left(-\prod_{i=1}^{D} x_{i}\right) b",
    "sum(n, a) b": r"\left(\sum_{n=1}^{N} a\right) b",
    "(-a) b": "-a b",
    "a (-b)": r"a \left(-b\right)",
    "a - (-b)": r"a - \left(-b\right)",
    "-(a + b)": r"-\left(a + b\right)",
    "(A')'": r"\left(A^{\top}\right)^{\top}",
    "A^-1'": r"\left(A^{-1}\right)^{\top}",
}


@pytest.mark.parametrize("text", LATEX)
def test_latex(text: str) -> None:
    assert Printer()(tree(text)) == LATEX[text]
    assert error(LATEX[text]) == ""


@pytest.mark.parametrize("text", [*TREES, *LATEX])
def test_brackets_around_a_whole_expression_change_nothing(text: str) -> None:
    assert tree(f"({text})") == tree(text)


# ---------------------------------------------------------------- dots

n, n_k = Index("n", "N"), Index("n", "K")
DOTS: dict[str, Expr] = {
    "x[1] + x[2] + ... + x[N]": Sum(n, Member(FAMILY, (n,))),
    "f(1) * f(2) * ... * f(N)": Prod(n, tree("f(a)")),
    "1/N x[1] + 1/N x[2] + ... + 1/N x[N]": Sum(n, Mul(number(1) / N, Member(FAMILY, (n,)))),
    "1 + 2 + ... + K": Sum(n_k, n_k),
    "1^2 + 2^2 + ... + K^2": Sum(n_k, Pow(n_k, number(2))),
}


@pytest.mark.parametrize("text", DOTS)
def test_dots_are_a_sum_or_product_over_what_counts(text: str) -> None:
    found = tree(text)
    assert isinstance(found, Dots)
    expected = DOTS[text]
    if "f(" in text:
        assert isinstance(found.meaning, Prod) and found.meaning.index == n
    else:
        assert found.meaning == expected
    assert r"\dots" in Printer()(found)


def test_index_of_dots_is_not_one_of_the_line() -> None:
    found = tree("(x[1] - x[n]) + (x[2] - x[n]) + ... + (x[N] - x[n])")
    assert isinstance(found, Dots)
    free = Member(FAMILY, (n,))
    fresh = found.meaning.index
    assert fresh != n and found.meaning.body == Sub(Member(FAMILY, (fresh,)), free)


@pytest.mark.parametrize(
    "text",
    [
        "x[1] + x[3] + ... + x[N]",
        "x[1] + x[2] + ... + x[3]",
        "x[1] - x[2] + ... + x[N]",
        "a + a + ... + a",
        "a + ... + b",
    ],
)
def test_dots_without_a_pattern(text: str) -> None:
    with pytest.raises(ReadError, match=r"expected (members 1, 2 and a size letter|two members before the dots)"):
        tree(text)


# ---------------------------------------------------------------- claims


def test_chain_is_an_equation_for_each_sign() -> None:
    assert read("a = b = c", SCOPE) == [Equation(a, b), Equation(b, c)]


def test_definition_with_a_use() -> None:
    definition, use = read("a := b = c", SCOPE)
    assert (definition, use) == (Definition(a, b), Equation(b, c))


def test_equivalences_in_an_unknown() -> None:
    assert read("for a: a = b <=> b = a = c <=> c = a", SCOPE) == [
        Equivalence(a, (Equation(a, b),), (Equation(b, a), Equation(a, c))),
        Equivalence(a, (Equation(b, a), Equation(a, c)), (Equation(c, a),)),
    ]


def test_ill_typed_line_is_read_and_printed() -> None:
    (claim,) = read("A x = x A", SCOPE)
    assert claim.latex() == "A x = x A"
    with pytest.raises(ShapeError, match="found D x 1 times D x D"):
        claim.check_shapes()


UNREADABLE = {
    "": "position 1: found the end of the line, expected a claim",
    "a": "position 2: found the end of the line, expected '=', '<=', '>=', ':=', '<=>'",
    "a =": "position 4: found the end of the line, expected a number, a name or '('",
    "a = b c)": "position 8: found ')', expected an operator or the end of the line",
    "a = (b": "position 7: found the end of the line, expected ')'",
    "a = y": "position 5: found the unknown name 'y', expected one of A, B, C, D, I, K, N, a, b, c,",
    "a = b $": "position 7: found '$', expected a number, a name or an operator",
    "a = 1.": "position 6: found '.', expected",
    "a == b": "position 4: found '=', expected a number",
    "a <=> b": "position 8: found the end of the line, expected '=', '<=', '>=', ':=', '<=>'",
    "for a: a = b": "position 13: found the end of the line, expected '<=>' or 'solved by', with an unknown",
    "for a: a <=> b": "expected '=', '<=', '>=', ':=', '<=>'",
    "for 2: a = b <=> b = a": "position 6: found ':', expected a letter as the unknown",
    "for a a = b <=> b = a": "position 7: found 'a', expected ':'",
    "a = tr A": "position 8: found 'A', expected '('",
    "a = sum(a, b)": "position 9: found 'a', expected an index",
    "a = sum(n x[n])": "position 11: found 'x', expected ','",
    "a = x[i": "position 8: found the end of the line, expected ']'",
    "a = q(x)": "position 8: found ')', expected 2 arguments of q",
    "a = f": "position 6: found the end of the line, expected '('",
    "a = integral(b, 2)": "position 18: found ')', expected a letter to integrate over",
    "a = cases(1 if i = j, 0 if i != k)": "expected the same two indices in both cases",
    "a = cases(1 if i = j, 0 if i = j)": "found '=', expected '!='",
    "a = if": "position 5: found 'if', expected a number, a name or '('",
    "a = b + * c": "position 9: found '*', expected a number, a name or '('",
    "a = b ^": "position 8: found the end of the line",
    "a ≤ b c)": "position 8: found ')', expected an operator or the end of the line",
    "a≐_a 2 ⇔ a $": "position 12: found '$', expected a number",
    "a ∝_a 2 ≥ )": "position 11: found ')', expected a number",
    "a ∝ 2": "position 3: found 'propto', expected propto_ and the name of a declared letter",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_line_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReadError) as found:
        read(text, SCOPE)
    assert UNREADABLE[text] in str(found.value)
    assert "expected" in str(found.value) and "\n" not in str(found.value)


def test_member_of_a_family_needs_its_index() -> None:
    with pytest.raises(
        ReadError, match=r"position 2: found the end of the line, expected '\[' and the index of a member"
    ):
        read_expression("y ", declare("y[n]: D for n in 1..N", Scope()))
    with pytest.raises(ReadError, match=r"expected one index of a member of the family y; its entries are y\[n\]\[i\]"):
        read_expression("y[n, 1]", declare("y[n]: D for n in 1..N", Scope()))


@pytest.mark.parametrize(
    ("open_", "close", "message"),
    [
        ("(", ")", f"more than {MAX_BRACKETS} nested brackets"),
        ("tr(", ")", f"more than {MAX_BRACKETS} nested brackets"),
        ("f(", ")", f"more than {MAX_BRACKETS} nested brackets"),
        ("x[", "]", f"more than {MAX_BRACKETS} nested brackets"),
        ("", "'", "nested 901 deep, expected at most"),
        ("", " a", "nested 901 deep"),
        ("", "+a", "nested 901 deep"),
        ("", "/a", "nested 901 deep"),
        ("", "^2", "nested 901 deep"),
    ],
)
def test_deep_line_is_refused_before_anything_walks_over_it(open_: str, close: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        tree(open_ * 900 + "a" + close * 900)


def test_long_line_is_refused() -> None:
    assert tree("a" + " " * (MAX_LENGTH - 1)) == a
    with pytest.raises(ReadError, match=f"found a line of {MAX_LENGTH + 1} characters, expected at most {MAX_LENGTH}"):
        tree("a" + " " * MAX_LENGTH)


def test_declared_names_shadow_the_words() -> None:
    scope = declare("tr, pi, I, E: D x D; T: size", SCOPE)
    assert read_expression("tr A", scope) == Mul(Letter("tr", ("D", "D")), A)
    assert read_expression("a^T", scope) == Pow(a, SizeLetter("T"))
