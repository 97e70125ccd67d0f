"""A fault in the middle of a deployment: whatever happens, the remote has the old site or the new one, and here is as it was."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from repositories import WHO, Place

from ssg.errors import SsgError

SHIM = """#!/bin/sh
# Stands before git: counts its calls, and ends the program that calls it before or after one of them.
n=$(($(cat "$COUNT") + 1)); echo $n >"$COUNT"
[ "$n" = "$KILL_BEFORE" ] && kill -9 $PPID && exit 1
"$GIT" "$@"; code=$?
[ "$n" = "$KILL_AFTER" ] && kill -9 $PPID
exit $code
"""
RUN = (
    "import sys; from pathlib import Path; from ssg.deploy.branch import Target, publish\n"
    "root, *files = sys.argv[1:]; publish(Path(root), Path(root) / '_site', files, Target())"
)


class Shimmed:
    """A deployment whose calls of git are counted, and which may be killed at one of them."""

    def __init__(self, place: Place) -> None:
        self.place, self.count = place, place.home / "count"
        folder = place.home / "bin"
        folder.mkdir()
        (folder / "git").write_text(SHIM, "utf-8")
        (folder / "git").chmod(0o755)
        real = shutil.which("git")
        assert real
        self.env = {
            **os.environ,
            **WHO,
            "GIT": real,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "COUNT": str(self.count),
        }

    def run(self, *, before: int = 0, after: int = 0) -> tuple[int, int]:
        """Publish; return the exit code and how often git was called."""
        self.count.write_text("0", "utf-8")
        env = {**self.env, "KILL_BEFORE": str(before), "KILL_AFTER": str(after)}
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(self.place.root), *self.place.files],
            env=env,
            check=False,
            capture_output=True,
        )
        return done.returncode, int(self.count.read_text("utf-8"))


def test_killed_before_and_after_every_call_of_git_nothing_is_half_done(place: Place) -> None:
    place.publish()
    old, tip = place.published(), place.git("rev-parse", "gh-pages", cwd=place.remote)
    place.site({"index.html": "<p>둘째</p>", "새/index.html": "새 글"})
    before, shimmed = place.state(), Shimmed(place)
    code, calls = shimmed.run()
    new = place.published()
    assert (code, new["새/index.html"]) == (0, "새 글")
    assert calls >= 8
    ends = []
    for number in range(1, calls + 1):
        for when in ("before", "after"):
            place.git("update-ref", "refs/heads/gh-pages", tip.strip(), cwd=place.remote)
            assert shimmed.run(**{when: number})[0] == -signal.SIGKILL
            found = place.published()
            assert found in (old, new), (when, number)
            assert place.state() == before
            ends.append(found == new)
    assert ends == [
        *([False] * (2 * calls - 1)),
        True,
    ]  # the last call is the push: only after it the new site is there
    assert shimmed.run()[0] == 0


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_cut_off_in_the_middle_of_the_push_the_remote_has_the_old_site(place: Place) -> None:
    place.publish()
    old = place.published()
    place.site({"index.html": "<p>둘째</p>", **{f"{n}.txt": str(n) * 999 for n in range(50)}})
    before = place.state()
    hook = place.remote / "hooks/pre-receive"
    hook.write_text('#!/bin/sh\nkill -9 -"$GROUP"\n', "utf-8")
    hook.chmod(0o755)
    script = f"import os; os.setsid(); os.environ['GROUP'] = str(os.getpid())\n{RUN}"
    done = subprocess.run([sys.executable, "-c", script, str(place.root), *place.files], env={**os.environ, **WHO}, check=False, capture_output=True)  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert (place.published(), place.state()) == (old, before)
    hook.unlink()
    assert place.publish().commit
    assert place.published()["7.txt"] == "7" * 999


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=6m", "none", str(folder)],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip("a small disk can't be mounted here (needs root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Fill a disk but for some bytes; return the file that does."""
    filler = disk / "filler"
    found = os.statvfs(disk)
    filler.write_bytes(b"x" * (found.f_bavail * found.f_frsize - left))
    return filler


def noise(size: int) -> str:
    """Text that can't be made smaller."""
    return "".join(map(chr, random.Random(5).choices(range(0xAC00, 0xD7A4), k=size // 3)))


def test_a_disk_that_is_full_here_leaves_everything_as_it_was(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)
    place = Place(small)
    place.publish()
    old, tip = place.published(), place.git("for-each-ref", cwd=place.remote)
    place.site({"index.html": "<p>둘째</p>", "big.txt": noise(900_000)})
    before = place.state()
    filler = fill(small, 150_000)
    with pytest.raises(
        SsgError,
        match=r"the site's files can't be put into the repository: .* — nothing was published; free some space",
    ):
        place.publish()
    filler.unlink()  # git itself needs space to say how things are
    assert (place.published(), place.git("for-each-ref", cwd=place.remote), place.state()) == (
        old,
        tip,
        before,
    )
    assert place.publish().commit


def test_a_disk_that_is_full_there_leaves_everything_as_it_was(place: Place, small: Path) -> None:
    remote = Path(shutil.move(place.remote, small / "remote.git"))
    place.remote = remote
    place.git("remote", "set-url", "origin", str(remote))
    place.publish()
    old, tip = place.published(), place.git("for-each-ref", cwd=remote)
    place.site({"index.html": "<p>둘째</p>", "big.txt": noise(900_000)})
    before = place.state()
    filler = fill(small, 150_000)
    with pytest.raises(SsgError, match=r'the remote "origin" refused: .*nothing was published'):
        place.publish()
    filler.unlink()  # git itself needs space to say how things are
    assert (place.published(), place.git("for-each-ref", cwd=remote), place.state()) == (
        old,
        tip,
        before,
    )
    assert place.publish().commit
