"""Where the words go: pipes, terminals with and without colours, readers that leave early."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Run, Write


def test_what_is_piped_has_no_colours_and_is_utf8_in_any_locale(ssg: Run, write: Write) -> None:
    write("content/articles/broken.md", "---\ntitle: [가\n---\n")
    for env in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"NO_COLOR": "1"}):
        for words in (["build"], ["list"], ["import", "--explain", "--dry-run", "-"]):
            done = ssg(*words, stdin="제목이다\n\n본문이다. 두 문장이다.\n", env=env)
            assert "\x1b" not in done.out + done.err
        assert "첫 글" in ssg("list", env=env).out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals of that kind here")
def test_a_terminal_gets_colours_unless_NO_COLOR_is_set(archive: Path) -> None:
    (archive / "site.toml").write_text("title = x\n", "utf-8")
    seen = {}
    for value in ("", "1"):
        ours, theirs = os.openpty()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": value}  # noqa: TID251
        subprocess.run(
            [sys.executable, "-m", "ssg", "list"],
            cwd=archive,
            env=env,
            check=False,
            stdout=theirs,
            stderr=theirs,
            timeout=30,
        )
        seen[value] = b"\x1b" in os.read(ours, 9999)
        os.close(ours)
        os.close(theirs)
    assert seen == {"": True, "1": False}


def test_a_reader_that_leaves_early_is_no_accident(archive: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m ssg list | head -n 0"], cwd=archive, check=False,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=30,  # noqa: TID251
    )  # fmt: skip
    assert done.stderr == b""


@pytest.mark.parametrize(("words", "code"), [(["list"], 0), (["list", "--no-such"], 2)])
def test_a_command_ends_with_its_code_after_all_that_waits_for_its_end(
    archive: Path, words: list[str], code: int
) -> None:
    last = (
        "import atexit, sys; atexit.register(print, 'the last word'); sys.argv[1:] = sys.argv[2:]"
    )
    run = f"{last}; from ssg.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "", *words], cwd=archive, check=False,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,  # noqa: TID251
    )  # fmt: skip
    assert done.returncode == code
    assert done.stdout.decode().splitlines()[-1] == "the last word"
