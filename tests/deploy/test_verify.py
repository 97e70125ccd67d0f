"""`ssg verify URL`: a live site against the one that was built here, over a real server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from like_github import served

ROOT = Path(__file__).parents[2]
FILES = {
    "site.toml": 'title = "기록"\n',
    "content/articles/2024/하나.md": "---\ntitle: 하나\ndate: 2024-01-02\ntags: ['C#', 100%]\n---\n글이다.\n",
    "content/articles/2024/둘.md": "---\ntitle: 둘\ndate: 2024-01-03\n---\n글이다.\n",
}  # fmt: skip


def ssg(archive: Path, *words: str) -> tuple[int, str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "ssg", "-C", str(archive), *words], capture_output=True, encoding="utf-8", check=False, timeout=100,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive, built to be served below /repo/."""
    root = tmp_path / "archive"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    assert ssg(root, "build", "--base-url", "https://name.github.io/repo/")[0] == 0
    return root


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_site_that_is_live_as_it_was_built_is_said_to_be(archive: Path, slash: str) -> None:
    with served(archive / "_site", "/repo/") as address:
        code, out, err = ssg(archive, "verify", address.rstrip("/") + slash)
    count = sum(file.is_file() for file in (archive / "_site").rglob("*"))
    assert (code, err) == (0, [])
    assert ": " in out and "the same bytes as in" in out
    assert count >= int(out.split(": ")[-1].split(" ")[0])


def test_what_differs_and_what_is_missing_is_named(archive: Path, tmp_path: Path) -> None:
    live = Path(shutil.copytree(archive / "_site", tmp_path / "live"))
    page = live / "articles" / "하나" / "index.html"
    page.write_bytes(page.read_bytes().replace("글이다".encode(), "글이나".encode()))
    (live / "feed.xml").unlink()
    (live / "index.html").write_text("맡은 곳의 안내", "utf-8")
    with served(live, "/repo/") as address:
        code, _, err = ssg(archive, "verify", address)
    assert code == 1
    assert err == [
        f"{address}articles/하나/index.html: is not what was built here — publish again, or wait: caches hold pages for ten minutes",
        f"{address}feed.xml: answers 404 Not Found — publish again: `ssg deploy`",
        f"{address}index.html: is not what was built here — publish again, or wait: caches hold pages for ten minutes",
        "3 problems",
    ]


def test_another_base_path_than_the_built_one_misses_everything(archive: Path) -> None:
    with served(archive / "_site", "/repo/") as address:
        code, _, err = ssg(archive, "verify", address.replace("/repo/", "/"))
    assert code == 1
    assert all("answers 404" in line for line in err[:-1])


def test_a_host_that_is_not_there_is_told_once(archive: Path) -> None:
    with served(archive / "_site", "/repo/") as address:
        pass
    code, _, err = ssg(archive, "verify", address)
    assert (code, len(err)) == (1, 1)
    assert err[0].startswith(f"{address}: does not answer: ")
