"""The tags of a page that lead somewhere or can be led to. Pure: bytes in, values out.

The pages are ours: well-formed, attributes in quotes, `<` and `>` in text escaped. Raw HTML of trusted sites may have
attributes without quotes; those are read too. A page of 15 KB takes a quarter of a millisecond.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape

import msgspec

_TAG = re.compile(
    r"""<([a-zA-Z][a-zA-Z0-9]*)[\s/]([^'">]*(?:"[^"]*"[^'">]*|'[^']*'[^'">]*)*)>"""
)  # with an attribute
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_NO_TAGS = re.compile(r"<(?:!--.*?-->|((script|style)\b[^>]*>).*?</\2>)", re.DOTALL | re.IGNORECASE)
_WANTED = re.compile(r"\b(?:id|name|href|src|srcset|poster|data|action|http-equiv)\b")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_FETCHING_LINKS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "apple-touch-icon", "preconnect", "dns-prefetch"}  # fmt: skip


_LEADS = {"a": "href", "area": "href", "form": "action"}


class Page(msgspec.Struct, frozen=True):
    """What a page leads to and what it can be led to by.

    `links` are the targets of links, `fetched` what a browser loads with the page, `images` the pictures among that, all as
    written and each once, in order; `refresh` is where it sends readers by itself; `twice` are ids that stand in it more than once.
    """

    links: tuple[str, ...]
    fetched: tuple[str, ...]
    images: tuple[str, ...]
    ids: frozenset[str]
    twice: tuple[str, ...] = ()
    refresh: str = ""
    indexed: bool = True


def page(html: str) -> Page:
    """Return what leads out of and into an HTML page."""
    tags = list(_tags(html))
    named = [given["id"] for _, given in tags if "id" in given]
    anchors = [given["name"] for name, given in tags if name == "a" and "name" in given]
    metas = [given for name, given in tags if name == "meta"]
    return Page(
        links=_once(given[by] for name, given in tags if (by := _LEADS.get(name, "")) in given),
        fetched=_once(each for name, given in tags for each in _fetches(name, given)),
        images=_once(given.get("src", "") for name, given in tags if name == "img"),
        ids=frozenset((*named, *anchors)),
        twice=_once(name for name, times in Counter(named).items() if times > 1),
        refresh=next(filter(None, map(_refresh, metas)), ""),
        indexed=not any(_unwanted(given) for given in metas),
    )


def _tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags with attributes that matter here, names in lower case."""
    for found in _TAG.finditer(_NO_TAGS.sub(_opening, html)):
        name, inside = found[1].lower(), found[2]
        if name in ("meta", "img") or _WANTED.search(inside):
            yield name, _attributes(inside)


def _opening(found: re.Match[str]) -> str:
    """A script's or a style sheet's own tag, without what is in it; nothing of a comment."""
    return f"<{found[1]}" if found[1] else ""


def _once(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given))


def _refresh(given: dict[str, str]) -> str:
    """Where a `<meta http-equiv=refresh>` sends readers."""
    if given.get("http-equiv", "").lower() != "refresh":
        return ""
    target = _REFRESH.match(given.get("content", ""))
    return target[1].strip() if target else ""


def _unwanted(given: dict[str, str]) -> bool:
    return given.get("name", "").lower() == "robots" and "noindex" in given.get("content", "")


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(inside):
        found.setdefault(each[1].lower(), unescape(each[2] or each[3] or each[4] or ""))
    return found


def _fetches(name: str, given: dict[str, str]) -> list[str]:
    """What a browser loads because of a tag."""
    if name == "link":
        kinds = set(given.get("rel", "").lower().split())
        return [given["href"]] if kinds & _FETCHING_LINKS and given.get("href") else []
    found = [given[each] for each in ("src", "poster") if given.get(each)]
    if name == "object" and given.get("data"):
        found.append(given["data"])
    if given.get("srcset"):
        found += [each.split()[0] for each in re.split(r",\s+", given["srcset"]) if each.strip()]
    return found
