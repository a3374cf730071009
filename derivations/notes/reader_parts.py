r"""The parts of a note's LaTeX that bring their own arguments: fractions and derivatives, sums, integrals, cases."""

from __future__ import annotations

from dataclasses import replace

from derivations.notes.cursor import NotesCursor
from derivations.notes.names import Script, plain_name
from derivations.syntax import ReadError, Token
from derivations.tree import (
    Cases,
    Differential,
    Div,
    Expr,
    Grad,
    Index,
    Integral,
    Letter,
    Mul,
    Neg,
    Prod,
    SpinSum,
    Sum,
    Unknown,
    Where,
    Written,
    atoms,
)

CONDITIONS = ("=", "<", ">", r"\leq", r"\geq", r"\neq", r"\in")
"""Signs below a sum that choose among indices; whether \\sum_{i<j} is over one of them or both is left open."""


class CallReader(NotesCursor):
    """Reads fractions, derivatives, sums, integrals and cases."""

    def term(self) -> Expr:
        """A product, read by the class below."""
        raise NotImplementedError

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

    def signed_term(self) -> Expr:
        """A product, perhaps with a minus in front."""
        return Neg(self.term()) if self.taken("-") else self.term()

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

    # ------------------------------------------------------------ sums, products, integrals

    def summed(self) -> Expr:
        r"""\sum_{n=1}^N body: also over several indices, under a condition, without bounds, or over spins."""
        kind: type[Sum] | type[Prod] = Sum if self.at(r"\sum") else Prod
        token, before = self.token, self.scope
        self.place += 1
        scripts = self.following()
        condition = self._condition_below(dict(scripts))
        over = [condition[0]] if condition else self._over(token, scripts)
        body = self.signed_term()
        if condition:
            index, relation, other = condition
            body = Where(relation, index, other, body, 0 if kind is Sum else 1)
        self.context.enter(before)
        for one in reversed(over):
            body = kind(one, body) if isinstance(one, Index) else SpinSum(one, body)
        return body

    def _condition_below(self, bounds: dict[str, list[Token]]) -> tuple[Index, str, Expr] | None:
        r"""What \sum_{d \neq i}, \sum_{t=1}^k, \sum_{t=1}^{i-1}, \sum_{t=i+1}^n ask of the index; None without it."""
        below, above = bounds.get("_", []), bounds.get("^", [])
        asks = [token.text for token in below[1:]]
        counts = len(above) == 1 and isinstance(self.scope.letters.get(above[0].text), Index)
        if asks[:1] == [r"\neq"] and not above:
            relation, bound = "!=", below[2:]
        elif asks == ["=", "1"] and (counts or [token.text for token in above[1:]] == ["-", "1"]):
            relation, bound = ("<=" if counts else "<"), above[:1]
        elif asks[:1] == ["="] and asks[2:] == ["+", "1"]:
            relation, bound = ">", below[2:3]
        else:
            return None
        other = self.index(bound)
        size = other.size if isinstance(other, Index) else None
        if size is None or (relation == ">" and self.size(above) != size):
            found = "".join(token.text for token in below)
            raise ReadError(f"position {below[0].position}: found {found!r}, expected a condition on indices")
        return self.new_index(plain_name(below[0].text), size), relation, other

    def _over(self, token: Token, scripts: list[Script]) -> list[Index | Letter]:
        bounds = dict(scripts)
        below = bounds.get("_", [])
        if not below or not set(bounds) <= {"_", "^"}:
            raise ReadError(f"position {token.position}: found {token.text!r}, expected an index below it")
        texts = [item.text for item in below]
        names = below[:-2] if "^" in bounds else below
        if ("^" in bounds) != (texts[-2:] == ["=", "1"]) or any(name.text in CONDITIONS for name in names):
            raise ReadError(f"position {below[0].position}: found {''.join(texts)!r}, expected i=1 to a size, or i")
        size = self.size(bounds["^"]) if "^" in bounds else None
        found: list[Index | Letter] = []
        for item in self.indices([name for name in names if name.text != ","], matrix=False):
            spins = isinstance(item, Letter) and item.structure == "spins" and size is None
            if not (isinstance(item, Index) or spins):
                raise ReadError(f"position {below[0].position}: found {''.join(texts)!r}, expected indices or spins")
            assert isinstance(item, Index | Letter)
            found.append(self.new_index(item.name, size) if isinstance(item, Index) and size is not None else item)
        return found

    def integral(self) -> Expr:
        r"""\int body dx or \int dx body, over all values or between bounds."""
        token = self.token
        self.take(r"\int")
        bounds = self._bounds(token, dict(self.following()))
        if self.starts_differential():
            over = self._differential_of()
            return Integral(self.signed_term(), over, *bounds)
        self.inside.append("integral")
        body = self.signed_term()
        self.inside.pop()
        return Integral(body, self._differential_of(), *bounds)

    def _bounds(self, token: Token, scripts: dict[str, list[Token]]) -> tuple[Expr | None, Expr | None]:
        """Lower and upper bound, None for an infinite one."""
        texts = {sign: "".join(item.text for item in inside) for sign, inside in scripts.items()}
        if not texts or (len(texts) == 1 and texts.get("_", "").startswith(r"\mathbb{R}")):
            return None, None
        if set(texts) != {"_", "^"}:
            raise ReadError(f"position {token.position}: found one bound of an integral, expected two or none")
        lower = None if texts["_"] == r"-\infty" else self.whole(scripts["_"])
        return lower, None if texts["^"] == r"\infty" else self.whole(scripts["^"])

    def _differential_of(self, entries: bool = False) -> Letter:
        """The letter of the d x in an integral; of its last entry if ``entries``."""
        self.take("d")
        found, scripts = self.name()
        if self.at(r"\dots") and scripts and isinstance(found, Letter):
            # dz_1 ... dz_D is dz.
            self.take(r"\dots")
            if self._differential_of(entries=True) == found:
                return found
        if (scripts and not entries) or not isinstance(found, Letter):
            raise self.error("d and a letter to integrate over")
        return found

    def mean(self) -> Expr:
        r"""\mathbb{E}[body], over what the letter in it is declared to be distributed as."""
        position = self.token.position
        self.place += 1
        self.following()
        if not self.at("[", "("):
            raise self.error("'[' and what the mean is of")
        body = self.bracketed(self.token.text)
        laws = [law for name, law in self.scope.laws.items() if law.over in body.walk()]
        if len(laws) != 1:
            raise ReadError(f"position {position}: found a mean, expected one letter with 'x ~ N(m, S)' declared")
        return replace(laws[0], body=body)

    # ------------------------------------------------------------ cases

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
