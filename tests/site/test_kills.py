"""Promise 4: a build that is killed leaves the old site, or one that the next command completes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_site import TODAY, MakeSite, Site, tree
from three_articles import ARTICLES, failing_after

from ssg.archive import complete

SCRIPT = """
import os, sys
from pathlib import Path
import ssg.build, ssg.engine.outputs as outputs
from ssg.engine.store import Store
point, root, today = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
die = lambda *_, **__: os._exit(9)
def nth(real, n):
    def call(*args, **kwargs):
        nonlocal n
        n -= 1
        return die() if n < 0 else real(*args, **kwargs)
    return call
name, _, number = point.partition(":")
if name == "staged":
    outputs.Outputs.journal = die
elif name == "saved":
    Store.commit = nth(Store.commit, 0)
elif name == "committed":
    ssg.build.swap = die
elif name == "moving":
    os.replace = nth(os.replace, int(number))
elif name == "deleting":
    outputs._remove = nth(outputs._remove, int(number))
elif name == "swapped":
    Store.commit = nth(Store.commit, 1)
elif name == "closed":
    Store.drop_dead_packs = die
ssg.build.build(root, root / "_site", ssg.build.Options(today=today, jobs=1))
os._exit(0)
"""
BEFORE = ["staged", "saved"]
AFTER = [
    "committed",
    "moving:0",
    "moving:1",
    "moving:7",
    "deleting:0",
    "deleting:1",
    "swapped",
    "closed",
]


def kill_at(point: str, site: Site) -> None:
    """Build in a process that ends itself at a point."""
    command = [sys.executable, "-c", SCRIPT, point, str(site.root), TODAY]
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    assert subprocess.run(command, check=False, env=env).returncode == 9  # noqa: S603


def edited(make: MakeSite) -> tuple[Site, dict[str, bytes], dict[str, bytes]]:
    """A built site with edits that are not built yet; its tree, and the one it shall have."""
    site = make(ARTICLES)
    site.build()
    old = site.tree()
    site.delete("content/articles/c.md")
    site.edit("content/articles/a.md", "tags: [x]", "tags: [x, new]")
    site.write("-- content/articles/d.md --\n---\ntitle: D\ndate: 2023-04-01\n---\nd\n")
    return site, old, site.clean()[1]


@pytest.mark.parametrize("point", BEFORE)
def test_killed_before_the_commit_the_old_site_is_untouched(site: MakeSite, point: str) -> None:
    made, old, new = edited(site)
    kill_at(point, made)
    assert made.tree() == old
    made.build()
    assert made.tree() == new
    assert sorted(p.name for p in made.root.iterdir() if "stage" in p.name) == []


@pytest.mark.parametrize("point", AFTER)
def test_killed_after_the_commit_the_next_command_completes_the_new_site(
    site: MakeSite, point: str
) -> None:
    made, _, new = edited(site)
    kill_at(point, made)
    complete(made.root)
    assert made.tree() == new
    made.build()
    assert made.tree() == new
    assert sorted(p.name for p in made.root.iterdir() if "stage" in p.name) == []


@pytest.mark.parametrize("point", ["committed", "moving:3"])
def test_an_edit_after_the_kill_is_built_on_top(site: MakeSite, point: str) -> None:
    made, _, _ = edited(site)
    kill_at(point, made)
    made.edit("content/articles/b.md", "title: B", "title: Bee")
    made.build()
    assert made.tree() == made.clean()[1]


def test_a_site_deleted_after_the_kill_is_made_again(site: MakeSite) -> None:
    made, _, new = edited(site)
    kill_at("moving:5", made)
    shutil.rmtree(made.out)
    made.build()
    assert made.tree() == new


def test_an_interrupt_between_the_renames_is_finished_by_the_next_build(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C, unlike a kill, runs every `finally` on its way out."""
    made, _, new = edited(site)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing_after(3, os.replace, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            made.build()
    made.build()
    assert made.tree() == new


def test_a_disk_that_is_full_while_pages_are_written_leaves_the_old_site(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, old, new = edited(site)
    full = OSError(28, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing_after(4, os.write, full))
        with pytest.raises(Exception, match="No space left on device"):
            made.build()
    assert made.tree() == old
    made.build()
    assert made.tree() == new
    assert tree(made.out) == new
