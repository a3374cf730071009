"""The corpus and its near misses are judged as they are on record."""

from __future__ import annotations

import pytest

from tests.golden.golden import Entry, Found, expected, judged

QUICK = [(entry, found) for entry, found in expected() if entry.origin in ("corpus", "near miss") and not entry.dear]


@pytest.mark.parametrize(("entry", "found"), QUICK, ids=[entry.line for entry, _ in QUICK])
def test_verdict_is_the_one_on_record(entry: Entry, found: Found) -> None:
    assert judged(entry) == found
