"""Lines that nobody would write: random ones, true ones with slips, and hostile ones."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from derivations.claims.claim import Claim, Definition
from derivations.claims.text import plain
from derivations.syntax.declarations import read_line
from derivations.syntax.expressions import KEYWORDS
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import MAX_BRACKETS, MAX_LENGTH, ReadError
from derivations.tree.node import WORDS
from derivations.tree.shapes import ShapeError
from derivations.tree.walks import free_indices
from tests.checking.corpus import EQUATIONS, EQUIVALENCES
from tests.syntax.grammar import SCOPE, grammatical

TRUE = [line for line in (EQUATIONS + EQUIVALENCES).splitlines() if line]

# ---------------------------------------------------------------- slips

CHARACTERS = "aACDNxySintpdEI019+-*/^'()[],;:=<>.~_! "
TOKENS = [
    *"( ) [ ] = != <= >= <=> := =_t doteq_dt propto_t , ; : ' ^ ^-1 ^T - + * / ... ~ 0 1 2 y C n i D".split(),
    *KEYWORDS,
    *sorted(WORDS),
]


def deleted(rng: random.Random, line: str) -> str:
    """One character less."""
    at = rng.randrange(len(line) or 1)
    return line[:at] + line[at + 1 :]


def doubled(rng: random.Random, line: str) -> str:
    """One character twice."""
    at = rng.randrange(len(line) or 1)
    return line[: at + 1] + line[at:]


def swapped(rng: random.Random, line: str) -> str:
    """Two neighbours in the other order."""
    at = rng.randrange(len(line) or 1)
    return line[:at] + line[at : at + 2][::-1] + line[at + 2 :]


def inserted(rng: random.Random, line: str) -> str:
    """One character more."""
    at = rng.randint(0, len(line))
    return line[:at] + rng.choice(CHARACTERS) + line[at:]


def shuffled(rng: random.Random, line: str) -> str:
    """The words in another order."""
    words = line.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def replaced(rng: random.Random, line: str) -> str:
    """One word in the place of another."""
    words = line.split(" ")
    words[rng.randrange(len(words))] = rng.choice(TOKENS)
    return " ".join(words)


def spliced(rng: random.Random, line: str) -> str:
    """The beginning of one line and the end of another."""
    other = rng.choice(TRUE)
    return line[: rng.randint(0, len(line))] + other[rng.randint(0, len(other)) :]


SLIPS: list[Callable[[random.Random, str], str]] = [deleted, doubled, swapped, inserted, shuffled, replaced, spliced]


def slipped(rng: random.Random) -> str:
    """A true line or one of the grammar with one to four slips."""
    line = rng.choice(TRUE) if rng.random() < 0.7 else grammatical(rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        line = rng.choice(SLIPS)(rng, line)
    return line


def noise(rng: random.Random) -> str:
    """Random tokens, characters of any kind, or bytes."""
    length = rng.randint(0, 60)
    kind = rng.randrange(4)
    if kind == 0:
        return " ".join(rng.choices(TOKENS, k=length))
    if kind == 1:
        return "".join(rng.choices(CHARACTERS, k=length))
    if kind == 2:
        return rng.randbytes(length).decode("latin-1")
    return "".join(chr(rng.randrange(0x110000)) for _ in range(length))


def lines(rng: random.Random) -> Iterator[str]:
    """Random lines of every kind, without end."""
    while True:
        yield grammatical(rng)
        yield slipped(rng)
        yield slipped(rng) if rng.random() < 0.7 else noise(rng)


# ---------------------------------------------------------------- on purpose

NUMBERS = [
    *("C^99999 = C", "C^999999999999 = C", "C^-99999 = C", "C^(1/2) = C", "C^D = C", "C^(0/0) = C", "C^C = C"),
    *("a^99999 = a", "a^-99999 = a", "a^(1/99999) = a", "(10^9)^9 = a", "2^(2^(2^9)) = a", "2^2^2^2^2^2^2^2^2 = a"),
    *("((9^4000)^4000)^4000 = a", "(((2^4096)^4096)^4096)^4096 = 1", "((a^4000)^4000)^4000 = a", "9^(9^9) = 9^(9^9)"),
    *("1/0 = 1/0", "0^0 = 1", "0^-1 = 0", "a^(1/0) = 1", "0/0 = 0", "log(0) = log(0)", "(0 0 0)^0 = 0 C", "0 = 0"),
    *("exp(exp(exp(exp(9)))) = 1", "exp(10^4000) = 1", "exp(-10^4000) = 0", "log(log(log(2))) = 1", "cosh(9^99) = 1"),
    *("(1 + sqrt(2))^4000 = 1", "(a + c)^4000 = 1", "(exp(a) + exp(c))^500 = 1", "(1 + pi)^4096 = 1"),
    *("(y' y + 1)^400 = 1", "sqrt(sqrt(sqrt(sqrt(sqrt(p))))) = p^(1/32)", "(p^(1/4095))^4095 = p", "2^(1/4096) = 1"),
    *("exp(exp(exp(C))) = C", "det(exp(C)) = exp(tr(C))", "exp(C)^99 = exp(99 C)", "log(S)^99 = 99 log(S)"),
    *("E(t ~ N(0, 1), t^400) = 1", "E(t ~ N(a, p), (t + c)^4000) = 1", "integral(exp(-t^2) t^1000, t) = 1"),
    *("integral(exp(exp(exp(t))), t) = 1", "integral(t, t) = 0", "prod(n, 9^N) = 9^(N^2)", "x[99999999999] = x[1]"),
    *("C[99999999999,1] = 1", "sum(n, sum(n, sum(n, x[n]))) = 0", "spins(s, spins(s, 1)) = 4^N", "x[n] = x[n + 1]"),
    *(
        "grad(grad(grad(grad(a^4000, a), a), a), a) = 1",
        "grad(C^99, C) = C",
        "d(d(d(d(tr(C^9))))) = 0",
        "9 = 3^2 = 9^1",
    ),
]
DEPTH = {
    "brackets": ("(", "a", ")"),
    "minus": ("-(", "a", ")"),
    "logarithms": ("log(", "p", ")"),
    "transposes": ("(", "C", ")'"),
    "inverses": ("(", "C", ")^-1"),
    "powers": ("(", "p", ")^2"),
    "exponents": ("2^(", "1", ")"),
    "roots": ("sqrt(", "p", ")"),
    "sums": ("sum(n, ", "x[n]", ")"),
    "gradients": ("grad(", "t^9", ", t)"),
    "integrals": ("integral(", "exp(-t^2)", ", t)"),
    "means": ("E(t ~ N(t, p), ", "t^2", ")"),
    "differentials": ("d(", "tr(C C)", ")"),
    "spins": ("spins(s, ", "s[1]", ")"),
    "exponentials": ("exp(", "C", ")"),
    "cases": ("cases(1 if i = j, ", "0", " if i != j)"),
    "functions": ("normal(y; mu, S ", "S", ")"),
    "fractions": ("1/(1 + ", "a", ")"),
    "members": ("x[", "1", "]"),
}
REPEATED = [
    "a ",
    "a + ",
    "a = ",
    "a/",
    "a - ",
    "-",
    "a'",
    "^2",
    "a^2",
    "C ",
    "(",
    ")",
    ";",
    "=",
    "a = a; ",
    "9",
    "a <=> ",
    "\0",
    "z := ",
]
ODD = ["", " ", "\0", "\n", "=", "'", "= = =", "é = é", "\ud800", "≤ ≤ ≐", "a ∝ c", "a ≐_t c", "\u2028a = a"]
COUNTS = (3, 20, 59, 90, 300, 2_000)


def hostile() -> dict[str, list[str]]:
    """Numbers without measure, deep nesting, lines longer than any that is read, and nothing at all, by kind."""
    nested = {
        kind: [f"{head * k}{core}{tail * k} = {core}" for k in COUNTS] for kind, (head, core, tail) in DEPTH.items()
    }
    repeated = [f"{'a' * part.startswith('^')}{part * k}a = a" for part in REPEATED for k in COUNTS]
    long = ["9" * 3_990 + " = a", "9" * 4_000, "a" * 3_990, "(" * 10**6, "x[1] + " * 500 + "x[1] = a"]
    return {"numbers": NUMBERS, **nested, "repeated": repeated, "long": long, "odd": ODD}


# ---------------------------------------------------------------- what is done with a line


class TooMuchWork(Exception):
    """More calls than allowed."""


@contextmanager
def bounded(calls: int) -> Iterator[None]:
    """Raise `TooMuchWork` where Python functions are entered and left more often than this: a hang that is no matter
    of time."""
    left = calls

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            sys.setprofile(None)
            raise TooMuchWork(f"more than {calls} calls")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def reads_back(claim: Claim, scope: Scope) -> bool:
    """Whether the text of a claim reads as the claim, or has more brackets or characters than a line may have.

    The range of an index that nobody declared may have come from another claim of the line.
    """
    text, inferred = plain(claim, scope.families), scope.child()
    for index in (index for side in claim.expressions for index in free_indices(side)):
        inferred.add_letter(index.name, index)
    try:
        return read_line(text, scope.child()) == [claim] or read_line(text, inferred) == [claim]
    except ReadError as error:
        return f"more than {MAX_BRACKETS} nested" in str(error) or f"expected at most {MAX_LENGTH}" in str(error)


def read_and_typed(line: str) -> list[Claim]:
    """The well-typed claims of a line, none if it cannot be read.

    Every claim that can be read is printed, as LaTeX and as text, and its text reads back as the same claim.
    """
    scope = SCOPE.child()
    try:
        claims = read_line(line, scope)
    except (ReadError, ShapeError):
        return []
    typed = []
    for claim in claims:
        assert claim.latex() and claim.broken()
        assert isinstance(claim, Definition) or reads_back(claim, scope), plain(claim, scope.families)
        with suppress(ShapeError):
            claim.check_shapes()
            typed.append(claim)
    return typed
