"""Steps for what stands above the text: headline, kicker, decks. Pure."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from ssg.intake import broadcast, candidates, outlets
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line
from ssg.intake.spans import Mark

_TOLD = re.compile(r"[다요까죠네]\.[\"”’']*$")
_POLITE = re.compile(
    r"(?:니다|[세해예에어아]요|하기|보기)[.!]?$"
)  # buttons and notices; decks are terse

_HOME = frozenset(
    ("Home", "Startseite", "Accueil", "Inicio", "Início", "Portada", "Strona główna", "Hjem", "Hem", "Etusivu", "홈")
)  # fmt: skip
_SECTION = 30  # columns of a section's name
_LEAST = 16  # letters of a headline without its sections
_NUMBER = re.compile(
    r"(?:제\s?\d+[호회화]|[①-⑳]|[<(〈](?:\d{1,2}|[상중하])[>)〉])$"
)  # the number of a series: a kicker
_DECK = 24  # columns that a Korean line needs to be taken for a headline above its decks
_SERIES = re.compile(
    r"[\[【<〈][^\]】>〉]{2,40}[\]】>〉]\s*(?:[①-⑳㉑-㉟]|[(<〈]?\d{1,3}[)>〉]?|\d{1,3}\s?[부회편화].{0,24})?"
)  # `[a series] ③`, `[a series] 2부 <1> a part`
_SAYS = re.compile(r"[가-힣]다$")  # a sentence without its full stop
_SORT = re.compile(
    r"(?:구독|보기|하기|로그인|검색|바로|메뉴|기획|연재|특집|기고|칼럼|인터뷰|리포트|르포|현장|시리즈|탐방|수첩|사설|시론|광장|마당|초대석|뉴스|단독|속보|분석|오피니언)|[^가-힣 ]"
)  # words of a kicker
_SORTED = re.compile(
    r"[\[【<〈][^\[\]【】<>〈〉]{1,12}[\]】>〉]\s*\S"
)  # `[series] what this one is about`
_SECTIONED, _WORDS = 2, 4
_TAG = re.compile(r"[\[【<〈「『][^\[\]【】<>〈〉「」『』]{1,28}[\]】>〉」』]")
_LABEL = 14  # columns; what is shorter between headline and text is a button
_MOST = 8  # lines between headline and text that are looked at
_SENTENCES = 400  # columns of a summary
_NEARLY = 3.0
_EQUAL = 2.0
_ALIKE = 1.6  # how often the width of the one the other may be, of a headline and its deck
_SIGNED = 5
_HOPE = (
    2.0  # Korean headlines may be two words; no Korean paste of the cases learned from lacks one
)


def titled(draft: Draft) -> dict[int, Mark]:
    """The headline: of the lines above the text the one with the greatest weight, and its repetitions."""
    if len(draft.page.lines) < 2:
        return {}
    if draft.markdown:
        return {0: Mark("headline", "a heading of the first level")}
    best = _best(draft)
    if best < 0:
        return {}
    found = {best: Mark("headline", "stands above the text and shares its words")}
    key = draft.line(best).key
    for i in draft.free(0, len(draft.page.lines)):
        if i != best and draft.line(i).key.rstrip("0123456789") == key.rstrip("0123456789"):
            found[i] = Mark("duplicate", "repeats the headline")
    return found


def _best(draft: Draft) -> int:
    """The candidate with the greatest weight, the upper one of equals; -1 where none outweighs that there is none."""
    seen, known = candidates.sight(draft), draft.weights
    weights = known.headline_korean if draft.korean else known.headline
    scored = {
        i: sum(
            weights.get(name, 0.0) * value
            for name, value in candidates.numbers(draft, seen, i).items()
        )
        for i in seen.lines
        if not (draft.korean and _small(draft, seen, i))
    }
    best = max(scored, key=lambda i: (scored[i], i), default=-1)
    least = weights["none"] - _HOPE * draft.korean
    if best < 0 or scored[best] <= least or _lonely(draft, best):
        return -1
    if draft.korean:
        best = _entitled(draft, _topmost(draft, scored, best))
    elif _coloned(draft, scored, best - 1) or _first(draft, scored, best - 1):
        best -= 1
    elif scored.get(best + 2, -9.0) > scored[best] - _EQUAL and candidates.is_bar(draft, best):
        best += 2
    again = [i for i in scored if i < draft.top and draft.line(i).key == draft.line(best).key]
    return min(again, key=lambda i: (_signed(draft, i), i != best), default=best)


def _coloned(draft: Draft, scored: Mapping[int, float], i: int) -> bool:
    """Whether kicker and colon, each on a line of its own, stand right above line `i`: then the line below is its deck."""
    return i > 1 and i in scored and draft.line(i - 1).text in candidates.COLONS


def _signed(draft: Draft, i: int) -> int:
    """How many lines below a line a date or a byline stands; one more than are looked at where none does."""
    marks = (draft.marks.get(j) for j in range(i + 1, i + _SIGNED))
    near = (n for n, mark in enumerate(marks, 1) if mark and mark.label in ("date", "byline"))
    return next(near, _SIGNED)


def _lonely(draft: Draft, i: int) -> bool:
    """Whether a line is the only sentence of the page: then it is the text, and there is no headline."""
    told = [j for j, line in enumerate(draft.page.lines) if is_stopped(line.text)]
    return told == [i] and draft.line(i).ends


def _topmost(draft: Draft, scored: dict[int, float], best: int) -> int:
    """The top of the lines that stand right above one another: Korean decks follow their headline and often say more of the text."""
    above = best - 1
    line = draft.line(above) if above >= 0 else None
    if line is None or above in draft.marks or line.cues or line.separators or line.width < _DECK:
        return best
    near = scored.get(above, -9.0) > scored[best] - _NEARLY
    near = near and not _NUMBER.search(line.text) and not _POLITE.search(line.text)
    near = near and draft.page.twice[above] >= draft.page.twice[best]
    return _topmost(draft, scored, above) if near else best


def _first(draft: Draft, scored: Mapping[int, float], i: int) -> bool:
    """Whether line `i` begins a block with the best line right below it, of like length and weight: then that one is the deck."""
    if i not in scored or i in draft.marks or draft.line(i + 1).blank_before:
        return False
    line, best = draft.line(i), draft.line(i + 1)
    alike = max(line.width, best.width) <= _ALIKE * min(line.width, best.width)
    above = draft.line(i - 1) if i else None
    begins = above is None or line.blank_before or i - 1 in draft.marks or above.width < _DECK
    told = draft.page.twice[i] < draft.page.twice[i + 1] or is_stopped(line.text)
    near = scored[i] > scored[i + 1] - _EQUAL and line.width >= _DECK
    return alike and begins and near and not told and not _cues(line) and not line.separators


def _cues(line: Line) -> AbstractSet[str]:
    """The cues of a line; a sentence may begin with a word for a date's label (`Le`, `Am`, `On`) where it holds no date."""
    return line.cues if line.dated else line.cues - {"published"}


def _small(draft: Draft, seen: candidates.Sight, i: int) -> bool:
    """Whether a line is too little for a Korean headline: one word, or a tag with a candidate right below."""
    tag = is_tag(draft.line(i).text)
    return len(draft.line(i).words) == 1 or (tag and not {i + 1, i + 2}.isdisjoint(seen.lines))


def _entitled(draft: Draft, best: int) -> int:
    """The title of a magazine's piece, a few words below the section, where the best line is the sentence right below it."""
    line = draft.line(best)
    if best < _SECTIONED or not _SAYS.search(line.text) or best + 1 not in draft.marks:
        return best
    section, above = draft.line(best - 2), draft.line(best - 1)
    few = 1 < len(above.words) <= _WORDS and above.width <= _DECK and not above.cues
    named = few and best - 1 not in draft.marks and not _SORT.search(above.text)
    known = outlets.is_outlet(section.text) or best - 2 in draft.marks or " " in section.text
    alone = section.width <= _LABEL and not known and not section.blank_after
    return best - 1 if named and alone and not draft.page.twice[best - 1] else best


def kicker(draft: Draft) -> dict[int, Mark]:
    """A short line right above the headline that names the series or the subject."""
    at = _headline(draft)
    if at > 1 and draft.line(at - 1).text in candidates.COLONS and at - 2 not in draft.marks:
        return {at - 2: Mark("kicker", "a colon ties it to the headline")}
    if at < 1 or at - 1 in draft.marks:
        return {}
    line = draft.line(at - 1)
    if outlets.is_outlet(line.text):
        return {at - 1: Mark("source", "names the outlet")}
    if is_tag(line.text) and line.cues <= {"section"}:
        return {at - 1: Mark("kicker", "words in brackets right above the headline")}
    alone = at == 1 or line.blank_before or at - 2 in draft.marks
    plain = line.width <= 44 and not line.cues and not line.separators and line.letters > 1
    near = line.blank_after or at == 1
    part = draft.korean and plain and bool(_NUMBER.search(line.text) or _SORTED.match(line.text))
    if part or (alone and plain and near and not line.text.startswith(("•", "·"))):
        why = "names the series or its part" if part else "a short line right above the headline"
        return {at - 1: Mark("kicker", why)}
    return {}


def is_tag(text: str) -> bool:
    """Return whether a line is a few words in brackets, as papers set them above a headline: `[인터뷰]`."""
    return bool(_TAG.fullmatch(text))


def decks(draft: Draft) -> dict[int, Mark]:
    """The lines between headline and text that sum it up."""
    at, top = _headline(draft), draft.top
    if at < 0 or at > top:
        return {}
    found = _sentence_deck(draft, at, top)
    for i in _between(draft, at, top, parted=bool(found)):
        line = draft.line(i)
        if draft.korean and _SERIES.fullmatch(line.text):
            found[i] = Mark("kicker", "names the series below the headline")
        elif _decklike(draft, line) or _tied(draft, i, {at, *found}):
            found[i] = Mark("deck", "stands between headline and text")
        elif draft.korean and _summary(draft, i, at, top):
            found[i] = Mark("deck", "sentences between headline and byline")
    return found


def _between(draft: Draft, at: int, top: int, *, parted: bool) -> list[int]:
    """The lines between headline and text that may be decks; `parted`: the text's first line is one, so the text begins below."""
    if parted:
        top = next((i for i in range(top + 1, len(draft.page.lines)) if draft.solid(i)), top)
    if top == len(draft.page.lines):  # no text: what stands below a picture is no deck
        top = min((i for i in draft.find("caption", "credit", "rights") if i > at), default=top)
    between = list(draft.free(at + 1, top))
    if len(between) > _MOST and not draft.korean:
        between = [i for i in between if draft.line(i).width >= 50]
    between = [i for i in between if draft.line(i).width >= _LABEL][:_MOST]
    return [i for i in between if not broadcast.speaks(draft.line(i).text)]


def _tied(draft: Draft, i: int, above: AbstractSet[int]) -> bool:
    """Whether a short line of some words stands right between the headline (or a deck) and the byline or date."""
    line, below = draft.line(i), draft.marks.get(i + 1)
    if draft.lang in ("ko", "ja", "zh"):
        return False
    some = (
        len(line.words) >= _WORDS and line.width >= _DECK and not line.cues and not line.separators
    )
    return some and i - 1 in above and below is not None and below.label in ("byline", "date")


def _summary(draft: Draft, i: int, at: int, top: int) -> bool:
    """Whether Korean sentences right below the headline or its decks are parted from the text by date or byline."""
    line = draft.line(i)
    between = {draft.marks[j].label for j in range(at + 1, i) if j in draft.marks}
    below = {draft.marks[j].label for j in range(i + 1, top) if j in draft.marks}
    told = bool(_TOLD.search(line.text)) and not line.cues and 40 <= line.width <= _SENTENCES
    return told and not between and bool(below & {"date", "byline"})


def _sentence_deck(draft: Draft, at: int, top: int) -> dict[int, Mark]:
    """A full sentence below the headline is a deck where date or byline part it from the text."""
    after = next(
        (i for i in range(top + 1, min(top + 12, len(draft.page.lines))) if draft.solid(i)), 0
    )
    if not after or draft.line(top).width > 320 or top - at > 6:
        return {}
    labels = {draft.marks[i].label for i in range(top + 1, after) if i in draft.marks}
    above = {draft.marks[i].label for i in range(at + 1, top) if i in draft.marks}
    if labels & {"date", "byline"} and not above & {"date", "byline"}:
        return {top: Mark("deck", "a sentence between headline and byline")}
    return {}


def _decklike(draft: Draft, line: Line) -> bool:
    limit = 130 if draft.korean else 320
    if (
        _cues(line)
        or line.letters < 4
        or line.width > limit
        or line.relative
        or "편집자" in line.text
        or candidates.is_listing(line)
    ):
        return False
    if draft.korean and (_TOLD.search(line.text) or _POLITE.search(line.text)):
        return False
    if line.text.startswith(("•", "·")) and line.width < 40:
        return False
    if draft.lang in ("ko", "ja", "zh"):
        return line.width >= 14
    return line.width >= 50 or (line.width >= 35 and line.blank_before and line.blank_after)


def _headline(draft: Draft) -> int:
    found = draft.find("headline")
    return found[0] if found else -1


def plain(draft: Draft, text: str) -> str:
    """Return a headline without the path of sections that the copy glued to it: `HomeSportA goal` → `A goal`.

    The path begins with a word for the start page, or it holds two sections and more; sections stand on lines of their own too.
    """
    known = {
        line.text for line in draft.page.lines if line.width <= _SECTION and line.letters > 1
    } | _HOME
    rest, parts = text, []
    while part := _section(rest, known):
        parts.append(part)
        rest = rest[len(part) :]
    glued = len(parts) > 1 or not _HOME.isdisjoint(parts)
    return rest if glued and len(rest) >= _LEAST else text


def _section(text: str, known: AbstractSet[str]) -> str:
    """The longest known section that a text begins with and that a capital letter follows without a space."""
    ends = (
        n
        for n in range(min(_SECTION, len(text) - 1), 1, -1)
        if text[n].isupper() or text[n] in "«„“‘\"'"
    )
    return next((text[:n] for n in ends if text[:n] in known and not text[n - 1].isspace()), "")
