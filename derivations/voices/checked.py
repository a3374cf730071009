"""A claim with its verdict: the one record behind statements, steps, rows of ledgers and answers.

A claim is checked once, when its record is made; whoever shows it or asks whether it holds reads the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from derivations.checking import Verdict, check
from derivations.claims import Claim, Definition, Equation
from derivations.tree import Apply, Defined, Member

Role = Literal["claim", "obligation", "step", "printed", "reading", "hypothesis", "correction"]
"""Why a claim was checked: for itself, since a definition owes it, as a line of a chain, or for a row of a note."""


class RefutedLine(AssertionError):
    """A line that may not stand on a page; the message holds the verdict and its counterexample."""


@dataclass(frozen=True)
class Checked:
    """A claim and its verdict; why it follows, the ids of the results it uses, the rows of the notes that it is."""

    claim: Claim
    verdict: Verdict
    reason: str = ""
    uses: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    role: Role = "claim"

    @property
    def fails(self) -> bool:
        """Whether the verdict says that the claim is not true."""
        return self.verdict.status in ("rejected", "undefined")

    @property
    def defines(self) -> bool:
        """Whether it is a definition, which is stated, not checked."""
        return isinstance(self.claim, Definition)

    @property
    def evidence(self) -> str:
        """The claim and its verdict, for the message of an error."""
        return f"{self.claim}\n{self.verdict}"

    def require(self, where: str) -> None:
        """Raise `RefutedLine` unless the claim may stand as true."""
        if not self.verdict.passed:
            raise RefutedLine(f"{where}: {self.evidence}")


def judged(claim: Claim, *, rows: Sequence[str] = (), role: Role = "claim") -> Checked:
    """The claim with its verdict."""
    return Checked(claim, check(claim), rows=tuple(rows), role=role)


def with_obligations(
    claim: Claim, *, rows: Sequence[str] = (), role: Role = "claim", owing: Role = "obligation"
) -> tuple[Checked, ...]:
    """The claim with its verdict; after a definition, the equation that it owes with the verdict on that."""
    record = judged(claim, rows=rows, role=role)
    owed = owed_by(claim) if isinstance(claim, Definition) else None
    return (record,) if owed is None else (record, judged(owed, role=owing))


def owed_by(definition: Definition) -> Equation | None:
    """The equation symbol = value; None where the symbol stands for this very value, so that nothing is owed."""
    match definition.symbol:
        case Defined(_, value) if value == definition.value:
            return None
        case Member(of=Defined(_, value, own), indices=indices) if (value, own) == (definition.value, indices):
            return None
        case Apply(function, arguments) if function.body == definition.value:
            if arguments in ((), function.parameters):
                return None
    return Equation(definition.symbol, definition.value, definition.given)
