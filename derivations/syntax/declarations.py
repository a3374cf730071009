"""Declarations: what the letters of a line are, and the letters that a line defines.

    A: D x K                     a matrix            S: D x D spd      (symmetric, orthogonal, diagonal, lower, ...)
    s: N spins; v: N bits        columns of 1, -1 and of 0, 1
    p: K simplex                 probabilities       P: K x K stochastic   (each row sums to 1; also: open simplex)
    w: K positive                entry by entry      a: scalar in (0, 1)   (also: nonnegative, in [0, oo), ...)
    dS: differential of S        a direction in which S varies
    x, mu: D                     columns             c: scalar         (also: scalar positive)
    x[n]: D for n in 1..N        a family            i, j in 1..D      indices
    r[n,k]: scalar positive for n in 1..N; k in 1..K   a family with two indices, of any kind of letter
    p[k] := a[k]^2               a defined letter that depends on an index
    f, g: function               function letters    I: D x D identity
    f: function convex           what a function letter is on all of R (also: concave, positive, even, odd)
    f: function smooth L         |f'(s) - f'(t)| <= L |s - t|, for a scalar L that is declared positive
    x ~ N(mu, Sigma)             what x is distributed as where a note prints E[x]
    N = 1; N >= D                sizes the claims are made for
    given sum(k, p[k]) = 1       an equation that the claims suppose of the letters
    n: size                      a size whose name means something else outside
    z := x - mu                  a defined letter    q(x; mu) := ...   a function of declared letters
    x[] as x^{(#)}               how a name prints   A[,] as a_{#}     how its entries print

Declarations are separated by line breaks, semicolons or commas: ``A: D x K, x, mu: D`` declares A, and x and mu.  ``#``
at the start of a line opens a comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from derivations.claims import NOTHING, Claim, Definition, Equation, Order
from derivations.syntax.claims import read, read_expression
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError, require_length, spelled
from derivations.tree import (
    ADMITS,
    SCALAR,
    STRUCTURES,
    Apply,
    Defined,
    Expectation,
    Expr,
    Function,
    Index,
    Letter,
    Member,
    Shape,
    ShapeError,
    Size,
    SizeLetter,
    direction,
    function_kind,
    require_own_indices,
)

NAME = r"[A-Za-z_][A-Za-z_0-9]*"
NAMES = rf"{NAME}(?:\s*,\s*{NAME})*"
SIZE = rf"(?:{NAME}|[1-9]\d*)"
SHAPE = rf"(?P<rows>{SIZE})(?:\s+x\s+(?P<columns>{SIZE}))?"

STRUCTURE = r"(?:\s+(?P<structure>\S.*?))?"
SCALARS = ("any",)
"""Forms of the structures that a scalar may have."""
UNDECLARED = ("general", "")
"""Structures that no word stands for."""


FORMS = {
    "family": re.compile(rf"(?P<name>{NAME})\[(?P<indices>{NAMES})\]\s*:\s*(?P<what>.+?)\s+for\s+(?P<ranges>.+)"),
    "scalar": re.compile(rf"(?P<names>{NAMES})\s*:\s*scalar{STRUCTURE}"),
    "function": re.compile(rf"(?P<names>{NAMES})\s*:\s*function(?:\s+(?P<kind>\S+)(?:\s+(?P<constant>\S.*))?)?"),
    "size": re.compile(rf"(?P<names>{NAMES})\s*:\s*size"),
    "direction": re.compile(rf"(?P<name>{NAME})\s*:\s*differential\s+of\s+(?P<of>{NAME})"),
    "letter": re.compile(rf"(?P<names>{NAMES})\s*:\s*{SHAPE}{STRUCTURE}"),
    "distribution": re.compile(rf"(?P<name>{NAME})\s*~\s*N\((?P<mean>[^,]+),(?P<covariance>.+)\)"),
    "index": re.compile(rf"(?P<names>{NAMES})\s+in\s+1\.\.(?P<size>{SIZE})"),
    "order": re.compile(rf"(?P<left>{NAME})\s*(?P<sign>>=|<=|>|<)\s*(?P<right>{SIZE})(?:\s*\+\s*(?P<margin>\d+))?"),
    "fixed": re.compile(rf"(?P<name>{NAME})\s*=\s*(?P<value>[1-9]\d*)"),
    "printed": re.compile(rf"(?P<name>{NAME}(?:\[,?\])?)\s+as\s+(?P<latex>\S.*)"),
    "hypothesis": re.compile(r"given\s+(?P<equations>\S.*)"),
}
DECLARES = re.compile(r"[:=~<>]|\sin\s")
"""What a declaration has and a name in front of it has not."""
OWN = rf"(?:\((?P<parameters>[^()]*)\)|\[(?P<indices>{NAMES})\])?"
DEFINITION = re.compile(rf"(?P<name>{NAME}){OWN}\s*:=\s*(?P<value>.+)")
RANGE = re.compile(rf"{NAMES}\s+in\s+1\.\.{SIZE}")


def declare(text: str, scope: Scope) -> Scope:
    """A new scope with the declarations added; `ReadError` names the line that cannot be read."""
    result = scope.child()
    for line in spelled(text).splitlines():
        if line.lstrip().startswith("#"):
            continue
        require_length(line)
        for part in declarations(line):
            _declare_one(part, result)
    return result


def declarations(line: str) -> list[str]:
    """The declarations of a line; a comma ends one unless only names stand before it."""
    # What a name prints as is LaTeX, which may hold separators.
    if " as " in line:
        return [line.strip()]
    found = []
    for part in split_outside(line, ";"):
        names: list[str] = []
        for piece in split_outside(part, ","):
            names.append(piece)
            if DECLARES.search(piece):
                found.append(", ".join(names))
                names = []
        found.append(", ".join(names))
    return _with_ranges(list(filter(None, found)))


def _with_ranges(parts: list[str]) -> list[str]:
    """The declarations, the ranges of a family's further indices with it: r[n,k]: scalar for n in 1..N; k in 1..K."""
    joined: list[str] = []
    for part in parts:
        family = FORMS["family"].fullmatch(joined[-1]) if joined and RANGE.fullmatch(part) else None
        if family and len(re.findall(r"\.\.", family["ranges"])) < len(_split(family["indices"])):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _declare_one(part: str, scope: Scope) -> None:
    if definition := DEFINITION.fullmatch(part):
        define(definition, scope)
        return
    for kind, form in FORMS.items():
        if match := form.fullmatch(part):
            _DECLARE[kind](match, scope)
            return
    raise ReadError(f"found the declaration {part!r}, expected a form such as 'A: D x K', 'c: scalar', 'i in 1..D'")


def size(text: str, scope: Scope) -> Size:
    """A size by name or number; a name also becomes a number that may appear in a line."""
    if text.isdigit():
        return int(text)
    if text not in scope.names():
        scope.add_letter(text, SizeLetter(text))
    if not isinstance(scope.letters.get(text), SizeLetter):
        raise ReadError(f"found {text!r} as a size, but it is declared as something else, expected '{text}: size'")
    return text


def shape(match: re.Match[str], scope: Scope) -> Shape:
    """The shape of a declaration: a column unless a number of columns is given."""
    return (size(match["rows"], scope), size(match["columns"], scope) if match["columns"] else 1)


def _split(names: str) -> list[str]:
    return re.split(r"\s*,\s*", names)


def _names(match: re.Match[str]) -> list[str]:
    return _split(match["names"])


def _family(match: re.Match[str], scope: Scope) -> None:
    """A letter with an axis for each of the indices, whose ranges follow."""
    for part in split_outside(match["ranges"], ","):
        _declare_one(part, scope)
    axes = tuple(index.size for index in _indices(match, scope))
    single = f"{match['name']}: {match['what']}"
    forms = ((KINDS[kind], FORMS[kind].fullmatch(single)) for kind in KINDS)
    of = next((letter_of(found, scope, match["name"]) for letter_of, found in forms if found), None)
    if of is None:
        raise ReadError(f"found the members {match['what']!r}, expected what a letter may be, such as 'D x D spd'")
    scope.families[match["name"]] = replace(of, axes=axes)


def _indices(match: re.Match[str], scope: Scope) -> tuple[Index, ...]:
    """The declared indices of a family or of a defined letter with axes."""
    found = [scope.letters.get(name) for name in _split(match["indices"])]
    for name, index in zip(_split(match["indices"]), found, strict=True):
        if not isinstance(index, Index):
            raise ReadError(f"found {name!r} as an index of {match['name']}, expected it declared, '{name} in 1..K'")
    return tuple(index for index in found if isinstance(index, Index))


def _scalar_of(match: re.Match[str], scope: Scope, name: str) -> Letter:
    return Letter(name, SCALAR, _structure(match, SCALARS))


def _matrix_of(match: re.Match[str], scope: Scope, name: str) -> Letter:
    of = shape(match, scope)
    return Letter(name, of, _structure(match, tuple(form for form in ADMITS if ADMITS[form](of))))


def _structure(match: re.Match[str], forms: Collection[str]) -> str:
    """The word of the declared structure, one of those for shapes of these forms."""
    word = match["structure"] or "general"
    try:
        kind = STRUCTURES[word]
    except KeyError:
        kind = None
    # A shape that the structure does not admit is the letter's to say.
    declared = kind is not None and (word not in UNDECLARED or match["structure"] is None)
    if kind is None or not declared or (forms == SCALARS and kind.form not in forms):
        known = [word for word, kind in STRUCTURES.items() if kind.form in forms and word not in UNDECLARED]
        expected = f"{', '.join(known)} or an interval such as 'in (0, 1]'"
        raise ReadError(f"found the declaration {match[0]!r}, expected one of {expected} behind the shape")
    return kind.word


KINDS = {"scalar": _scalar_of, "letter": _matrix_of}
"""Forms that say what a letter is."""


def _letters(match: re.Match[str], scope: Scope) -> None:
    (kind,) = (kind for kind in KINDS if match.re is FORMS[kind])
    for name in _names(match):
        scope.add_letter(name, KINDS[kind](match, scope, name))


def _function(match: re.Match[str], scope: Scope) -> None:
    """f: function convex; of ``smooth L`` the constant is a letter that is declared already."""
    constant = match["constant"]
    try:
        kind = function_kind(match["kind"] or "", scope.letters.get(constant, constant))
    except ShapeError as error:
        raise ReadError(f"found the declaration {match[0]!r}: {error}") from None
    for name in _names(match):
        scope.add_unknown(name, kind)


def _size(match: re.Match[str], scope: Scope) -> None:
    for name in _names(match):
        scope.add_letter(name, SizeLetter(name))


def _direction(match: re.Match[str], scope: Scope) -> None:
    """dX: differential of X: X varies along a direction dX of the same shape, within its structure."""
    of = scope.letters.get(match["of"])
    if not isinstance(of, Letter):
        raise ReadError(f"differential: found {match['of']!r}, expected a declared letter")
    try:
        scope.directions[of.name] = direction(of, match["name"])
    except ShapeError as error:
        raise ReadError(str(error)) from None
    scope.add_letter(match["name"], scope.directions[of.name])


def _distribution(match: re.Match[str], scope: Scope) -> None:
    """x ~ N(mean, covariance): an expectation without a law of its own, E[x], is over this one."""
    over = scope.letters.get(match["name"])
    if not isinstance(over, Letter):
        raise ReadError(f"distribution: found {match['name']!r}, expected a declared letter")
    mean, covariance = (read_expression(match[part].strip(), scope) for part in ("mean", "covariance"))
    scope.laws[over.name] = Expectation(over, mean, covariance, over)


def _index(match: re.Match[str], scope: Scope) -> None:
    for name in _names(match):
        scope.add_letter(name, Index(name, size(match["size"], scope)))


def _order(match: re.Match[str], scope: Scope) -> None:
    """N >= D + 1, and the like, of two sizes, or of a size and a number."""
    left, right = (str(size(match[side], scope)) for side in ("left", "right"))
    if right.isdigit():
        if match["sign"] not in (">", ">="):
            raise ReadError(f"found {match[0]!r}, expected the least that a size is, such as 'N >= 2'")
        scope.least[left] = int(right) + int(match["margin"] or 0) + (match["sign"] == ">")
        return
    margin = int(match["margin"] or 0)
    if match["sign"] in ("<", "<="):
        if margin:
            raise ReadError(f"found {match[0]!r}, expected the larger size first, such as 'N >= D + 1'")
        left, right = right, left
    scope.orders.append(Order(left, right, margin + (match["sign"] in ("<", ">"))))


def _fixed(match: re.Match[str], scope: Scope) -> None:
    scope.fixed[str(size(match["name"], scope))] = int(match["value"])


def _hypothesis(match: re.Match[str], scope: Scope) -> None:
    """given a = b: claims are made where it holds."""
    found = read(" " * match.start("equations") + match["equations"], scope)
    for claim in found:
        if not isinstance(claim, Equation):
            raise ReadError(f"found the hypothesis {match['equations']!r}, expected an equation, such as 'given a = b'")
        scope.hypotheses.append(replace(claim, given=NOTHING))


def _printed(match: re.Match[str], scope: Scope) -> None:
    scope.notation[match["name"]] = match["latex"]


_DECLARE = {
    "hypothesis": _hypothesis,
    "family": _family,
    "scalar": _letters,
    "function": _function,
    "size": _size,
    "letter": _letters,
    "distribution": _distribution,
    "direction": _direction,
    "index": _index,
    "order": _order,
    "fixed": _fixed,
    "printed": _printed,
}


def define(match: re.Match[str], scope: Scope) -> tuple[Definition, str]:
    """Add a defined letter or function to the scope; the definition, and the name it defines."""
    parameters = None if match["parameters"] is None else _parameters(match, scope)
    # Blanks in front, so that the position in an error counts from the start of the definition.
    name, value = match["name"], read_expression(" " * match.start("value") + match["value"], scope)
    if match["indices"]:
        family = Defined(name, value, _indices(match, scope))
        _require_own_indices(family.name, value, family.indices)
        scope.families[name] = family
        return Definition(Member(family, family.indices), value), name
    _require_own_indices(name, value)
    if parameters is None:
        symbol = Defined(name, value)
        scope.add_letter(name, symbol)
        return Definition(symbol, value), name
    function = Function(name, parameters, value, ";" if ";" in match["parameters"] else ",")
    scope.add_function(function)
    return Definition(Apply(function, function.parameters), value), name


def _require_own_indices(name: str, value: Expr, own: tuple[Index, ...] = ()) -> None:
    try:
        require_own_indices(name, value, own)
    except ShapeError as error:
        raise ReadError(str(error)) from None


def _parameters(match: re.Match[str], scope: Scope) -> tuple[Letter, ...]:
    found = []
    for parameter in re.split(r"\s*[;,]\s*", match["parameters"].strip()):
        letter = scope.letters.get(parameter)
        if not isinstance(letter, Letter):
            raise ReadError(f"found {parameter!r} as a parameter of {match['name']}, expected a declared letter")
        found.append(letter)
    return tuple(found)


def read_line(line: str, scope: Scope, again: Collection[str] = ()) -> list[Claim]:
    """The claims of one line, parts separated by semicolons outside brackets; definitions are added to the scope.

    A name that means something already is not defined anew, unless it is one of ``again``: the line then claims that
    the two agree.
    """
    require_length(line)
    claims: list[Claim] = []
    for part in split_outside(spelled(line), ";"):
        match = DEFINITION.fullmatch(part)
        if match and (match["name"] in again or match["name"] not in {*scope.names(), *scope.families}):
            claims += _defined(part, match, scope)
        elif part:
            claims += read(part, scope)
    return claims


def _defined(part: str, match: re.Match[str], scope: Scope) -> list[Claim]:
    """``s := value = other = ...``: the definition, and an equation for every further side."""
    head = part[: match.start("value")]
    value, *others = split_outside(match["value"], "=")
    narrowed = DEFINITION.fullmatch(head + value)
    if narrowed is None:
        raise ReadError(f"found {part!r}, expected a value after ':='")
    definition, name = define(narrowed, scope)
    symbol = f"{name}[{narrowed['indices']}]" if narrowed["indices"] else name
    return [definition, *(read(" = ".join([symbol, *others]), scope) if others else [])]


def split_outside(line: str, separator: str) -> list[str]:
    """The parts of a line between separators that stand outside brackets."""
    parts, depth = [""], 0
    for character in line:
        depth += (character in "([") - (character in ")]")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
