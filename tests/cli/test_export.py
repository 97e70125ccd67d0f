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
    assert "say it with one of" in done.stderr


def test_a_tag_or_a_query_chooses_what_is_exported(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "articles"
    folder.mkdir(parents=True)
    (tmp_path / "site.toml").write_text('title = "기록"\n', "utf-8")
    (folder / "a.md").write_text(
        "---\ntitle: 도서관의 하루\ntags: [책]\n---\n기록을 지킨다.\n", "utf-8"
    )
    (folder / "b.md").write_text("---\ntitle: 나루의 저녁\n---\n배가 떠났다.\n", "utf-8")
    assert ssg(tmp_path, "build").returncode == 0

    def titles(*words: str) -> list[str]:
        done = ssg(tmp_path, "export", "--jsonl", "-o", "-", *words)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line)["title"] for line in done.stdout.splitlines()]

    assert titles() == ["도서관의 하루", "나루의 저녁"]
    assert titles("--tag", "책") == ["도서관의 하루"]
    assert titles("--query", "배는") == ["나루의 저녁"]
    assert titles("--query", "기록", "--tag", "책") == ["도서관의 하루"]
    done = ssg(tmp_path, "export", "--jsonl", "-o", "-", "--query", "없는낱말")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing found for: 없는낱말" in done.stderr


def test_what_cannot_be_written_there_is_a_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('title = "기록"\n', "utf-8")
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "a.md").write_text("---\ntitle: 글\n---\n글.\n", "utf-8")
    for words, said in [
        (("--epub", "--hugo"), "one format at a time, not --epub and --hugo"),
        (("--epub", "-o", "-"), "--epub makes more than text"),
        (("--hugo", "-o", str(tmp_path / "content" / "out")), "the archive's own files are there"),
        (("--hugo", "-o", str(tmp_path)), "the archive's own files are there"),
        (("--lunr", "--tag", "책"), "--lunr writes the whole index"),
    ]:
        done = ssg(tmp_path, "export", *words)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_an_article_that_cannot_be_read_is_told_and_the_others_leave(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('title = "기록"\n', "utf-8")
    folder = tmp_path / "content" / "articles"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("---\ntitle: 글\n---\n글.\n", "utf-8")
    (folder / "b.md").write_text("---\ntitle: 글\ndate: 언젠가\n---\n글.\n", "utf-8")
    done = ssg(tmp_path, "export", "--bibtex", "-o", str(tmp_path / "a.bib"))
    assert done.returncode == 1
    assert "content/articles/b.md:3" in done.stderr
    assert (tmp_path / "a.bib").read_text("utf-8").count("@article") == 1


def test_without_a_place_it_goes_to_the_folder_of_exports(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('title = "마을 기록"\n', "utf-8")
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "a.md").write_text(
        "---\ntitle: 글\ntags: [책]\n---\n글.\n", "utf-8"
    )
    assert ssg(tmp_path, "export", "--bibtex").returncode == 0
    assert ssg(tmp_path, "export", "--hugo", "--tag", "책").returncode == 0
    assert sorted(path.name for path in (tmp_path / "exports").iterdir()) == [
        "마을-기록-책-hugo",
        "마을-기록.bib",
    ]
