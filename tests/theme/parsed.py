"""A page as a test looks at it."""

from html.parser import HTMLParser

VOID = frozenset(("meta", "link", "img", "input", "br", "hr", "rect", "path"))


class Page(HTMLParser):
    """What a page holds: its elements in order, its texts, and complaints about nesting and doubled names."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.complaints: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.complaints += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.complaints.append(f"doubled attribute in {tag}: {names}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.complaints.append(f"</{tag}> inside {self.open[-3:]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def links(self) -> list[str]:
        places = (
            "href",
            "src",
            "action",
            "data-index",
            "data-documents",
            "data-lunr",
            "data-table",
        )
        return [attrs[place] for _, attrs in self.elements for place in places if place in attrs]
