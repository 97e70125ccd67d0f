"""What it is about, as the page says: keywords of the article, else its links to pages of topics; never the outlet's own. Pure."""

import re
from collections.abc import Iterable, Iterator

from ssg.intake.html import heads, jsonld
from ssg.intake.html.dom import Element, attribute, tag
from ssg.intake.html.heads import Heads
from ssg.intake.html.jsonld import Node

_METAS = (("article:tag", "og:article:tag"), ("news_keywords",))
_LATER = (("parsely-tags", "sailthru.tags", "cxenseparse:keyword"), ("keywords",))
_PARTED = re.compile(r"\s*[,;|、，#]\s*")
_PREFIX = re.compile(
    r"^[a-z_ ]{2,20}[:=]\s?(?=\S)|^(?:[a-z_-]+/)+(?=\S)|^[a-z]+-(?=[A-Z]{2})", re.IGNORECASE
)
_MACHINE = re.compile(r"://|^\W*$|^\d[\d.-]*$|[{}\[\]<>=]|_|^[a-z]+-\d+$| wire$", re.IGNORECASE)
_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,}")
_BOX = re.compile(
    r"(?:^|[^a-z])(?:tags?|topics?|keywords?|themen|schlagw\w*|hashtags?|etiquetas?|temas)(?:$|[^a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ADDRESS = re.compile(
    r"/(?:tags?|topics?|thema|themen|temas?|etiquetas?|keywords?|schlagworte?|hashtags?|sujets?|konu|etiket|emne|amne|dossiers?)/[^/]",
    re.IGNORECASE,
)
_NO_BOX = frozenset({"nav", "header", "footer", "form"})
_LONGEST = 40
MOST = 20


def tags(root: Element, node: Node, head: Heads, outlet: str) -> tuple[str, ...]:
    """Return the topics in the page's order, each once."""
    for told in _told(root, node, head):
        found = _plain(told, outlet)
        if found and sum(bool(_CODE.fullmatch(word)) for word in found) <= 0.6 * len(found):
            return found[:MOST]
    return ()


def _told(root: Element, node: Node, head: Heads) -> Iterator[Iterable[str]]:
    yield from (head.every(*names) for names in _METAS)
    yield jsonld.texts(node.get("keywords"), "name")
    yield from (head.every(*names) for names in _LATER)
    yield heads.links(root, "tag")
    yield _linked(root)
    yield jsonld.texts(node.get("about"), "name")


def _plain(told: Iterable[str], outlet: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for said in told:
        for part in _PARTED.split(said):
            word = _PREFIX.sub("", part.strip(" \"'“”.")).strip()
            key = word.casefold()
            if (
                1 < len(word) <= 60
                and not _MACHINE.search(word)
                and len(word.split()) <= 6
                and key != outlet.casefold()
            ):
                found.setdefault(key, word)
    return tuple(found.values())


def _linked(root: Element) -> tuple[str, ...]:
    """The texts of links to topics that stand together, in a box named for topics or all with a topic's address.

    The first such box below the headline counts; menus have none.
    """
    below = False
    for element in root.iter():
        name = tag(element)
        below = below or name == "h1"
        if not below or name not in ("ul", "ol", "div", "p", "section", "nav", "dl"):
            continue
        links = [it for it in element.iter("a") if 0 < len(heads.said(it)) <= _LONGEST]
        if not 1 <= len(links) <= MOST or sum(len(heads.said(it)) for it in links) < 0.6 * len(
            heads.said(element)
        ):
            continue
        box = bool(
            _BOX.search(
                _CAMEL.sub("-", attribute(element, "class") + " " + attribute(element, "id"))
            )
        )
        addressed = len(links) > 1 and all(_ADDRESS.search(attribute(it, "href")) for it in links)
        if (box or addressed) and not any(tag(it) in _NO_BOX for it in element.iterancestors()):
            return tuple(heads.said(it) for it in links)
    return ()
