"""Structured data for an article: schema.org as JSON-LD, safe inside a script element."""

import msgspec

from ssg.config import Config
from ssg.model import Card
from ssg.urls import absolute


def news_article(card: Card, config: Config) -> str:
    """Return the JSON-LD of an article: `NewsArticle` where it has a source, else `Article`; `<` is escaped."""
    here = absolute(config.base_url, card.url)
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
        "copyrightNotice": card.rights,
        "mainEntityOfPage": here,
    }
    said = {key: value for key, value in found.items() if value}
    escaped = msgspec.json.encode(said).decode().replace("<", "\\u003c").replace(">", "\\u003e")
    return escaped.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
