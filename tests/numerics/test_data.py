"""The tables that ship with the package are the published ones."""

from __future__ import annotations

import math

import numpy as np

from derivations.numerics.data import old_faithful


def test_old_faithful_is_the_table_of_r() -> None:
    """Size, sums and ranges of `datasets::faithful`; eruptions have three digits, so that the exact sum is 948.677."""
    table = old_faithful()
    assert table.shape == (272, 2)
    assert table.dtype == np.float64
    assert round(math.fsum(table[:, 0]), 9) == 948.677
    assert math.fsum(table[:, 1]) == 19284
    np.testing.assert_array_equal(table.min(axis=0), [1.6, 43])
    np.testing.assert_array_equal(table.max(axis=0), [5.1, 96])
    np.testing.assert_array_equal(table[[0, -1]], [[3.6, 79], [4.467, 74]])


def test_each_call_gives_a_fresh_table() -> None:
    old_faithful()[:] = 0
    assert old_faithful().any()
