r"""The parts of a note's LaTeX that bring their own arguments: fractions and derivatives, cases."""

from __future__ import annotations

from derivations.notes.names import plain_name
from derivations.notes.reader_sums import SumReader
from derivations.syntax import ReadError, Token
from derivations.tree import Cases, Differential, Div, Expr, Grad, Index, Letter, Mul, Unknown, Written, atoms


class CallReader(SumReader):
    """Reads fractions, derivatives and cases."""

    def starts_factor(self) -> bool:
        """Whether the next token begins a factor, which the class below knows."""
        raise NotImplementedError

    def argument(self) -> Expr:
        """What an operator in front is applied to: the bracket that follows, or all factors side by side."""
        bracket = self.at("(", "[", r"\{")
        result = self.factor()
        while not bracket and self.starts_factor() and not self.at(r"\log"):
            result = Mul(result, self.factor())
        return result

    # ------------------------------------------------------------ fractions and derivatives

    def fraction(self) -> Expr:
        r"""A quotient, or a derivative \frac{\partial f}{\partial z}, \frac{d}{dz} (f)."""
        self.take(r"\frac")
        above, below = self.group(), self.group()
        if not self._is_derivative(above, below):
            return Div(self.whole(above), self.whole(below))
        order = self._order(above[1:])
        if order > 2 or (order == 2 and self._order(below[-4:]) != 2):
            raise ReadError(f"position {above[0].position}: found a derivative of order {order}, expected 1 or 2")
        power = 4 if order == 2 else 0
        by = self.whole(below[1 : len(below) - power])
        rest = above[1 + power :]
        result = self.whole(rest) if rest else self.argument()
        for _ in range(order):
            result = Grad(result, by)
        return result

    def _is_derivative(self, above: list[Token], below: list[Token]) -> bool:
        if not above or len(below) < 2 or above[0].text != below[0].text:
            return False
        return above[0].text == r"\partial" or (above[0].text == "d" and "d" not in self.scope.names())

    @staticmethod
    def _order(tokens: list[Token]) -> int:
        """The order that stands in the tokens ^{2} at the beginning."""
        texts = [token.text for token in tokens[:4]]
        return int(texts[2]) if texts[:2] == ["^", "{"] and texts[2].isdigit() and texts[3] == "}" else 1

    def derived(self, of: Expr) -> Expr:
        """f(x)': the derivative by the letter that the function letters have as their argument."""
        arguments = {node.of for node in of.walk() if isinstance(node, Unknown) and isinstance(node.of, Letter)}
        if len(arguments) != 1:
            raise self.error("a prime behind functions of one letter")
        return Grad(of, arguments.pop())

    def starts_differential(self) -> bool:
        """Whether d follows that is no letter of its own, with what it is the differential of."""
        if not self.at("d"):
            return False
        following, letter = self.tokens[self.place + 1], self.scope.letters.get("d")
        if isinstance(letter, Index):
            # An index d is no factor in front of a letter.
            return following.text in self.context.names.printed
        return following.kind != "end" and "d" not in self.scope.names()

    def differential(self) -> Expr:
        """The direction dX where it is declared, or d of an expression along all directions declared."""
        position = self.token.position
        self.take("d")
        if (direction := self.scope.letters.get(f"d{plain_name(self.token.text)}")) is not None:
            _, scripts = self.name()
            if scripts:
                raise self.error("a direction without scripts")
            return direction
        of = self.argument()
        directions = self.scope.directions
        pairs = [
            (atom, directions[atom.name]) for atom in atoms(of) if isinstance(atom, Letter) and atom.name in directions
        ]
        if not pairs:
            raise ReadError(
                f"position {position}: found 'd', expected a letter X with 'dX: differential of X' declared"
            )
        return Differential(of, tuple(pairs))

    # ------------------------------------------------------------ cases

    def basis_index(self) -> Index:
        """The one index that is printed below e."""
        position = self.token.position
        found = self.indices(self.group(), matrix=False)
        if len(found) != 1 or not isinstance(found[0], Index):
            raise ReadError(f"position {position}: found a column e of a basis, expected one index below it")
        return found[0]

    def written(self) -> Expr:
        r"""\begin{pmatrix} a & b \\ c & d \end{pmatrix}."""
        self.take(r"\begin{pmatrix}")
        rows = [[self.expression()]]
        while not self.taken(r"\end{pmatrix}"):
            if self.taken("&"):
                rows[-1].append(self.expression())
            else:
                self.take(r"\\")
                rows.append([self.expression()])
        return Written(tuple(map(tuple, rows)))

    def cases(self) -> Expr:
        r"""\begin{cases} a & (i = j) \\ b & (i \neq j) \end{cases}."""
        self.take(r"\begin{cases}")
        equal = self.expression()
        first = self._condition("=")
        self.take(r"\\")
        unequal = self.expression()
        second = self._condition(r"\neq")
        self.taken(r"\\")
        self.take(r"\end{cases}")
        if first != second:
            raise self.error("the same two indices in both cases")
        return Cases(equal, unequal, *first)

    def _condition(self, sign: str) -> tuple[Expr, Expr]:
        self.take("&")
        opened = self.taken("(")
        before, self.indexing = self.indexing, True
        left = self.factor()
        if not self.taken(sign):
            # \not= and \ne are \neq.
            raise self.error(f"{sign!r} between two indices")
        right = self.factor()
        self.indexing = before
        if opened:
            self.take(")")
        return left, right
