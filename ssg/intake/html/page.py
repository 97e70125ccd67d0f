"""A page taken apart once: its elements, the blocks of its text, and the text that its spans count in. Pure."""

import re

import msgspec

from ssg.intake import lines
from ssg.intake.html import dom, heads, jsonld, said, sight
from ssg.intake.html.blocks import Block, Blocks, blocks
from ssg.intake.html.dom import Element
from ssg.intake.html.heads import Heads
from ssg.intake.html.jsonld import Node


class Read(msgspec.Struct, frozen=True):
    """A page: its root, its article's node in JSON-LD, its head, its blocks, and its text with a line for each block that has any."""

    root: Element
    node: Node
    head: Heads
    found: Blocks
    shown: tuple[Block, ...]
    text: str
    lines: lines.Page


def read(text: str, name: str, url: str) -> Read:
    """Return a page taken apart; `url` is where it came from, "" if nobody knows. Raises SsgError for what is no page."""
    root = dom.tree(text, name)
    node, head = jsonld.article(root), heads.heads(root)
    base = dom.base(
        root, url or dom.joined("", head.canonical) or dom.joined("", head.first("og:url"))
    )
    found = blocks(
        root,
        lambda address: (
            dom.joined(base, address) if address and not address.startswith("#") else ""
        ),
    )
    shown = tuple(block for block in found.blocks if block.text)
    whole = "".join(_line(block, first=not n) for n, block in enumerate(shown)) + (
        "\n" if shown else ""
    )
    return Read(root, node, head, found, shown, whole, lines.page(whole, whole=True))


def _line(block: Block, *, first: bool) -> str:
    """A block's line with what parts it from the line above: an empty line, or after a mere line break none."""
    parted = "" if first else "\n" if block.broken else "\n\n"
    return parted + block.text.replace("\n", " ")


def seen(page: Read, taken: str | None) -> sight.Sight:
    """Return what is seen of the blocks; `taken` is the text that an extractor took, None where none was asked."""
    outlet = said.source(page.node, page.head)
    known = sight.Known(
        title=key(said.title(page.root, page.node, page.head, outlet)),
        deck=key(
            jsonld.text(page.node, "description")
            or page.head.first("og:description", "description")
        ),
        body=key(jsonld.text(page.node, "articleBody")),
        taken=None if taken is None else key(taken),
    )
    return sight.sight(page.found, page.lines, known)


def key(text: str) -> str:
    """Return the words of a text in lower case, as a line's `key` has them."""
    return "".join(word.casefold() for word in re.findall(r"\w+", text))
