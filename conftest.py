"""Guards around nbval: what it would let pass is a failure here.

nbval does not compare pictures, accepts a cell that is stored without having run, accepts a stored error if the cell is
tagged for it, and can be told by a comment or a tag to ignore an output.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from derivations.page.notebooks import KERNEL_ENVIRONMENT

# The kernels inherit it.  What is set on the command line stands: a test compares two processors that way.
for name, value in KERNEL_ENVIRONMENT.items():
    os.environ.setdefault(name, value)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Compares pictures too, in every notebook."""
    for item in items:
        notebook: Any = item.parent
        if hasattr(notebook, "skip_compare"):
            notebook.skip_compare = tuple(key for key in notebook.skip_compare if not key.startswith("image/"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fails a cell of a notebook whose stored outputs prove nothing."""
    cell = getattr(item, "cell", None)
    if cell is None:
        return
    options = getattr(item, "options", {})
    if options["skip"] or options["check_exception"] or not options["check"]:
        pytest.fail("a comment or a tag takes this cell out of the comparison", pytrace=False)
    if cell.source.strip() and cell.execution_count is None:
        pytest.fail("this cell is stored without having run", pytrace=False)
    if any(output.output_type == "error" for output in cell.outputs):
        pytest.fail("an error is stored as the output of this cell", pytrace=False)
