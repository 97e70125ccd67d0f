"""The verb build: what it says, its options, the folders it writes into and those it leaves alone."""

import json
import os
import re
from pathlib import Path

import pytest
from command_line import Run, Write, article, files


def test_an_archive_of_init_builds_and_says_where(ssg: Run, built: Path, archive: Path) -> None:
    done = ssg("build")
    assert (done.code, done.err) == (0, "")
    said = r"1 article, \d+ pages, 0 problems in \d+\.\d+ s \(\d+ changed\) → _site\n"
    assert re.fullmatch(said, done.out)
    assert files(archive / "_site") == files(built / "_site")
    assert "내 서가" in (archive / "_site" / "index.html").read_text("utf-8")


def test_build_tells_a_program_what_it_did(ssg: Run, write: Write, archive: Path) -> None:
    write("content/articles/x.md", article("하나", "tittle: y\n"))
    done = ssg("build", "--json")
    report = json.loads(done.out)
    assert list(report) == [
        "problems",
        "written",
        "deleted",
        "articles",
        "pages",
        "files",
        "seconds",
        "ran",
        "unchanged",
        "why",
        "profile",
    ]
    assert report["articles"] == 2
    written = sorted(files(archive / "_site"))
    assert sorted([*report["written"], ".ssg-site"]) == written
    assert report["problems"] == [
        {"path": "content/articles/x.md", "line": 4, "column": 1, "what": 'unknown key "tittle"',
         "hint": 'did you mean "title"?', "level": "warning"}
    ]  # fmt: skip
    assert 'unknown key "tittle"' in done.err


def test_strict_makes_warnings_count(ssg: Run, write: Write) -> None:
    assert ssg("build", "--strict").code == 0
    write("content/articles/x.md", article("하나", "tittle: y\n"))
    assert (ssg("build").code, ssg("build", "--strict").code) == (0, 1)


def test_verify_and_why_explain_a_site(ssg: Run, write: Write) -> None:
    write("content/articles/x.md", article("하나", "tags: [나무]\n"))
    done = ssg("build", "--verify")
    assert (done.code, done.err) == (0, "")
    assert "verified: the same bytes as a clean build\n" in done.out
    assert ssg("build", "--why", "/tags/").out.startswith("tags/index.html:\n")
    assert ssg("build", "--why", "/").out.startswith("index.html:\n")
    assert ssg("build", "--why", "tags/나무/index.html").out.startswith("tags/나무/index.html:\n")
    assert ssg("build", "--why", "content/articles/x.md").out.startswith("articles/x/index.html:\n")
    done = ssg("build", "--why", "/nowhere/")
    assert done.code == 1
    assert done.err.startswith("/nowhere/: is no file of the site — ")


def test_why_takes_a_page_as_terminals_and_browsers_name_it(
    ssg: Run, write: Write, archive: Path
) -> None:
    write("content/articles/나무.md", article("나무"))
    ssg("build")
    home = archive / "_site" / "index.html"
    for asked in ("_site/index.html", "./_site/index.html", str(home), "http://localhost:8000/"):
        assert ssg("build", "--why", asked).out.startswith("index.html:\n"), asked
    for asked in (
        "/articles/%EB%82%98%EB%AC%B4/",
        "./content/articles/나무.md",
        "_site\\articles\\나무",
    ):
        assert ssg("build", "--why", asked).out.startswith("articles/나무/index.html:\n"), asked


def test_why_says_what_keeps_an_article_back(ssg: Run, write: Write) -> None:
    kept = {
        "draft: true\n": "is a draft: `--drafts` shows it",
        "embargo: 2999-01-01\n": "comes on 2999-01-01: `--future` shows it",
        "expires: 2001-01-01\n": "ended on 2001-01-01",
        "visibility: private\n": "is private",
        "date: nonsense\n": "can't be read: its problems say why",
    }
    for n, (line, reason) in enumerate(kept.items()):
        path = f"content/articles/x{n}.md"
        write(path, article("하나", line))
        said = ssg("build", "--why", path).out.splitlines()[0]
        assert said == f"{path}: has no page, for it {reason}"


def test_verify_names_a_file_that_was_changed(ssg: Run, archive: Path) -> None:
    ssg("build")
    page = archive / "_site" / "about" / "index.html"
    stat = page.stat()
    page.write_bytes(page.read_bytes().replace(b"<p>", b"<q>"))
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    done = ssg("build", "--verify")
    assert done.code == 1
    assert done.err.startswith("about/index.html: differs from a clean build")


def test_drafts_and_the_future_are_built_when_asked_for(
    ssg: Run, write: Write, archive: Path
) -> None:
    write("content/articles/a.md", article("초안", "draft: true\n"))
    write("content/articles/b.md", "---\ntitle: 앞날\ndate: 2999-01-01\n---\n글\n")
    shown = []
    for options in ([], ["-D"], ["-F"], ["--drafts", "--future"]):
        ssg("build", *options)
        shown.append(sorted(path.name for path in (archive / "_site" / "articles").iterdir()))
    assert shown == [["첫-글"], ["a", "첫-글"], ["b", "첫-글"], ["a", "b", "첫-글"]]


def test_the_public_address_comes_from_the_option_the_environment_or_the_settings(
    ssg: Run, archive: Path
) -> None:
    def base() -> str:
        return (
            (archive / "_site" / "index.html")
            .read_text("utf-8")
            .partition("assets/style.css")[0]
            .rpartition('"')[2]
        )

    bases = []
    for words, env in (([], {}), ([], {"SSG_BASE_URL": "https://e.org/env/"}),
                       (["--base-url", "https://e.org/option"], {"SSG_BASE_URL": "https://e.org/env/"})):  # fmt: skip
        assert ssg("build", *words, env=env).code == 0
        bases.append(base())
    assert bases == ["/", "/env/", "/option/"]


def test_another_output_folder_is_relative_to_where_one_stands(
    ssg: Run, tmp_path: Path, built: Path
) -> None:
    done = ssg("-C", "archive", "build", "-o", "elsewhere", cwd=tmp_path)
    assert (done.code, done.out.rpartition("→ ")[2]) == (0, "elsewhere\n")
    assert files(tmp_path / "elsewhere") == files(built / "_site")


@pytest.mark.parametrize(
    "out", [".", "..", "content", "content/x", "themes", "templates/a", "static"]
)
def test_the_output_may_not_hold_the_archive(ssg: Run, archive: Path, out: str) -> None:
    before = files(archive.parent)
    done = ssg("build", "-o", out)
    assert (done.code, done.out) == (2, "")
    assert (
        "can't be the output folder: the archive's own files are there — choose another with -o"
        in done.err
    )
    assert files(archive.parent) == before


def test_a_folder_with_foreign_files_is_never_built_into(ssg: Run, archive: Path) -> None:
    (archive / "photos").mkdir()
    (archive / "photos" / "one.jpg").write_bytes(b"x")
    (archive / "file").write_bytes(b"y")
    for out, said in (("photos", "holds files that ssg did not make"), ("file", "is not a folder")):
        done = ssg("build", "-o", out)
        assert done.code == 1
        assert said in done.err
    assert files(archive / "photos") == {"one.jpg": b"x"}
    assert (archive / "file").read_bytes() == b"y"


def test_clean_removes_what_ssg_made_and_nothing_else(ssg: Run, archive: Path) -> None:
    before = files(archive)
    ssg("build")
    (archive / "_site" / "mine.txt").write_text("mine", "utf-8")
    (archive / "_site" / "tags" / "mine.txt").write_text("mine", "utf-8")
    done = ssg("clean")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("removed ")
    after = files(archive)
    assert after.pop("urls.lock").startswith(
        b"# Every address"
    )  # published addresses outlive the site
    assert after == {**before, "_site/mine.txt": b"mine", "_site/tags/mine.txt": b"mine"}
