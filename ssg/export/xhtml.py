"""HTML as our renderer makes it → XHTML as a book takes it: well-formed, elements only where they may stand, links only to what
is there, nothing asked of the web. Pure.

An author's raw HTML may be anything that a browser forgives; a reading app refuses the whole book.
"""

import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

from ssg.formats.xml import quoted, text

VOID = frozenset(("br", "col", "hr", "img", "input", "wbr"))
DROPPED = frozenset(("picture", "source", "center", "font", "tt", "big"))
"""Tags that go while what they hold stays."""
BLOCKS = frozenset(("blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre",
                    "section", "table", "ul"))  # fmt: skip
INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "s",
                    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"))  # fmt: skip
CLOSED_BY_BLOCKS = INLINE | {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "summary",
    "caption",
    "rt",
    "rp",
}
PARENTS: Mapping[str, frozenset[str]] = {
    "li": frozenset(("ul", "ol")), "dt": frozenset(("dl",)), "dd": frozenset(("dl",)), "summary": frozenset(("details",)),
    "figcaption": frozenset(("figure",)), "rt": frozenset(("ruby",)), "rp": frozenset(("ruby",)),
    "caption": frozenset(("table",)), "colgroup": frozenset(("table",)), "col": frozenset(("colgroup",)),
    "thead": frozenset(("table",)), "tbody": frozenset(("table",)), "tfoot": frozenset(("table",)),
    "tr": frozenset(("table", "thead", "tbody", "tfoot")), "td": frozenset(("tr",)), "th": frozenset(("tr",)),
}  # fmt: skip
"""What may only stand in something; elsewhere it is a line of its own, or goes."""
ITEM = {"ul": "li", "ol": "li", "dl": "dd", "details": "summary"}
"""What has to come first in something: where other things do, they are put into one."""
KEPT = frozenset(("alt", "aria-label", "checked", "cite", "class", "colspan", "datetime", "dir", "disabled", "height", "href", "id",
                  "lang", "open", "reversed", "role", "rowspan", "scope", "span", "src", "start", "title", "type", "value", "width",
                  "display", "mathvariant", "stretchy", "fence", "form", "separator", "accent"))  # fmt: skip
_ADDRESS = re.compile(
    r"""https?://[A-Za-z0-9\[][^\s\\"<>^`{|}]*|mailto:[^\s"<>]+@[^\s"<>]+|tel:[+\d().-]+"""
)
_IDS = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)')""")
_NUMBER = re.compile(r"\d{1,5}")
_VALUES: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("colspan", "height", "rowspan", "span", "start", "value", "width"), _NUMBER),
    "cite": _ADDRESS,
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:[+-]\d{2}:\d{2}|Z)?)?"),
    "dir": re.compile("ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
}
_MATH = "http://www.w3.org/1998/Math/MathML"


def xhtml(html: str, files: Collection[str]) -> str:
    """Return a fragment of HTML as XHTML. `files` are the names, as links write them, of what the book holds."""
    book = _Book(files, {one or two for one, two in _IDS.findall(html)})
    book.feed(html)
    book.close()
    book.end(0)
    return "".join(book.made)


class _Book(HTMLParser):
    """Writes what it reads as XHTML. `open` is what stands open: what the source calls it, and what it was written as."""

    def __init__(self, files: Collection[str], ids: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.files, self.ids = files, ids
        self.made: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.rubies: list[int] = []  # where those that are open begin in what was made
        self.used: set[str] = set()
        self.empty = False  # whether what is open has nothing in it yet

    @property
    def inside(self) -> str:
        """What the next thing stands in."""
        return next((name for _, name in reversed(self.open) if name), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs if name in KEPT}
        if tag in DROPPED or self.inside == "rp":
            self.open.append((tag, ""))
            return
        name = self.placed(tag, found)
        self.right(tag, name, found)
        if name in VOID:
            self.made.append(self.void(name, found))
            return
        if name == "ruby":
            self.rubies.append(len(self.made))
        self.open.append((tag, name))
        self.empty = True
        if name:
            self.made.append(f"<{name}{_written(found)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self.open) - 1, -1, -1) if self.open[n][0] == tag), None)
        if at is not None:
            self.end(at)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.fill("")
            if self.inside in ("table", "thead", "tbody", "tfoot", "tr", "colgroup"):
                return
        self.made.append(text(data))

    def end(self, depth: int) -> None:
        """Close what stands open, down to a depth."""
        while len(self.open) > depth:
            _, name = self.open.pop()
            if name in ITEM and self.empty:
                self.made.append(f"<{ITEM[name]}></{ITEM[name]}>")
            if name == "ruby":
                name = self.read(self.rubies.pop())
            self.made.append(f"</{name}>" if name else "")
            self.empty = False

    def read(self, begun: int) -> str:
        """What a ruby is written as: one without a reading is none."""
        if any(each.startswith("<rt") for each in self.made[begun:]):
            return "ruby"
        self.made[begun] = self.made[begun].replace("<ruby", "<span", 1)
        return "span"

    def placed(self, tag: str, found: dict[str, str]) -> str:
        """Close what can't hold a tag, and return what to write for it, empty for nothing."""
        if tag in BLOCKS or tag in PARENTS:
            while self.inside in CLOSED_BY_BLOCKS and tag not in ("rt", "rp"):
                self.end(len(self.open) - 1)
        parents = PARENTS.get(tag)
        if parents and self.open and not self.open[-1][0] and self.inside not in parents:
            self.end(len(self.open) - 1)  # an item that we began ourselves
        if parents and (
            self.inside not in parents or (tag in ("summary", "caption") and not self.empty)
        ):
            for name in ("scope", "colspan", "rowspan", "value"):
                found.pop(name, None)
            tag = "" if tag in ("col", "rt", "rp") else "div"
        self.fill(tag)
        return tag

    def fill(self, tag: str) -> None:
        """Begin the item that a list wants, where something else comes; a box that opens begins with its summary."""
        name = self.inside
        if name == "details" and self.empty and tag != "summary":
            self.made.append("<summary>…</summary>")
        if name == "dl" and self.empty and tag != "dt":
            self.made.append("<dt></dt>")
        if name in ("ul", "ol", "dl") and tag not in ("li", "dt", "dd"):
            self.open.append(("", ITEM[name]))
            self.made.append(f"<{ITEM[name]}>")
        self.empty = False

    def right(self, tag: str, name: str, found: dict[str, str]) -> None:
        """Put attributes right, or leave them out."""
        for attribute, allowed in _VALUES.items():
            if attribute in found and not allowed.fullmatch(found[attribute]):
                del found[attribute]
        if "id" in found and (
            not found["id"] or re.search(r"\s", found["id"]) or found["id"] in self.used
        ):
            del found["id"]
        self.used.add(found.get("id", ""))
        if name == "bdo":
            found.setdefault("dir", "ltr")
        if name == "math":
            found["xmlns"] = _MATH
        if name != "ol":
            found.pop("type", None) if name != "input" else None
        if tag == "a":
            self.lead(found)

    def lead(self, found: dict[str, str]) -> None:
        """Keep a link that leads somewhere: to a place in this text, a file of the book, or the web."""
        path, mark, part = found.get("href", "").partition("#")
        if path in self.files:
            found["href"] = path  # the part may not be there
        elif not (
            mark and unquote(part) in self.ids if not path else _ADDRESS.fullmatch(found["href"])
        ):
            found.pop("href", None)

    def void(self, tag: str, found: dict[str, str]) -> str:
        """An empty element; a picture that the book doesn't hold is what it would have shown in words."""
        if tag == "img" and found.get("src") not in self.files:
            return text(found.get("alt", ""))
        if tag == "img":
            found.setdefault("alt", "")
        return f"<{tag}{_written(found)}/>"


def _written(found: Mapping[str, str]) -> str:
    lang = {"xml:lang": found["lang"]} if "lang" in found else {}
    return "".join(f" {name}={quoted(value)}" for name, value in {**found, **lang}.items())
