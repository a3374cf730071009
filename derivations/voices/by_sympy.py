"""The SymPy voice: SymPy itself derives a result with generic symbols at small sizes, line by line.

Each line is what SymPy answers.  It is checked twice: against our own rules of calculus (derivatives by dual numbers,
solutions by substitution), and at the end against the general line at these sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from derivations.checking import size_letters
from derivations.claims import Equation
from derivations.tree import (
    CONVENTIONS,
    SCALAR,
    Expr,
    Grad,
    Letter,
    Printer,
    SizeLetter,
    at_values,
    atoms,
    convention_latex,
    lift,
    typed,
)
from derivations.values import Differentiable, Evaluator, System, known_function
from derivations.values.symbolic import Symbols, integrate_all, symbol_values
from derivations.voices.checked import RefutedLine
from derivations.voices.sympy_latex import latex_of

FUNCTIONS = ("cos", "sin")
"""Functions that SymPy knows and the claims do not, put in for function letters."""


class DualSymbols(Differentiable, Symbols):
    """SymPy's arithmetic with our own derivatives: the second opinion on `sympy.diff`.

    ``chosen`` names SymPy's functions that stand for function letters.
    """

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.chosen = chosen or {}

    def unknown(self, name: str, order: int, at: Any) -> Any:
        place = sympy.Dummy("x", real=True)
        letter = known_function(name).letter
        function = getattr(sympy, self.chosen[letter]) if letter in self.chosen else sympy.Function(letter)
        return sympy.diff(function(place), place, order).subs(place, at).doit()


@dataclass(frozen=True)
class SymPyLine:
    """One answer of SymPy: its name and value in LaTeX, what was called, and what the answer was checked against."""

    name: str
    latex: str
    call: str
    checked: str


class SymPyDerivation:
    """A result derived by SymPy at given sizes, from the same object as the general line."""

    def __init__(
        self, id: str, start: Expr, sizes: Mapping[SizeLetter, int], title: str, name: str = "", folded: str = ""
    ) -> None:
        self.id, self.title, self.folded = id, title, folded
        self.sizes = {size.name: value for size, value in sizes.items()}
        self.expr: Expr | None = start
        self._require_sizes(start)
        self.values = symbol_values(atoms(start), self.sizes, factored=False)
        self.value = self._evaluate(start, Symbols())
        self.name = name or Printer()(start)
        self.arrived = False
        self.lines = [SymPyLine(self.name, self.show(), "", "")]

    def _require_sizes(self, expr: Expr) -> None:
        for name in size_letters(Equation(expr, expr)):
            if name not in self.sizes:
                raise ValueError(f"{self.id}: found no value of the size {name}, expected one for every size")

    def _evaluate(self, expr: Expr, system: System) -> Any:
        return Evaluator(system, self.sizes, self.values)(expr)

    def _require_equal(self, expected: Any, what: str) -> None:
        shapes = [getattr(value, "shape", ()) for value in (self.value, expected)]
        if shapes[0] != shapes[1]:
            raise RefutedLine(
                f"{self.id}: SymPy's {what} has the shape {shapes[0]}, what it is checked against {shapes[1]}"
            )
        self._require_zero(self.value - expected, what)

    def _require_zero(self, difference: Any, what: str) -> None:
        if not all(Symbols().decide_zero(without_angles(entry)) for entry in entries_of(difference)):
            raise RefutedLine(f"{self.id}: SymPy's {what} differs by {difference} from what it is checked against")

    def _line(self, name: str, call: str, checked: str) -> SymPyDerivation:
        self.name, self.arrived = name, False
        self.lines.append(SymPyLine(name, self.show(), call, checked))
        return self

    def diff(self, by: Letter, convention: str = "") -> SymPyDerivation:
        """`sympy.diff` of a scalar by every entry of the letter, or of anything by a scalar letter.

        Checked against dual numbers.  A gradient by a symmetric matrix names its convention, one of `CONVENTIONS`.
        """
        if self.expr is None or (isinstance(self.value, sympy.MatrixBase) and by.of != SCALAR):
            found = "a solution or an integral" if self.expr is None else "a matrix"
            raise ValueError(f"{self.id}: found {found} to differentiate, expected a scalar built from the start")
        gradient = typed(Grad(self.expr, by, convention))
        self.value, self.expr = self._gradient(self.expr, by, convention), gradient
        self._require_equal(self._evaluate(self.expr, DualSymbols()), "derivative")
        letter, told = Printer()(by), convention_latex(convention)
        how = f", {CONVENTIONS[convention]}" if convention else ""
        # A fraction stands beside the operator, not in its numerator.
        above, beside = ("", f" {self.name}") if self.name.startswith(r"\frac") else (f" {self.name}", "")
        name = rf"\frac{{\partial{above}}}{{\partial {letter}}}{told}{beside}"
        return self._line(name, "diff", f"equals the derivative by dual numbers{how}")

    def _gradient(self, expr: Expr, by: Letter, convention: str) -> Any:
        """SymPy's derivative by every entry: tied entries are one symbol, independent ones get each a symbol first."""
        entries = self._symbols(by)
        if by.of == SCALAR:
            return sympy.diff(self.value, entries)
        if by.kind.conventions and "symmetric" not in by.kind.conventions:
            raise ValueError(
                f"{self.id}: found {by.name}, which is {by.structure}, expected a general or symmetric one"
            )
        if convention in ("", "tied"):
            return entries.applyfunc(lambda symbol: sympy.diff(self.value, symbol))
        free = sympy.Matrix(*entries.shape, lambda i, j: sympy.Dummy(f"x{i}{j}", real=True))
        scalar = Evaluator(Symbols(), self.sizes, {**self.values, by: free})(expr)
        gradient = free.applyfunc(lambda symbol: sympy.diff(scalar, symbol))
        gradient = gradient.subs(list(zip(free, entries, strict=True)))
        return gradient if convention == "independent" else (gradient + gradient.T) / 2

    def at(self, letter: Letter, value: Expr | int) -> SymPyDerivation:
        """The value where the letter has another, by `subs`, checked against dual numbers there."""
        if self.expr is None:
            raise ValueError(f"{self.id}: found a solution or an integral, expected an expression built from the start")
        place = lift(value)
        pairs = zip(entries_of(self._symbols(letter)), entries_of(self._evaluate(place, Symbols())), strict=True)
        self.value, self.expr = self.value.subs(list(pairs)), at_values(self.expr, {letter: place})
        self._require_equal(self._evaluate(self.expr, DualSymbols()), "value")
        name = rf"\left.{self.name}\right|_{{{Printer()(letter)} = {Printer()(place)}}}"
        return self._line(name, "subs", "equals the value by dual numbers there")

    def series(self, displacement: Letter, order: int) -> SymPyDerivation:
        """`sympy.series` up to a power of a scalar letter; value and derivatives at 0 are checked by dual numbers."""
        if self.expr is None:
            raise ValueError(f"{self.id}: found a solution or an integral, expected an expression built from the start")
        symbol, derived = self._symbols(displacement), self.expr
        self.value = sympy.series(self.value, symbol, 0, order + 1).removeO().doit()
        for times in range(order + 1):
            here = sympy.diff(self.value, symbol, times).subs(symbol, 0)
            ours = self._evaluate(at_values(derived, {displacement: lift(0)}), DualSymbols())
            self._require_zero(here - ours, f"coefficient of order {times}")
            derived = typed(Grad(derived, displacement))
        self.expr = None
        rest = rf"O\left({Printer()(displacement)}^{{{order + 1}}}\right)"
        return self._line(f"{self.name} + {rest}", "series", "value and derivatives equal those by dual numbers")

    def choose(self, **functions: str) -> SymPyDerivation:
        """Functions of SymPy for function letters, e.g. ``c="cos"``, checked against dual numbers of these."""
        if self.expr is None:
            raise ValueError(f"{self.id}: found a solution or an integral, expected an expression built from the start")
        for letter, name in functions.items():
            if name not in FUNCTIONS:
                raise ValueError(f"{letter}: found {name!r}, expected {' or '.join(FUNCTIONS)}")
            self.value = self.value.replace(sympy.Function(letter), getattr(sympy, name))
        self.value = self.value.doit()
        self._require_equal(self._evaluate(self.expr, DualSymbols(functions)), "value")
        self.expr = None
        return self._line(self.name, "replace", "equals the value by dual numbers of these functions")

    def solve(self, unknown: Letter) -> SymPyDerivation:
        """`sympy.solve` for the entries of the unknown at which the value vanishes, checked by substitution."""
        entries = self._symbols(unknown)
        # A symmetric matrix has each symbol, and perhaps each equation, twice.
        symbols, equations = (list(dict.fromkeys(entries_of(value))) for value in (entries, self.value))
        answers = sympy.solve(equations, symbols, dict=True)
        if len(answers) != 1 or set(answers[0]) != set(symbols):
            raise RefutedLine(f"{self.id}: SymPy finds {answers} for {unknown.name}, expected one solution")
        for residual in equations:
            self._require_zero(residual.subs(answers[0]), "solution")
        self.expr, solution = None, {symbol: sympy.factor(answers[0][symbol]) for symbol in symbols}
        self.value = solution[entries] if unknown.of == SCALAR else entries.applyfunc(solution.__getitem__)
        return self._line(Printer()(unknown), "solve", "put into the equation, it gives zero")

    def integrate(self, over: Letter) -> SymPyDerivation:
        """`sympy.integrate` over all values of the letter, of every entry."""
        before, symbols = self.value, entries_of(self._symbols(over))
        matrix = isinstance(before, sympy.MatrixBase)
        self.expr = None
        self.value = before.applyfunc(lambda e: integrate_all(e, symbols)) if matrix else integrate_all(before, symbols)
        integral = rf"\int {self.name} \, \mathrm{{d}}{Printer()(over)}"
        return self._line(
            integral, "integrate", "each coordinate moved to the centre of its exponential, then SymPy's closed form"
        )

    def integrate_from(self, over: Letter, lower: Expr | int, upper: Expr | int | None = None) -> SymPyDerivation:
        """`sympy.integrate` over a scalar between bounds, None for infinity; checked by its derivative by the upper."""
        symbol, end = self._symbols(over), sympy.Dummy("b", positive=True)
        start = self._evaluate(lift(lower), Symbols())
        primitive = sympy.integrate(self.value, (symbol, start, end))
        self._require_zero(primitive.diff(end) - self.value.subs(symbol, end), "antiderivative")
        self._require_zero(primitive.subs(end, start), "antiderivative at the lower bound")
        self.expr, top = None, r"\infty" if upper is None else Printer()(lift(upper))
        last = sympy.oo if upper is None else self._evaluate(lift(upper), Symbols())
        self.value = sympy.limit(primitive, end, last)
        name = rf"\int_{{{Printer()(lift(lower))}}}^{{{top}}} {self.name} \, \mathrm{{d}}{Printer()(over)}"
        return self._line(name, "integrate", "the derivative by the upper bound is the integrand there")

    def apply(self, call: str) -> SymPyDerivation:
        """`simplify`, `expand`, `factor`, `cancel` or `expand_log`: another form, checked to be equal."""
        if call not in ("simplify", "expand", "factor", "cancel", "expand_log"):
            raise ValueError(f"call: found {call!r}, expected simplify, expand, factor, cancel or expand_log")
        before, function = self.value, getattr(sympy, call)
        self.value = before.applyfunc(function) if isinstance(before, sympy.MatrixBase) else function(before)
        self._require_equal(before, call)
        return self._line(self.name, call, "equals the line before")

    def arrives_at(self, line: Expr | int) -> SymPyDerivation:
        """The derived value is the general line at these sizes; raises `RefutedLine` if it is not."""
        general = lift(line)
        last, shown = self.lines[-1], Printer()(general)
        if not last.call:
            raise ValueError(f"{self.id}: found nothing derived, expected diff, solve, integrate or apply first")
        self._require_sizes(general)
        if not set(symbol_values(atoms(general), self.sizes)) <= set(self.values):
            raise ValueError(f"{self.id}: found ${shown}$ with a letter that the start does not have")
        self._require_equal(self._evaluate(general, Symbols()), "answer")
        self.lines[-1] = SymPyLine(last.name, last.latex, last.call, f"{last.checked}; equals ${shown}$ at these sizes")
        self.arrived = True
        return self

    def _symbols(self, letter: Letter) -> Any:
        if letter not in self.values:
            raise ValueError(f"{self.id}: found the letter {letter.name}, expected one of the start")
        return self.values[letter]

    def show(self) -> str:
        """LaTeX of the value, its symbols printed like the letters they are entries of."""
        return latex_of(self.value, self.values)


def without_angles(value: Any) -> Any:
    """Sines and cosines as exponentials: expanding brings these together, so that the squares add up to 1."""
    return sympy.expand(value.rewrite(sympy.exp)) if value.has(sympy.cos, sympy.sin) else value


def entries_of(value: Any) -> list[Any]:
    """The entries of a SymPy matrix, or the one scalar."""
    return list(value) if isinstance(value, sympy.MatrixBase) else [value]
