"""Golden folders: pastes of many shapes, and what every line of them must become. All texts are our own."""

import json
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.intake import article
from ssg.intake.decode import decode
from ssg.intake.spans import BODY, Span
from ssg.markup import frontmatter

CASES = sorted(folder for folder in (Path(__file__).parent / "cases").iterdir() if folder.is_dir())
HINTS = article.Hints(zone=ZoneInfo("Asia/Seoul"), latest="2026-12-31")
KEPT = {
    *BODY,
    "headline",
    "deck",
    "kicker",
    "byline",
    "date",
    "caption",
    "credit",
    "source",
    "rights",
    "topics",
    "summary",
}


def _lines(text: str, spans: Iterable[Span]) -> list[list[str]]:
    """Label and text of each span, an empty label where it is dropped; a credit within a line belongs to its caption."""
    found: list[list[str]] = []
    before = "\n"
    for span in spans:
        shown = " ".join(text[span.start : span.end].split())
        if span.label == "credit" and not before.endswith("\n"):
            found[-1][1] = f"{found[-1][1]} {shown}"
        else:
            found.append([span.label if span.label in KEPT else "", shown])
        before = text[span.start : span.end]
    return found


def _squeezed(lines: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    return [(label, "".join(text.split())) for label, text in lines]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_every_line_of_a_paste_gets_its_label(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    text = decode((folder / "paste.txt").read_bytes()).text
    result = article.parse(text, HINTS)
    assert _squeezed(_lines(text, result.spans)) == _squeezed(expected["lines"])


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_paste_gives_the_fields_of_its_article(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    front = article.parse(decode((folder / "paste.txt").read_bytes()).text, HINTS).front
    actual = {
        "title": None if "title" in front.archive.uncertain else front.title,
        "authors": list(front.authors),
        "date": front.date.iso if front.date else None,
        "updated": front.updated.iso if front.updated else None,
        "source": front.source.name,
        "section": front.section or None,
        "kicker": front.extra.get("kicker"),
        "figures": [[each.caption, each.credit] for each in front.figures],
        "tags": list(front.tags),
    }
    wanted = {key: expected.get(key, actual[key]) for key in actual}
    assert actual == wanted


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_written_file_reads_back_the_same(folder: Path) -> None:
    result = article.parse(decode((folder / "paste.txt").read_bytes()).text, HINTS)
    written = frontmatter.write(result.front, result.body)
    document = frontmatter.read(written, "a.md", "Asia/Seoul")
    assert (document.front, document.body.strip()) == (result.front, result.body.strip())
    assert document.problems == ()
