"""What a page says of its article in JSON-LD: the article's node, mended where publishers break the JSON. Pure.

Sources: JSON-LD 1.1 in HTML; schema.org Article, NewsArticle and their kin.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from ssg.intake.html.dom import Element

Node = dict[str, Any]
_TYPES = re.compile(
    r"(?:article|posting|report|review|recipe|liveblogposting|opinion|creativework|howto|qapage)$",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(r"comment|socialmedia|discussionforum", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_COMMENTS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$")  # fmt: skip
_COMMA = re.compile(r",\s*(?=[}\]])")
_MISSING = re.compile(r"(?<=[}\]\"])\s*\n\s*(?=\")")
_MAX = 2_000_000
_NODES = 5000


def article(root: Element) -> Node:
    """Return the node of the page's article; an empty one where the page has none."""
    nodes = [node for text in _scripts(root) for node in _nodes(_parsed(text))]
    found = [node for node in nodes if _is_article(node)]
    return max(found, key=_worth, default={})


def nodes(root: Element, kind: str) -> list[Node]:
    """Return all nodes of a type, `BreadcrumbList` say, in the order of the page."""
    all_ = (node for text in _scripts(root) for node in _nodes(_parsed(text)))
    return [node for node in all_ if kind in types(node)]


def types(node: Node) -> tuple[str, ...]:
    """Return the names of a node's types, without their vocabulary."""
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return tuple(str(name).rpartition("/")[2] for name in names if name)


def texts(value: object, *names: str) -> tuple[str, ...]:
    """Return a value's texts: itself, each of a list, or the first of `names` that an object has; entities resolved."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        said: object = item
        if isinstance(item, dict):
            said = next((item[name] for name in names if item.get(name)), None)
        if isinstance(said, list):
            found += texts(said, *names)
        elif isinstance(said, (str, int, float)) and not isinstance(said, bool):
            found.append(clean(str(said)))
    return tuple(text for text in found if text)


def text(node: Node, *names: str) -> str:
    """Return the first of a node's values that says something, as a text."""
    for name in names:
        found = texts(node.get(name), "name", "@value", "url", "@id")
        if found:
            return found[0]
    return ""


def clean(said: str) -> str:
    """Return a value without entities (some publishers escape twice), tags and runs of blanks."""
    for _ in range(2):
        said = html.unescape(said) if "&" in said else said
    if "<" in said:
        said = re.sub(r"</?[a-zA-Z][^<>]{0,500}>", " ", said)
    return " ".join(said.split())


def _scripts(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        kind = str(script.get("type") or "").lower()
        if "ld+json" in kind and script.text and len(script.text) <= _MAX:
            yield script.text


def _parsed(text: str) -> object:
    """The value, read as it is, then with what publishers break mended; None where nothing helps."""
    text = _COMMENTS.sub("", text.strip()).strip().rstrip(";")
    for mended in (
        text,
        _CONTROLS.sub(" ", text),
        _COMMA.sub("", _CONTROLS.sub(" ", _MISSING.sub(",\n", text))),
        html.unescape(text),
    ):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    try:  # several objects after each other, or something behind the first
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> list[Node]:
    """All objects in a value, outer ones first."""
    found: list[Node] = []
    waiting = [value]
    while waiting and len(found) < _NODES:
        item = waiting.pop(0)
        if isinstance(item, dict):
            found.append(item)
            waiting += [
                inner
                for key, inner in item.items()
                if key not in ("comment", "itemListElement")
                or "Breadcrumb" in str(item.get("@type"))
            ]
        elif isinstance(item, list):
            waiting += item
    return found


def _is_article(node: Node) -> bool:
    return any(_TYPES.search(name) and not _NO_ARTICLE.search(name) for name in types(node))


def _worth(node: Node) -> int:
    """How much a node tells; the page's own article tells most."""
    keys = (
        "headline",
        "datePublished",
        "author",
        "articleBody",
        "mainEntityOfPage",
        "dateModified",
        "description",
        "image",
    )
    return (
        sum(bool(node.get(key)) for key in keys)
        + 2 * bool(node.get("datePublished"))
        - 3 * (types(node) == ("CreativeWork",))
    )
