"""Atom (RFC 4287) and JSON Feed 1.1 of a list of articles."""

import datetime
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from ssg.formats.xml import DECLARATION, element
from ssg.model import Moment


class Entry(msgspec.Struct, frozen=True):
    """One article in a feed: absolute address, dates (the published one may be missing), safe HTML or nothing."""

    url: str
    title: str
    published: Moment | None
    updated: Moment | None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    html: str = ""
    lang: str = ""


class Feed(msgspec.Struct, frozen=True):
    """A feed: its title, absolute addresses of itself and of its page, and its entries, newest first."""

    title: str
    url: str
    page: str
    author: str
    zone: str
    lang: str
    entries: tuple[Entry, ...]
    subtitle: str = ""
    rights: str = ""


EPOCH = "1970-01-01T00:00:00Z"  # of an article that has no date at all


def timestamp(moment: Moment | None, zone: str) -> str:
    """Return an RFC 3339 date and time; a day begins at midnight in the site's zone."""
    if moment is None:
        return EPOCH
    if moment.time:
        return moment.iso
    day = datetime.datetime.fromisoformat(moment.day).replace(tzinfo=ZoneInfo(zone))
    return day.isoformat()


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    parts = [
        DECLARATION,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.lang}">\n',
        element("title", feed.title) + "\n",
        element("subtitle", feed.subtitle) + "\n" if feed.subtitle else "",
        element("link", "", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
        + "\n",
        element("link", "", {"rel": "alternate", "type": "text/html", "href": feed.page}) + "\n",
        element("id", feed.page) + "\n",
        element("updated", latest(feed)) + "\n",
        element("rights", feed.rights) + "\n" if feed.rights else "",
        f"<author>{element('name', feed.author or feed.title)}</author>\n",
        *(_entry(entry, feed) for entry in feed.entries),
        "</feed>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def latest(feed: Feed) -> str:
    """Return the time of a feed's latest change, as RFC 3339; the epoch for an empty one."""
    stamps = [timestamp(e.updated or e.published, feed.zone) for e in feed.entries]
    return max(stamps, key=datetime.datetime.fromisoformat, default=EPOCH)


def _entry(entry: Entry, feed: Feed) -> str:
    lang = f' xml:lang="{entry.lang}"' if entry.lang else ""
    lines = [
        f"<entry{lang}>",
        element("title", entry.title),
        element("link", "", {"rel": "alternate", "type": "text/html", "href": entry.url}),
        element("id", entry.url),
        element("published", timestamp(entry.published, feed.zone)) if entry.published else "",
        element("updated", timestamp(entry.updated or entry.published, feed.zone)),
        *(f"<author>{element('name', name)}</author>" for name in entry.authors),
        *(element("category", "", {"term": tag}) for tag in entry.tags),
        element("summary", entry.summary) if entry.summary else "",
        element("content", entry.html, {"type": "html", "xml:base": entry.url})
        if entry.html
        else "",
        "</entry>\n",
    ]
    return "\n".join(line for line in lines if line)


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author}] if feed.author else [],
        "items": [_item(entry, feed) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _item(entry: Entry, feed: Feed) -> dict[str, object]:
    item: dict[str, object] = {"id": entry.url, "url": entry.url, "title": entry.title}
    item["content_html"] = entry.html
    if not entry.html:
        item["content_text"] = entry.summary
    item["summary"] = entry.summary
    item["date_published"] = timestamp(entry.published, feed.zone) if entry.published else ""
    item["date_modified"] = timestamp(entry.updated, feed.zone) if entry.updated else ""
    item["authors"] = [{"name": name} for name in entry.authors]
    item["tags"] = list(entry.tags)
    item["language"] = entry.lang
    return {key: value for key, value in item.items() if value or key == "title"}


_ADDRESS = re.compile(r'(\s(?:href|src|poster)=")([/#][^"]*)')
_SET = re.compile(r'(\ssrcset=")([^"]*)')


def whole_addresses(html: str, host: str, url: str) -> str:
    """Return HTML with absolute addresses, since most readers know of no base: `host` for `/…`, `url` for `#…`."""

    def found(match: re.Match[str]) -> str:
        mark, place = match[1], match[2]
        return f"{mark}{url if place[0] == '#' else host}{place}" if place[:2] != "//" else match[0]

    def several(match: re.Match[str]) -> str:
        each = (part.strip() for part in match[2].split(","))
        return match[1] + ", ".join(f"{host}{part}" if part[:1] == "/" else part for part in each)

    return _SET.sub(several, _ADDRESS.sub(found, html))


def sitemap(pages: Sequence[tuple[str, str]]) -> bytes:
    """Return a sitemap (sitemaps.org 0.9) of absolute addresses and their last day (may be empty)."""
    lines = [DECLARATION, '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n']
    for url, day in pages:
        changed = element("lastmod", day) if day else ""
        lines.append(f"<url>{element('loc', url)}{changed}</url>\n")
    return "".join([*lines, "</urlset>\n"]).encode()
