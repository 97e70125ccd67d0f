"""git, called by its plumbing commands: no file of the work tree, no index and no branch of the user's is touched."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ssg.errors import SsgError, problem

LINES = 3  # of what git prints; the last ones say why
_MARK = re.compile(r"^(?:fatal|error): ?")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


class GitFailed(SsgError):
    """git said no; `said` is what it printed, without credentials."""

    def __init__(self, said: str, what: str, hint: str = "") -> None:
        super().__init__(problem("", what, hint))
        self.said = said


class Git:
    """The repository that a folder lies in. `index` is a file of our own, so that the user's index stays as it is."""

    def __init__(self, root: Path, index: Path | None = None) -> None:
        program = shutil.which("git")
        if program is None:
            raise SsgError(
                problem("", "git is not installed", "install it: https://git-scm.com/downloads")
            )
        self._command = [program, "-c", "core.quotePath=false", "-c", "core.safecrlf=false"]
        self.root = root
        self._environment = {
            **os.environ,
            "LC_ALL": "C",
            **({"GIT_INDEX_FILE": str(index)} if index else {}),
        }

    def __call__(
        self,
        *words: str,
        given: bytes = b"",
        what: str = "",
        hint: str = "",
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> bytes:
        """Run a command and return what it prints. Raises GitFailed, saying `what` could not be done, where it fails."""
        done = self.run(*words, given=given, cwd=cwd, env=env)
        if done.returncode:
            said = told(done.stderr)
            raise GitFailed(
                said,
                f"{what or f'git {words[0]} failed'}: {said or f'exit code {done.returncode}'}",
                hint,
            )
        return done.stdout

    def run(
        self,
        *words: str,
        given: bytes = b"",
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command and return how it ended."""
        return subprocess.run(
            [*self._command, *words], cwd=cwd or self.root, input=given, capture_output=True, check=False,
            env={**self._environment, **(env or {})},
        )  # fmt: skip

    def line(self, *words: str, what: str = "", hint: str = "") -> str:
        """Run a command that prints one line, and return it."""
        return self(*words, what=what, hint=hint).decode("utf-8", "replace").strip()


def told(printed: bytes) -> str:
    """Return what git, or the remote through it, said went wrong: as one line, without user names and passwords in addresses."""
    lines = printed.decode("utf-8", "replace").splitlines()
    remote = [line.removeprefix("remote:") for line in lines if line.startswith("remote:")]
    own = [
        _MARK.sub("", line) for line in lines if not line.startswith(("hint:", "To ", "remote:"))
    ]
    said = [
        line.strip() for line in (remote if any(map(str.strip, remote)) else own) if line.strip()
    ]
    return _CREDENTIALS.sub("", "; ".join(said[-LINES:]))
