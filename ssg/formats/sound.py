"""What is unsound in a page of HTML, whoever made it: nesting, names used twice, dead links, anything that runs. Pure."""

from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
                  "path", "rect", "circle", "line", "polyline", "use"))  # fmt: skip
OPTIONAL = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"))
_LEADS = ("href", "src", "action", "poster")
Attributes = list[tuple[str, str | None]]


class _Page(HTMLParser):
    """Collects what a page holds, and what is wrong on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.levels: list[int] = []
        self.tags: dict[str, int] = {}
        self.lang = ""
        self.title = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        if tag[0] == "h" and tag[1:] in ("1", "2", "3", "4", "5", "6"):
            self.levels.append(int(tag[1]))
        self._attributes(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self._attributes(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            self.wrong.append(f"<{self.open[-1]}> is not closed before </{tag}>")
            while self.open.pop() != tag:
                pass
        elif tag not in VOID:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def _attributes(self, tag: str, found: dict[str, str | None]) -> None:
        if tag == "html":
            self.lang = found.get("lang") or ""
        if tag == "script" and "src" not in found and found.get("type") != "application/ld+json":
            self.wrong.append(
                "a script stands in the page itself: a field is not escaped, or move it to static/"
            )
        if tag == "img" and "alt" not in found:
            self.wrong.append("a picture has no alt")
        for name, value in found.items():
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.wrong.append(f"<{tag} {name}=…> runs a script: a field is not escaped")
        elif name == "style":
            self.wrong.append(f"<{tag} style=…>: the page's policy forbids it; use a class")
        elif name == "id":
            if value in self.ids:
                self.wrong.append(f'the id "{value[:60]}" is used twice')
            self.ids.add(value)
        elif name in _LEADS:
            self.targets.append(value)


def faults(html: str, path: str, base: str, files: Collection[str]) -> Iterator[str]:
    """Give what is wrong with a page, as sentences. `base` is the site's base path, `files` all files of the site."""
    page = _Page()
    page.feed(html)
    page.close()
    yield from dict.fromkeys(page.wrong)
    left = [tag for tag in page.open if tag not in OPTIONAL and tag not in ("html", "body")]
    if left:
        yield f"<{left[-1]}> is never closed"
    if not html.lstrip().lower().startswith("<!doctype html>"):
        yield "does not begin with <!doctype html>"
    if not page.lang:
        yield "<html> has no lang"
    if not page.title.strip():
        yield "has no title"
    if page.levels.count(1) != 1:
        yield f"has {page.levels.count(1)} h1, not one"
    if any(b > a + 1 for a, b in zip(page.levels, page.levels[1:], strict=False)) and "/" in path:
        yield "a level of headings is left out"
    if page.tags.get("main", 0) != 1:
        yield "has no <main>, or several"
    yield from dict.fromkeys(_astray(page, base, files))


def _astray(page: _Page, base: str, files: Collection[str]) -> Iterator[str]:
    """Links that lead nowhere."""
    for target in page.targets:
        parts = urlsplit(target.strip())
        if parts.scheme and parts.scheme not in ("http", "https", "mailto", "tel", "data"):
            yield f'"{target[:60]}" is a link that runs'
        elif parts.scheme or parts.netloc:
            continue
        elif not parts.path:
            if parts.fragment and unquote(parts.fragment) not in page.ids:
                yield f'"{target[:60]}" leads to nothing on the page'
        elif not parts.path.startswith(base):
            yield f'"{target[:60]}" lacks the base path: write {{{{ url|href }}}}'
        elif _file(unquote(parts.path.removeprefix(base))) not in files:
            yield f'"{target[:60]}" leads to no file of the site'


def _file(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path
