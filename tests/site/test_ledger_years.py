"""Promise 3 over the years: whatever happens to an archive, its past addresses answer, or the build names them."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from ledger_site import SMALL, ledger
from small_site import MakeSite, Site, difference

from ssg.formats.urls_lock import FILE, parse
from ssg.ledger import tombstone

FAST = Path("/dev/shm")  # noqa: S108 - memory where there is some, else the usual place
ROUNDS, STEPS = (300, 40) if os.environ.get("SSG_LONG") else (20, 15)


class Years(RuleBasedStateMachine):
    """An archive over the years: renamed, deleted, retagged, taken back; published after each change."""

    names = st.sampled_from(("a", "b", "c", "d", "2023/e", "2024/바다/index"))
    some = st.integers(0, 10**6)

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="ssg-urls-", dir=FAST if FAST.is_dir() else None))
        self.site = Site(self.home / "home", SMALL)
        self.files: dict[str, dict[str, str]] = {}
        self.past: set[str] = set()
        self.dirty = True

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @initialize()
    def begin(self) -> None:
        for path in ("a", "b"):
            self.site.delete(f"content/articles/{path}.md")
        for n, name in enumerate(("a", "b", "c")):
            self.files[name] = {"title": f"글 {n}", "date": f"2023-0{n + 1}-01", "tags": "[바다]"}
            self._write(name)

    def _write(self, name: str) -> None:
        lines = "".join(f"{key}: {value}\n" for key, value in self.files[name].items())
        self.site.put(f"content/articles/{name}.md", f"---\n{lines}---\n{name}\n".encode())
        self.dirty = True

    def _pick(self, number: int) -> str | None:
        return sorted(self.files)[number % len(self.files)] if self.files else None

    @rule(
        name=names, title=st.sampled_from(("글 0", "글 9")), key=st.sampled_from(("", "x1", "x2"))
    )
    def add(self, name: str, title: str, key: str) -> None:
        own = {"archive": f"{{id: {key}}}"} if key else {}
        self.files[name] = {"title": title, "date": "2023-01-01", **own}
        self._write(name)

    @rule(number=some, name=names)
    def move(self, number: int, name: str) -> None:
        old = self._pick(number)
        if old is None or name in self.files:
            return
        self.files[name] = self.files.pop(old)
        self.site.delete(f"content/articles/{old}.md")
        self._write(name)

    @rule(number=some)
    def delete(self, number: int) -> None:
        if name := self._pick(number):
            del self.files[name]
            self.site.delete(f"content/articles/{name}.md")
            self.dirty = True

    @rule(
        number=some,
        field=st.sampled_from(
            (
                ("slug", "one"), ("slug", "two"), ("slug", ""), ("tags", "[바다, 빛]"), ("tags", "[산]"),
                ("authors", "[Ann]"), ("authors", ""), ("draft", "true"), ("draft", ""),
                ("visibility", "private"), ("visibility", ""), ("aliases", "[/articles/one/]"),
                ("aliases", "[/old.html, /articles/a/]"), ("aliases", ""), ("date", "2024-05-05"),
                ("title", "새 이름"), ("archive", "{id: x1}"), ("archive", ""), ("series", "항해"),
            )
        ),
    )  # fmt: skip
    def change(self, number: int, field: tuple[str, str]) -> None:
        if name := self._pick(number):
            self.files[name].pop(field[0], None)
            self.files[name].update([field] if field[1] else [])
            self._write(name)

    @rule()
    def bury(self) -> None:
        """Do what the problems of the last build ask for."""
        named = {url for each in self.site.build().problems for url in _named(each.hint)}
        known = parse(ledger(self.site)).entries if (self.site.root / FILE).exists() else ()
        if found := sorted(named & {entry.url for entry in known}):
            tombstone(self.site.root, found, "", "")
            self.dirty = True

    @invariant()
    def every_past_address_answers_or_is_named(self) -> None:
        if not self.dirty:
            return
        self.dirty = False
        report = self.site.build(record=True)
        clean, expected = self.site.clean()
        assert clean.problems == report.problems
        failed = any(each.level == "error" for each in report.problems)
        named = {url for each in report.problems for url in _named(f"{each.what} {each.hint}")}
        answering = {"/" + path.removesuffix("index.html") for path in expected}
        dead = self.past - answering
        assert not dead - named, f"died unnamed: {dead - named}"
        again = self.site.build(record=True)
        assert (again.written, again.deleted, again.problems) == ((), (), report.problems)
        if not failed:
            assert not dead
            assert difference(self.site.tree(), expected) == {}
            self.past |= {url for url in answering if _is_linked_to(url)}


def _named(text: str) -> set[str]:
    return set(re.findall(r"/(?:[^\s\"`,\]]+)", text))


def _is_linked_to(url: str) -> bool:
    listed = url.startswith(
        ("/articles/", "/tags/", "/authors/", "/series/", "/old.html", "/about/")
    )
    return listed and not re.search(r"/page/\d+/$|\.(?:xml|json)$", url)


def test_a_redirect_stays_until_somebody_says_what_answers_there(site: MakeSite) -> None:
    small = site(SMALL)
    small.build(record=True)
    small.put("content/articles/c.md", (small.root / "content/articles/a.md").read_bytes())
    small.delete("content/articles/a.md")
    assert small.build(record=True).problems == ()  # the old address leads to the new one
    small.delete("content/articles/c.md")
    tombstone(small.root, ["/articles/c/"], "", "")  # and what of the old one?
    for _ in range(2):
        report = small.build(record=True)
        assert [each.what for each in report.problems] == [
            "is gone, but its address /articles/a/ was published"
        ]
        assert b"/articles/c/" in small.tree()["articles/a/index.html"]
    assert (report.written, report.deleted) == ((), ())


@pytest.mark.slow
def test_whatever_happens_to_an_archive_its_past_addresses_answer() -> None:
    run_state_machine_as_test(
        Years,
        settings=settings(
            max_examples=ROUNDS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
