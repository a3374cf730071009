"""Equivalences that fail at special values of their letters, and true ones beside them."""

from __future__ import annotations

LETTERS = """
N, D: size
i, j in 1..D
a, b, c, u, v: scalar
p, q: scalar positive
x, y, z, m: D
A, M: D x K
C: D x D
S, T: D x D spd
R: D x D symmetric
L: D x D lower
W: D x D antisymmetric
G: D x D diagonal
Q: D x D orthogonal
I: D x D identity
s: D spins
d[n]: scalar for n in 1..N
e[n]: scalar for n in 1..N
w[n]: scalar positive for n in 1..N
X[n]: D for n in 1..N
P[k]: D x D spd for k in 1..K
r[n,k]: scalar for n in 1..N, k in 1..K
"""
"""Declarations of all lines; one that has others has them behind a stroke."""

REJECTED = """
for u: (a - 11) (b + 4) u = 0 <=> u = 0
for u: (2 a - 3 b + 17) u = 0 <=> u = 0
for u: (a^2 + b^2 - 25) u = 0 <=> u = 0
for u: (a^2 + a b + b^2 + 1 - 1) u = 0 <=> u = 0
for u: ((a - 5)^2 + (b - 2)^2 + (c + 9)^2) u = 0 <=> u = 0
for u: ((a + 2 b - 9)^2 + (a - b + 6)^2) u = 0 <=> u = 0
for u: ((a + b - 7)^2 + (b + c - 3)^2 + (a - c - 4)^2 + (b - 4)^2) u = 0 <=> u = 0
for u: ((a - 8)^4 + (b - 3)^2) u = 0 <=> u = 0
for u: ((a^2 - 36)^2 + (b - 3)^2) u = 0 <=> u = 0
for u: (a - 120)^2 u = 0 <=> u = 0
for u: ((a - 6)^2 + (b - 2)^2 + (a b - 12)^2) u = 0 <=> u = 0
for u: ((a b - 10)^2 + (b c - 15)^2 + (c - 3)^2) u = 0 <=> u = 0
for u: ((a^2 - 16)^2 + (a + 4)^2) u = 0 <=> u = 0
for u: ((Q[1,1] - 4/5)^2 + (a - 4)^2) u = 0 <=> u = 0
for u: (tr(Q' C) - 9) u = 0 <=> u = 0
for u: norm(C - 4 I) u = 0 <=> u = 0
for u: ((d[1] - 9)^2 + (d[2] - 2)^2) u = 0 <=> u = 0
for u: (N - D - 3) u = 0 <=> u = 0
for y: (C + C') y = 0 <=> C y = 0
for u: ((a - 1200)^2 + (p - 70)^2) u = 0 <=> u = 0
for u: (a - 12) u = (b - 13) u = 0 <=> u = 0
for u: (1/p - 1/13) u = 0 <=> u = 0
for u: (1/(a^2 + 3) - 1/19) u = 0 <=> u = 0
for u: (a^3 - 729) u = 0 <=> u = 0
for u: (sqrt(p) - 6) u = 0 <=> u = 0
for u: (sqrt(p) + sqrt(q) - 9) u = 0 <=> u = 0
for u: (exp(a) - 1) u = 0 <=> u = 0
for u: (abs(a) - 14) u = 0 <=> u = 0
for u: (abs(a - 20) + a - 30) u = 0 <=> u = 0
for u: (abs(a + 20) - a - 31) u = 0 <=> u = 0
for u: (max(a, 40) - 57) u = 0 <=> u = 0
for u: (min(a, b) - 21) u = 0 <=> u = 0
for u: (max(a, b, -30) + 25) u = 0 <=> u = 0
for u: (abs(a + 300) + a - 500) u = 0 <=> u = 0
for u: (abs(a - b) - abs(a) + 45) u = 0 <=> u = 0
for u: (x[3] - 8) u = 0 <=> u = 0 | x: 5
for u: ((x[1] - 6)^2 + (x[2] - 2)^2) u = 0 <=> u = 0 | x: 2
for u: ((x - 3 y)' (x - 3 y) + (y[1] - 4)^2) u = 0 <=> u = 0
for y: (x' z - 12) y = 0 <=> y = 0
for y: y - x (z' y) = 0 <=> y = 0
for u: (norm(x) - 10) u = 0 <=> u = 0
for u: (prod(i, x[i]) - 30) u = 0 <=> u = 0
for u: sum(i, sum(j > i, x[i] - x[j] - 4)) u = 0 <=> D u = u
for y: (C - 8 I) y = 0 <=> y = 0
for u: (det(C) - 14) u = 0 <=> u = 0
for u: (tr(C) - 14) u = 0 <=> u = 0
for u: (C[1,2] - 9) u = 0 <=> u = 0 | C: 3 x 3
for u: (C[2,3] - 9) u = 0 <=> u = 0 | C: 6 x 6
for u: (A[2,1] A[1,2] - 9) u = 0 <=> u = 0 | A: 2 x 3
for u: (det(A A') - 100) u = 0 <=> u = 0 | A: 2 x 3
for u: (tr(S) - 19) u = 0 <=> u = 0
for u: (det(S) - 19) u = 0 <=> u = 0
for y: (S - 6 I) y = 0 <=> y = 0
for u: (x' S^-1 x - 11) u = 0 <=> u = 0
for y: (R - 7 I) y = 0 <=> y = 0
for u: (R[1,1] - 8) u = 0 <=> u = 0
for u: (G[2,2] - 8) u = 0 <=> u = 0 | G: 3 x 3 diagonal
for u: (tr(G) + 15) u = 0 <=> u = 0
for y: (L - 5 I) y = 0 <=> y = 0
for u: (W[1,2] + 12) u = 0 <=> u = 0 | W: 2 x 2 antisymmetric
for u: (x' W z - 12) u = 0 <=> u = 0
for u: (Q[2,1] - 4/5) u = 0 <=> u = 0 | Q: 2 x 2 orthogonal
for u: (tr(Q) + 10/13) u = 0 <=> u = 0 | Q: 2 x 2 orthogonal
for u: (Q[1,1] - Q[2,2] - 6/5) u = 0 <=> u = 0 | Q: 2 x 2 orthogonal
for u: (x' Q x - 2) u = 0 <=> u = 0
for y: (Q - I) y = 0 <=> y = 0 | Q: 2 x 2 orthogonal; y: 2; I: 2 x 2 identity
for u: (s' x - 16) u = 0 <=> u = 0
for u: (s[1] + s[2] + s[3] - 3) u = 0 <=> u = 0 | s: 3 spins
for u: ((s[1] - 1)^2 + (a - 8)^2) u = 0 <=> u = 0
for u: (d[2] - 13) u = 0 <=> u = 0
for u: (sum(n, d[n]) - 13 N) u = 0 <=> u = 0
for u: (sum(n, sum(k, r[n,k])) - 40) u = 0 <=> u = 0
for u: (r[1,2] r[2,1] - 40) u = 0 <=> u = 0
for u: sum(n, (d[n] - 9)^2) u = 0 <=> u = 0
for m: sum(n, (X[n]' X[n] - 8) m) = 0 <=> m = 0
for u: sum(n, (d[n] - 3) e[n]) u = 0 <=> u = 0
for u: (det(P[1]) - 10) u = 0 <=> u = 0
for M: (a - 9) M = 0 <=> M = 0
for M: (C - 6 I) M = 0 <=> M = 0 | M: D x D
for u: (N - 6) u = 0 <=> u = 0
for u: (N^2 - 16 N + 63) u = 0 <=> u = 0
for u: (2 N - 84) u = 0 <=> u = 0
for y: D y = 8 y <=> y = 0
for m: (N - 9) sum(n, X[n] - m) = 0 <=> m = 1/N sum(n, X[n])
for v: v^2 = a <=> (c - 31) v^2 = (c - 31) a
for v: v^3 = a <=> (c^2 + b^2 - 2 b c) v^3 = (c - b)^2 a
for u: abs(u) = 1 <=> u = 1
for u: abs(u) = a^2 <=> u = a^2
for u: abs(u - 2000) = 2000 - u <=> 0 u = 0
for u: abs(u/100 + 3) = u/100 + 3 <=> 0 u = 0
for u: sqrt((u + 300)^2) = u + 300 <=> 0 u = 0
for u: max(u, 900) = 900 <=> 0 u = 0
for u: min(u, 20) = u <=> 0 u = 0
"""
"""False where a coefficient vanishes, at a rational value or where an unknown is beyond a corner."""

UNREACHED = """
for u: ((a^2 - 2)^2 + (b - 3)^2) u = 0 <=> u = 0
for u: (a^3 - 10) u = 0 <=> u = 0
for u: (exp(a - 5) - 1) u = 0 <=> u = 0
for u: (log(p) - 2) u = 0 <=> u = 0
for u: log(p/17) u = 0 <=> u = 0
for u: (sqrt((p - 30)^2) + p - 44) u = 0 <=> u = 0
for u: (x' x - 50) u = 0 <=> u = 0
for u: (sum(i, x[i]^3) - 20) u = 0 <=> u = 0
for u: (tr(C' C) - 45) u = 0 <=> u = 0
for u: (logdet(S) - log(23)) u = 0 <=> u = 0
for u: (Q[1,2] - 1/3) u = 0 <=> u = 0 | Q: 3 x 3 orthogonal
for y: (sum(n, X[n] X[n]') - 10 I) y = 0 <=> y = 0
"""
"""False where a coefficient vanishes at values that are not rational, or that are hardly met: not to be verified."""

VERIFIED = """
for u: (a^2 + 1) u = c <=> u = c/(a^2 + 1)
for u: ((a - 7)^2 + (b - 3)^2 + 1/100) u = 0 <=> u = 0
for u: ((a + b - 7)^2 + (b + c - 3)^2 + (a - c + 8)^2 + (b - 4)^2) u = 0 <=> u = 0
for u: ((a - 6)^2 + (b - 2)^2 + (a b - 13)^2) u = 0 <=> u = 0
for y: A A' y = 0 <=> A' y = 0
for y: x x' y = 0 <=> x' y = 0
for y: C' C y = 0 <=> C y = 0
for u: (a^2 + a b + b^2 + 2) u = 0 <=> u = 0
for u: (a^4 - 2 a^2 + 3) u = 0 <=> u = 0
for u: (p + q + 1) u = 0 <=> u = 0
for u: (p^2 + 3 p q + q^2) u = 0 <=> u = 0
for u: (a - 7) u = 0 <=> 2 (a - 7) u = 0
for u: (a^2 + b^2 - 25) u = 0 <=> 3 (a^2 + b^2 - 25) u = 0
for u: (a - 7) u = (a - 7) b <=> (a - 7) (u - b) = 0
for u: u = 1/(a - 7) <=> (a - 7) u = 1
for u: (a - b) u = 1 <=> u = 1/(a - b)
for u: u/(a^2 + 1) = b <=> u = b (a^2 + 1)
for u: (abs(a) + 1) u = 0 <=> u = 0
for u: (abs(a - 20) + abs(b) + 1) u = 0 <=> u = 0
for u: (max(a, b) - min(a, b) + 1) u = 0 <=> u = 0
for u: (x' x + 1) u = 0 <=> u = 0
for u: (1 + norm(x)^2) u = 0 <=> u = 0
for y: (I + x x') y = z <=> y = z - x (x' z)/(1 + x' x)
for y: (C' C + I) y = z <=> y = (C' C + I)^-1 z
for y: C y = z <=> C^-1 C y = C^-1 z
for y: A' A y = A' b <=> A' (A y - b) = 0 | A: 3 x 2; b: 3; y: 2
for y: (A' A + 2 I) y = A' b <=> y = (A' A + 2 I)^-1 A' b | A: N x D; b: N
for y: S y = z <=> 2 S y = 2 z
for y: (S + T) y = z <=> y = (S + T)^-1 z
for u: (x' S x + 1) u = 0 <=> u = 0
for u: tr(S) u = 0 <=> u = 0
for u: det(S) u = a <=> u = a/det(S)
for y: (W + 2 I) y = 0 <=> y = 0
for y: (R R + I) y = 0 <=> y = 0
for y: Q y = z <=> y = Q' z
for u: (tr(Q) + 3) u = 0 <=> u = 0 | Q: 2 x 2 orthogonal
for u: (Q[1,1] - 2) u = 0 <=> u = 0
for u: (s' s + 1) u = 0 <=> u = 0
for m: sum(n, w[n] (X[n] - m)) = 0 <=> m = sum(n, w[n] X[n])/sum(n, w[n])
for m: sum(n, e[n]^2 (X[n] - m)) = 0 <=> sum(n, e[n]^2) m = sum(n, e[n]^2 X[n])
for u: (sum(n, d[n]^2) + 1) u = 0 <=> u = 0
for u: sum(k, det(P[k])) u = 0 <=> u = 0
for y: (sum(n, X[n] X[n]') + I) y = z <=> y = (sum(n, X[n] X[n]') + I)^-1 z
for y: sum(n, (e[n] - y' X[n]) X[n]) - p y = 0 <=> (sum(n, X[n] X[n]') + p I) y = sum(n, e[n] X[n])
for M: S M = A <=> M = S^-1 A
for m: (N + 3) sum(n, X[n] - m) = 0 <=> m = 1/N sum(n, X[n])
for v: v^2 = a <=> (c^2 + 1) v^2 = (c^2 + 1) a
for p: a/p = c <=> a = c p
for u: abs(u) = 3 <=> 2 abs(u) = 6
for u: abs(u) = 0 <=> u = 0
for u: abs(a) u = 1 <=> u = 1/abs(a)
"""
"""True: what is divided by vanishes nowhere, or on both sides, or where a side has no value."""

BEYOND = """
for u: (sqrt(p) + 1) u = a <=> u = a/(sqrt(p) + 1)
for u: exp(a) u = 0 <=> u = 0
"""
"""True, but the checker does not see that the coefficient vanishes nowhere."""
