"""WordPress exports (WXR): posts and pages with their text, categories and tags; pictures are counted, not fetched.

Source: WordPress eXtended RSS 1.2, as `wp-admin/includes/export.php` writes it.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, prose, trees
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head
from ssg.intake.readers.trees import text
from ssg.model import Moment

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MARK = re.compile(r"xmlns:wp=[\"']https?://wordpress\.org/export/")
_CAPTION = re.compile(r"\[caption\b[^\]]*\](.*?)\[/caption\]", re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(
    r"((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_TAGGED = re.compile(
    r"^\s*<(?:/?(?:p|div|ul|ol|li|h[1-6]|table|tr|t[dh]|tbody|thead|blockquote|pre|figure|hr|section|iframe|dl|d[td]))\b",
    re.IGNORECASE,
)
_PASSED = ("attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation", "wp_template", "wp_block", "oembed_cache")  # fmt: skip


def claims(source: Source) -> bool:
    """Return whether the source is a feed that declares WordPress's own names."""
    return bool(_MARK.search(head(source)))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give posts and pages in the order of the export; what is no article is counted at the end. Raises SsgError for no XML."""
    names: dict[str, str] = {}
    passed: dict[str, int] = {}
    outlet = ""
    for found in trees.elements(
        source, "rss/channel/title", "rss/channel/author", "rss/channel/item"
    ):
        if isinstance(found, Problem):
            yield found
        elif trees.local(found) == "title":
            outlet = outlet or prose.words("".join(found.itertext()))
        elif trees.local(found) == "author":
            names[_wp(found, "author_login")] = _wp(found, "author_display_name")
        else:
            kind = _wp(found, "post_type") or "post"
            if kind in _PASSED or _wp(found, "status") in ("trash", "auto-draft", "inherit"):
                passed[kind] = passed.get(kind, 0) + 1
            else:
                yield _document(found, source, names, outlet)
    if passed:
        counts = ", ".join(f"{count} × {kind}" for kind, count in sorted(passed.items()))
        yield Problem(source.name, 0, 0, f"passed over what is no article: {counts}", "", "warning")


def _document(item: Element, source: Source, names: dict[str, str], outlet: str) -> Document:
    url, title = text(item, "link"), prose.words(text(item, "title"))
    login = text(item, _CREATOR)
    status = _wp(item, "status")
    date = _date(item, "post_date", source) or moment(text(item, "pubDate"), source.zone)
    updated = _date(item, "post_modified", source)
    body = _html(text(item, _CONTENT))
    known = Known(
        title=title or ("" if body else prose.address_words(url)),
        url=url if re.match(r"https?://", url) else "",
        source=outlet,
        authors=(name,) if (name := names.get(login) or login) else (),
        date=date,
        updated=updated if updated != date else None,
        tags=_terms(item, "post_tag"),
        section=next(iter(_terms(item, "category")), ""),
        description=prose.words(text(item, "{http://wordpress.org/export/1.2/excerpt/}encoded")),
        slug=_wp(item, "post_name"),
        draft=status in ("draft", "pending", "future"),
        visibility="private"
        if status == "private" or _wp(item, "post_password")
        else None
        if body
        else "metadata",
        aliases=_alias(url),
    )
    return Document(
        kind="html", content=body, part=url or f"post {_wp(item, 'post_id')}", known=known
    )


def _wp(item: Element, name: str) -> str:
    """A value of WordPress's own: its namespace ends in the version of the format."""
    for child in item:
        if str(child.tag).endswith("/" + "}" + name) and "wordpress.org/export" in str(child.tag):
            return "".join(child.itertext()).strip()
    return ""


def _date(item: Element, name: str, source: Source) -> Moment | None:
    """A moment, told in the blog's own zone; the one in UTC tells the same for every archive."""
    return (
        moment(f"{said.replace(' ', 'T')}Z", source.zone)
        if (said := _wp(item, f"{name}_gmt")) and not said.startswith("0000")
        else moment(_wp(item, name), source.zone)
    )


def _terms(item: Element, domain: str) -> tuple[str, ...]:
    found = [
        prose.words("".join(it.itertext()))
        for it in item.findall("category")
        if it.get("domain") == domain
    ]
    return tuple(
        dict.fromkeys(
            word
            for word in found
            if word and word not in ("Uncategorized", "미분류", "분류되지 않음")
        )
    )


def _alias(url: str) -> tuple[str, ...]:
    """The old path of the address, so that links to it can be sent on."""
    path = urlsplit(url).path
    return (path,) if len(path) > 1 else ()


def _html(content: str) -> str:
    """A post's text as HTML: WordPress makes paragraphs of empty lines, and pictures' captions of a code of its own."""
    content = _CAPTION.sub(_figure, _COMMENT.sub("", content)).strip()
    parts = [
        part.strip()
        for part in re.split(r"\n[ \t]*\n", content.replace("\r\n", "\n"))
        if part.strip()
    ]
    return "\n".join(
        part if _TAGGED.match(part) else "<p>" + part.replace("\n", "<br>\n") + "</p>"
        for part in parts
    )


def _figure(match: re.Match[str]) -> str:
    picture = _PICTURE.search(match[1])
    if picture is None:
        return match[1]
    caption = prose.words(picture[2])
    return f"\n\n<figure>{picture[1]}<figcaption>{html.escape(caption, quote=False)}</figcaption></figure>\n\n"


READER = Reader(name="wordpress", reads="WordPress exports (WXR)", claims=claims, read=read)
