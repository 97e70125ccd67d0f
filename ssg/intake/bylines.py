"""Steps for names that stand alone: between headline and text, or right below the text. Pure."""

import re

from ssg.intake import authors
from ssg.intake.draft import Draft
from ssg.intake.spans import Mark

_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.])")


def names(draft: Draft) -> dict[int, Mark]:
    """Names that stand alone between headline and text, near the date or right below headline and deck."""
    at, top = _headline(draft), draft.top
    found: dict[int, Mark] = {}
    common = _lower(draft)
    told = _announced(draft, at, top)
    for i in draft.free(at + 1, min(top + 5, len(draft.page.lines)) if at >= 0 else top):
        line = draft.line(i)
        if i >= top and (draft.korean or draft.solid(i) or not _dated(draft, i)):
            continue
        plain = line.text.strip("•·|, ")
        if authors.titled(line.text) and line.width <= 60:
            found[i] = Mark("byline", "a name with a profession")
        elif draft.korean and authors.penned(line.text):
            found[i] = Mark("byline", "a name with a handle, or a pen name")
        elif (
            draft.korean and authors.is_bare_name(plain) and (_dated(draft, i) or _titled(draft, i))
        ):
            found[i] = Mark("byline", "a name beside the date")
            if any(authors.is_trade(draft.line(j).text) for j in draft.free(i + 1, i + 2)):
                found[i + 1] = Mark("other", "the profession of the writer above")
        elif draft.lang == "ja" and authors.kanji(plain) and _framed(draft, i, at):
            found[i] = Mark("byline", "a name beside the date")
        elif at >= 0 and not draft.korean and authors.agencies(plain) and _dated(draft, i):
            found[i] = Mark("byline", "a news agency beside the date")
        elif (
            at >= 0
            and not told
            and _latin(draft, i, common)
            and (_dated(draft, i) or i - at <= 3 or i - 1 in found or _timed(draft, i))
        ):
            found[i] = Mark("byline", "a name between headline and text")
    return found


def _framed(draft: Draft, i: int, at: int) -> bool:
    """Whether a line stands right between headline and date, or between date and text."""
    return (i - 1 == at and _stamped(draft, i + 1)) or (
        at >= 0 and _stamped(draft, i - 1) and i + 1 == draft.top
    )


def _stamped(draft: Draft, i: int) -> bool:
    return (mark := draft.marks.get(i)) is not None and mark.label == "date"


def agency(draft: Draft) -> dict[int, Mark]:
    """A news agency alone between headline and date, which reads like a picture's credit."""
    at, top = _headline(draft), draft.top
    if at < 0 or draft.korean:
        return {}
    found = {}
    for i in range(at + 1, min(top, len(draft.page.lines) - 1)):
        mark, below = draft.marks.get(i), draft.marks.get(i + 1)
        dated = below is not None and below.label == "date"
        if mark and mark.label == "credit" and dated and authors.agencies(draft.line(i).text):
            found[i] = Mark("byline", "a news agency above the date")
    return found


def signature(draft: Draft) -> dict[int, Mark]:
    """A name alone on one of the first lines below the text, where none stands above it."""
    body = draft.find("body", "subhead", "quote", "list")
    if not body:
        return {}
    if draft.korean:
        below = [i for i in draft.free(body[-1] + 1, body[-1] + 3) if draft.line(i).width <= 40]
        told = [i for i in below if authors.signed(draft.line(i).text)]
        return {i: Mark("byline", "a name with a profession below the text") for i in told}
    if any(i < body[-1] for i in draft.find("byline")):
        return {}
    common = _lower(draft)
    for i in range(body[-1] + 1, min(body[-1] + 4, len(draft.page.lines))):
        if i in draft.marks:
            break
        if _latin(draft, i, common):
            return {i: Mark("byline", "a name right below the text")}
    return {}


def _announced(draft: Draft, at: int, top: int) -> bool:
    """Whether a byline near the headline says `By` or `Von`: then names without such a word are others' names."""
    near = range(max(0, at - 6), min(top, len(draft.page.lines)))
    texts = [
        draft.line(i).text for i in near if i in draft.marks and draft.marks[i].label == "byline"
    ]
    return any(authors.latin(text) or authors.announces(text) for text in texts)


def _latin(draft: Draft, i: int, common: frozenset[str]) -> bool:
    """Whether a short line is names, none of whose words the page also writes small, and no list of topics."""
    line = draft.line(i)
    if line.text.endswith(",") or (i and draft.line(i - 1).text.endswith(",")):
        return False
    known = authors.names(line.text)
    words = [word.casefold() for name in known for word in name.split() if len(word) > 3]
    return bool(known) and line.width <= 60 and not line.cues and not common.intersection(words)


def _titled(draft: Draft, i: int) -> bool:
    """Whether the line below is a reporter's title and nothing else."""
    return i + 1 < len(draft.page.lines) and draft.line(i + 1).text in (
        "기자",
        "선임기자",
        "특파원",
    )


def _lower(draft: Draft) -> frozenset[str]:
    """The words that the page writes with a small letter."""
    return frozenset(
        word for line in draft.page.lines for word in line.text.split() if word.islower()
    )


def _dated(draft: Draft, i: int) -> bool:
    """Whether a date, a byline, or a line with a word for dates is near."""
    return any(_tells(draft, j) for j in range(i - 2, i + 3) if 0 <= j < len(draft.page.lines))


def _tells(draft: Draft, i: int) -> bool:
    if i in draft.marks:
        return draft.marks[i].label in ("date", "byline")
    return bool(draft.line(i).cues & {"published", "updated"}) and any(
        c.isdigit() for c in draft.line(i).text
    )


def _timed(draft: Draft, i: int) -> bool:
    """Whether a short line with a time of day is right above or below."""
    near = [draft.line(j).text for j in (i - 1, i + 1) if 0 <= j < len(draft.page.lines)]
    return any(len(text) < 50 and _CLOCK.search(text) for text in near)


def _headline(draft: Draft) -> int:
    """The line of the headline, -1 for none."""
    return next(iter(draft.find("headline")), -1)
