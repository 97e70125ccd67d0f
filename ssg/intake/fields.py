"""What the labelled lines say of the article: title, decks, dates, authors, source, figures, rights. Pure."""

import re
from bisect import bisect
from collections.abc import Sequence

import msgspec

from ssg.intake import authors, captions, dates, outlets, owners
from ssg.intake.candidates import COLONS
from ssg.intake.draft import Draft
from ssg.intake.headline import is_tag, plain
from ssg.intake.lines import Line
from ssg.model import Figure, Moment, Source

_FILED = re.compile(r"언론사에서 (\S{1,10}) 섹션으로 분류")
_MENU = 3  # sections in a row are the outlet's menu, not the path to an article
_URL = re.compile(r"https?://\S+")
_FROM = re.compile(r"(?:출처|원문|기사제공|제공)\s?[:：|]\s?(\S.{1,30})$")
_FOUNDED = re.compile(r"창간|발행일자|등록일자|등록번호|설립|호수|since|founded", re.IGNORECASE)
_NAME = 24  # columns of an outlet's name
_FRONT = {"뉴스", "홈", "기사", "news", "home", "startseite", "accueil", "inicio", "início"}
_TRAIL = re.compile(r"\s+[>›»|]\s+")
_OLDEST = 1900
_FEW = 3  # paragraphs; amid more of them a bare date is that of a film or another article
_BELOW = 12  # further lines below the text, where none nearer tells a date
_CRUMBS = 4  # lines above the headline that may name its section


class Dates(msgspec.Struct, frozen=True):
    """When an article was published and changed, and whether a person should look at it."""

    date: Moment | None = None
    updated: Moment | None = None
    uncertain: bool = False


def title(draft: Draft) -> tuple[str, bool]:
    """Return the headline and whether it is only the beginning of the text, because the paste holds none."""
    found = draft.find("headline")
    if found:
        text = _tied(draft, found[0]) + _printed(draft.line(found[0]))
        return (re.sub(r"^#+ +|[*_]{2}", "", text) if draft.markdown else plain(draft, text)), False
    told = draft.find("body", "aside", "subhead", "list", "quote")
    text = draft.line(told[0]).text if told else ""
    text = text[authors.dateline(text)[1] :].strip() or text
    first = re.split(r"(?<=[.!?。])\s", text)[0]
    return (first if len(first) <= 60 else _cut(first)), True


def _printed(line: Line) -> str:
    """A headline with the full-width spaces that Japanese papers set between its halves."""
    text = "\u3000".join(" ".join(part.split()) for part in line.raw.split("\u3000"))
    return text if len(text) == len(line.text) else line.text


def _tied(draft: Draft, at: int) -> str:
    """The kicker that a colon on its own line ties to the headline, with it; kickers in capitals stand alone."""
    if at < 2 or draft.line(at - 1).text not in COLONS:
        return ""
    kicker = draft.line(at - 2)
    known = at - 2 in draft.marks and draft.marks[at - 2].label == "kicker"
    return f"{kicker.text}: " if known and not kicker.capitals else ""


def _cut(text: str) -> str:
    at = text.rfind(" ", 20, 56)
    return text[: at if at > 0 else 56].rstrip(" ,·") + "…"


def region(draft: Draft) -> range:
    """Return the lines that belong to the article: from a little above the headline to a little below the text."""
    told = draft.find("body", "subhead", "list", "quote", "aside")
    head = draft.find("headline")
    start = min(head[:1] + told[:1], default=0)
    stop = max(told[-1:], default=len(draft.page.lines))
    return range(max(0, start - 20), min(len(draft.page.lines), stop + 9))


def when(draft: Draft, latest: str) -> Dates:
    """Return the dates that the lines around headline and byline tell; `latest` is the last day to be believed.

    Where none do, the latest day at the end of a caption stands in, uncertain.
    """
    head = (draft.find("headline") or [draft.top])[0]
    told = []
    near = region(draft)
    marked = [i for i in draft.find("date", "byline") if i in near]
    below = range(near.stop, min(near.stop + _BELOW, len(draft.page.lines)))
    text = draft.find("body")
    amid = range(text[2], text[-1]) if len(text) > _FEW else range(0)
    for i in near if marked else below:
        if draft.marks[i].label in ("date", "byline") and not _FOUNDED.search(draft.line(i).text):
            told += [
                (_trust(stamp, i, head, draft), -i, stamp)
                for stamp in _stamps(draft, i, latest)
                if stamp.kind or i not in amid
            ]
    if not told:
        return _of_captions(draft, latest)
    _, _, best = max(told, key=lambda each: (each[0], each[1], each[2].iso))
    changes = [stamp for _, _, stamp in told if stamp.kind == "updated" and stamp.iso > best.iso]
    updated = Moment(max(changes, key=lambda stamp: stamp.iso).iso) if changes else None
    return Dates(Moment(best.iso), updated, uncertain=best.kind == "updated")


def _stamps(draft: Draft, i: int, latest: str) -> list[dates.Stamp]:
    """The stamps of a line; a label alone on the line above names the first."""
    found = dates.stamps(draft.line(i).text, draft.zone, draft.lead)
    above = dates.label(draft.line(i - 1).text) if i and draft.marks[i - 1].label == "date" else ""
    if (
        found
        and above
        and not found[0].kind
        and not dates.stamps(draft.line(i - 1).text, draft.zone, draft.lead)
    ):
        found = (msgspec.structs.replace(found[0], kind=above), *found[1:])
    return [stamp for stamp in found if int(stamp.iso[:4]) >= _OLDEST and stamp.iso[:10] <= latest]


def _trust(stamp: dates.Stamp, i: int, head: int, draft: Draft) -> float:
    kind = {"published": 2.0, "updated": -2.0, "": 0.0}[stamp.kind]
    last = "승인" in draft.line(i).text
    return kind + 1.0 * stamp.clock - 0.08 * abs(i - head) - 0.3 * last - 0.5 * (i < head)


def _of_captions(draft: Draft, latest: str) -> Dates:
    days = []
    for i in draft.find("caption"):
        plain = captions.split(draft.line(i).text)[0]
        found = dates.stamps(
            re.sub(r"(\d{4}) (\d\d) (\d\d)\.?$", r"\1.\2.\3", plain), draft.zone, draft.lead
        )
        days += [
            stamp.iso[:10]
            for stamp in found
            if stamp.iso[:10] <= latest and captions.ends_with_day(plain)
        ]
    return Dates(Moment(max(days)), None, uncertain=True) if days else Dates()


def writers(draft: Draft) -> tuple[str, ...]:
    """Return the names in bylines and in the dateline of the first paragraph, in order, each once.

    Below the text only Korean papers sign again; elsewhere those names count where none stand above.
    """
    told = draft.find("body", "aside", "subhead", "list", "quote")
    above: list[str] = []
    below: list[str] = []
    for i in region(draft):
        label = draft.marks[i].label
        after = bool(told) and i > told[-1]
        if after and label in ("related", "comments"):
            break
        if label == "byline":
            within = bool(told) and i > told[min(3, len(told) - 1)] and not draft.korean
            (below if after or within else above).extend(_named(draft, i, after=after))
    for i in told[:2]:
        above += authors.dateline(draft.line(i).text)[0]
    if draft.korean:
        called = (
            []
            if above
            else [name for i in told[:8] for name in authors.introduced(draft.line(i).text)]
        )
        return tuple(dict.fromkeys([*above, *called, *below]))
    return tuple(dict.fromkeys(above or below or _agencies(draft)))


def _agencies(draft: Draft) -> list[str]:
    """The agencies that sign an article by nobody."""
    near = set(region(draft))
    lines = [draft.line(i).text for i in draft.find("byline") if i in near]
    return [name for line in lines for name in authors.agencies(line)]


def _named(draft: Draft, i: int, *, after: bool) -> tuple[str, ...]:
    """The names in a byline; below the text a line must say that it is one."""
    text = draft.line(i).text
    stamps = dates.stamps(text, draft.zone, draft.lead)
    if draft.korean:
        beside = authors.before_stamp(text[: stamps[0].start]) if stamps else ()
        plain = text.strip("•·|, ")
        alone = (plain,) if authors.is_bare_name(plain) else ()
        signed = authors.korean(text) or beside or alone
        if not signed and i > 0 and authors.announces(draft.line(i - 1).text):
            return (plain,)
        return signed or authors.signed(text) or authors.penned(text) or authors.latin(text)
    for stamp in reversed(stamps):
        text = text[: stamp.start].rstrip(" ,|-–•") + " | " + text[stamp.end :]
    found = authors.latin(text) or (
        authors.japanese(text) or authors.kanji(text) if draft.lang == "ja" else ()
    )
    if found or authors.announces(text):
        return found
    told = i > 0 and authors.announces(draft.line(i - 1).text)
    return authors.korean(text) or (authors.names(text) if told or not after or not stamps else ())


def source(draft: Draft) -> Source:
    """Return the outlet that the dateline, the rights line or a line of its own names, and the address on a line of its own."""
    lines = [draft.line(i).text for i in draft.find("source")]
    notices = [draft.line(i).text for i in draft.find("rights")]
    owner = _owning(draft, notices) or next(filter(None, map(owners.outlet, notices)), "")
    dated = next((outlets.of_dateline(draft.line(i).text) for i in draft.find("body")[:1]), "")
    named = [draft.line(i) for i in draft.find("source") if "section" not in draft.line(i).cues]
    alone = next((line.text for line in named if outlets.is_outlet(line.text)), "")
    last = max(draft.find("body"), default=0)
    told = (draft.line(i).text for i in draft.find("credit") if i > last)
    alone = alone or next((found[1] for text in told if (found := _FROM.match(text))), "")
    foreign = draft.korean and owner.isascii()
    name = (dated or alone or owner) if foreign else (owner or dated or alone)
    name = name or _masthead(draft)
    urls = [match[0] for text in lines if (match := _URL.search(text))]
    return Source(name, urls[0] if urls else "")


def _owning(draft: Draft, notices: Sequence[str]) -> str:
    """The name on one of the first lines of a page that a rights line holds, maybe behind a slogan."""
    first = [line for line in draft.page.lines[:3] if line.letters > 1 and line.width <= _NAME]
    plain = [line.text for line in first if not line.cues]
    return next((text for text in plain if any(text in notice for notice in notices)), "")


def _masthead(draft: Draft) -> str:
    """The outlet on one of the first lines of a whole page, where the page names it again."""
    first = next((line.text for line in draft.page.lines[:3] if outlets.is_outlet(line.text)), "")
    return first if first and sum(first in line.text for line in draft.page.lines) > 1 else ""


def section(draft: Draft) -> str:
    """Return the section of the outlet: as a portal says it, else the last name of one above the headline."""
    head = draft.find("headline")
    above = range(max(0, head[0] - _CRUMBS), head[0]) if head else ()
    trails = [_TRAIL.split(draft.line(i).text) for i in above]
    path = next((t[-1] for t in reversed(trails) if len(t) > 1 and t[0].casefold() in _FRONT), "")
    found = [i for i in above if "section" in draft.line(i).cues and _names(draft.line(i).text)]
    last = _TRAIL.split(draft.line(found[-1]).text)[-1] if found else ""
    if (found and _in_menu(draft, found[-1])) or (draft.korean and len(last.split()) >= _MENU):
        last = ""
    filed = (match[1] for line in draft.page.lines if (match := _FILED.search(line.text)))
    return next(filed, path or last)


def _in_menu(draft: Draft, i: int) -> bool:
    """Whether a section stands right below others, as in a menu that lists them one a line."""
    return i + 1 >= _MENU and all("section" in draft.line(j).cues for j in range(i + 1 - _MENU, i))


def _names(text: str) -> bool:
    """Whether words that sections have name one here: not the front page, and no kind of piece in brackets."""
    return not is_tag(text) and text.casefold() not in _FRONT


def figures(draft: Draft, blocks: Sequence[int]) -> tuple[Figure, ...]:
    """Return captions with their credits in the order of the text, each once; a credit alone goes to the caption above it.

    Each knows the number of blocks of the text above it; `blocks` are the lines that these begin with.
    """
    found: list[Figure] = []
    below = -1
    head, last = min(draft.find("headline"), default=0), max(draft.find("body"), default=0)
    for i in draft.find("caption", "credit"):
        text = draft.line(i).text
        after = bisect(blocks, i)
        if draft.marks[i].label == "caption":
            caption, credit = captions.split(text)
            if found and below == i - 1 and found[-1] == Figure("", credit, after=after):
                found.pop()  # the credit stood above its caption, too
            found.append(Figure(caption, credit, after=after))
        elif found and below == i - 1 and not found[-1].credit:
            found[-1] = msgspec.structs.replace(found[-1], credit=captions.credit(text))
        elif (
            head <= i <= last
            and (alone := Figure("", captions.credit(text), after=after)) not in found[-1:]
        ):
            found.append(alone)
        below = i
    return tuple(found)


def rights(draft: Draft) -> str:
    """Return the first rights line below the text, else the first there is."""
    told = draft.find("body")
    found = draft.find("rights")
    below = [i for i in found if told and i > told[-1]]
    return draft.line((below or found)[0]).text if found else ""
