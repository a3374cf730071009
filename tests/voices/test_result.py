"""One result, three voices: every id comes from one, and a voice that is missing is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivations.chapter import Derivation, Result, equation, grad, matrix, scalar, sizes, vector
from derivations.numerics import gaussian
from derivations.page.rendering import BLOCKS, statement_block
from derivations.voices.by_numpy import NumPyCheck, kernel_name
from derivations.voices.checked import RefutedLine
from derivations.voices.derivation import reason

(D,) = sizes("D")
A, z, t = matrix("A", D), vector("z", D), scalar("t")
FORM, GRADIENT = z.T @ A @ z, (A + A.T) @ z
VALUES: dict[Any, Any] = {A: [[1.0, 2.0], [0.0, 3.0]], z: [1.0, -1.0]}


def a_result(**keywords: Any) -> Result:
    return Result("gradient-of-a-form", "The gradient of a form", equation(grad(FORM, z), GRADIENT), **keywords)


def symmetrised(factor: np.ndarray, column: np.ndarray) -> np.ndarray:
    """(A + A') z by NumPy alone; fails on lists."""
    return np.asarray((factor + factor.T) @ column)


def numpy_of(made: Result, kernel: Callable[..., Any] = symmetrised, **keywords: Any) -> NumPyCheck:
    on = keywords.pop("on", list(VALUES.values()))
    return made.numpy("On data", GRADIENT, VALUES, data="two numbers", kernel=kernel, on=on, **keywords)


def all_voices(made: Result) -> list[Any]:
    chain = made.derivation(FORM, "A chain").equals(z.T @ A.T @ z, "a number is its own transpose")
    return [chain, made.sympy(FORM, {D: 2}, "Generic").diff(z).arrives_at(GRADIENT), numpy_of(made)]


def test_every_voice_has_the_id_of_the_result() -> None:
    ids = [BLOCKS[type(voice)](voice).id for voice in all_voices(a_result())]
    assert ids == ["gradient-of-a-form-derived", "gradient-of-a-form-sympy", "gradient-of-a-form-numpy"]


def test_an_id_that_was_published_stays() -> None:
    made = a_result(anchors={"sympy": "form-by-sympy"})
    assert [voice.id for voice in all_voices(made)][1:] == ["form-by-sympy", "gradient-of-a-form-numpy"]
    with pytest.raises(ValueError, match=r"found anchors of \['proof'\], expected some of derivation, sympy, numpy"):
        a_result(anchors={"proof": "x"})


def test_missing_voices_are_named_until_they_come_to_their_end() -> None:
    made = a_result()
    assert list(made.missing) == ["derivation", "sympy", "numpy"]
    chain, solved = made.derivation(FORM, "A chain"), made.sympy(FORM, {D: 2}, "Generic").diff(z)
    with pytest.raises(RefutedLine):
        numpy_of(made, lambda *_: [0.0, 1.0], called="another function")
    assert list(made.missing) == ["derivation", "sympy", "numpy"], "begun or refuted is not said"
    chain.equals(z.T @ A.T @ z, "a number is its own transpose")
    assert list(made.missing) == ["sympy", "numpy"]
    solved.arrives_at(GRADIENT)
    numpy_of(made)
    assert list(made.missing) == []


def test_a_result_is_shown_as_its_statement_and_may_be_a_reason() -> None:
    made = a_result(rows=["mle.033"])
    assert BLOCKS[Result](made) == statement_block(made.statement)
    assert reason(made).uses == ("gradient-of-a-form",)


def test_a_false_result_raises() -> None:
    with pytest.raises(RefutedLine, match=r"false: [\s\S]*counterexample"):
        Result("false", "A factor", equation(grad(FORM, z), 2 * GRADIENT))


def test_a_derivation_has_the_notation_of_the_statement_unless_it_has_its_own() -> None:
    made = a_result(notation={"z": "\\zeta"})
    assert made.derivation(FORM, "A chain").notation == {"z": "\\zeta"}
    assert made.derivation(FORM, "A chain", notation={}).notation == Derivation("a", FORM, "A chain").notation == {}


# ---------------------------------------------------------------- kernels


def named_here() -> None:
    """Stands for a function that a chapter defines."""


named_here.__module__ = "__main__"


@pytest.mark.parametrize(
    ("kernel", "name"),
    [
        (gaussian.log_density, "gaussian.log_density"),
        (np.linalg.inv, "numpy.linalg.inv"),
        (np.var, "numpy.var"),
        (named_here, "named here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kernel_is_named_by_its_module_and_name(kernel: Callable[..., Any], name: str) -> None:
    assert kernel_name(kernel) == name


def test_what_is_called_otherwise_and_picked_is_compared() -> None:
    made = numpy_of(a_result(), lambda *on: (symmetrised(*on), "more"), pick=lambda both: both[0], called="both")
    assert made.kernel == "both" and made.value.tolist() == [0.0, -4.0]
    with pytest.raises(ValueError, match="found <lambda>, expected a function with a name"):
        numpy_of(a_result(), lambda *on: symmetrised(*on))


def test_a_kernel_that_gives_another_value_raises() -> None:
    with pytest.raises(RefutedLine, match=r"gradient-of-a-form-numpy: the formula gives .* the kernel half gives"):
        numpy_of(a_result(), symmetrised, pick=lambda found: found / 2, called="half")
