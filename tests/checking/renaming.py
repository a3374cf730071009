"""The same claims with other names."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope
from derivations.tree.node import CONSTANTS, WORDS

IDENTIFIER = re.compile(r"((?:doteq2?|propto|=)_)?([A-Za-z_][A-Za-z_0-9]*)")
KEPT = {*WORDS, *CONSTANTS, "N", "x"}
"""Names with a meaning of their own: the N of a Gaussian, the x between two sizes."""


def renamed(given: str, lines: Sequence[str], seed: str) -> tuple[str, list[str]]:
    """Declarations and lines with every declared letter, family and function under another name."""
    scope = declare(given, Scope())
    names = sorted({*scope.letters, *scope.families, *scope.functions, *scope.unknown} - KEPT)
    others = [f"{letter}{number}" for letter in "QbZkH" for number in range(1, len(names) // 5 + 2)]
    random.Random(seed).shuffle(others)
    new = dict(zip(names, others, strict=False))

    def rename(text: str) -> str:
        return IDENTIFIER.sub(lambda found: (found[1] or "") + new.get(found[2], found[2]), text)

    return rename(given), [rename(line) for line in lines]
