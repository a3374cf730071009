"""The SymPy voice: SymPy itself derives a result with generic symbols at small sizes, line by line.

Each line is what SymPy answers.  It is checked twice: against our own rules of calculus (derivatives by dual numbers,
solutions by substitution), and at the end against the general line at these sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from derivations.checking.evaluate import Evaluator
from derivations.checking.symbolic import Symbols, integrate_all, symbol_values
from derivations.checking.systems import System
from derivations.claims.claim import atoms
from derivations.claims.expr import SCALAR, Expr, Grad, Letter, SizeLetter
from derivations.claims.latex import Printer
from derivations.derivation import RefutedLine


class DualSymbols(Symbols):
    """SymPy's arithmetic with our own derivatives: the second opinion on `sympy.diff`."""

    derivative = System.derivative


@dataclass(frozen=True)
class SymPyLine:
    """One answer of SymPy: its name and value in LaTeX, what was called, and what the answer was checked against."""

    name: str
    latex: str
    call: str
    checked: str


class SymPyDerivation:
    """A result derived by SymPy at given sizes, from the same object as the general line."""

    def __init__(self, id: str, start: Expr, sizes: Mapping[SizeLetter, int], title: str, name: str = "") -> None:  # noqa: A002
        self.id, self.title = id, title
        self.sizes = {size.name: value for size, value in sizes.items()}
        self.expr = start
        self.values = symbol_values(atoms(start), self.sizes, factored=False)
        self.value = self._evaluate(start, Symbols())
        self.name = name or Printer()(start)
        self.solved = False
        self.lines = [SymPyLine(self.name, self.show(), "", "")]

    def _evaluate(self, expr: Expr, system: System) -> Any:
        return Evaluator(system, self.sizes, self.values)(expr)

    def _require(self, difference: Any, what: str) -> None:
        entries = list(difference) if isinstance(difference, sympy.MatrixBase) else [difference]
        if not all(Symbols().decide_zero(entry) for entry in entries):
            raise RefutedLine(f"{self.id}: SymPy's {what} differs by {difference} from what it is checked against")

    def _line(self, name: str, call: str, checked: str) -> SymPyDerivation:
        self.name = name
        self.lines.append(SymPyLine(name, self.show(), call, checked))
        return self

    def diff(self, by: Letter) -> SymPyDerivation:
        """`sympy.diff` by every entry of the letter, checked against dual numbers."""
        entries = self.values[by]
        if by.of == SCALAR:
            self.value = sympy.diff(self.value, entries)
        else:
            self.value = entries.applyfunc(lambda symbol: sympy.diff(self.value, symbol))
        self.expr = Grad(self.expr, by)
        self._require(self.value - self._evaluate(self.expr, DualSymbols()), "derivative")
        letter = Printer()(by)
        return self._line(rf"\frac{{\partial {self.name}}}{{\partial {letter}}}", "diff", "equals the derivative by dual numbers")

    def solve(self, unknown: Letter) -> SymPyDerivation:
        """`sympy.solve` for the entries of the unknown at which the value vanishes, checked by substitution."""
        symbols = list(self.values[unknown]) if unknown.of != SCALAR else [self.values[unknown]]
        equations = list(self.value) if isinstance(self.value, sympy.MatrixBase) else [self.value]
        answers = sympy.solve(equations, symbols, dict=True)
        if len(answers) != 1:
            raise RefutedLine(f"{self.id}: SymPy finds {len(answers)} solutions for {unknown.name}, expected one")
        for residual in equations:
            self._require(residual.subs(answers[0]), "solution")
        found = [sympy.factor(answers[0][symbol]) for symbol in symbols]
        self.value = found[0] if unknown.of == SCALAR else sympy.Matrix(found)
        return self._line(Printer()(unknown), "solve", "put into the equation, it gives zero")

    def integrate(self, over: Letter) -> SymPyDerivation:
        """`sympy.integrate` over all values of the letter."""
        symbols = [self.values[over]] if over.of == SCALAR else list(self.values[over])
        self.value = integrate_all(self.value, symbols)
        integral = rf"\int {self.name} \, \mathrm{{d}}{Printer()(over)}"
        return self._line(integral, "integrate", "found in closed form, one coordinate after the other")

    def apply(self, call: str) -> SymPyDerivation:
        """`simplify`, `expand`, `factor`, `cancel` or `expand_log`: another form, checked to be equal."""
        if call not in ("simplify", "expand", "factor", "cancel", "expand_log"):
            raise ValueError(f"call: found {call!r}, expected simplify, expand, factor, cancel or expand_log")
        before, function = self.value, getattr(sympy, call)
        self.value = before.applyfunc(function) if isinstance(before, sympy.MatrixBase) else function(before)
        self._require(before - self.value, call)
        return self._line(self.name, call, "equals the line before")

    def arrives_at(self, general: Expr) -> SymPyDerivation:
        """The derived value is the general line at these sizes; raises `RefutedLine` if it is not."""
        self._require(self.value - self._evaluate(general, Symbols()), "answer")
        last = self.lines[-1]
        shown = Printer()(general)
        self.lines[-1] = SymPyLine(last.name, last.latex, last.call, f"{last.checked}; equals ${shown}$ at these sizes")
        return self

    def show(self) -> str:
        """LaTeX of the value, its symbols printed like the letters they are entries of."""
        names = dict(entry_names(self.values))
        value = self.value[0] if isinstance(self.value, sympy.MatrixBase) and len(self.value) == 1 else self.value
        return str(sympy.latex(value, symbol_names=names, mat_delim="", mat_str="pmatrix", fold_short_frac=False))


def entry_names(values: Mapping[Any, Any]) -> Iterator[tuple[sympy.Symbol, str]]:
    """LaTeX of every entry: the letter itself where there is one entry, else the letter with its place."""
    printer = Printer()
    for key, value in values.items():
        members = value if isinstance(value, list) else [value]
        for number, member in enumerate(members, 1):
            base = rf"{printer.name(key)}_{{{number}}}" if isinstance(value, list) else printer(key)
            yield from _names(base, member)


def _names(base: str, member: Any) -> Iterator[tuple[sympy.Symbol, str]]:
    if isinstance(member, sympy.Symbol) or len(member) == 1:
        yield (member if isinstance(member, sympy.Symbol) else member[0]), base
        return
    for i in range(member.rows):
        for j in range(member.cols):
            place = f"{i + 1}" if member.cols == 1 else f"{i + 1}{j + 1}"
            name = rf"{base[:-1]},{place}}}" if base.endswith("}") and "_{" in base else rf"{base}_{{{place}}}"
            yield member[i, j], name
