"""Rules for what machines follow: feeds, the sitemap, robots.txt."""

import msgspec

from ssg.config import Config
from ssg.engine.keys import Ask, Hint, rule
from ssg.formats import feeds
from ssg.formats.rss import rss
from ssg.model import Card
from ssg.site.content import catalogue, config, loaded, page_cards
from ssg.site.periods import years
from ssg.site.taxonomy import kinds, leaves, shelves
from ssg.site.texts import rendered
from ssg.theme.context import Link
from ssg.urls import Url, absolute

FORMATS = {
    "atom": ("feed.xml", "application/atom+xml", feeds.atom),
    "json": ("feed.json", "application/feed+json", feeds.json_feed),
    "rss": ("rss.xml", "application/rss+xml", rss),
}
"""Format → file, media type, writer."""


@rule
def formats(ask: Ask) -> tuple[str, ...]:
    """The formats that the site's feeds are made in."""
    return ask(config).feeds.formats


def feed_links(ask: Ask, url: str) -> tuple[Link, ...]:
    """Return the feeds of a list: address, format and media type of each."""
    return tuple(Link(url + FORMATS[each][0], each, FORMATS[each][1]) for each in ask(formats))


@rule
def newest(ask: Ask) -> tuple[str, ...]:
    """The paths of the articles in the site's feed, newest first."""
    return tuple(card.path for card in ask(catalogue)[: ask(config).feeds.limit])


@rule(keep=True)
def whole(ask: Ask) -> feeds.Feed:
    """The site's feed: the newest articles with their texts."""
    c = ask(config)
    return _feed(
        c,
        "/",
        c.title,
        _entries(ask, ask(newest), html=True),
        subtitle=c.description,
        rights=c.rights,
    )


def _feed(
    c: Config, url: str, title: str, entries: tuple[feeds.Entry, ...], **more: str
) -> feeds.Feed:
    """A feed of the list at an address; its own address is not set yet."""
    return feeds.Feed(
        title=title,
        url="",
        page=absolute(c.base_url, url),
        author=c.author,
        zone=c.timezone,
        lang=c.language,
        entries=entries,
        **more,
    )


def _written(ask: Ask, feed: feeds.Feed, kind: str, url: str) -> bytes:
    name, _, write = FORMATS[kind]
    address = absolute(ask(config).base_url, url + name)
    return write(msgspec.structs.replace(feed, url=address))


def _entries(ask: Ask, paths: tuple[str, ...], *, html: bool) -> tuple[feeds.Entry, ...]:
    cards = [card for card in (ask(loaded, path).card for path in paths) if card]
    return tuple(_entry(ask, card, html=html) for card in cards)


def _entry(ask: Ask, card: Card, *, html: bool) -> feeds.Entry:
    c = ask(config)
    open_text = card.visibility == "public"
    url = absolute(c.base_url, card.url)
    host = absolute(c.base_url, "/").removesuffix(c.base_path)
    text = ask(rendered, card.path).html if html and open_text else ""
    return feeds.Entry(
        url=url,
        title=card.title,
        published=card.date,
        updated=card.updated,
        authors=card.authors,
        tags=card.tags,
        summary=card.description or " ".join(card.subtitle) or (card.excerpt if open_text else ""),
        html=feeds.whole_addresses(text, host, url) if text else "",
        lang=card.lang,
    )


@rule(output=True)
def site_feed(ask: Ask, kind: str) -> bytes:
    """The site's feed in one format."""
    return _written(ask, ask(whole), kind, "/")


def _term_needs(ask: Hint, _kind: str, _name: str, url: str) -> None:
    ask(config)
    leaf = ask(leaves, f"{url}#1")
    for path in leaf.paths if leaf else ():
        ask.note(loaded, path)


@rule(worker=True, output=True, needs=_term_needs)
def term_feed(ask: Ask, kind: str, name: str, url: str) -> bytes:
    """The feed of a term in one format: its newest articles, without their texts."""
    c = ask(config)
    leaf = ask(leaves, f"{url}#1")
    entries = _entries(ask, leaf.paths[: c.paginate] if leaf else (), html=False)
    return _written(ask, _feed(c, url, f"{name} — {c.title}", entries), kind, url)


@rule(output=True)
def sitemap(ask: Ask) -> bytes:
    """The sitemap: home, articles, pages, tags, years; what isn't wholly published stays out."""
    base = ask(config).base_url
    cards = [card for card in (*ask(catalogue), *ask(page_cards)) if card.visibility == "public"]
    days = [(card.url, (card.updated or card.date)) for card in cards]
    found = {url: moment.day if moment else "" for url, moment in days}
    for kind in ask(kinds):
        if kind.pages:
            found.update({shelf.term.url: "" for shelf in ask(shelves)[kind.name].values()})
    found.update({year.url: "" for year in ask(years)})
    found.setdefault("/", "")
    return feeds.sitemap([(absolute(base, Url(url)), found[url]) for url in sorted(found)])


@rule(output=True)
def robots(ask: Ask) -> bytes:
    """robots.txt: everything may be read; where the sitemap is."""
    base = ask(config).base_url
    where = f"\nSitemap: {absolute(base, Url('/sitemap.xml'))}\n" if base else ""
    return f"User-agent: *\nAllow: /\n{where}".encode()
