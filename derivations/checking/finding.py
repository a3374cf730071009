"""What a rung finds of a claim, as data, and how it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivations.checking.case import Sizes
from derivations.checking.compare import EQUAL, UNSUPPORTED
from derivations.checking.instances import Instance


@dataclass(frozen=True)
class Finding:
    """What one way of checking found: equal, unequal, undefined, or not expressible, where and why."""

    name: str
    outcome: str
    sizes: tuple[Sizes, ...] = ()
    """The sizes at which that was found; without any, ``why`` says all."""
    why: str = ""
    means: str = ""
    """What was evaluated, where that is no exact instance: generic symbols, float64."""
    digits: int = 0
    """The sides differ by less than 10^-digits (by more, where floats differ); 0 where they are equal exactly."""
    orders: tuple[int, int] | None = None
    """Least and greatest power of ten of the values of letters at which the sides are equal."""
    modulus: int | None = None
    """Of the prime field in which that was found."""
    certain: bool = True
    """False of floats, which never decide."""
    verifies: bool = False
    """Whether equality, if that was found, verifies the claim."""
    agrees: bool = False
    """Whether the sides agreed wherever they were compared, which does not decide by itself: a proof beside it does."""
    proves: bool = False
    """Whether it proves a claim that is verified."""
    elsewhere: tuple[Sizes, ...] = ()
    """The sizes that were tried, where they are not those of the case."""
    refuting: tuple[Instance, ...] = ()
    """Real instances at which the sides differ."""


NO_SIZES = "no sizes"


class FindingPrinter:
    """The details of a finding as text: where, how close, and why.  Subclasses say how sizes and powers look."""

    nowhere = NO_SIZES
    """What is said of a claim without sizes that was evaluated, or that is equal."""

    def __call__(self, finding: Finding) -> str:
        """All but the name and the outcome."""
        if not finding.sizes:
            return finding.why
        if not finding.certain:
            return self._rounded(finding)
        reason = f": {finding.why}" if finding.why else ""
        if finding.means:
            return f"{finding.means}{self.at(self.rows(finding.sizes))}{reason}"
        if finding.outcome != EQUAL:
            return f"at {self.rows(finding.sizes) or NO_SIZES}{reason}"
        closeness = f"differences below {self.power(-finding.digits)}" if finding.digits else ""
        reach = f"values from {' to '.join(map(self.power, finding.orders))}" if finding.orders else ""
        return ", ".join(filter(None, (self.rows(finding.sizes) or self.nowhere, reach, closeness)))

    def at(self, shown: str) -> str:
        """Where something is so."""
        return f" at {shown or self.nowhere}" if shown or self.nowhere else ""

    def rows(self, assignments: Sequence[Sizes]) -> str:
        """``D, N = 1, 2; 2, 1``; nothing of a claim without sizes."""
        names = ", ".join(assignments[0])
        return names and f"{names} = {'; '.join(map(_numbers, assignments))}"

    def each(self, sizes: Sizes) -> str:
        """``D = 10, N = 25``."""
        return ", ".join(f"{name} = {size}" for name, size in sizes.items())

    def power(self, exponent: int) -> str:
        """10^exponent."""
        return f"1e{exponent}"

    def _rounded(self, finding: Finding) -> str:
        """Of floats, which are tried at one choice of sizes."""
        where = self.at(self.each(finding.sizes[0]))
        if finding.outcome == UNSUPPORTED:
            return f"{finding.why},{where}"
        side = "below" if finding.outcome == EQUAL else "above"
        return f"{finding.means}{where}, relative difference {side} {self.power(-finding.digits)}"


def _numbers(sizes: Sizes) -> str:
    return ", ".join(map(str, sizes.values()))


detail = FindingPrinter()
"""The details in plain text, as the command line shows them."""
