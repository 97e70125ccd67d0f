"""How an article is cited: Korean and English style, BibTeX, RIS, CSL-JSON. Pure writers of one struct."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from ssg.config import Config
from ssg.model import Card, Citation, Moment
from ssg.urls import absolute, percent, readable


class Cited(msgspec.Struct, frozen=True):
    """What a citation says. `url` is the original's address, `kept` that of the archived copy: absolute, or empty."""

    key: str
    title: str
    authors: tuple[str, ...] = ()
    source: str = ""
    date: Moment | None = None
    archived: Moment | None = None
    url: str = ""
    kept: str = ""
    archive: str = ""
    lang: str = ""
    section: str = ""


def cited(card: Card, config: Config) -> Cited:
    """Return how an article is cited: its original, and the copy on the site where that has an address of its own."""
    slug = card.url.strip("/").rpartition("/")[2]
    year = card.date.year if card.date else ""
    origin = card.source.url if re.match("https?://", card.source.url) else ""
    kept = absolute(config.base_url, card.url) if config.base_url else ""
    return Cited(f"{slug}-{year}".strip("-"), card.title, card.authors, card.source.name, card.date, card.archived,
                 origin, kept, config.title, card.lang or config.language, card.section)  # fmt: skip


def korean(of: Cited) -> str:
    """Return one line as Korean scholars cite a newspaper: 글쓴이, 「제목」, 『신문』, 날짜, 주소 (보관본)."""
    kept = _joined(
        [of.archive, f"{_korean_day(of.archived)} 보관" if of.archived else "", readable(of.kept)]
    )
    title = f"「{of.title.replace('「', '‘').replace('」', '’')}」"
    source = f"『{of.source}』" if of.source else ""
    said = _joined(["·".join(of.authors), title, source, _korean_day(of.date), readable(of.url)])
    return f"{said} ({kept})." if kept else f"{said}."


def english(of: Cited) -> str:
    """Return one line in the manner of Chicago's notes: authors, “title,” source, day, address (archived copy)."""
    title = f"“{of.title.replace('“', '‘').replace('”', '’')},”"
    authors = " and ".join([", ".join(of.authors[:-1]), of.authors[-1]] if of.authors[1:] else of.authors)  # fmt: skip
    tail = _joined([of.source, _english_day(of.date), readable(of.url)])
    said = " ".join(part for part in (f"{authors}," if authors else "", title, tail) if part)
    said = said if tail else said.replace(",”", "”")
    when = f"archived {_english_day(of.archived)}" if of.archived else ""
    kept = _joined([of.archive, when, readable(of.kept)])
    return f"{said} ({kept})." if kept else f"{said}."


def _joined(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _korean_day(day: Moment | None) -> str:
    return f"{day.year}. {int(day.month)}. {int(day.day[8:])}." if day else ""


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def _english_day(day: Moment | None) -> str:
    return f"{int(day.day[8:])} {_MONTHS[int(day.month) - 1]} {day.year}" if day else ""


_TEX = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "#": "\\#", "$": "\\$",
        "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}  # fmt: skip
_TEX_MARKS = re.compile(r"[\\{}%&#$_~^]")


def _tex(text: str) -> str:
    return _TEX_MARKS.sub(lambda mark: _TEX[mark[0]], _line(text))


def _line(text: str) -> str:
    """A text without line ends: formats of lines can't hold one."""
    return " ".join(text.split())


def bibtex(of: Cited) -> str:
    """Return an entry for BibTeX and biblatex; names and title stand in braces, as they are to be printed."""
    note = _joined([of.archive, of.kept])
    fields = {
        "title": f"{{{_tex(of.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in of.authors),
        "journal": _tex(of.source),
        "year": of.date.year if of.date else "",
        "month": str(int(of.date.month)) if of.date else "",
        "day": str(int(of.date.day[8:])) if of.date else "",
        "url": _address(of.url or of.kept),
        "urldate": of.archived.day if of.archived else "",
        "langid": {"ko": "korean", "en": "english", "ja": "japanese"}.get(of.lang[:2], ""),
        "note": _tex(note) if of.url else _tex(of.archive),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{key(of.key)},\n{lines}}}\n"


def _address(url: str) -> str:
    """An address of ASCII: what stands in braces may hold no brace."""
    return percent(url, _NOT_IN_BRACES) if url else ""


@lru_cache(maxsize=4)  # a pure memo: each format asks
def key(text: str) -> str:
    """Return a name as citation programs take one: letters, digits, `_` and `-`."""
    return re.sub(r"[^\w-]+", "-", text).strip("-") or "article"


def ris(of: Cited) -> str:
    """Return a record of RIS, type NEWS; lines end as the format wants it (CR LF)."""
    tags = [
        ("TY", "NEWS"),
        ("TI", of.title),
        *(("AU", name.replace(",", " ")) for name in of.authors),
        ("T2", of.source),
        ("SE", of.section),
        ("PY", of.date.year if of.date else ""),
        ("DA", of.date.day.replace("-", "/") if of.date else ""),
        ("UR", of.url or of.kept),
        ("L2", of.kept if of.url else ""),
        ("Y2", of.archived.day.replace("-", "/") if of.archived else ""),
        ("LA", of.lang),
        ("DB", of.archive),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(said)}\r\n" for tag, said in tags if said or tag == "ER")


def csl(of: Cited) -> Mapping[str, object]:
    """Return the item of CSL-JSON (schema 1.0, `article-newspaper`)."""
    found: dict[str, object] = {
        "id": key(of.key),
        "type": "article-newspaper",
        "title": of.title,
        "author": [{"literal": name} for name in of.authors],
        "container-title": of.source,
        "section": of.section,
        "issued": _date_parts(of.date),
        "accessed": _date_parts(of.archived),
        "URL": of.url or of.kept,
        "archive": of.archive,
        "archive_location": of.kept if of.url else "",
        "language": of.lang,
    }
    return {name: value for name, value in found.items() if value}


def _date_parts(day: Moment | None) -> Mapping[str, object]:
    return {"date-parts": [[int(part) for part in day.day.split("-")]]} if day else {}


def csl_json(of: Cited) -> str:
    """Return a list of the one item, as programs import it."""
    return msgspec.json.format(msgspec.json.encode([csl(of)]), indent=2).decode() + "\n"


FORMATS: Mapping[str, tuple[Callable[[Cited], str], str, str]] = {
    "bibtex": (bibtex, "bib", "application/x-bibtex"),
    "ris": (ris, "ris", "application/x-research-info-systems"),
    "csl": (csl_json, "json", "application/vnd.citationstyles.csl+json"),
}
"""Id → writer, extension of the file, media type."""


def citations(of: Cited, lang: str) -> tuple[Citation, ...]:
    """Return every way to cite an article: a line in the style of the language (Korean or English) first, then files."""
    line = korean(of) if lang.partition("-")[0] == "ko" else english(of)
    made = [Citation("text", line)]
    for name, (write, extension, media) in FORMATS.items():
        text = write(of)
        address = f"data:{media};charset=utf-8,{_escaped(text)}"
        made.append(
            Citation(
                name,
                text.replace("\r\n", "\n").rstrip("\n"),
                f"{key(of.key)}.{extension}",
                address,
            )
        )
    return tuple(made)


def _escaped(text: str) -> str:
    """A text in a data address."""
    return "".join(map(_CODES.__getitem__, text))


class _Codes(dict[str, str]):
    """What stands for a character in a data address: a pure memo, and quicker than run by run."""

    def __missing__(self, character: str) -> str:
        self[character] = percent(character, _NOT_PLAIN)
        return self[character]


_CODES = _Codes()
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9/:@!$'()*+,;=~._?-]")
_NOT_IN_BRACES = re.compile(r"[^A-Za-z0-9/:@!$&'()*+,;=~._?#%\[\]-]+")
