"""Conditions of the machine: Python, packages, the files for the browser, programs, room on the disk."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from ssg import __version__
from ssg.deploy.github_pages import DISTRIBUTION
from ssg.doctor.condition import Condition
from ssg.fingerprint import package

OLDEST = (3, 11)
ROOM = 200_000_000  # bytes free, below which a build may not end
WATCHES = Path("/proc/sys/fs/inotify")
EXTRAS = {
    "web": "second witness for web pages", "warc": "web archives", "office": "documents of word processors", "pdf": "PDF files",
    "images": "smaller pictures, cards", "math": "formulas",
}  # fmt: skip
"""What the optional packages are for; `cluster` and `dev` are for few."""


def python() -> Iterator[Condition]:
    """Whether this Python is new enough."""
    said = f"Python {sys.version.split()[0]}"
    if sys.version_info < OLDEST:
        yield Condition("python", "error", said, "install Python 3.11 or newer")
    else:
        yield Condition("python", "fine", said)


def program() -> Iterator[Condition]:
    """Which ssg this is, and where it lies."""
    yield Condition("ssg", "fine", f"{__version__} in {package()}")


def _requirements() -> Iterator[tuple[str, str, str]]:
    """Name, bounds and extra of each package that the distribution names."""
    try:
        named = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from a source tree that was never installed
        named = []
    for each in named:
        found = re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*([^;]*)(?:;\s*(.*))?$", each)
        if found and not ("sys_platform" in (found[3] or "") and sys.platform not in found[3]):
            extra = re.search(r"""extra\s*==\s*["']([\w-]+)["']""", found[3] or "")
            yield found[1], found[2].strip(), extra[1] if extra else ""


def _misfit(name: str, bounds: str) -> str:
    """Why an installed package doesn't do; empty where it does."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    have = _numbers(version)
    for sign, wanted in re.findall(r"(>=|<)\s*([\d.]+)", bounds):
        if (sign == ">=" and have < _numbers(wanted)) or (sign == "<" and have >= _numbers(wanted)):
            return f"{name} is {version}, not {sign}{wanted}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def packages() -> Iterator[Condition]:
    """Whether all required packages are there, in versions that do."""
    needed = [(name, bounds) for name, bounds, extra in _requirements() if not extra]
    wrong = [said for name, bounds in needed if (said := _misfit(name, bounds))]
    for said in wrong:
        yield Condition("packages", "error", said, f"pip install --upgrade {DISTRIBUTION}")
    if not needed:
        yield Condition(
            "packages", "note", "ssg was not installed by pip, so its packages can't be told"
        )
    elif not wrong:
        yield Condition("packages", "fine", f"all {len(needed)} are there")


def extras() -> Iterator[Condition]:
    """Which optional packages are there, and what is missing without them."""
    for extra, use in EXTRAS.items():
        wrong = [
            said
            for name, bounds, of in _requirements()
            if of == extra and (said := _misfit(name, bounds))
        ]
        if wrong:
            yield Condition(
                f"extra {extra}",
                "note",
                f"{', '.join(wrong)}: no {use}",
                f'pip install "{DISTRIBUTION}[{extra}]"',
            )
        else:
            yield Condition(f"extra {extra}", "fine", use)


def vendor() -> Iterator[Condition]:
    """The libraries for the browser that come with the wheel: lunr.js for queries with operators, the editor, the morph."""
    folder = package() / "browser" / "vendor"
    todo = f"install again: pip install --force-reinstall {DISTRIBUTION} (in a checkout: pip install -e .)"
    try:
        recorded = json.loads((folder / "versions.json").read_bytes())
        listed = {
            file: digest for each in recorded.values() for file, digest in each["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield Condition(
            "browser files", "error", "are missing: no search with operators, no editor", todo
        )
        return
    wrong = [name for name, digest in listed.items() if not _is(folder / name, digest)]
    if wrong:
        yield Condition(
            "browser files", "error", f"missing or changed: {', '.join(sorted(wrong))}", todo
        )
    else:
        yield Condition(
            "browser files",
            "fine",
            ", ".join(
                f"{name} {each['version']}"
                for name, each in sorted(recorded.items())
                if "/" not in name
            ),
        )


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file.read_bytes()).hexdigest() == digest


def programs() -> Iterator[Condition]:
    """Other programs that a verb may need."""
    if shutil.which("git"):
        yield Condition("git", "fine", "is there")
    else:
        yield Condition(
            "git",
            "note",
            "is not installed; only `ssg deploy` needs it",
            "https://git-scm.com/downloads",
        )
    yield Condition("node, a browser", "fine", "not needed")


def disk(root: Path) -> Iterator[Condition]:
    """Whether there is room for a build, and whether the folder can be written."""
    free = shutil.disk_usage(root).free
    said = f"{free / 1e9:.1f} GB free"
    yield (
        Condition("disk", "fine", said)
        if free >= ROOM
        else Condition(
            "disk",
            "warning",
            said,
            "free some space: a build writes the new site beside the old one",
        )
    )
    if not os.access(root, os.W_OK):
        yield Condition("folder", "error", f"{root} can't be written", "check its permissions")


def watching(root: Path) -> Iterator[Condition]:
    """Whether the preview can watch all folders (Linux only)."""
    try:
        most = int((WATCHES / "max_user_watches").read_text("ascii"))
    except (OSError, ValueError):
        return
    sources = ("content", "static", "templates", "themes")
    folders = sum(1 + len(names) for source in sources for _, names, _ in os.walk(root / source))
    if folders * 2 > most:
        yield Condition("watching", "warning", f"{folders:,} folders, and the system lets all programs watch {most:,}",
                        "sudo sysctl fs.inotify.max_user_watches=524288, or `ssg serve --poll`")  # fmt: skip
    else:
        yield Condition("watching", "fine", f"{folders:,} folders of at most {most:,}")
