"""`ssg check`, `ssg verify` and `ssg deploy` as people and scripts use them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]
BROKEN = "---\ntitle: 끊긴 글\ndate: 2020-01-02\n---\n[없는 글](gone.md)\n"
WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
       "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": "/dev/null"}  # fmt: skip


def git(*words: str, cwd: Path) -> str:
    return subprocess.run(
        ["git", *words], cwd=cwd, check=True, capture_output=True, text=True
    ).stdout


def test_a_new_archive_has_nothing_to_mend(ssg: Run, archive: Path) -> None:
    done = ssg("check")
    assert (done.code, done.out, done.err) == (0, "checked: nothing to mend\n", "")


def test_a_broken_link_is_told_with_its_place_in_every_format(
    ssg: Run, archive: Path, write: Write
) -> None:
    write("content/articles/2020/끊긴-글.md", BROKEN)
    path, what = "content/articles/2020/끊긴-글.md", '"gone.md" leads nowhere'
    done = ssg("check")
    assert (done.code, done.out) == (1, "")
    assert done.err == f"{path}:5: {what} — correct the link, or remove it\n"
    done = ssg("check", "--json")
    told = {"rule": "link", "path": path, "line": 5, "column": 0, "what": what,
            "hint": "correct the link, or remove it", "level": "error"}  # fmt: skip
    assert (done.code, [json.loads(line) for line in done.out.splitlines()]) == (1, [told])
    done = ssg("check", "--format", "github")
    assert (
        done.out
        == f"::error file={path},line=5,title=link::{what} — correct the link, or remove it\n"
    )
    log = json.loads(ssg("check", "--format", "sarif").out)
    result = log["runs"][0]["results"][0]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "link", "error")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 5}


def test_warnings_count_only_when_they_should(ssg: Run, archive: Path, write: Write) -> None:
    write(
        "content/articles/2020/a.md",
        "---\ntitle: 글\ndate: 2020-01-02\nrights: 무단 전재 금지\n---\n글.\n",
    )
    assert (ssg("check").code, ssg("check", "--strict").code) == (0, 1)


def test_other_base_paths_are_crawled_on_request(ssg: Run, archive: Path, write: Write) -> None:
    write(
        "templates/404.html",
        '<!doctype html><html lang="ko"><title>404</title><p><a href="/tags/">태그</a></p></html>',
    )
    assert ssg("check").code == 0
    done = ssg("check", "--bases")
    assert done.code == 1
    assert [line.partition(": ")[2].partition(" — ")[0] for line in done.err.splitlines()[:2]] == [
        'published below /a/b/: "/tags/" leads out of the site, which lies below "/a/b/"',
        'published below /repo/: "/tags/" leads out of the site, which lies below "/repo/"',
    ]


def test_fixity_of_the_site_the_originals_and_a_copy(
    ssg: Run, archive: Path, write: Write, tmp_path: Path
) -> None:
    assert ssg("verify").err.endswith("was never built here — run `ssg build` first\n")
    ssg(
        "import",
        "-",
        stdin="다리 위의 아침\n\n강 위로 안개가 걷히자 새 다리가 모습을 드러냈다. 시민들은 걸음을 멈추었다.\n",
    )
    ssg("build")
    done = ssg("verify", "--write")
    assert (done.code, done.err) == (0, "")
    assert (
        subprocess.run(
            ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"],
            cwd=archive / "_site",
            check=False,
        ).returncode
        == 0
    )
    assert ssg("verify", "_site").code == 0
    (archive / "_site/feed.xml").write_text("다른 것", "utf-8")
    (archive / "_site/robots.txt").unlink()
    original = next((archive / "content/originals").iterdir())
    original.write_text("바뀐 원문", "utf-8")
    done = ssg("verify")
    assert done.code == 1
    assert [line.partition(" — ")[0] for line in done.err.splitlines()] == [
        "_site/feed.xml: is not what the build wrote", "_site/robots.txt: is missing",
        f"content/originals/{original.name}: is not what was imported: its SHA-256 is another", "3 problems",
    ]  # fmt: skip
    done = ssg("verify", "_site")
    assert [line.partition(" — ")[0] for line in done.err.splitlines()[:2]] == [
        "_site/feed.xml: has changed since the list was written", "_site/robots.txt: is missing",
    ]  # fmt: skip


@pytest.fixture
def remote(archive: Path, tmp_path: Path) -> Path:
    """A bare repository that the archive publishes to."""
    git("init", "--quiet", "--bare", str(tmp_path / "remote.git"), cwd=tmp_path)
    if not (archive / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=archive)
    git("remote", "add", "origin", str(tmp_path / "remote.git"), cwd=archive)
    return tmp_path / "remote.git"


def test_a_site_goes_to_the_branch_and_again_only_when_it_changed(
    ssg: Run, archive: Path, remote: Path
) -> None:
    done = ssg("deploy", "--dry-run", env=WHO)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].endswith("files would change; nothing was published")
    assert git("for-each-ref", cwd=remote) == ""
    done = ssg("deploy", env=WHO)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("gh-pages of origin: ")
    assert "index.html" in git("ls-tree", "--name-only", "gh-pages", cwd=remote).splitlines()
    assert (
        ssg("deploy", env=WHO).out.splitlines()[-1]
        == "gh-pages of origin: nothing has changed since the last time"
    )


def test_what_has_a_problem_is_not_published(
    ssg: Run, archive: Path, remote: Path, write: Write
) -> None:
    write("content/articles/2020/끊긴-글.md", BROKEN)
    done = ssg("deploy", env=WHO)
    assert (done.code, git("for-each-ref", cwd=remote)) == (1, "")
    assert (
        done.err.splitlines()[-1]
        == "nothing was published — mend the problems above, or publish as it is with --unchecked"
    )
    assert ssg("deploy", "--unchecked", env=WHO).code == 0


def test_drafts_are_not_published(ssg: Run, archive: Path, remote: Path, write: Write) -> None:
    write(
        "content/articles/2020/초안.md",
        "---\ntitle: 비밀 초안\ndate: 2020-01-02\ndraft: true\n---\n아직이다.\n",
    )
    ssg("build", "-D")
    assert ssg("deploy", env=WHO).code == 0
    found = subprocess.run(
        ["git", "grep", "-l", "비밀 초안", "gh-pages"],
        cwd=remote,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stdout) == (1, "")
