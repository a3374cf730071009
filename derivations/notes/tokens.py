r"""The tokens of a note's LaTeX, brought to one spelling: spaces and sizes dropped, every argument in braces.

``x^T``, ``x^{T}`` and ``\mathbf{x}^{\boldsymbol{T}}`` are the same tokens; ``\hat{\mu}`` and ``\text{Tr}`` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivations.syntax import MAX_BRACKETS, MAX_LENGTH, ReadError, Token

RAW = re.compile(r"\s*(\\[a-zA-Z]+|\\[^a-zA-Z]|\S)")
COMMANDS = re.compile(rf"(?:\\[a-zA-Z]+\s*){{{MAX_BRACKETS + 1}}}")
DROPPED = {
    "\\ ",
    *r"\, \; \: \! ~ \quad \qquad \left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr".split(),
    *r"\displaystyle \limits \nolimits \mathstrut".split(),
}
SPELLING = {
    r"\ln": r"\log",
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\Tr": r"\tr",
    r"\prime": "'",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\|": r"\Vert",
    r"\parallel": r"\Vert",
    **dict.fromkeys((r"\vert", r"\lvert", r"\rvert", r"\mid"), "|"),
    **dict.fromkeys((r"\ldots", r"\cdots"), r"\dots"),
    **dict.fromkeys((r"\iff", r"\Longleftrightarrow"), r"\Leftrightarrow"),
    **dict.fromkeys((r"\le", r"\leqq"), r"\leq"),
    **dict.fromkeys((r"\ge", r"\geqq"), r"\geq"),
}
"""Commands for one sign, and the one that is kept."""
STYLES = {*r"\mathbf \boldsymbol \bm \vec \mathit \cancel \mathrel \mathrm \text \operatorname".split()}
"""Commands that change only how their argument looks; a word in upright letters is one token."""
WORDS = {"tr", "diag", "det", "log", "exp", "cosh", "sinh", "tanh", "rank", "sgn", "tri", "sigmoid", "eig"}
ACCENTS = {*r"\mathcal \mathbb \hat \tilde \bar \overline \textcircled \begin \end".split()}
"""Commands that make another letter, or environment, of their argument."""
ARGUMENTS = {r"\frac": 2, r"\sqrt": 1, r"\underbrace": 1, r"\overset": 2, r"\stackrel": 2, "^": 1, "_": 1}


def latex_tokens(latex: str) -> list[Token]:
    """The tokens of a formula, the end last; `ReadError` where braces do not match."""
    if len(latex) > MAX_LENGTH:
        raise ReadError(f"found a formula of {len(latex)} characters, expected at most {MAX_LENGTH}")
    if run := COMMANDS.search(latex):
        raise ReadError(f"position {run.start() + 1}: found more than {MAX_BRACKETS} commands in a row")
    raw = [
        Token("number" if match[1].isdigit() else "symbol", match[1], match.start(1) + 1)
        for match in RAW.finditer(latex)
    ]
    require_braces(raw, len(latex))
    return [*_numbers(_spelled(raw)), Token("end", "the end of the formula", len(latex) + 1)]


def require_braces(raw: Iterable[Token], length: int) -> None:
    """`ReadError` unless braces match and are not nested too deep."""
    depth = 0
    for token in raw:
        depth += (token.text == "{") - (token.text == "}")
        if depth > MAX_BRACKETS:
            raise ReadError(f"position {token.position}: found more than {MAX_BRACKETS} nested braces")
        if depth < 0:
            raise ReadError(f"position {token.position}: found '}}', expected an opening brace before it")
    if depth:
        raise ReadError(f"position {length + 1}: found the end of the formula, expected '}}'")


def group_end(tokens: list[Token], start: int) -> int:
    """The place of the brace that closes the one at ``start``."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += (tokens[place].text == "{") - (tokens[place].text == "}")
        if depth == 0:
            return place
    raise ReadError(f"position {tokens[start].position}: found '{{', expected a closing brace after it")


def _spelled(raw: list[Token]) -> Iterator[Token]:
    place = 0
    while place < len(raw):
        token = raw[place]._replace(text=SPELLING.get(raw[place].text, raw[place].text))
        place += 1
        if token.text == "{":
            end = group_end(raw, place - 1)
            yield from _lean(token, list(_spelled(raw[place:end])))
            place = end + 1
        elif token.text in STYLES:
            inner, place = _argument(raw, place, token)
            yield from _styled(token, inner)
        elif token.text in ACCENTS:
            inner, place = _argument(raw, place, token)
            yield token._replace(text=f"{token.text}{{{''.join(part.text for part in inner)}}}")
        elif token.text == r"\textcolor":
            _, place = _argument(raw, place, token)
        elif token.text in DROPPED:
            # \left. and \right. are brackets that do not show.
            place += token.text in (r"\left", r"\right") and place < len(raw) and raw[place].text == "."
        else:
            yield token
            for _ in range(ARGUMENTS.get(token.text, 0)):
                inner, place = _argument(raw, place, token)
                yield from _braced(token, inner)


def _numbers(tokens: Iterable[Token]) -> Iterator[Token]:
    """Digits that stand side by side as one number; those of ``\\frac12`` are in braces by now."""
    before: Token | None = None
    for token in tokens:
        if before is not None and before.kind == token.kind == "number":
            before = before._replace(text=before.text + token.text)
            continue
        yield from () if before is None else (before,)
        before = token
    yield from () if before is None else (before,)


def _argument(raw: list[Token], place: int, owner: Token) -> tuple[list[Token], int]:
    """The tokens of the argument at ``place`` and the place after it: a group, a digit or a command with its own."""
    start, end = _argument_span(raw, place, owner)
    if raw[start].text == "{":
        return list(_spelled(raw[start + 1 : end - 1])), end
    return list(_spelled(raw[start:end])), end


def _argument_span(raw: list[Token], place: int, owner: Token) -> tuple[int, int]:
    """Where the argument at ``place`` begins, spaces skipped, and ends."""
    while place < len(raw) and raw[place].text in DROPPED:
        place += 1
    if place == len(raw):
        raise ReadError(f"position {owner.position}: found {owner.text!r} at the end, expected what it belongs to")
    token = raw[place]
    if token.text == "{":
        return place, group_end(raw, place) + 1
    if token.text in ("^", "_", "}"):
        raise ReadError(f"position {token.position}: found {token.text!r}, expected what {owner.text!r} belongs to")
    end = place + 1
    for _ in range(1 if token.text in STYLES | ACCENTS else ARGUMENTS.get(token.text, 0)):
        _, end = _argument_span(raw, end, token)
    return place, end


def _braced(owner: Token, inner: list[Token]) -> Iterator[Token]:
    yield Token("symbol", "{", owner.position)
    yield from inner
    yield Token("symbol", "}", owner.position)


def _lean(owner: Token, inner: list[Token]) -> Iterator[Token]:
    """The tokens in braces, which one token alone does not need."""
    yield from inner if len(inner) == 1 else _braced(owner, inner)


def _styled(owner: Token, inner: list[Token]) -> Iterator[Token]:
    """What a style is put on; a word is an operator such as tr, or a name."""
    word = "".join(token.text for token in inner)
    if owner.text in (r"\mathrm", r"\text", r"\operatorname") and len(inner) > 1 and word.replace(r"\_", "").isalpha():
        known = word.lower() in WORDS
        yield owner._replace(text=rf"\{word.lower()}" if known else rf"\mathrm{{{word}}}")
    else:
        yield from _lean(owner, inner)
