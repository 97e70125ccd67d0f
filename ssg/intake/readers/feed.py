"""RSS 0.9x, 1.0 and 2.0, and Atom, as files: each entry an article or, marked as such, an excerpt of one.

Sources: RSS 2.0, RSS 1.0 with its content and Dublin Core modules, RFC 4287.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

import msgspec

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, prose, trees
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head
from ssg.intake.readers.trees import text

_ROOT = re.compile(
    r"(?:<\?xml[^>]*\?>|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>|\s)*<(?:\w+:)?(rss|RDF|feed)\b",
    re.DOTALL,
)
_ITEMS = ("rss/channel/item", "RDF/item", "feed/entry")
_ABOUT = ("title", "language", "copyright", "rights")
_CHANNELS = ("rss/channel", "RDF/channel", "feed")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_MAIL = re.compile(r"\S+@\S+\s*\((.+)\)$")


class Channel(msgspec.Struct):
    """What a feed says of itself; true of all its entries."""

    title: str = ""
    language: str = ""
    rights: str = ""


def claims(source: Source) -> bool:
    """Return whether the root is a feed's."""
    return bool(_ROOT.match(head(source)))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the entries in the order of the feed. Raises SsgError for what is no XML at all."""
    channel = Channel(language=_root_language(source))
    wanted = (*_ITEMS, *(f"{place}/{name}" for place in _CHANNELS for name in _ABOUT))
    for at, found in enumerate(trees.elements(source, *wanted)):
        if isinstance(found, Problem):
            yield found
        elif trees.local(found) in ("item", "entry"):
            yield document(found, channel, source, at)
        else:
            note(channel, found)


def note(channel: Channel, element: Element) -> None:
    """Record what an element below the channel says of the feed; the first that says it is believed."""
    said = prose.words("".join(element.itertext()))
    match trees.local(element):
        case "title":
            channel.title = channel.title or said
        case "language":
            channel.language = channel.language or said
        case _:
            channel.rights = channel.rights or said


def document(entry: Element, channel: Channel, source: Source, number: int) -> Document:
    """Return an entry as a document; `number` names it in messages where it has no address."""
    url = _link(entry)
    content, summary = _content(entry)
    body = content or summary
    title = prose.words(_html(entry, "title", f"{_DC}title"))
    published = ("published", "issued", "pubDate", f"{_DC}date", f"{_TERMS}issued", f"{_DC}issued")
    changed = ("updated", "modified", f"{_ATOM}updated", f"{_TERMS}modified", "lastBuildDate")
    date, updated = (
        moment(text(entry, *published), source.zone),
        moment(text(entry, *changed), source.zone),
    )
    known = Known(
        title=title or ("" if body else prose.address_words(url)),
        url=url,
        source=prose.words(text(entry, f"{_ATOM}source/{_ATOM}title")) or channel.title,
        authors=_authors(entry),
        date=date,
        updated=updated if updated != date else None,
        tags=_tags(entry),
        description=prose.words(summary)
        if content and not prose.cut_short(summary, summary=False)
        else "",
        lang=entry.get(_LANG) or text(entry, f"{_DC}language") or channel.language,
        rights=prose.words(text(entry, "rights", f"{_DC}rights", f"{_TERMS}rights"))
        or channel.rights,
        visibility=None if body else "metadata",
    )
    return Document(
        kind="html",
        content=body if prose.has_tags(body) else prose.paragraphs(body),
        part=url or text(entry, "guid", "id") or title or f"entry {number + 1}",
        known=known,
        excerpt=bool(body) and prose.cut_short(body, summary=not content),
    )


def _root_language(source: Source) -> str:
    found = re.search(r"<(?:\w+:)?feed\b[^>]*?\bxml:lang=[\"']([A-Za-z-]+)", head(source))
    return found[1] if found else ""


def _link(entry: Element) -> str:
    """The address of an entry: its link, else an identifier that is one."""
    for link in entry.findall("{*}link"):
        href = link.get("href", "") or (link.text or "").strip()
        if re.match(r"https?://", href) and link.get("rel", "alternate") == "alternate":
            return href
    for name in ("guid", "id", f"{_TERMS}identifier"):
        said = text(entry, name)
        if re.match(r"https?://\S+$", said):
            return said
    about = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    return about if re.match(r"https?://", about) else ""


def _content(entry: Element) -> tuple[str, str]:
    """The whole text of an entry and its summary, both as HTML or plain; either may be missing."""
    whole = text(entry, _CONTENT) or _html(entry, "content", f"{_ATOM}content")
    return whole, _html(
        entry, "description", "summary", f"{_ATOM}summary", f"{_ITUNES}summary", f"{_DC}description"
    )


def _html(entry: Element, *names: str) -> str:
    """The content of a text construct (RFC 4287, 3.1 and 4.1.3) as HTML; of an RSS element, what it holds."""
    own = str(entry.tag).rpartition("}")[0]
    for name in names:
        found = entry.find(name if name.startswith("{") or not own else f"{own}}}{name}")
        if found is None:
            continue
        kind = found.get("type", "")
        if len(found):
            inner = _inner(found)
        else:
            inner = (found.text or "").strip()
            if "Atom" in str(found.tag) and kind in ("", "text", "text/plain"):
                inner = prose.paragraphs(inner) if name.endswith("content") else _escaped(inner)
        if inner:
            return inner
    return ""


def _escaped(plain: str) -> str:
    import html

    return html.escape(plain, quote=False)


def _inner(element: Element) -> str:
    """The children of an element as HTML, namespaces left out."""
    for inside in element.iter():
        inside.tag = trees.local(inside)
    children = "".join(tostring(child, encoding="unicode", method="html") for child in element)
    return ((element.text or "") + children).strip()


def _authors(entry: Element) -> tuple[str, ...]:
    found: list[str] = []
    for author in entry.findall("{*}author"):
        said = text(author, "name") if len(author) else "".join(author.itertext())
        mail = _MAIL.match(said.strip())
        found.append(prose.words(mail[1] if mail else said))
    found = found or [prose.words("".join(it.itertext())) for it in entry.findall(f"{_DC}creator")]
    return tuple(dict.fromkeys(name for name in found if name and "@" not in name))


def _tags(entry: Element) -> tuple[str, ...]:
    found = [
        it.get("label") or it.get("term") or "".join(it.itertext())
        for it in entry.findall("{*}category")
    ]
    found += ["".join(it.itertext()) for it in entry.findall(f"{_DC}subject")]
    return tuple(
        dict.fromkeys(word for tag in found if (word := prose.words(tag)) and "://" not in word)
    )


READER = Reader(name="feed", reads="feeds: RSS 0.9–2.0, Atom", claims=claims, read=read)
