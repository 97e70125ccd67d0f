"""The command line as people and scripts use it: a process of its own, its exit code and both its streams."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folders

from command_line import ROOT, Done, Run, Write


def command(
    *words: str, cwd: Path, stdin: str | bytes = b"", env: Mapping[str, str] | None = None
) -> Done:
    kept = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251
        if not name.startswith(("SSG_", "LC_", "LANG", "PYTHONIOENCODING", "NO_COLOR"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "ssg", *words], cwd=cwd, check=False, capture_output=True, timeout=100,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        env={**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C", **(env or {})},
    )  # fmt: skip
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in err, err
    return Done(done.returncode, out, err)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive as `ssg init` makes it, built once; not to be changed."""
    folder = tmp_path_factory.mktemp("pattern") / "archive"
    made = command("init", str(folder), "--title", "내 서가", "--no-git", cwd=folder.parent)
    assert (made.code, made.err) == (0, "")
    assert command("build", cwd=folder)[::2] == (0, "")
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """Return an archive of one's own, not built yet."""
    shutil.copytree(
        built, tmp_path / "archive", ignore=shutil.ignore_patterns("_site", ".ssg", "urls.lock")
    )
    return tmp_path / "archive"


@pytest.fixture
def ssg(archive: Path) -> Run:
    """Return a function that runs a command in the archive's folder, or in another (`cwd`)."""

    def run(*words: str, cwd: Path = archive, **given: object) -> Done:
        return command(*words, cwd=cwd, **given)  # type: ignore[arg-type]

    return run


@pytest.fixture
def write(archive: Path) -> Write:
    """Return a function that writes a file below the archive."""

    def put(path: str, content: str | bytes) -> Path:
        file = archive / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return put
