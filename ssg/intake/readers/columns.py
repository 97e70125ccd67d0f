"""Tables of links: Pocket, Instapaper, Readwise Reader, Raindrop, Omnivore's and others' CSV. Columns are read by name."""

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.decode import normalise
from ssg.intake.readers import Document, Known, Reader, Source, prose
from ssg.intake.readers.labels import codec
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix

MAX_ROWS = 200_000


class Table(msgspec.Struct, frozen=True):
    """A service's table: its reader's name, what it is in words, the columns that only it has, and what columns mean.

    `columns` maps a field of Known, `note` or `state` to the names of columns in lower case; the first with a value wins.
    """

    name: str
    reads: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


_POCKET = Table("pocket", "Pocket CSV (also as zip)", ("url", "time_added", "status"),
                {"title": ("title",), "url": ("url", "resolved_url", "given_url"), "archived": ("time_added",), "tags": ("tags",),
                 "state": ("status",), "description": ("excerpt",)})  # fmt: skip
_INSTAPAPER = Table("instapaper", "Instapaper CSV", ("url", "title", "selection", "folder"),
                    {"title": ("title",), "url": ("url",), "archived": ("timestamp",), "tags": ("tags",), "state": ("folder",),
                     "note": ("selection",)})  # fmt: skip
_READWISE = Table("readwise", "Readwise Reader CSV", ("title", "url", "saved date", "location"),
                  {"title": ("title",), "url": ("url", "source url"), "archived": ("saved date",), "authors": ("author",),
                   "tags": ("document tags", "tags"), "state": ("location",), "date": ("published date",),
                   "description": ("summary",), "note": ("document note", "notes")})  # fmt: skip
_RAINDROP = Table("raindrop", "Raindrop CSV", ("title", "url", "created", "folder"),
                  {"title": ("title",), "url": ("url",), "archived": ("created",), "tags": ("tags",), "section": ("folder",),
                   "description": ("excerpt",), "note": ("note",), "image": ("cover",)})  # fmt: skip
_LINKS = Table("links", "any CSV with a column url", ("url",),
               {"title": ("title", "name", "제목"), "url": ("url", "link", "주소"), "tags": ("tags", "labels", "태그"),
                "archived": ("saved_at", "date_saved", "added", "saved", "time_added", "created_at", "created", "timestamp"),
                "authors": ("author", "authors"), "date": ("published_at", "published", "date"), "state": ("state", "status"),
                "description": ("description", "excerpt", "summary"), "note": ("note", "notes")})  # fmt: skip


def claims(table: Table, source: Source) -> bool:
    """Return whether the first line names all the columns that mark this service's table."""
    if suffix(source) not in (".csv", ".tsv", "") and not source.url:
        return False
    first = head(source).partition("\n")[0].lower()
    named = {cell.strip().strip('"') for cell in re.split(r"[,;\t]", first)}
    return named.issuperset(table.marks)


def read(table: Table, source: Source) -> Iterator[Document | Problem]:
    """Give a document for each address, in the order of the table; rows without one are told, repeated ones once.

    Raises SsgError for a table that cannot be read at all.
    """
    seen: set[str] = set()
    for line, row in rows(source):
        if isinstance(row, Problem):
            yield row
            return
        fields = {
            key: next((row[c] for c in names if row.get(c)), "")
            for key, names in table.columns.items()
        }
        url = fields.get("url", "")
        if not re.match(r"https?://", url):
            yield Problem(
                source.name, line, 0, "this row has no address of the web", level="warning"
            )
        elif url not in seen:
            seen.add(url)
            yield _stub(fields, source)


def stub(known: Known, note: str = "") -> Document:
    """Return a link as a document without text: its metadata is shown, its address leads to the article.

    A title that is only the address is none; then the address is the name. A note of the reader's own is its text.
    """
    named = (
        known.title if known.title and known.title != known.url else prose.address_words(known.url)
    )
    known = msgspec.structs.replace(known, title=named, visibility="metadata")
    return Document(kind="markdown", content="", part=known.url, known=_noted(known, note))


def tag_list(text: str) -> tuple[str, ...]:
    """Return tags written `a|b`, `a, b`, `['a', 'b']` or `["a"]` as a tuple."""
    if text.startswith("["):
        try:
            found = ast.literal_eval(text) if len(text) < 10_000 else ()
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            found = text.strip("[]").split(",")
        items = [str(item) for item in found] if isinstance(found, (list, tuple)) else [text]
    else:
        items = re.split(r"\|" if "|" in text else ",", text)
    return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))


def _noted(known: Known, note: str) -> Known:
    return msgspec.structs.replace(known, extra={**known.extra, "note": note}) if note else known


def _stub(fields: Mapping[str, str], source: Source) -> Document:
    state = fields.get("state", "")
    known = Known(
        title=prose.words(fields.get("title", "")),
        url=fields["url"],
        authors=tag_list(fields.get("authors", "")),
        date=moment(fields.get("date", ""), source.zone),
        archived=moment(fields.get("archived", ""), source.zone),
        tags=tag_list(fields.get("tags", "")),
        section=fields.get("section", "") if fields.get("section", "") != "Unsorted" else "",
        description=prose.words(fields.get("description", "")),
        image=fields.get("image", ""),
        extra={"status": state} if state else {},
    )
    return stub(known, fields.get("note", ""))


def rows(source: Source) -> Iterator[tuple[int, Mapping[str, str] | Problem]]:
    """The rows with the lines they begin on; a Problem where the table breaks off."""
    text = normalise(_decoded(source))
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=False)
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        for number, cells in enumerate(reader):
            if number >= MAX_ROWS:
                yield (
                    reader.line_num,
                    problem(source.name, f"only {MAX_ROWS} rows are read", "split the table"),
                )
                return
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {n: c.strip() for n, c in zip(names, cells, strict=False)}
    except csv.Error as error:
        said = problem(
            source.name,
            f"the table is broken here: {error}",
            "export it again",
            line=reader.line_num,
        )
        yield reader.line_num, said


def _decoded(source: Source) -> str:
    raw = source.data
    for label in (
        codec(source.charset),
        "utf-8-sig",
        "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "",
        "cp949",
    ):
        try:
            if label:
                return raw.decode(label)
        except UnicodeDecodeError:
            continue
    raise SsgError(
        problem(source.name, "the table's encoding is unknown", "name it with --encoding")
    )


def _reader(table: Table) -> Reader:
    claimed: Callable[[Source], bool] = partial(claims, table)
    return Reader(name=table.name, reads=table.reads, claims=claimed, read=partial(read, table))


READERS = tuple(_reader(table) for table in (_POCKET, _READWISE, _RAINDROP, _INSTAPAPER, _LINKS))
