"""The line in which a test run says what became of the near misses."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts of near misses by what was found, and those that nothing decided."""
    counts: Counter[str] = Counter()
    undecided = []
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "near misses" and isinstance(value, dict):
                counts.update(value)
            elif name == "undecided":
                undecided.append(value)
    if counts:
        shown = ", ".join(f"{count} {status}" for status, count in counts.most_common())
        terminalreporter.write_line(f"near misses: {counts.total()}: {shown}")
        for value in undecided if terminalreporter.verbosity > 0 else ():
            terminalreporter.write_line(f"  undecided {value}")
