"""True claims of every kind in the text syntax, and the letters that they are about."""

from __future__ import annotations

from derivations.claims.claim import Equation, Equivalence
from derivations.claims.declarations import declare, read_line
from derivations.claims.scope import Scope

LETTERS = """
x[n]: D for n in 1..N
x, y, z, b, mu: D
m: K
A: D x K
B: K x D
C, X: D x D
R: D x D symmetric
S, Sigma: D x D spd
I: D x D identity
a, c, t: scalar
p, q: scalar positive
i, j, k in 1..D
f, g: function
w := y - mu
normal(x; mu, Sigma) := 1/sqrt((2 pi)^D det(Sigma)) exp(-1/2 (x - mu)' Sigma^-1 (x - mu))
"""
SCOPE: Scope = declare(LETTERS, Scope())

MATRICES = """
tr(A B) = tr(B A)
(A B)' = B' A'
tr(C) = tr(C')
(C X)^-1 = X^-1 C^-1
(C^-1)' = (C')^-1
det(C X) = det(C) det(X)
det(C') = det(C)
det(C^-1) = 1/det(C)
det(2 C) = 2^D det(C)
tr(I) = D
y' C y = tr(C y y')
y' C z = z' C' y
y' R z = z' R y
(C + y z')^-1 = C^-1 - C^-1 y z' C^-1 / (1 + z' C^-1 y)
det(C + y z') = det(C) (1 + z' C^-1 y)
S S^-1 = I
(y - z)' S (y - z) = y' S y - 2 y' S z + z' S z
C 0 + y b' = y b'
"""
DATA = """
sum(n, x[n] - mu) = sum(n, x[n]) - N mu
sum(n, (x[n] - mu) (x[n] - mu)') = sum(n, x[n] x[n]') - sum(n, x[n]) mu' - mu sum(n, x[n])' + N mu mu'
(x[1] - mu) + (x[2] - mu) + ... + (x[N] - mu) = sum(n, x[n]) - N mu
sum(n, S^-1 (x[n] - mu)) = S^-1 sum(n, x[n] - mu)
log(prod(n, normal(x[n]; mu, S))) = -N D/2 log(2 pi) - N/2 log(det(S)) - 1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu))
prod(n, exp(b' x[n])) = exp(b' sum(n, x[n]))
"""
GRADIENTS = """
grad(b' y, y) = b
grad(C y, y) = C'
grad(y' C y, y) = (C + C') y
grad(y' S y, y) = 2 S y
grad((y - mu)' S^-1 (y - mu), mu) = -2 S^-1 (y - mu)
grad(-1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu)), mu) = S^-1 sum(n, x[n] - mu)
grad(log(normal(y; mu, S)), mu) = S^-1 (y - mu)
grad(log(det(C)), C) = (C^-1)'
grad(det(C), C) = det(C) (C^-1)'
grad(tr(A B), A) = B'
grad(y' C^-1 z, C) = -(C^-1)' y z' (C^-1)'
grad(1/(1 + y' y), y) = -2 y / (1 + y' y)^2
grad(exp(-1/2 y' S y), y) = -exp(-1/2 y' S y) S y
grad(sqrt(y' y), y) = y / sqrt(y' y)
grad(grad(y' C y, y), y) = C + C'
grad(w' S w, mu) = grad(w, mu) grad(w' S w, w)
grad(log(1 + exp(b' y)), y) = 1/(1 + exp(-b' y)) b
"""
SCALARS = """
log(p q) = log(p) + log(q)
log(p^3 / q) = 3 log(p) - log(q)
log(det(p S)) = D log(p) + log(det(S))
log(det(S)) = -log(det(S^-1))
exp(a + c) = exp(a) exp(c)
log(exp(a)) = a
sqrt(p q) = sqrt(p) sqrt(q)
sqrt(p^2) = p
(2 pi)^(D/2) = sqrt((2 pi)^D)
log(1 + exp(a)) = a + log(1 + exp(-a))
a^2 - c^2 = (a - c) (a + c)
"""
INDEXED = """
(C y)[i] = sum(j, C[i,j] y[j])
(C X)[i,j] = sum(k, C[i,k] X[k,j])
tr(C) = sum(i, C[i,i])
sum(j, delta(i, j) y[j]) = y[i]
delta(i, j) = I[i,j]
cases(1 if i = j, 0 if i != j) = delta(i, j)
grad(y[i], y[j]) = delta(i, j)
grad(y' C y, y[k]) = sum(j, C[k,j] y[j]) + sum(i, C[i,k] y[i])
grad(y' C z, C[i,j]) = y[i] z[j]
"""
FUNCTIONS = """
grad(f(t) g(t), t) = grad(f(t), t) g(t) + f(t) grad(g(t), t)
grad(f(t)/g(t), t) = (grad(f(t), t) g(t) - f(t) grad(g(t), t)) / g(t)^2
grad(grad(t f(t), t), t) = 2 grad(f(t), t) + t grad(grad(f(t), t), t)
grad(f(b' y) + f(c), c) = grad(f(c), c)
"""
INTEGRALS = """
integral(exp(-p t^2), t) = sqrt(pi / p)
integral(t exp(-p (t - a)^2), t) = a sqrt(pi / p)
integral(exp(-1/2 (y - mu)' S^-1 (y - mu)), y) = sqrt((2 pi)^D det(S))
integral(normal(x; mu, S), x) = 1
"""
EQUIVALENCES = """
for mu: sum(n, x[n] - mu) = 0 <=> mu = 1/N sum(n, x[n])
for mu: S^-1 sum(n, x[n] - mu) = 0 <=> sum(n, x[n] - mu) = 0
for mu: grad(-1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu)), mu) = 0 <=> mu = 1/N sum(n, x[n])
for y: C y = b <=> y = C^-1 b
for y: S y = b <=> y = S^-1 b
for t: p t = a <=> t = a/p
"""

EQUATIONS = "".join((MATRICES, DATA, GRADIENTS, SCALARS, INDEXED, FUNCTIONS, INTEGRALS))


def read_all(text: str) -> list[tuple[str, Equation | Equivalence]]:
    """Every line with its claim."""
    return [(line, claim_of(line)) for line in text.splitlines() if line]


def claim_of(line: str, given: str = "") -> Equation | Equivalence:
    """The one claim of a line about the letters above and those declared in ``given``."""
    claims = read_line(line, declare(given, SCOPE) if given else SCOPE.child())
    assert len(claims) == 1 and isinstance(claims[0], Equation | Equivalence)
    return claims[0]
