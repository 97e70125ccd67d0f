"""`ssg doctor`: each condition is seen, and told with what to do."""

import json
import os
import subprocess
import unicodedata
from pathlib import Path

import pytest
from command_line import Done, Run, Write

GIT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def told(done: Done) -> dict[str, tuple[str, str, str]]:
    """Name → state, what was seen, what to do."""
    found = map(json.loads, done.out.splitlines())
    return {each["name"]: (each["state"], each["said"], each["todo"]) for each in found}


def test_a_new_archive_has_no_error_and_says_what_is_not_there_yet(ssg: Run) -> None:
    done = ssg("doctor", "--json")
    found = told(done)
    assert (done.code, done.err) == (0, "")
    assert [name for name, each in found.items() if each[0] == "error"] == []
    assert {name: found[name][0] for name in ("python", "ssg", "packages", "settings", "theme", "content", "file names")} == dict.fromkeys(
        ("python", "ssg", "packages", "settings", "theme", "content", "file names"), "fine"
    )  # fmt: skip
    assert found["content"][1] == "1 article, 1 page, all UTF-8"
    assert found["store"] == ("note", "nothing was built yet", "`ssg build`")
    assert ssg("build").code == 0
    assert told(ssg("doctor", "--json"))["store"][:2] == ("fine", "made by this ssg, for _site/")


def test_lines_for_people_say_state_name_and_what_to_do(ssg: Run, tmp_path: Path) -> None:
    lines = ssg("doctor").out.splitlines()
    assert "· store: nothing was built yet — `ssg build`" in lines
    assert any(line.startswith("✓ python: Python 3.") for line in lines)
    quiet = ssg("-q", "doctor").out.splitlines()
    assert [line for line in quiet if line.startswith("✓")] == []
    outside = ssg("doctor", cwd=tmp_path)
    assert outside.code == 0
    assert "· archive: no site.toml here or above — `ssg init` makes an archive" in outside.out
    assert ssg("-C", str(tmp_path), "doctor").code == 2


@pytest.mark.parametrize(("path", "content", "name", "said"), [
    ("site.toml", "titel = 'x'\n", "settings", 'site.toml:1: unknown key "titel"'),
    ("site.toml", "title = 'x'\n[theme]\nname = 'nowhere'\n", "theme", "nowhere"),
    ("content/articles/x.md", "---\ntitle: 옛글\n---\n글\n".encode("cp949"), "content", "content/articles/x.md:2"),
    ("content/articles/x.md", "---\ntitle: x\ndate: never\n---\n", "content", "content/articles/x.md:3"),
])  # fmt: skip
def test_what_stops_a_build_is_an_error(ssg: Run, write: Write, path: str, content: str | bytes, name: str, said: str) -> None:  # fmt: skip
    write(path, content)
    done = ssg("doctor", "--json")
    state, seen, todo = told(done)[name]
    assert (done.code, state) == (1, "error")
    assert said in seen
    assert todo


def test_names_in_parts_are_a_warning(ssg: Run, write: Write) -> None:
    write("static/" + unicodedata.normalize("NFD", "나루.txt"), "x")
    done = ssg("doctor", "--json")
    assert done.code == 0
    assert told(done)["file names"][:2] == ("warning", "1 in parts (NFD), as in static/나루.txt")


def test_a_store_of_another_version_is_said_to_be_made_anew(ssg: Run, archive: Path) -> None:
    import sqlite3

    assert ssg("build").code == 0
    db = sqlite3.connect(archive / ".ssg" / "store.db")
    db.execute("UPDATE meta SET v = x'00' WHERE k = 'fingerprint'")
    db.commit()
    db.close()
    assert told(ssg("doctor", "--json"))["store"] == (
        "note", "made by another version of ssg or a library", "the next build makes everything anew, once",
    )  # fmt: skip
    (archive / ".ssg" / "store.db").write_bytes(b"no database at all, but long enough to be read as one" * 99)  # fmt: skip
    assert told(ssg("doctor", "--json"))["store"][0] == "note"


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **GIT}
    )


def test_what_can_be_seen_of_pages_is_told(ssg: Run, write: Write, archive: Path) -> None:
    assert told(ssg("doctor", "--json"))["repository"][:2] == ("note", "not in git")
    git(archive, "init", "--quiet")
    assert told(ssg("doctor", "--json"))["repository"][1] == 'there is no remote "origin"'
    git(archive, "remote", "add", "origin", "https://me:s3cret@github.com/Name/archive.git")
    write("urls.lock", "")
    found = told(ssg("doctor", "--json"))
    assert found["repository"][1] == "origin is https://github.com/Name/archive.git"
    assert found["urls.lock"][0] == "warning"
    assert found["workflow"][0] == "fine"
    assert found["address"][2] == 'base_url = "https://name.github.io/archive/" in site.toml'
    text = (archive / "site.toml").read_text("utf-8")
    write(
        "site.toml", text.replace('base_url = ""', 'base_url = "https://name.github.io/arhcive/"')
    )
    assert told(ssg("doctor", "--json"))["address"] == (
        "warning", "base_url is https://name.github.io/arhcive/, but GitHub Pages will serve https://name.github.io/archive/",
        'base_url = "https://name.github.io/archive/" in site.toml',
    )  # fmt: skip
    write(
        "site.toml", text.replace('base_url = ""', 'base_url = "https://name.github.io/archive/"')
    )
    assert told(ssg("doctor", "--json"))["address"][0] == "fine"


def test_a_workflow_that_was_changed_is_told_whatever_its_branch(ssg: Run, write: Write, archive: Path) -> None:  # fmt: skip
    git(archive, "init", "--quiet")
    workflow = archive / ".github" / "workflows" / "pages.yml"
    assert ssg("deploy", "--workflow", "--branch", "trunk", "--force").code == 0
    assert told(ssg("doctor", "--json"))["workflow"][0] == "fine"
    workflow.write_text(workflow.read_text("utf-8").replace("checkout@v7", "checkout@v4"), "utf-8")
    assert told(ssg("doctor", "--json"))["workflow"] == (
        "note", ".github/workflows/pages.yml is not as this ssg writes it", "if the changes are not yours: `ssg deploy --workflow --force`",
    )  # fmt: skip
    workflow.unlink()
    assert told(ssg("doctor", "--json"))["workflow"][0] == "note"
