"""The text syntax of claims: read again in the same scope, it gives equal claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from derivations.claims.claim import PLAIN, Claim, Definition, Equation, Equivalence
from derivations.claims.distributions import Distributed, Law
from derivations.claims.relations import Attained, FirstOrder, Inequality, Proportional, Solution, UpTo
from derivations.tree import Expr, Families, PlainPrinter


class Link(NamedTuple):
    """A claim as text: what stands before it, the left side, the sign and the right side."""

    front: str
    left: str
    sign: str
    right: str


def plain(item: Expr | Claim, families: Families | None = None) -> str:
    """The text syntax of an expression or a claim."""
    text = PlainPrinter(families)
    return text(item) if isinstance(item, Expr) else plain_line([item], text)


def plain_line(claims: Iterable[Claim], text: PlainPrinter) -> str:
    """Claims on one line: a = b and b = c as the chain a = b = c, others with semicolons."""
    line, before = "", None
    for link in (_link(claim, text) for claim in claims):
        if before is not None and _continues(before, link):
            line += f"{link.sign}{link.right}"
        else:
            line += ("; " if line else "") + "".join(link)
        before = link
    return line


def _continues(before: Link, link: Link) -> bool:
    """Whether a claim begins with the side that the one before ends with; a definition is not continued."""
    levels = [one.sign == " <=> " for one in (before, link)]
    chained = before.sign not in ("", " := ") and link.sign not in ("", " := ") and levels[0] == levels[1]
    return chained and (before.front, before.right) == (link.front, link.left)


def _link(claim: Claim, text: PlainPrinter) -> Link:
    match claim:
        case Equation(left, right):
            return Link("", text(left), " = ", text(right))
        case Definition(symbol, value):
            return Link("", text(symbol), " := ", text(value))
        case Inequality(left, right, certificate):
            if claim.descending:
                left, right = right, left
            proof = "" if certificate is None else f" with {text(certificate)}"
            return Link("", text(left), " >= " if claim.descending else " <= ", text(right) + proof)
        case UpTo(left, right, letter):
            return Link("", text(left), f" =_{text(letter)} ", text(right))
        case Proportional(left, right, letter):
            return Link("", text(left), f" propto_{text(letter)} ", text(right))
        case FirstOrder(left, right, letter):
            order = "" if claim.order == 1 else str(claim.order)
            return Link("", text(left), f" doteq{order}_{text(letter)} ", text(right))
        case Equivalence(unknown, left, right):
            front = "" if unknown is None else f"for {text(unknown)}: "
            return Link(front, _chain(left, text), " <=> ", _chain(right, text))
    return Link("", _with_value(claim, text), "", "")


def _law(law: Law, text: PlainPrinter) -> str:
    beside = f" | {', '.join(map(text, law.beside))}" if law.beside else ""
    return f"{text(law.of)}{beside} ~ N({text(law.mean)}, {text(law.covariance)})"


def _chain(equations: tuple[Equation, ...], text: PlainPrinter) -> str:
    return plain_line(equations, text)


def _with_value(claim: Claim, text: PlainPrinter) -> str:
    match claim:
        case Solution(unknown, value, solved):
            return f"{_chain(solved, text)} solved by {text(unknown)} = {text(value)}"
        case Attained(bound, unknown, value):
            return f"{''.join(_link(bound, text))} attained at {text(unknown)} = {text(value)}"
        case Distributed(known, found):
            return f"{', '.join(_law(law, text) for law in known)} => {_law(found, text)}"
    raise TypeError(f"no text for {type(claim).__name__}")


PLAIN.append(plain)
