"""When the bell rings: on whole files, not on reading, not on what a build or an editor makes for itself."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from ssg.preview import watch
from ssg.preview.watch import HALF, LATER, LONGEST, SOON, Bell, heard, quiet_after, watching


@pytest.mark.parametrize(("path", "expected"), [
    ("content/a.md", True), ("content/기록/글.md", True), ("site.toml", True), ("themes/x/templates/a.html", True), ("content", True),
    (".git/index", False), (".ssg/store", False), ("content/.a.md.swp", False), ("content/a.md~", False), ("content/4913", False),
    ("content/.#a.md", False), ("content/#a.md#", False), ("content/a.md.tmp", False), ("content/a.md___jb_tmp___", False),
    ("node_modules/x/y.js", False), ("content/.ssg-x.tmp", False), ("content/49131", True), ("content/swp.md", True), ("content/a.swx", False),
])  # fmt: skip
def test_what_is_heard(path: str, expected: bool) -> None:
    assert heard(path) is expected


@pytest.mark.parametrize(("event", "folder", "closes", "quiet"), [
    ("closed", False, True, SOON), ("moved", False, True, SOON), ("deleted", True, True, SOON), ("created", False, True, LATER),
    ("modified", False, True, None), ("modified", False, False, LATER), ("modified", True, False, None),
    ("opened", False, True, None), ("closed_no_write", False, True, None), ("opened", False, False, None),
])  # fmt: skip
def test_what_rings(event: str, folder: bool, closes: bool, quiet: float | None) -> None:
    assert quiet_after(event, folder=folder, closes=closes) == quiet


class Rings:
    """Counts rings; waits for one."""

    def __init__(self) -> None:
        self.count = 0
        self._event = threading.Event()

    def ring(self, quiet: float) -> None:
        assert quiet > 0
        self.count += 1
        self.quiet = quiet
        self._event.set()

    def within(self, seconds: float) -> bool:
        rung = self._event.wait(seconds)
        self._event.clear()
        return rung

    def settle(self) -> None:
        while self.within(0.1):
            pass


@contextmanager
def watched(root: Path, *, poll: bool = False, said: list[str] | None = None) -> Iterator[Rings]:
    rings = Rings()
    lines = [] if said is None else said
    with watching(root, rings.ring, ignore=[root / "public" / "site"], poll=poll, say=lines.append):
        yield rings


def archive(root: Path) -> Path:
    for folder in ("content/articles", ".git", ".ssg/preview", "public/site", "themes"):
        (root / folder).mkdir(parents=True)
    (root / "content/articles/a.md").write_text("a", "utf-8")
    (root / "site.toml").write_text("", "utf-8")
    return root


def atomic(file: Path) -> None:
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_text("new", "utf-8")
    temporary.replace(file)


def new_tree(root: Path) -> None:
    (root / "data" / "deep").mkdir(parents=True)
    (root / "data" / "deep" / "x.md").write_text("x", "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "write": lambda root: (root / "content/articles/a.md").write_text("b", "utf-8"),
    "write at the top": lambda root: (root / "site.toml").write_text("x", "utf-8"),
    "rename over": lambda root: atomic(root / "content/articles/a.md"),
    "new": lambda root: (root / "content/articles/b.md").write_text("b", "utf-8"),
    "delete": lambda root: (root / "content/articles/a.md").unlink(),
    "rename": lambda root: (root / "content/articles/a.md").rename(root / "content/articles/c.md"),
    "rename folder": lambda root: (root / "content/articles").rename(root / "content/texts"),
    "delete folder": lambda root: shutil.rmtree(root / "content"),
    "new tree": new_tree,
}


@pytest.mark.parametrize("name", sorted(CHANGES))
@pytest.mark.parametrize("poll", [False, True])
def test_a_change_rings(tmp_path: Path, name: str, poll: bool) -> None:
    with watched(archive(tmp_path), poll=poll) as rings:
        CHANGES[name](tmp_path)
        assert rings.within(5)


SILENT: dict[str, Callable[[Path], object]] = {
    "read": lambda root: (root / "content/articles/a.md").read_text("utf-8"),
    "read a folder": lambda root: list((root / "content").rglob("*")),
    "store": lambda root: (root / ".ssg/store").write_text("x", "utf-8"),
    "git": lambda root: (root / ".git/index").write_text("x", "utf-8"),
    "output": lambda root: (root / "public/site/index.html").write_text("x", "utf-8"),
    "swap file": lambda root: (root / "content/articles/.a.md.swp").write_text("x", "utf-8"),
    "backup": lambda root: (root / "content/articles/a.md~").write_text("x", "utf-8"),
}


def test_what_a_build_and_an_editor_do_for_themselves_is_silent(tmp_path: Path) -> None:
    with watched(archive(tmp_path)) as rings:
        for change in SILENT.values():
            change(tmp_path)
        assert not rings.within(0.3)
        (tmp_path / "content/articles/a.md").write_text("c", "utf-8")  # and it does listen
        assert rings.within(5)


def test_a_watcher_that_also_rings_on_reading_would_be_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant of law 8: the build's own reading rings, and so it would build for ever."""
    monkeypatch.setattr(watch, "WANTED", None)
    monkeypatch.setattr(watch, "quiet_after", lambda *_, **__: SOON)
    with pytest.raises(AssertionError):
        test_what_a_build_and_an_editor_do_for_themselves_is_silent(tmp_path)


def test_a_file_that_is_moved_to_a_backups_name_has_time_to_come_back(tmp_path: Path) -> None:
    file = tmp_path / "content" / "a.md"
    file.parent.mkdir()
    file.write_text("글", "utf-8")
    with watched(tmp_path) as rings:
        rings.settle()
        file.rename(f"{file}~")
        assert rings.within(5)
        assert rings.quiet == HALF
        file.write_text("고친 글", "utf-8")
        assert rings.within(5)
        rings.settle()
        assert rings.quiet == SOON


def test_a_folder_made_later_is_watched_and_so_is_one_that_takes_its_name(tmp_path: Path) -> None:
    with watched(archive(tmp_path)) as rings:
        for _ in range(2):
            new_tree(tmp_path)
            assert rings.within(5)
            rings.settle()
            (tmp_path / "data" / "deep" / "x.md").write_text("again", "utf-8")
            assert rings.within(5)
            shutil.rmtree(tmp_path / "data")
            assert rings.within(5)
            rings.settle()


def test_a_linked_folder_is_watched_where_it_really_is(tmp_path: Path) -> None:
    root, elsewhere = archive(tmp_path / "root"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "linked").symlink_to(elsewhere)
    with watched(root) as rings:
        (elsewhere / "a.md").write_text("a", "utf-8")
        assert rings.within(5)


def test_without_watches_left_the_tree_is_polled_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Exhausted(BaseObserver):
        def __init__(self) -> None:
            super().__init__(lambda *args, **kwargs: None)  # type: ignore[arg-type]

        def start(self) -> None:
            super().start()
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch, "Observer", Exhausted)
    said: list[str] = []
    with watched(archive(tmp_path), said=said) as rings:
        (tmp_path / "content/articles/a.md").write_text("b", "utf-8")
        assert rings.within(5)
    assert said == [
        "this system has no file watches left: looking for changes every half second instead"
    ]


def test_a_burst_is_one_ring_and_a_flood_is_cut() -> None:
    async def run() -> tuple[int, float]:
        loop = asyncio.get_running_loop()
        bell = Bell(loop)
        for _ in range(100):
            bell.ring(SOON)
        await bell.wait()
        first = bell.rung
        bell.ring(100 * LONGEST)  # as if changes kept coming
        started = loop.time()
        await bell.wait()
        return int(first), loop.time() - started

    first, waited = asyncio.run(run())
    assert first == 0
    assert LONGEST * 0.9 <= waited < LONGEST * 50


def test_a_ring_after_the_end_is_heard_by_nobody() -> None:
    loop = asyncio.new_event_loop()
    bell = Bell(loop)
    loop.close()
    bell.ring(SOON)
    assert not bell.rung
