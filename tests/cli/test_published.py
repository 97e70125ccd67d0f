"""What a person sees of the ledger, of `--profile`, of the summary and of the bar."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run, Write

ROOT = Path(__file__).parents[2]
BAR = """\
import sys, time
from ssg import terminal
with terminal.progress("building", quiet=False) as told:
    for n in range(9):
        told(n, 9)
        time.sleep(float(sys.argv[1]))
    told(9, 9)
"""


def article(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2024-01-02\n{more}---\n\n한 문단이다.\n"


def test_a_deleted_article_fails_the_build_until_it_has_a_tombstone(
    ssg: Run, write: Write, archive: Path
) -> None:
    place = write("content/articles/x.md", article("하나"))
    assert ssg("build").code == 0
    assert "/articles/x/\tcontent/articles/x.md\t" in (archive / "urls.lock").read_text("utf-8")
    place.unlink()
    done = ssg("build")
    assert done.code == 1
    assert done.err == (
        "content/articles/x.md: is gone, but its address /articles/x/ was published — add "
        "`aliases: [/articles/x/]` to the article that takes its place, or run "
        "`ssg tombstone /articles/x/ --reason …`\n"
    )
    assert ", 1 problem in " in done.out
    assert (archive / "_site/articles/x/index.html").is_file()
    assert ssg("tombstone", "/articles/x/", "--reason", "잘못된 글") == (
        0, "/articles/x/: says that it is gone, from the next build on\n", "",
    )  # fmt: skip
    assert ssg("build", "--verify")[::2] == (0, "")
    assert "잘못된 글" in (archive / "_site/articles/x/index.html").read_text("utf-8")
    assert ssg("tombstone", "/articles/y/")[::2] == (
        2, 'urls.lock: "/articles/y/" was never published — did you mean "/articles/x/"?\n',
    )  # fmt: skip


def test_a_slug_that_changes_needs_nothing_else(ssg: Run, write: Write, archive: Path) -> None:
    write("content/articles/x.md", article("하나"))
    assert ssg("build").code == 0
    write("content/articles/x.md", article("하나", "slug: y\n"))
    assert ssg("build", "--verify")[::2] == (0, "")
    assert "url=/articles/y/" in (archive / "_site/articles/x/index.html").read_text("utf-8")


def test_a_build_with_drafts_publishes_nothing(ssg: Run, write: Write, archive: Path) -> None:
    assert ssg("build").code == 0
    before = (archive / "urls.lock").read_bytes()
    write("content/articles/x.md", article("하나", "draft: true\n"))
    for flag in ("-D", "-F"):
        assert ssg("build", flag).code == 0
    assert (archive / "urls.lock").read_bytes() == before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_profile_tells_the_time_of_rules_templates_and_articles_of_all_processes(
    ssg: Run, write: Write, jobs: str
) -> None:
    for n in range(60):
        write(f"content/articles/2024/x{n}.md", article(f"글 {n}"))
    done = ssg("build", "--profile", "--json", "--jobs", jobs)
    assert done.code == 0
    profile = json.loads(done.out)["profile"]
    rules = {each["name"]: each for each in profile["rules"]}
    templates = {each["name"]: each for each in profile["templates"]}
    assert rules["pages.article"]["count"] >= 61
    assert templates["article.html"]["count"] == rules["pages.article"]["count"]
    assert {"content.loaded", "texts.rendered", "plan.plan", "lists.home"} <= set(rules)
    for each in rules.values():
        assert 0 <= each["mean"] <= each["max"] <= each["total"]
        assert each["mean"] * each["count"] == pytest.approx(each["total"])
    totals = [each["total"] for each in profile["rules"]]
    assert totals == sorted(totals, reverse=True)
    assert len(profile["articles"]) == 10
    assert {each["name"].partition("/")[0] for each in profile["articles"]} == {"content"}


def test_profile_is_a_table_on_the_terminal(ssg: Run, write: Write) -> None:
    write("content/articles/x.md", article("하나"))
    out = ssg("build", "--profile").out
    heads = [line.split("  ")[-1] for line in out.splitlines() if line.lstrip().startswith("runs ")]
    assert heads == ["rule", "template", "slowest articles"]
    assert re.search(r"^ +2 +\d+\.\d{3} +\d+\.\d\d +\d+\.\d\d  pages\.article$", out, re.MULTILINE)
    assert "content/articles/x.md\n" in out
    assert json.loads(ssg("build", "--json").out)["profile"] is None


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals of that kind here")
@pytest.mark.parametrize(("pause", "shown"), [("0.01", False), ("0.2", True)])
def test_a_bar_with_rate_and_time_left_comes_after_a_second(pause: str, shown: bool) -> None:
    ours, theirs = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}  # noqa: TID251
    subprocess.run([sys.executable, "-c", BAR, pause], stderr=theirs, env=env, check=True, timeout=60)  # fmt: skip
    os.write(theirs, b"end")
    text = os.read(ours, 99_999).decode()
    os.close(ours)
    os.close(theirs)
    assert ("building" in text, "/9" in text, "/s" in text, ":00:" in text) == (shown,) * 4


def test_a_build_starts_the_ledger_and_one_with_drafts_does_not(
    ssg: Run, write: Write, archive: Path
) -> None:
    write("content/articles/x.md", article("하나"))
    assert ssg("build", "-D").code == 0
    assert not (archive / "urls.lock").exists()
    assert ssg("build").code == 0
    assert "/articles/x/\t" in (archive / "urls.lock").read_text("utf-8")
