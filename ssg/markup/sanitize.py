"""The one gate for HTML that others wrote: an allowlist, by nh3. Nothing changes the markup after it."""

import functools
import re
from collections.abc import Callable

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_DROPPED = frozenset(("script", "style", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "noframes",
                      "template", "svg", "math", "object", "select", "option", "head"))  # fmt: skip
"""Elements that go with what is in them."""
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title", "data-line", "data-end"},
    "a": {"href", "aria-label"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": {"aria-label"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked", "aria-label"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "pre": {"aria-label"},
    "q": {"cite"},
    "section": {"aria-label"},
    "source": {"srcset", "sizes", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
_VALUES = {
    "div": {"role": {"group"}, "tabindex": {"0"}},
    "pre": {"role": {"group"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}, "fetchpriority": {"high"}},
}
_OWN_ID = re.compile(r"h-\S+|fn-\d+|fnref-\d+(?:-\d+)?")
_LINE = re.compile(r"\d{1,9}")
_ELSEWHERE = re.compile(r"[\s\x00-\x20]*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]+")
USER_PREFIX = "user-"


def clean(html: str) -> str:
    """Return HTML without anything that runs, loads from elsewhere, hides, or takes a name that scripts use.

    Kept are the elements and attributes of text, and all that our own renderer makes. Links go to http, https,
    mailto, tel or within the site; pictures come from the site itself; ids that aren't ours begin with `user-`.
    """
    return _cleaner()(html)


def text_of(html: str) -> str:
    """Return the text of a piece of HTML, without what scripts and styles hold."""
    import html as entities

    import nh3

    return entities.unescape(nh3.clean(html, tags=set(), clean_content_tags=set(_DROPPED)))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if _OWN_ID.fullmatch(value) else USER_PREFIX + "-".join(value.split())
    if name in ("data-line", "data-end"):
        return value if _LINE.fullmatch(value) else None
    if tag == "img" and name == "src":
        return None if _ELSEWHERE.match(value) else value
    if name == "srcset":
        return None if any(map(_ELSEWHERE.match, _CANDIDATE.split(value))) else value
    return value


@functools.cache  # a pure memo
def _cleaner() -> Callable[[str], str]:
    import nh3

    cleaner = nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        tag_attribute_values={t: {a: set(v) for a, v in vs.items()} for t, vs in _VALUES.items()},
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return cleaner.clean
