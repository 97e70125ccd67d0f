"""The fields of an article as its page says them: JSON-LD before Open Graph and `meta`, these before the page's elements. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, tzinfo
from difflib import SequenceMatcher

import msgspec

from ssg.intake import language
from ssg.intake.html import dom, heads, jsonld, people, topics
from ssg.intake.html.dom import Element
from ssg.intake.html.heads import Heads, key
from ssg.intake.html.jsonld import Node
from ssg.intake.readers import Known
from ssg.intake.readers.moments import moment
from ssg.model import Moment

_PUBLISHED = ("article:published_time", "og:article:published_time", "article:published", "datepublished", "date", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date",
              "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "publish-date", "publish_date", "article.published", "cxenseparse:recs:publishtime", "vr:published_time", "created", "article_date_original", "citation_date", "citation_publication_date", "dd:published_time", "dc.date.created", "last-modified-date")  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "article:updated", "last-modified", "lastmod", "revised", "modified")  # fmt: skip
_TITLES = ("og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title", "citation_title", "cxenseparse:title")  # fmt: skip
_PARTED = re.compile(r"\s+[|\-–—:·•»<]\s+|\s*[|｜:]\s+|\s+::\s+")
_IN_UTC = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)$")
_PARENS = re.compile(r"\s*\([A-Za-z ]+\)$")
_LANG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z]{2,4})?")


class Zones(msgspec.Struct, frozen=True):
    """What zones the moments of a page are meant in: by its language, else the archive's."""

    lang: str
    site: tzinfo

    def of(self, value: str) -> tzinfo:
        """Return the zone to read a moment in; one told in UTC stays so where the language does not tell the zone."""
        return language.zone(self.lang, UTC if _IN_UTC.search(value) else self.site)


def known(root: Element, node: Node, head: Heads, url: str, site: tzinfo) -> Known:
    """Return what a page says of its article; `url` is where it came from ("" if nobody knows), `site` the archive's zone.

    Moments told in UTC are given in the zone of the page's language, if it is spoken in one only; other offsets are kept.
    Those without an offset are meant in that zone, else in the archive's.
    """
    outlet = source(node, head)
    lang = _language(node, head)
    date, updated = dates(root, node, head, Zones(lang.partition("-")[0].lower(), site))
    return Known(
        title=title(root, node, head, outlet),
        url=address(node, head, url),
        source=outlet,
        authors=people.authors(root, node, head, outlet),
        date=date,
        updated=updated if updated != date else None,
        tags=topics.tags(root, node, head, outlet),
        section=section(node, head),
        description=jsonld.clean(
            head.first("og:description", "description", "twitter:description")
        ),
        lang=lang,
    )


def _language(node: Node, head: Heads) -> str:
    said = (
        jsonld.text(node, "inLanguage")
        or head.lang
        or head.first("og:locale", "content-language", "dc.language")
    )
    return said.replace("_", "-") if _LANG.fullmatch(said) else ""


def title(root: Element, node: Node, head: Heads, outlet: str) -> str:
    """Return the headline: the `h1` that JSON-LD or Open Graph confirms, else what these agree on, else the page's title.

    A kicker that stands in the heading without a sign behind it gets the colon that the others give it. Where the `h1` is worded for search engines, as JSON-LD and the page's title, the headline is the `h2` that Open Graph names. A headline that JSON-LD gives twice, as `alternativeHeadline` too, is one that the publisher insists on. Where all of them differ, readers see the `h1`.
    """
    data, other = jsonld.text(node, "headline"), jsonld.text(node, "alternativeHeadline")
    shared = without(head.first(*_TITLES), outlet)
    first = heads.headings(root)
    if shared and key(shared) not in map(key, first):
        second = [text for text in heads.headings(root, "h2") if key(text).endswith(key(shared))]
        if named := next((text for text in second if key(text) == key(shared)), ""):
            return shared if ":" in shared else named
        if not any(alike(text, data) for text in (*first, *second)) and (
            second or key(shared) == key(other)
        ):
            return shared
    if data and alike(data, other):
        return data
    told = [said for said in (data, shared) if said] or [
        said for said in (without(head.title, outlet),) if said
    ]
    for heading in first:
        if len(key(heading)) >= 4 and any(alike(heading, said) for said in told):
            same = (said for said in told if key(said) == key(heading) and ":" in said)
            return heading if ":" in heading else next(same, heading)
    if first and data and shared and not alike(data, shared):
        return first[0]
    return told[0] if told else next(iter(first), "")


def alike(one: str, other: str) -> bool:
    """Return whether two headlines are the same but for a part that one of them leaves out, or nearly the same."""
    a, b = key(one), key(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return min(len(a), len(b)) >= 0.5 * max(len(a), len(b))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75


def without(said: str, outlet: str) -> str:
    """Return a page's title without the outlet's name and what stands between: `Rain | The Mill` → `Rain`."""
    parts = list(_PARTED.finditer(said))
    if not parts:
        return said
    last, first = parts[-1], parts[0]
    tail, front = said[last.end() :], said[: first.start()]
    name = key(outlet)
    if name and (key(tail) in name or name in key(tail)):
        return without(said[: last.start()], outlet)
    if name and (key(front) in name or name in key(front)) and len(key(front)) > 2:
        return said[first.end() :]
    strong = said[last.start() : last.end()].strip() in ("|", "｜", "::", "-", "–", "—", "«", "·")
    if strong and len(tail) <= 30 and len(tail.split()) <= 4 and last.start() > 2 * len(tail):
        return said[: last.start()]
    return said


def source(node: Node, head: Heads) -> str:
    """Return the outlet's name."""
    said = jsonld.text(node, "publisher")
    return (
        said
        if said and "://" not in said
        else head.first("og:site_name", "application-name", "publisher", "dc.publisher")
    )


def address(node: Node, head: Heads, url: str) -> str:
    """Return the article's own address: the canonical one unless that is the outlet's front page."""
    for said in (
        head.canonical,
        head.first("og:url"),
        jsonld.text(node, "url", "mainEntityOfPage"),
        url,
    ):
        whole = dom.joined(url, said) if said else ""
        if whole and len(whole.partition("://")[2].partition("/")[2]) > 1:
            return whole
    return url


def section(node: Node, head: Heads) -> str:
    """Return the section; the last one where several are named as a way down."""
    found = jsonld.texts(node.get("articleSection"), "name") or head.every("article:section", "section", "parsely-section", "og:section", "category")  # fmt: skip
    plain = [said for said in found if len(said) <= 40 and "://" not in said]
    return plain[0] if plain else ""


def dates(
    root: Element, node: Node, head: Heads, zones: Zones
) -> tuple[Moment | None, Moment | None]:
    """Return when it was published and when changed; the elements of the page are asked only where its head is silent."""
    published = _first(
        (
            jsonld.text(node, "datePublished"),
            head.first(*_PUBLISHED),
            jsonld.text(node, "dateCreated", "uploadDate"),
        ),
        zones,
    )
    updated = _first((jsonld.text(node, "dateModified"), head.first(*_UPDATED)), zones)
    if published is None or updated is None:
        stamps = list(heads.times(root))[:40]
        for kind in ("published", "") if published is None else ():
            published = published or _first(
                (value for value, what in stamps if what == kind), zones
            )
        updated = updated or _first((value for value, what in stamps if what == "updated"), zones)
    return published, updated


def _first(values: Iterable[str], zones: Zones) -> Moment | None:
    return next(
        (
            found
            for value in values
            if value and (found := moment(_PARENS.sub("", value), zones.of(value)))
        ),
        None,
    )
