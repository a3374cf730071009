"""``derivations chapter new``: a text to begin a chapter with, whose one result is told in three voices."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".myst.md"
TEMPLATE = """\
---
jupytext:
  formats: ipynb,.myst.md:myst
  text_representation:
    extension: .myst.md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# TITLE

The question of the chapter in two sentences, as a reader has it.

```{code-cell} ipython3
:tags: [hide-input]
import numpy as np

from derivations.chapter import *
from derivations.numerics import differentiation

(D,) = sizes("D")
x = vector("x", D)
```

```{code-cell} ipython3
:tags: [hide-input]
squared_length = Result(
    "SLUG-squared-length", "Gradient of a squared length",
    equation(grad(x.T @ x, x), 2 * x),
    text=["The hypotheses in words, with $D$ the dimension:"],
)
squared_length
```

You need: what the chapter builds on.

## A first section

Why the result is needed, a picture of it, and then the proof that one remembers. Each step has a reason and is
checked; one that fails stops the chapter here.

```{code-cell} ipython3
:tags: [hide-input]
line = squared_length.derivation(grad(x.T @ x, x), "The product rule")
line.equals(x + x, "the product rule: each of the two factors moves once")
line.equals(2 * x, "both terms are equal")
```

SymPy derives the same with symbols for the entries.

```{code-cell} ipython3
:tags: [hide-input]
entries = squared_length.sympy(x.T @ x, {D: 2}, "Two entries", name="q")
entries.diff(x).arrives_at(2 * x)
```

And in numbers: lines of NumPy that the reader sees, against a derivative that knows nothing of the formula.

```{code-cell} ipython3
:tags: [hide-input]
point = [1.5, -2.0, 0.5]
squared_length.numpy(
    "The gradient at a point", 2 * x, {x: point},
    data="a point in space", kernel=differentiation.complex_step_gradient, on=(lambda v: v @ v, point),
    lines="2 * x",
)
```

## Where it breaks

## Why it matters

## Exercises

```{code-cell} ipython3
:tags: [hide-input]
Exercise(
    "SLUG-distance", "The gradient of a squared distance",
    given="x, a: D", left="grad((x - a)' (x - a), x)",
    hint="Move the origin to $a$.",
).solved("2 (x - a)", "In the coordinates $y = x - a$ it is the squared length, whose gradient is $2 y$.")
```

## Further reading

## Letters

```{letters}
```
"""


def new_chapter(path: Path) -> Path:
    """Write the text of a new chapter; `ValueError` where the name does not fit or something stands there."""
    if not path.name.endswith(SUFFIX):
        raise ValueError(f"found {path}, expected a name that ends in {SUFFIX}")
    slug = path.name.removesuffix(SUFFIX)
    if not slug.replace("-", "").isalnum() or slug != slug.lower():
        raise ValueError(f"found the name {slug!r}, expected lower-case letters, digits and hyphens")
    if not path.parent.is_dir():
        raise ValueError(f"found no folder {path.parent}, expected the chapter in one that exists")
    if path.exists():
        raise ValueError(f"{path} exists, expected a new file")
    title = slug.replace("-", " ").capitalize()
    path.write_text(TEMPLATE.replace("TITLE", title).replace("SLUG", slug), encoding="utf-8")
    return path
