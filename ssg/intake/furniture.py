"""Steps for what surrounds an article: tools, menus, comments, rights, dates and bylines, captions. Pure."""

import re

from ssg.intake import authors, captions, cues, dates, owners
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line, is_sentence
from ssg.intake.spans import Label, Mark

_CLASSES: tuple[tuple[str, Label, str], ...] = (
    ("rights", "rights", "says who may copy it"),
    ("comments", "comments", "belongs to the comment box"),
    ("related", "related", "points to other articles"),
    ("share", "share", "a button for sharing or printing"),
    ("subscribe", "subscribe", "asks to subscribe"),
    ("topics", "topics", "heading of the topics"),
    ("ad", "ad", "marks an advertisement"),
    ("menu", "menu", "an entry of the site's menu"),
    ("video", "other", "a control of a player"),
    ("author", "other", "heading of a box about the author"),
    ("disclaimer", "other", "speaks of the outlet, not of the subject"),
)
_HASHTAGS = re.compile(
    r"(?:(?:tags?|Tags?|TAGS?|태그|키워드)\s*[:：]?\s*)?(?:#[^\s#,]{1,30}[\s,]*){1,20}"
)
_URL_ALONE = re.compile(
    r"(?:출처|원문|기사원문|source|via)?\s*[:：]?\s*https?://\S+", re.IGNORECASE
)
_COUNTERS = re.compile(r"[\d,.\s/:|·+\-–()%]+[KkMm]?")
_OWNED = re.compile(
    r"^[<\[(]?\s*[©ⓒ]\s*(?:19|20)\d\d|^[©ⓒ]\s*\S+(?:일보|신문|뉴스|방송|닷컴|\.com|\.co\.kr|\.kr)\b"
)
_NOTICE = re.compile(
    r"[©ⓒ]|\(c\)|copyright|^.?저작권자|(?:금지|불허|금함|금합니다|reserved|vorbehalten|réservés|reservados|riservati|禁止)\W*$",
    re.IGNORECASE,
)
_VIEWER = re.compile(
    r"^\W*(?:이미지 ?(?:확대|크게)|사진 ?(?:확대|크게)|원본 ?보기|view image in fullscreen|bild vergrößern|画像を拡大)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"/?[\w.+\-]+@[\w\-]*(?:\.[\w\-]+)*")
_DESK = re.compile(
    r"(?:jebo|webmaster|news|desk|info|help|admin|press|contact)@\S+$", re.IGNORECASE
)
_FILE = re.compile(r"\w\S*\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|odt|zip)\b", re.IGNORECASE)
_WHOLE: tuple[tuple[re.Pattern[str], Label, str], ...] = (
    (_HASHTAGS, "topics", "hashtags"),
    (_URL_ALONE, "source", "a web address on its own line"),
    (_DESK, "other", "an address of the outlet"),
    (_EMAIL, "byline", "an e-mail address on its own line"),
)
_READING = re.compile(
    r"^\W*(?:\d+\s?(?:min|mins|minutes?)\.?(?: read)?|reading time.*|lesezeit.*|\d+ Min\.? Lesezeit|\S{0,6}읽는 시간.*|\d+분 분량|\d+면|지면\s?\d+면|호수.*|조회\s?수?\s?[\d,:]+|기사\s?승인.*)$",
    re.IGNORECASE,
)


def cued(draft: Draft) -> dict[int, Mark]:
    """Lines that words give away, unless they read like a sentence of the text."""
    found = {}
    for i in draft.free(0, len(draft.page.lines)):
        line = draft.line(i)
        reads = is_stopped(line.text) and draft.scores.lines[i] > 1.5
        if (reads and not line.cues & {"rights", "disclaimer"}) or authors.buttoned(line.text):
            continue
        for name, label, why in _CLASSES:
            if name in line.cues and (name != "rights" or _is_rights(line, reads=reads)):
                found[i] = Mark(label, why)
                break
    return found


def _is_rights(line: Line, *, reads: bool) -> bool:
    """Whether a line with words of copyright is a notice, not a sentence about copyright."""
    notice = bool(_NOTICE.search(line.text))
    return line.width < 200 and line.sentences <= 3 and (notice or not reads)


def shaped(draft: Draft) -> dict[int, Mark]:
    """Lines that their shape gives away: counters, hashtags, addresses, reading times."""
    shapes = {i: _shape(draft.line(i)) for i in draft.free(0, len(draft.page.lines))}
    return {i: mark for i, mark in shapes.items() if mark}


def _shape(line: Line) -> Mark | None:
    text = line.text
    if not line.letters or _COUNTERS.fullmatch(text):
        return Mark("other", "holds no words")
    if _OWNED.match(text) and line.width < 120:
        return Mark("rights", "says who may copy it")
    if captions.is_crew(text) and line.width < 110:
        return Mark("other", "names those who filmed it")
    if line.width < 120 and "." in text and _FILE.search(text) and not is_stopped(text):
        return Mark("other", "a file to download")
    if _READING.match(text) and line.width < 50 and not line.dated:
        return Mark("other", "a number about the page")
    whole = (Mark(label, why) for shape, label, why in _WHOLE if shape.fullmatch(text))
    return next(whole, None)


def stamped(draft: Draft) -> dict[int, Mark]:
    """Lines of date and time, with the label on the line above where it stands alone."""
    found: dict[int, Mark] = {}
    for i in draft.free(0, len(draft.page.lines)):
        line = draft.line(i)
        if line.width > 120 or not re.search(r"\d", line.text):
            continue
        stamps = dates.stamps(line.text, draft.zone, draft.lead)
        if not stamps or (is_stopped(line.text) and line.width > 60):
            continue
        rest = _without(line.text, stamps)
        if (
            authors.before_stamp(line.text[: stamps[0].start])
            or authors.korean(rest)
            or authors.latin(rest)
            or (authors.begins(rest) and line.width <= 60)
        ):
            found[i] = Mark("byline", "a name beside a date")
        elif _few_words(rest, stamps):
            found[i] = Mark("date", "a date and hardly another word")
        if (
            i in found
            and i - 1 >= 0
            and i - 1 not in draft.marks
            and _is_label(draft.line(i - 1).text)
        ):
            found[i - 1] = Mark("date", "says what the date below is")
    return found


def _without(text: str, stamps: tuple[dates.Stamp, ...]) -> str:
    for stamp in reversed(stamps):
        text = text[: stamp.start] + " " + text[stamp.end :]
    return text


def _few_words(rest: str, stamps: tuple[dates.Stamp, ...]) -> bool:
    letters = sum(c.isalpha() for c in rest)
    return letters <= 8 or (
        letters <= 40
        and any(stamp.kind or (stamp.clock and not rest.isupper()) for stamp in stamps)
    )


def _is_label(text: str) -> bool:
    plain = text.casefold().strip(" :|·•")
    return len(plain) > 1 and (plain in cues.words("published") or plain in cues.words("updated"))


def signed(draft: Draft) -> dict[int, Mark]:
    """Lines of names: `홍길동 기자`, `By A and B`, and the name below a line that says only `By`."""
    found = {}
    for i in draft.free(0, len(draft.page.lines)):
        line = draft.line(i)
        if (
            line.width > 110
            or (is_stopped(line.text) and line.width > 50)
            or captions.is_credit(line)
        ):
            continue
        if draft.korean and authors.introduced(line.text):
            continue
        if authors.korean(line.text) and line.width <= 80 and not _quoted(line.text):
            found[i] = Mark("byline", "names a reporter or writer")
        elif line.text.startswith("/") and authors.titled(line.text):
            found[i] = Mark("byline", "a name with a profession after a slash")
        elif authors.latin(line.text):
            found[i] = Mark("byline", "begins like a byline")
        elif authors.announces(line.text) and i + 1 < len(draft.page.lines):
            found[i] = Mark("byline", "announces the writer")
            below = draft.line(i + 1)
            if authors.names(below.text) or (draft.korean and _pen(below)):
                found[i + 1] = Mark("byline", "stands below the word for the writer")
        elif draft.lang == "ja" and authors.japanese(line.text) and line.width < 50:
            found[i] = Mark("byline", "a name in brackets")
    return found


def _pen(line: Line) -> bool:
    """Whether a line may be a pen name: a word or two, no sentence."""
    return line.width <= 24 and len(line.text.split()) <= 3 and not line.cues and not line.ends


def _quoted(text: str) -> bool:
    """Headlines that speak of reporters hold quotation marks or an ellipsis; bylines don't."""
    return bool(re.search(r"[\"“”…?!]", text))


def pictured(draft: Draft) -> dict[int, Mark]:
    """Captions that end in a credit, `▲` lines about a scene, and lines above a credit on its own."""
    found: dict[int, Mark] = {}
    others, top = sum(map(is_sentence, draft.page.lines)), draft.top
    last = next(filter(draft.solid, reversed(range(len(draft.page.lines)))), top)
    for i in draft.free(0, len(draft.page.lines)):
        line = draft.line(i)
        owned = i > last and _OWNED.match(line.text)  # the page, below its text
        if owned or (line.dated and line.cues & {"published", "updated"}):
            continue
        if i > last and owners.is_owner(draft, i):
            found[i] = Mark("rights", "says whose the page is")
        elif captions.is_caption(line) and not _signature(line):
            found[i] = Mark("caption", "ends in a picture credit")
        elif (
            i
            and others > 1
            and _VIEWER.search(draft.line(i - 1).text)
            and captions.describes(line)
            and line.width >= 20
        ):
            found[i] = Mark("caption", "stands below a button that enlarges a picture")
        elif captions.is_snapped(line) and i <= top and others > 1:
            found[i] = Mark("caption", "sentences signed by who took the picture")
        elif captions.is_marked(line, above=i < top) and not _row(draft, i):
            found[i] = Mark("caption", "begins like a caption and describes a scene")
        elif captions.is_credit(line) and not (i == 0 and line.blank_after):
            found[i] = Mark("credit", "a picture credit on its own line")
            above = i - 1
            free = above >= 0 and above not in found and above not in draft.marks
            if free and (_captionlike(draft, above) or _filed(draft, above)):
                found[above] = Mark("caption", "describes a scene above a credit")
    return found


def _signature(line: Line) -> bool:
    """Whether a short line names its writer before the photographer: `홍길동 기자 / 사진=…`."""
    before = line.text[: captions.credit_at(line.text)]
    return len(before) < 40 and bool(authors.korean(before))


def _row(draft: Draft, i: int) -> bool:
    """Whether a neighbour begins with the same sign: then it is a list."""
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(draft.page.lines)]
    return any(
        draft.line(j).text[:1] == draft.line(i).text[:1] and draft.line(j).key != draft.line(i).key
        for j in near
    )


def _captionlike(draft: Draft, i: int) -> bool:
    line = draft.line(i)
    near = not line.blank_after or captions.is_marked(line) or draft.page.twice[i]
    if _stacked(draft, i):
        return False
    words = sum(map(str.isalpha, line.text)) >= 10 and not authors.korean(line.text)
    return words and line.width >= 20 and captions.describes(line) and near


def _filed(draft: Draft, i: int) -> bool:
    """Whether a few words below date and headline stand right above a credit in brackets: an agency's caption."""
    line = draft.line(i)
    dated = any(draft.line(j).dated for j in range(max(0, i - 12), i))
    few = line.width <= 60 and line.letters > 2 and not (line.cues or is_stopped(line.text))
    return dated and few and not line.blank_after and captions.is_filed(draft.line(i + 1))


def _stacked(draft: Draft, i: int) -> bool:
    """Whether a line stands right below another that could be a deck like it: then both are decks, or a summary."""
    if not i or draft.line(i).blank_before:
        return False
    above, line = draft.line(i - 1), draft.line(i)
    alike = i - 1 not in draft.marks and above.width >= 14 and not above.cues
    return alike and not is_stopped(above.text) and abs(above.width - line.width) < line.width / 2


def doubled(draft: Draft) -> dict[int, Mark]:
    """The first of two equal lines in a row is a caption, the second its duplicate; so is every later copy."""
    found: dict[int, Mark] = {}
    kept: dict[str, int] = {}
    lines = draft.page.lines
    for i, line in enumerate(lines):
        known = draft.marks.get(i)
        if (
            known is None
            and i + 1 < len(lines)
            and lines[i + 1].key == line.key
            and line.width >= 30
            and i + 1 not in draft.marks
        ):
            found[i] = Mark("caption", "stands twice in a row")
        is_caption = i in found or (known is not None and known.label == "caption")
        first = any(_same(key, line.key) for key in kept)
        if first and (is_caption or (known is None and line.key in kept)):
            found[i] = Mark("duplicate", "the same caption as before")
        elif is_caption:
            kept[line.key] = i
        elif known is not None and known.label == "credit" and _is_copy(found.get(i - 1)):
            found[i] = Mark("duplicate", "the credit of the same caption as before")
    return found


def _is_copy(mark: Mark | None) -> bool:
    return mark is not None and mark.label == "duplicate"


def _same(one: str, other: str) -> bool:
    """Whether two captions are the same, or one is the other without its credit."""
    return one == other or (
        min(len(one), len(other)) >= 15 and (one.startswith(other) or other.startswith(one))
    )
