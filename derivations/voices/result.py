"""A result: one id and three voices.

The statement comes first; its derivation, SymPy's derivation and the NumPy check are asked of it in later cells, and
get their ids from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from derivations.claims import Claim, Equation
from derivations.tree import Expr, Letter, Notation, SizeLetter
from derivations.voices.by_numpy import NumPyCheck, kernel_name, numpy_check
from derivations.voices.by_sympy import SymPyDerivation
from derivations.voices.derivation import Derivation
from derivations.voices.statements import Rows, statement

Voice = Literal["derivation", "sympy", "numpy"]
SUFFIXES: dict[Voice, str] = {"derivation": "derived", "sympy": "sympy", "numpy": "numpy"}
"""What the id of a voice adds to that of its result."""


class Result:
    """A statement, checked, with the voices that it has so far.

    ``anchors`` keeps ids of voices that were published under other names than the result's.
    """

    def __init__(
        self,
        id: str,
        title: str,
        *claims: Claim,
        rows: Rows = (),
        notation: Notation | None = None,
        anchors: Mapping[Voice, str] | None = None,
        text: Sequence[str] = (),
    ) -> None:
        if unknown := set(anchors or {}) - set(SUFFIXES):
            raise ValueError(f"{id}: found anchors of {sorted(unknown)}, expected some of {', '.join(SUFFIXES)}")
        self.id = id
        self.anchors = {voice: f"{id}-{suffix}" for voice, suffix in SUFFIXES.items()} | dict(anchors or {})
        self.statement = statement(id, title, *claims, rows=rows, notation=notation, text=text)
        self.voices: dict[Voice, Derivation | SymPyDerivation | NumPyCheck] = {}

    @property
    def missing(self) -> tuple[Voice, ...]:
        """The voices that were not asked for, or did not come to their end."""
        return tuple(voice for voice in SUFFIXES if not _complete(self.voices.get(voice)))

    def derivation(
        self,
        start: Expr | Equation,
        title: str,
        *,
        unknown: Letter | None = None,
        notation: Notation | None = None,
        folded: str = "",
    ) -> Derivation:
        """The general line, to be continued; in the statement's notation if no other is given."""
        shown = self.statement.notation if notation is None else notation
        made = Derivation(self.anchors["derivation"], start, title, unknown=unknown, notation=shown, folded=folded)
        self.voices["derivation"] = made
        return made

    def sympy(
        self, start: Expr, sizes: Mapping[SizeLetter, int], title: str, name: str = "", folded: str = ""
    ) -> SymPyDerivation:
        """SymPy's derivation from the expression at the sizes, to be continued until it arrives."""
        made = SymPyDerivation(self.anchors["sympy"], start, sizes, title, name, folded)
        self.voices["sympy"] = made
        return made

    def numpy(
        self,
        title: str,
        expr: Expr,
        values: Mapping[Letter, ArrayLike],
        *,
        data: str,
        kernel: Callable[..., Any],
        on: Sequence[Any] = (),
        pick: Callable[[Any], ArrayLike] | None = None,
        called: str = "",
        tolerance: float = 1e-12,
        lines: str = "",
        folded: str = "",
    ) -> NumPyCheck:
        """The formula on data against a kernel on its arguments, of which lists become arrays.

        ``pick`` takes what is compared out of the kernel's answer; ``called`` says more than the kernel's own name.
        ``lines`` are lines of plain NumPy in the names of the letters, which the page shows; the last is the value.
        ``folded`` says why one would unfold the check, where the page shows its title alone.
        """
        answer = kernel(*(np.asarray(value) if isinstance(value, list) else value for value in on))
        named = called or kernel_name(kernel), answer if pick is None else pick(answer)
        anchor = self.anchors["numpy"]
        made = numpy_check(
            anchor, title, expr, values, data=data, kernel=named, tolerance=tolerance, lines=lines, folded=folded
        )
        made = replace(made, notation=self.statement.notation)
        self.voices["numpy"] = made
        return made


def _complete(made: Derivation | SymPyDerivation | NumPyCheck | None) -> bool:
    match made:
        case Derivation():
            return bool(made.steps)
        case SymPyDerivation():
            return made.arrived
    return made is not None
