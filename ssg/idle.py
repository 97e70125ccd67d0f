"""`ssg build` where nothing at all has changed: said at once, before anything is loaded (law 13).

The last build that found no problem leaves in `.ssg/unchanged` what it would say, and all that it depends on: how our own
code lies, the day, the stamps of all inputs; and how its files lie. A build removes that file before it changes anything.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

from ssg.engine.stamps import Stamp, columns, in_place, joined, stamp_of, walk
from ssg.fonts import korean_font

TYPE_CHECKING = False  # typing itself would take a fifth of the time
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

NAME = "unchanged"
FORMS = (["build"], ["build", "--json"], ["-q", "build"])
PARTED = 2000  # files from which on two processes look
SECONDS = '"seconds": 0.0'


def answered(words: Sequence[str], seen: dict[str, Any] | None = None) -> bool:
    """Print what `ssg build` says where nothing has changed since the last one, and return True; else False, and leave in
    `seen` what was found on the way: at what moment (ns), the places of all inputs, and their stamps, as `Inputs.scan` takes it.

    Only for the plain command, in the archive's own folder."""
    if list(words) not in FORMS or os.environ.get("SSG_BASE_URL"):  # noqa: TID251 - this is the command line
        return False
    began, root = time.monotonic(), os.getcwd()  # noqa: PTH109 - pathlib takes longer to load than all of this
    told = _left(f"{root}/.ssg/{NAME}")
    if told is None or told["root"] != root or not _still(told) or told["code"] != code():
        return False
    if not _same(told, {} if seen is None else seen):
        return False
    _say(words, told, time.monotonic() - began)
    return True


def _left(place: str) -> dict[str, Any] | None:
    """What the last build left; None where there is nothing, or it is damaged."""
    try:
        with open(place, "rb") as opened:  # noqa: PTH123
            content = opened.read()
    except OSError:
        return None
    if len(content) <= 4 or zlib.crc32(content[4:]) != int.from_bytes(content[:4], "little"):
        return None
    told: dict[str, Any] = marshal.loads(content[4:])  # noqa: S302 - our own, and whole
    return told


def _still(told: Mapping[str, Any]) -> bool:
    """Whether it is the same day: within its first and last second where the site has a zone, else by this machine's."""
    if told["span"]:
        first, last = told["span"]
        return bool(first <= time.time() < last)  # noqa: TID251 - as `today` in the command line
    return bool(time.strftime("%Y-%m-%d") == told["day"])


def _same(told: Mapping[str, Any], seen: dict[str, Any]) -> bool:
    """Whether inputs and outputs lie as they did. With many of them, another process looks at the outputs."""
    files = (told["out"], told["files"], told["lie"])
    if len(told["lie"]) < 16 * PARTED or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return inputs(told["places"], seen) == told["inputs"] and in_place(*files)
    child = os.fork()
    if not child:
        os._exit(0 if in_place(*files) else 1)
    same = inputs(told["places"], seen) == told["inputs"]
    if not same:
        os.kill(child, 9)  # what it looks for decides nothing any more
    return os.waitpid(child, 0)[1] == 0 and same


def inputs(places: Mapping[str, str], seen: dict[str, Any]) -> bytes:
    """Return all stamps below the mounts, with paths, as bytes, and leave them in `seen`; none where a file's name is odd."""
    moment = time.time_ns()  # noqa: TID251 - as above
    found: dict[str, Stamp] = {}
    odd: list[tuple[str, os.DirEntry[str]]] = []
    try:
        for name, place in places.items():
            if os.path.isdir(place):  # noqa: PTH112
                walk(f"{name}/", place, found, odd)
            elif os.path.isfile(place):  # noqa: PTH113
                found[name] = stamp_of(os.stat(place))
    except OSError:
        return b""
    if odd:
        return b""
    seen.update(moment=moment, places=places, found=dict(sorted(found.items())))
    return joined(seen["found"])


def code() -> bytes:
    """Return how our own code, Python and the folders of libraries lie, as bytes."""
    found: dict[str, Stamp] = {}
    odd: list[tuple[str, os.DirEntry[str]]] = []
    walk("", os.path.dirname(os.path.abspath(__file__)), found, odd)  # noqa: PTH100, PTH120
    libraries = columns(stamp_of(os.stat(place)) for place in filter(os.path.isdir, sys.path))
    said = f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION} {sys.path} {korean_font()}".encode()
    return said + libraries + joined(found)


def _say(words: Sequence[str], told: Mapping[str, Any], seconds: float) -> None:
    if "--json" in words:
        line = told["json"].replace(SECONDS, f'"seconds": {seconds}', 1)
    else:
        out = os.path.relpath(told["out"], told["root"])
        line = sentence(told["articles"], told["pages"], seconds, out=out)
    if "-q" not in words:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()


def sentence(  # noqa: PLR0913 - the parts of one sentence
    articles: int,
    pages: int,
    seconds: float,
    *,
    out: str,
    problems: str = "0 problems",
    changed: str = "nothing",
) -> str:
    """Return what a build did: `10,000 articles, 11,104 pages, 0 problems in 4.1 s (312 changed) → _site`."""
    size = f"{many(articles, 'article')}, {many(pages, 'page')}"
    took = f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"
    return f"{size}, {problems} in {took} ({changed} changed) → {out}"


def many(n: int, word: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {word}{'s' * (n != 1)}"


def forget(store: str) -> None:
    """Remove what the last build left, before anything is changed."""
    try:
        os.unlink(f"{store}/{NAME}")  # noqa: PTH108
    except FileNotFoundError:
        return


def remember(store: str, told: dict[str, Any]) -> None:
    """Leave for the next command what this one found: what `answered` reads, but for the code."""
    content = marshal.dumps({**told, "code": code()})
    beside = f"{store}/{NAME}.new"
    with open(beside, "wb") as opened:  # noqa: PTH123
        opened.write(zlib.crc32(content).to_bytes(4, "little") + content)
    os.replace(beside, f"{store}/{NAME}")  # noqa: PTH105
