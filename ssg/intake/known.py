"""What a format says of an article wins over what its text seemed to say; what the user says wins over both. Pure."""

import msgspec

from ssg.intake import tags
from ssg.intake.article import Hints
from ssg.intake.readers import Document, Known
from ssg.model import Archive, FrontMatter, Source, Visibility

_SAID = ("title", "subtitle", "authors", "date", "updated", "archived", "section", "series", "description", "lang",
         "rights", "figures", "draft", "aliases", "weight", "image_alt", "image_credit", "expires")  # fmt: skip

_FILED = ("title", "authors", "date", "lang")


def settled(guessed: FrontMatter, document: Document, hints: Hints) -> FrontMatter:
    """Return the front matter of a document: the guesses from its text, corrected by what its format says.

    The user's date, language, tags and visibility stay. What was said is no longer uncertain. What a file says of itself
    fills gaps only; the day it was made is doubtful as the article's.
    """
    known = document.known
    said = {name: value for name in _SAID if (value := getattr(known, name))}
    if hints.date:
        said.pop("date", None)
        said.pop("updated", None)
    if hints.lang:
        said.pop("lang", None)
    filed = _filed(guessed, document.properties, said)
    changed: dict[str, object] = {
        **said,
        **filed,
        "source": Source(known.source or guessed.source.name, known.url or guessed.source.url),
        "extra": {**guessed.extra, **known.extra},
        "archive": _archive(guessed.archive, {**said, **filed}, document),
        "visibility": _visibility(document, hints.visibility),
    }
    if known.image in document.files:
        changed["image"] = known.image
    if known.tags:
        changed["tags"] = tags.merged(hints.tags, known.tags)
    return msgspec.structs.replace(guessed, **changed)


def _filed(guessed: FrontMatter, properties: Known, said: dict[str, object]) -> dict[str, object]:
    """What a file says of itself where neither its format nor its text says it for certain."""
    lacking = (
        name
        for name in _FILED
        if name not in said and (name in guessed.archive.uncertain or not getattr(guessed, name))
    )
    return {name: value for name in lacking if (value := getattr(properties, name))}


def _archive(guessed: Archive, said: dict[str, object], document: Document) -> Archive:
    doubts = tuple(name for name in guessed.uncertain if name not in said)
    if "date" in said and said["date"] == document.properties.date:
        doubts = (*doubts, "date")
    if document.excerpt:
        doubts = (*doubts, "body")
    auto = () if document.known.tags else guessed.auto_tags
    return msgspec.structs.replace(guessed, auto_tags=auto, uncertain=doubts)


def _visibility(document: Document, given: Visibility | None) -> Visibility | None:
    """Who may read it: an excerpt is shown as one, a bare link as its metadata, unless somebody says otherwise; None
    leaves it to the site."""
    said = given or document.known.visibility
    if said:
        return said
    if not document.content.strip():
        return "metadata"
    return "excerpt" if document.excerpt else None


def identity_text(text: str, known: Known) -> str:
    """Return what makes a document the same as another: its text; of a mere link, the address or the title."""
    return text.strip() or known.url or known.title
