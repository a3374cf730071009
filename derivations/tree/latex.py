"""How an expression prints: LaTeX with the order and grouping of the tree.

`Printer` is the only place where mathematics of a checked claim becomes LaTeX.  A `Notation` renames letters for
one page, so that the ledger of a note can print the note's own letters from the object that was checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import singledispatchmethod

from derivations.tree.arithmetic import (
    Add,
    Div,
    Entry,
    Expr,
    Index,
    Inverse,
    Mul,
    Neg,
    Number,
    Pow,
    SizeLetter,
    Sub,
    Transpose,
)
from derivations.tree.calculus import Apply, Differential, Dots, Expectation, Grad, Integral, Prod, SpinSum, Sum
from derivations.tree.functions import (
    Abs,
    Det,
    Diag,
    Eigenvalues,
    Exp,
    Hadamard,
    Hyperbolic,
    Kronecker,
    Log,
    Norm,
    Sqrt,
    Trace,
    Unknown,
)
from derivations.tree.indices import Basis, Cases, Delta, Minor, Where, Written
from derivations.tree.letters import Defined, Letter, Member, Pi
from derivations.tree.precedence import (
    ATOM,
    POSTFIX,
    PRODUCT,
    SUM,
    is_scalar,
    is_short,
    named,
    open_ended,
    starts_with_minus,
)
from derivations.tree.typeset import WIDE, aligned, joined_indices, name_latex, number_latex, packed, width

COMPARED = {"<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "!=": r"\neq"}
"""How comparisons of indices print."""

Notation = Mapping[str, str]
"""Name -> LaTeX. ``x[]`` and ``A[,]`` are the patterns of members and entries, with # for the index or indices."""


def convention_latex(convention: str) -> str:
    """What stands behind the fraction of a gradient; that entries vary independently is said in a side condition."""
    return rf"\Big|_{{\mathrm{{{convention}}}}}" if convention in ("tied", "symmetric") else ""


class Printer:
    """Prints expressions in one notation."""

    def __init__(self, notation: Notation | None = None) -> None:
        self.notation = dict(notation or {})

    def __call__(self, expr: Expr, level: int = SUM) -> str:
        """LaTeX of the expression, in brackets where its own level is below ``level``."""
        text, own = self._print(expr)
        return text if own >= level else rf"\left({text}\right)"

    def name(self, name: str) -> str:
        """LaTeX of a name in this notation."""
        return self.notation.get(name) or name_latex(name)

    def broken(self, expr: Expr) -> str:
        """Like a call, with a long sum broken before its top-level signs into aligned rows."""
        rows = packed(self._terms(expr))
        return rows[0] if len(rows) == 1 else aligned(f"&{row}" for row in rows)

    def broken_equation(self, left: Expr, right: Expr, sign: str = "=") -> str:
        """left = right, the right side below the left where both do not fit on a line, long sums broken."""
        if width(self(left) + self(right)) <= WIDE:
            return f"{self(left)} {sign} {self(right)}"
        first, *rest = packed(self._terms(right))
        return aligned([f"&{self(left)}", rf"&\quad {sign} {first}", *(rf"&\qquad {row}" for row in rest)])

    def _terms(self, expr: Expr) -> list[str]:
        if isinstance(expr, Add | Sub):
            sign = "+" if isinstance(expr, Add) else "-"
            return [*self._terms(expr.left), f"{{}}{sign} {self(expr.right, PRODUCT)}"]
        return [self(expr)]

    @singledispatchmethod
    def _print(self, expr: Expr) -> tuple[str, int]:
        raise TypeError(f"no printer for {type(expr).__name__}")

    @_print.register
    def _(self, expr: Number) -> tuple[str, int]:
        return number_latex(expr.value), ATOM if expr.value >= 0 and expr.value.denominator == 1 else PRODUCT

    @_print.register
    def _(self, expr: Pi) -> tuple[str, int]:
        return r"\pi", ATOM

    @_print.register(SizeLetter)
    @_print.register(Letter)
    @_print.register(Index)
    @_print.register(Defined)
    def _(self, expr: SizeLetter | Letter | Index | Defined) -> tuple[str, int]:
        return named(self.name(expr.name))

    @_print.register
    def _(self, expr: Member) -> tuple[str, int]:
        pattern = self.notation.get(f"{expr.family}[]", f"{name_latex(expr.family)}_{{#}}")
        return named(pattern.replace("#", self(expr.index)))

    @_print.register
    def _(self, expr: Add) -> tuple[str, int]:
        return f"{self(expr.left)} + {self(expr.right, PRODUCT)}", SUM

    @_print.register
    def _(self, expr: Sub) -> tuple[str, int]:
        return f"{self(expr.left)} - {self(expr.right, PRODUCT)}", SUM

    @_print.register
    def _(self, expr: Neg) -> tuple[str, int]:
        return f"-{self(expr.of, PRODUCT)}", SUM

    @_print.register
    def _(self, expr: Mul) -> tuple[str, int]:
        # -a b reads as -(a b), which is equal: a leading minus needs no brackets.
        leading = starts_with_minus(expr.left)
        entrywise = isinstance(expr.left, Hadamard | Kronecker)
        left = self(expr.left, POSTFIX if entrywise else SUM if leading else PRODUCT)
        if open_ended(expr.left):
            left = rf"\left({left}\right)"
        # c (a b) reads as c a b, and c (A ∘ B) as c A ∘ B, for a scalar c.
        scaled = isinstance(expr.right, Mul | Hadamard | Kronecker) and is_scalar(expr.left)
        grouped = isinstance(expr.right, Mul | Div | Neg | Hadamard | Kronecker) and not scaled
        right = self(expr.right, POSTFIX if grouped else PRODUCT)
        if isinstance(expr.right, Number) and expr.right.value < 0:
            right = rf"\left({right}\right)"
        between = r" \cdot " if re.match(r"\d|\\frac\{\d", right) else " "
        if re.search(r"\\mathrm\{d\}\\?\w+$", left) and right.startswith(r"\mathrm{d}"):
            between = r" \, "  # du dv
        return left + between + right, SUM if leading else PRODUCT

    @_print.register
    def _(self, expr: Div) -> tuple[str, int]:
        return rf"\frac{{{self(expr.numerator)}}}{{{self(expr.denominator)}}}", PRODUCT

    @_print.register
    def _(self, expr: Pow) -> tuple[str, int]:
        return rf"{self(expr.base, ATOM)}^{{{self(expr.exponent)}}}", POSTFIX

    @_print.register
    def _(self, expr: Sqrt) -> tuple[str, int]:
        return rf"\sqrt{{{self(expr.of)}}}", ATOM

    @_print.register
    def _(self, expr: Log) -> tuple[str, int]:
        return rf"\log {self._argument(expr.of)}", PRODUCT

    @_print.register
    def _(self, expr: Exp) -> tuple[str, int]:
        return rf"\exp{self._argument(expr.of, brackets=True)}", ATOM

    def _argument(self, expr: Expr, brackets: bool = False) -> str:
        kinds = Det | Letter | Defined | Apply | Number | Exp | Prod
        bare = isinstance(expr, kinds) and not brackets and not starts_with_minus(expr)
        return self(expr) if bare else rf"\left({self(expr)}\right)"

    @_print.register
    def _(self, expr: Unknown) -> tuple[str, int]:
        return rf"{self.name(expr.name)}\left({self(expr.of)}\right)", ATOM

    @_print.register
    def _(self, expr: Transpose) -> tuple[str, int]:
        return rf"{self(expr.of, ATOM)}^{{\top}}", POSTFIX

    @_print.register
    def _(self, expr: Inverse) -> tuple[str, int]:
        return rf"{self(expr.of, ATOM)}^{{-1}}", POSTFIX

    @_print.register
    def _(self, expr: Det) -> tuple[str, int]:
        return rf"\left|{self(expr.of)}\right|", ATOM

    @_print.register
    def _(self, expr: Trace) -> tuple[str, int]:
        return rf"\operatorname{{tr}}\left({self(expr.of)}\right)", ATOM

    @_print.register
    def _(self, expr: Entry) -> tuple[str, int]:
        joined = joined_indices([self(index) for index in (expr.row, expr.column) if index is not None])
        if pattern := self.notation.get(f"{getattr(expr.of, 'name', '')}[,]"):
            return named(pattern.replace("#", joined))
        if isinstance(expr.of, Letter | Defined):
            return rf"{self(expr.of)}_{{{joined}}}", ATOM
        return rf"\left({self(expr.of)}\right)_{{{joined}}}", ATOM

    @_print.register
    def _(self, expr: Hyperbolic) -> tuple[str, int]:
        name = r"\sigma" if expr.name == "sigmoid" else rf"\{expr.name}"
        return rf"{name}\left({self(expr.of)}\right)", ATOM

    @_print.register
    def _(self, expr: Norm) -> tuple[str, int]:
        return rf"\left\lVert {self(expr.of)} \right\rVert", ATOM

    @_print.register
    def _(self, expr: Eigenvalues) -> tuple[str, int]:
        return rf"\operatorname{{eig}}\left({self(expr.of)}\right)", ATOM

    @_print.register
    def _(self, expr: Diag) -> tuple[str, int]:
        return rf"\operatorname{{diag}}\left({self(expr.of)}\right)", ATOM

    @_print.register
    def _(self, expr: Hadamard) -> tuple[str, int]:
        return rf"{self(expr.left, POSTFIX)} \odot {self(expr.right, POSTFIX)}", PRODUCT

    @_print.register
    def _(self, expr: Kronecker) -> tuple[str, int]:
        return rf"{self(expr.left, POSTFIX)} \otimes {self(expr.right, POSTFIX)}", PRODUCT

    @_print.register
    def _(self, expr: Delta) -> tuple[str, int]:
        return rf"\delta_{{{joined_indices([self(expr.left), self(expr.right)])}}}", ATOM

    @_print.register
    def _(self, expr: Cases) -> tuple[str, int]:
        left, right = self(expr.left), self(expr.right)
        rows = rf"{self(expr.equal)} & ({left} = {right}) \\ {self(expr.unequal)} & ({left} \neq {right})"
        return rf"\begin{{cases}} {rows} \end{{cases}}", ATOM

    @_print.register
    def _(self, expr: Abs) -> tuple[str, int]:
        return rf"\left|{self(expr.of)}\right|", ATOM

    @_print.register
    def _(self, expr: Basis) -> tuple[str, int]:
        return rf"e_{{{self(expr.place)}}}", ATOM

    @_print.register
    def _(self, expr: Minor) -> tuple[str, int]:
        submatrix = self(expr.of, ATOM)
        for row, column in zip(expr.rows, expr.columns, strict=True):
            if not isinstance(expr.of, Letter | Defined) or row is not expr.rows[0]:
                submatrix = rf"\left({submatrix}\right)"
            submatrix += rf"_{{{joined_indices([self(row), self(column)])}}}"
        return rf"\left|{submatrix}\right|", ATOM

    @_print.register
    def _(self, expr: Written) -> tuple[str, int]:
        rows = [" & ".join(map(self, row)) for row in expr.rows]
        # KaTeX would set the fractions of two rows on top of each other.
        below = r" \\[0.6em] " if any(r"\frac" in row for row in rows) else r" \\ "
        return rf"\begin{{pmatrix}} {below.join(rows)} \end{{pmatrix}}", ATOM

    @_print.register
    def _(self, expr: Where) -> tuple[str, int]:
        condition = f"{self(expr.left)} {COMPARED[expr.relation]} {self(expr.right)}"
        rows = rf"{self(expr.body)} & ({condition}) \\ {expr.elsewhere} & \text{{otherwise}}"
        return rf"\begin{{cases}} {rows} \end{{cases}}", ATOM

    @_print.register(Sum)
    @_print.register(Prod)
    def _(self, expr: Sum | Prod) -> tuple[str, int]:
        index = expr.index
        if isinstance(expr.body, Where) and expr.body.left == index:
            sign = r"\sum" if isinstance(expr, Sum) else r"\prod"
            below = f"{self(index)} {COMPARED[expr.body.relation]} {self(expr.body.right)}"
            return rf"{sign}_{{{below}}} {self(expr.body.body, PRODUCT)}", PRODUCT
        size = self.name(index.size) if isinstance(index.size, str) else str(index.size)
        sign = r"\sum" if isinstance(expr, Sum) else r"\prod"
        return rf"{sign}_{{{self(index)}=1}}^{{{size}}} {self(expr.body, PRODUCT)}", PRODUCT

    @_print.register
    def _(self, expr: Dots) -> tuple[str, int]:
        if isinstance(expr.meaning, Sum):
            members = [self(member, PRODUCT) for member in (expr.first, expr.second, expr.last)]
            return rf"{members[0]} + {members[1]} + \dots + {members[2]}", SUM
        # The first factor is a product as it stands, unless it would swallow the others.
        level = POSTFIX if open_ended(expr.first) else PRODUCT
        parts = [self(expr.first, level), self(expr.second, POSTFIX), r"\dots", self(expr.last, POSTFIX)]
        return r" \cdot ".join(parts), PRODUCT

    @_print.register
    def _(self, expr: Grad) -> tuple[str, int]:
        by = self(expr.by)
        told = convention_latex(expr.convention)
        if is_short(expr.of):
            return rf"\frac{{\partial {self(expr.of)}}}{{\partial {by}}}{told}", PRODUCT
        body = self(expr.of, ATOM) if not isinstance(expr.of, Log) else self(expr.of)
        return rf"\frac{{\partial}}{{\partial {by}}}{told} {body}", PRODUCT

    @_print.register
    def _(self, expr: Differential) -> tuple[str, int]:
        bare = is_short(expr.of) or isinstance(expr.of, Log | Trace | Det | Differential)
        return rf"\mathrm{{d}} {self(expr.of, PRODUCT if bare else ATOM)}", PRODUCT

    @_print.register
    def _(self, expr: SpinSum) -> tuple[str, int]:
        return rf"\sum_{{{self(expr.over)} \in \{{-1, 1\}}^{{{expr.over.of[0]}}}}} {self(expr.body, PRODUCT)}", PRODUCT

    @_print.register
    def _(self, expr: Expectation) -> tuple[str, int]:
        law = rf"\mathcal{{N}}\left({self(expr.mean)}, {self(expr.covariance)}\right)"
        return rf"\mathbb{{E}}_{{{self(expr.over)} \sim {law}}}\left[{self(expr.body)}\right]", ATOM

    @_print.register
    def _(self, expr: Integral) -> tuple[str, int]:
        return rf"\int{self._range(expr)} {self(expr.body, PRODUCT)} \, \mathrm{{d}}{self(expr.over)}", PRODUCT

    def _range(self, expr: Integral) -> str:
        """Over what is integrated, as a subscript, or as bounds."""
        if expr.outside:
            lower = r"-\infty" if expr.lower is None else self(expr.lower)
            upper = r"\infty" if expr.upper is None else self(expr.upper)
            return rf"_{{{lower}}}^{{{upper}}}"
        return r"_{\mathbb{R}}" if expr.over.of == (1, 1) else rf"_{{\mathbb{{R}}^{{{expr.over.of[0]}}}}}"

    @_print.register
    def _(self, expr: Apply) -> tuple[str, int]:
        if not expr.function.name:
            return self._substitution(expr), PRODUCT
        name = self.name(expr.function.name)
        if not expr.arguments:
            return named(name)
        first, *rest = [self(argument) for argument in expr.arguments]
        divider = f"{expr.function.divider} " if rest else ""
        return rf"{name}\left({first}{divider}{', '.join(rest)}\right)", ATOM

    def _substitution(self, expr: Apply) -> str:
        """A nameless function at its arguments: its body, and what its letters are there."""
        pairs = zip(expr.function.parameters, expr.arguments, strict=True)
        where = ", ".join(f"{self(letter)} = {self(argument)}" for letter, argument in pairs)
        return rf"\left.{self(expr.function.body)}\right|_{{{where}}}"
