"""The built site as the checks see it: its files, which source made which page, its articles. Reads; writes nothing."""

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from ssg.check.crawl import Page, page
from ssg.check.crew import spread
from ssg.config import Config
from ssg.engine.store import Made
from ssg.engine.ways import MARKER
from ssg.model import Card
from ssg.urls import output_path

BESIDE = frozenset({MARKER, "manifest-sha256.txt"})
"""What lies in the output folder beside the site's own files."""


@dataclass(frozen=True)
class Site:
    """A built site.

    `out` is the folder, `made` the manifest of the build that made it (path below `out` → the file's key),
    `cards` are all articles and pages of the archive, drafts included, `config` has the base URL of that build, `today`
    is the day it was made for.
    """

    root: Path
    out: Path
    config: Config
    made: Mapping[str, Made]
    cards: tuple[Card, ...]
    today: str = ""

    @property
    def base(self) -> str:
        """The base path of that build, with slashes at both ends."""
        return self.config.base_path

    @cached_property
    def published(self) -> tuple[Card, ...]:
        """The articles and pages that the site has, by path."""
        of = {card.path: card for card in self.cards}
        return tuple(of[path] for path in sorted(set(self.sources.values()) & of.keys()))

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Output path of each article's or page's own HTML → the source file that a person can mend."""
        named = {output_path(card.url): card.path for card in self.cards}
        return {path: named[path] for path, made in self.made.items()
                if path in named and named[path] in made.key.split("\x1f")}  # fmt: skip

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """Output path → the file of the archive that it is copied or made from, where there is a single one."""
        found = dict(self.sources)
        for path, made in self.made.items():
            for arg in made.key.split("\x1f")[1:]:
                if path not in found and arg.startswith(
                    ("content/", "static/", "themes/", "templates/")
                ):
                    found[path] = arg
        return found

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Output path → what leads out of and into it, for every HTML file of the site that is there."""
        return dict(self._read())

    def _read(self) -> Iterator[tuple[str, Page]]:
        paths = [path for path in self.made if path.endswith((".html", ".htm"))]
        for path, found in zip(paths, spread(partial(_page, self.out), paths), strict=True):
            if found is not None:  # a missing file is reported by what compares with the manifest
                yield path, found

    @cached_property
    def lying(self) -> Mapping[str, os.stat_result]:
        """What lies in the output folder, links not followed: path → its stat; what isn't the site's included."""
        return {path: found for path, found in _walked(self.out, "") if path not in BESIDE}

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """Lines of source files that were asked for; filled by `lines`."""
        return {}

    def lines(self, path: str) -> list[str]:
        """The lines of a file of the archive; none where it can't be read as text."""
        if path not in self.texts:
            try:
                self.texts[path] = (
                    (self.root / path).read_bytes().decode("utf-8", "replace").split("\n")
                )
            except OSError:
                self.texts[path] = []
        return self.texts[path]

    def line_with(self, path: str, *words: str) -> int:
        """The first line (from 1) of a source file that holds one of some words, the earlier word preferred; else 1."""
        for word in words:
            for number, line in enumerate(self.lines(path), 1):
                if word and word in line:
                    return number
        return 1

    @property
    def paths(self) -> AbstractSet[str]:
        """The files that answer: those of the manifest."""
        return self.made.keys()


def _page(out: Path, path: str) -> Page | None:
    """What leads out of and into an HTML file; None where it is not there."""
    try:
        return page((out / path).read_text("utf-8", "replace"))
    except OSError:
        return None


def _walked(folder: Path, below: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walked(folder / entry.name, f"{path}/")
        else:
            yield path, entry.stat(follow_symlinks=False)
