"""Promise 4 under faults: killed at any moment, or with a disk that fails at any change, a site is old or new, never a mix.

`SSG_LONG=1` kills 320 builds and lets every single change of the disk fail; else some of both.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from small_site import MakeSite

HERE = Path(__file__).parent
LONG = bool(os.environ.get("SSG_LONG"))
KILLS, STEP = (320, 1) if LONG else (12, 31)
COMPILER = shutil.which("cc") or shutil.which("gcc")


def faults(home: Path, *arguments: object, preload: str = "") -> dict[str, Any]:
    """Run faults.py; return what it said."""
    env = {**os.environ, "PYTHONPATH": str(HERE.parents[1]), "LD_PRELOAD": preload}
    command = [sys.executable, str(HERE / "faults.py"), str(home), *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{arguments}: { {k: v for k, v in found.items() if k != 'wrong'} }")
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_build_that_is_killed_at_a_random_moment_leaves_one_site(tmp_path: Path) -> None:
    found = faults(tmp_path, "kill", 1, KILLS)
    assert found["wrong"] == []
    assert found["builds"] == KILLS
    assert found["old"] + found["new"] == KILLS
    assert found["old"] > 0


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library that lets a change of the disk fail."""
    if sys.platform != "linux" or not COMPILER:
        pytest.skip("no C compiler here (or no Linux): nothing can make the disk fail")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    command = [COMPILER, "-shared", "-fPIC", "-O1", "-o", str(made), str(HERE / "shim.c"), "-ldl"]
    subprocess.run(command, check=True)
    return str(made)


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_a_disk_that_fails_at_any_change_leaves_one_site(
    tmp_path: Path, shim: str, error: int
) -> None:
    found = faults(tmp_path, error, 0, STEP, preload=shim)
    assert found["wrong"] == []
    assert found["changes"] > 100
    assert found["builds"] == len(range(0, found["changes"], STEP))
    assert found["old"] > 0
    assert found["new"] > 0


TEXT = "-- site.toml --\ntitle = 't'\n-- content/articles/a.md --\n---\ntitle: A\n---\na\n"


HELD_BACK = """
import ctypes, os, sys
from pathlib import Path
from ssg.build import Options, build
from ssg.errors import SsgError
if os.geteuid() == 0:  # root may write everywhere until it gives up its capabilities (Linux)
    version, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(version, none) == 0
root = Path(sys.argv[1])
try:
    build(root, root / "_site", Options(today="2024-06-01", jobs=1))
except SsgError as error:
    print(error)
"""


def built_by_somebody(root: Path) -> str:
    """Build as a user whom permissions hold back; return what was said."""
    command = [sys.executable, "-c", HELD_BACK, str(root)]
    env = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"),
    reason="needs permissions that hold us back",
)
def test_a_folder_that_cannot_be_written_is_said_and_left(site: MakeSite) -> None:
    made = site(TEXT)
    made.build()
    before = made.tree()
    made.edit("content/articles/a.md", "\na\n", "\nb\n")
    expected = made.clean()[1]
    closed = [made.out, made.out / "articles/a"]
    for folder in closed:
        folder.chmod(0o500)
    try:
        said = [f"{folder}: can't be written — check its permissions" for folder in closed]
        assert built_by_somebody(made.root).splitlines() == said
        assert made.tree() == before
    finally:
        for folder in closed:
            folder.chmod(0o700)
    assert built_by_somebody(made.root) == ""
    assert made.tree() == expected


def test_two_builds_at_once_are_made_one_after_the_other(site: MakeSite) -> None:
    made = site(TEXT)
    made.build()
    made.edit("content/articles/a.md", "\na\n", "\nb\n")
    failed: list[BaseException] = []

    def build() -> None:
        try:
            made.build()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    both = [threading.Thread(target=build) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert failed == []
    assert made.tree() == made.clean()[1]
