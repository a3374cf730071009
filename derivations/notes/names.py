r"""What the names of a note's LaTeX mean in a scope: its notation, read backwards.

A printed name is a nucleus with scripts: ``q_\theta``, ``x^{(#)}`` for a member and ``a_{#}`` for an entry, # for what
stands there.  Scripts that the name does not claim are left to the reader: x_k^{(i)} is entry k of member i.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from derivations.notes.tokens import WORDS, group_end, latex_tokens
from derivations.syntax import Scope, Token
from derivations.tree import GREEK, name_latex

Script = tuple[str, list[Token]]
"""``^``, ``_`` or ``'`` with the tokens that stand there."""
OPERATORS = {rf"\{word}" for word in WORDS}


def scripts_at(tokens: list[Token], place: int) -> tuple[list[Script], int]:
    """The scripts that begin at a place, and the place after them."""
    found: list[Script] = []
    while tokens[place].text in ("^", "_", "'"):
        sign = tokens[place].text
        if sign == "'":
            found.append((sign, []))
            place += 1
        else:
            end = group_end(tokens, place + 1)
            found.append((sign, tokens[place + 2 : end]))
            place = end + 1
    return found, place


@dataclass(frozen=True)
class Match:
    """A name that is printed as what was found; the tokens in the place of its index, and the scripts left over."""

    kind: str
    name: str
    rest: list[Script]
    index: list[Token] = field(default_factory=list)


@dataclass(frozen=True)
class PrintedName:
    """How a name, a member of a family or an entry of a matrix prints."""

    kind: str
    name: str
    scripts: tuple[tuple[str, tuple[str, ...]], ...]

    def match(self, scripts: list[Script]) -> Match | None:
        """The match with the first scripts of each sign, if they are those of the pattern."""
        rest: list[Script] = list(scripts)
        index: list[Token] = []
        for sign, pattern in self.scripts:
            found = next((script for script in rest if script[0] == sign), None)
            if found is None or (inside := _inside(found[1], pattern)) is None:
                return None
            rest.remove(found)
            index = inside or index
        return Match(self.kind, self.name, rest, index)


def _inside(tokens: list[Token], pattern: tuple[str, ...]) -> list[Token] | None:
    """The tokens in the place of #, none without one; None where the pattern does not fit."""
    texts = tuple(token.text for token in tokens)
    if "#" not in pattern:
        return [] if texts == pattern else None
    before = pattern.index("#")
    after = len(pattern) - before - 1
    fits = len(texts) > before + after and texts[:before] == pattern[:before]
    if not fits or texts[len(texts) - after :] != pattern[before + 1 :]:
        return None
    return tokens[before : len(tokens) - after]


class NoteNames:
    """The printed names of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.printed: dict[str, list[PrintedName]] = {}
        self.declared = set(scope.notation)
        for kind, name, latex in _printed(scope):
            self._add(kind, name, latex)
        for names in self.printed.values():
            names.sort(key=lambda name: (-len(name.scripts), name.kind != "name"))

    def _add(self, kind: str, name: str, latex: str) -> None:
        tokens = latex_tokens(latex)
        if tokens[0].kind == "end":
            return
        if tokens[0].text == "{" and group_end(tokens, 0) == len(tokens) - 2:
            tokens = [*tokens[1:-2], tokens[-1]]
        scripts, end = scripts_at(tokens, 1)
        # Several letters side by side are a product, and Tr is the trace unless a notation says otherwise.
        operator = tokens[0].text in OPERATORS and name not in self.declared
        if tokens[end].kind == "end" and not operator:
            pattern = tuple((sign, tuple(token.text for token in inside)) for sign, inside in scripts)
            self.printed.setdefault(tokens[0].text, []).append(PrintedName(kind, name, pattern))

    def matches(self, nucleus: str, scripts: list[Script]) -> Iterator[Match]:
        """What the nucleus with its scripts may be, the name that claims most of them first."""
        for name in self.printed.get(nucleus, []):
            if (match := name.match(scripts)) is not None:
                yield match


def _printed(scope: Scope) -> Iterator[tuple[str, str, str]]:
    notation = scope.notation
    for family in scope.families:
        yield "member", family, notation.get(f"{family}[]", f"{name_latex(family)}_{{#}}")
    for name in sorted(scope.names()):
        if pattern := notation.get(f"{name}[,]"):
            yield "entry", name, pattern
        yield "name", name, notation.get(name) or name_latex(name)


def plain_name(nucleus: str) -> str:
    r"""The name that prints as a nucleus where nothing is declared: ``\mu`` -> mu, ``\mathcal{L}`` -> calL."""
    if nucleus.startswith(r"\mathcal{"):
        return f"cal{nucleus[9:-1]}"
    if nucleus.startswith(r"\mathrm{"):
        return nucleus[8:-1]
    return nucleus[1:] if nucleus[1:] in GREEK else nucleus
