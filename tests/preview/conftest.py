"""Previews for tests, and one browser."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folders

from running import Lasting, Running, free_port, prepared

pytest.register_assert_rewrite("browsing", "editing")  # each has a fixture that asserts

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start previews of `files` (name → text) under `base`; each must end cleanly and silently."""
    started: list[Running] = []

    def make(
        files: dict[str, str], base: str = "/", port: int = 0, *, search: bool = False
    ) -> Running:
        folder = tmp_path / str(len(started))
        prepared(folder, files, base, search=search)
        started.append(Running(folder, base, port or free_port()))
        return started[-1]

    yield make
    for running in started:
        code, wrong = running.stop()
        assert (code, wrong) == (0, "")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """One preview for the tests of a module, each of which finds these files under `base` as they are given."""
    kept: list[Lasting] = []

    def make(files: dict[str, str], base: str = "/") -> Lasting:
        if not kept:
            kept.append(Lasting(tmp_path_factory.mktemp("lasting"), files, base))
        kept[0].reset()
        return kept[0]

    yield make
    for each in kept:
        assert each.stop() == (0, "")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One preview for all requests of a module that change nothing; markers lie where nobody may look."""
    folder = tmp_path_factory.mktemp("preview")
    page = "<p>page</p>"
    files = {"index.html": page, "404.html": page, "d/index.html": page, "main.css": page}
    prepared(folder / "archive", {**files, ".secret": "MARKER", "site~": "MARKER"}, "/")
    (folder / "secret.txt").write_text("MARKER", "utf-8")
    (folder / "archive" / "secret.txt").write_text("MARKER", "utf-8")
    (folder / "archive" / "static" / "link").symlink_to(folder)
    running = Running(folder / "archive", "/", free_port())
    running.get("/")
    yield running
    assert running.stop() == (0, "")


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An archive to attack; at the end every file of it and around it must be as it was."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "secret").mkdir()
    (folder / "secret" / "x.md").write_text("MARKER", "utf-8")
    prepared(
        folder / "archive", {"content/articles/a.md": "---\ntitle: 글\n---\n\n문단.\n"}, "/repo/"
    )
    (folder / "archive/content/articles/link").symlink_to(folder / "secret")
    (folder / "archive/content/articles/link.md").symlink_to(folder / "secret" / "x.md")
    running = Running(folder / "archive", "/repo/", free_port())
    before = snapshot(folder)
    yield running
    assert running.stop() == (0, "")
    assert snapshot(folder) == before


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file but the preview's own store."""
    found = (
        path for path in sorted(folder.rglob("*")) if path.is_file() and ".ssg" not in path.parts
    )
    return {path.as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a module."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("no Chromium: set $CHROMIUM")
    with playwright_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
