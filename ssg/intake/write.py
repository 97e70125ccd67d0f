"""Where an imported article goes, and how it gets there whole: the original first, the pictures second, the article last."""

import contextlib
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ssg import urls
from ssg.errors import SsgError, problem

ORIGINALS = "content/originals"
_EXTENSION = re.compile(r"(?:\.(?:warc|tar|html?))?\.[a-z0-9]{1,10}$")


def place(folder: str, year: str, title: str, taken: Collection[str], digest: str) -> str:
    """Return the path of a new article: `content/articles/2023/<slug>.md`, `-2` and so on where the slug is taken.

    A slug is an address of its own (the year is no part of it), so `taken` holds the slugs of all articles.
    """
    slug = urls.slug(title) or f"article-{digest[:8]}"
    number, name = 1, slug
    while name.casefold() in taken:
        number += 1
        name = f"{slug}-{number}"
    return f"{folder.strip('/')}/{year}/{name}.md"


def bundle(path: str) -> str:
    """Return the path of an article that has a folder of its own for its pictures: `<slug>/index.md`."""
    return f"{path.removesuffix('.md')}/index.md"


def original(digest: str, name: str = "", kind: str = "text") -> str:
    """Return the path of the raw original with a SHA-256: its ending is its file's, else that of what it holds."""
    found = _EXTENSION.search(name.lower())
    ending = found[0] if found else {"html": ".html", "markdown": ".md"}.get(kind, ".txt")
    return f"{ORIGINALS}/{digest}{ending}"


def named(addresses: Iterable[str]) -> dict[str, str]:
    """Return a file name for each picture's address: safe on every file system, no two alike, in the order given."""
    found: dict[str, str] = {}
    taken: set[str] = {"index.md"}
    for address in addresses:
        last = re.split(r"[?#]", address)[0].rpartition("/")[2]
        stem, _, ending = last.rpartition(".")
        ending = ending.lower() if re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else ""
        base = urls.slug(stem or last)[:60].strip("-") or "picture"
        number, name = 1, f"{base}.{ending}".rstrip(".")
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}.{ending}".rstrip(".")
        taken.add(name.casefold())
        found[address] = name
    return found


def inside(root: Path, path: str) -> Path:
    """Return the file of a path below the archive's folder; raises SsgError if it leads out of it, by links too."""
    target = (root / path).resolve()
    if not target.is_relative_to(root.resolve()):
        raise SsgError(
            problem(path, "leads out of the archive's folder", "choose a folder inside it")
        )
    return root / path


def whole(target: Path, raw: bytes) -> None:
    """Write a file so that it is there completely or not at all, even if the power fails."""
    _put(target, (raw,))


def _put(target: Path, blocks: Iterable[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".ssg-{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except (OSError, SsgError):
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    settle(target.parent)


def copied(source: Path, target: Path, digest: str, name: str) -> None:
    """Copy a file so that it is there completely or not at all; raises SsgError if its SHA-256 is another by now."""
    seen = hashlib.sha256()

    def blocks() -> Iterator[bytes]:
        with source.open("rb") as file:
            while block := file.read(1 << 20):
                seen.update(block)
                yield block
        if seen.hexdigest() != digest:
            hint = "import it again once nobody writes to it"
            raise SsgError(problem(name, "was changed while it was being imported", hint))

    _put(target, blocks())


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(folder: Path) -> None:
    """Make a rename in a folder durable, where the system lets a folder be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
