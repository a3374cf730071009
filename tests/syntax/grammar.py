"""Random lines of the text syntax, mostly well typed: every word and every relation of it."""

from __future__ import annotations

import random

from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from tests.checking.corpus import LETTERS

GIVEN = f"""{LETTERS}
Q: D x D orthogonal
G: D x D diagonal
W: D x D lower
V: D x D antisymmetric
s: N spins
bit: N bits
dC: differential of C
dt: differential of t
n in 1..N
"""
SCOPE: Scope = declare(GIVEN, Scope())

ATOMS = {
    "scalar": "a|c|t|p|q|D|N|pi|0|1|2|1/2|7|y[i]|C[i,j]|S[1,1]|delta(i, j)",
    "column": "y|z|b|mu|w|x[n]|x[1]|x[N]|s|0",
    "square": "C|X|R|S|I|Q|G|W|V|dC|0",
    "wide": "A|B'|0",
    "tall": "B|A'|0",
}
"""The shapes, and what has each of them without parts."""
RULES = {
    "scalar": """
        ({scalar})|{scalar} + {scalar}|{scalar} - {scalar}|{scalar} {scalar}|{scalar} * {scalar}|{scalar}/({scalar})
        -{scalar}|({scalar})^2|({scalar})^-1|({scalar})^(1/2)|({scalar})^D|{scalar} {scalar} {scalar}|inv({scalar})
        log({scalar})|exp({scalar})|sqrt({scalar})|cosh({scalar})|sinh({scalar})|tanh({scalar})|sigmoid({scalar})
        f({scalar})|g({scalar})|normal({column}; {column}, S)|norm({column})|norm({square})|({column})[i]
        tr({square})|det({square})|logdet({square})|({square})[i,k]|({column})' ({column})|({column})' {square} {column}
        sum(i, {scalar})|sum(n, {scalar})|prod(n, {scalar})|sum(m, y[m] {scalar})|spins(s, {scalar})|d({scalar})
        ln({scalar})|trace({square})|({scalar})^({scalar})|vec({square})' vec({square})|sin({scalar})|cos({scalar})
        Gamma({scalar})|bits(bit, {scalar})|max({scalar}, {scalar})|min({scalar}, {scalar}, 1)|lse({column})
        abs({scalar})|minor({square}; i, j)|where(i < j, {scalar})|sum(k != i, {scalar})|prod(k < i, {scalar})
        det([{scalar}, {scalar}; {scalar}, {scalar}])|grad({scalar}, S^-1, tied)[i,j]|(-1)^(i + j) {scalar}
        cases({scalar} if i = j, {scalar} if i != j)|grad({scalar}, t)|grad({scalar}, y[k])|grad({scalar}, C[i,j])
        integral(exp(-p t^2) {scalar}, t)|integral({scalar}, t, 0, a)
        integral(exp(-p t), t, {scalar}, inf)|integral(exp(-1/2 y' S y) {scalar}, y)
        E(o ~ rho, {scalar})|E(t ~ N({scalar}, p), {scalar})|E(y ~ N({column}, S), {scalar})""",
    "column": """
        ({column})|{column} + {column}|{column} - {column}|-{column}|({scalar}) ({column})|({column})/({scalar})
        {square} ({column})|({square})^-1 ({column})|({square})' ({column})|({wide}) m|had({column}, {column})
        sum(n, {column})|cases({column} if i = j, {column} if i != j)|diag({square})|eig(R)|d({column})|basis(i)
        grad({scalar}, y)|grad({scalar}, w)|grad({column}, t)|E(y ~ N({column}, S), {column})
        (x[1] - mu) + (x[2] - mu) + ... + (x[N] - mu)""",
    "square": """
        ({square})|{square} + {square}|{square} - {square}|-{square}|{square} {square}|{scalar} {square}
        ({square})'|({square}).T|({square})^T|({square})^-1|({square})^-T|({square})^2|({square})^-2|inv({square})
        ({column}) ({column})'|({wide}) ({tall})|({square})/({scalar})|diag({column})|had({square}, {square})
        grad({scalar}, C)|grad({scalar}, S, tied)|grad({scalar}, R, symmetric)|grad({scalar}, S, independent)
        grad({column}, y)|exp({square})|log(S)|S^(1/2)|S^(-1/2)|kron({scalar}, {square})
        sum(n, {square})|E(y ~ N({column}, S), {square})|d({square})""",
    "wide": "{square} ({wide})|({tall})'|({wide}) + ({wide})|{scalar} ({wide})",
    "tall": "({tall}) {square}|({wide})'|({tall}) - ({tall})|-({tall})",
}
"""What has each shape, built of parts."""
EQUATION = "{0} = {1}"
RELATIONS = """
    {0} = {1} = {0}|{0} <= {1}|{0} >= {1}|{0} <= {1} with ({1})^2|new := {0}|{0} := {1} = {0}|{0} = {1}; {1} = {0}
    a ~ N({0}, p) => a ~ N({0}, p)|a ~ N({0}, p), c ~ N(a, q) => c ~ N({0}, p + q)
    for y: {0} = {1} <=> y = {2}|for t: {0} = {1} <=> t = {3}|{0} = {1} <=> {1} = {0}|{0} propto_t {1}|{0} propto_y {1}
    {0} doteq_dt {1}|{0} doteq2_t {1}|{0} =_t {1}|{0} =_C {1}|{0} <= {1} attained at t = {3}
    for y: {0} = {1} solved by y = {2}|{0} = {1} solved by t = {3}"""
NO_CLAIMS = ["{0} != {1}", "{0}", "{0} =", "= {0}", "{0} = {1} <="]


def alternatives(text: str) -> list[str]:
    """What stands between bars and line breaks."""
    return [part.strip() for line in text.strip().splitlines() for part in line.split("|")]


def expression(rng: random.Random, shape: str, depth: int) -> str:
    """A random expression that is mostly of the shape; one part in forty is of another."""
    if rng.random() < 0.025:
        shape = rng.choice(list(RULES))
    if depth <= 0 or rng.random() < 0.15:
        return rng.choice(alternatives(ATOMS[shape]))
    rule = rng.choice(alternatives(RULES[shape]))
    for part in RULES:
        while f"{{{part}}}" in rule:
            rule = rule.replace(f"{{{part}}}", expression(rng, part, depth - 1 - (rng.random() < 0.4)), 1)
    return rule


def grammatical(rng: random.Random) -> str:
    """A random line of the grammar."""
    depth = rng.randint(1, 4)
    shape = rng.choice(("scalar", "scalar", "column", "square", "wide"))
    sides = [expression(rng, part, depth) for part in (shape, shape, "column", "scalar")]
    # True lines are rare by chance: often both sides are one expression, written in another way.
    sides[1] = rng.choice((sides[1], sides[1], f"({sides[0]})", f"({sides[0]})''", f"{sides[0]} + 0"))
    form = EQUATION if rng.random() < 0.4 else rng.choice(alternatives(RELATIONS) + NO_CLAIMS)
    return form.format(*sides)
