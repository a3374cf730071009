"""The benchmarks compare equals, and the harness computes what it says.  Nothing here depends on a measured time."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks.gaussian import contests
from benchmarks.harness import Contest, Outcome, measure, row, run


def outcome(ours: list[float], peer: list[float], discrepancy: float = 0.0) -> Outcome:
    return Outcome("label", ours, peer, discrepancy, tolerance=1e-12, target=None)


def contest(ours: float, peer: float) -> Contest:
    return Contest("label", lambda: ours, lambda: peer, lambda a, b: abs(a - b), tolerance=0.1)


def test_gaussian_results_equal_those_of_scipy_at_the_sizes_measured() -> None:
    for entry in contests():
        assert entry.discrepancy(entry.ours(), entry.peer()) <= entry.tolerance == 1e-12, entry.label


def test_speed_up_is_the_ratio_of_medians() -> None:
    """Medians 2 and 6; the mean, the best and the worst times would all give another ratio."""
    assert outcome([1.0, 2.0, 9.0], [5.0, 6.0, 70.0]).speed_up == 3


def test_quartiles_are_those_of_single_rounds() -> None:
    assert outcome([1.0] * 7, [8.0, 1.0, 6.0, 2.0, 4.0, 3.0, 5.0]).quartiles == (2, 6)


@pytest.mark.parametrize(("discrepancy", "agree"), [(0.0, True), (1e-12, True), (2e-12, False), (math.nan, False)])
def test_agreement_needs_a_discrepancy_within_the_tolerance(discrepancy: float, agree: bool) -> None:
    measured = outcome([1.0, 1.0], [2.0, 2.0], discrepancy)
    assert measured.agree is agree
    assert ("RESULTS DIFFER" in row(measured)) is not agree


def test_every_round_times_both() -> None:
    measured = measure(contest(1.0, 1.0), rounds=3)
    assert (len(measured.ours), len(measured.peer)) == (3, 3)


def test_run_writes_json_and_fails_when_any_results_differ(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.json"
    arguments = ["--rounds", "2", "--json", str(file)]
    assert run("title", ["numpy"], [contest(1.0, 1.05)], arguments) == 0
    assert run("title", ["numpy"], [contest(1.0, 2.0), contest(1.0, 1.0)], arguments) == 1
    report = json.loads(file.read_text(encoding="utf-8"))
    assert [(entry["agree"], entry["discrepancy"]) for entry in report["outcomes"]] == [(False, 1.0), (True, 0.0)]


def test_one_round_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("title", ["numpy"], [], ["--rounds", "1"])
    assert "--rounds: found 1; expected at least 2" in capsys.readouterr().err
