"""Steps for the text itself: body, subheads, lists, quotes, corrections, and the debris in between. Pure."""

import re

from ssg.intake import authors, broadcast
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line
from ssg.intake.spans import Mark

_LISTED = re.compile(r"^(?:[•▪◦‣]|[*+\-–] |\d{1,2}[.)] )\s*\S")
_SIGN = re.compile(r"^(?:[■◆◇□●▣▶▷▲△]\s?\S|[<〈《【\[].{2,30}[>〉》】\]]$|\d{1,2}[.)]\s?\S)")
_PROMO = re.compile(r"^(?:▶|☞|▷|→|»|>>)\s?\S")
_LAST_DAY = re.compile(r"\s*(?:19|20)\d\d\.\s?\d{1,2}\.\s?\d{1,2}\.?$")
_PART = re.compile(r"[\[<【(][가-힣 ]{2,8}[\]>】)]")
_BOOK = re.compile(r"[가-힣]\s?(?:지음|옮김|엮음|펴냄|그림|감수|묶음)(?![가-힣])")
_QUESTION = re.compile(r"^(?:[-–—―]\s?\S|[QA][.:]\s?\S|Q\d|문[.)]|답[.)]|▲|△|▷)")
_ANSWER = re.compile(r"[“\"][^“”\"]{8,}[.?!…)][”\"]")
_MENDED = re.compile(r"[\[<【(]\s?(?:정정|바로잡|반론|알려왔|訂正)[^\]>】)]{0,12}[\]>】)]")
_QUOTED = re.compile(r"[“‘「『][^”’」』.]{4,60}[”’」』]$")
_BOXES = ("related", "subscribe", "share", "topics", "comments", "source")
_GAP = 7
_LATE = -5.0  # the score that the last sentences need: they may be brief
_CLOSE = -6.0  # and that any needs where no blank lines part them
_BRIEF, _BRIEF_HAN = 14, 10  # columns of the shortest last sentence
_TERSE = 32  # columns of a subhead that may end like a sentence, but for the full stop
_SIGNED = 40  # columns of a name with a profession
_NOTHING = Mark("other", "")
_TEASER = Mark("related", "stands in a list of other articles")


def written(draft: Draft) -> dict[int, Mark]:
    """Every line of the run, from the first sure line of text on, that is text or belongs to it."""
    writers = _writers(draft)
    closing = _trimmed(draft, _closing(draft), writers)
    start, last = _start(draft), _extended(draft, closing, writers)
    found: dict[int, Mark] = {}
    for i in draft.free(start, last + 1):
        pointed = (found.get(i - 1) or draft.marks.get(i - 1) or _NOTHING).label == "related"
        found[i] = _TEASER if pointed and _teases(draft, i) else _judge(draft, i, last)
    for i in _announced(draft, start, last):
        if found[i].label == "other":
            found[i] = Mark("list", "an item of what the line above announces")
    return found


def _teases(draft: Draft, i: int) -> bool:
    """Whether a line below one that points to other articles is the next of them: a headline, no sentence."""
    line = draft.line(i)
    return draft.korean and not is_stopped(line.text) and not line.blank_before and line.width <= 80


def _announced(draft: Draft, start: int, last: int) -> list[int]:
    """The lines without empty lines between them below a line of text that ends with a colon, two or more."""
    found: list[int] = []
    run: list[int] | None = None
    for i in range(start, last + 1):
        line = draft.line(i)
        if (
            run is not None
            and i not in draft.marks
            and not (line.cues or (line.blank_before and run))
        ):
            run.append(i)
            continue
        found += run if run and len(run) > 1 else []
        opens = i not in draft.marks and line.text.endswith((":", "："))
        run = [] if opens else None
    return found + (run if run and len(run) > 1 else [])


def _start(draft: Draft) -> int:
    """The first line of the text; with it the subhead right above, if a deck can't be meant."""
    top = draft.top
    if top == len(draft.page.lines):
        return draft.scores.first
    while top >= 1 and top - 1 not in draft.marks and _opens(draft, top - 1):
        top -= 1
    return top


def _opens(draft: Draft, i: int) -> bool:
    """Whether a line above the first sure one belongs to the text: an editor's note, or a line of the run."""
    line = draft.line(i)
    return (
        "편집자" in line.text
        or bool(_PART.fullmatch(line.text) or broadcast.speaks(line.text))
        or (i >= draft.scores.first and draft.scores.lines[i] > 0)
        or (draft.korean and is_stopped(line.text) and draft.scores.lines[i] > -4.5)
    )


def _closing(draft: Draft) -> int:
    """The last line of the text: what parts it from other articles and comments, if more of it stands above than below.

    Rights and comment headings part, a promotion at the very end, and a run of lines that are no text.
    """
    first, last = draft.scores.first, draft.scores.last
    total = sum(draft.line(i).width for i in range(first, last + 1) if draft.solid(i))
    above, gap, told, top = 0, 0, False, draft.top
    dated = any(top - 20 <= i < top for i in draft.find("date"))
    for i in range(first, last + 1):
        mark, solid = draft.marks.get(i), draft.solid(i)
        if above * 2 >= total and above and _parts(draft, i, last, dated=dated):
            return i - 1
        gap = 0 if solid else gap + 1
        told = (told and gap > 0) or (mark is not None and mark.label in _BOXES)
        if above * 2 >= total and above and told and gap >= _GAP:
            return i - gap
        above += draft.line(i).width * solid
    return last


def _trimmed(draft: Draft, last: int, writers: tuple[str, ...]) -> int:
    """The last line but for what speaks to the reader at the end: newsletters, accounts, a few words about the author."""
    while last > draft.scores.first:
        asks = _addresses(draft, last, writers)
        if draft.solid(last) and not asks:
            return last
        near = range(last - 1, max(-1, last - 6), -1)
        above = next((i for i in near if draft.solid(i)), -1)
        if above < 0 or not (asks or _addresses(draft, above, writers)):
            return last
        last = above
    return last


def _addresses(draft: Draft, i: int, writers: tuple[str, ...]) -> bool:
    """Whether a line asks something of the reader, or is about a writer whose name it begins with or stands below."""
    line = draft.line(i)
    above = draft.line(i - 1) if i else None
    signed = above is not None and above.width <= _SIGNED and not is_stopped(above.text)
    below = above is not None and signed and above.text.startswith(writers)
    return "promo" in line.cues or line.text.startswith(writers) or below


def _writers(draft: Draft) -> tuple[str, ...]:
    """The names in the bylines above the text."""
    top = draft.top
    texts = [draft.line(i).text for i in draft.find("byline") if i < top]
    return tuple(name for text in texts for name in _signed(text))


def _signed(text: str) -> tuple[str, ...]:
    return (
        authors.korean(text) or authors.titled(text) or authors.latin(text) or authors.names(text)
    )


def _parts(draft: Draft, i: int, last: int, *, dated: bool) -> bool:
    """Whether the mark of line `i` ends an article of which it stands in the lower half."""
    mark = draft.marks.get(i)
    if mark is None:
        return False
    if mark.label in ("rights", "comments"):
        return True
    if mark.label == "date" and "published" in draft.line(i).cues:
        return dated
    below = range(i + 1, last + 1)
    brief = 0 < len(below) <= 2 and not any(draft.line(j).blank_before for j in below)
    text = draft.line(i).text
    points = draft.korean and _PROMO.match(text) and not is_stopped(text)
    if brief and points and draft.solid(i + 1):
        return False  # it points to one article; lists have a heading
    return mark.label in ("subscribe", "related") and brief


def _extended(draft: Draft, last: int, writers: tuple[str, ...]) -> int:
    """The last line with the short sentences right below it: an article's end may be brief."""
    end = last
    for i in range(last + 1, min(last + 6, len(draft.page.lines))):
        line = draft.line(i)
        if i in draft.marks:
            aside = draft.marks[i].label in ("caption", "credit", "duplicate", "ad", "body")
            if aside or (_PROMO.match(line.text) and line.blank_after):
                continue
            break
        if (
            draft.korean
            and not line.ends
            and (above := draft.marks.get(i - 1))
            and above.label == "ad"
        ):
            continue
        if _addresses(draft, i, writers):
            break
        stopped = is_stopped(_LAST_DAY.sub("", line.text)) or (draft.korean and _answers(line))
        told = stopped and draft.scores.lines[i] > (_CLOSE if draft.close else _LATE)
        asked = bool(_QUESTION.match(line.text) or _BOOK.search(line.text))
        if line.cues or not (asked or (told and line.width >= _brief(draft))):
            break
        end = i if told or _BOOK.search(line.text) else end
    return end


def _answers(line: Line) -> bool:
    """Whether a line is one quotation from end to end: the answer of an interview."""
    return bool(_ANSWER.fullmatch(line.text))


def _judge(draft: Draft, i: int, last: int) -> Mark:
    """What a line within the text is: some speak for themselves, the others are judged by their score."""
    line, z = draft.line(i), draft.scores.lines[i]
    clear = _clear(draft, i) or (_markdown(line) if draft.markdown else None)
    if clear:
        return clear
    heads = z > (-6.0 if draft.korean else -2.0) or bool(_SIGN.match(line.text))
    if heads and _is_subhead(draft, i, last):
        return Mark("subhead", "a short line that heads the text below it")
    if _PROMO.match(line.text) and not is_stopped(line.text):
        return Mark("related", "points to another article")
    if z <= _least(draft, line) and not _belongs(draft, i):
        return Mark("other", "too short and unlike the text around it")
    if _LISTED.match(line.text) and not draft.korean:
        return Mark("list", "an item of a list in the text")
    return Mark("body", "reads like the article's text")


def _least(draft: Draft, line: Line) -> float:
    """The score that a line needs; a short paragraph that ends like a sentence less: the trees ask once more."""
    if draft.korean:
        return -1.5
    if not is_stopped(line.text) or line.cues or line.dated or line.width < _brief(draft):
        return 0.0
    return _CLOSE if draft.close else -3.5 if line.blank_before else 0.0


def _brief(draft: Draft) -> int:
    """The columns of the shortest last sentence."""
    return _BRIEF_HAN if draft.lang in ("ja", "zh") else _BRIEF


def _markdown(line: Line) -> Mark | None:
    if re.match(r"#{2,6} +\S", line.text):
        return Mark("subhead", "a heading")
    return Mark("list", "an item of a list") if _LISTED.match(line.text) else None


def _clear(draft: Draft, i: int) -> Mark | None:
    line = draft.line(i)
    if "correction" in line.cues or _MENDED.match(line.text):
        return Mark("correction", "corrects or explains the article")
    if broadcast.speaks(line.text):
        return Mark("subhead", "says who speaks")
    if "편집자" in line.text[:12] or "편집자" in line.text[-12:]:
        return Mark("aside", "a note of the editors")
    if line.text.startswith(">"):
        return Mark("quote", "quoted")
    again = draft.page.twice[i] and line.width >= (36 if draft.korean and line.ends else 60)
    if again and any(draft.line(j).key == line.key for j in range(draft.top, i)):
        return Mark("duplicate", "the same paragraph as before")
    return None


def _belongs(draft: Draft, i: int) -> bool:
    """Questions of an interview, what a book's page says of it, and Korean sentences stay, whatever their length; so does a day at their end."""
    text = draft.line(i).text
    told = is_stopped(_LAST_DAY.sub("", text)) or draft.line(i).ends or _answers(draft.line(i))
    asked = bool(_QUESTION.match(text) or _BOOK.search(text))
    return asked or (draft.korean and told and bool(re.search("[가-힣]", text)))


def _is_subhead(draft: Draft, i: int, last: int) -> bool:
    line = draft.line(i)
    if (
        is_stopped(line.text)
        or line.width > 90
        or line.letters < 2
        or i >= last
        or line.dated
        or line.relative
    ):
        return False
    listed = _LISTED.match(line.text) and not (draft.korean and line.text[0].isdigit())
    if _QUESTION.match(line.text) or listed or line.text.endswith((",", ":", "，", "：")):
        return False
    marked = bool(_SIGN.match(line.text) or _QUOTED.match(line.text)) or line.width <= _TERSE
    if (
        draft.korean
        and line.ends
        and not marked
        and not line.text.endswith(("?", "!"))
        and not line.blank_before
    ):
        return False
    below = next((j for j in range(i + 1, min(i + 4, last + 1)) if j not in draft.marks), None)
    if below is None or not draft.solid(below):
        return False
    above = draft.solid(i - 1) or bool(_BOOK.search(draft.line(i - 1).text))
    return line.blank_before or bool(_SIGN.match(line.text)) or above
