"""Ladders of other rungs than usual, other primes, and the verdict as a function of what the rungs found."""

from __future__ import annotations

import ast
import itertools
import json
import math
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED
from derivations.checking.decision import verdict
from derivations.checking.finding import Finding, detail
from derivations.checking.instances import Instance
from derivations.checking.ladder import EXACT, LADDER, check
from derivations.checking.verdict import RungDisagreement
from derivations.tree.errors import NotExpressible
from derivations.values.exact_systems import PRIME, ExactReals, PrimeField, random_primes
from derivations.values.symbolic.system import Symbols
from tests.checking.corpus import claim_of, corpus
from tests.rendering import ROOT

# ---------------------------------------------------------------- exact rungs alone

ONLY_BY_SYMPY: set[str] = set()
"""Lines of the corpus that no exact rung decides: where a normal form ends, balls enclose."""
LARGE = ("numpy", "sympy")
ASKED = ("derivations/values/symbolic", "derivations/values/floats")
"""Rooms that import a large library, and are imported where a rung asks for them."""
FLOORS = ("tree", "claims", "syntax", "values", "checking")


def test_exact_rungs_decide_the_corpus_without_sympy_and_numpy() -> None:
    command = [sys.executable, "-m", "tests.checking.exact_alone"]
    found = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout)
    assert not found["imported"]
    passed = {line for line, status in found["statuses"].items() if status in ("verified", "proved")}
    assert set(found["statuses"]) - passed == ONLY_BY_SYMPY


def imported_with_the_module(path: Path) -> Iterator[str]:
    """What a module imports when it is imported, and not where one of its functions is called."""
    for node in ast.parse(path.read_text("utf8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


@pytest.mark.parametrize("room", FLOORS)
def test_large_libraries_are_imported_where_they_are_asked(room: str) -> None:
    for path in (ROOT / "derivations" / room).rglob("*.py"):
        name = str(path.relative_to(ROOT))
        dear = [
            module
            for module in imported_with_the_module(path)
            if module.split(".")[0] in LARGE or module.replace(".", "/").startswith(ASKED)
        ]
        assert not dear or name.startswith(ASKED), name


@pytest.mark.parametrize("line", ["det(W) = 0", "for y: C y = 0 <=> y = 0", "E(t ~ N(0, p), t^4) = 2 p^2"])
def test_exact_rungs_reject_too(line: str) -> None:
    found = check(claim_of(line), ladder=EXACT)
    assert found.status == "rejected" and found.counterexample == check(claim_of(line)).counterexample


@pytest.mark.parametrize("line", ["log(p q) = log(p) + log(q)", "tr(C X) = tr(X C)", "grad(y' C y, y) = 2 C y"])
def test_the_order_of_rungs_changes_no_verdict(line: str) -> None:
    assert check(claim_of(line), ladder=LADDER[::-1]).status == check(claim_of(line)).status


# ---------------------------------------------------------------- primes

SMALL_PRIMES = (2**31 - 1, 2**31 - 19)
"""Moduli that fit a word of 32 bits."""


@pytest.mark.parametrize("prime", SMALL_PRIMES)
def test_smaller_primes_say_the_same(prime: int) -> None:
    for line, claim in corpus()[::4]:
        found = check(claim, ladder=EXACT, prime=prime)
        assert found.passed, line
        moduli = {finding.modulus for finding in found.findings if finding.modulus}
        assert all(prime // 2 <= modulus <= prime for modulus in moduli), line
        names = {PrimeField(modulus).name for modulus in moduli}
        assert {finding.name for finding in found.findings} <= {*names, "exact reals", "balls"}


@pytest.mark.parametrize("prime", SMALL_PRIMES)
@pytest.mark.parametrize("line", ["tr(C X) = tr(C) tr(X)", "for t: (a^2 - 2) t = 0 <=> t = 0", "(D - 7) a = 0"])
def test_smaller_primes_refuse_the_same(prime: int, line: str) -> None:
    assert check(claim_of(line), ladder=EXACT, prime=prime).status == check(claim_of(line)).status != "verified"


BOTH = f"(2^61 - 1) {2**59 - 55}"
"""The product of two primes at the edge of what words hold."""


@pytest.mark.parametrize(
    "line",
    [
        "2305843009213693951 a = 0",
        f"{BOTH} a = 0",
        f"{BOTH} tr(C) = 0",
        f"a + {BOTH} = a",
        f"a/({BOTH} + 1) = a",
        f"C + {BOTH} X = C",
        f"{BOTH} a = {BOTH} c",
        f"det(C + {BOTH} I) = det(C)",
        f"C^-1 = (C + {BOTH} y y')^-1",
        f"(a + {BOTH})^2 = a^2",
        f"sum(i, {BOTH} y[i]) = 0",
        f"grad({BOTH} y' y, y) = 0",
        f"f(a + {BOTH}) = f(a)",
        f"E(t ~ N(a, p), t) = a + {BOTH}",
        f"{BOTH} = 0",
        f"for t: {BOTH} t = 0 <=> 0 t = 0",
        f"for t: (a^2 - 2) t = 0 <=> {BOTH} (a^2 - 2) t + {BOTH} t = 0",
        f"{BOTH} (2^31 - 1) (2^31 - 19) a = 0",
        f"{math.prod(itertools.islice(random_primes(PRIME, random.Random(0)), 40))} a = 0",
    ],
)
def test_multiples_of_primes_are_not_zero(line: str) -> None:
    for bound in (PRIME, SMALL_PRIMES[0]):
        assert check(claim_of(line), prime=bound).status in ("rejected", "inconclusive")


def test_another_prime_sees_the_one_that_divides_a_number_of_the_claim() -> None:
    """A claim in which its own modulus occurs is not found by chance: the case is given one."""
    for modulus in (PRIME, SMALL_PRIMES[0]):
        case = Case(claim_of(f"{modulus} a = 0"))
        vars(case)["modulus"] = modulus
        findings = [rung(case) for rung in EXACT]
        assert [finding.outcome for finding in findings] == ["equal", "unequal"]
        assert verdict(case, findings).status == "rejected"


def test_moduli_depend_on_the_claim_and_not_on_its_letters() -> None:
    cases = [Case(claim_of(line)) for line in ("a q = q a", "c p = p c", "a q = a q", "tr(C) = tr(C')")]
    moduli = [case.modulus for case in cases]
    assert moduli[0] == moduli[1] and len(set(moduli)) == 3
    assert next(cases[0].primes("another")) not in moduli


# ---------------------------------------------------------------- row reduction


@pytest.mark.parametrize("system", [PrimeField(), ExactReals(), Symbols()])
def test_row_reduction_in_every_system_that_has_one(system: PrimeField | ExactReals | Symbols) -> None:
    rows = [[system.number(Fraction(entry)) for entry in row] for row in ((2, 4, 6), (1, 2, 4), (3, 6, 10))]
    assert system.row_reduced(rows) == [[1, 2, 0], [0, 0, 1]]


def test_a_coefficient_that_is_not_rational_is_not_reduced() -> None:
    system = ExactReals()
    with pytest.raises(NotExpressible):
        system.row_reduced([[system.pi(), system.pi()]])


# ---------------------------------------------------------------- the verdict

TRUE, FALSE = "log(p q) = log(p) + log(q)", "log(p q) = log(p) - log(q)"
AT: tuple[Sizes, ...] = ({},)


def exact(outcome: str, *refuting: Instance) -> Finding:
    return Finding("exact reals", outcome, AT, verifies=True, refuting=refuting)


def generic(outcome: str) -> Finding:
    return Finding("SymPy", outcome, AT, means="generic symbols", proves=True, elsewhere=AT)


def floats(outcome: str) -> Finding:
    return Finding("NumPy", outcome, AT, means="float64", digits=8, certain=False, elsewhere=AT)


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        ((exact(EQUAL), generic(EQUAL), floats(EQUAL)), "proved"),
        ((exact(EQUAL), generic(UNSUPPORTED)), "verified"),
        ((exact(UNSUPPORTED), generic(EQUAL)), "inconclusive"),
        ((exact(UNSUPPORTED), floats(EQUAL)), "inconclusive"),
        ((exact(UNDEFINED), floats(EQUAL)), "undefined"),
        ((), "inconclusive"),
    ],
)
def test_verdict_by_what_was_found(findings: tuple[Finding, ...], status: str) -> None:
    case = Case(claim_of(TRUE))
    assert verdict(case, findings).status == status
    assert verdict(case, findings[::-1]).status == status


def test_a_refutation_wins_where_its_counterexample_is_found() -> None:
    found = verdict(Case(claim_of(FALSE)), (exact(UNEQUAL), floats(EQUAL)))
    assert found.status == "rejected" and found.counterexample is not None
    assert [finding.name for finding in found.findings] == ["exact reals"]


@pytest.mark.parametrize(
    "findings",
    [
        (exact(EQUAL), generic(UNEQUAL)),
        (exact(EQUAL), floats(UNEQUAL)),
        (exact(EQUAL), exact(UNEQUAL)),
        (generic(EQUAL), floats(UNEQUAL)),
    ],
)
def test_findings_that_disagree_raise(findings: tuple[Finding, ...]) -> None:
    with pytest.raises(RungDisagreement, match="rungs disagree on"):
        verdict(Case(claim_of(TRUE)), findings)


def test_details_are_printed_from_the_finding() -> None:
    two = ({"D": 1, "N": 2}, {"D": 2, "N": 1})
    found = {
        "D, N = 1, 2; 2, 1": Finding("a", EQUAL, two),
        "D, N = 1, 2; 2, 1, differences below 1e-75": Finding("a", EQUAL, two, digits=75),
        "no sizes": Finding("a", EQUAL, AT),
        "at D, N = 1, 2: division by zero": Finding("a", UNDEFINED, two[:1], "division by zero"),
        "at no sizes": Finding("a", UNEQUAL, AT),
        "no counterexample at 96 instances": Finding("a", EQUAL, why="no counterexample at 96 instances"),
        "generic symbols at D, N = 1, 2: no": Finding("a", UNSUPPORTED, two[:1], "no", "generic symbols"),
        "generic symbols at no sizes": generic(EQUAL),
        "float64 at no sizes, relative difference below 1e-8": floats(EQUAL),
        "float64 at no sizes, relative difference above 1e-8": floats(UNEQUAL),
        "too many, at D = 1, N = 2": Finding("a", UNSUPPORTED, two[:1], "too many", "float64", certain=False),
    }
    assert [detail(finding) for finding in found.values()] == list(found)
