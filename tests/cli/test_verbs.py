"""Each verb: what it does, says and exits with."""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Run, Write, article, files

VERBS = ("build", "check", "clean", "completion", "deploy", "doctor", "export", "help", "import", "init", "list", "new", "search", "serve", "tags", "theme",
         "tombstone", "verify")  # fmt: skip


def test_help_names_every_verb_and_comes_at_once(ssg: Run) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = ssg("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.code, done.err) == (0, "")
    said = [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line]
    assert said == sorted(VERBS)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3  # 0.07 s


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(ssg: Run, verb: str) -> None:
    done = ssg(verb, "-h")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: python -m ssg {verb}")


def test_version_is_one_line(ssg: Run) -> None:
    assert ssg("--version").out.startswith("ssg, version ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--verfy"], "Did you mean '--verify'?"),
        (["build", "--jobs", "-1"], "'--jobs'"),
        (["new"], "TITLE"),
        (["search"], "WORDS"),
        (["import"], "nothing to import — name files or folders, or -"),
        (["import", "-", "--visibility", "secret"], "'public', 'excerpt', 'metadata', 'private'"),
        (["import", "-", "--date", "gestern"], "--date gestern: not a date — write it as 2026-11-23"),
        (["init", "x", "--language", "xx"], "'ko', 'en'"),
        (["init", "x", "--timezone", "Asia/Soul"], 'unknown time zone "Asia/Soul" — did you mean "Asia/Seoul"?'),
        (["build", "--base-url", "example.org"], 'base URL "example.org" is no web address'),
        (["build", "-v"], "Write -v before the verb: ssg -v …"),
    ],
)  # fmt: skip
def test_a_wrong_command_says_what_is_wrong_and_exits_with_2(
    ssg: Run, archive: Path, words: list[str], said: str
) -> None:
    before = files(archive)
    done = ssg(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert files(archive) == before


def test_outside_an_archive_a_verb_says_how_to_begin(ssg: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for words in (["build"], ["list"], ["clean"], ["new", "x"], ["search", "x"], ["import", "-"]):
        done = ssg(*words, cwd=empty)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"{empty}: no site.toml here or above — `ssg init` makes an archive\n"
    assert files(empty) == {}


def test_the_archive_is_found_from_below_and_by_C_from_anywhere(
    ssg: Run, archive: Path, tmp_path: Path
) -> None:
    below = ssg("list", cwd=archive / "content")
    assert below.code == 0
    assert ssg("-C", str(archive), "list", cwd=tmp_path) == below
    assert ssg("--root", "archive", "list", cwd=tmp_path) == below
    assert ssg("-C", "content", "list").code == 2


def test_init_builds_for_the_first_time_and_records_no_address_yet(
    ssg: Run, tmp_path: Path
) -> None:
    done = ssg("init", "서가", "--no-git", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^1 article, \d+ pages, 0 problems in .* → _site$", done.out, re.MULTILINE)
    assert done.out.splitlines()[-1].startswith(
        "서가: an archive is ready. Next: `cd 서가`, then `ssg serve`"
    )
    assert (tmp_path / "서가" / "_site" / "index.html").is_file()
    next((tmp_path / "서가" / "content" / "articles").rglob("*.md")).unlink()  # nobody has seen it
    assert ssg("build", cwd=tmp_path / "서가").code == 0
    done = ssg("init", "a b", "--no-git", "--no-build", "--language", "en", cwd=tmp_path)
    assert (done.code, (tmp_path / "a b" / "_site").exists()) == (0, False)
    assert '`cd "a b"`' in done.out


def test_init_refuses_where_an_archive_is_and_leaves_other_files_alone(
    ssg: Run, archive: Path, tmp_path: Path
) -> None:
    before = files(archive)
    done = ssg("init", str(archive), "--no-git", cwd=tmp_path)
    assert (done.code, done.err) == (
        1,
        "site.toml: an archive is here already — choose an empty folder\n",
    )
    assert files(archive) == before
    there = tmp_path / "notes"
    there.mkdir()
    (there / "README.md").write_text("mine", "utf-8")
    done = ssg("init", "notes", "--no-git", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "README.md" not in done.out
    assert (there / "README.md").read_text("utf-8") == "mine"
    assert ssg("build", cwd=there).code == 0


def test_quiet_says_problems_only(ssg: Run, write: Write) -> None:
    assert ssg("-q", "build") == (0, "", "")
    write("content/articles/x.md", article("x", "tittle: y\n"))
    done = ssg("-q", "build")
    assert (done.code, done.out) == (0, "")
    assert (
        done.err
        == 'content/articles/x.md:4:1: warning: unknown key "tittle" — did you mean "title"?\n'
    )


def test_verbose_counts_the_rules(ssg: Run) -> None:
    assert "  ssg.site.pages:article × 1\n" in ssg("-v", "build").out


def test_new_writes_a_file_and_never_over_one(ssg: Run, archive: Path) -> None:
    first = ssg("new", "새 글: 하나", "--tags", "가, 나", "--section", "잡기", "--lang", "ko")
    second = ssg("new", "새 글: 하나")
    assert (first.code, second.code) == (0, 0)
    paths = [done.out.partition(": ")[0] for done in (first, second)]
    assert [Path(path).name for path in paths] == ["새-글-하나.md", "새-글-하나-2.md"]
    text = (archive / paths[0]).read_text("utf-8")
    assert text.startswith('---\ntitle: "새 글: 하나"\ndate: 2')
    assert text.endswith("tags: [가, 나]\nsection: 잡기\nlang: ko\n---\n\n")
    assert ssg("new", "!!!")[::2] == (1, '"!!!" is no title — a title has letters or digits\n')


def test_list_shows_all_or_some_for_people_and_programs(ssg: Run, write: Write) -> None:
    write("content/articles/a.md", article("하나", "tags: [나무]\n"))
    write("content/articles/b.md", article("둘", "draft: true\n"))
    rows = ssg("list").out.splitlines()
    assert rows[1:] == [
        "2020-01-02  둘 (draft)  content/articles/b.md",
        "2020-01-02  하나  content/articles/a.md",
        "page        소개  content/pages/about.md",
    ]
    assert ssg("list", "--drafts").out == "2020-01-02  둘 (draft)  content/articles/b.md\n"
    told = ssg("list", "--tag", "나무", "--json").out
    assert json.loads(told) == {
        "path": "content/articles/a.md", "url": "/articles/a/", "title": "하나",
        "date": "2020-01-02", "tags": ["나무"], "draft": False,
    }  # fmt: skip


def test_search_asks_the_built_index(ssg: Run, write: Write) -> None:
    done = ssg("search", "회담")
    assert done.code == 1
    assert done.err.endswith("_site: holds no search index — run `ssg build` first\n")
    write("content/articles/a.md", article("두 도시", body="강 위에서 정상회담을 열었다."))
    ssg("build")
    first, second = ssg("search", "회담").out.splitlines()
    assert first.split()[1:] == ["두", "도시", "content/articles/a.md"]
    assert second.strip() == "강 위에서 정상회담을 열었다."
    write(
        "content/articles/b.md",
        article("나루", "figures:\n  - {caption: 옛 나루, after: 1}\n", body="배가 떠난다."),
    )
    ssg("build")
    assert ssg("search", "나루").out.splitlines()[1].strip() == "배가 떠난다. 옛 나루"
    assert ssg("search", "없는낱말").out == "nothing found for: 없는낱말\n"
    assert ssg("search", " ").out == "there is no word to look for\n"
    assert ssg("search", "… !").out == "there is no word to look for: … !\n"
    told = [
        json.loads(line)
        for line in ssg("search", "-", "--json", stdin="정상 회담\n없는낱말\n").out.splitlines()
    ]
    score = told[0]["results"][0].pop("score")
    assert score > 0
    assert told == [
        {
            "query": "정상 회담",
            "results": [
                {"path": "content/articles/a.md", "url": "/articles/a/", "title": "두 도시"}
            ],
        },
        {"query": "없는낱말", "results": []},
    ]
    line = ssg("search", "글", "--limit", "1", "--json").out
    assert len(json.loads(line)["results"]) == 1


def test_deploy_writes_the_workflow_and_keeps_a_changed_one(ssg: Run, archive: Path) -> None:
    workflow = archive / ".github" / "workflows" / "pages.yml"
    workflow.unlink()
    done = ssg("deploy", "--workflow")
    assert done.code == 0
    assert done.out.startswith(".github/workflows/pages.yml: commit and push it")
    text = workflow.read_text("utf-8")
    workflow.write_text(text + "# mine\n", "utf-8")
    done = ssg("deploy", "--workflow")
    assert (done.code, workflow.read_text("utf-8")) == (1, text + "# mine\n")
    assert "--force overwrites it" in done.err
    assert ssg("deploy", "--workflow", "--force").code == 0
    assert workflow.read_text("utf-8") == text


def test_a_worker_process_that_imports_the_main_module_runs_no_command() -> None:
    code = "import runpy; runpy.run_module('ssg', run_name='__mp_main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
