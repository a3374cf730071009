"""Monomials e^q · π^s · ∏ bᵢ^rᵢ · ∏ (log bⱼ)^mⱼ · (log π)^m, and coprime bases to write roots and logs over."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd, prod
from typing import Any

import flint
from flint import fmpq, fmpz

ZERO = fmpq(0)


class Monomial:
    """e^e · π^pi · ∏ b^r over `roots` · ∏ (log b)^m over `logs` · (log π)^log_pi, bases in increasing order; immutable.

    Its hash is kept, because sums look a monomial up many times; that of numerators and bases is the quicker one.
    """

    __slots__ = ("_hash", "e", "log_pi", "logs", "pi", "roots")

    def __init__(
        self,
        e: fmpq = ZERO,
        pi: fmpq = ZERO,
        roots: tuple[tuple[int, fmpq], ...] = (),
        logs: tuple[tuple[int, int], ...] = (),
        log_pi: int = 0,
    ) -> None:
        self.e, self.pi, self.roots, self.logs, self.log_pi = e, pi, roots, logs, log_pi
        self._hash = hash((e.p, e.q, pi.p, pi.q, tuple(base for base, _ in roots), logs, log_pi))

    def parts(self) -> tuple[Any, ...]:
        """All that it is made of; their order is the one in which a sum is printed."""
        return self.e, self.pi, self.roots, self.logs, self.log_pi

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Monomial) and self.parts() == other.parts())

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Monomial{self.parts()}"

    def times(self, other: Monomial) -> tuple[int, Monomial]:
        """Integer and monomial whose product is self · other: a root exponent that reaches one is carried out."""
        if other == ONE:
            return 1, self
        roots = add_exponents(self.roots, other.roots)
        carry = prod(base for base, exponent in roots.items() if exponent >= 1)
        fractional = ((base, exponent - exponent.floor()) for base, exponent in roots.items())
        return carry, Monomial(
            self.e + other.e,
            self.pi + other.pi,
            tuple(sorted((base, exponent) for base, exponent in fractional if exponent != 0)),
            tuple(sorted(add_exponents(self.logs, other.logs).items())),
            self.log_pi + other.log_pi,
        )

    def to_ball(self) -> flint.arb:
        """A ball around the value at the working precision."""
        pi = flint.arb.pi()
        value = flint.arb(self.e).exp() * pi ** flint.arb(self.pi) * pi.log() ** self.log_pi
        for base, exponent in self.roots:
            value *= flint.arb(base) ** flint.arb(exponent)
        for base, power in self.logs:
            value *= flint.arb(base).log() ** power
        return value


ONE = Monomial()
LOG_PI = Monomial(log_pi=1)


def add_exponents(left: Iterable[tuple[int, Any]], right: Iterable[tuple[int, Any]]) -> dict[int, Any]:
    exponents = dict(left)
    for base, exponent in right:
        exponents[base] = exponents.get(base, 0) + exponent
    return exponents


def primitive_basis(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers, none a perfect power, of which every given integer is a product."""
    basis: list[int] = []
    pending = sorted(numbers)
    while pending:
        number = pending.pop()
        partner = next((member for member in basis if gcd(member, number) > 1), None)
        if partner is not None:
            common = gcd(partner, number)
            basis.remove(partner)
            # All its powers at once: of 3^6000 and 3, one at a time would be thousands of gcds.
            pending += [divided(number, common)[0], divided(partner, common)[0], common]
        elif number > 1:
            basis.append(number)
    return [primitive_root(number) for number in basis]


def primitive_root(number: int) -> int:
    """The smallest b with b^k = number for a whole k."""
    if not fmpz(number).is_perfect_power():
        return number
    roots = ((fmpz(number).root(k), k) for k in range(number.bit_length() - 1, 1, -1))
    return next(int(root) for root, k in roots if root**k == number)


def factors(number: int, basis: Iterable[int]) -> list[tuple[int, int]]:
    """Base and multiplicity of the members of a coprime basis that divide the number."""
    found = ((base, divided(number, base)[1]) for base in basis)
    return [(base, multiplicity) for base, multiplicity in found if multiplicity]


def divided(number: int, base: int) -> tuple[int, int]:
    """The number without its factors base, and how many there are."""
    multiplicity = 0
    while number % base == 0:
        number //= base
        multiplicity += 1
    return number, multiplicity
