"""What `ssg search` shows: the results of the search page, with the same words marked."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ssg.search import near, notices
from ssg.search.analysis import RUN, analyser, normalise
from ssg.search.loaded import LoadedIndex
from ssg.search.marks import Span, holds, marks, page_texts, passage
from ssg.search.pieces import phrases
from ssg.search.query import Hit, search, wanted

FEW = 3


def hits(index: LoadedIndex, out: Path, query: str, limit: int) -> list[Hit]:
    """Return the results of a query; of one with quotation marks those whose page holds the very words."""
    said = phrases(query)
    return search(
        index, query, limit, (lambda hit: holds(_whole(out, hit), said)) if said else None
    )


def _texts(out: Path, hit: Hit) -> tuple[str, str]:
    page = out / hit.url.strip("/") / "index.html"
    return page_texts(page.read_text("utf-8")) if page.is_file() else ("", "")


def _whole(out: Path, hit: Hit) -> str:
    return f"{hit.title}\n{_texts(out, hit)[1]}"


def show(index: LoadedIndex, out: Path, query: str, found: Sequence[Hit]) -> None:
    """Print results: score, title, file, and the passage that shows why."""
    terms = wanted(index, query)
    for hit in found:
        title = _marked(hit.title, marks(hit.title, terms, analyser()))
        click.echo(f"{hit.score:8.3f}  {title}  {click.style(hit.path, dim=True)}")
        text = _texts(out, hit)[0]
        spans = marks(text, terms, analyser())
        if spans:
            start, end = passage(text, spans)
            before, after = "… " if start else "", " …" if end < len(text) else ""
            click.echo(f"{'':10}{before}{_marked(text, spans, (start, end))}{after}")


def _marked(text: str, spans: Sequence[Span], part: Span | None = None) -> str:
    """Return a part of the text, all of it if none is said, with the spans in bold."""
    at, end = part or (0, len(text))
    made = ""
    for start, stop in spans:
        if start >= at and stop <= end:
            made += text[at:start] + click.style(text[start:stop], bold=True)
            at = stop
    return made + text[at:end]


def hints(index: LoadedIndex, query: str, count: int) -> Iterator[str]:
    """Yield what a person should know of a query that found little, or was not understood."""
    if not RUN.search(normalise(query)):
        yield "there is no word to look for" + (f": {query}" if query.strip() else "")
    elif not count:
        yield f"nothing found for: {query}"
    for notice, about in notices.notices(query):
        yield notices.SAID[notice].format(about)
    if count < FEW and (meant := near.meant(query, index, analyser())):
        yield f"did you mean: {' · '.join(meant)}"
