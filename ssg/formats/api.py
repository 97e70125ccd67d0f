"""The list of all articles for programs: `/api/articles.json`, and the JSON Schema that it keeps to. Pure."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from ssg.config import Config
from ssg.model import Card, rights_of
from ssg.urls import absolute

VERSION = 1
_SHA256 = re.compile("[0-9a-f]{64}")
_TEXT: Mapping[str, object] = {"type": "string"}
_TEXTS: Mapping[str, object] = {"type": "array", "items": _TEXT}
_MOMENT: Mapping[str, object] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)?)?$",
    "description": "A day, or a time with its offset: as much as the source said.",
}
_ADDRESS: Mapping[str, object] = {"type": "string", "format": "uri-reference"}
PROPERTIES: Mapping[str, object] = {
    "url": _ADDRESS,
    "title": _TEXT,
    "subtitle": _TEXTS,
    "date": _MOMENT,
    "updated": _MOMENT,
    "archived": _MOMENT,
    "authors": _TEXTS,
    "source": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _ADDRESS},
        "additionalProperties": False,
    },
    "tags": _TEXTS,
    "section": _TEXT,
    "series": _TEXT,
    "summary": _TEXT,
    "language": _TEXT,
    "rights": _TEXT,
    "visibility": {"enum": ["public", "excerpt", "metadata"]},
    "sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Of the original that the article was imported from.",
    },
}
"""What is told of an article, in order; what is not known is left out."""


def articles(lines: Iterable[bytes], config: Config) -> bytes:
    """Return what is public of the articles, newest first, each as in `line`."""
    whole = {
        "$schema": absolute(config.base_url, "/api/articles.schema.json"),
        "version": VERSION,
        "title": config.title,
        "url": absolute(config.base_url, "/"),
        "language": config.language,
        "articles": [],
    }
    return msgspec.json.encode(whole).removesuffix(b"]}") + b",".join(lines) + b"]}\n"


def line(card: Card, config: Config) -> bytes:
    """Return what is public of an article on a line of its own: a diff of two versions shows what changed."""
    return msgspec.json.encode(article(card, config)).replace(b'{"url":"', b'\n{"url":"')


def article(card: Card, config: Config) -> Mapping[str, object]:
    """Return what is public of an article, in the order of `PROPERTIES`; no text."""
    found = {
        "url": absolute(config.base_url, card.url),
        "title": card.title,
        "subtitle": card.subtitle,
        "date": card.date.iso if card.date else "",
        "updated": card.updated.iso if card.updated else "",
        "archived": card.archived.iso if card.archived else "",
        "authors": card.authors,
        "source": _source(card),
        "tags": card.tags,
        "section": card.section,
        "series": card.series,
        "summary": card.description or card.excerpt,
        "language": card.lang or config.language,
        "rights": rights_of(card, config.rights),
        "visibility": card.visibility,
        "sha256": card.archive.sha256 if _SHA256.fullmatch(card.archive.sha256) else "",
    }
    return {name: value for name, value in found.items() if value or name in ("url", "title")}


def _source(card: Card) -> Mapping[str, str]:
    told = {"name": card.source.name, "url": card.source.url}
    return {name: value for name, value in told.items() if value}


def schema(config: Config) -> bytes:
    """Return the JSON Schema (2020-12) of `articles`."""
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": absolute(config.base_url, "/api/articles.schema.json"),
        "title": "Articles of an archive made by ssg",
        "type": "object",
        "properties": {
            "$schema": _ADDRESS,
            "version": {"const": VERSION},
            "title": _TEXT,
            "url": _ADDRESS,
            "language": _TEXT,
            "articles": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": PROPERTIES,
                    "required": ["url", "title", "language", "visibility"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["version", "title", "url", "language", "articles"],
        "additionalProperties": False,
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
