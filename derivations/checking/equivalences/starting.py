"""Instances from which special values are searched for: those that no path joins, and those beyond corners."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from derivations.checking.case import Case
from derivations.checking.equivalences.paths import is_positive_scalar
from derivations.checking.instances import Instance
from derivations.tree import Letter, Rows

MAX_STARTS = 32
"""Most of them, each a search of its own: as many as five spins have values."""
FAR = 6
"""Further starts where a side has corners: each letter is far away in half of them, every two in one or two."""
DISTANCE = 100
"""By what a value far away is multiplied: the square of a whole number, as a root of a positive one is rational."""


def starts(case: Case, instance: Instance) -> Iterator[Instance]:
    """An instance, and others that no path leads to: with every value of spins, reflected, and beyond corners."""
    rng = random.Random(f"far {case.text} {tuple(instance.sizes.values())}")
    scaled = [{key: _distance(key, rng) for key in instance.values} for _ in range(FAR if case.corners else 0)]
    near = replace(instance, values=_with_squares(case, instance.values))
    far = (
        replace(near, values={key: _times(value, factors[key]) for key, value in near.values.items()})
        for factors in scaled
    )
    yield from itertools.islice((apart for start in (near, *far) for apart in _apart(start)), MAX_STARTS)


def _distance(key: Any, rng: random.Random) -> int:
    """A number by which a letter of the structure may be multiplied."""
    distance, sign = rng.choice((1, DISTANCE)), rng.choice((-1, 1))
    if not isinstance(key, Letter) or not key.kind.is_cone:
        return 1
    return sign * distance if key.kind.linear else distance


def _times(value: Any, factor: int) -> Any:
    return [_times(part, factor) for part in value] if isinstance(value, list) else value * factor


def _apart(instance: Instance) -> Iterator[Instance]:
    """The instance, and those that no curve joins with it."""
    choices = [
        [(key, value) for value in itertools.islice(_values(key, found), MAX_STARTS)]
        for key, found in instance.values.items()
    ]
    for chosen in itertools.product(*choices):
        yield replace(instance, values=dict(chosen))


def _values(key: Any, value: Any) -> Iterator[Any]:
    """The value of a letter, and others that no curve joins with it; of a family, those of its members."""
    yield value
    if isinstance(key, Letter):
        members = [itertools.islice(_others(key, rows), MAX_STARTS) for rows in (value if key.axes else [value])]
        # The first choice is the value itself.
        chosen = itertools.islice(itertools.product(*members), 1, None)
        yield from (list(rows) if key.axes else rows[0] for rows in chosen)


def _others(key: Letter, rows: Rows) -> Iterator[Rows]:
    """The rows, reflected ones, as no curve leads from a rotation to a reflection, and all of a finite structure."""
    yield rows
    if key.kind.reflects:
        yield [[-entry for entry in rows[0]], *rows[1:]]
    yield from (other for other in key.kind.every((len(rows), len(rows[0]))) if other != rows)


def _with_squares(case: Case, values: Any) -> dict[Any, Any]:
    """The values, with squares of positive scalars where roots occur, so that these are rational."""

    def squared(key: Any, value: Any) -> Any:
        if not (case.rooted and isinstance(key, Letter) and is_positive_scalar(key)):
            return value
        return [[[rows[0][0] ** 2]] for rows in value] if key.axes else [[value[0][0] ** 2]]

    return {key: squared(key, value) for key, value in values.items()}
