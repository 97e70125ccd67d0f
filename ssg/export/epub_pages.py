"""The pages of a book, and its list of them: strings to XHTML. Pure."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from ssg.export.chosen import Chosen, Piece
from ssg.formats.citations import cited, english, korean
from ssg.formats.xml import DECLARATION, element, quoted, text
from ssg.model import Card, Figure, Moment

STYLE = """\
body { line-height: 1.7; margin: 0 4%; overflow-wrap: anywhere; }
:lang(ko) { word-break: keep-all; }
h1 { line-height: 1.3; margin: 1.5em 0 .3em; text-align: left; }
img { max-width: 100%; height: auto; }
figure { margin: 1em 0; }
figcaption, .facts, .origin { font-size: .85em; }
.deck { font-weight: bold; margin: .2em 0; }
.origin { border-top: 1px solid; margin-top: 2em; padding-top: .5em; }
blockquote { border-left: 3px solid; margin: 1em 0; padding-left: 1em; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: .2em .5em; text-align: left; vertical-align: top; }
nav ol { list-style: none; padding-left: 1em; }
"""
WORDS: Mapping[str, Mapping[str, str]] = {
    "ko": {"contents": "차례", "undated": "날짜 없음", "articles": "{} 편", "partly": "이 글은 일부만 실렸습니다.", "source": "원문"},
    "en": {"contents": "Contents", "undated": "Undated", "articles": "{} articles", "partly": "Only part of this text is here.", "source": "Source"},
}  # fmt: skip


def words(chosen: Chosen) -> Mapping[str, str]:
    """The few words that a book adds, in the archive's language."""
    return WORDS["ko" if chosen.config.language.startswith("ko") else "en"]


def page(title: str, lang: str, body: str, *, style: str) -> str:
    """Return a page of XHTML."""
    tongue = quoted(lang)
    return (
        f'{DECLARATION}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f"lang={tongue} xml:lang={tongue}>\n<head>{element('title', title or '…')}"
        f'<link rel="stylesheet" href={quoted(style)}/></head>\n<body>\n{body}</body>\n</html>\n'
    )


def chapter(
    chosen: Chosen, piece: Piece, body: str, figures: Mapping[Figure, str], lead: str
) -> str:
    """Return the page of an article: headline, decks, who and when, pictures of the front matter, text, where it came from."""
    card = piece.card
    parts = [
        element("h1", card.title or card.path),
        *(f'<p class="deck">{text(deck)}</p>' for deck in card.subtitle),
    ]
    facts = " · ".join(filter(None, (", ".join(card.authors), card.source.name, _when(card.date))))
    parts.append(f'<p class="facts">{text(facts)}</p>' if facts else "")
    if lead and lead not in body and all(src != lead for src in figures.values()):
        parts.append(_figure(Figure(alt=card.image_alt, credit=card.image_credit), lead))
    parts += (_figure(figure, src) for figure, src in figures.items() if src or figure.caption)
    parts += (body, _origin(chosen, piece))
    said = "\n".join(filter(None, parts))
    return page(
        card.title or card.path,
        card.lang or chosen.config.language,
        f"{said}\n",
        style="../style.css",
    )


def _figure(figure: Figure, src: str) -> str:
    caption = " ".join(
        filter(None, (figure.caption, f"({figure.credit})" if figure.credit else ""))
    )
    shown = f"<img src={quoted(src)} alt={quoted(figure.alt or figure.caption)}/>" if src else ""
    return f"<figure>{shown}{element('figcaption', caption) if caption else ''}</figure>"


def _when(moment: Moment | None) -> str:
    return f"{moment.day} {moment.time}".strip() if moment else ""


def _origin(chosen: Chosen, piece: Piece) -> str:
    """Where the article came from, as it is cited, and whose it is."""
    config, card = chosen.config, piece.card
    said = (korean if config.language.startswith("ko") else english)(cited(card, config))
    lines = [said, card.rights or config.rights, "" if piece.whole else words(chosen)["partly"]]
    return '<div class="origin">' + "".join(element("p", line) for line in lines if line) + "</div>"


def title_page(chosen: Chosen) -> str:
    """Return the first page: the archive, how many articles, from when to when."""
    config = chosen.config
    days = [piece.card.date.day for piece in chosen.articles if piece.card.date]
    lines = [config.description, words(chosen)["articles"].format(f"{len(chosen.articles):,}"),
             f"{days[0]} – {days[-1]}" if days else "", config.author, config.rights]  # fmt: skip
    if config.base_url.startswith(("http://", "https://")):
        lines.append(config.base_url)
    body = (
        element("h1", chosen.title)
        + "\n"
        + "".join(element("p", line) + "\n" for line in lines if line)
    )
    return page(chosen.title, config.language, body, style="style.css")


def contents(chosen: Chosen) -> str:
    """Return the navigation document: years, and in them the articles."""
    name = words(chosen)["contents"]
    numbered = enumerate(chosen.articles, 1)
    years = "".join(
        _year(year, list(pieces), chosen)
        for year, pieces in groupby(numbered, key=lambda each: _year_of(each[1].card))
    )
    body = f'<nav epub:type="toc" id="toc">\n{element("h1", name)}\n<ol>\n{years}</ol>\n</nav>\n'
    return page(name, chosen.config.language, body, style="style.css")


def _year_of(card: Card) -> str:
    return card.date.year if card.date else ""


def _year(year: str, pieces: Sequence[tuple[int, Piece]], chosen: Chosen) -> str:
    entries = "".join(
        f'<li><a href="articles/{n:05}.xhtml">{text(piece.card.title or piece.card.path)}</a></li>\n'
        for n, piece in pieces
    )
    return f"<li>{element('span', year or words(chosen)['undated'])}\n<ol>\n{entries}</ol></li>\n"


def package(chosen: Chosen, items: Sequence[tuple[str, str, str]]) -> str:
    """Return the package document: what the book is, all its files, and their order."""
    listed = [("title.xhtml", "application/xhtml+xml", ""), ("nav.xhtml", "application/xhtml+xml", "nav"),
              ("style.css", "text/css", ""), *items]  # fmt: skip
    named = {path: f"i{number}" for number, (path, _, _) in enumerate(listed)}
    manifest = "".join(
        f'<item id="{named[path]}" href={quoted(path)} media-type="{media}"'
        + (f' properties="{props}"' if props else "")
        + "/>\n"
        for path, media, props in listed
    )
    order = ["title.xhtml", "nav.xhtml", *(path for path, _, _ in items if path.endswith(".xhtml"))]
    spine = "".join(f'<itemref idref="{named[path]}"/>\n' for path in order)
    return (
        f'{DECLARATION}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang={quoted(chosen.config.language)}>\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{"".join(_metadata(chosen))}</metadata>\n'
        f"<manifest>\n{manifest}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )


def _metadata(chosen: Chosen) -> Iterator[str]:
    """The book's description; its identity follows from the archive and the choice, its day from the articles: no clock."""
    config = chosen.config
    identity = uuid.uuid5(
        uuid.NAMESPACE_URL,
        f"{config.base_url}\n{chosen.title}\n" + "\n".join(p.card.path for p in chosen.articles),
    )
    yield element("dc:identifier", f"urn:uuid:{identity}", {"id": "id"}) + "\n"
    yield element("dc:title", chosen.title or "…") + "\n"
    yield element("dc:language", config.language) + "\n"
    if config.author:
        yield element("dc:creator", config.author) + "\n"
    if config.description:
        yield element("dc:description", config.description) + "\n"
    if config.rights:
        yield element("dc:rights", config.rights) + "\n"
    if config.base_url:
        yield element("dc:source", config.base_url) + "\n"
    yield element("meta", _modified(chosen), {"property": "dcterms:modified"}) + "\n"


def _modified(chosen: Chosen) -> str:
    """The last moment that an article names, in UTC, as the format wants it: `2026-11-27T00:00:00Z`."""
    named = [
        m
        for piece in chosen.articles
        for m in (piece.card.date, piece.card.updated, piece.card.archived)
        if m
    ]
    moments = [datetime.fromisoformat(each.iso) for each in named]
    zoned = [each if each.tzinfo else each.replace(tzinfo=UTC) for each in moments]
    last = max(zoned, default=datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC)
    return last.strftime("%Y-%m-%dT%H:%M:%SZ")
