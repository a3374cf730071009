"""Ours against a peer, fairly: the same run, interleaved rounds, one thread, equal results, ratio of medians.

Each round times ours and the peer once, in alternating order, so that a busy spell of the machine meets both.  The
clock counts the processor time of this process: with one thread that is the wall clock of an idle machine.  Absolute
times do not travel between machines; the ratios nearly do.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

SHORTEST = 0.02
"""Seconds: what takes less is called repeatedly within one timing, far above the resolution of the clock."""


@dataclass(frozen=True)
class Contest:
    """One task done by ours and by the peer; ``discrepancy`` of the two results must stay within ``tolerance``.

    ``target`` is the speed-up aimed at, if there is one.
    """

    label: str
    ours: Callable[[], Any]
    peer: Callable[[], Any]
    discrepancy: Callable[[Any, Any], float]
    tolerance: float
    target: float | None = None


@dataclass(frozen=True)
class Outcome:
    """Seconds a call, one entry a round, and the discrepancy of the results."""

    label: str
    ours: list[float]
    peer: list[float]
    discrepancy: float
    tolerance: float
    target: float | None

    @property
    def agree(self) -> bool:
        """Whether the results are equal within the tolerance; a discrepancy that is NaN is a disagreement."""
        return self.discrepancy <= self.tolerance

    @property
    def speed_up(self) -> float:
        """Median time of the peer over median time of ours."""
        return statistics.median(self.peer) / statistics.median(self.ours)

    @property
    def quartiles(self) -> tuple[float, float]:
        """The middle half of the ratios of single rounds: how far to trust the speed-up."""
        ratios = [peer / ours for ours, peer in zip(self.ours, self.peer, strict=True)]
        lower, _, upper = statistics.quantiles(ratios, n=4)
        return lower, upper


def measure(contest: Contest, rounds: int) -> Outcome:
    """``rounds`` ≥ 2 interleaved timings after one call of each to warm up, whose results are compared."""
    tasks = contest.ours, contest.peer
    discrepancy = contest.discrepancy(*(task() for task in tasks))
    calls = [_calls_per_timing(task) for task in tasks]
    times: tuple[list[float], list[float]] = [], []
    for number in range(rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            times[side].append(_seconds(tasks[side], calls[side]))
    return Outcome(contest.label, *times, discrepancy, contest.tolerance, contest.target)


def run(title: str, packages: Sequence[str], contests: Iterable[Contest], argv: Sequence[str] | None = None) -> int:
    """Command line of a benchmark: measure, print a table, write JSON if asked; exit code 1 if any results differ.

    ``packages`` are those whose versions matter.  ``contests`` may be a generator, to keep the data of one at a time.
    """
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--rounds", type=int, default=15, help="interleaved timings of each (default 15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every timing to FILE")
    arguments = parser.parse_args(argv)
    if arguments.rounds < 2:
        parser.error(f"--rounds: found {arguments.rounds}; expected at least 2")
    print(title, environment(packages), HEADER, sep="\n")
    outcomes = []
    with threadpool_limits(limits=1):
        for outcome in (measure(contest, arguments.rounds) for contest in contests):
            print(row(outcome), flush=True)
            outcomes.append(outcome)
    if arguments.json:
        arguments.json.write_text(json.dumps(report(title, packages, outcomes), indent=1) + "\n", encoding="utf-8")
    return 0 if all(outcome.agree for outcome in outcomes) else 1


HEADER = f"{'':28} {'ours':>10} {'peer':>10} {'speed-up':>9} {'quartiles':>15} {'target':>7} {'discrepancy':>12}"


def row(outcome: Outcome) -> str:
    """One line of the table."""
    lower, upper = outcome.quartiles
    target = "" if outcome.target is None else f"{outcome.target:g}"
    ours, peer = (f"{1e3 * statistics.median(times):.3f} ms" for times in (outcome.ours, outcome.peer))
    verdict = "" if outcome.agree else f"  RESULTS DIFFER by more than {outcome.tolerance:g}"
    return (
        f"{outcome.label:28} {ours:>10} {peer:>10} {outcome.speed_up:9.2f} {f'{lower:.2f} to {upper:.2f}':>15}"
        f" {target:>7} {outcome.discrepancy:12.1e}{verdict}"
    )


def report(title: str, packages: Sequence[str], outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """What was measured, as data."""
    rows = [{**asdict(outcome), "speed_up": outcome.speed_up, "agree": outcome.agree} for outcome in outcomes]
    return {"title": title, "environment": environment(packages), "outcomes": rows}


def environment(packages: Sequence[str]) -> str:
    """Python, the packages and the kind of machine."""
    versions = " ".join(f"{package} {version(package)}" for package in packages)
    return f"Python {platform.python_version()} {versions} {platform.system()} {platform.machine()}, one thread"


def _seconds(task: Callable[[], Any], calls: int) -> float:
    start = time.process_time()
    for _ in range(calls):
        task()
    return (time.process_time() - start) / calls


def _calls_per_timing(task: Callable[[], Any]) -> int:
    return max(1, math.ceil(SHORTEST / max(_seconds(task, 1), 1e-6)))
