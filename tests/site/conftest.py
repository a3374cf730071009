"""A browser, and the two books served on this machine only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.site.books import ROOT, Book, build, lay_out_demo, staleness

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder served on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system; its absence is a failure, not a reason to skip."""
    if not CHROMIUM.exists():
        pytest.fail(f"no browser at {CHROMIUM}; run: make chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The demonstration, built."""
    book = lay_out_demo(tmp_path_factory.mktemp("demo"))
    status, messages = build(book)
    assert status == 0, messages
    return book


@pytest.fixture(scope="session")
def real() -> Book:
    """The real book, built and not older than its sources."""
    book = Book(ROOT)
    if reason := staleness(book):
        pytest.fail(reason)
    return book


@pytest.fixture(scope="session")
def demo_address(demo: Book) -> Iterator[str]:
    """Where the demonstration is served."""
    with served(demo.html) as address:
        yield address


@pytest.fixture(scope="session")
def real_address(real: Book) -> Iterator[str]:
    """Where the real book is served."""
    with served(real.html) as address:
        yield address
