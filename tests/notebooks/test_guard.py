"""The guard itself: every fault is found, and what a chapter needs is let through."""

import pytest

from derivations.page.guard import LINES, faults

GOOD = {
    "a value": "x = 1\nx",
    "a call": 'mean = Derivation("m", L)\nmean.equals(Sum(n, x[n]))',
    "an assert": "x = 1\nassert x == 1",
    "an assert of closeness": "assert np.allclose(a, b)",
    "imports": "import numpy as np\nfrom derivations import sizes",
    "imports and letters": 'from derivations import sizes, index\nD, N = sizes("D N");  n = index("n", N)',
    "a definition": "def f(x):\n    return x > 1",
    "a loop of asserts": "for k in range(3):\n    assert f(k) == 0",
    "a loop that prints numbers": 'for k in range(3):\n    print(f"{k}: {f(k):.3f}")',
    "a comparison as a mask": "x[x > 0]",
    "a count": "np.sum(x > 0)",
    "a filter": "[k for k in range(9) if k % 2 == 1]",
    "a keyword": "plot(x, log=True)",
    "a longest cell": "\n".join(["x = 1"] * (LINES - 1) + ["x"]),
}

BAD = {
    "too long": ("\n".join(["x = 1"] * LINES + ["x"]), "16 lines, at most 15"),
    "an assignment": ("x = 1", "ends in nothing that is shown or asserted"),
    "letters without an import": ('D = sizes("D")\nx = vector("x", D)', "ends in nothing"),
    "a setup that computes": ("import numpy as np\nfor k in range(3):\n    f(k)", "ends in nothing"),
    "a loop that shows nothing": ("for k in range(3):\n    f(k)", "ends in nothing"),
    "a hidden value": ("x = 1\nx;", "ends in a semicolon"),
    "a comparison": ("a == b", "ends in a truth value"),
    "a chain": ("0 <= a < 1", "ends in a truth value"),
    "a negation": ("not a", "ends in a truth value"),
    "a conjunction": ("f(a) and a == b", "ends in a truth value"),
    "closeness": ("np.allclose(a, b)", "ends in a truth value"),
    "a method": ("np.isclose(a, b).all()", "ends in a truth value"),
    "a quantifier": ("all(f(k) == 0 for k in range(3))", "ends in a truth value"),
    "a table of truths": ("[np.allclose(a, b), f(a)]", "ends in a truth value"),
    "a list of comparisons": ("[a == b for a, b in pairs]", "ends in a truth value"),
    "a verdict in words": ('"equal" if np.allclose(a, b) else "different"', "ends in a truth value"),
    "printed closeness": ("print(np.allclose(a, b))\na", "prints a truth value"),
    "a printed comparison": ('print("equal:", a == b)\na', "prints a truth value"),
    "a comparison in a string": ('print(f"equal: {a == b}")', "prints a truth value"),
    "a displayed comparison": ("display(a == b)\na", "prints a truth value"),
    "printed in a loop": ("for k in range(3):\n    print(f(k) == 0)", "prints a truth value"),
    "a magic": ("%matplotlib inline", "not plain Python"),
    "a comment only": ("# nothing", "no statement"),
    "pyplot": ("import matplotlib.pyplot as plt\nplt.plot(x)", "pyplot: draw with"),
    "pyplot from matplotlib": ("from matplotlib import pyplot as plt\nplt.plot(x)", "pyplot: draw with"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_cells_pass(name: str) -> None:
    assert faults(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_cells_are_found(name: str) -> None:
    source, fault = BAD[name]
    assert any(fault in found for found in faults(source)), faults(source)
