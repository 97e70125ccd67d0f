"""Conditions of publishing that can be seen from here: the remote, the workflow, the domain, the address."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ssg.config import Config
from ssg.deploy import branch as branches
from ssg.deploy.git import Git
from ssg.deploy.github_pages import PATH, is_current
from ssg.doctor.condition import Condition


def repository(root: Path, config: Config) -> Iterator[Condition]:
    """What can be seen of GitHub Pages from here: the remote, the workflow, the domain, the address."""
    if not shutil.which("git"):
        return
    git = Git(root)
    if git.run("rev-parse", "--git-dir").returncode:
        yield Condition(
            "repository",
            "note",
            "not in git",
            "git init, then git add . and git commit: GitHub publishes what is committed",
        )
        return
    remote = git.run("remote", "get-url", config.deploy.remote)
    known = remote.stdout.decode("utf-8", "replace").strip() if not remote.returncode else ""
    if known:
        yield Condition(
            "repository",
            "fine",
            f"{config.deploy.remote} is {re.sub(r'(?<=://)[^/@]+@', '', known)}",
        )
    else:
        yield Condition(
            "repository",
            "note",
            f'there is no remote "{config.deploy.remote}"',
            "git remote add origin https://github.com/NAME/REPOSITORY.git",
        )
    yield from _ledger(root, git)
    yield from _workflow(root, config)
    yield from _address(root, config, known)


def _ledger(root: Path, git: Git) -> Iterator[Condition]:
    if (root / "urls.lock").is_file() and git.run(
        "ls-files", "--error-unmatch", "--", "urls.lock"
    ).returncode:
        yield Condition(
            "urls.lock",
            "warning",
            "is not committed: published addresses are known here only",
            "git add urls.lock",
        )


def _workflow(root: Path, config: Config) -> Iterator[Condition]:
    found = is_current(root, config)
    if found is None:
        yield Condition(
            "workflow",
            "note",
            f"there is no {PATH}",
            "`ssg deploy --workflow` writes it; `ssg deploy` publishes without",
        )
    elif found:
        yield Condition("workflow", "fine", f"{PATH} is as this ssg writes it")
    else:
        yield Condition(
            "workflow",
            "note",
            f"{PATH} is not as this ssg writes it",
            "if the changes are not yours: `ssg deploy --workflow --force`",
        )


def _address(root: Path, config: Config, remote: str) -> Iterator[Condition]:
    if config.deploy.cname and (root / PATH).is_file():
        yield Condition("domain", "note", f"{config.deploy.cname} is written to CNAME, which counts for branches only",
                        "with GitHub Actions set the domain in the repository: Settings → Pages")  # fmt: skip
    wanted = branches.address(remote, config.deploy.cname)
    own = config.base_url.rstrip("/") + "/" if config.base_url else ""
    if not own:
        yield Condition(
            "address",
            "note",
            "base_url is empty: feeds and cards need it",
            f'base_url = "{wanted or "https://name.github.io/repo/"}" in site.toml',
        )
    elif wanted and own.lower() != wanted.lower() and ".github.io/" in own:
        yield Condition(
            "address",
            "warning",
            f"base_url is {own}, but GitHub Pages will serve {wanted}",
            f'base_url = "{wanted}" in site.toml',
        )
    else:
        yield Condition("address", "fine", own)
