"""What our own values depend on beside their inputs: our source and the versions of the libraries (law 6)."""

import hashlib
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

LIBRARIES = (
    "jinja2", "lunr", "markdown-it-py", "mdit-py-plugins", "msgspec", "nh3", "pygments", "PyYAML", "tomlkit",
)  # fmt: skip
ROOMS = ("engine", "markup", "theme", "search", "formats", "images", "site", "")


def package() -> Path:
    """Return the folder that this package lies in."""
    return Path(__file__).resolve().parent


def fingerprint() -> str:
    """Return a digest of the rooms that make values, of Python and of the libraries that take part."""
    found = hashlib.blake2b(digest_size=16)
    found.update(f"{sys.version}\nzlib {zlib.ZLIB_RUNTIME_VERSION}\n".encode())
    found.update("\n".join((*_versions(), _encoders())).encode())
    here = package()
    for room in ROOMS:
        for path in sorted(
            p for p in (here / room).iterdir() if p.suffix in (".py", ".json", ".txt")
        ):
            if not room and path.stem.startswith("scaffold"):  # makes sources, no values
                continue
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _versions() -> Iterator[str]:
    """Yield name and version of each library. The folders beside it tell them: `importlib.metadata` takes 20 ms to load."""
    told: dict[str, str] = {}
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        for place in folder.glob("*.dist-info"):
            library, _, version = place.name.removesuffix(".dist-info").rpartition("-")
            told.setdefault(_plain(library), version)
    for library in LIBRARIES:
        yield f"{library} {told.get(_plain(library)) or _asked(library)}"
    yield f"latex2mathml {told.get('latex2mathml', '')}"  # formulas can be made where it is there


def _asked(library: str) -> str:
    """The version of a library that was installed in another way."""
    from importlib import metadata

    return metadata.version(library)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _encoders() -> str:
    """Which picture encoders there are: Pillow's list of its files with their digests, for its wheels bring the encoders."""
    for place in (
        p for folder in map(Path, sys.path) for p in folder.glob("[pP]illow-*.dist-info")
    ):
        return f"{place.name} {(place / 'RECORD').read_text('utf-8')}"
    return ""
