"""A pipeline for the toy rules, step by step as ssg.build has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import toy_rules

from ssg.engine.engine import Engine
from ssg.engine.inputs import NO_STAMPS, Inputs, Stamps
from ssg.engine.keys import key_of
from ssg.engine.outputs import Journal, Outputs, finish, swap
from ssg.engine.packs import TornPack
from ssg.engine.stages import Make, made
from ssg.engine.store import Made, Store
from ssg.errors import Problem


@dataclass
class Built:
    """What a build did."""

    runs: Counter[str]
    written: tuple[str, ...]
    deleted: tuple[str, ...]
    failed: Mapping[str, tuple[Problem, ...]]
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Toy:
    """Notes in a folder and the site made of them. `log` is where rules write that they ran."""

    home: Path
    log: Path
    executor: Executor | None = None
    fingerprint: str = "1"
    mood: str = "calm"
    page: Any = toy_rules.page
    more: Sequence[tuple[str, Any]] = ()
    together: int = 1000  # keys in a batch

    @property
    def out(self) -> Path:
        """The site's folder."""
        return self.home / "out"

    def write(self, path: str, text: str) -> None:
        """Write a file of the source tree."""
        place = self.home / "source" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def delete(self, path: str) -> None:
        """Delete a file of the source tree."""
        (self.home / "source" / path).unlink()

    def inputs(self) -> Inputs:
        """The source tree."""
        names = ("notes", "margins")
        return Inputs({n: self.home / "source" / n for n in names}, {"mood": self.mood})

    def build(self) -> Built:
        """Make the site of all notes."""
        self.log.write_bytes(b"")
        with Store.open(self.home / "store", self.fingerprint) as store:
            try:
                return self._build(store)
            except TornPack:
                store.forget()
                return self._build(store)

    def _build(self, store: Store) -> Built:
        inputs = self.inputs()
        finish(store)
        inputs.scan()
        inputs.believe(store.get("stamps", Stamps, NO_STAMPS))
        outputs = Outputs(self.out, store)
        outputs.open_stage()
        engine = Engine(inputs, store, outputs, lambda: self.executor)
        stages = self.stages(engine)
        for stage in stages:
            starts = range(0, len(stage), self.together)
            engine.each([stage[start : start + self.together] for start in starts])
        manifest = self.manifest(engine, outputs, [make for stage in stages for make in stage])
        journal = outputs.journal(manifest)
        commit(engine, outputs, manifest, journal)
        return Built(self.runs(), journal.moves, journal.deletions, engine.failed, inputs.problems)

    def stages(self, engine: Engine) -> list[list[Make]]:
        """Pages of all notes, then the index and what a test adds for each note."""
        paths = engine.value(toy_rules.names)
        pages = [Make(key_of(self.page, (p,)), name_of(p)) for p in paths]
        more = [Make(key_of(r, (p,)), f"{n}/{name_of(p)}") for p in paths for n, r in self.more]
        return [pages, [*more, Make(key_of(toy_rules.index, ()), "index")]]

    def manifest(self, engine: Engine, outputs: Outputs, makes: Sequence[Make]) -> dict[str, Made]:
        """What the site consists of; a page that failed keeps its last file."""
        found = {
            path: entry or outputs.previous.get(path)
            for path, entry in made(engine, [make for make in makes if make.path])
        }
        return {path: entry for path, entry in found.items() if entry}

    def runs(self) -> Counter[str]:
        """How often each rule ran with which arguments in the last build."""
        return Counter(self.log.read_text().splitlines())

    def tree(self) -> dict[str, bytes]:
        """The files of the site."""
        return tree(self.out)


def clean(toy: Toy) -> dict[str, bytes]:
    """The tree of a clean build of the same notes."""
    other = Toy(toy.home / "clean", toy.home / "clean.log", mood=toy.mood, more=toy.more)
    other.home.mkdir(exist_ok=True)
    if not (other.home / "source").exists():
        (other.home / "source").symlink_to(toy.home / "source")
    other.build()
    return other.tree()


def commit(engine: Engine, outputs: Outputs, manifest: dict[str, Made], journal: Journal) -> None:
    """The point of no return, and the swap."""
    store = engine.store
    engine.save()
    store.put("stamps", engine.inputs.stamps())
    store.put(f"manifest:{outputs.out}", manifest)
    store.put("journal", journal)
    outputs.committed = True
    store.commit()
    swap(store, journal, manifest)
    store.commit()
    store.tidy(engine.roots())
    store.commit()
    store.drop_dead_packs()


def name_of(path: str) -> str:
    """`notes/a.txt` → `a`."""
    return path.removeprefix("notes/").removesuffix(".txt")


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the marker."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {path: content for path, content in named.items() if path != ".ssg-site"}
