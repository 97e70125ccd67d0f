"""Where a piece of text stands in its page: the elements around it, told by their names and by the words of their classes. Pure."""

import re

import msgspec

from ssg.intake.html.dom import Element, attribute, tag

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[가-힣]+")
# Words of classes and ids, by what publishers all over the world mean with them.
_MEANINGS: dict[str, tuple[str, ...]] = {
    "text": ("articlebody", "body", "story", "content", "entry", "text", "paragraph", "para", "richtext", "prose", "copy", "textbody", "storybody", "articletext", "cont", "maintext", "articleview", "viewer", "post", "artikel", "article", "news", "detail", "view"),
    "related": ("related", "recommend", "recommended", "recommendation", "recommendations", "more", "readmore", "teaser", "teasers", "most", "popular", "trending", "ranking", "rank", "latest", "list", "listing", "card", "cards", "feed", "carousel", "slider", "outbrain", "taboola", "promo", "promoted", "promotion", "link", "links", "linkbox", "relation", "also", "next", "prev", "best", "headlines", "river", "grid", "also", "lesen", "mehr", "collection"),
    "comment": ("comment", "comments", "reply", "replies", "disqus", "forum", "kommentar", "kommentare", "commento", "discussion", "coral"),
    "share": ("share", "sharing", "social", "sns", "follow", "tools", "toolbar", "tool", "util", "utils", "print", "bookmark", "actions", "buttons", "button", "btn"),
    "advert": ("ad", "ads", "adv", "advert", "advertisement", "advertising", "sponsor", "sponsored", "banner", "anzeige", "werbung", "commercial", "dfp", "shop", "deal", "deals", "affiliate", "product"),
    "frame": ("nav", "navigation", "menu", "gnb", "lnb", "footer", "header", "breadcrumb", "breadcrumbs", "sidebar", "side", "aside", "rail", "masthead", "topbar", "search", "login", "signin", "cookie", "consent", "modal", "popup", "overlay", "dialog", "banner", "skip", "copyright", "legal", "site", "global"),
    "letter": ("newsletter", "subscribe", "subscription", "signup", "paywall", "abo", "premium", "regwall", "donate", "support", "membership", "offer", "register"),
    "caption": ("caption", "captions", "figcaption", "figure", "credit", "image", "photo", "picture", "img", "gallery", "media", "video", "player", "slideshow", "bild", "legend", "copyright", "slide"),
    "author": ("author", "authors", "byline", "writer", "reporter", "journalist", "contributor", "bio", "profile", "autor", "vcard"),
    "meta": ("meta", "date", "time", "timestamp", "published", "info", "tag", "tags", "topic", "topics", "keyword", "keywords", "category", "categories", "section", "kicker", "label", "eyebrow", "counter", "counts"),
    "lead": ("lead", "lede", "deck", "dek", "standfirst", "subtitle", "subheadline", "summary", "intro", "abstract", "excerpt", "teasertext", "vorspann", "description", "subtit", "sub", "standfirst", "preamble", "ingress", "opener", "kurz", "highlights", "keypoints", "key"),
    "headline": ("headline", "title", "heading", "titel", "tit", "hed"),
    "quote": ("quote", "pullquote", "blockquote", "embed", "tweet", "twitter", "instagram", "facebook", "zitat"),
    "box": ("box", "factbox", "infobox", "widget", "module", "sidebar", "inset", "note", "notice", "disclaimer", "correction", "hinweis", "aside", "callout", "accordion", "faq", "timeline", "interactive", "poll", "quiz"),
}  # fmt: skip
_MEANING = {word: name for name, words in reversed(_MEANINGS.items()) for word in words}
MEANINGS = tuple(_MEANINGS)
AROUND = ("article", "main", "section", "nav", "aside", "header", "footer", "figure", "form", "table", "ul", "ol", "blockquote", "button", "label",
          "address", "details", "noscript", "dialog")  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BODY = re.compile(r"\barticle-?(?:body|text)\b", re.IGNORECASE)


class Place(msgspec.Struct, frozen=True):
    """An element around text. `up` is the number of the element around it, -1 for the page's.

    `around` names elements of AROUND that it is or lies in; `near` and `far` are the meanings of class words: of this
    element and of the two above it, and of all others further up. `marked` says whether it, or one around it, is
    marked up as the article's text; `hidden`, whether it is not shown.
    """

    up: int
    depth: int
    tag: str
    signature: str
    around: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    marked: bool = False
    hidden: bool = False


ROOT = Place(-1, 0, "", "")


def place(element: Element, up: int, places: list[Place]) -> Place:
    """Return the place that an element is; `up` is the number of the one around it."""
    above = places[up] if up >= 0 else ROOT
    name = tag(element)
    classes = (
        f"{attribute(element, 'class')} {attribute(element, 'id')} {attribute(element, 'role')}"[
            :400
        ]
    )
    own = frozenset(
        _MEANING[word]
        for match in _WORD.finditer(classes)
        if (word := match[0].lower()) in _MEANING
    ) | ({"text"} if _BODY.search(classes) else frozenset())
    second = places[above.up] if above.up >= 0 else ROOT
    near = own | above.own | second.own
    return Place(
        up,
        above.depth + 1,
        name,
        f"{above.signature.rpartition('>')[2]}>{name}.{attribute(element, 'class')[:80]}",
        above.around | ({name} if name in AROUND else frozenset()),
        own,
        near,
        above.far | second.own,
        above.marked
        or "articlebody" in f"{element.get('itemprop')} {element.get('property')}".lower(),
        above.hidden
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(attribute(element, "style"))),
    )
