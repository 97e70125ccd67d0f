"""Who wrote it, as the page says: names of persons first; agencies and the outlet only where there is nobody else. Pure."""

import re
from collections.abc import Iterable

from ssg.intake import authors as bylines
from ssg.intake.html import heads, jsonld
from ssg.intake.html.dom import Element
from ssg.intake.html.heads import Heads
from ssg.intake.html.jsonld import Node

_METAS = ("author", "article:author", "article:author_name", "authors", "byl", "byline", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "citation_author", "dable:author", "cxenseparse:author", "twitter:creator")  # fmt: skip
_BEFORE = re.compile(
    r"^(?:by|von|par|por|di|av|af|door|text|texte|autor(?:in|en|es)?|authors?|reporter|글|취재|기자)\s*[:：]\s*|^(?:by|von|par|por|di|av|af|door)\s+(?=\S)",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*(?:[,;、，|]|\s&\s|\s(?:and|und|et|y|og|och|e|en|och)\s|\s/\s|·|・)\s*")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|^(?:admin|editor|staff|redaktion|newsroom|unknown|author|none|null|undefined|n/a|desk)$|\.(?:com|co|net|de|kr)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\s*(?:\(.*\)|（.*）|\[.*\]|[-–—]\s.*|,\s.*)$")
_KOREAN = re.compile(
    r"^([가-힣]{2,4})\s*(?:선임|수석|전문|객원|인턴|수습)?\s*(?:기자|특파원|논설위원|앵커|PD|에디터|편집위원|통신원|칼럼니스트)(?:\s.*)?$"
)
_MAX = 12


def authors(root: Element, node: Node, head: Heads, outlet: str) -> tuple[str, ...]:
    """Return the authors in the page's order; empty where it names none. Photographers are no authors here."""
    told = jsonld.texts(_no_photographers(node.get("author") or node.get("creator")), "name", "@id")
    for names in (
        told,
        *(head.every(name) for name in _METAS),
        heads.props(root, "author", "creator", together=True),
        heads.links(root, "author", together=True),
    ):
        found = _persons(names, outlet)
        if found:
            return found[:_MAX]
    return ()


def _no_photographers(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [
        item
        for item in value
        if not (isinstance(item, dict) and "photo" in str(item.get("jobTitle", "")).lower())
    ]


def persons(names: Iterable[str], outlet: str) -> tuple[str, ...]:
    """Return the names that are neither the outlet's own nor an agency's."""
    own = heads.key(outlet)
    return tuple(name for name in names if heads.key(name) != own and not bylines.agencies(name))


def _persons(told: Iterable[str], outlet: str) -> tuple[str, ...]:
    """The names among what is told, each one alone; organisations only if nobody else is there."""
    found = [name for said in told for name in _names(said)]
    return tuple(dict.fromkeys(persons(found, outlet) or found))


def _names(said: str) -> list[str]:
    """The names in one value: `By A and B`, `홍길동 기자`, `Holm, Ada` stays as it is told."""
    said = _BEFORE.sub("", said.strip())
    parts = [part.strip(" .-–·") for part in _PARTED.split(said)] if len(said) > 3 else [said]
    found: list[str] = []
    for part in parts:
        korean = _KOREAN.match(part)
        name = korean[1] if korean else _ROLE.sub("", part).strip()
        name = _BEFORE.sub("", name)
        if 2 <= len(name) <= 60 and not _NO_NAME.search(name) and len(name.split()) <= 6:
            found.append(_cased(name))
    return found


def _cased(name: str) -> str:
    """A name written in capitals throughout, or in small letters, as names are written."""
    if (
        len(name.split()) > 1
        and (name.isupper() or name.islower())
        and name.upper() != name.lower()
    ):
        return " ".join(word.capitalize() for word in name.split())
    return name
