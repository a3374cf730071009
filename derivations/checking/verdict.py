"""What a check found: the verdict, the findings of the rungs that ran, the counterexample."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.checking.evidence import Counterexample
from derivations.checking.finding import Finding, detail
from derivations.claims import Condition

EXIT_CODES = {"proved": 0, "verified": 0, "rejected": 1, "undefined": 2, "inconclusive": 3, "unchecked": 3}
"""Status of a verdict and the exit code that goes with it; inconclusive is never a pass."""


class RungDisagreement(AssertionError):
    """Two rungs of the checker decided differently: a bug of the checker, never of the claim."""


@dataclass(frozen=True)
class Verdict:
    """Status of a claim with the evidence: findings, counterexample, side conditions, a reason in words."""

    status: str
    findings: tuple[Finding, ...] = ()
    counterexample: Counterexample | None = None
    conditions: tuple[Condition, ...] = ()
    reason: str = ""
    parts: tuple[Verdict, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.status not in EXIT_CODES:
            raise ValueError(f"status: found {self.status!r}, expected one of {', '.join(EXIT_CODES)}")

    @property
    def passed(self) -> bool:
        """Whether the claim may stand on a page as true."""
        return self.status in ("proved", "verified")

    @property
    def exit_code(self) -> int:
        """Exit code of the command line."""
        return EXIT_CODES[self.status]

    def __str__(self) -> str:
        lines = [self.status + (f": {self.reason}" if self.reason else "")]
        if self.counterexample:
            lines.append(f"  counterexample: {self.counterexample.text()}")
        lines += [f"  {found.name}: {found.outcome}, {detail(found)}" for found in self.findings]
        return "\n".join(lines)
