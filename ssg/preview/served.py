"""What a browser gets: a file of the site and where it comes from. Pure."""

import msgspec

from ssg.engine.keys import Ask, listing
from ssg.engine.stamps import Stamp
from ssg.errors import Problem
from ssg.model import Card
from ssg.preview import pages


class Served(msgspec.Struct, frozen=True):
    """A file of the site as a browser gets it: its bytes, or the place of a file that is published as it is.

    `source` is the article's or page's file below the archive; `badge` says `draft` or `future` of one that a build
    would leave out. `tag` changes whenever anything of this does.
    """

    path: str
    key: str
    tag: str
    body: bytes = b""
    file: str = ""
    source: str = ""
    badge: str = ""


class Found(msgspec.Struct, frozen=True):
    """What a request gets: where it leads, and the file that answers, if one does. Problems where it could not be made."""

    answer: pages.Answer
    served: Served | None = None
    problems: tuple[Problem, ...] = ()
    scripts: tuple[str, ...] = ()


class Early(msgspec.Struct, frozen=True):
    """A file of the site before the engine has made it. `stamp`: of the text that it was made of, None where it is of none.
    `scripts` and `base` are those of the site."""

    served: Served
    stamp: Stamp | None
    scripts: tuple[str, ...]
    base: str


def badge(card: Card, today: str) -> str:
    """Return what is said of a card that a build would leave out: `draft`, `future`, or nothing."""
    late = card.date is not None and card.date.day > today
    return "draft" if card.draft else "future" if late else ""


def scripts(ask: Ask, base: str) -> tuple[str, ...]:
    """Return where the site's own scripts lie, percent-encoded, base path in front: folders, and files at the top."""
    found = (path.removeprefix("static/") for path in ask(listing, "static/"))
    folders = {
        f"{path.rpartition('/')[0]}/".lstrip("/") or path
        for path in found
        if path.endswith((".js", ".mjs"))
    }
    return tuple(sorted(pages.link(base + folder) for folder in {"assets/", *folders}))
