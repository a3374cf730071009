"""Every structure is asked everything; NumPy and tables written by hand say whether the answers are right."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy
from flint import fmpq, fmpq_mat, fmpz, nmod_mat

from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree.calculus import Grad
from derivations.tree.errors import NotExpressible
from derivations.tree.facts import invertible, positive, positive_definite, structured, symmetric
from derivations.tree.letters import Letter, direction
from derivations.tree.matrices import Det, Inverse, Trace
from derivations.tree.node import typed
from derivations.tree.shapes import CONVENTIONS, SCALAR, Shape, ShapeError
from derivations.tree.structures.entrywise import Entrywise
from derivations.tree.structures.rows import Rows, Source, replaced
from derivations.tree.structures.structure import STRUCTURES, Structure
from derivations.values.exact_systems import PRIME
from derivations.values.matrices import modular_matrix, rational_matrix
from derivations.values.symbolic.letters import symbol_values

INTERVALS = ("in (0, 1)", "in [0, 1]", "in [-1/2, oo)", "in (-oo, 3]")
KINDS = [*STRUCTURES.values(), *(STRUCTURES[word] for word in INTERVALS)]
WORDS = [kind.word for kind in KINDS]
SIZES = (1, 2, 3, 4)
READS = {
    "general": "",
    "positive": "positive",
    "symmetric": "symmetric",
    "spd": "symmetric positive definite",
    "identity": "the identity",
    "orthogonal": "orthogonal",
    "diagonal": "diagonal",
    "lower": "lower triangular",
    "antisymmetric": "antisymmetric",
    "spins": "spins, each 1 or -1",
    "bits": "bits, each 0 or 1",
    "nonnegative": "nonnegative",
    "simplex": "a probability vector",
    "open simplex": "a probability vector without zeros",
    "stochastic": "stochastic, each row a probability vector",
    **{word: word for word in INTERVALS},
}
DECLARATIONS: dict[str, tuple[str, Shape]] = {
    "general": ("X: D x K", ("D", "K")),
    "positive": ("X: D x K positive", ("D", "K")),
    "symmetric": ("X: D x D symmetric", ("D", "D")),
    "spd": ("X: D x D spd", ("D", "D")),
    "identity": ("X: D x D identity", ("D", "D")),
    "orthogonal": ("X: D x D orthogonal", ("D", "D")),
    "diagonal": ("X: D x D diagonal", ("D", "D")),
    "lower": ("X: D x D lower", ("D", "D")),
    "antisymmetric": ("X: D x D antisymmetric", ("D", "D")),
    "spins": ("X: N spins", ("N", 1)),
    "bits": ("X: N bits", ("N", 1)),
    "nonnegative": ("X: D x K nonnegative", ("D", "K")),
    "simplex": ("X: N simplex", ("N", 1)),
    "open simplex": ("X: N open simplex", ("N", 1)),
    "stochastic": ("X: D x K stochastic", ("D", "K")),
    **{word: (f"X: D x K {word}", ("D", "K")) for word in INTERVALS},
}
HOLDS: dict[str, Callable[[Any], Any]] = {
    "general": lambda a: np.isfinite(a).all(),
    "positive": lambda a: a.min() > 0,
    "symmetric": lambda a: np.allclose(a, a.T),
    "spd": lambda a: np.allclose(a, a.T) and np.linalg.eigvalsh(a).min() > 0,
    "identity": lambda a: np.array_equal(a, np.eye(len(a))),
    "orthogonal": lambda a: np.allclose(a.T @ a, np.eye(len(a))),
    "diagonal": lambda a: np.array_equal(a, np.diag(np.diag(a))),
    "lower": lambda a: np.array_equal(a, np.tril(a)),
    "antisymmetric": lambda a: np.allclose(a, -a.T),
    "spins": lambda a: a.shape[1] == 1 and np.array_equal(a**2, np.ones(a.shape)),
    "bits": lambda a: a.shape[1] == 1 and np.array_equal(a**2, a),
    "nonnegative": lambda a: a.min() >= 0,
    "simplex": lambda a: a.shape[1] == 1 and a.min() >= 0 and np.isclose(a.sum(), 1),
    "open simplex": lambda a: a.shape[1] == 1 and a.min() > 0 and np.isclose(a.sum(), 1),
    "stochastic": lambda a: a.min() >= 0 and np.allclose(a.sum(axis=1), 1),
    "in (0, 1)": lambda a: a.min() > 0 and a.max() < 1,
    "in [0, 1]": lambda a: a.min() >= 0 and a.max() <= 1,
    "in [-1/2, oo)": lambda a: a.min() >= -1 / 2,
    "in (-oo, 3]": lambda a: a.max() <= 3,
}
NEAR_MISSES: dict[str, tuple[list[list[int]], ...]] = {
    "general": (),
    "positive": ([[0]], [[-1]]),
    "symmetric": ([[1, 2], [3, 4]],),
    "spd": ([[1, 2], [2, 1]], [[1, 1], [1, 1]], [[-1]], [[2, 1], [0, 2]]),
    "identity": ([[1, 0], [0, 2]], [[1, 1], [0, 1]], [[-1]]),
    "orthogonal": ([[1, 1], [0, 1]], [[2, 0], [0, 1]], [[0]]),
    "diagonal": ([[1, 1], [0, 1]], [[1, 0], [1, 1]]),
    "lower": ([[1, 1], [0, 1]],),
    "antisymmetric": ([[0, 1], [1, 0]], [[1, -1], [1, 1]]),
    "spins": ([[1], [2]], [[0], [1]]),
    "bits": ([[1], [2]], [[-1], [1]]),
    "nonnegative": ([[-1]], [[2, 3], [1, -4]]),
    "simplex": ([[2], [-1]], [[1], [1]], [[0], [0]]),
    "open simplex": ([[0], [1]], [[1], [1]]),
    "stochastic": ([[1, 0], [1, 1]], [[2, -1]]),
    "in (0, 1)": ([[0]], [[1]]),
    "in [0, 1]": ([[-1]], [[2]]),
    "in [-1/2, oo)": ([[-1]],),
    "in (-oo, 3]": ([[4, 1]],),
}
DIMENSIONS: dict[str, Callable[[int], int]] = {
    "general": lambda size: size * (size + 1),
    "symmetric": lambda size: size * (size + 1) // 2,
    "diagonal": lambda size: size,
    "lower": lambda size: size * (size + 1) // 2,
    "antisymmetric": lambda size: size * (size - 1) // 2,
}
EVERY = pytest.mark.parametrize("kind", KINDS, ids=WORDS)


def shape_of(kind: Structure, size: int) -> tuple[int, int]:
    """A shape that the structure admits."""
    shapes = {"any": (size, size + 1), "matrix": (size, size + 1), "column": (size, 1), "square": (size, size)}
    return shapes[kind.form]


def rationals(seed: int) -> Source:
    rng = random.Random(seed)

    def entry() -> Fraction:
        return Fraction(rng.randint(-9, 9), rng.randint(1, 3))

    def above_zero() -> Fraction:
        return Fraction(rng.randint(1, 9), rng.randint(1, 3))

    return Source(entry, above_zero, lambda: Fraction(rng.choice((-1, 1))), rational_matrix)


def field(seed: int) -> Source:
    rng = random.Random(seed)

    def entry() -> Fraction:
        return Fraction(rng.randrange(PRIME))

    return Source(entry, entry, lambda: Fraction(rng.choice((-1, 1))), modular_matrix(PRIME), ordered=False)


def array(rows: list[list[Any]]) -> Any:
    return np.array([[float(entry) for entry in row] for row in rows])


def draws(kind: Structure) -> list[Rows]:
    return [kind.draw(shape_of(kind, size), rationals(seed)) for size in SIZES for seed in range(5)]


def letter(kind: Structure) -> Letter:
    return Letter("X", DECLARATIONS[kind.word][1], kind.word)


# ---------------------------------------------------------------- words and shapes


def test_every_structure_is_in_the_tables() -> None:
    assert set(READS) == set(DECLARATIONS) == set(HOLDS) == set(NEAR_MISSES) == {*STRUCTURES, *INTERVALS}
    assert set(DIMENSIONS) == {kind.word for kind in KINDS if kind.linear}


@EVERY
def test_words(kind: Structure) -> None:
    assert STRUCTURES[kind.word] is kind
    assert str(kind) == kind.reads == READS[kind.word]


@EVERY
def test_is_declared_in_text_and_read_back(kind: Structure) -> None:
    text, shape = DECLARATIONS[kind.word]
    assert declare(text, Scope()).letters["X"] == Letter("X", shape, kind.word) == letter(kind)


@pytest.mark.parametrize(
    "text",
    [
        "X: scalar simplex",
        "X: N x N spins",
        "X: N x N simplex",
        "X: scalar spins",
        "X: D in (1, 0)",
        "X: D in [0, oo]",
        "X: D x D odd",
        "X: D x K general",
    ],
)
def test_a_word_stands_behind_its_own_shape_alone(text: str) -> None:
    with pytest.raises((ReadError, ShapeError)):
        declare(text, Scope())


@pytest.mark.parametrize(
    ("word", "shape", "message"),
    [
        ("lower", ("D", "K"), "X: found D x K, expected a square matrix"),
        ("simplex", ("D", "D"), "X: found D x D, expected a column of probabilities"),
        ("spins", ("D", "D"), "X: found D x D, expected a column of spins"),
    ],
)
def test_a_shape_that_is_not_admitted(word: str, shape: Shape, message: str) -> None:
    with pytest.raises(ShapeError) as error:
        Letter("X", shape, word)
    assert str(error.value) == message


# ---------------------------------------------------------------- values


@EVERY
def test_a_draw_conforms(kind: Structure) -> None:
    for rows in draws(kind):
        assert kind.conforms(rows)
        assert HOLDS[kind.word](array(rows))


@EVERY
def test_draws_differ(kind: Structure) -> None:
    values = {str(kind.draw(shape_of(kind, 3), rationals(seed))) for seed in range(6)}
    assert kind.constant == (len(values) == 1)


def test_an_orthogonal_matrix_is_a_rotation_or_a_reflection() -> None:
    determinants = {round(np.linalg.det(array(rows))) for rows in draws(STRUCTURES["orthogonal"])}
    assert determinants == {1, -1}


@EVERY
def test_a_draw_in_a_prime_field_conforms_but_for_its_sign(kind: Structure) -> None:
    for size in SIZES:
        rows = kind.draw(shape_of(kind, size), field(size))
        entries = nmod_mat(len(rows), len(rows[0]), [int(entry) for row in rows for entry in row], PRIME).tolist()
        assert kind.conforms(entries, ordered=False)


def test_a_positive_definite_matrix_of_a_prime_field_is_any_symmetric_one() -> None:
    for size in SIZES:
        found = [STRUCTURES[word].draw((size, size), field(size)) for word in ("spd", "symmetric")]
        assert found[0] == found[1]


def test_where_cayley_is_singular_the_signs_are_left() -> None:
    """I + K with K = [[0, -2], [2, 0]] has determinant 5."""
    signs = iter((Fraction(1), Fraction(-1)))
    five = Source(lambda: Fraction(2), lambda: Fraction(2), lambda: next(signs), modular_matrix(5), ordered=False)
    assert STRUCTURES["orthogonal"].draw((2, 2), five) == [[1, 0], [0, 4]]


@pytest.mark.parametrize("word", ["symmetric", "spd"])
def test_a_spectral_draw_has_rational_eigenvalues(word: str) -> None:
    for size in SIZES:
        rows = STRUCTURES[word].draw((size, size), rationals(size), True)
        factors = fmpq_mat(size, size, [fmpq(e.numerator, e.denominator) for row in rows for e in row]).charpoly()
        roots = [-factor[0] / factor[1] for factor, _ in factors.factor()[1] if factor.degree() == 1]
        assert len(roots) == len(factors.factor()[1])
        assert HOLDS[word](array(rows))
        # The root of a positive definite matrix is rational as well.
        assert word == "symmetric" or all(fmpz(part).is_square() for root in roots for part in (root.p, root.q))


@EVERY
def test_a_near_miss_is_refused(kind: Structure) -> None:
    for rows in NEAR_MISSES[kind.word]:
        assert not HOLDS[kind.word](array(rows))
        assert not kind.conforms([[Fraction(entry) for entry in row] for row in rows])
        assert kind.misfit(array(rows), np).startswith("an a")


@EVERY
def test_every_other_structure_is_told_apart_as_numpy_does(kind: Structure) -> None:
    for other in KINDS:
        for rows in draws(other):
            if shape_of(kind, len(rows)) == (len(rows), len(rows[0])):
                assert kind.conforms(rows) == bool(HOLDS[kind.word](array(rows)))
                assert bool(kind.misfit(array(rows), np)) != kind.conforms(rows)


@EVERY
def test_simpler_values_conform_and_come_to_an_end(kind: Structure) -> None:
    for rows in draws(kind):
        for _ in range(200):
            candidates = list(kind.simpler(rows))
            assert all(HOLDS[kind.word](array(found)) and found != rows for found in candidates)
            if not candidates:
                break
            rows = candidates[0]
        assert not candidates


@pytest.mark.parametrize("word", ["symmetric", "spd"])
def test_simpler_values_lie_on_the_diagonal_first(word: str) -> None:
    """There eigenvalues stay rational."""
    rows = STRUCTURES[word].draw((3, 3), rationals(4), True)
    flat = [[entry if i == j else 0 for j, entry in enumerate(row)] for i, row in enumerate(rows)]
    assert flat in list(STRUCTURES[word].simpler(rows))[:2]


@EVERY
def test_a_float_draw_conforms(kind: Structure) -> None:
    for size in (1, 2, 25):
        found = kind.floats(np.random.default_rng(size).standard_normal(shape_of(kind, size)), np)
        assert found.shape == shape_of(kind, size)
        assert HOLDS[kind.word](found)
        assert not kind.misfit(found, np)


@EVERY
@pytest.mark.parametrize("factored", [True, False])
@pytest.mark.parametrize("reflected", [True, False])
@pytest.mark.parametrize("size", ["D", 1])
def test_generic_symbols_are_of_the_structure(kind: Structure, factored: bool, reflected: bool, size: Any) -> None:
    if kind.constant:
        return
    name = letter(kind)
    of = tuple(size if part in ("D", "N") else part for part in name.of)
    name = Letter("X", (of[0], of[1]), kind.word)
    try:
        (found,) = symbol_values([name], {"D": 2, "K": 3, "N": 2}, factored, [name] if reflected else []).values()
    except NotExpressible:
        assert kind.word in ("spins", "bits")
        return
    # A definite matrix that is not factored has dominant positive symbols on its diagonal, to stay definite.
    values = {s: Fraction(9 if s.is_positive else 2, 5 + k) for k, s in enumerate(sorted(found.free_symbols, key=str))}
    put = sympy.Matrix([[found]] if name.of == SCALAR else found).subs(values)
    assert HOLDS[kind.word](array(put.tolist()))
    if kind.word == "orthogonal":
        assert kind.reflects and put.det() == (-1 if reflected else 1)


@EVERY
def test_generic_symbols_come_in_halves_where_the_structure_says_so(kind: Structure) -> None:
    def found(reflected: bool) -> Any:
        return kind.symbols(shape_of(kind, 2), lambda i, j, positive: 2 + i + 3 * j, True, reflected)

    if kind.word in ("spins", "bits"):
        with pytest.raises(NotExpressible, match=f"generic symbols for {kind.word}, which are numbers"):
            found(False)
    else:
        assert kind.reflects == (found(False) != found(True))


def test_names_of_generic_symbols() -> None:
    def names(word: str, shape: Shape, factored: bool = False) -> Any:
        (found,) = symbol_values([Letter("S", shape, word)], {"D": 2}, factored).values()
        return [[str(entry) for entry in row] for row in found.tolist()] if shape != SCALAR else str(found)

    assert names("positive", SCALAR) == "S"
    assert names("simplex", ("D", 1)) == [["s_{1}/(s_{1} + 1)"], ["1/(s_{1} + 1)"]]
    assert names("general", ("D", 1)) == [["s_{1}"], ["s_{2}"]]
    assert names("spd", ("D", "D")) == names("symmetric", ("D", "D")) == [["s_{11}", "s_{12}"], ["s_{12}", "s_{22}"]]
    assert names("spd", ("D", "D"), True)[1] == ["s_{11}*s_{21}", "s_{21}**2 + s_{22}**2"]
    assert names("lower", ("D", "D")) == [["s_{11}", "0"], ["s_{21}", "s_{22}"]]


# ---------------------------------------------------------------- spaces


@EVERY
def test_the_mask_leads_into_the_hull_and_stays_there(kind: Structure) -> None:
    general = STRUCTURES["general"]
    for size in SIZES:
        rows = kind.masked(general.draw(shape_of(kind, size), rationals(size)))
        assert kind.hull.linear
        assert kind.masked(rows) == rows
        assert HOLDS[kind.hull.word](array(rows))
    assert all(kind.masked(rows) == rows for rows in draws(kind))


@EVERY
def test_the_basis_spans_the_hull(kind: Structure) -> None:
    for size in SIZES:
        shape = shape_of(kind, size)
        basis = [array(rows).ravel() for rows in kind.basis(shape)]
        if kind.linear:
            assert len(basis) == DIMENSIONS[kind.word](size)
        assert all(kind.hull.conforms(rows) for rows in kind.basis(shape))
        value = array(kind.draw(shape, rationals(size))).ravel()
        rank = np.linalg.matrix_rank(np.array([*basis, 0 * value]))
        assert rank == len(basis) == np.linalg.matrix_rank(np.array([*basis, value]))


@EVERY
def test_a_curve_stays_within_the_structure(kind: Structure) -> None:
    """Near its start; an orthogonal matrix is turned by any angle.  Curves lead in as many directions as there are."""
    for rows in draws(kind):
        shape = (len(rows), len(rows[0]))
        directions = kind.directions(shape)
        if any(end.closed and end.at == entry for end in kind.within for row in rows for entry in row):
            continue
        if kind.word == "orthogonal":
            assert len(directions) == shape[0] * (shape[0] - 1) // 2
        elif kind.word in ("simplex", "open simplex", "stochastic"):
            assert len(directions) == len(kind.basis(shape)) - (shape[0] if kind.word == "stochastic" else 1)
        elif isinstance(kind, Entrywise):
            assert directions == kind.basis(shape)
        else:
            assert directions == (kind.basis(shape) if kind.open_in_hull else [])
        left, right = ([Fraction(k + 2) for k in range(size)] for size in shape)
        for step in (*directions, *([kind.direction(left, right)] if directions else [])):
            assert kind.along(rows, step, Fraction(0)) == rows
            moved = kind.along(rows, step, Fraction(3) if kind.word == "orthogonal" else Fraction(1, 10**9))
            assert kind.conforms(moved) and (moved != rows) == any(map(any, step))


@pytest.mark.parametrize("word", ["general", "symmetric", "spd", "orthogonal"])
def test_a_random_direction_is_of_rank_one_or_two(word: str) -> None:
    """So that det(A + t E) is of degree 1 in t, and what is turned moves in one plane."""
    direction = STRUCTURES[word].direction([Fraction(k) for k in (2, 3, 5, 7)], [Fraction(k) for k in (1, -4, 6, 9)])
    assert np.linalg.matrix_rank(array(direction)) == (2 if word == "orthogonal" else 1)


@EVERY
def test_every_value_of_a_structure_that_has_finitely_many(kind: Structure) -> None:
    found = list(kind.every(shape_of(kind, 3)))
    assert len(found) == len({str(rows) for rows in found}) == (8 if kind.word in ("spins", "bits") else 0)
    assert all(map(kind.conforms, found))


@EVERY
def test_the_mirror_entry_moves_as_the_basis_says(kind: Structure) -> None:
    shape = shape_of(kind, 3)
    for i in range(shape[0]):
        for j in range(min(i + 1, shape[1])):
            sign = kind.mirrored(i, j)
            moved = kind.masked(replaced([[Fraction(0)] * shape[1] for _ in range(shape[0])], i, j, Fraction(1)))
            assert moved[i][j] == (0 if sign is None else 1)
            if sign:
                assert moved[j][i] == sign == kind.mirrored(j, i)


@EVERY
def test_a_value_may_be_moved_a_little_if_the_structure_is_open(kind: Structure) -> None:
    stays = []
    for rows in draws(kind):
        # The smallest eigenvalue of a positive definite draw is far larger.
        for step, gap in product(kind.basis((len(rows), len(rows[0]))), (Fraction(1, 10**9), Fraction(-1, 10**9))):
            pairs = [zip(row, along, strict=True) for row, along in zip(rows, step, strict=True)]
            stays.append(kind.conforms([[a + gap * b for a, b in pair] for pair in pairs]))
    assert all(stays) == kind.open_in_hull
    if kind.open_in_hull:
        assert direction(letter(kind), "dX") == Letter("dX", letter(kind).of, kind.hull.word)
    else:
        with pytest.raises(
            ShapeError, match=rf"found {re.escape(kind.word)}, expected a letter whose values can be added"
        ):
            direction(letter(kind), "dX")


# ---------------------------------------------------------------- facts and gradients


@EVERY
def test_facts_are_true_of_every_draw(kind: Structure) -> None:
    for a in map(array, draws(kind)):
        assert all(kind.within.contains(entry) for entry in a.ravel().tolist())
        assert not kind.symmetric or HOLDS["symmetric"](a)
        assert not kind.definite or HOLDS["spd"](a)
        assert not kind.invertible or abs(np.linalg.det(a)) > 0


@EVERY
def test_a_fact_implies_what_it_should(kind: Structure) -> None:
    assert kind.definite <= (kind.symmetric and kind.invertible)
    assert kind.reflects <= (kind.form == "square")
    assert kind.linear <= kind.open_in_hull
    assert kind.constant <= (not kind.open_in_hull)


def test_facts_of_letters() -> None:
    assert {k.word for k in KINDS if k.form == "any" and positive(Letter("x", SCALAR, k.word))} == {
        "positive",
        "in (0, 1)",
    }
    assert {k.word for k in KINDS if positive_definite(letter(k))} == {"spd", "identity"}
    assert {k.word for k in KINDS if symmetric(letter(k))} == {"symmetric", "spd", "identity", "diagonal"}
    assert {k.word for k in KINDS if invertible(letter(k))} == {"spd", "identity", "orthogonal"}


@EVERY
def test_a_letter_has_its_structure_and_those_that_follow(kind: Structure) -> None:
    follow = {other.word for other in KINDS if structured(other.word, letter(kind))}
    further = {"spd": {"symmetric"}, "identity": {"symmetric", "spd"}, "diagonal": {"symmetric"}}
    further["open simplex"] = {"simplex"}
    bounds = {other.word for other in KINDS if isinstance(other, Entrywise) and kind.within.is_inside(other.within)}
    assert follow == {"general", kind.word} | further.get(kind.word, set()) | bounds


def test_an_expression_has_the_structure_that_it_is_built_to_have() -> None:
    s = Letter("S", ("D", "D"), "spd")
    assert structured("spd", Inverse(s))
    assert structured("positive", Det(s))
    assert not structured("orthogonal", Inverse(Letter("Q", ("D", "D"), "orthogonal")))


@EVERY
def test_a_gradient_names_a_convention_that_the_structure_allows(kind: Structure) -> None:
    allowed = {
        **dict.fromkeys(("symmetric", "spd"), tuple(CONVENTIONS)),
        **dict.fromkeys(("diagonal", "lower", "antisymmetric"), ("independent", "tied")),
        **dict.fromkeys(("orthogonal", "simplex", "open simplex", "stochastic"), ("independent",)),
        "identity": (),
    }.get(kind.word, ("", "independent"))
    by = letter(kind)
    body = Trace(by @ by) if kind.form == "square" else Trace(by.T @ by)
    for convention in ("", *CONVENTIONS):
        if convention in allowed:
            assert typed(Grad(body, by, convention)).shape == by.of
        else:
            with pytest.raises(ShapeError, match="gradient"):
                typed(Grad(body, by, convention))


# ---------------------------------------------------------------- what is not said


class Unsaid(Structure):
    """A structure that says nothing of itself but what a reader sees; without a word it is not registered."""

    reads = "unsaid"


def test_defaults_are_conservative() -> None:
    kind = Unsaid()
    assert "" not in STRUCTURES
    assert not (
        kind.within.is_nonnegative or kind.is_cone or kind.definite or kind.symmetric or kind.invertible or kind.told_by
    )
    assert not (kind.linear or kind.open_in_hull or kind.constant)
    assert kind.conventions == ("independent",)
    assert not list(kind.simpler([[Fraction(7)]]))
    asked: list[Callable[[], object]] = [
        lambda: kind.draw((1, 1), rationals(0)),
        lambda: kind.floats(np.zeros((1, 1)), np),
        lambda: kind.symbols((1, 1), lambda i, j, positive: 0, True, False),
        lambda: kind.conforms([[Fraction(1)]]),
        lambda: kind.misfit(np.zeros((1, 1)), np),
    ]
    for ask in asked:
        with pytest.raises(NotExpressible, match="unsaid"):
            ask()
