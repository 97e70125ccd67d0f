"""EPUB 3.3: the articles as a book for reading apps, oldest first, a contents by year, pictures inside, nothing asked of the web."""

from collections.abc import Iterator
from urllib.parse import unquote

from ssg.export.chosen import Chosen, Piece
from ssg.export.epub_pages import STYLE, chapter, contents, package, title_page
from ssg.export.epub_pictures import Pictures
from ssg.export.place import Entry
from ssg.export.xhtml import xhtml
from ssg.formats.xml import DECLARATION
from ssg.markup import markdown
from ssg.model import Link
from ssg.site import links, texts
from ssg.urls import absolute, base_path

CONTAINER = (
    DECLARATION
    + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the parts of the book; its type comes first (EPUB 3.3, 4.2.3)."""
    yield Entry("mimetype", b"application/epub+zip")
    yield Entry("META-INF/container.xml", CONTAINER.encode())
    yield Entry("EPUB/style.css", STYLE.encode())
    book = _Book(chosen)
    for number, piece in enumerate(chosen.articles, 1):
        yield from book.chapter(piece)
        chosen.progress(number, len(chosen.articles))
    yield Entry("EPUB/title.xhtml", title_page(chosen).encode())
    yield Entry("EPUB/nav.xhtml", contents(chosen).encode())
    yield Entry("EPUB/package.opf", package(chosen, book.items).encode())


class _Book:
    """What is known of a book while it is written: where its chapters are, which pictures it holds, and its list of items."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.pictures = Pictures(chosen)
        self.items: list[tuple[str, str, str]] = []  # path below EPUB, media type, properties
        self.of = {piece.card.path: f"{n:05}.xhtml" for n, piece in enumerate(chosen.articles, 1)}
        self.at = {piece.card.url: self.of[piece.card.path] for piece in chosen.articles}

    def chapter(self, piece: Piece) -> Iterator[Entry]:
        """Give a chapter, after the pictures that it is the first to show."""
        shown = [src for path in self.chosen.files(piece) if (src := self.pictures.source(path))]
        for entry, media in self.pictures.new():
            self.items.append((entry.path.removeprefix("EPUB/"), media, ""))
            yield entry
        body = xhtml(self._html(piece), {*self.at.values(), *shown})
        of = {figure: self._picture(piece, figure.src) for figure in piece.card.figures}
        lead = self._picture(piece, piece.card.image)
        name = self.of[piece.card.path]
        self.items.append(
            (f"articles/{name}", "application/xhtml+xml", "mathml" if "<math" in body else "")
        )
        yield Entry(f"EPUB/articles/{name}", chapter(self.chosen, piece, body, of, lead).encode())

    def _picture(self, piece: Piece, name: str) -> str:
        path = self.chosen.place(piece.card.path, name) if name else ""
        return self.pictures.source(path) if path in self.chosen.files(piece) else ""

    def _html(self, piece: Piece) -> str:
        config, card = self.chosen.config, piece.card
        return markdown.render(
            self.chosen.markdown(piece), lang=card.lang or config.language, math=config.markdown.math,
            resolve=lambda target: self._leads(piece, target), wiki=self._wiki,
        ).html  # fmt: skip

    def _leads(self, piece: Piece, target: str) -> str:
        """Where a link of a text leads in the book: to a chapter, a picture, else to the site; nowhere without an address."""
        path = self.chosen.place(piece.card.path, target)
        if path in self.of:
            return self.of[path]
        if found := self._picture(piece, target):
            return found
        return self._addressed(
            texts.address_of(self.chosen.ask, piece.card.path, piece.card.url, target)
        )

    def _addressed(self, address: str) -> str:
        url = address.partition("#")[0]
        if url in self.at:
            return self.at[url]
        base = self.chosen.config.base_url
        return absolute(base, address) if base and address.startswith("/") else ""

    def _wiki(self, name: str) -> Link | None:
        """The chapter that a wikilink names; the title alone where it can't be linked."""
        found = links.wiki(self.chosen.ask, name)
        if found is None:
            return None
        inside = "/" + found.url.removeprefix(base_path(self.chosen.config.base_url))
        return Link(self._addressed(unquote(inside)), found.title)
