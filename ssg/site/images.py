"""Rules for pictures that lie among the articles: their sizes, their files without notes, smaller versions of them."""

import msgspec

from ssg.engine.keys import Ask, file, rule
from ssg.errors import SsgError, problem
from ssg.images import encode, header, strip
from ssg.model import Picture
from ssg.site.content import config
from ssg.urls import href

KINDS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")
SHRUNK = (".jpg", ".jpeg", ".png", ".webp")
"""What smaller versions are made of."""


class Measured(msgspec.Struct, frozen=True):
    """A picture's size in pixels, as it is shown, and the widths of its smaller versions; size 0: it is no picture."""

    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()


def is_picture(path: str) -> bool:
    """Return whether a file is a picture by its name."""
    return path.lower().endswith(KINDS)


@rule
def sizes(ask: Ask) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The widths and formats of smaller versions; none without Pillow."""
    chosen = ask(config).images
    return (tuple(sorted(chosen.widths)), chosen.formats) if encode.available() else ((), ())


@rule(worker=True, needs=lambda ask, _: ask(sizes))
def measured(ask: Ask, path: str) -> Measured:
    """The size of a picture, and the widths that it is offered in."""
    raw = ask(file, path) or b""
    found = header.header(raw)
    if found is None:
        return Measured()
    wanted = sorted({min(width, found.width) for width in ask(sizes)[0]})
    shrunk = wanted and path.lower().endswith(SHRUNK) and encode.drawable(raw)
    return Measured(found.width, found.height, tuple(wanted) if shrunk else ())


@rule(worker=True, output=True)
def clean(ask: Ask, path: str) -> bytes:
    """A picture's file without place, camera and comments; its pixels are as they were."""
    return strip.stripped(_raw(ask, path))


@rule(worker=True, output=True)
def smaller(ask: Ask, path: str, width: str, kind: str) -> bytes:
    """A picture in another width and format, upright."""
    return encode.resized(_raw(ask, path), int(width), kind)


def _raw(ask: Ask, path: str) -> bytes:
    raw = ask(file, path)
    if raw is None:
        raise SsgError(problem(path, "is gone", "build again"))
    return raw


def version_url(url: str, width: int, kind: str) -> str:
    """Return the address of a smaller version: `/articles/x/photo.jpg.800.webp`."""
    return f"{url}.{width}.{kind}"


def picture(ask: Ask, path: str, url: str) -> Picture | None:
    """Return what a page says of the picture in the file `path` that is published at `url`; None if it is none."""
    found = ask(measured, path)
    if not found.width:
        return None
    base = ask(config).base_path
    sources = tuple(
        (
            encode.MIME[kind],
            ", ".join(f"{href(base, version_url(url, w, kind))} {w}w" for w in found.widths),
        )
        for kind in ask(sizes)[1]
        if found.widths
    )
    return Picture(found.width, found.height, sources)
