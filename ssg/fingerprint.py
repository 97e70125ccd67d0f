"""What our own values depend on beside their inputs: our source and the versions of the libraries (law 6)."""

import hashlib
import sys
import zlib
from importlib import metadata
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
    for name in LIBRARIES:
        found.update(f"{name} {metadata.version(name)}\n".encode())
    found.update(_encoders().encode())
    found.update(_formulas().encode())
    here = package()
    for room in ROOMS:
        for path in sorted(
            p for p in (here / room).iterdir() if p.suffix in (".py", ".json", ".txt")
        ):
            if not room and path.stem in ("cli", "check", "scaffold", "scaffold_texts"):
                continue
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _encoders() -> str:
    """Which picture encoders there are: Pillow's list of its files with their digests, for its wheels bring the encoders."""
    try:
        pillow = metadata.distribution("pillow")
    except metadata.PackageNotFoundError:
        return ""
    return f"pillow {pillow.version} {pillow.read_text('RECORD')}\n"


def _formulas() -> str:
    """Whether formulas can be made, and by which version."""
    try:
        return f"latex2mathml {metadata.version('latex2mathml')}\n"
    except metadata.PackageNotFoundError:
        return ""
