"""What a page says of itself outside of JSON-LD: `meta`, `link`, `title`, headings, `time`, microdata. Pure.

Sources: Open Graph, HTML 5.2 standard metadata names, Dublin Core, schema.org microdata, and names that news systems use.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from ssg.intake.html import jsonld
from ssg.intake.html.dom import Element, attribute, tag

_MAX = 4000
_ARTICLE = re.compile("article|posting|comment", re.IGNORECASE)


class Heads(msgspec.Struct, frozen=True):
    """All `meta` values by name in lower case, in the page's order; the title; the canonical address; the language."""

    metas: dict[str, tuple[str, ...]]
    title: str = ""
    canonical: str = ""
    lang: str = ""

    def first(self, *names: str) -> str:
        """Return the first value that one of the names has, in the order of the names."""
        return next((values[0] for name in names if (values := self.metas.get(name))), "")

    def every(self, *names: str) -> tuple[str, ...]:
        """Return the values of the first of the names that has any."""
        return next((values for name in names if (values := self.metas.get(name))), ())


def heads(root: Element) -> Heads:
    """Return what the page's head says; values are without entities and runs of blanks."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = attribute(meta, "property") or attribute(meta, "name") or attribute(meta, "itemprop")
        value = jsonld.clean(attribute(meta, "content")[:_MAX])
        if name and value:
            metas.setdefault(name.lower(), []).append(value)
    title = next((text for it in root.iter("title") if tag_of_svg(it) and (text := said(it))), "")
    canonical = next((attribute(it, "href") for it in root.iter("link") if attribute(it, "rel").lower() == "canonical"), "")  # fmt: skip
    return Heads(
        {name: tuple(dict.fromkeys(values)) for name, values in metas.items()},
        title,
        canonical,
        attribute(root, "lang"),
    )


def tag_of_svg(title: Element) -> bool:
    """Whether a `title` is the page's: pictures in SVG have such an element too."""
    above = title.getparent()
    return above is None or tag(above) not in ("svg", "g", "symbol", "path", "a")


def said(element: Element) -> str:
    """Return the text in an element in the order read, blanks single; scripts and styles are no text."""
    parts: list[str] = []
    rest: list[Element | str] = [element]
    while rest:
        it = rest.pop()
        if isinstance(it, str):
            parts.append(it)
        elif tag(it) and tag(it) not in ("script", "style"):
            parts.append(it.text or "")
            for inner in reversed(it):
                rest += (inner.tail or "", inner)
    return jsonld.clean(" ".join("".join(parts).split())[:_MAX])


def headings(root: Element, name: str = "h1") -> tuple[str, ...]:
    """Return the texts of the headings of a level, in order, those of menus and paths left out; of lower ones those that lead nowhere else."""
    found = (
        it
        for it in root.iter(name)
        if not _guides(it) and (name == "h1" or next(it.iter("a"), None) is None)
    )
    return tuple(text for it in found if (text := said(it)))


def _guides(heading: Element) -> bool:
    """Whether a heading stands in a menu, or in the path that leads to the page."""
    above = heading.iterancestors()
    return any(tag(it) == "nav" or "breadcrumb" in attribute(it, "class").lower() for it in above)


def key(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def times(root: Element) -> Iterator[tuple[str, str]]:
    """Give the moments of the page's `time` elements and microdata, with what they are said to be ("published", "updated", "")."""
    for element in root.iter("time", "span", "div", "p", "abbr", "meta"):
        prop = f"{attribute(element, 'itemprop')} {attribute(element, 'property')}".lower()
        name = tag(element)
        value = (
            attribute(element, "datetime")
            or attribute(element, "content")
            or (attribute(element, "title") if name == "abbr" else "")
        )
        if name != "time" and "date" not in prop:
            continue
        value = value or said(element)
        words = f"{prop} {attribute(element, 'class')}".lower()
        if "modified" in words or "updated" in words:
            yield value, "updated"
        elif (
            "datepublished" in words
            or "published" in words
            or element.get("pubdate") is not None
            or "datecreated" in words
        ):
            yield value, "published"
        elif name == "time":
            yield value, ""


def props(root: Element, *names: str, together: bool = False) -> tuple[str, ...]:
    """Return the texts of elements with one of the microdata properties, their `name` where they have one inside.

    `together` gives only those of the same article as the first: cards of other articles and comments name theirs.
    """
    wanted = (
        it
        for it in root.iter()
        if tag(it) and set(attribute(it, "itemprop").lower().split()).intersection(names)
    )
    found: list[str] = []
    for element in _together(wanted) if together else wanted:
        inner = next(
            (
                it
                for it in element.iter()
                if tag(it) and it is not element and attribute(it, "itemprop").lower() == "name"
            ),
            element,
        )
        value = attribute(inner, "content") or said(inner)
        if value:
            found.append(jsonld.clean(value))
    return tuple(dict.fromkeys(found))


def links(root: Element, rel: str, *, together: bool = False) -> tuple[str, ...]:
    """Return the texts of the links with a relation (`author`, `tag`); `together` as for `props`."""
    wanted = (it for it in root.iter("a") if rel in attribute(it, "rel").lower().split())
    chosen = _together(wanted) if together else wanted
    return tuple(dict.fromkeys(text for it in chosen if (text := said(it))))


def _together(elements: Iterable[Element]) -> list[Element]:
    """The elements that lie in the same article as the first of them."""
    found = [(it, _scope(it)) for it in elements]
    return [it for it, scope in found if scope is found[0][1]]


def _scope(element: Element) -> Element | None:
    """The nearest element around one that is an article or comment by its name or type, or the page's main part; None where there is none."""
    return next(
        (
            it
            for it in element.iterancestors()
            if tag(it) in ("article", "main") or _ARTICLE.search(attribute(it, "itemtype"))
        ),
        None,
    )
