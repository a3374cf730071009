"""Verdicts on record: what the checker said of every claim of corpus, near misses, ledgers and chapters.

``verdicts.json`` is never written again.  What the checker says differently by now stands in ``changes.json``: the
entry as it is found today (null for one that cannot be asked any more), with the reason.

    python -m tests.golden.golden           judges all entries anew and says where they differ
    python -m tests.golden.golden REASON    records these differences, all for one reason

Claims are text, so a change of the tree or of a chapter's words does not touch an entry.  Those that text cannot say (a
nameless function at its arguments, a letter with a prime) are held by the stored outputs of the notebooks alone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from derivations.checking.ladder import check
from derivations.page.notebooks import KERNEL_ENVIRONMENT
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError

FOLDER = Path(__file__).parent
FIELD = "GF(2^61-1)"
"""What the record calls the prime field, whose modulus was one for all claims when it was written."""
Found = dict[str, Any]
"""Status, the outcome of each rung by its name, and the conditions in text."""


class Entry(NamedTuple):
    """A claim with its declarations; ``dear`` is one that takes long, so that nbval alone judges it in a test run."""

    origin: str
    given: str
    line: str
    dear: bool
    recorded: Found


def recorded() -> Iterator[Entry]:
    """Every entry as it was first recorded."""
    for group in json.loads((FOLDER / "verdicts.json").read_text("utf8")):
        for claim in group["claims"]:
            found = {"status": claim["status"], "rungs": claim["rungs"], "conditions": claim["conditions"]}
            yield Entry(group["from"], group["given"], claim["line"], claim.get("dear", False), found)


def changes() -> dict[tuple[str, str], dict[str, Any]]:
    """What is found by now, with the reason, by declarations and line."""
    listed = json.loads((FOLDER / "changes.json").read_text("utf8"))
    return {(change["given"], change["line"]): change for change in listed}


def expected() -> Iterator[tuple[Entry, Found]]:
    """The entries with what must be found today; those that cannot be asked any more are left out."""
    changed = changes()
    for entry in recorded():
        change = changed.get((entry.given, entry.line))
        if change is None:
            yield entry, entry.recorded
        elif change["found"] is not None:
            yield entry, change["found"]


def judged(entry: Entry) -> Found | None:
    """What the checker says now; None of a line that cannot be read any more."""
    try:
        (claim,) = read_line(entry.line, declare(entry.given, Scope()))
    except ReadError:
        return None
    verdict = check(claim)
    rungs = {FIELD if found.modulus else found.name: found.outcome for found in verdict.findings}
    conditions = [condition.text() for condition in verdict.conditions]
    return {"status": verdict.status, "rungs": rungs, "conditions": conditions}


def differences(
    wanted: Iterable[tuple[Entry, Found]], found: Iterable[Found | None]
) -> list[tuple[Entry, Found | None]]:
    """The entries of which something else is found, with that."""
    return [(entry, now) for (entry, then), now in zip(wanted, found, strict=True) if now != then]


def record(changed: list[tuple[Entry, Found | None]], reason: str) -> None:
    """Add the changes to those on record; an entry that is as it was at first is no change."""
    listed = changes()
    for entry, found in changed:
        key = (entry.given, entry.line)
        listed.pop(key, None)
        if found != entry.recorded:
            listed[key] = {"given": entry.given, "line": entry.line, "found": found, "reason": reason}
    rows = [json.dumps(change, ensure_ascii=False) for change in listed.values()]
    (FOLDER / "changes.json").write_text("[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n", "utf8")


def main(arguments: list[str]) -> int:
    """Judge all entries; the differences, if any, are shown, and recorded if a reason is given."""
    wanted = list(expected())
    os.environ.update(KERNEL_ENVIRONMENT)
    # Processes that begin anew, since NumPy reads the environment when it is imported.
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        changed = differences(wanted, pool.map(judged, (entry for entry, _ in wanted), chunksize=8))
    for entry, found in changed:
        print(f"{entry.line}   given {entry.given}\n  was {entry.recorded}\n  now {found}")
    print(f"{len(changed)} of {len(wanted)} entries differ")
    if arguments:
        record(changed, arguments[0])
        return 0
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
