"""What the names of a line mean: the built-in words, and what is declared; and what is supposed of the letters."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.claims import Equation, Order
from derivations.tree import CONSTANTS, WORDS, Defined, Expectation, Expr, Function, FunctionKind, Index, Letter


@dataclass
class Scope:
    """Declared names, sizes that are fixed or in an order, and how names print; a family is a letter with axes.

    ``directions`` holds, by the name of a letter, the letter that its differential is in the direction of, and ``laws``
    the mean of the letter over what it is distributed as.

    A name is a letter, a function or a function letter, whichever was declared last; a family may share its name with
    a letter, because its members always have an index.
    """

    letters: dict[str, Expr] = field(default_factory=dict)
    families: dict[str, Letter | Defined] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    unknown: dict[str, FunctionKind] = field(default_factory=dict)
    directions: dict[str, Letter] = field(default_factory=dict)
    laws: dict[str, Expectation] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    least: dict[str, int] = field(default_factory=dict)
    notation: dict[str, str] = field(default_factory=dict)
    hypotheses: list[Equation] = field(default_factory=list)

    def known(self) -> list[str]:
        """All names for an error message, the declared ones first."""
        declared = {*self.names(), *self.families}
        return sorted(declared) + sorted({*WORDS, *CONSTANTS} - declared)

    def names(self) -> set[str]:
        """The declared names, families apart."""
        return {*self.letters, *self.functions, *self.unknown}

    def indices(self) -> list[Index]:
        """The declared indices."""
        return [letter for letter in self.letters.values() if isinstance(letter, Index)]

    def meanings(self) -> set[str]:
        """The declared names, and those of families that are defined by an expression."""
        return {*self.names(), *(name for name, of in self.families.items() if isinstance(of, Defined))}

    def child(self) -> Scope:
        """A copy that can be added to without changing this one."""
        return Scope(
            dict(self.letters),
            dict(self.families),
            dict(self.functions),
            dict(self.unknown),
            dict(self.directions),
            dict(self.laws),
            dict(self.fixed),
            list(self.orders),
            dict(self.least),
            dict(self.notation),
            list(self.hypotheses),
        )

    def forget(self, name: str) -> None:
        """Undo what the name means, its family apart."""
        self.letters.pop(name, None)
        self.functions.pop(name, None)
        self.unknown.pop(name, None)

    def adopt(self, name: str, other: Scope) -> None:
        """The letter or function means what it means in another scope."""
        if name in other.functions:
            self.add_function(other.functions[name])
        elif name not in other.letters:
            self.families[name] = other.families[name]
        else:
            self.add_letter(name, other.letters[name])

    def add_letter(self, name: str, letter: Expr) -> None:
        """The name is a letter from now on: a size, an index, a matrix, or what stands for an expression."""
        self.forget(name)
        self.letters[name] = letter

    def add_function(self, function: Function) -> None:
        """Its name is a function from now on."""
        self.forget(function.name)
        self.functions[function.name] = function

    def add_unknown(self, name: str, kind: FunctionKind) -> None:
        """The name is a function letter from now on."""
        self.forget(name)
        self.unknown[name] = kind
