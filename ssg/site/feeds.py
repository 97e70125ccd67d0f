"""Rules for what machines follow: feeds, the sitemap, robots.txt."""

from ssg.engine.keys import Ask, rule
from ssg.formats import feeds
from ssg.model import Card
from ssg.site.content import catalogue, config, loaded, page_cards, rendered
from ssg.site.taxonomy import leaves, shelves, years
from ssg.urls import Url, absolute


@rule
def newest(ask: Ask) -> tuple[str, ...]:
    """The paths of the articles in the site's feed, newest first."""
    return tuple(card.path for card in ask(catalogue)[: ask(config).feeds.limit])


@rule(keep=True)
def whole(ask: Ask) -> feeds.Feed:
    """The site's feed: the newest articles with their texts."""
    c = ask(config)
    return feeds.Feed(
        title=c.title,
        subtitle=c.description,
        url=absolute(c.base_url, Url("/feed.xml")),
        page=absolute(c.base_url, Url("/")),
        author=c.author,
        zone=c.timezone,
        lang=c.language,
        rights=c.rights,
        entries=_entries(ask, ask(newest), html=True),
    )


def _entries(ask: Ask, paths: tuple[str, ...], *, html: bool) -> tuple[feeds.Entry, ...]:
    cards = [card for card in (ask(loaded, path).card for path in paths) if card]
    return tuple(_entry(ask, card, html=html) for card in cards)


def _entry(ask: Ask, card: Card, *, html: bool) -> feeds.Entry:
    c = ask(config)
    open_text = card.visibility == "public"
    return feeds.Entry(
        url=absolute(c.base_url, card.url),
        title=card.title,
        published=card.date,
        updated=card.updated,
        authors=card.authors,
        tags=card.tags,
        summary=card.description or " ".join(card.subtitle) or (card.excerpt if open_text else ""),
        html=ask(rendered, card.path).html if html and open_text else "",
        lang=card.lang,
    )


@rule(output=True)
def atom(ask: Ask) -> bytes:
    """The site's Atom feed."""
    return feeds.atom(ask(whole))


@rule(output=True)
def json(ask: Ask) -> bytes:
    """The site's JSON feed."""
    return feeds.json_feed(ask(whole), absolute(ask(config).base_url, Url("/feed.json")))


def _tag_needs(ask: Ask, _: str, url: str) -> None:
    ask(config)
    leaf = ask(leaves, f"{url}#1")
    for path in leaf.paths if leaf else ():
        ask(loaded, path)


@rule(worker=True, output=True, needs=_tag_needs)
def tag_atom(ask: Ask, name: str, url: str) -> bytes:
    """The Atom feed of a tag: its newest articles, without their texts."""
    c = ask(config)
    leaf = ask(leaves, f"{url}#1")
    return feeds.atom(
        feeds.Feed(
            title=f"{name} — {c.title}",
            url=absolute(c.base_url, Url(f"{url}feed.xml")),
            page=absolute(c.base_url, Url(url)),
            author=c.author,
            zone=c.timezone,
            lang=c.language,
            entries=_entries(ask, leaf.paths if leaf else (), html=False),
        )
    )


@rule(output=True)
def sitemap(ask: Ask) -> bytes:
    """The sitemap: home, articles, pages, tags, years; what isn't wholly published stays out."""
    base = ask(config).base_url
    cards = [card for card in (*ask(catalogue), *ask(page_cards)) if card.visibility == "public"]
    days = [(card.url, (card.updated or card.date)) for card in cards]
    found = {url: moment.day if moment else "" for url, moment in days}
    found.update({shelf.term.url: "" for shelf in ask(shelves)["tags"].values()})
    found.update({year.url: "" for year in ask(years)})
    found.setdefault("/", "")
    return feeds.sitemap([(absolute(base, Url(url)), found[url]) for url in sorted(found)])


@rule(output=True)
def robots(ask: Ask) -> bytes:
    """robots.txt: everything may be read; where the sitemap is."""
    base = ask(config).base_url
    where = f"\nSitemap: {absolute(base, Url('/sitemap.xml'))}\n" if base else ""
    return f"User-agent: *\nAllow: /\n{where}".encode()
