"""Random values for the oracle, drawn by structure with NumPy, and the values that a counterexample prints."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from derivations.checking.evidence import Counterexample
from derivations.checking.instances import Instance
from derivations.checking.sizes import admissible, size_letters
from derivations.claims.claim import Claim
from derivations.tree.letters import Index, Letter
from derivations.tree.shapes import SCALAR
from derivations.tree.walks import atoms, free_indices
from tests.checking.oracle import World

SIZES = ((2, 3, 4), (3, 2, 2), (1, 1, 2), (2, 1, 3), (3, 4, 1))
VALUES_EACH, VALUES = 3, 9
"""Values at each size, and at all sizes together, at the least."""


def worlds(claim: Claim, sizes: dict[str, int] | None = None, count: int = 0) -> Iterator[World]:
    """Random values, so many at the given sizes or some at each of several; one in three of small integers."""
    rng = np.random.default_rng(len(claim.latex()))
    tried = [sizes] if sizes else sizes_of(claim)
    for assignment in tried:
        for number in range(count or max(VALUES_EACH, VALUES // len(tried))):
            yield World(assignment, values_of(claim, assignment, rng, whole=number % 3 == 1), {})


def sizes_of(claim: Claim) -> list[dict[str, int]]:
    """The sizes at which the oracle looks."""
    letters = size_letters(claim)
    rows = dict.fromkeys(tuple({**dict(zip(letters, row, strict=False)), **claim.given.fixed}.items()) for row in SIZES)
    return [dict(row) for row in rows if admissible(claim, dict(row))]


def with_indices(claim: Claim, world: World) -> Iterator[World]:
    """The world with every choice of the free indices."""
    free = dict.fromkeys(index for side in claim.expressions for index in free_indices(side))
    for choice in itertools.product(*(range(1, world.size(index.size) + 1) for index in free)):
        yield World(world.sizes, world.values, {index.name: k for index, k in zip(free, choice, strict=True)})


def named(claim: Claim) -> list[Letter]:
    """The letters and families of a claim, the identity apart."""
    found = dict.fromkeys(atom for side in claim.expressions for atom in atoms(side))
    unknown = getattr(claim, "unknown", None) or getattr(claim, "letter", None)
    if unknown is not None:
        found[unknown] = None
    return [atom for atom in found if isinstance(atom, Letter) and atom.structure != "identity"]


def values_of(claim: Claim, sizes: dict[str, int], rng: np.random.Generator, whole: bool = False) -> dict[str, Any]:
    """Values by name."""
    world = World(sizes, {}, {})
    found: dict[str, Any] = {}
    for atom in named(claim):
        shape = (world.size(atom.of[0]), world.size(atom.of[1]))
        count = math.prod(map(world.size, atom.axes))
        members = [plain(drawn(atom.structure, shape, rng, whole), atom.of) for _ in range(count)]
        found[atom.name] = members if atom.axes else members[0]
    return found


def plain(matrix: Any, of: Any) -> Any:
    """A scalar as a float."""
    return float(matrix[0, 0]) if of == SCALAR else matrix


Draw = Callable[[Any, np.random.Generator], Any]
DRAWN: dict[str, Draw] = {
    "symmetric": lambda general, rng: general + general.T,
    "spd": lambda general, rng: general @ general.T / len(general) + np.eye(len(general)),
    "orthogonal": lambda general, rng: (
        np.linalg.qr(rng.standard_normal(general.shape))[0] @ np.diag(rng.choice((-1.0, 1.0), len(general)))
    ),
    "diagonal": lambda general, rng: np.diag(np.diag(general)),
    "lower": lambda general, rng: np.tril(general),
    "antisymmetric": lambda general, rng: general - general.T,
    "spins": lambda general, rng: rng.choice((-1.0, 1.0), general.shape),
    "nonnegative": lambda general, rng: np.abs(general),
    "bits": lambda general, rng: rng.choice((0.0, 1.0), general.shape),
    "in (0, 1)": lambda general, rng: rng.uniform(0.05, 0.95, general.shape),
    "simplex": lambda general, rng: rng.dirichlet(np.ones(len(general))).reshape(general.shape),
    "open simplex": lambda general, rng: rng.dirichlet(np.ones(len(general))).reshape(general.shape),
    "stochastic": lambda general, rng: rng.dirichlet(np.ones(general.shape[1]), len(general)),
}
"""A random matrix of the structure, from one without; both components of O(n)."""


def drawn(structure: str, shape: tuple[int, int], rng: np.random.Generator, whole: bool = False) -> Any:
    """A random matrix of the structure."""
    general = rng.integers(-2, 3, shape).astype(float) if whole else rng.standard_normal(shape)
    if structure == "positive":
        return np.abs(general) + (1 if whole else 0.1)
    return DRAWN[structure](general, rng) if structure in DRAWN else general


# ---------------------------------------------------------------- counterexamples


def shown_world(claim: Claim, shown: Counterexample) -> World:
    """The values of a counterexample; a letter that it does not name makes no difference and has any value."""
    sizes = {name: shown.sizes.get(name, 2) for name in size_letters(claim)}
    world = World({**sizes, **claim.given.fixed}, {}, {})
    values = values_of(claim, dict(world.sizes), np.random.default_rng(3))
    values |= rational_values({key: value for key, value in shown.values.items() if isinstance(key, Letter)})
    texts = shown.texts().items()
    values |= {name.removesuffix("(t)") + "()": function_shown(text) for name, text in texts if name.endswith("(t)")}
    return World(world.sizes, values, {index.name: value for index, value in shown.indices.items()})


def function_shown(text: str) -> Callable[[float], float]:
    """The function of t that a counterexample prints: ``1/2 + 3 t^2``, ``2 sin(1.5 t + 1)``, the odd part of one."""
    parity = 1 if text.startswith("the even") else -1 if text.startswith("the odd") else 0
    body = re.sub(r"(?<=[\d)]) (?=[a-z(])", "*", re.sub("^the .* part of ", "", text)).replace("^", "**")
    code = compile(body, "a function that is shown", "eval")

    def value(t: float) -> float:
        return float(eval(code, {"sin": math.sin, "exp": math.exp}, {"t": t}))

    return (lambda t: (value(t) + parity * value(-t)) / 2) if parity else value


def all_indices(claim: Claim) -> list[Index]:
    """The free indices of a claim."""
    return list(dict.fromkeys(index for side in claim.expressions for index in free_indices(side)))


def world_of(instance: Instance) -> World:
    """An instance of the checker in float64."""
    return World(instance.sizes, rational_values(instance.values), {})


def rational_values(exact: Mapping[Any, Any]) -> dict[str, Any]:
    """Rational values by letter, in float64 by name."""
    values: dict[str, Any] = {}
    for key, value in exact.items():
        if key.axes:
            values[key.name] = [plain(np.array(rows, float), key.of) for rows in value]
        else:
            values[key.name] = plain(np.array(value, float), key.of)
    return values
