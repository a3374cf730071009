"""What a SymPy derivation does when SymPy answers wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from derivations.voices.checked import RefutedLine


def assert_refuted(
    function: str, lie: Callable[..., Any], build: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is built with SymPy raises as soon as one of its functions lies."""
    build()
    monkeypatch.setattr(sympy, function, lie)
    with pytest.raises(RefutedLine, match=r"SymPy's .* differs"):
        build()
