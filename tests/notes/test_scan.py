"""Strokes that a scan loses or misreads, told from slips of an author."""

from __future__ import annotations

import pytest

from derivations.notes.scan import scanned_slip

SCANNED = {
    "sign": ("a^(1/2) b = c", "a^(-1/2) b = c", "a sign $-$ may be lost"),
    "exponent": ("z = x/sqrt(s)", "z = x/sqrt(s^2)", "an exponent may be lost"),
    "transposition": ("x = A x", "x = A' x", "a transposition may be lost"),
    "signs of a derivative": ("z[i] / z[k] = 1", "grad(z[i], z[k]) = 1", r"the signs $\partial$ may be lost"),
    "index, everywhere": ("a[u,i] + b[u] = 0", "a[t,i] + b[t] = 0", "$u$ may be a misread $t$"),
    "two indices": ("a[j,i] = 1", "a[s,t] = 1", "$i$ may be a misread $t$, $j$ may be a misread $s$"),
    "sign of a product": ("kron(A, I) = B", "had(A, I) = B", r"$\otimes$ may be a misread $\odot$"),
    "one of two readings": ("a = b + c; a[i] = b", "a[t] = b", "$i$ may be a misread $t$"),
}
AUTHORS = {
    "exchanged indices": ("a[k,i] b[l,j]", "a[k,i] b[j,l]"),
    "indices read for each other": ("a[i,i] b[j,j]", "a[j,i] b[i,j]"),
    "one index read as two": ("a[u] + b[u]", "a[t] + b[s]"),
    "printed and should not be": ("a = -b", "a = b"),
    "a factor": ("a = 1/2 b", "a = b"),
    "moved": ("x' x", "x x'"),
    "another letter": ("a = B", "a = C"),
    "a word": ("log(S) = c", "tr(log(S)) = c"),
    "a bracket": ("(a b) c + d", "a b (c + d)"),
    "lost and misread": ("a[u] = b", "a[t] = -b"),
    "nothing": ("a = b", "a = b"),
}


@pytest.mark.parametrize("name", SCANNED)
def test_strokes(name: str) -> None:
    printed, meant, said = SCANNED[name]
    assert scanned_slip(printed, meant) == said


@pytest.mark.parametrize("name", AUTHORS)
def test_slips_of_an_author(name: str) -> None:
    assert scanned_slip(*AUTHORS[name]) == ""
