"""Publishing to a branch, with a real git and a bare repository as the remote."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repositories import Place

from ssg.deploy.branch import MANIFEST, Target, address, publish
from ssg.deploy.git import told
from ssg.errors import SsgError


def test_the_branch_holds_the_site_to_the_byte_its_digests_and_the_marker(place: Place) -> None:
    before = place.state()
    done = place.publish()
    found = place.published()
    sums = found.pop(MANIFEST)
    assert found == {
        "index.html": "<p>처음</p>",
        "글/index.html": "글\r\n",
        "a b.txt": "x",
        ".ssg-site": "",
        ".nojekyll": "",
    }
    assert [line.split("  ", 1)[1] for line in sums.splitlines()] == [
        "a b.txt",
        "index.html",
        "글/index.html",
    ]
    assert (done.files, {letter for letter, _ in done.changes}, done.dirty) == (6, {"A"}, 0)
    assert place.git("rev-parse", "gh-pages", cwd=place.remote).strip() == done.commit
    assert place.state() == before


def test_attributes_and_line_end_settings_of_the_repository_change_no_byte(place: Place) -> None:
    (place.root / ".gitattributes").write_text("* text=auto eol=crlf\n", "utf-8")
    place.git("config", "core.autocrlf", "true")
    place.publish()
    assert place.published()["글/index.html"] == "글\r\n"


def test_the_second_time_only_changes_are_told_and_the_commit_stands_alone(place: Place) -> None:
    place.publish()
    assert (place.publish().commit, place.publish().changes) == ("", ())
    (place.out / "a b.txt").unlink()
    place.site({"index.html": "<p>둘째</p>", "글/index.html": "글\r\n", "새.txt": "y"})
    done = place.publish()
    assert set(done.changes) == {
        ("M", "index.html"),
        ("D", "a b.txt"),
        ("A", "새.txt"),
        ("M", MANIFEST),
    }
    assert place.git("rev-list", "--count", "gh-pages", cwd=place.remote).strip() == "1"


def test_with_history_the_commits_follow_each_other(place: Place) -> None:
    place.publish(Target(history=True))
    place.site({"index.html": "<p>둘째</p>"})
    place.publish(Target(history=True))
    assert place.git("rev-list", "--count", "gh-pages", cwd=place.remote).strip() == "2"


def test_from_another_clone_the_branch_is_fetched_and_replaced(
    place: Place, tmp_path: Path
) -> None:
    place.publish()
    other = tmp_path / "other"
    place.git("init", "--quiet", str(other), cwd=tmp_path)
    place.git("remote", "add", "origin", str(place.remote), cwd=other)
    (other / "_site").mkdir()
    (other / "_site/index.html").write_text("다른 곳에서", "utf-8")
    done = publish(other, other / "_site", ["index.html"], Target())
    assert place.published()["index.html"] == "다른 곳에서"
    assert ("D", "글/index.html") in done.changes


def test_a_dry_run_shows_the_changes_and_publishes_nothing(place: Place) -> None:
    done = place.publish(dry_run=True)
    assert (done.commit, ("A", "index.html") in done.changes) == ("", True)
    assert place.git("for-each-ref", cwd=place.remote) == ""


def test_uncommitted_changes_are_counted(place: Place) -> None:
    (place.root / "글.md").write_text("고친 글\n", "utf-8")
    (place.root / "새 글.md").write_text("새 글\n", "utf-8")
    done = place.publish()
    assert done.dirty == 2
    assert f"from {done.source}, with 2 uncommitted changes" in place.git(
        "log", "-1", "--format=%B", "gh-pages", cwd=place.remote
    )


def foreign(place: Place, files: dict[str, str], branch: str = "gh-pages") -> str:
    """Let somebody else make the branch."""
    other = place.home / "somebody"
    place.git("init", "--quiet", f"--initial-branch={branch}", str(other), cwd=place.home)
    for name, text in files.items():
        (other / name).write_text(text, "utf-8")
    place.git("add", "-A", cwd=other)
    place.git("commit", "--quiet", "-m", "mine", cwd=other)
    place.git("push", "--quiet", str(place.remote), branch, cwd=other)
    return place.git("rev-parse", "HEAD", cwd=other).strip()


def test_a_branch_of_somebody_else_is_refused_and_replaced_only_by_force(place: Place) -> None:
    theirs = foreign(place, {"notes.txt": "내 글"})
    with pytest.raises(
        SsgError,
        match="holds what ssg did not publish — choose another with --branch; --force replaces it",
    ):
        place.publish()
    assert place.git("rev-parse", "gh-pages", cwd=place.remote).strip() == theirs
    place.publish(Target(force=True))
    assert "notes.txt" not in place.published()


def test_cname_and_what_is_listed_stay(place: Place) -> None:
    foreign(
        place,
        {
            ".ssg-site": "",
            "CNAME": "archive.example.org\n",
            "google123.html": "token",
            "old.html": "옛 쪽",
        },
    )
    place.publish(Target(keep=("CNAME", "google123.html")))
    found = place.published()
    assert (found["CNAME"], found["google123.html"], "old.html" in found) == (
        "archive.example.org\n",
        "token",
        False,
    )
    place.site({"index.html": "x", "CNAME": "new.example.org\n"})
    place.publish()
    assert place.published()["CNAME"] == "new.example.org\n"


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda p: p.git("remote", "remove", "origin"), 'there is no remote "origin"'),
    (lambda p: p.git("remote", "set-url", "origin", str(p.home / "nowhere.git")), 'the remote "origin" can\'t be reached'),
    (lambda p: p.git("remote", "set-url", "origin", "https://name:secret@localhost:1/x.git"), 'the remote "origin" can\'t be reached'),
    (lambda p: (p.remote / "hooks/pre-receive").write_text("#!/bin/sh\necho no room >&2\nexit 1\n") and (p.remote / "hooks/pre-receive").chmod(0o755),
     'the remote "origin" refused: no room'),
    (lambda p: p.git("config", "receive.denyNonFastForwards", "true", cwd=p.remote), ""),
])  # fmt: skip
def test_a_remote_that_says_no_leaves_everything_as_it_was(
    place: Place, spoil: Callable[[Place], Any], said: str
) -> None:
    place.publish()
    before_there = place.git("for-each-ref", cwd=place.remote)
    spoil(place)
    before = place.state()
    place.site({"index.html": "<p>둘째</p>"})
    before["files"] = place.state()["files"]
    with pytest.raises(SsgError) as error:
        place.publish()
    assert said in str(error.value)
    assert "secret" not in str(error.value)
    assert "nothing was published" in str(error.value) or "git remote add" in str(error.value)
    assert (place.git("for-each-ref", cwd=place.remote), place.state()) == (before_there, before)


def test_somebody_who_publishes_in_between_is_not_overwritten(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish()
    place.site({"index.html": "<p>둘째</p>"})
    from ssg.deploy import branch

    made = branch._commit

    def late(*given: Any) -> str:
        foreign(place, {".ssg-site": "", "theirs.html": "먼저"}, "newer")
        place.git("update-ref", "refs/heads/gh-pages", "refs/heads/newer", cwd=place.remote)
        return made(*given)

    monkeypatch.setattr(branch, "_commit", late)
    with pytest.raises(SsgError, match="changed meanwhile: somebody else published"):
        place.publish()
    assert set(place.published()) == {".ssg-site", "theirs.html"}


def test_outside_a_repository_it_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SsgError, match="is not in a git repository — git init"):
        publish(tmp_path, tmp_path, [], Target())


@pytest.mark.parametrize(("remote", "cname", "expected"), [
    ("https://github.com/Name/archive.git", "", "https://name.github.io/archive/"),
    ("https://token@github.com/name/archive", "", "https://name.github.io/archive/"),
    ("git@github.com:name/name.github.io.git", "", "https://name.github.io/"),
    ("ssh://git@github.com/name/a.b.git", "", "https://name.github.io/a.b/"),
    ("https://example.org/name/archive.git", "", ""),
    ("/srv/archive.git", "archive.example.org", "https://archive.example.org/"),
])  # fmt: skip
def test_the_public_address_follows_from_the_remote(remote: str, cname: str, expected: str) -> None:
    assert address(remote, cname) == expected


def test_credentials_are_not_told() -> None:
    printed = b"fatal: unable to access 'https://me:s3cret@example.org/x.git/': refused\n"
    assert told(printed) == "unable to access 'https://example.org/x.git/': refused"
