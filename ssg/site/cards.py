"""What a list knows of an article: a card, made of its front matter, and its address. Pure; no rules."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from ssg.config import Publishing
from ssg.errors import Problem, SsgError, problem
from ssg.markup.opening import first_paragraph
from ssg.model import Card, FrontMatter, Kind
from ssg.urls import Url, nfc, slug

if TYPE_CHECKING:
    from ssg.markup.frontmatter import Document

ARTICLES, PAGES = "content/articles/", "content/pages/"
ROOTS: dict[str, Kind] = {ARTICLES: "article", PAGES: "page"}


def card(document: "Document", path: str, default: Publishing) -> Card:
    """Return the card of a file. Raises SsgError for a slug that is none."""
    front = document.front
    root = next(root for root in ROOTS if path.startswith(root))
    fields = {name: getattr(front, name) for name in front.__struct_fields__}
    fields["visibility"] = front.visibility or default.of(front.source.name, front.source.url)
    address = _address(front, path, root)
    made = Card(**fields, path=path, url=address, kind=ROOTS[root], body_line=document.body_line)
    return let_out(made, document.body)


def let_out(card: Card, body: str) -> Card:
    """Return the card with as much of the text as its visibility lets out: whatever is made of cards can't say more."""
    change = msgspec.structs.replace
    if card.takedown is not None or card.visibility in ("metadata", "private"):
        return change(card, **_NO_PICTURES, description="")
    if card.visibility == "excerpt":
        return change(card, **_NO_PICTURES, excerpt=first_paragraph(body, IN_A_LIST))
    return change(card, excerpt=first_paragraph(body, IN_A_LIST))


_NO_PICTURES: Mapping[str, Any] = {"figures": (), "image": "", "image_alt": "", "image_credit": ""}
IN_A_LIST = 200  # characters of a text's beginning in a list,
ALONE = 500  # and where that is all that is published of it


def _address(front: FrontMatter, path: str, root: str) -> Url:
    """`/articles/<slug>/`, whatever the folder; a page keeps its folders, `index.md` is the folder itself."""
    inside = PurePosixPath(path.removeprefix(root))
    named = inside.parent if inside.stem == "index" else inside.with_suffix("")
    if ROOTS[root] == "page":
        parts = [slug(part) or _unnamed(part) for part in named.parts]
        if front.slug and parts:
            parts[-1] = _own_slug(front, path)
        return Url("/" + "".join(f"{part}/" for part in parts))
    own = _own_slug(front, path) if front.slug else slug(named.name) or _unnamed(named.name)
    return Url(f"/articles/{own}/")


def _own_slug(front: FrontMatter, path: str) -> str:
    own = slug(front.slug)
    if not own:
        raise SsgError(problem(path, f'slug "{front.slug}" holds no letter or digit'))
    return own


def _unnamed(name: str) -> str:
    """A stable name for a file whose name has no letter or digit."""
    return hashlib.blake2b(nfc(name).encode(), digest_size=4).hexdigest()


def wordless(card: Card, document: "Document") -> Iterator[Problem]:
    """Give a warning for each picture that nothing is said of, for those who don't see it."""
    if card.visibility == "public" and ("![](" in document.body or "![[" in document.body):
        from ssg.markup import markdown  # noqa: PLC0415 - rare

        for line in markdown.without_alt(document.body):
            at, what = document.body_line + line - 1, "a picture has no alternative text"
            hint = "say what it shows: ![a ladder between shelves](ladder.jpg)"
            yield Problem(card.path, at, 0, what, hint, "warning")
    if card.image and not card.image_alt:
        hint = "add image_alt: what it shows"
        yield Problem(card.path, 1, 0, "image has no alternative text", hint, "warning")


def gist(card: Card, body: str) -> str:
    """Return what an article is about in words; of one whose text is not published, its headline and tags."""
    from ssg.search import alike  # noqa: PLC0415 - only where front matter is read

    if card.kind != "article":
        return ""
    told = (card.title, *card.tags)
    if card.visibility in ("public", "excerpt"):
        told += (*card.subtitle, card.description, body[: alike.OPENING])
    return alike.gist(told)
