"""A page's elements: HTML text → tree, with limits. Nothing in it is run or fetched.

Source of the parser: libxml2 by lxml, which mends broken HTML and stops at depths that no page has.
"""

from typing import Any
from urllib.parse import urljoin, urlsplit

from ssg.errors import SsgError, problem

Element = Any
"""An element of the tree; lxml tells no types."""
MAX_TEXT = 20_000_000
MAX_ELEMENTS = 400_000
MAX_DEPTH = 1000
"""Letters of a page, elements in it, and how deep they may be nested; the longest articles have a thousandth of it."""


def tree(text: str, name: str) -> Element:
    """Return the root element of a page. Raises SsgError for a page that is too large or nested too deeply."""
    if len(text) > MAX_TEXT:
        what = f"the page is too large ({len(text) / 1e6:.0f} million letters)"
        raise SsgError(problem(name, what, "copy the article's text and paste that"))
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise SsgError(problem(name, "there is no text in it", "save the page again"))
    _checked(root, name)
    return root


def _checked(root: Element, name: str) -> None:
    from lxml import etree

    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            what = (
                f"elements are nested deeper than {MAX_DEPTH}"
                if depth > MAX_DEPTH
                else f"holds more than {MAX_ELEMENTS} elements"
            )
            raise SsgError(problem(name, what, "copy the article's text and paste that"))


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value without blanks around it, "" where there is none."""
    return str(element.get(name) or "").strip()


def tag(element: Element) -> str:
    """Return an element's name in lower case; "" for comments and processing instructions."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def base(root: Element, url: str) -> str:
    """Return the address that a page's relative addresses start from."""
    found = next((attribute(it, "href") for it in root.iter("base") if it.get("href")), "")
    return joined(url, found) if found else url


def joined(start: str, address: str) -> str:
    """Return an address as an absolute one of the web or of mail, "" where it is neither."""
    try:
        whole = urljoin(start, address.strip()) if start else address.strip()
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.netloc:
        return whole
    return whole if parts.scheme == "mailto" and parts.path else ""
