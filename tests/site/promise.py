"""What holds whatever is edited: an incremental build equals a clean one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from choices import (
    BODIES,
    CONFIG,
    DATES,
    FIRST,
    NAMES,
    PAGES,
    TAGS,
    TITLES,
    front,
    quoted,
)
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from small_site import Site, difference

from ssg.engine import inputs, stages
from ssg.engine.store import Made, Store
from ssg.errors import SsgError
from ssg.fingerprint import fingerprint
from ssg.formats import urls_lock
from ssg.report import Report
from ssg.urls import output_path

FAST = Path("/dev/shm")  # noqa: S108 - memory where there is some, else the usual place
OLD = -(10**15)


class Promise(RuleBasedStateMachine):
    """An archive in a folder, and the promise that a build after each edit keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(
            tempfile.mkdtemp(prefix="ssg-edits-", dir=FAST if FAST.is_dir() else None)
        )
        self.site = Site(self.folder / "home")
        self.files: dict[str, tuple[dict[str, str], str]] = {}
        self.config = dict(FIRST)
        self.options: dict[str, Any] = {}
        self.dirty = True
        self.foreign: set[str] = set()  # files in the site's folder that are none of ours
        self.saved = (inputs.YOUNG_NS, stages.FEW, stages.BATCH)

    def teardown(self) -> None:
        inputs.YOUNG_NS, stages.FEW, stages.BATCH = self.saved
        shutil.rmtree(self.folder)

    @initialize(believing=st.booleans(), workers=st.sampled_from((False, False, False, True)))
    def begin(self, believing: bool, workers: bool) -> None:
        if workers:  # small batches, so that even this little archive needs them
            stages.FEW, stages.BATCH = 2, 3
            self.options["jobs"] = 2
        inputs.YOUNG_NS = OLD if believing else self.saved[0]
        for n, name in enumerate(NAMES[:8]):
            fields = {"title": quoted(TITLES[n % 4]), "date": DATES[n % 5]}
            fields["tags"] = f"[{TAGS[n]}, {TAGS[(n * 2) % 7]}]"
            self.files[f"content/articles/{name}"] = (fields, BODIES[n % len(BODIES)])
        for name in PAGES[:2]:
            self.files[f"content/pages/{name}"] = ({"title": name}, BODIES[1])
        for path in self.files:
            self._write(path)
        self._configure()
        self.site.put("content/articles/2024/묶음/dot.png", b"dot")
        self.site.put("content/articles/2023/dot.png", b"loose")

    def _write(self, path: str) -> None:
        self.site.put(path, front(*self.files[path]))
        self.dirty = True

    def _configure(self) -> None:
        self.site.put("site.toml", CONFIG.format(**self.config).encode())
        self.dirty = True

    def _pick(self, number: int) -> str:
        return sorted(self.files)[number % len(self.files)]

    @invariant()
    def incremental_equals_clean(self) -> None:
        if not self.dirty:
            return
        self.dirty = False
        before = self._tree()
        clean, said = None, None
        try:
            clean, expected = self.site.clean(
                **{name: given for name, given in self.options.items() if name != "record"}
            )
        except SsgError as error:
            said = error.problems
        try:
            report = self.site.build(**self.options)
        except SsgError as error:
            assert error.problems == said, f"{error.problems} != {said}"
            assert self._tree() == before, "a build that failed touched the site"
            return
        assert clean is not None, f"only the clean build fails: {said}"
        assert report.problems == clean.problems, f"{report.problems} != {clean.problems}"
        ours = self._tree()
        kept = self._kept(report)
        found = difference(ours, expected)
        found = {path: how for path, how in found.items() if (path, how) not in kept}
        assert not found, f"not as a clean build: {found}"
        again = self.site.build(**self.options)
        idle = ((), (), report.problems)
        assert (again.written, again.deleted, again.problems) == idle, "built twice, wrote twice"
        assert self._tree() == ours

    def _tree(self) -> dict[str, bytes]:
        """The files of the site without those that are none of ours, which are all there."""
        found = self.site.tree()
        for path in sorted(self.foreign):
            assert found.pop(path, None) == b"mine", f"{path} was not ours, and is gone"
        return found

    def _kept(self, report: Report) -> set[tuple[str, str]]:
        """Files that stay because what they were made from is broken now, or because they answer at an address that was published
        for it (a redirect, a tombstone that was taken back); a clean build has none of them."""
        broken = {each.path for each in report.problems if each.level == "error"}
        with Store.open(self.site.root / ".ssg", fingerprint()) as store:
            made = store.get(f"manifest:{self.site.out.absolute()}", dict[str, Made], {})
        looks = any(
            not path.startswith("content/") for path in broken
        )  # a template, a theme's setting
        folders = tuple(p.removesuffix("index.md") for p in broken if p.endswith("/index.md"))
        files: set[str] = set()
        for path, entry in sorted(made.items(), key=lambda item: "redirect" in item[1].key):
            args = entry.key.split("\x1f")[1:]
            led = any("/" + p.removesuffix("index.html") in args for p in files)
            if looks or led or broken & set(args) or (args and args[0].startswith(folders)):
                files.add(path)
        lock = self.site.root / "urls.lock"
        entries = urls_lock.parse(lock.read_text("utf-8")).entries if lock.exists() else ()
        files |= {output_path(entry.url) for entry in entries if entry.path in broken} & made.keys()
        return {(path, "left over") for path in files}
