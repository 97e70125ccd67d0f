"""A whole archive in one text literal, and what a build of it did."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ssg.build import Options, Tools, build
from ssg.engine.ways import MARKER
from ssg.report import Report

TODAY = "2024-06-01"
Tree = Mapping[str, bytes]


class Site:
    """An archive in a folder. Its output is `out`; a clean build goes to a folder and a store of its own."""

    def __init__(self, home: Path, text: str = "") -> None:
        self.home = home
        self.root, self.out = home / "archive", home / "archive" / "_site"
        self.root.mkdir(parents=True)
        self.write(text)

    def write(self, text: str) -> None:
        """Write the files of a literal: `-- path --` on a line of its own, then the file."""
        for path, content in parts(text).items():
            self.put(path, content.encode())

    def put(self, path: str, content: bytes) -> None:
        """Write one file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def delete(self, path: str) -> None:
        """Delete one file, and its folder if that is empty now."""
        (self.root / path).unlink()
        if not any((self.root / path).parent.iterdir()):
            (self.root / path).parent.rmdir()

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that a file holds exactly once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        self.put(path, text.replace(old, new).encode())

    def edit_unseen(self, path: str, content: bytes) -> None:
        """Write a file and set its time of modification back to what it was."""
        place = self.root / path
        before = place.stat()
        place.write_bytes(content)
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    def build(
        self, *, why: str = "", record: bool = False, profile: bool = False, **options: Any
    ) -> Report:
        """Build into `out`; jobs=1 and TODAY unless told; `record` as `ssg build` does."""
        tools = Tools(why=why, record=record, profile=profile)
        return build(self.root, self.out, _options(options), tools)

    def clean(self, **options: Any) -> tuple[Report, dict[str, bytes]]:
        """Build into a new folder with a new store; return the report and the tree."""
        folder = self.home / "clean"
        shutil.rmtree(folder, ignore_errors=True)
        report = build(self.root, folder / "site", _options(options), Tools(cache=folder / "store"))
        return report, tree(folder / "site")

    def tree(self) -> dict[str, bytes]:
        """The files of the site."""
        return tree(self.out)

    def page(self, path: str) -> str:
        """The text of one file of the site."""
        return (self.out / path).read_text("utf-8")

    def runs(self, report: Report) -> dict[str, int]:
        """How often each rule ran, by its short name: `pages.article`."""
        return {name.rpartition(".")[2].replace(":", "."): n for name, n in report.ran.items()}


def _options(given: Mapping[str, object]) -> Options:
    return Options(**{"today": TODAY, "jobs": 1, **given})  # type: ignore[arg-type]


def parts(text: str) -> dict[str, str]:
    """Return the files of a literal, by path."""
    found: dict[str, str] = {}
    path = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("-- ") and line.rstrip().endswith(" --"):
            path = line.strip()[3:-3]
            found[path] = ""
        elif path:
            found[path] += line
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by path, without the marker that says whose folder it is."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {path: content for path, content in named.items() if path != MARKER}


def difference(ours: Tree, clean: Tree) -> dict[str, str]:
    """Return what sets two trees apart: path → `differs`, `missing` or `left over`."""
    said = {path: "differs" for path in ours.keys() & clean.keys() if ours[path] != clean[path]}
    said |= {path: "missing" for path in clean.keys() - ours.keys()}
    said |= {path: "left over" for path in ours.keys() - clean.keys()}
    return dict(sorted(said.items()))


MakeSite = Callable[[str], Site]
