"""`ssg export --lunr`: the index of the built site in one file."""

import json
import subprocess
import sys
from pathlib import Path

FIELDS = ("title", "subtitle", "tags", "authors", "source", "captions", "body")
ROOT = Path(__file__).parents[2]


def ssg(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ssg", "-C", str(folder), *words], capture_output=True, encoding="utf-8", check=False, timeout=60, cwd=ROOT,
    )  # fmt: skip


def test_the_index_of_a_site_becomes_one_file(tmp_path: Path) -> None:
    if not (ROOT / "ssg" / "browser" / "vendor" / "lunr.min.js").exists():
        import pytest

        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    article = tmp_path / "content" / "articles" / "a.md"
    article.parent.mkdir(parents=True)
    (tmp_path / "site.toml").write_text('title = "기록"\n', "utf-8")
    article.write_text("---\ntitle: 도서관의 하루\n---\n기록을 지킨다.\n", "utf-8")
    assert ssg(tmp_path, "build").returncode == 0
    done = ssg(tmp_path, "export", "--lunr", "-o", str(tmp_path / "made" / "lunr.json"))
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads((tmp_path / "made" / "lunr.json").read_text("utf-8"))
    assert (made["version"], made["pipeline"]) == ("2.3.9", ["ssg-analysis"])
    assert [name for name, _ in made["fieldVectors"]] == [f"{f}//articles/a/" for f in FIELDS]  # fmt: skip


def test_what_to_export_has_to_be_said(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('title = "기록"\n', "utf-8")
    done = ssg(tmp_path, "export", "-o", "x")
    assert done.returncode == 2
    assert "say it with --lunr" in done.stderr
