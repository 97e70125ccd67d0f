"""Whether the files of a site can go where they belong: found out before anything is committed. Nothing is changed here."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from ssg.engine.store import Made
from ssg.errors import SsgError, problem

MARKER = ".ssg-site"


def above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the innermost first."""
    at = path.rfind("/")
    while at > 0:
        yield path[:at]
        at = path.rfind("/", 0, at)


def check_ours(out: Path, previous: Mapping[str, Made]) -> None:
    """Raise SsgError if the folder holds files that no build of ours made: they might be somebody's."""
    if previous or not out.exists() or (out / MARKER).exists():
        return
    if not out.is_dir() or any(out.iterdir()):
        what = "holds files that ssg did not make" if out.is_dir() else "is not a folder"
        raise SsgError(problem(str(out), what, "choose another folder with -o, or empty this one"))


def check_way(out: Path, moves: Sequence[str], ours: AbstractSet[str]) -> None:
    """Raise SsgError if something that is not ours lies where a file must go: found before anything is committed."""
    folders = {parent for path in moves for parent in above(path)}
    ways = [path for path in folders if path not in ours and _is_file(f"{out}/{path}")]
    ways += [
        path
        for path in moves
        if os.path.isdir(f"{out}/{path}") and not _all_ours(out, path, ours)  # noqa: PTH112
    ]
    if ways:
        what, hint = "is in the way of the site", "ssg did not make it: move it elsewhere"
        raise SsgError(*(problem(str(out / path), what, hint) for path in sorted(ways)))


def check_open(out: Path, paths: Sequence[str]) -> None:
    """Raise SsgError if a folder in which files are to come or go can't be written: found before anything is committed."""
    folders = [f"{out}/{each}" for each in {parent for path in paths for parent in above(path)}]
    closed = [each for each in (str(out), *folders) if _is_closed(each)]
    if closed:
        said = (problem(each, "can't be written", "check its permissions") for each in closed)
        raise SsgError(*sorted(said))


def _is_closed(folder: str) -> bool:
    return not os.access(folder, os.W_OK) and os.path.isdir(folder)  # noqa: PTH112


def _is_file(place: str) -> bool:
    try:
        return not stat.S_ISDIR(os.stat(place).st_mode)  # noqa: PTH116
    except OSError:
        return False


def _all_ours(out: Path, folder: str, ours: AbstractSet[str]) -> bool:
    inside = (path for path in (out / folder).rglob("*") if not path.is_dir())
    return all(path.relative_to(out).as_posix() in ours for path in inside)
