"""Small public data sets that the chapters use; README.md beside the tables names their sources."""

from __future__ import annotations

from importlib.resources import files

import numpy as np

from derivations.numerics.validation import FloatArray


def old_faithful() -> FloatArray:
    """Old Faithful geyser, (272, 2): duration of an eruption and waiting time to the next, both in minutes."""
    with files(__package__).joinpath("old_faithful.csv").open(encoding="utf-8") as table:
        return np.loadtxt(table, delimiter=",", skiprows=1)
