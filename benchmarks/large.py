"""CPU seconds of lines that are small to write and large to work out: ``python -m benchmarks.large``.

The lines are those of `tests.checking.large`: iterated functions, literal sizes, high powers.  Nothing is remembered
between them.  The slowest are shown; exit code 1 if any takes longer than the bar, or has a status that is not right.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

import sympy

from benchmarks.harness import environment
from derivations.checking import ladder
from derivations.syntax import Scope, declare, read_line
from tests.checking.large import LINES, Large

BAR = 10.0
"""Seconds of CPU that no line may take."""
SLOWEST = 10
"""Lines that are shown."""
WIDTH = 90
"""Characters that are shown of a line and its letters."""


class Timing(NamedTuple):
    """How long a line took, from the text to the verdict."""

    seconds: float
    status: str
    of: Large

    def row(self) -> str:
        """One line of the table."""
        wrong = "" if self.status in self.of.statuses else "  WRONG"
        return f"{self.seconds:8.2f} s  {self.status:12} {f'{self.of.line}  |  {self.of.given}'[:WIDTH]}{wrong}"


def timed(large: Large) -> Timing:
    """Reading and a check from the first rung to the last, without what was found before."""
    ladder._decide.cache_clear()
    sympy.core.cache.clear_cache()
    start = time.process_time()
    (claim,) = read_line(large.line, declare(large.given, Scope()))
    status = ladder.check(claim).status
    return Timing(time.process_time() - start, status, large)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 if a line takes too long or is judged wrongly."""
    parser = argparse.ArgumentParser(description="Lines that are large to work out")
    parser.add_argument("--slowest", type=int, default=SLOWEST, help=f"lines that are shown (default {SLOWEST})")
    shown = parser.parse_args(argv).slowest
    print("Lines that are large to work out", environment(["sympy", "python-flint"]), sep="\n")
    timed(LINES[0])  # imports are no part of a check
    timings = sorted(map(timed, LINES), key=lambda timing: timing.seconds, reverse=True)
    for timing in timings[:shown]:
        print(timing.row())
    seconds = [timing.seconds for timing in timings]
    print(f"{len(seconds)} lines, median {1e3 * statistics.median(seconds):.0f} ms, slowest {seconds[0]:.2f} s")
    wrong = [timing for timing in timings if timing.status not in timing.of.statuses]
    return 1 if wrong or seconds[0] > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
