"""Every claim of the corpus by the exact rungs alone: ``python -m tests.checking.exact_alone``.

The command asks for nothing but python-flint; it prints, as JSON, which large libraries were imported all the same, and
the status of every line.
"""

from __future__ import annotations

import json
import sys

from derivations.checking.ladder import EXACT, check
from tests.checking.corpus import corpus


def main() -> None:
    """Check and print."""
    statuses = {line: check(claim, ladder=EXACT).status for line, claim in corpus()}
    print(json.dumps({"imported": sorted({"sympy", "numpy"} & set(sys.modules)), "statuses": statuses}))


if __name__ == "__main__":
    main()
