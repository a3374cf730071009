"""The text syntax of an expression: read again in the same scope, it gives an equal tree.

A side that a printed formula omits shows as three dots, which nobody can read.
"""

from __future__ import annotations

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
from derivations.tree.functions import UNARY, Hadamard, Hyperbolic, Kronecker, Unknown
from derivations.tree.indices import Basis, Cases, Delta, Minor, Where, Written
from derivations.tree.letters import Defined, Letter, Member, Pi
from derivations.tree.omitted import Omitted
from derivations.tree.shapes import Shape, Size

Families = Mapping[str, tuple[Size, Shape]]
"""The declared families by name: how many members, and the shape of one."""
SUM, PRODUCT, FACTOR = range(3)
WORD_OF = {node: word for word, node in UNARY.items() if isinstance(node, type)}


class PlainPrinter:
    """Prints expressions in the text syntax; the families tell entries of a letter from members of its family."""

    def __init__(self, families: Families | None = None) -> None:
        self.families = families or {}

    def __call__(self, expr: Expr, level: int = SUM) -> str:
        """The text of an expression, in brackets where it holds together less tightly than ``level``."""
        text, own = self._print(expr)
        return text if own >= level else f"({text})"

    def nucleus(self, expr: Expr) -> str:
        """What a transpose or a power is put behind; one behind another gets brackets to be easy on the eye."""
        return f"({self(expr)})" if isinstance(expr, Transpose | Inverse | Pow) else self(expr, FACTOR)

    def call(self, word: str, *parts: Expr) -> tuple[str, int]:
        """A word with its arguments in brackets."""
        return f"{word}({', '.join(map(self, parts))})", FACTOR

    @singledispatchmethod
    def _print(self, expr: Expr) -> tuple[str, int]:
        word = WORD_OF.get(type(expr))
        if word is None:
            raise TypeError(f"no text for {type(expr).__name__}")
        return self.call(word, *expr.children)

    @_print.register
    def _(self, expr: Number) -> tuple[str, int]:
        return str(expr.value), FACTOR if expr.value >= 0 and expr.value.denominator == 1 else SUM

    @_print.register
    def _(self, expr: Omitted) -> tuple[str, int]:
        return "...", FACTOR

    @_print.register
    def _(self, expr: Pi) -> tuple[str, int]:
        return "pi", FACTOR

    @_print.register(Letter)
    @_print.register(Defined)
    @_print.register(SizeLetter)
    @_print.register(Index)
    def _(self, expr: Letter | Defined | SizeLetter | Index) -> tuple[str, int]:
        return expr.name, FACTOR

    @_print.register
    def _(self, expr: Member) -> tuple[str, int]:
        return f"{expr.family}[{self(expr.index)}]", FACTOR

    @_print.register(Add)
    @_print.register(Sub)
    def _(self, expr: Add | Sub) -> tuple[str, int]:
        sign = "+" if isinstance(expr, Add) else "-"
        return f"{self(expr.left)} {sign} {self(expr.right, PRODUCT)}", SUM

    @_print.register
    def _(self, expr: Neg) -> tuple[str, int]:
        return f"-{self(expr.of, PRODUCT)}", SUM

    @_print.register
    def _(self, expr: Mul) -> tuple[str, int]:
        left, right = self(expr.left, PRODUCT), self(expr.right, FACTOR)
        # A function in front of a bracket would be applied to it, y [1, 2] is an entry, and 2 3 looks like one number.
        starred = right[0].isdigit() or right[0] == "[" or (right[0] == "(" and ends_in_function(expr.left))
        return f"{left}{' * ' if starred else ' '}{right}", PRODUCT

    @_print.register
    def _(self, expr: Div) -> tuple[str, int]:
        return f"{self(expr.numerator, PRODUCT)}/{self(expr.denominator, FACTOR)}", PRODUCT

    @_print.register
    def _(self, expr: Pow) -> tuple[str, int]:
        # Printed once: a tower of powers would take twice the work at every floor.
        exponent = self(expr.exponent)
        simple = exponent.isdigit() or (isinstance(expr.exponent, SizeLetter) and exponent != "T")
        return f"{self.nucleus(expr.base)}^{exponent if simple else f'({exponent})'}", FACTOR

    @_print.register
    def _(self, expr: Transpose) -> tuple[str, int]:
        return f"{self.nucleus(expr.of)}'", FACTOR

    @_print.register
    def _(self, expr: Inverse) -> tuple[str, int]:
        return f"{self.nucleus(expr.of)}^-1", FACTOR

    @_print.register
    def _(self, expr: Entry) -> tuple[str, int]:
        of = self(expr.of, FACTOR)
        if of in self.families and expr.column is None:
            # Without brackets x[1] is a member, and so is x[n] where n counts the members.
            count, index = self.families[of][0], expr.row
            of = of if isinstance(index, Index) and index.size != count else f"({of})"
        indices = [expr.row] if expr.column is None else [expr.row, expr.column]
        return f"{of}[{','.join(map(self, indices))}]", FACTOR

    @_print.register
    def _(self, expr: Unknown) -> tuple[str, int]:
        return self.call(expr.name, expr.of)

    @_print.register
    def _(self, expr: Hyperbolic) -> tuple[str, int]:
        return self.call(expr.name, expr.of)

    @_print.register
    def _(self, expr: Apply) -> tuple[str, int]:
        if not expr.arguments:
            return expr.function.name, FACTOR
        first, *rest = map(self, expr.arguments)
        divider = f"{expr.function.divider} " if rest else ""
        return f"{expr.function.name}({first}{divider}{', '.join(rest)})", FACTOR

    @_print.register
    def _(self, expr: Hadamard) -> tuple[str, int]:
        return self.call("had", expr.left, expr.right)

    @_print.register
    def _(self, expr: Kronecker) -> tuple[str, int]:
        return self.call("kron", expr.left, expr.right)

    @_print.register
    def _(self, expr: Delta) -> tuple[str, int]:
        return self.call("delta", expr.left, expr.right)

    @_print.register
    def _(self, expr: Cases) -> tuple[str, int]:
        equal, unequal, left, right = map(self, (expr.equal, expr.unequal, expr.left, expr.right))
        return f"cases({equal} if {left} = {right}, {unequal} if {left} != {right})", FACTOR

    @_print.register
    def _(self, expr: Basis) -> tuple[str, int]:
        return self.call("basis", expr.place)

    @_print.register
    def _(self, expr: Where) -> tuple[str, int]:
        return f"where({self(expr.left)} {expr.relation} {self(expr.right)}, {self(expr.body)})", FACTOR

    @_print.register
    def _(self, expr: Minor) -> tuple[str, int]:
        pairs = zip(expr.rows, expr.columns, strict=True)
        return f"minor({self(expr.of)}; {'; '.join(f'{self(row)}, {self(column)}' for row, column in pairs)})", FACTOR

    @_print.register
    def _(self, expr: Written) -> tuple[str, int]:
        return f"[{'; '.join(', '.join(map(self, row)) for row in expr.rows)}]", FACTOR

    @_print.register(Sum)
    @_print.register(Prod)
    def _(self, expr: Sum | Prod) -> tuple[str, int]:
        if isinstance(expr.body, Where) and expr.body.left == expr.index:
            word = "sum" if isinstance(expr, Sum) else "prod"
            condition = f"{self(expr.index)} {expr.body.relation} {self(expr.body.right)}"
            return f"{word}({condition}, {self(expr.body.body)})", FACTOR
        return self.call("sum" if isinstance(expr, Sum) else "prod", expr.index, expr.body)

    @_print.register
    def _(self, expr: SpinSum) -> tuple[str, int]:
        return self.call("spins", expr.over, expr.body)

    @_print.register
    def _(self, expr: Dots) -> tuple[str, int]:
        adds = isinstance(expr.meaning, Sum)
        sign, level = ("+", PRODUCT) if adds else ("*", FACTOR)
        first, second, last = (self(member, level) for member in (expr.first, expr.second, expr.last))
        return f"{first} {sign} {second} {sign} ... {sign} {last}", SUM if adds else PRODUCT

    @_print.register
    def _(self, expr: Grad) -> tuple[str, int]:
        convention = f", {expr.convention}" if expr.convention else ""
        return f"grad({self(expr.of)}, {self(expr.by)}{convention})", FACTOR

    @_print.register
    def _(self, expr: Differential) -> tuple[str, int]:
        return self.call("d", expr.of)

    @_print.register
    def _(self, expr: Integral) -> tuple[str, int]:
        if not expr.outside:
            return self.call("integral", expr.body, expr.over)
        lower = "-inf" if expr.lower is None else self(expr.lower)
        upper = "inf" if expr.upper is None else self(expr.upper)
        return f"integral({self(expr.body)}, {self(expr.over)}, {lower}, {upper})", FACTOR

    @_print.register
    def _(self, expr: Expectation) -> tuple[str, int]:
        mean, covariance, body = map(self, (expr.mean, expr.covariance, expr.body))
        return f"E({expr.over.name} ~ N({mean}, {covariance}), {body})", FACTOR


def ends_in_function(expr: Expr) -> bool:
    """Whether the text of an expression ends in the name of a function without arguments."""
    while isinstance(expr, Mul | Div):
        expr = expr.children[1]
    return isinstance(expr, Apply) and not expr.arguments
