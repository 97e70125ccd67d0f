"""An archive that is a repository, and a bare one that it publishes to."""

import os
import subprocess
from pathlib import Path
from typing import Any

from ssg.deploy.branch import Published, Target, publish

WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
       "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}  # fmt: skip


class Place:
    """An archive that is a repository, its built site, and a bare repository that it publishes to."""

    def __init__(self, home: Path) -> None:
        self.home, self.root, self.out, self.remote = (
            home,
            home / "archive",
            home / "archive" / "_site",
            home / "remote.git",
        )
        self.out.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", str(self.remote), cwd=home)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("remote", "add", "origin", str(self.remote))
        (self.root / ".gitignore").write_text("/_site/\n", "utf-8")
        (self.root / "글.md").write_text("글\n", "utf-8")
        self.git("add", "-A")
        self.git("commit", "--quiet", "-m", "first")
        self.site({"index.html": "<p>처음</p>", "글/index.html": "글\r\n", "a b.txt": "x"})

    def git(self, *words: str, cwd: Path | None = None, given: str = "") -> str:
        done = subprocess.run(["git", *words], cwd=cwd or self.root, input=given, check=True, capture_output=True, text=True, env={**os.environ, **WHO})  # fmt: skip
        return done.stdout

    def site(self, files: dict[str, str]) -> None:
        """Make the site consist of these files."""
        for path, text in files.items():
            place = self.out / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        self.files = sorted(files)

    def publish(self, target: Target = Target(), *, dry_run: bool = False) -> Published:  # noqa: B008 - frozen
        return publish(self.root, self.out, self.files, target, dry_run=dry_run)

    def published(self, branch: str = "gh-pages") -> dict[str, str]:
        """What the remote's branch holds."""
        names = self.git(
            "-c",
            "core.quotePath=false",
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            branch,
            cwd=self.remote,
        )
        return {name: self.raw(f"{branch}:{name}").decode() for name in names.split("\0") if name}

    def raw(self, name: str) -> bytes:
        return subprocess.run(
            ["git", "cat-file", "blob", name], cwd=self.remote, check=True, capture_output=True
        ).stdout

    def state(self) -> dict[str, Any]:
        """All that a deployment may not touch here."""
        return {
            "head": self.git("rev-parse", "HEAD"), "refs": self.git("for-each-ref", "refs/heads", "refs/tags"), "status": self.git("status", "--porcelain"),
            "index": (self.root / ".git/index").read_bytes(), "config": (self.root / ".git/config").read_bytes(),
            "files": {p: p.read_bytes() for p in sorted(self.root.rglob("*")) if p.is_file() and ".git" not in p.parts},
        }  # fmt: skip
