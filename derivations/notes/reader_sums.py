r"""Sums, products, integrals and means in a note's LaTeX."""

from __future__ import annotations

from dataclasses import replace

from derivations.notes.cursor import NotesCursor
from derivations.notes.names import Script, plain_name
from derivations.syntax import ReadError, Token
from derivations.tree import Expr, Index, Integral, Letter, Neg, Prod, SpinSum, Sum, Where

CONDITIONS = ("=", "<", ">", r"\leq", r"\geq", r"\neq", r"\in")
"""Signs below a sum that choose among indices; whether \\sum_{i<j} is over one of them or both is left open."""


class SumReader(NotesCursor):
    """Reads what is summed or integrated over something."""

    def term(self) -> Expr:
        """A product, read by the class below."""
        raise NotImplementedError

    def starts_differential(self) -> bool:
        """Whether the next tokens are a d and a letter, which the class below knows."""
        raise NotImplementedError

    def signed_term(self) -> Expr:
        """A product, perhaps with a minus in front."""
        return Neg(self.term()) if self.taken("-") else self.term()

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
