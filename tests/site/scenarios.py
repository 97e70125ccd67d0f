"""Edits of a small archive that bring to light what an engine does wrong.

`scenario(site)` raises AssertionError where the site isn't what it must be. It passes on the true engine.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from small_site import Site, difference
from three_articles import failing_after

from ssg import build as pipeline
from ssg.engine import inputs, stages, stamps, store
from ssg.errors import SsgError

Patch = pytest.MonkeyPatch


def equal(site: Site, **options: object) -> None:
    """The site equals a clean build, made by the same (perhaps faulty) engine without any memory."""
    _, clean = site.clean(**options)
    found = difference(site.tree(), clean)
    assert not found, f"not as a clean build: {found}"


def override_appears(site: Site) -> None:
    site.build()
    site.write("-- templates/_footer.html --\n<footer>own</footer>\n")
    site.build()
    equal(site)


def newest_appears(site: Site) -> None:
    site.build()
    site.write("-- content/articles/d.md --\n---\ntitle: D\ndate: 2024-01-01\n---\nd\n")
    site.build()
    equal(site)
    site.delete("content/articles/d.md")
    site.build()
    equal(site)


def newest_is_alike(site: Site) -> None:
    """An article with tags that others have comes, gets another one, and goes: each time others have new relatives."""
    site.build()
    for tags in ("x, y", "z", ""):
        if tags:
            site.write(
                f"-- content/articles/d.md --\n---\ntitle: D\ndate: 2024-01-01\ntags: [{tags}]\n---\ntext\n"
            )
        else:
            site.delete("content/articles/d.md")
        site.build()
        equal(site)


def unseen_edit(site: Site) -> None:
    site.build()
    raw = (site.root / "content/articles/a.md").read_bytes()
    site.edit_unseen("content/articles/a.md", raw.replace(b"text of a", b"text on a"))
    site.build()
    equal(site)


def young_edit(site: Site) -> None:
    """Two edits within one tick of the clock: the file system gives both the same stamp."""
    real = stamps.stamp_of
    with Patch.context() as patch:
        tick = 0
        for room in (stamps, inputs):
            patch.setattr(room, "stamp_of", lambda s: (s.st_size, _now() + tick, _now() + tick, 1))
        site.build()
        site.edit("content/articles/a.md", "text of a", "text on a")
        site.build()
        equal(site)
    assert stamps.stamp_of is real


def _now() -> int:
    return 4_000_000_000_000_000_000  # after any clock: a stamp that is young


def changes_while_building(site: Site) -> None:
    site.build()
    before = site.tree()
    scan = inputs.Inputs.scan
    site.edit("content/articles/a.md", "text of a", "text one")

    def scan_then_edit(self: inputs.Inputs) -> None:
        scan(self)
        site.edit("content/articles/a.md", "text one", "text two, longer")

    with Patch.context() as patch:
        patch.setattr(inputs.Inputs, "scan", scan_then_edit)
        try:
            site.build()
        except SsgError as error:
            assert "changed while" in str(error)
        else:
            raise AssertionError("a file changed during the build and nobody noticed")
    assert site.tree() == before


def extra_keys_in_a_template(site: Site) -> None:
    site.edit(
        "content/articles/a.md", "tags: [x]", "tags: [x]\nextra: {zeta: 1, alpha: 2020-01-01}"
    )
    site.build()
    site.write("-- templates/article.html --\n{{ article.card.extra }}{{ article.html }}\n")
    site.build()
    equal(site)


def title_edit(site: Site) -> None:
    site.build()
    site.edit("content/articles/b.md", "title: B", "title: Bee")
    site.build()
    equal(site)


def body_edit_runs_little(site: Site) -> None:
    site.edit("content/articles/b.md", "text of b", "first\n\nsecond, text of b")
    site.build()
    site.edit("content/articles/b.md", "second", "third")
    report = site.build()
    assert site.runs(report).get("lists.home") is None, "an unchanged result did not stop the wave"
    equal(site)


def new_version(site: Site) -> None:
    site.build()
    with Patch.context() as patch:
        patch.setattr(pipeline, "fingerprint", lambda: "another version")
        site.delete("content/articles/c.md")
        report = site.build()
        equal(site)
        assert site.runs(report).get("texts.rendered") == 2, (
            "values of another version were believed"
        )


def foreign_files(site: Site) -> None:
    site.build()
    (site.out / "mine.txt").write_text("mine")
    (site.out / "tags" / "mine.txt").write_text("mine")
    site.delete("content/articles/c.md")
    site.build()
    left = {path for path in site.tree() if path.endswith("mine.txt")}
    assert left == {"mine.txt", "tags/mine.txt"}, f"a foreign file was deleted: {left}"
    for path in left:
        (site.out / path).unlink()
    equal(site)


def failing_build_deletes_nothing(site: Site) -> None:
    site.build()
    before = site.tree()
    site.delete("content/articles/c.md")
    site.edit("site.toml", "paginate = 2", 'paginate = 2\ntheme = "none"')
    try:
        site.build()
    except SsgError:
        assert site.tree() == before, "a build that failed deleted files"
    else:
        raise AssertionError("a missing theme was no error")


def collision(site: Site) -> None:
    site.write("-- content/articles/d.md --\n---\ntitle: D\nslug: a\n---\nd\n")
    report = site.build()
    said = " ".join(map(str, report.problems))
    assert "articles/a.md" in said and "articles/d.md" in said, "two articles took one address"


def problem_keeps_the_page(site: Site) -> None:
    site.build()
    old = site.page("articles/b/index.html")
    site.write("-- content/articles/b.md --\n---\ntitle: [\n---\n")
    report = site.build()
    assert len(report.problems) == 1, f"problems: {report.problems}"
    assert site.tree().get("articles/b/index.html") == old.encode(), "the old page is gone"


def lost_output(site: Site) -> None:
    site.build()
    (site.out / "articles/a/index.html").unlink()
    (site.out / "tags/x/index.html").write_text("edited by somebody")
    site.build()
    equal(site)


def with_workers(site: Site) -> None:
    with Patch.context() as patch:
        patch.setattr(stages, "FEW", 1)
        patch.setattr(stages, "BATCH", 2)
        site.build(jobs=2)
        site.edit("content/articles/b.md", "title: B", "title: Bee")
        site.edit("content/articles/a.md", "date: 2023-01-01", "date: 2023-05-05")
        site.build(jobs=2)
        equal(site)


class Killed(BaseException):
    """The process ends here."""


def _die(*_: object, **__: object) -> None:
    raise Killed


def killed_before_the_commit(site: Site) -> None:
    site.build()
    before = site.tree()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    site.delete("content/articles/c.md")
    with Patch.context() as patch:
        patch.setattr(store.Store, "save", _die)
        try:
            site.build()
        except Killed:
            assert site.tree() == before, "the site was touched before the commit"
    site.build()
    equal(site)


def killed_after_the_commit(site: Site) -> None:
    site.build()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    site.delete("content/articles/c.md")
    with Patch.context() as patch, suppress(Killed):
        patch.setattr(pipeline, "swap", _die)
        site.build()
    site.build()
    equal(site)


def killed_half_swapped(site: Site) -> None:
    site.build()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    with Patch.context() as patch, suppress(Killed):
        patch.setattr(os, "replace", failing_after(2, os.replace, Killed()))
        site.build()
    try:
        site.build()
    except (SsgError, FileNotFoundError) as error:
        raise AssertionError(f"the swap can't be finished: {error}") from error
    equal(site)


def nothing_changed_but_the_output(site: Site) -> None:
    site.build()
    site.build()
    (site.out / "index.html").unlink()
    site.build()
    equal(site)


def damaged_pack(site: Site) -> None:
    site.edit("content/articles/a.md", "text of a", "text of a\n\n" + "long words " * 300)
    site.build()
    for path in (site.root / ".ssg/packs").iterdir():
        path.write_bytes(path.read_bytes().replace(b"long words", b"gone words"))
    site.write("-- templates/_footer.html --\n<footer>own</footer>\n")
    site.build()
    equal(site)
