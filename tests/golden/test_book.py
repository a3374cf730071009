"""The lines of the ledgers and the chapters are judged as they are on record; every change on record has its reason.

The dear ones are left to nbval, which compares what their notebooks store: status, rungs and conditions.
"""

from __future__ import annotations

import pytest

from tests.golden.golden import Entry, Found, changes, expected, judged, recorded

TOTAL = 2554
"""Entries recorded at first."""
QUICK = [
    (entry, found) for entry, found in expected() if entry.origin not in ("corpus", "near miss") and not entry.dear
]


@pytest.mark.parametrize(("entry", "found"), QUICK, ids=[entry.line for entry, _ in QUICK])
def test_verdict_is_the_one_on_record(entry: Entry, found: Found) -> None:
    assert judged(entry) == found


def test_record_is_complete() -> None:
    """As many entries as were recorded at first, of every origin."""
    entries = list(recorded())
    assert len(entries) == len({(entry.given, entry.line) for entry in entries}) == TOTAL
    assert sum(not entry.dear for entry, _ in expected()) > 0.85 * TOTAL


def test_every_change_is_one_and_has_a_reason() -> None:
    first = {(entry.given, entry.line): entry.recorded for entry in recorded()}
    for key, change in changes().items():
        assert change["reason"] and change["found"] != first[key], key
