"""A case: what is known of a claim, each computed once and read by all rungs."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from derivations.checking.costs import shared_cost, solving
from derivations.checking.sizes import admissible, free_sizes, larger_sizes, size_assignments, size_letters
from derivations.checking.special_sizes import special_sizes
from derivations.checking.squares import without_squares
from derivations.claims import Claim, Equation, Equivalence, Order, canonical_text, stated
from derivations.tree import Abs, Apply, Expr, FunctionKind, Letter, Norm, Number, Pow, Unknown, atoms
from derivations.values import PRIME, random_primes

Sizes = dict[str, int]
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Case:
    """A claim with all that is known of it."""

    claim: Claim
    symbolic: bool = True
    """Whether SymPy may be asked for what no other system holds: an integral at an instance."""
    prime: int = PRIME
    """The largest modulus of a prime field in which it is tried: one that fits the words of the machine."""
    further: tuple[Sizes, ...] = ()
    """Sizes beyond the usual ones, at which the sides of an equation certainly differ."""
    region: Order | None = None
    """The sizes at which the claim has a value, where it has none at others."""
    known: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What was found of the claim so far, each by a key of its own."""

    orders: set[int] = field(default_factory=set, repr=False)
    """Powers of ten just below the entries of letters at the real instances at which the sides were found equal."""

    def once(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value with the key, computed where it is asked for the first time."""
        if key not in self.known:
            self.known[key] = compute()
        found: Value = self.known[key]
        return found

    @cached_property
    def text(self) -> str:
        """The canonical text, of which seeds are made: instances depend on the claim and on nothing else."""
        return canonical_text(self.claim)

    def generator(self, kind: str, sizes: Mapping[str, int]) -> random.Random:
        """A generator of the claim's own, one for each kind of draw at each choice of sizes."""
        return random.Random(f"{kind} {self.text} {tuple(sizes.values())}")

    @cached_property
    def corners(self) -> bool:
        """Whether a value has another branch beyond some zeros: what holds on one side may fail on the other."""
        return any(map(_has_corner, self.nodes))

    def primes(self, purpose: str) -> Iterator[int]:
        """Random primes, others for each claim and purpose: nobody can put a multiple of them into the claim."""
        return random_primes(self.prime, random.Random(f"{purpose} {self.text}"))

    @cached_property
    def modulus(self) -> int:
        """The modulus of the prime field in which it is tried."""
        return next(self.primes("modulus"))

    @cached_property
    def size_letters(self) -> list[str]:
        """The size letters of the claim."""
        return size_letters(self.claim)

    @cached_property
    def free_sizes(self) -> list[str]:
        """Those that the claim does not fix."""
        return free_sizes(self.claim)

    @cached_property
    def fixed(self) -> Sizes:
        """The sizes that the claim is made for."""
        return self.claim.given.fixed

    @cached_property
    def usual(self) -> list[Sizes]:
        """The sizes at which any claim with these letters is tried, the smallest first."""
        return list(filter(self.admits, size_assignments(self.claim)))

    def admits(self, sizes: Mapping[str, int]) -> bool:
        """Whether the claim may have a value at the sizes."""
        return admissible(self.claim, sizes) and (self.region is None or self.region.admits(sizes))

    @cached_property
    def assignments(self) -> list[Sizes]:
        """The sizes at which this one is tried."""
        return [*self.usual, *self.further]

    @cached_property
    def larger(self) -> list[Sizes]:
        """Larger sizes of an equation or an equivalence in which a size appears as a number."""
        if isinstance(self.claim, Equivalence):
            return list(filter(self.admits, special_sizes(self.claim)))
        return list(filter(self.admits, larger_sizes(self.claim))) if isinstance(self.claim, Equation) else []

    def cost(self, sizes: Mapping[str, int]) -> int:
        """Operations of one evaluation at the sizes."""
        return self.once(("cost", *sizes.items()), lambda: shared_cost(self.claim, sizes) + solving(self.claim, sizes))

    @cached_property
    def nodes(self) -> tuple[Expr, ...]:
        """Every node of the claim, functions looked into."""
        return tuple(node for side in self.claim.expressions for node in side.walk())

    @cached_property
    def atoms(self) -> tuple[Expr, ...]:
        """Letters, families, sizes and free indices of the claim, each once."""
        return claim_atoms(self.claim)

    @cached_property
    def spectral_letters(self) -> frozenset[Expr]:
        """Letters of which eigenvalues, or the log or exponential of a matrix, are taken: those must be rational."""
        return frozenset(_spectral(self.nodes))

    @cached_property
    def function_letters(self) -> dict[str, FunctionKind]:
        """The names of the function letters, and what each is declared as."""
        return {node.name: node.kind for node in self.nodes if isinstance(node, Unknown)}

    @cached_property
    def letter_names(self) -> dict[Expr, str]:
        """The names by which SymPy knows the letters, whose order must not depend on the claim's own names."""
        letters = [atom for atom in self.atoms if isinstance(atom, Letter)]
        return {letter: f"v{place}" for place, letter in enumerate(letters, 1)}

    @cached_property
    def function_names(self) -> dict[str, str]:
        """The names by which number systems know the function letters: they depend on the claim, not on its names."""
        seed = random.Random(f"function letters {self.text}").getrandbits(64)
        return {name: f"f{place}_{seed}" for place, name in enumerate(self.function_letters, 1)}

    @cached_property
    def has_integral(self) -> bool:
        """Whether an integral or an expectation occurs: SymPy may hold its value where nothing else does."""
        return any(node.integrates for node in self.nodes)

    @cached_property
    def recurs(self) -> bool:
        """Whether a function occurs that may have one value at all whole numbers, and others between them."""
        return any(node.recurs for node in self.nodes)

    @cached_property
    def rooted(self) -> bool:
        """Whether a root occurs."""
        return any(node.is_root for node in self.nodes)

    @cached_property
    def cornered_in_unknown(self) -> bool:
        """Whether an equation may have corners in the unknown; the square of |x|, or of a norm, has none."""
        applied = [node.function.parameters for node in self.nodes if isinstance(node, Apply) and node.arguments]
        varying = {self.unknown, *itertools.chain(*applied)}
        squared = [node.base for node in self.nodes if isinstance(node, Pow) and node.exponent == Number(Fraction(2))]
        smooth = {id(base) for base in squared if isinstance(base, Abs | Norm)}
        cornered = (node for node in self.nodes if _has_corner(node) and id(node) not in smooth)
        return any(not varying.isdisjoint(node.walk()) for node in cornered)

    @property
    def unknown(self) -> Letter | None:
        """What an equivalence is solved for; None of any other claim."""
        unknown = self.claim.unknown if isinstance(self.claim, Equivalence) else None
        return unknown if isinstance(unknown, Letter) else None

    @cached_property
    def linear(self) -> Case:
        """The equivalence with sums of squares that vanish replaced by what is squared."""
        assert isinstance(self.claim, Equivalence)
        return replace(self, claim=without_squares(self.claim), known={}, orders=set())


def claim_atoms(claim: Claim) -> tuple[Expr, ...]:
    """Letters, families, sizes and free indices of a claim and its hypotheses, and what bounds its function letters."""
    found = dict.fromkeys(atom for side in stated(claim) for atom in atoms(side))
    letters = (node for side in stated(claim) for node in side.walk() if isinstance(node, Unknown))
    return tuple(found | dict.fromkeys(letter.kind.constant for letter in letters if letter.kind.constant))


def _has_corner(node: Expr) -> bool:
    return next(node.corners(), None) is not None


def _spectral(nodes: tuple[Expr, ...]) -> Iterator[Letter]:
    """Beside a positive definite matrix, as in log(S + dS), another one is a displacement, which may be any."""
    for of in (node.spectral for node in nodes if node.spectral is not None):
        letters = [atom for atom in atoms(of) if isinstance(atom, Letter)]
        yield from [letter for letter in letters if letter.kind.definite and not letter.kind.constant] or letters
