"""Completion in real shells, and the manual."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).parent / "ssg"
WORDS = """
t() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _ssg_completion ssg; printf '%s\\n' "${COMPREPLY[@]}"; }
"""


pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="ssg is not installed beside Python: pip install -e .")  # fmt: skip


def shell(name: str, script: str, cwd: Path) -> list[str]:
    """What a shell prints, line by line, with our completion loaded."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    env = {**os.environ, "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}  # fmt: skip
    options = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
    done = subprocess.run([program, *options, "-c", script], cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False, timeout=100)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def bash(cwd: Path, *words: str) -> list[str]:
    typed = " ".join(f"'{word}'" for word in words)
    return shell("bash", f'eval "$(ssg completion bash)"{WORDS}t {typed}', cwd)


@pytest.fixture
def tagged(ssg: Run, archive: Path) -> Path:
    """An archive with tags, built."""
    file = archive / "content" / "articles" / "x.md"
    file.write_text(
        "---\ntitle: 글\ndate: 2020-01-02\ntags: [인공 지능, 인쇄, 기록]\n---\n글.\n", "utf-8"
    )
    assert ssg("build").code == 0
    return archive


def test_bash_completes_verbs_options_choices_and_values(tagged: Path) -> None:
    assert bash(tagged, "ssg", "ex") == ["export"]
    assert bash(tagged, "ssg", "export", "--e") == ["--epub"]
    assert bash(tagged, "ssg", "check", "--format", "") == ["human", "json", "github", "sarif"]
    assert bash(tagged, "ssg", "list", "--tag", "인") == ["인공\\ 지능", "인쇄"]
    assert bash(tagged, "ssg", "tags", "rename", "기") == ["기록"]
    assert bash(tagged, "ssg", "build", "--why", "content/articles/x") == ["content/articles/x.md"]
    assert bash(tagged, "ssg", "theme", "test", "p") == ["plain"]
    assert bash(tagged, "ssg", "tombstone", "/articles/x") == ["/articles/x/"]
    assert bash(tagged.parent, "ssg", "-C", tagged.name, "list", "--tag", "기") == ["기록"]


def test_where_there_is_no_archive_values_are_none_and_nothing_is_said(tmp_path: Path) -> None:
    assert bash(tmp_path, "ssg", "list", "--tag", "") == [""]
    assert bash(tmp_path, "ssg", "li") == ["list"]


def test_fish_completes_the_same(tagged: Path) -> None:
    found = shell("fish", "ssg completion fish | source; complete -C 'ssg export --e'; complete -C 'ssg list --tag 인'", tagged)  # fmt: skip
    assert [line.partition("\t")[0] for line in found] == ["--epub", "인공 지능", "인쇄"]


ZSH = """
autoload -Uz compinit && compinit -u -d "$PWD/.zcompdump"
eval "$(ssg completion zsh)"
compadd() { local -a values; while (( $# )); do [[ $1 == -a ]] && values=("${(@P)2}"); shift; done; print -rl -- $values }
_describe() { print -rl -- "${completions_with_descriptions[@]}" }
words=(ssg list --tag 인) CURRENT=4 _ssg_completion
words=(ssg export --e) CURRENT=3 _ssg_completion
"""


def test_zsh_completes_the_same(tagged: Path) -> None:
    found = shell("zsh", ZSH, tagged)
    assert [line.partition(":")[0] for line in found if line] == ["인공 지능", "인쇄", "--epub"]


def test_the_manual_of_a_verb_has_its_options_and_a_wrong_one_is_told(ssg: Run) -> None:
    done = ssg("help", "tags", "rename")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "NAME\n\n    ssg-tags-rename - Write the tag OLD as NEW in every file.\n"
    )
    assert "    --dry-run\n        Show what would change; write nothing.\n" in done.out
    assert ssg("help").out.index("VERBS") < ssg("help").out.index("FILES")
    assert ssg("help", "biuld")[::2] == (2, 'ssg has no verb "biuld" — did you mean "build"?\n')


def test_the_page_for_man_is_one_that_man_reads_without_a_warning(ssg: Run, tmp_path: Path) -> None:
    done = ssg("help", "--man")
    assert done.code == 0
    assert done.out.startswith(".TH SSG 1 ")
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    page = tmp_path / "ssg.1"
    page.write_text(done.out, "utf-8")
    shown = subprocess.run([groff, "-man", "-Tutf8", "-Kutf8", "-ww", "-P-c", "-P-b", "-P-u", str(page)], capture_output=True, encoding="utf-8", check=False, timeout=60)  # fmt: skip
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--all-visibilities" in shown.stdout
