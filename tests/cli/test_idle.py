"""`ssg build` where nothing changed answers before anything is loaded; where anything did, it doesn't."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ssg import build as pipeline
from ssg import idle
from ssg.cli import cli
from ssg.engine import inputs
from ssg.engine.inputs import Inputs

ROOT = Path(__file__).parents[2]
SITE = 'title = "쉬는 보관소"\ntimezone = "Asia/Seoul"\n'
ARTICLE = "---\ntitle: {}\ndate: 2023-01-02\n---\n{}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of two articles that `ssg build` has built."""
    monkeypatch.setattr(inputs, "YOUNG_NS", -(10**15))
    monkeypatch.delenv("SSG_BASE_URL", raising=False)
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "site.toml").write_text(SITE, "utf-8")
    for name in "ab":
        (tmp_path / f"content/articles/{name}.md").write_text(ARTICLE.format(name, name), "utf-8")
    monkeypatch.chdir(tmp_path)
    ran("build")
    return tmp_path


def ran(*words: str) -> str:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_what_the_whole_way_says(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert idle.answered(["build"])
    short = capfd.readouterr().out
    assert short.split(" in ")[0] == ran("build").split(" in ")[0]
    assert short.split(" s ")[1] == "(nothing changed) → _site\n"
    assert idle.answered(["build", "--json"])
    told = json.loads(capfd.readouterr().out)
    whole = json.loads(ran("build", "--json"))
    assert list(told) == list(whole)
    assert {**told, "seconds": 0} == {**whole, "seconds": 0}
    assert told["unchanged"]
    assert idle.answered(["-q", "build"])
    assert capfd.readouterr().out == ""


def test_other_words_go_the_whole_way(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.is_dir()
    for words in ([], ["build", "--drafts"], ["build", "-o", "x"], ["check"], ["-v", "build"]):
        assert not idle.answered(words)
    monkeypatch.setenv("SSG_BASE_URL", "https://me.example/")
    assert not idle.answered(["build"])


def same_size_and_time(site: Path) -> None:
    place = site / "content/articles/a.md"
    before = place.stat()
    place.write_text(place.read_text("utf-8").replace("\na\n", "\nz\n"), "utf-8")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def own_footer(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/_footer.html").write_text("<p>x</p>")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit of same size and time": same_size_and_time,
    "a new article": lambda site: (site / "content/articles/c.md").write_text(ARTICLE.format("c", "c"), "utf-8"),
    "a deleted article": lambda site: (site / "content/articles/b.md").unlink(),
    "a renamed article": lambda site: (site / "content/articles/b.md").rename(site / "content/articles/d.md"),
    "a setting": lambda site: (site / "site.toml").write_text(SITE + "paginate = 1\n", "utf-8"),
    "a template": own_footer,
    "a lost page": lambda site: (site / "_site/articles/a/index.html").unlink(),
    "a changed page": lambda site: (site / "_site/index.html").write_text("x"),
    "a lost ledger": lambda site: (site / "urls.lock").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("parted", [0, 10**6], ids=["two processes", "one"])
def test_whatever_has_changed_is_built(
    site: Path, change: Callable[[Path], object], parted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "PARTED", parted)
    assert idle.answered(["build"])
    change(site)
    assert not idle.answered(["build"])
    CliRunner().invoke(cli, ["build"])
    again = CliRunner().invoke(cli, ["build"])  # 1 where a published address would die
    assert idle.answered(["build"]) is (again.exit_code == 0)


def test_another_day_other_code_or_another_place_is_built(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        tomorrow = time.time() + 86400  # noqa: TID251 - what the command reads
        patch.setattr(time, "time", lambda: tomorrow)
        assert not idle.answered(["build"])
    with monkeypatch.context() as patch:
        patch.setattr(idle, "code", lambda: b"other")
        assert not idle.answered(["build"])
    moved = site.with_name("moved")
    site.rename(moved)
    monkeypatch.chdir(moved)
    assert not idle.answered(["build"])
    moved.rename(site)
    monkeypatch.chdir(site)
    assert idle.answered(["build"])


def test_a_damaged_note_is_no_answer(site: Path) -> None:
    note = site / ".ssg" / idle.NAME
    whole = note.read_bytes()
    for damaged in (b"", whole[:-1], whole[:40] + b"?" + whole[41:], b"x" * 100):
        note.write_bytes(damaged)
        assert not idle.answered(["build"])
    note.write_bytes(whole)
    assert idle.answered(["build"])


def test_a_site_with_a_problem_says_it_every_time(site: Path) -> None:
    (site / "content/articles/c.md").write_text("---\ntitle: [never\n---\n", "utf-8")
    assert CliRunner().invoke(cli, ["build"]).exit_code == 1
    assert not idle.answered(["build"])
    assert CliRunner().invoke(cli, ["build"]).exit_code == 1


def test_a_link_goes_the_whole_way(site: Path) -> None:
    (site / "content/articles/out.md").symlink_to("/etc/hostname")
    assert not idle.answered(["build"])
    assert "not followed" in CliRunner().invoke(cli, ["build"]).output
    assert not idle.answered(["build"])


def test_a_build_that_ends_in_the_middle_leaves_no_answer(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CHANGES["a new article"](site)

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "swap", ended)
        CliRunner().invoke(cli, ["build"])
    assert not (site / ".ssg" / idle.NAME).exists()
    (site / "content/articles/c.md").unlink()
    assert not idle.answered(["build"])


BUILD = "from ssg.engine import inputs; inputs.YOUNG_NS = -10**15; from ssg.cli import cli; cli(['build'])"
BARE = "import sys; print(*sys.modules)"
LOADED = "import sys; from ssg import idle; assert idle.answered(['build']); print(*sys.modules)"


def test_it_loads_nothing(site: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}  # noqa: TID251

    def said(code: str) -> set[str]:
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, env=env, cwd=site, capture_output=True, text=True, check=True
        )
        return set(done.stdout.splitlines()[-1].split())

    said(BUILD)
    own = {"ssg", "ssg.idle", "ssg.fonts", "ssg.engine", "ssg.engine.stamps"}
    assert said(LOADED) - said(BARE) - own <= {
        "__future__",
        "_struct",
        "itertools",
        "struct",
        "zlib",
    }


def test_what_was_seen_is_what_a_build_would_look_for(site: Path, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}
    assert idle.answered(["build"], seen)
    CHANGES["a new article"](site)
    assert not idle.answered(["build"], seen)
    fresh = scanned(site, None)
    assert "content/articles/c.md" in fresh.found
    (site / "content/articles/d.md").write_text("later", "utf-8")
    taken = scanned(site, seen)
    assert taken.found == fresh.found
    taken.scan()  # what was seen is taken once
    assert "content/articles/d.md" in taken.found
    assert "content/articles/d.md" in scanned(site, seen, forget=True).found
    assert scanned(tmp_path / "elsewhere", seen).found.keys().isdisjoint({"content/articles/c.md"})


def scanned(root: Path, seen: dict[str, Any] | None, *, forget: bool = False) -> Inputs:
    found = Inputs(pipeline.mounts(root), {}, seen)
    if forget:
        found.forget_seen()
    found.scan()
    return found


def test_a_build_after_a_look_has_the_bytes_of_one_without(site: Path) -> None:
    seen: dict[str, Any] = {}
    CHANGES["a new article"](site)
    assert not idle.answered(["build"], seen)
    assert CliRunner().invoke(cli, ["build"], obj=seen).exit_code == 0
    assert (site / "_site/articles/c/index.html").exists()
    assert "verified" in ran("build", "--verify")
