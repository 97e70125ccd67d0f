"""RSS 2.0 of a list of articles, for programs that read nothing newer."""

from datetime import datetime
from email.utils import format_datetime

from ssg.formats.feeds import Entry, Feed, latest, timestamp
from ssg.formats.xml import DECLARATION, element

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def rss(feed: Feed) -> bytes:
    """Return the feed as RSS (rssboard.org 2.0.11): authors as `dc:creator`, for `author` wants a mail address."""
    parts = [
        DECLARATION,
        f'<rss version="2.0" {_NAMESPACES}>\n<channel>\n',
        element("title", feed.title) + "\n",
        element("link", feed.page) + "\n",
        element("description", feed.subtitle or feed.title) + "\n",
        element("language", feed.lang) + "\n" if feed.lang else "",
        element("copyright", feed.rights) + "\n" if feed.rights else "",
        element("lastBuildDate", _day(latest(feed))) + "\n",
        element("atom:link", "", {"rel": "self", "type": "application/rss+xml", "href": feed.url})
        + "\n",
        *(_item(entry, feed) for entry in feed.entries),
        "</channel>\n</rss>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _item(entry: Entry, feed: Feed) -> str:
    lines = [
        "<item>",
        element("title", entry.title),
        element("link", entry.url),
        element("guid", entry.url, {"isPermaLink": "true"}),
        element("pubDate", _day(timestamp(entry.published, feed.zone))) if entry.published else "",
        *(element("dc:creator", name) for name in entry.authors),
        *(element("category", tag) for tag in entry.tags),
        element("description", entry.summary) if entry.summary else "",
        element("content:encoded", entry.html) if entry.html else "",
        "</item>\n",
    ]
    return "\n".join(line for line in lines if line)


def _day(stamp: str) -> str:
    """A time of RFC 3339 as RFC 822 writes it, in English whatever the locale."""
    return format_datetime(datetime.fromisoformat(stamp))
