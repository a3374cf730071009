"""The checker against SymPy's explicit matrices: ``python -m benchmarks.checker``.

Ours is one exact instance of an identity at D = 3 in the prime field, what a check is made of.  The peer does what a
user of SymPy would do for the same identity at the same size: matrices of symbols, both sides, `simplify` of every
entry of the difference; where it takes more than a minute the identity is left out.  Below the table: whole checks a
second (all sizes, all rungs) over the true claims of the tests, and an instance at size 8 against one at size 3.
"""

from __future__ import annotations

import argparse
import math
import random
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import sympy

from benchmarks.harness import HEADER as TABLE_HEADER
from benchmarks.harness import Contest, Outcome, environment, measure, row
from derivations.checking import ladder
from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, compare
from derivations.checking.instances import draw_modular
from derivations.checking.sizes import size_letters
from derivations.claims.claim import Equation
from derivations.values.exact_systems import PrimeField
from tests.checking.corpus import EQUATIONS, EQUIVALENCES, claim_of, read_all

D = 3
MINUTE = 60
"""Seconds that the peer is given for one identity."""
TARGET = 200.0
LARGE = 8

Symbolic = Callable[..., Any]


def matrix(name: str, rows: int = D, columns: int = D) -> Any:
    """A matrix of symbols."""
    return sympy.Matrix(rows, columns, lambda i, j: sympy.Symbol(f"{name}{i}{j}", real=True))


def symmetric(name: str) -> Any:
    """A symmetric matrix of symbols."""
    return sympy.Matrix(D, D, lambda i, j: sympy.Symbol(f"{name}{min(i, j)}{max(i, j)}", real=True))


def gradient(scalar: Any, by: Any) -> Any:
    """The matrix of derivatives by every entry."""
    return by.applyfunc(lambda entry: sympy.diff(scalar, entry))


def peers() -> dict[str, Symbolic]:
    """Left side minus right side in SymPy's explicit matrices, for lines of the corpus."""
    c, x, s, r = matrix("c"), matrix("x"), symmetric("s"), symmetric("r")
    y, z, b, mu = (matrix(name, D, 1) for name in ("y", "z", "b", "mu"))
    data = [matrix(f"x{n}_", D, 1) for n in range(D)]
    total = sum(data, sympy.zeros(D, 1))
    return {
        "tr(A B) = tr(B A)": lambda: (c * x).trace() - (x * c).trace(),
        "(A B)' = B' A'": lambda: (c * x).T - x.T * c.T,
        "(C X)^-1 = X^-1 C^-1": lambda: (c * x).inv() - x.inv() * c.inv(),
        "(C^-1)' = (C')^-1": lambda: c.inv().T - c.T.inv(),
        "det(C X) = det(C) det(X)": lambda: (c * x).det() - c.det() * x.det(),
        "det(C') = det(C)": lambda: c.T.det() - c.det(),
        "det(C^-1) = 1/det(C)": lambda: c.inv().det() - 1 / c.det(),
        "det(2 C) = 2^D det(C)": lambda: (2 * c).det() - 2**D * c.det(),
        "y' C y = tr(C y y')": lambda: (y.T * c * y)[0] - (c * y * y.T).trace(),
        "y' R z = z' R y": lambda: (y.T * r * z)[0] - (z.T * r * y)[0],
        "S S^-1 = I": lambda: s * s.inv() - sympy.eye(D),
        "(C + y z')^-1 = C^-1 - C^-1 y z' C^-1 / (1 + z' C^-1 y)": lambda: (
            (c + y * z.T).inv() - c.inv() + c.inv() * y * z.T * c.inv() / (1 + (z.T * c.inv() * y)[0])
        ),
        "det(C + y z') = det(C) (1 + z' C^-1 y)": lambda: (c + y * z.T).det() - c.det() * (1 + (z.T * c.inv() * y)[0]),
        "(y - z)' S (y - z) = y' S y - 2 y' S z + z' S z": lambda: (
            (y - z).T * s * (y - z) - y.T * s * y + 2 * y.T * s * z - z.T * s * z
        ),
        "grad(b' y, y) = b": lambda: gradient((b.T * y)[0], y) - b,
        "grad(y' C y, y) = (C + C') y": lambda: gradient((y.T * c * y)[0], y) - (c + c.T) * y,
        "grad((y - mu)' S^-1 (y - mu), mu) = -2 S^-1 (y - mu)": lambda: (
            gradient(((y - mu).T * s.inv() * (y - mu))[0], mu) + 2 * s.inv() * (y - mu)
        ),
        "grad(-1/2 sum(n, (x[n] - mu)' S^-1 (x[n] - mu)), mu) = S^-1 sum(n, x[n] - mu)": lambda: (
            gradient(-sum(((v - mu).T * s.inv() * (v - mu))[0] for v in data) / 2, mu) - s.inv() * (total - D * mu)
        ),
        "grad(det(C), C) = det(C) (C^-1)'": lambda: gradient(c.det(), c) - c.det() * c.inv().T,
        "grad(log(det(C)), C) = (C^-1)'": lambda: gradient(sympy.log(c.det()), c) - c.inv().T,
        "grad(tr(A B), A) = B'": lambda: gradient((c * x).trace(), c) - x.T,
        "grad(1/(1 + y' y), y) = -2 y / (1 + y' y)^2": lambda: (
            gradient(1 / (1 + (y.T * y)[0]), y) + 2 * y / (1 + (y.T * y)[0]) ** 2
        ),
        "grad(grad(y' C y, y), y) = C + C'": lambda: sympy.hessian((y.T * c * y)[0], list(y)) - c - c.T,
    }


def simplified(difference: Symbolic) -> bool:
    """Whether SymPy simplifies every entry of a difference to zero; nothing is remembered between calls."""
    sympy.core.cache.clear_cache()
    value = difference()
    entries = list(value) if isinstance(value, sympy.MatrixBase) else [value]
    return all(sympy.simplify(entry) == 0 for entry in entries)


def instance_agrees(claim: Equation, size: int) -> bool:
    """Whether both sides agree at one instance, drawn anew, at this size."""
    sizes = dict.fromkeys(size_letters(claim), size)
    return compare(claim, draw_modular(Case(claim), sizes, random.Random(size)), PrimeField()).found == EQUAL


def disagreement(ours: bool, peer: bool) -> float:
    """0 where both find the identity true."""
    return 0.0 if ours and peer else 1.0


def answers(peer: Symbolic) -> bool:
    """Whether the peer answers within a minute."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(MINUTE)
    try:
        return simplified(peer)
    except TimeoutError:
        return False
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def equations() -> list[tuple[str, Equation]]:
    """The equations of the corpus that the prime field can hold."""
    claims = [(line, claim) for line, claim in read_all(EQUATIONS) if isinstance(claim, Equation)]
    return [(line, claim) for line, claim in claims if size_letters(claim) and instance_agrees(claim, D)]


def contests() -> Iterator[Contest]:
    """One for each identity that the peer decides in time."""
    for line, peer in peers().items():
        claim = claim_of(line)
        assert isinstance(claim, Equation)
        if answers(peer):
            ours = partial(instance_agrees, claim, D)
            yield Contest(line[:28], ours, partial(simplified, peer), disagreement, 0.0, TARGET)
        else:
            print(f"{line[:28]:28} {'':>10} {'no answer within a minute':>26}")


def seconds(task: Callable[[], Any], repeats: int = 5) -> float:
    """Shortest of a few timings."""
    timings = []
    for _ in range(repeats):
        start = time.process_time()
        task()
        timings.append(time.process_time() - start)
    return min(timings)


def whole_check(claim: Any) -> None:
    """A check from the first rung to the last, nothing remembered."""
    ladder._decide.cache_clear()
    assert ladder.check(claim).passed


def report_checks() -> None:
    """Whole checks a second over the corpus."""
    claims = [claim for _, claim in read_all(EQUATIONS + EQUIVALENCES)]
    times = [seconds(partial(whole_check, claim), 2) for claim in claims]
    print(
        f"whole checks: {len(times)} claims, {len(times) / sum(times):.1f} a second, "
        f"median {1e3 * statistics.median(times):.0f} ms, slowest {max(times):.2f} s"
    )


def growth(claim: Equation, rounds: int = 15) -> float:
    """Time of an instance at size 8 over that of one at size 3, timed in turn, the shortest of each."""
    tasks = [partial(instance_agrees, claim, size) for size in (D, LARGE)]
    times = [[seconds(task, 1) for task in tasks] for _ in range(rounds)]
    return min(large for _, large in times) / min(small for small, _ in times)


def report_sizes() -> None:
    """An instance at size 8 against one at size 3, gradients by matrices included."""
    ratios = {line: growth(claim) for line, claim in equations()}
    mean = math.exp(statistics.fmean(map(math.log, ratios.values())))
    worst = max(ratios, key=ratios.__getitem__)
    print(f"an instance at size {LARGE} takes {mean:.1f} times one at size {D}")
    print(f"at most {ratios[worst]:.1f} times (bar: 10), for {worst}")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 if ours and the peer ever disagree."""
    parser = argparse.ArgumentParser(description="The checker against SymPy")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved timings of each (default 3)")
    rounds = parser.parse_args(argv).rounds
    print(
        "One exact instance at D = 3: ours against SymPy",
        environment(["sympy", "python-flint"]),
        TABLE_HEADER,
        sep="\n",
    )
    outcomes: list[Outcome] = []
    for contest in contests():
        outcomes.append(measure(contest, rounds))
        print(row(outcomes[-1]), flush=True)
    mean = math.exp(statistics.fmean(math.log(outcome.speed_up) for outcome in outcomes))
    print(f"geometric mean of the speed-ups: {mean:.0f} (bar: {TARGET:g})")
    report_checks()
    report_sizes()
    return 0 if all(outcome.agree for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
