"""Lines that nobody would write, as many as you like: ``python -m benchmarks.fuzz --lines 1000000 --checks 10000``.

Every line is read, typed and printed: anything but claims or a refusal is a failure.  Of the claims that can be read
and typed as many as asked for are checked: anything but a verdict within a minute is a failure.  The lines are those of
`tests.syntax.fuzzing`, of which the tests try fewer.  ``--attacks`` are lines of `tests.checking.attacking`, true or
false by their making: corners, literals, special values, tiny differences, captured indices, properties of function
letters.  Exit code 1 if anything failed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from derivations.checking import Verdict, check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from tests.checking.attacking import Attack, attacks
from tests.syntax.fuzzing import hostile, lines, read_and_typed

T = TypeVar("T")

MINUTE = 60
SLOWEST = 5
"""Lines that are named because they took longest."""
WIDTH = 100
"""Characters that are shown of a line or an error."""


class Tally:
    """What came of the lines, which took longest, and the shortest line for each kind of failure."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.failures: dict[str, str] = {}
        self.slowest: list[tuple[float, str]] = []

    def attempt(self, line: str, task: Callable[[], T], outcome: Callable[[T], str]) -> T | None:
        """What a task for a line returns within a minute of processor time; whatever it raises is a failure."""
        start, result = time.process_time(), None
        signal.setitimer(signal.ITIMER_VIRTUAL, MINUTE)
        try:
            result = task()
            self.outcomes[outcome(result)] += 1
        except Exception as error:  # whatever is raised is what is looked for
            kind = f"{type(error).__name__}: {error}"[:WIDTH]
            self.failures[kind] = min(self.failures.get(kind, line), line, key=len)
            self.outcomes["failed"] += 1
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.slowest = sorted([*self.slowest, (time.process_time() - start, line)], reverse=True)[:SLOWEST]
        return result

    def report(self, title: str) -> None:
        """Print what came of the lines."""
        counted = ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.most_common())
        print(f"{title}: {self.outcomes.total()} ({counted})")
        for seconds, line in self.slowest:
            print(f"  {seconds:7.3f} s  {line[:WIDTH]!r}")
        for kind, line in self.failures.items():
            print(f"  failed with {kind}\n    {line!r}")


def stop(number: int, frame: object) -> None:
    """End what takes more than a minute."""
    raise TimeoutError(f"more than {MINUTE} seconds")


def fuzz(source: Iterable[str], checks: int) -> tuple[Tally, Tally]:
    """What came of reading the lines, and of checking so many of their claims."""
    read, checked = Tally(), Tally()
    for line in source:
        claims = read.attempt(line, partial(read_and_typed, line), lambda claims: "typed" if claims else "refused")
        for claim in (claims or [])[: checks - checked.outcomes.total()]:
            checked.attempt(line, partial(check, claim), lambda verdict: verdict.status)
    return read, checked


def attack(source: Iterable[Attack]) -> Tally:
    """What came of lines that are made to break the checker: a verdict that contradicts their making is a failure."""
    tally = Tally()
    for made in source:

        def task(made: Attack = made) -> Verdict:
            (claim,) = read_line(made.line, declare(made.given, Scope()))
            verdict = check(claim)
            if verdict.status == "rejected" if made.true else verdict.passed:
                raise AssertionError(f"{made.kind}: {verdict.status}")
            return verdict

        tally.attempt(made.line, task, lambda verdict: verdict.status)
    return tally


def main(argv: Sequence[str] | None = None) -> int:
    """Read, check and report; exit code 1 if anything failed."""
    parser = argparse.ArgumentParser(description="Lines that nobody would write")
    parser.add_argument("--lines", type=int, default=100_000, help="random lines to read (default 100000)")
    parser.add_argument("--checks", type=int, default=0, help="claims of theirs to check (default 0)")
    parser.add_argument("--seed", default="fuzz", help="another seed gives other lines")
    parser.add_argument("--attacks", type=int, default=0, help="lines made to break the checker (default 0)")
    arguments = parser.parse_args(argv)
    signal.signal(signal.SIGVTALRM, stop)
    source = itertools.islice(lines(random.Random(arguments.seed)), arguments.lines)
    read, checked = fuzz(itertools.chain(*hostile().values(), source), arguments.checks)
    attacked = attack(itertools.islice(attacks(random.Random(arguments.seed)), arguments.attacks))
    for tally, title in ((read, "lines read"), (checked, "claims checked"), (attacked, "attacks")):
        tally.report(title)
    return int(any(tally.failures for tally in (read, checked, attacked)))


if __name__ == "__main__":
    sys.exit(main())
