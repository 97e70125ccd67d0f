"""The whole of intake for one text: lines, labels, fields, Markdown, spans. Pure; the clock and the zone are given in."""

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo

import msgspec

from ssg.intake import body, captions, fields, language, nouns, tags
from ssg.intake.draft import Draft
from ssg.intake.label import begun, labelled
from ssg.intake.spans import Clue, Mark, Span, span
from ssg.intake.weights import Weights
from ssg.model import Archive, FrontMatter, Moment, Visibility

_TOPICS_WITHIN = 40  # lines below the text; further down they are the outlet's, not the article's


class Hints(msgspec.Struct, frozen=True):
    """What the user or the site knows beforehand.

    `zone` is the site's; `lang`, `date`, `tags` and `visibility` are the user's word and win (None: not said);
    `known_tags` are the archive's tags; with `morphemes` Korean nouns are Kiwi's; `latest` is the last day (`2026-01-31`) that a date may have.
    """

    zone: tzinfo = UTC
    lang: str = ""
    date: Moment | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility | None = None
    known_tags: tuple[str, ...] = ()
    morphemes: bool = False
    latest: str = "9999-12-31"


class Imported(msgspec.Struct, frozen=True):
    """An article: its front matter, its Markdown, its paragraphs as they were, and the spans of its text.

    `text` is the normalised text that the spans count in; `files` are the pictures for the article's folder, by
    the address that the body uses for them.
    """

    front: FrontMatter
    body: str
    paragraphs: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str = ""
    files: dict[str, bytes] = {}


def parse(
    text: str, hints: Hints, clues: Sequence[Clue] = (), learned: Weights | None = None
) -> Imported:
    """Return the article in a normalised text. The spans cover the text; nothing of it is lost.

    A reader that has more than text (HTML, say) gives a text of one line per block and a `Clue` for each line of it in
    order, blank lines counted. Such a text is not unwrapped, and its paragraphs are not joined.
    `learned` are other weights than those that come with ssg.
    """
    lang = hints.lang or language.language(text)
    draft = labelled(begun(text, lang.partition("-")[0], hints.zone, clues, learned))
    return finished(draft, text, lang, hints)


def finished(draft: Draft, text: str, lang: str, hints: Hints) -> Imported:
    """Return the article of a page whose lines all have a mark."""
    return Imported(
        _front(draft, lang, hints),
        body.markdown(draft),
        body.paragraphs(draft),
        _spans(draft),
        text,
    )


def _front(draft: Draft, lang: str, hints: Hints) -> FrontMatter:
    title, untitled = fields.title(draft)
    decks = tuple(_bare(draft.line(i).text) for i in draft.find("deck"))
    if draft.markdown:
        decks = tuple(deck.lstrip("> ") for deck in decks)
    when = fields.when(draft, hints.latest)
    writers, source = fields.writers(draft), fields.source(draft)
    topics = tags.blocks(_topics(draft))
    kiwi = hints.morphemes and lang.startswith("ko") and not topics
    auto = topics or tags.proposed(
        (title, *decks),
        body.paragraphs(draft),
        hints.known_tags,
        (*writers, source.name),
        nouns.of if kiwi else None,
    )
    dated = hints.date or when.date
    unsure = {"title": untitled, "date": not hints.date and (when.uncertain or not when.date)}
    return FrontMatter(
        title=title or "—",
        subtitle=decks,
        date=dated,
        updated=when.updated if not hints.date else None,
        authors=writers,
        source=source,
        section=fields.section(draft),
        tags=tags.merged(hints.tags, auto),
        figures=fields.figures(draft, body.starts(draft)),
        lang=lang,
        visibility=hints.visibility,
        rights=fields.rights(draft),
        extra=_extra(draft),
        archive=Archive(
            auto_tags=auto,
            uncertain=tuple(name for name, doubt in unsure.items() if doubt),
            nouns=nouns.NAME if kiwi and auto else "",
        ),
    )


def _topics(draft: Draft) -> list[str]:
    """The lines of topics, but for a heading without topics on its own line."""
    stop = max(draft.find("body"), default=0) + _TOPICS_WITHIN
    lines = [draft.line(i) for i in draft.find("topics") if i <= stop]
    return [line.text for line in lines if "topics" not in line.cues or ":" in line.text]


def _extra(draft: Draft) -> dict[str, object]:
    """Kicker and summary, which have no field of their own."""
    kicker = [draft.line(i).text for i in draft.find("kicker")]
    summary = [draft.line(i).text for i in draft.find("summary")]
    found: dict[str, object] = {}
    if kicker:
        found["kicker"] = kicker[0]
    if summary:
        found["summary"] = summary
    return found


def _spans(draft: Draft) -> tuple[Span, ...]:
    found: list[Span] = []
    for i, line in enumerate(draft.page.lines):
        mark = draft.marks[i]
        at = (
            captions.credit_at(line.raw) if mark.label == "caption" and "\n" not in line.raw else -1
        )
        cut = line.at + at if at > 0 else -1
        if cut > line.start:
            found.append(span(line.start, cut, mark))
            found.append(span(cut, line.end, Mark("credit", "names where the picture is from")))
        else:
            found.append(span(line.start, line.end, mark))
    return tuple(found)


def _bare(deck: str) -> str:
    """A deck without the bullet that some papers set before it, or the dashes that offices set around it."""
    return re.sub(r"^([-–•·▲])\s+(.*?)(?:\s+\1)?$", r"\2", deck)
