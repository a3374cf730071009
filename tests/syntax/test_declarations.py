"""Declarations: every form, and one clear error for every form that cannot be read."""

from __future__ import annotations

import pytest

from derivations.claims.claim import Definition, Equation
from derivations.claims.given import Given
from derivations.syntax.claims import read, read_expression
from derivations.syntax.declarations import declarations, declare, read_line, split_outside
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree.functions import Unknown
from derivations.tree.latex import Printer
from derivations.tree.letters import Defined, Index, Letter, Member, SizeLetter
from derivations.tree.named import Apply
from derivations.tree.shapes import SCALAR, ShapeError


def scope(text: str) -> Scope:
    return declare(text, Scope())


LETTERS: dict[str, dict[str, Letter]] = {
    "A: D x K": {"A": Letter("A", ("D", "K"))},
    "A, B: D x D": {"A": Letter("A", ("D", "D")), "B": Letter("B", ("D", "D"))},
    "A: 2 x 3": {"A": Letter("A", (2, 3))},
    "S: D x D spd": {"S": Letter("S", ("D", "D"), "spd")},
    "S: D x D symmetric": {"S": Letter("S", ("D", "D"), "symmetric")},
    "I: D x D identity": {"I": Letter("I", ("D", "D"), "identity")},
    "x , mu :D": {"x": Letter("x", ("D", 1)), "mu": Letter("mu", ("D", 1))},
    "x: 3": {"x": Letter("x", (3, 1))},
    "c: scalar": {"c": Letter("c", SCALAR)},
    "c, d: scalar positive": {"c": Letter("c", SCALAR, "positive"), "d": Letter("d", SCALAR, "positive")},
    "x: D; A: D x D": {"x": Letter("x", ("D", 1)), "A": Letter("A", ("D", "D"))},
    "x: D\n# y: D\n\n  A: D x D  ": {"x": Letter("x", ("D", 1)), "A": Letter("A", ("D", "D"))},
}


@pytest.mark.parametrize("text", LETTERS)
def test_letters(text: str) -> None:
    made = scope(text)
    found = {name: letter for name, letter in made.letters.items() if not isinstance(letter, SizeLetter)}
    assert found == LETTERS[text]
    sizes = {size for letter in LETTERS[text].values() for size in letter.of if isinstance(size, str)}
    assert {name for name, letter in made.letters.items() if isinstance(letter, SizeLetter)} == sizes


COMMAS = {
    "A: D x K, B: K x D, x, mu: D": ["A: D x K", "B: K x D", "x, mu: D"],
    "x[n]: D for n in 1..N, c: scalar": ["x[n]: D for n in 1..N", "c: scalar"],
    "i, j in 1..D, f, g: function": ["i, j in 1..D", "f, g: function"],
    "N = 1, S: D x D spd, n: size": ["N = 1", "S: D x D spd", "n: size"],
    "x, mu: D, z := x - mu, q(x, mu) := cases(1 if i = j, 0 if i != j), c: scalar": [
        "x, mu: D",
        "z := x - mu",
        "q(x, mu) := cases(1 if i = j, 0 if i != j)",
        "c: scalar",
    ],
    "A: D x K, x; c: scalar": ["A: D x K", "x", "c: scalar"],
    "r[n,k]: scalar for n in 1..N; k in 1..K; y: D": ["r[n,k]: scalar for n in 1..N, k in 1..K", "y: D"],
    "x[n]: D for n in 1..N; k in 1..K;": ["x[n]: D for n in 1..N", "k in 1..K"],
    "A as a, b; c": ["A as a, b; c"],
    "in, at: D": ["in, at: D"],
}


@pytest.mark.parametrize("line", COMMAS)
def test_comma_ends_a_declaration_and_no_list_of_names(line: str) -> None:
    assert declarations(line) == COMMAS[line]


def test_declarations_after_commas_are_those_on_lines_of_their_own() -> None:
    text = "x[n]: D for n in 1..N, A: D x K, x, mu: D, S: D x D spd, z := x - mu, N = 2"
    assert scope(text) == scope(text.replace(", ", "\n").replace("x\nmu", "x, mu"))


def test_size_is_a_number_in_a_line_too() -> None:
    assert read_expression("D", scope("x: D")) == SizeLetter("D")


def test_family_and_its_index() -> None:
    made = scope("x[n]: D for n in 1..N; x: D; i in 1..D")
    n, i = Index("n", "N"), Index("i", "D")
    x = Letter("x", ("D", 1), axes=("N",))
    assert made.families == {"x": x}
    assert read_expression("x[n]", made) == Member(x, (n,))
    assert read_expression("x[n][i]", made) == Member(x, (n,))[i]
    assert read_expression("x[i]", made) == Letter("x", ("D", 1))[i], "an index of the entries is none of the members"
    assert read_expression("x", made) == Letter("x", ("D", 1))


def test_indices() -> None:
    assert scope("i, j in 1..D").letters["j"] == Index("j", "D")
    assert scope("k in 1..3").letters["k"] == Index("k", 3)


def test_function_letters() -> None:
    made = scope("f, g: function; t: scalar")
    assert read_expression("g(t)", made) == Unknown("g", Letter("t"))


def test_fixed_size_holds_for_every_claim_and_the_last_one_counts() -> None:
    made = scope("x[n]: D for n in 1..N; N = 2; N = 1")
    (claim,) = read("x[1] = x[1]", made)
    assert claim.given == Given((("N", 1),))


def test_defined_letter_and_function() -> None:
    made = scope("x, mu: D; z := x - mu; q(x; mu) := z' z")
    z = made.letters["z"]
    assert isinstance(z, Defined) and Printer()(z.value) == r"x - \mu"
    function = made.functions["q"]
    assert (function.name, [letter.name for letter in function.parameters], function.divider) == ("q", ["x", "mu"], ";")
    assert read_expression("q", made) == Apply(function)
    assert read_expression("q(mu; x)", made) == Apply(function, (Letter("mu", ("D", 1)), Letter("x", ("D", 1))))
    assert declare("p(x, mu) := x' mu", made).functions["p"].divider == ","


def test_notation() -> None:
    made = scope("x[n]: D for n in 1..N\nA: D x D\ni in 1..D\nx[] as x^{(#)}\nA[,] as a_{#}\nA as \\mathbf{A}; \\!")
    printer = Printer(made.notation)
    assert [printer(read_expression(text, made)) for text in ("x[n]", "x[n]'", "A[i,2]", "A")] == [
        "x^{(n)}",
        r"\left(x^{(n)}\right)^{\top}",
        "a_{i2}",
        r"\mathbf{A}; \!",
    ]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("q: D", "q: function", "q(c)"),
        ("q: function", "q: D", "c q"),
        ("q(c) := c c", "q: D", "c q"),
        ("q: D", "q(c) := c c", "q(c)"),
        ("q(c) := c c", "q: function", "q(c)"),
        ("q in 1..D", "q: size", "q"),
        ("q: D", "q := c c", "q"),
        ("", "tr: D", "c tr"),
        ("", "T: size", "c^T"),
    ],
)
def test_last_declaration_of_a_name_counts(before: str, after: str, line: str) -> None:
    alone = read_expression(line, scope(f"c: scalar\n{after}"))
    assert read_expression(line, scope(f"c: scalar\n{before}\n{after}")) == alone


def test_scope_that_is_added_to_stays_as_it_was() -> None:
    before = scope("x: D; f: function; x[n]: D for n in 1..N; N = 1")
    copy = before.child()
    declare("x: scalar; y: D; f: D; x[n]: K for n in 1..M; N = 2; q := y\nx as \\xi", before)
    assert before == copy


UNREADABLE = {
    "x": "found the declaration 'x', expected a form such as 'A: D x K'",
    "x: ": "found the declaration 'x:'",
    "x: 0": "found the declaration 'x: 0'",
    "x: -1": "found the declaration 'x: -1'",
    "x: D x": "found the declaration 'x: D x'",
    "x y: D": "found the declaration 'x y: D'",
    "2x: D": "found the declaration '2x: D'",
    "A: D x D unitary": "found the declaration 'A: D x D unitary'",
    "c: scalar negative": "found the declaration 'c: scalar negative'",
    "i in 0..D": "found the declaration 'i in 0..D'",
    "i in D": "found the declaration 'i in D'",
    "x[n]: D for m in 1..N": "found 'n' as an index of x, expected it declared",
    "x[n]: D": "found the declaration",
    "N = 0": "found the declaration 'N = 0'",
    "N = M": "found the declaration 'N = M'",
    "x as": "found the declaration 'x as'",
    ":= x": "found the declaration ':= x'",
    "z :=": "found the declaration 'z :='",
    "z := y": "position 6: found the unknown name 'y'",
    "x: D; z := x -": "position 9: found the end of the line, expected a number, a name or '('",
    "q(y) := 1": "found 'y' as a parameter of q, expected a declared letter",
    "q() := 1": "found '' as a parameter of q",
    "x: D; q(D) := D": "found 'D' as a parameter of q",
    "D: 2 x 2; x: D": "found 'D' as a size, but it is declared as something else, expected 'D: size'",
    "f: function; x: f": "found 'f' as a size",
    "A: D x K, x": "found the declaration 'x', expected a form",
    "A: D x K, x y: D": "found the declaration 'x y: D'",
    "A: D x K, , c: scalar": "found the declaration ', c: scalar'",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_declaration_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReadError) as error:
        scope(text)
    assert UNREADABLE[text] in str(error.value)
    assert "expected" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("S: D x K spd", "S: found D x K, expected a square matrix"),
        ("S: D symmetric", "S: found D x 1, expected a square matrix"),
    ],
)
def test_structure_needs_its_shape(text: str, message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        scope(text)


# ---------------------------------------------------------------- lines with definitions


def test_line_adds_its_definitions() -> None:
    made = scope("x, mu: D")
    first, second = read_line("z := x - mu; z' z = (x - mu)' (x - mu)", made)
    assert isinstance(first, Definition) and isinstance(second, Equation)
    assert made.letters["z"] == first.symbol
    assert second.left.shape == SCALAR


def test_definition_with_further_sides() -> None:
    definition, equation = read_line("q(x) := x' x = tr(x x')", made := scope("x: D"))
    assert isinstance(definition, Definition) and isinstance(equation, Equation)
    assert (
        equation.left == Apply(made.functions["q"])
        and Printer()(equation.right) == r"\operatorname{tr}\left(x x^{\top}\right)"
    )


def test_equals_sign_inside_brackets_ends_no_definition() -> None:
    (definition,) = read_line("d[i, j] := cases(1 if i = j, 0 if i != j)", scope("i, j in 1..D"))
    assert isinstance(definition, Definition)


def test_name_that_means_something_is_claimed_and_not_defined() -> None:
    made = scope("x, mu: D; z := x - mu")
    (claim,) = read_line("z := mu - x", made)
    assert isinstance(claim, Definition) and claim.symbol == Defined("z", read_expression("x - mu", made))
    assert made.letters["z"] == claim.symbol
    (again,) = read_line("z := mu - x", made, again={"z"})
    assert isinstance(again, Definition) and again.symbol == Defined("z", again.value) == made.letters["z"]


@pytest.mark.parametrize("line", ["z := = x", "z := x = ", "z := x; = x", "z := x y"])
def test_unreadable_line(line: str) -> None:
    with pytest.raises(ReadError, match="expected"):
        read_line(line, scope("x: D"))


def test_split_outside_brackets() -> None:
    assert split_outside("q(x; mu) = 1; [a;b] ; c", ";") == ["q(x; mu) = 1", "[a;b]", "c"]
    assert split_outside("", ";") == [""]


def test_what_a_letter_is_distributed_as() -> None:
    made = scope("x, y: D, S: D x D spd, x ~ N(y, 2 S), c: scalar")
    assert made.laws == {"x": read_expression("E(x ~ N(y, 2 S), x)", made)}
    assert made.child().laws == made.laws and isinstance(made.letters["c"], Letter)
    with pytest.raises(ReadError, match="distribution: found 'z', expected a declared letter"):
        scope("S: D x D spd; z ~ N(0, S)")
