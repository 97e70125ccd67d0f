"""Steps for what stands above the text: headline, kicker, decks. Pure."""

import re

from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line
from ssg.intake.spans import Mark

_REACH = 45
_TOLD = re.compile(r"[다요까죠네]\.[\"”’']*$")
_POLITE = re.compile(r"(?:니다|세요|하기|보기)$")  # buttons and notices; decks are terse
_SERIES = re.compile(r"제\s?\d+[호회화](?![가-힣])")  # the number of a series is in its name
_LEAST = 0.6
_NEARLY = 1.5
_NARROW = 30
_HALF = 0.5
_FAIR = 2.0
_BELOW = 0.6
_SOON = 1.2


def titled(draft: Draft) -> dict[int, Mark]:
    """The headline: of the lines above the text the one that speaks most of what the text speaks of."""
    top = draft.top
    if len(list(draft.free(0, len(draft.page.lines)))) < 2:
        return {}
    candidates = [*draft.free(top - _REACH, top), *_series(draft, top)]
    if top < len(draft.page.lines) and not candidates and not is_stopped(draft.line(top).text):
        candidates = [top]
    text = _text(draft)
    glued = _glued(draft, candidates)
    if draft.markdown:
        return {0: Mark("headline", "a heading of the first level")}
    ranked = sorted(
        (-_score(draft, i, text) - glued.get(i, 0.0), i)
        for i in candidates
        if _possible(draft.line(i))
    )
    if not ranked or -ranked[0][0] < _LEAST:
        return {}
    scored = {i: -z for z, i in ranked}
    best = _topmost(draft, scored, _first_of(draft, scored, ranked[0][1]))
    found = {best: Mark("headline", "stands above the text and shares its words")}
    key = draft.line(best).key
    for i in draft.free(0, len(draft.page.lines)):
        if i != best and draft.line(i).key == key:
            found[i] = Mark("duplicate", "repeats the headline")
    return found


def _first_of(draft: Draft, scored: dict[int, float], best: int) -> int:
    """The line above the best one where that is nearly as good: a deck says the same as its headline, in more words.

    Dates, bylines and buttons in between don't count: Korean papers put their decks below them.
    """
    least, top = scored[best] - _NEARLY, best
    while True:
        above = [i for i in draft.free(top - 14, top) if scored.get(i, -9.0) > least]
        wide = [i for i in above[-3:] if draft.line(i).width >= 24]
        if not wide:
            return top
        top = wide[-1]


def _topmost(draft: Draft, scored: dict[int, float], best: int) -> int:
    """The top of the lines that stand right above one another: Korean decks follow their headline and often say more of the text."""
    above = best - 1
    if not draft.korean or scored.get(above, -9.0) < _FAIR or draft.line(above).width < 24:
        return best
    line = draft.line(above)
    return best if line.cues or line.separators else _topmost(draft, scored, above)


def _series(draft: Draft, top: int) -> list[int]:
    """Lines that look like another article's, `[포토] …`, but have a date right below."""
    return [
        i
        for i in draft.find("related")
        if top - _REACH <= i < top
        and draft.line(i).text[0] in "[<"
        and _follows(draft, i, "date", 3)
    ]


def _glued(draft: Draft, candidates: list[int]) -> dict[int, float]:
    """What a line loses that is another one with its section glued to it (`HomeSportHeadline`), and what that one wins."""
    found: dict[int, float] = {}
    keys = {i: draft.line(i).key for i in candidates if draft.line(i).width >= 20}
    for i, key in keys.items():
        for j, longer in keys.items():
            if len(longer) * _HALF < len(key) < len(longer) and longer.endswith(key):
                found |= {i: 0.8, j: -2.0}
    return found


def _possible(line: Line) -> bool:
    return 7 <= line.width <= 220 and line.letters >= 3 and line.sentences <= 4


def _text(draft: Draft) -> frozenset[str]:
    """The words of the body and, for Korean, their beginnings, so that particles don't matter."""
    run = range(draft.scores.first, draft.scores.last + 1)
    words = {word for i in run if draft.scores.lines[i] > 0 for word in draft.line(i).words}
    return frozenset(
        words | {word[:n] for word in words if _hangul(word) for n in range(2, len(word))}
    )


def _hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def _score(draft: Draft, i: int, text: frozenset[str]) -> float:
    """The score of line `i` as a headline; about -3 to 8."""
    line, top = draft.line(i), draft.top
    z = 4.0 * _shared(line, text) + _shape(line) - 0.05 * (sum(1 for _ in draft.free(i, top)))
    z += (
        _SOON * _follows(draft, i, "date", 4)
        + 0.7 * _follows(draft, i, "date", 8)
        + 0.4 * _follows(draft, i, "byline", 8)
    )
    z -= _BELOW * _after_date(draft, i)
    z += 0.5 * draft.page.twice[i] + 0.8 * (i == 0) + 0.4 * (line.blank_before and line.blank_after)
    return z


def _shape(line: Line) -> float:
    narrow = _NARROW if line.width == len(line.text) else 24  # fifteen Latin letters say less
    z = (
        1.0 * (narrow <= line.width <= 150)
        - 1.2 * is_stopped(line.text)
        - 1.5 * (line.sentences > 1 and line.width > 90)
    )
    z -= 0.6 * min(len(line.cues), 2) + 1.0 * line.dated + 0.8 * line.relative + 0.6 * line.ellipsis
    z -= (
        0.5 * (line.width < 16)
        + 0.8 * (line.separators > 0)
        + 1.5 * line.text.startswith(("(", "[")) * line.text.endswith((")", "]"))
        + 1.0 * line.text.startswith(("•", "▶", "-", "⊙"))
    )
    return z - 1.0 * line.url - 3.0 * bool(_SERIES.search(line.text))


def _shared(line: Line, text: frozenset[str]) -> float:
    words = [word for word in line.words if len(word) > 1 or not word.isascii()]
    if not words:
        return 0.0
    if all("\u3040" <= word[0] <= "\u9fff" for word in words):
        pairs = [word[n : n + 2] for word in words for n in range(len(word) - 1)]
        joined = " ".join(text)
        return sum(pair in joined for pair in pairs) / max(1, len(pairs))
    hits = sum(word in text or (_hangul(word) and _cut(word, text)) for word in words)
    return hits / len(words) * min(1.0, 0.4 + 0.2 * len(words))


def _cut(word: str, text: frozenset[str]) -> bool:
    return any(word[:n] in text for n in range(len(word) - 1, 1, -1))


def _follows(draft: Draft, i: int, label: str, reach: int) -> bool:
    below = range(i + 1, i + reach + 1)
    return any(draft.marks[j].label == label for j in below if j in draft.marks)


def _after_date(draft: Draft, i: int) -> bool:
    return any(draft.marks[j].label == "date" for j in range(max(0, i - 8), i) if j in draft.marks)


def kicker(draft: Draft) -> dict[int, Mark]:
    """A short line right above the headline that names the series or the subject."""
    at = _headline(draft)
    if at < 1 or at - 1 in draft.marks:
        return {}
    line = draft.line(at - 1)
    alone = at == 1 or line.blank_before or at - 2 in draft.marks
    plain = line.width <= 44 and not line.cues and not line.separators and line.letters > 1
    near = line.blank_after or at == 1
    if alone and plain and near and not line.text.startswith(("•", "·")):
        return {at - 1: Mark("kicker", "a short line right above the headline")}
    return {}


def decks(draft: Draft) -> dict[int, Mark]:
    """The lines between headline and text that sum it up."""
    at, top = _headline(draft), draft.top
    if at < 0 or at > top:
        return {}
    found = _sentence_deck(draft, at, top)
    if found:
        top = next((i for i in range(top + 1, len(draft.page.lines)) if draft.solid(i)), top)
    between = list(draft.free(at + 1, top))
    if len(between) > 8 and not draft.korean:
        between = [i for i in between if draft.line(i).width >= 50]
    for i in between[:8]:
        line = draft.line(i)
        if i not in found and _decklike(draft, line):
            found[i] = Mark("deck", "stands between headline and text")
    return found


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
        line.cues
        or line.letters < 4
        or line.width > limit
        or line.relative
        or "편집자" in line.text
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
