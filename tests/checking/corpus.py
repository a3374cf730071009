"""True claims of every kind in the text syntax, and the letters that they are about."""

from __future__ import annotations

from derivations.claims.claim import Claim, Equation, Equivalence
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

LETTERS = """
x[n]: D for n in 1..N
x, y, z, b, mu: D
m: K
A: D x K
B: K x D
C, X: D x D
R: D x D symmetric
S, Sigma: D x D spd
Q: D x D orthogonal
G: D x D diagonal
L: D x D lower
W: D x D antisymmetric
s: N spins
u: N
I: D x D identity
rho, eta: K simplex
chi, psi: K open simplex
P: K x K stochastic
e: K positive
theta: scalar in (0, 1)
kap: scalar nonnegative
r[n]: K simplex for n in 1..N
v: N bits
a, c, t: scalar
dC: differential of C
dS: differential of S
dy: differential of y
dt: differential of t
p, q: scalar positive
i, j, k in 1..D
f, g: function
cvx: function convex
ccv: function concave
pos: function positive
evn: function even
od: function odd
smo: function smooth p
w := y - mu
normal(x; mu, Sigma) := 1/sqrt((2 pi)^D det(Sigma)) exp(-1/2 (x - mu)' Sigma^-1 (x - mu))
gibbs(s) := exp(s' u)/spins(s, exp(s' u))
on(v) := exp(v' u)/bits(v, exp(v' u))
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
integral(t^2, t, 0, a) = a^3/3
integral(t exp(-p t^2/2), t, 0, inf) = 1/p
integral(1/t, t, 1, p) = log(p)
integral(grad(f(t), t), t, 0, a) = f(a) - f(0)
"""
EQUIVALENCES = """
for mu: sum(n, x[n] - mu) = 0 <=> mu = 1/N sum(n, x[n])
for mu: S^-1 sum(n, x[n] - mu) = 0 <=> sum(n, x[n] - mu) = 0
for mu: grad(-1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu)), mu) = 0 <=> mu = 1/N sum(n, x[n])
for y: C y = b <=> y = C^-1 b
for y: S y = b <=> y = S^-1 b
for t: p t = a <=> t = a/p
"""

STRUCTURES = """
Q' Q = I
Q^-1 = Q'
det(Q)^2 = 1
norm(Q y) = norm(y)
tr(Q' C Q) = tr(C)
(Q S Q')^-1 = Q S^-1 Q'
G diag(y) = diag(y) G
diag(diag(G)) = G
det(L) = prod(i, L[i,i])
W' = -W
y' W y = 0
tr(R W) = 0
"""
WORDS = """
diag(y) z = had(y, z)
had(C, y z') = diag(y) C diag(z)
diag(y z') = had(z, y)
kron(C, X) kron(y, z) = kron(C y, X z)
kron(A, B)' = kron(A', B')
norm(y)^2 = y' y
norm(C)^2 = tr(C' C)
sum(i, sum(j, had(C, X)[i,j])) = tr(C' X)
C^3 = C C C
C^-2 = (C C)^-1
C^0 = I
inv(C X) = inv(X) inv(C)
logdet(S) = log(det(S))
tanh(a) = sinh(a) / cosh(a)
cosh(a)^2 - sinh(a)^2 = 1
cosh(a) + sinh(a) = exp(a)
sigmoid(a) = 1/2 (1 + tanh(a/2))
sigmoid(-a) = 1 - sigmoid(a)
grad(sigmoid(t), t) = sigmoid(t) (1 - sigmoid(t))
grad(log(cosh(t)), t) = tanh(t)
grad(norm(y), y) = y / norm(y)
"""
ANGLES = """
sin(t)^2 + cos(t)^2 = 1
sin(2 t) = 2 sin(t) cos(t)
cos(a - c) = cos(a) cos(c) + sin(a) sin(c)
grad(sin(t), t) = cos(t)
grad(cos(b' y), y) = -sin(b' y) b
sin(t + 2 pi) = sin(t)
[cos(t), -sin(t); sin(t), cos(t)]' [cos(t), -sin(t); sin(t), cos(t)] = [1, 0; 0, 1]
det([cos(t), -sin(t); sin(t), cos(t)]) = 1
integral(t cos(p t), t, 0, a) = (p a sin(p a) + cos(p a) - 1)/p^2
Gamma(p + 1) = p Gamma(p)
Gamma(p) Gamma(p + 1/2) = 2^(1 - 2 p) sqrt(pi) Gamma(2 p)
Gamma(5) = 24
"""
ENTRIES = """
det(C) = sum(j, (-1)^(i + j) C[i,j] minor(C; i, j))
sum(j, (-1)^(i + j) C[k,j] minor(C; i, j)) = delta(i, k) det(C)
grad(det(C), C[i,j]) = (-1)^(i + j) minor(C; i, j)
basis(i)' C basis(j) = C[i,j]
sum(i, basis(i) basis(i)') = I
sum(j < i, y[j]) + y[i] + sum(j > i, y[j]) = sum(j, y[j])
prod(j <= i, y[j]) = y[i] prod(j < i, y[j])
sum(j, where(j != i, y[j])) = sum(j, y[j]) - y[i]
det([a, c; t, p]) = a p - c t
[a, c; t, p] * [p, -c; -t, a] = [a p - c t, 0; 0, a p - c t]
abs(det(Q)) = 1
abs(a c) = abs(a) abs(c)
max(a, c) + min(a, c) = a + c
max(a, c, t) = -min(-a, -c, -t)
max(a, c) - min(a, c) = abs(a - c)
exp(lse(y)) = sum(i, exp(y[i]))
grad(lse(y), y[i]) = exp(y[i] - lse(y))
"""
CONVENTIONS = """
grad(log(det(S)), S, independent) = S^-1
grad(log(det(S)), S, tied) = 2 S^-1 - had(I, S^-1)
grad(log(det(S)), S, symmetric) = S^-1
grad(y' S^-1 z, S, independent) = -S^-1 y z' S^-1
grad(y' R z, R, tied) = y z' + z y' - diag(had(y, z))
grad(y' R z, R, symmetric) = (y z' + z y') / 2
grad(tr(G C), G, tied) = diag(diag(C))
grad(tr(G C), G, independent) = C'
grad(tr(L' L), L, tied) = 2 L
grad(y' L z, L, independent) = y z'
grad(y' W z, W, tied) = y z' - z y'
grad(tr(Q' C), Q, independent) = C
grad(y' S z, S[i,j], independent) = y[i] z[j]
grad(log(det(S)), S^-1, independent) = -S
grad(y' S^-1 z, S^-1, symmetric) = (y z' + z y') / 2
"""
DIFFERENTIALS = """
d(C X) = dC X
d(C C) = dC C + C dC
d(d(C C)) = 2 dC dC
d(C^-1) = -C^-1 dC C^-1
d(det(C)) = det(C) tr(C^-1 dC)
d(log(det(S))) = tr(S^-1 dS)
d(tr(log(S))) = tr(S^-1 dS)
d(y' C y) = dy' C y + y' dC y + y' C dy
d(t^3) = 3 t^2 dt
"""
SPECTRA = """
sum(i, eig(R)[i]) = tr(R)
prod(i, eig(S)[i]) = det(S)
sum(i, eig(R)[i]^2) = tr(R R)
sum(i, log(eig(S)[i])) = log(det(S))
tr(log(S)) = log(det(S))
log(S^-1) = -log(S)
log(Q S Q') = Q log(S) Q'
log(p S) = log(p) I + log(S)
exp(R) exp(-R) = I
exp(2 R) = exp(R)^2
S^(1/2) S^(1/2) = S
S^(-1/2) S S^(-1/2) = I
det(S^(1/2)) = sqrt(det(S))
grad(tr(log(S)), S, independent) = S^-1
"""
SPINS = """
s' s = N
s[n]^2 = 1
spins(s, 1) = 2^N
spins(s, s) = 0
spins(s, (s' u)^2) = 2^N u' u
spins(s, exp(s' u)) = prod(n, 2 cosh(u[n]))
grad(log(spins(s, exp(s' u))), u[n]) = tanh(u[n])
"""
EXPECTATIONS = """
E(y ~ N(mu, S), y) = mu
E(y ~ N(mu, S), y y') = S + mu mu'
E(y ~ N(mu, S), y' C y) = tr(C S) + mu' C mu
E(t ~ N(a, p), t^3) = a^3 + 3 a p
E(t ~ N(0, p), t^4) = 3 p^2
E(t ~ N(a, p), t^5) = a^5 + 10 a^3 p + 15 a p^2
E(t ~ N(0, p), t^6) = 15 p^3
E(y ~ N(0, S), (y' C y)^2) = tr(C S)^2 + tr(C S (C + C') S)
E(t ~ N(a, p), exp(c t)) = exp(a c + c^2 p / 2)
grad(E(y ~ N(mu, S), y' R y), mu) = 2 R mu
"""
PROBABILITIES = """
sum(o, rho[o]) = 1
sum(o, rho[o] (1 - rho[o])) = 1 - rho' rho
sum(l, sum(o, rho[l] P[l,o])) = 1
sum(n, sum(o, r[n][o])) = N
log(rho[o] eta[o]) = log(rho[o]) + log(eta[o])
sum(o, rho[o] log(rho[o]/eta[o])) = sum(o, rho[o] log(rho[o])) - sum(o, rho[o] log(eta[o]))
log(1 - theta^2) = log(1 - theta) + log(1 + theta)
log(e[o] chi[o]) = log(e[o]) + log(chi[o])
grad(sum(o, chi[o] log(chi[o])), chi, independent)[o] = log(chi[o]) + 1
sum(n, sum(o, r[n][o] u[n]^2)) = u' u
sqrt(kap^2) = kap
sqrt(kap p) = sqrt(kap) sqrt(p)
"""
MEANS = """
E(o ~ rho, m[o]) = sum(o, rho[o] m[o])
E(o ~ rho, (m[o] - E(l ~ rho, m[l]))^2) = E(o ~ rho, m[o]^2) - E(o ~ rho, m[o])^2
E(o ~ r[n], 1) = 1
E(s ~ gibbs, s[n]) = tanh(u[n])
E(v ~ on, v[n]) = sigmoid(u[n])
grad(log(spins(s, exp(s' u))), u) = E(s ~ gibbs, s)
"""
BLOCKS = """
[C, b; y', a] [z; t] = [C z + t b; y' z + a t]
[S, 0; 0, Sigma]^-1 = [S^-1, 0; 0, Sigma^-1]
det([C, b; y', a]) = det(C) (a - y' C^-1 b)
tr([C, A; B, P]) = tr(C) + tr(P)
[y; m]' [z; m] = y' z + m' m
"""
BITS = """
v[n]^2 = v[n]
bits(v, 1) = 2^N
bits(v, v[n]) = 2^(N - 1)
bits(v, exp(v' u)) = prod(n, 1 + exp(u[n]))
grad(log(bits(v, exp(v' u))), u[n]) = sigmoid(u[n])
bits(v, prod(n, theta v[n] + (1 - theta) (1 - v[n]))) = 1
bits(v, (v' u)^2) = 2^(N - 2) (sum(n, u[n])^2 + u' u)
"""
INFERRED = """
S S^-1 = I
I A = A I
tr(I C) = sum(l, C[l,l])
(C y)[l] = sum(o, C[l,o] y[o])
sum(o, delta(l, o) y[o]) = y[l]
grad(tr(S), S, independent) = I
grad(y[l], y[o]) = delta(l, o)
spins(s, s s') = 2^N I
diag(diag(s s')) = I
"""
FIRST_ORDER = """
log(p + dt) doteq_dt log(p) + dt/p
exp(t + dt) doteq2_dt exp(t) (1 + dt + dt^2/2)
f(t + dt) doteq_dt f(t) + grad(f(t), t) dt
(C + dC)^-1 doteq_dC C^-1 - C^-1 dC C^-1
det(C + dC) doteq_dC det(C) + det(C) tr(C^-1 dC)
log(det(S + dS)) doteq_dS log(det(S)) + tr(S^-1 dS)
tr(log(S + dS)) doteq_dS tr(log(S)) + tr(S^-1 dS)
w' S w doteq_y mu' S mu - 2 mu' S y
(C + dC) (X + dC) doteq2_dC C X + C dC + dC X + dC dC
"""
PROPORTIONAL = """
exp(-(t - a)^2) propto_t exp(2 a t - t^2)
normal(y; mu, S) propto_y exp(-1/2 y' S^-1 y + mu' S^-1 y)
normal(y; mu, S) propto_mu exp(-1/2 (mu - y)' S^-1 (mu - y))
det(p S) propto_p p^D
"""
UP_TO = """
log(p q) =_p log(p)
(t - a)^2 =_t t^2 - 2 a t
log(normal(y; mu, S)) =_mu -1/2 (y - mu)' S^-1 (y - mu)
w' S w =_mu mu' S mu - 2 y' S mu
(C + X) (C + X)' =_X C X' + X C' + X X'
"""
SOLUTIONS = """
t^2 = a^2 solved by t = -a
t^2 - (a + c) t + a c = 0 solved by t = c
C y = b solved by y = C^-1 b
for Sigma: S Sigma = I solved by Sigma = S^-1
N S^-1 - S^-1 Sigma S^-1 = 0 solved by S = 1/N Sigma
grad(-1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu)), mu) = 0 solved by mu = 1/N sum(n, x[n])
"""
INEQUALITIES = """
2 a c <= a^2 + c^2 with (a - c)^2
p + 1/p >= 2 with (p - 1)^2/p
2 y' S z <= y' S y + z' S z with (y - z)' S (y - z)
1 + a <= exp(a) with exp(a) - 1 - a
log(p) <= log(q) + (p - q)/q with p/q - 1 - log(p/q)
log(p) <= p - 1
logdet(S) <= tr(S) - D
0 <= y' C C' y
-norm(y)^2 <= 0
tr(A A') >= 0
0 <= spins(s, exp(s' u))
a <= max(a, c)
min(a, c) <= c
0 <= E(t ~ N(a, p), (t - c)^2)
0 <= sum(n, (x[n] - mu)' S (x[n] - mu))
"""
FOUND_CERTIFICATES = """
2 a c <= a^2 + c^2
a^2 + c^2 + t^2 >= a c + c t + t a
4 a c <= (a + c)^2
b' y <= b' y + 1/2 b' S b
abs(a) >= a
exp(t) >= t
cos(t) <= 1
0 <= 1 + sin(t)
log(p) >= 1 - 1/p
p + 1/p >= 2
exp(-(1 + p) q) <= exp(-q)
sqrt(p) <= sqrt(p + q)
tanh(t) <= tanh(t + p)
norm(y - z) >= norm(y) - norm(z)
(y' z)^2 <= (y' y) (z' z)
tr(C' X)^2 <= tr(C' C) tr(X' X)
tr(R)^2 <= D tr(R R)
tr(S Sigma) >= 0
tr(Sigma^-1 S) - D - logdet(S) + logdet(Sigma) >= 0
0 <= 1/2 (log(det(S)/det(Sigma)) - D + tr(S^-1 Sigma) + (y - mu)' S^-1 (y - mu))
0 <= sum(i, sum(j != i, R[i,j]^2))
3 <= pi
2 <= 3
"""
WEIGHTS = """
0 <= 1 - rho[o]
0 <= kap + theta kap
P[l,o] <= 1
0 <= -log(theta)
0 <= sum(o, chi[o] log(chi[o]/psi[o]))
0 <= sum(o, rho[o] log(rho[o]/eta[o]))
0 <= -sum(o, rho[o] log(rho[o]))
sum(o, chi[o] log(psi[o])) <= sum(o, chi[o] log(chi[o]))
sum(o, chi[o] log(e[o]/chi[o])) <= log(sum(o, e[o]))
exp(m[o])/sum(l, exp(m[l])) <= 1
m[o] <= log(sum(l, exp(m[l])))
1/K sum(o, m[o]) + log(K) <= log(sum(o, exp(m[o])))
log(sum(o, exp(m[o]))) >= sum(o, exp(m[o])/sum(o, exp(m[o])) m[o])
2 sum(o, chi[o] log(chi[o]/psi[o])) >= sum(o, abs(chi[o] - psi[o]))^2
exp(E(t ~ N(a, p), t)) <= E(t ~ N(a, p), exp(t))
E(y ~ N(mu, S), b' y) <= log(E(y ~ N(mu, S), exp(b' y)))
E(o ~ rho, m[o])^2 <= E(o ~ rho, m[o]^2)
E(o ~ chi, log(e[o])) <= log(E(o ~ chi, e[o]))
-sum(o, chi[o] log(chi[o])) <= log(K)
0 <= E(y ~ N(mu, S), log(normal(y; mu, S)) - log(normal(y; b, Sigma)))
tr(S S) <= tr(S)^2
"""
BENDING = """
cvx(sum(o, rho[o] m[o])) <= sum(o, rho[o] cvx(m[o]))
cvx(E(o ~ rho, m[o])) <= E(o ~ rho, cvx(m[o]))
cvx(theta a + (1 - theta) c) <= theta cvx(a) + (1 - theta) cvx(c)
cvx((a + c)/2) <= (cvx(a) + cvx(c))/2
cvx(a) + grad(cvx(a), a) (c - a) <= cvx(c)
0 <= (grad(cvx(a), a) - grad(cvx(c), c)) (a - c)
0 <= grad(grad(cvx(a), a), a)
sum(o, rho[o] ccv(m[o])) <= ccv(sum(o, rho[o] m[o]))
theta ccv(a) + (1 - theta) ccv(c) <= ccv(theta a + (1 - theta) c)
ccv(c) <= ccv(a) + grad(ccv(a), a) (c - a)
(grad(ccv(a), a) - grad(ccv(c), c)) (a - c) <= 0
grad(grad(ccv(a), a), a) <= 0
smo(c) <= smo(a) + grad(smo(a), a) (c - a) + p/2 (c - a)^2
smo(a) + grad(smo(a), a) (c - a) - p/2 (c - a)^2 <= smo(c)
abs(grad(smo(a), a) - grad(smo(c), c)) <= p abs(a - c)
smo(a - grad(smo(a), a)/p) <= smo(a) - grad(smo(a), a)^2/(2 p)
0 <= pos(a) pos(c)
"""
PARITIES = """
evn(-a) = evn(a)
od(a - c) = -od(c - a)
grad(evn(-a), a) = grad(evn(a), a)
od(0) = 0
integral(od(t), t, -1, 1) = 0
log(pos(a) pos(c)) = log(pos(a)) + log(pos(c))
"""
LEAST_SQUARES = """
(A' A)^-1 A' A A' = A'
A (A' A)^-1 A' A = A
(A (A' A)^-1 A')^2 = A (A' A)^-1 A'
grad(norm(y - A m)^2, m) = 2 A' A m - 2 A' y
"""
MIXTURES = """
integral(t (sigmoid(a) q^(1/2) exp(-q t^2) + sigmoid(-a) exp(-(t - c)^2)), t) = sqrt(pi) sigmoid(-a) c
grad(log(p exp(a t) + q exp(c t)), t) = (a p exp(a t) + c q exp(c t))/(p exp(a t) + q exp(c t))
for p: q/p^3 = 1/p <=> p^2 = q
log(exp(exp(t))) = exp(t)
p^(a + t) = p^a p^t
ln(p^a) = a ln(p)
0.25 a = a/4
vec(A B)' vec(A B) = trace(B' A' A B)
spins(s, exp(s' u)/spins(s, exp(s' u))) = 1
[1, 2; 2, 1] [a; c] = [a + 2 c; 2 a + c]
"""
ATTAINED = """
0 <= (t - a)^2 attained at t = a
2 a c <= a^2 + c^2 with (a - c)^2 attained at a = c
0 <= (y - mu)' S (y - mu) attained at y = mu
log(p) <= p - 1 attained at p = 1
logdet(S) <= tr(S) - D attained at S = I
"""
OPERATIONS = """
for S: S^-1 - S^-1 Sigma S^-1 = 0 <=> S = Sigma
for S: N S^-1 = S^-1 Sigma S^-1 <=> N S = Sigma
for p: a/p = c <=> a = c p
for t: 1/t = a <=> 1 = a t
for p: p^2 = q <=> p = sqrt(q)
for e: grad(sum(o, m[o] log(e[o])) - p (sum(o, e[o]) - 1), e) = 0 <=> p e = m
for e: grad(sum(n, sum(o, r[n][o] log(e[o]))) - p (sum(o, e[o]) - 1), e) = 0 <=> e[o] = sum(n, r[n][o])/p
for p: sum(n, sum(o, r[n][o]/p)) = 1 <=> p = N
tr(A B) = tr(B A) <=> tr(C) = tr(C')
"""

EQUATIONS = "".join((MATRICES, DATA, GRADIENTS, SCALARS, INDEXED, FUNCTIONS, INTEGRALS))
FURTHER_EQUATIONS = "".join(
    (STRUCTURES, WORDS, ANGLES, ENTRIES, CONVENTIONS, DIFFERENTIALS, SPECTRA, SPINS, EXPECTATIONS)
)
FURTHER_EQUATIONS += PROBABILITIES + BITS + MEANS + BLOCKS + PARITIES
BEYOND = "".join((LEAST_SQUARES, MIXTURES))

RELATIONS = "".join(
    (
        FIRST_ORDER,
        PROPORTIONAL,
        UP_TO,
        SOLUTIONS,
        INEQUALITIES,
        FOUND_CERTIFICATES,
        WEIGHTS,
        BENDING,
        ATTAINED,
        EQUIVALENCES,
        OPERATIONS,
    )
)

UNDECLARED = ("I: D x D identity", "i, j, k in 1..D")
OPEN_SCOPE: Scope = declare("\n".join(line for line in LETTERS.splitlines() if line not in UNDECLARED), Scope())
"""The letters without the identity and without indices, which a line then leaves to be inferred."""


def corpus() -> list[tuple[str, Claim]]:
    """Every true line with its claim."""
    return read_claims(EQUATIONS + FURTHER_EQUATIONS + RELATIONS + BEYOND) + read_claims(INFERRED, OPEN_SCOPE)


def read_claims(text: str, scope: Scope = SCOPE) -> list[tuple[str, Claim]]:
    """Every line with its one claim, of whatever kind."""
    found = []
    for line in filter(None, text.splitlines()):
        (claim,) = read_line(line, scope.child())
        found.append((line, claim))
    return found


def read_all(text: str) -> list[tuple[str, Equation | Equivalence]]:
    """Every line with its claim."""
    return [(line, claim_of(line)) for line in text.splitlines() if line]


def claim_of(line: str, given: str = "") -> Equation | Equivalence:
    """The one claim of a line about the letters above and those declared in ``given``."""
    claims = read_line(line, declare(given, SCOPE) if given else SCOPE.child())
    assert len(claims) == 1 and isinstance(claims[0], Equation | Equivalence)
    return claims[0]
