"""BagIt (RFC 8493): the archive's own files with their SHA-256, for a repository or a safe. What lies below `data/` is an archive."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ssg import __version__
from ssg.engine.keys import file, listing
from ssg.export.chosen import Chosen, Piece
from ssg.export.names import Names
from ssg.export.place import Entry
from ssg.markup import frontmatter

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the payload, then the tag files that tell of it."""
    sums: list[tuple[str, str]] = []
    octets = 0
    for entry in _payload(chosen):
        digest, size = _measured(entry.content)
        sums.append((entry.path, digest))
        octets += size
        yield entry
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _about(chosen, octets, len(sums)),
        "manifest-sha256.txt": _manifest(sums),
    }
    yield from (Entry(path, content) for path, content in tags.items())
    told = [(path, hashlib.sha256(content).hexdigest()) for path, content in tags.items()]
    yield Entry("tagmanifest-sha256.txt", _manifest(told))


def _payload(chosen: Chosen) -> Iterator[Entry]:
    """The articles as they lie in the archive, or as much of them as may leave; what they show; their originals; the settings."""
    names = Names()
    given: set[str] = set()
    for path in () if chosen.part else _beside(chosen):
        given.add(path)
        yield Entry(names.free(f"data/{path}"), chosen.raw(path))
    for piece in chosen.each():
        yield Entry(names.free(f"data/{piece.card.path}"), _article(chosen, piece))
        for path in chosen.files(piece):
            if path not in given:
                given.add(path)
                yield Entry(names.free(f"data/{path}"), chosen.raw(path))
    for path in chosen.originals:
        yield Entry(names.free(f"data/{path}"), chosen.root / path)
    yield Entry("data/site.toml", chosen.raw("site.toml"))


def _beside(chosen: Chosen) -> Iterator[str]:
    """What a whole archive has beside its texts: looks, files that are published as they are, the ledger of addresses."""
    for folder in ("static/", "templates/", "themes/"):
        yield from chosen.ask(listing, folder)
    if chosen.ask(file, "urls.lock") is not None:
        yield "urls.lock"


def _article(chosen: Chosen, piece: Piece) -> bytes:
    if piece.whole:
        return chosen.raw(piece.card.path)
    return frontmatter.write(piece.front, chosen.markdown(piece)).encode()


def _measured(content: bytes | Path) -> tuple[str, int]:
    """SHA-256 and size in bytes."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    with content.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest(), content.stat().st_size


def _manifest(sums: list[tuple[str, str]]) -> bytes:
    """The list of digests by path, line ends and the percent sign in paths encoded (RFC 8493, 2.1.3)."""
    return "".join(f"{digest}  {_encoded(path)}\n" for path, digest in sorted(sums)).encode()


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _about(chosen: Chosen, octets: int, files: int) -> bytes:
    """What the bag says of itself: nothing that a clock would change."""
    articles = chosen.articles
    days = [piece.card.date.day for piece in articles if piece.card.date]
    span = f", {days[0]} – {days[-1]}" if days else ""
    told = {
        "Source-Organization": chosen.config.author,
        "External-Identifier": chosen.config.base_url,
        "External-Description": f"{chosen.title}: {len(articles):,} articles{span}",
        "Internal-Sender-Description": "An archive of ssg: `ssg build` in the folder data makes its site",
        "Payload-Oxum": f"{octets}.{files}",
        "Bag-Software-Agent": f"ssg {__version__}",
    }
    return "".join(
        f"{name}: {' '.join(said.split())}\n" for name, said in told.items() if said.strip()
    ).encode()
