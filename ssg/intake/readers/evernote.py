"""Evernote exports (.enex): notes with their text, tags, source and pictures. Source: Evernote Export DTD 4."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, pictures, prose, trees
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix
from ssg.intake.readers.trees import text

_MEDIA = re.compile(r"<en-media\b([^>]*?)/?>(?:\s*</en-media>)?", re.IGNORECASE)
_HASH = re.compile(r"\bhash\s*=\s*[\"']([0-9a-fA-F]{32})[\"']")
_WRAP = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|</?en-note\b[^>]*>", re.IGNORECASE)
_TODO = re.compile(r"<en-todo\b([^>]*?)/?>(?:\s*</en-todo>)?", re.IGNORECASE)
_PAGE = re.compile(
    r"--en-clipped-content:\s*fullPage"
)  # menus, boxes and all, as the browser had it
_CODE = re.compile(r"<div\b[^<>]*?-en-codeblock:\s*true[^<>]*>", re.IGNORECASE)
_DIV = re.compile(r"<(/?)div\b[^<>]*?(/?)>", re.IGNORECASE)
_EMPTY = re.compile(r"<br\b[^<>]*>(?:</br>)?(?=</div>)", re.IGNORECASE)  # an empty line
_BETWEEN = re.compile(r"(?<=>)\s+(?=<)")
_BLANK = re.compile("&nbsp;|&#160;|\u00a0")
_LINE_END = re.compile(r"</div>|<br\b[^<>]*>", re.IGNORECASE)
_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def claims(source: Source) -> bool:
    """Return whether the source is named so or its root is an Evernote export."""
    return suffix(source) == ".enex" or bool(
        re.match(r"(?:<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*<en-export\b", head(source))
    )


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the notes in the order of the export. Raises SsgError for what is no XML."""
    for at, found in enumerate(trees.elements(source, "en-export/note")):
        yield found if isinstance(found, Problem) else _document(found, source, at)


def _document(note: Element, source: Source, at: int) -> Document:
    title, url = prose.words(text(note, "title")), _attribute(note, "source-url")
    files = dict(_resources(note))
    body, lost = _body(text(note, "content"), files)
    created, updated = (moment(text(note, name), source.zone) for name in ("created", "updated"))
    author = _attribute(note, "author")
    clipped = bool(re.match(r"https?://", url))
    known = Known(
        title=title,
        url=url if clipped else "",
        authors=(author,) if author and not clipped else (),
        date=None if clipped else created,
        updated=None if clipped or updated == created else updated,
        archived=created if clipped else None,
        tags=tuple(
            word for it in note.findall("tag") if (word := prose.words("".join(it.itertext())))
        ),
        visibility=None if body.strip() else "metadata",
    )
    part = title or f"note {at + 1}"
    return Document(kind="html", content=body, part=part, known=known, files={name: raw for name, raw in files.items() if name in body}, problems=_lost(lost, source, part))  # fmt: skip


def _attribute(note: Element, name: str) -> str:
    inner = note.find("note-attributes")
    return text(inner, name) if inner is not None else ""


def _resources(note: Element) -> Iterator[tuple[str, bytes]]:
    """The pictures of a note under the names that its text gets for them: their MD5, as Evernote names them."""
    room = pictures.MAX_PICTURES
    for resource in note.findall("resource"):
        ending = _KINDS.get(text(resource, "mime"))
        try:
            raw = base64.b64decode(re.sub(r"\s", "", text(resource, "data"))) if ending else b""
        except (binascii.Error, ValueError):
            continue
        if raw and len(raw) <= min(pictures.MAX_PICTURE, room):
            room -= len(raw)
            yield f"{hashlib.md5(raw, usedforsecurity=False).hexdigest()}.{ending}", raw


def _body(content: str, files: dict[str, bytes]) -> tuple[str, int]:
    """A note's text as HTML (a whole page where one was clipped), its pictures as pictures, and how many other things in it have no place here."""
    named = {name.partition(".")[0]: name for name in files}
    lost = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal lost
        found = _HASH.search(match[1])
        name = named.get(found[1].lower()) if found else None
        lost += name is None
        return f'<img src="{name}" alt="">' if name else ""

    body = _TODO.sub(lambda it: "☑ " if "true" in it[1] else "☐ ", _MEDIA.sub(shown, content))
    text = _coded(_WRAP.sub("", body).strip())
    page = bool(text) and bool(_PAGE.search(content[:2000]))
    return (f"<html><body>{text}</body></html>" if page else text), lost


def _coded(body: str) -> str:
    """A note's text with its blocks of code as such: Evernote keeps one as a box with an element for each line."""
    parts, at = [], 0
    while box := _CODE.search(body, at):
        stop, after = _closed(body, box.end())
        parts += [body[at : box.start()], f"<pre>{_lines(body[box.end() : stop])}</pre>"]
        at = after
    return "".join((*parts, body[at:]))


def _closed(body: str, start: int) -> tuple[int, int]:
    """Where the end tag of a box that is open at `start` begins and ends; the end of the text where there is none."""
    depth = 1
    for each in _DIV.finditer(body, start):
        depth += 0 if each[2] else -1 if each[1] else 1
        if not depth:
            return each.start(), each.end()
    return len(body), len(body)


def _lines(box: str) -> str:
    """The lines of a box of code: blanks are plain ones, colours are gone, escapes stay."""
    tight = _BETWEEN.sub(lambda it: "" if "\n" in it[0] else it[0], box)
    lines = _LINE_END.sub("\n", _EMPTY.sub("", tight))
    return _BLANK.sub(" ", re.sub(r"<[^<>]*>", "", lines)).strip("\n")


def _lost(count: int, source: Source, part: str) -> tuple[Problem, ...]:
    if not count:
        return ()
    what = f"{count} attachments (PDF, sound, encrypted) have no place in an article"
    return (Problem(f"{source.name} ({part})", 0, 0, what, "the original keeps them", "warning"),)


READER = Reader(name="evernote", reads="Evernote exports (.enex)", claims=claims, read=read)
