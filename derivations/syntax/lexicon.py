"""What can be said: every word of the text syntax with what it means, a word for Python, and one true line.

The lines are checked where they are shown; a test asks that every word has one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from derivations.syntax.declarations import split_outside
from derivations.tree import CHAPTER_WORDS, FUNCTION_KINDS, STRUCTURES, WORDS, Expr

GIVEN = """
x, y, m, b: D; w, f: K; u: N; a, c, t: scalar; p, q: scalar positive
A: D x K; B: K x D; C, X: D x D; R: D x D symmetric; S, T: D x D spd
e: K positive; theta: scalar in (0, 1); rho: K simplex
chi, psi: K open simplex; P: K x K stochastic; s: N spins; v: N bits
z[n]: D for n in 1..N; mu[k]: D for k in 1..K; i, j in 1..D
g[n,k]: scalar positive for n in 1..N; k in 1..K
dC: differential of C; dt: differential of t; h: function
"""
"""The letters of the lines."""

RELATIONS = {
    "=": ("both sides are equal, for all values of the letters", "tr(A B) = tr(B A)"),
    "<=": ("the left side is never larger; what shows it is found, or given behind `with`", "2 a c <= a^2 + c^2"),
    "with": ("what right - left is equal to, and cannot be negative", "2 a c <= a^2 + c^2 with (a - c)^2"),
    "attained at": ("where an inequality is an equation", "log(p) <= p - 1 attained at p = 1"),
    "<=>": ("the same values of the unknown solve both sides", "for x: C x = b <=> x = C^-1 b"),
    "for": (
        "names the unknown, which may be any member of a family",
        "for mu[k]: sum(n, g[n,k] (z[n] - mu[k])) = 0 <=> mu[k] = sum(n, g[n,k] z[n])/sum(n, g[n,k])",
    ),
    "solved by": ("put in, the value solves the equations", "C x = b solved by x = C^-1 b"),
    "doteq_": ("equal value and slope at dt = 0; doteq2_ curvature too", "exp(t + dt) doteq_dt exp(t) + exp(t) dt"),
    "propto_": ("the quotient does not depend on the letter", "exp(-(t - a)^2) propto_t exp(2 a t - t^2)"),
    "=_": ("the difference does not depend on the letter", "log(p q) =_p log(p)"),
    "=>": (
        "what follows for something else, of letters that are normal",
        "x ~ N(m, S) => B x + w ~ N(B m + w, B S B')",
    ),
    "|": ("given other letters", "t ~ N(a, p), c ~ N(t, q) => t | c ~ N((a q + c p)/(p + q), p q/(p + q))"),
}
"""Relation -> what it says, and a line."""

STRUCTURED = {
    "general": "x' C y = y' C' x",
    "symmetric": "x' R y = y' R x",
    "spd": "S S^-1 = I",
    "identity": "I C = C",
    "orthogonal": "Q' Q = I",
    "diagonal": "G' = G",
    "lower": "det(L) = prod(i, L[i,i])",
    "antisymmetric": "x' W x = 0",
    "positive": "log(p q) = log(p) + log(q)",
    "nonnegative": "sqrt(c^2) = c",
    "in (0, 1)": "0 <= -log(theta)",
    "simplex": "sum(k, rho[k]) = 1",
    "open simplex": "0 <= sum(k, chi[k] log(chi[k]/psi[k]))",
    "stochastic": "sum(k, P[1,k]) = 1",
    "spins": "s[n]^2 = 1",
    "bits": "v[n]^2 = v[n]",
}
"""Structure -> a line that holds because of it."""
DECLARED = {
    "general": "x: D; C: D x D",
    "orthogonal": "Q: D x D orthogonal",
    "diagonal": "G: D x D diagonal",
    "lower": "L: D x D lower",
    "antisymmetric": "W: D x D antisymmetric",
    "nonnegative": "c: scalar nonnegative",
}
"""The declarations of those that are not among the letters above."""
FUNCTIONS = {
    "convex": "h(E(k ~ rho, f[k])) <= E(k ~ rho, h(f[k])); h(a) + grad(h(a), a) (c - a) <= h(c)",
    "concave": "theta h(a) + (1 - theta) h(c) <= h(theta a + (1 - theta) c)",
    "positive": "log(h(a) h(c)) = log(h(a)) + log(h(c))",
    "even": "h(a - c) = h(c - a)",
    "odd": "integral(h(t), t, -p, p) = 0",
    "smooth": "h(a - grad(h(a), a)/p) <= h(a) - grad(h(a), a)^2/(2 p)",
}
"""What a function letter is declared as -> a line, or more behind semicolons, that holds because of it."""

LINES = {
    "Gamma": "Gamma(p + 1) = p Gamma(p)",
    "I": "C I = C",
    "pi": "integral(exp(-t^2), t)^2 = pi",
    "E": "E(x ~ N(m, S), x' C x) = tr(C S) + m' C m; E(k ~ rho, f[k] + a) = E(k ~ rho, f[k]) + a",
    "abs": "|a c| = abs(a) abs(c)",
    "basis": "x' basis(i) = x[i]",
    "bits": "bits(v, exp(v' u)) = prod(n, 1 + exp(u[n]))",
    "cases": "cases(1 if i = j, 0 if i != j) = delta(i, j)",
    "cos": "cos(a + c) = cos(a) cos(c) - sin(a) sin(c)",
    "cosh": "cosh(a)^2 - sinh(a)^2 = 1",
    "d": "d(C X) = dC X",
    "delta": "sum(j, delta(i, j) x[j]) = x[i]",
    "det": "det(C X) = det(C) det(X)",
    "diag": "diag(diag(x)) = x",
    "eig": "sum(i, eig(R)[i]) = tr(R)",
    "exp": "exp(a) exp(-a) = 1",
    "grad": "grad(x' C x, x) = (C + C') x",
    "had": "had(C, X) = had(X, C)",
    "integral": "integral(exp(-p t^2), t) = sqrt(pi/p)",
    "inv": "inv(C) C = I",
    "kron": "kron(A, B)' = kron(A', B')",
    "ln": "ln(p^a) = a ln(p)",
    "log": "log(p/q) = log(p) - log(q)",
    "logdet": "logdet(S^-1) = -logdet(S)",
    "lse": "lse(x) = log(sum(i, exp(x[i])))",
    "max": "max(a, c) = (a + c + abs(a - c))/2",
    "min": "max(a, c) + min(a, c) = a + c",
    "minor": "sum(i, (-1)^(i + j) C[i,j] minor(C; i, j)) = det(C)",
    "norm": "norm(x)^2 = x' x",
    "prod": "prod(n, exp(u[n])) = exp(sum(n, u[n]))",
    "sigmoid": "sigmoid(a) + sigmoid(-a) = 1",
    "sin": "grad(sin(t), t) = cos(t)",
    "sinh": "sinh(2 a) = 2 sinh(a) cosh(a)",
    "spins": "spins(s, exp(s' u)) = prod(n, 2 cosh(u[n]))",
    "sqrt": "sqrt(p)^2 = p",
    "sum": "sum(i, x[i] y[i]) = x' y",
    "tanh": "tanh(a) = sinh(a)/cosh(a)",
    "tr": "tr(A B) = tr(B A)",
    "trace": "trace(C') = tr(C)",
    "vec": "vec(C)' vec(X) = tr(C' X)",
    "where": "sum(j, where(j < i, x[j])) = sum(j < i, x[j])",
}
"""Word of an expression -> a line, or more behind semicolons."""
WITHOUT_CLASS = {
    "I": "the identity matrix, of the size that fits",
    "pi": "the circle constant",
    "E": "mean: over a normal letter, over an index by its weights, over spins or bits by their probabilities",
    "logdet": "log |of|",
    "cos": "cosine of an angle in radians",
    "sin": "sine of an angle in radians",
    "cosh": "(e^t + e^-t)/2",
    "sinh": "(e^t - e^-t)/2",
    "tanh": "sinh t/cosh t",
    "sigmoid": "1/(1 + e^-t)",
}
"""What words mean that no class of nodes says."""


class Word(NamedTuple):
    """A word of the text syntax."""

    word: str
    says: str
    python: str
    lines: str
    given: str = GIVEN
    structure: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it is asked for by: itself, or the structure in a declaration."""
        return (self.structure,) if self.structure else (self.word,)

    def text(self) -> str:
        """The word as a terminal shows it."""
        python = f"\n    in Python {self.python}" if self.python and self.python != self.word else ""
        lines = "".join(f"\n    {line}" for line in split_outside(self.lines, ";"))
        return f"{self.word}\n    {self.says}{python}{lines}"


def vocabulary() -> dict[str, list[Word]]:
    """All words: relations, structures that letters are declared with, and words of expressions."""
    relations = [Word(word, says, "", line) for word, (says, line) in RELATIONS.items()]
    return {
        "Relations": relations,
        "Declarations": [_structure(word) for word in STRUCTURED],
        "Functions": [_function(word) for word in FUNCTIONS],
        "Expressions": [*map(_expression, sorted(LINES))],
    }


def _structure(word: str) -> Word:
    kind = STRUCTURES[word]
    form = {"any": f"c: scalar {word}, x: D {word}", "column": f"x: D {word}", "matrix": f"P: D x K {word}"}
    declared = form.get(kind.form, f"S: D x D {word}") if word != "general" else "x: D, C: D x K, c: scalar"
    return Word(declared, str(kind) or "any values", "", STRUCTURED[word], f"{GIVEN}\n{DECLARED.get(word, '')}", word)


def _function(word: str) -> Word:
    kind = FUNCTION_KINDS[word]
    declared, python = (f"h: function {word} p", ", p") if kind.bounded else (f"h: function {word}", "")
    python = f'smooth("h", "{word}"{python})'
    return Word(declared, re.sub(r"\bL\b", "p", kind.says), python, FUNCTIONS[word], f"{GIVEN}\n{declared}", word)


def _expression(word: str) -> Word:
    return Word(word, WITHOUT_CLASS.get(word) or _meaning(word), _python(word), LINES[word])


def _meaning(word: str) -> str:
    """The first line of the docstring of the class that is read from the word."""
    node: type[Expr] = WORDS[word].__self__  # type: ignore[attr-defined]
    return (node.__doc__ or "").strip().splitlines()[0].replace("`", "").rstrip(".")


def _python(word: str) -> str:
    """What a chapter calls it by."""
    if word in CHAPTER_WORDS:
        return word
    node = getattr(WORDS.get(word), "__self__", None)
    return getattr(node, "chapter_word", "")
