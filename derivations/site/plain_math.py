"""Short formulas of running text as plain HTML: letters, numbers, signs and one level of indices need no boxes.

A verdict says ``D = 2`` or ``10^{-6}`` hundreds of times a page; as HTML that is a tenth of what a typesetter writes.
"""

from __future__ import annotations

import re
from html import escape

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
        " varepsilon varphi Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split(),
        "αβγδϵζηθικλμνξπρστϕχψωεφΓΔΘΛΞΠΣΦΨΩ",
        strict=True,
    )
)
RELATIONS = {"=": "=", "<": "<", ">": ">", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥", r"\ne": "≠"} | {
    r"\neq": "≠",
    r"\in": "∈",
}
BINARY = {"+": "+", "-": "−", r"\cdot": "⋅", r"\times": "×"}
SPACES = {r"\,": "\u2009", r"\;": "\u2004", r"\ ": " ", r"\quad": "\u2003", "~": "\u00a0"}
MARKS = {"(": "(", ")": ")", "|": "|", "'": "′", r"\top": "⊤", r"\infty": "∞", r"\ldots": "…", r"\dots": "…"}
GAP = "\u2005"
TOKEN = re.compile(r"\s*(\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|.)")


def plain_html(latex: str) -> str | None:
    """A formula as HTML, None unless it is made of letters, numbers, signs and single indices or exponents."""
    tokens = TOKEN.findall(latex.strip())
    found, rest = _row(tokens, scripts=True)
    return found if not rest else None


def _row(tokens: list[str], *, scripts: bool) -> tuple[str, list[str]]:
    """The HTML of the tokens up to the first that is not plain, and what is left from there on."""
    found, joins, scripted = "", False, False
    while tokens:
        head, *rest = tokens
        if head in ("^", "_"):
            script = _script(rest) if scripts and joins and not scripted else None
            if script is None:
                return found, tokens
            body, tokens = script
            found += f"<su{'p' if head == '^' else 'b'}>{body}</su{'p' if head == '^' else 'b'}>"
            scripted = True
            continue
        shown = _atom(head, joins)
        if shown is None:
            return found, tokens
        found, tokens, scripted = found + shown, rest, False
        joins = head not in RELATIONS and head not in BINARY and head not in ("(", ",") and head not in SPACES
    return found, []


def _script(tokens: list[str]) -> tuple[str, list[str]] | None:
    """What stands in an index or exponent, one token or a brace of them, and what follows it."""
    if tokens[:1] != ["{"]:
        inner, after = tokens[:1], tokens[1:]
    elif "}" in tokens:
        end = tokens.index("}")
        inner, after = tokens[1:end], tokens[end + 1 :]
    else:
        return None
    body, rest = _row(inner, scripts=False)
    return (body.replace(GAP, ""), after) if inner and not rest else None


def _atom(token: str, joins: bool) -> str | None:
    """One sign; a plus or minus that follows no term belongs to what comes after it."""
    if token in RELATIONS:
        return f"{GAP}{escape(RELATIONS[token])}{GAP}"
    if token in BINARY:
        return f"{GAP}{BINARY[token]}{GAP}" if joins else BINARY[token]
    if token == ",":
        return ",\u2009"
    if token[0] == "\\" and token[1:] in GREEK:
        return GREEK[token[1:]] if token[1].isupper() else f"<i>{GREEK[token[1:]]}</i>"
    if re.fullmatch("[A-Za-z]", token):
        return f"<i>{token}</i>"
    if token[0].isdigit():
        return token
    return SPACES.get(token) or MARKS.get(token)
