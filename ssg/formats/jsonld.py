"""Structured data for an article: schema.org as JSON-LD, safe inside a script element."""

import re

import msgspec

from ssg.config import Config
from ssg.model import Card, rights_of
from ssg.urls import absolute


def news_article(card: Card, config: Config) -> str:
    """Return the JSON-LD of an article: `NewsArticle` where it has a source, else `Article`; `<` is escaped."""
    here = absolute(config.base_url, card.url)
    rights = rights_of(card, config.rights)
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if card.source.name or card.source.url else "Article",
        "headline": card.title,
        "alternativeHeadline": " ".join(card.subtitle),
        "author": [{"@type": "Person", "name": name} for name in card.authors],
        "datePublished": card.date.iso if card.date else "",
        "dateModified": card.updated.iso if card.updated else "",
        "inLanguage": card.lang or config.language,
        "keywords": list(card.tags),
        "articleSection": card.section,
        "publisher": {"@type": "Organization", "name": card.source.name}
        if card.source.name
        else "",
        "isBasedOn": card.source.url,
        "archivedAt": here,
        "copyrightNotice": rights,
        "license": license_url(rights),
        "image": absolute(config.base_url, card.image) if card.image.startswith("/") else "",
        "mainEntityOfPage": here,
    }
    said = {key: value for key, value in found.items() if value}
    escaped = msgspec.json.encode(said).decode().replace("<", "\\u003c").replace(">", "\\u003e")
    return escaped.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


_CREATIVE_COMMONS = re.compile(r"\bCC[ -](BY(?:-(?:NC|SA|ND)){0,2})[ -](\d\.\d)\b", re.IGNORECASE)
_CC0 = re.compile(r"\bCC0\b", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>()\"']+[^\s<>()\"'.,;]")


def license_url(rights: str) -> str:
    """Return the address of the licence that a rights line names: an address in it, or Creative Commons'; else empty."""
    if found := _WEB.search(rights):
        return found[0]
    if found := _CREATIVE_COMMONS.search(rights):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/" if _CC0.search(rights) else ""
