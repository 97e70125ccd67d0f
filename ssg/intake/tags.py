"""Tags that nobody had to think of: the page's own topics first, then nouns of its headline that its text repeats. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from ssg.model import FrontMatter
from ssg.search import analysis
from ssg.urls import term_key

MOST = 5
Analyse = Callable[[str], Sequence[str]]
"""The nouns of a line, in order."""
_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")
_MIXED = re.compile(r"(.*[^가-힣])([가-힣]+)")
_HASHTAG = re.compile(r"#([^\s#,]{1,30})")
_PROPER = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'\-]+(?:\s+(?:of the |of |de |van |von )?[A-ZÀ-ÖØ-Þ][\w’'\-]+){0,3}"
)
_NEVER = frozenset((
    "기자", "관계자", "이번", "지난", "올해", "오늘", "내일", "어제", "이날", "당시", "오전", "오후", "가운데", "때문", "경우",
    "대해", "대한", "위해", "통해", "관련", "사람", "우리", "그는", "그녀", "자신", "하나", "처음", "최근", "현재", "이후", "이전",
    "기사", "사진", "제공", "뉴스", "속보", "단독", "종합", "사설", "칼럼", "인터뷰", "기고", "특집", "연재", "포토", "영상",
    "것이", "것은", "정도", "모두", "함께", "다시", "가장", "더욱", "이상", "이하", "여러", "모든", "어떤", "무엇", "어떻게",
    "필요", "방법", "시작", "시간", "한국", "있는", "없는", "하는", "되는", "그리고", "그러나", "하지만", "연합뉴스", "뉴시스",
    "뉴스1", "로이터", "여기", "거기", "지금", "그때", "때는", "나는", "일이", "말이", "글이", "수가", "자리", "마음", "생각",
    "이유", "문제", "사실", "의미", "부분", "내용", "결과", "상황", "모습", "이야기", "전체", "새로운",
))  # fmt: skip
_NEVER_LATIN = frozenset((
    "the", "this", "that", "these", "what", "why", "how", "when", "where", "who", "a", "an",
    "and", "but", "for", "in", "on", "at", "by", "to", "from", "with", "as", "is", "it", "he",
    "she", "we", "you", "they", "his", "her", "its", "their", "our", "my", "der", "die", "das",
    "ein", "eine", "den", "dem", "des", "wie", "was", "warum", "wo", "so", "im", "am", "zu",
    "auf", "und", "für", "mit", "von", "bei", "nach", "new", "after", "live", "update",
    "exclusive", "video", "opinion", "analysis", "un", "une",
    "het", "een", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "montag", "dienstag", "mittwoch",
    "donnerstag", "freitag", "samstag", "sonntag", "januar", "februar", "märz", "mai", "juni",
    "juli", "oktober", "dezember",
))  # fmt: skip
_VERBAL = re.compile(r"(?:다|는|며|하고|되고|면서|해서|하게|되게|했던|한다면)$")
_AFTER_NOUNS = ("와", "과", "을", "를", "의", "에", "에서", "에게", "으로")
_SURE = (
    "를",
    "을",
    "에서",
    "에게",
    "에서는",
    "에서도",
    "으로",
    "에는",
    "까지",
    "부터",
    "라는",
    "에게서",
)
_OFTEN = 2
_WEIGHED = 50
_POSSESSIVE = re.compile(r"[’'](?:s|\w{1,4})?$")
_OWNING = re.compile(r"[가-힣]{2}(?<![회주논강합동결협심정문토항제발창상임유예편건질열])의$")
_NUMBERS = re.compile(r"^[\d.,%년월일시분개명원위차호대]+$")


def blocks(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that a page's own topic lines hold: hashtags, or short names, what stands before a colon left out."""
    found: list[str] = []
    for line in lines:
        hashtags = [tag.replace("_", " ") for tag in _HASHTAG.findall(line)]
        plain = re.split(r"[:：]", line, maxsplit=1)[-1]
        found += hashtags or [part.strip(" •·#") for part in re.split(r"[,|;、]", plain)]
    return _unique([tag for tag in found if _is_tag(tag)])[: 2 * MOST]


def _is_tag(tag: str) -> bool:
    return (1 < len(tag) <= 40 or "가" <= tag <= "힣") and not tag.isdigit()


def proposed(
    head: Sequence[str],
    text: Sequence[str],
    known: Iterable[str],
    never: Iterable[str],
    analyse: Analyse | None = None,
) -> tuple[str, ...]:
    """Return at most five nouns of headline and decks that the text says twice or more, the commonest first.

    A text without Hangul adds the names of several words (`Northern Cape`) that it says as often.
    `known` are the archive's tags, which go before new ones; `never` are names that are no subject
    (authors, the outlet); `analyse` finds the nouns of a Korean line better than we do.
    """
    barred = {term_key(name) for name in never}
    nouns = Counter(noun for line in text for noun in analyse(line)) if analyse else _nouns(text)
    proper = _proper(text)
    found = Counter(
        {
            word: nouns[word]
            for line in head
            for word in (_wholes(analyse(line)) if analyse else _headwords(line, nouns))
            if nouns[word] >= _OFTEN
        }
    )
    found.update(
        {name: proper[name] for line in head for name in _PROPER.findall(line) if proper[name] >= 2}
    )
    told = frozenset(found)
    if not any(map(_hangul, nouns)):
        found.update({name: n for name, n in proper.items() if n >= _OFTEN and " " in name})
    old = {term_key(tag): tag for tag in known}
    ranked = sorted(
        found,
        key=lambda word: (
            term_key(word) not in old,
            word not in told,
            -found[word] * len(word) ** 0.5,
            word,
        ),
    )[:_WEIGHED]
    longest = [
        word for word in ranked if not any(word != other and word in other for other in ranked)
    ]
    good = [word for word in longest if term_key(word) not in barred and not _idle(word)]
    return tuple(old.get(term_key(word), word) for word in good[:MOST])


def _wholes(words: Sequence[str]) -> list[str]:
    """Words without those that are a part of another one."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _idle(word: str) -> bool:
    return (
        word in _NEVER
        or word.casefold() in _NEVER_LATIN
        or bool(_NUMBERS.match(word) or _OWNING.search(word))
        or any(stem in _NEVER for stem in stems(word))
        or not _NEVER_LATIN.isdisjoint(word.casefold().split()[:1])
        or len(word) < 2
    )


def _nouns(text: Sequence[str]) -> Counter[str]:
    """How often each Hangul noun stands in the text, with or without particles.

    A form is believed to be a noun if it stands alone or bears two different particles: `김정은` must
    not become `김정` + `은`.
    """
    alone = Counter(word for line in text for word in _WORD.findall(line) if _hangul(word))
    borne: dict[str, set[str]] = {}
    for word in sorted(alone):
        for stem in stems(word):
            borne.setdefault(stem, set()).add(word)
    counts: Counter[str] = Counter()
    for word in sorted({*alone, *borne}):
        forms = borne.get(word, set())
        sure = len(forms) > 1 or any(form.endswith(_SURE) for form in forms)
        if len(word) > 1 and (alone[word] or sure) and not word.endswith(_SURE):
            counts[word] = alone[word] + sum(alone[form] for form in forms)
    return counts


def _hangul(word: str) -> bool:
    return "가" <= word[-1] <= "힣"


def stems(word: str) -> list[str]:
    """Return a word without particles and endings, as the search index has it; nothing where no noun of two syllables is left."""
    mixed = _MIXED.fullmatch(word)
    if mixed:
        tails = (analysis.stem(noun + mixed[2]).removeprefix(noun) for noun in ("나라", "사람"))
        bare = min((mixed[1] + tail for tail in tails), key=len)
        return [bare] if 1 < len(bare) < len(word) and word.startswith(bare) else []
    stem = analysis.stem(word)
    return [stem] if 1 < len(stem) < len(word) and word.startswith(stem) else []


def _headwords(line: str, nouns: Counter[str]) -> list[str]:
    """The nouns in a line of the headline: without a particle if the text knows it so, else as they stand."""
    found = []
    for word in _WORD.findall(line):
        forms = [
            form
            for form in (*stems(word), word)
            if nouns[form] > 1
            and (not _VERBAL.search(form) or word.removeprefix(form) in _AFTER_NOUNS)
        ]
        found += forms[:1]
    return found


def _proper(text: Sequence[str]) -> Counter[str]:
    """Capitalised names in the text that are not merely the first word of a sentence."""
    found: Counter[str] = Counter()
    for line in text:
        for match in _PROPER.finditer(line):
            first = match.start() == 0 or line[: match.start()].rstrip().endswith(
                (".", "!", "?", "“", '"')
            )
            if not first or " " in match[0]:
                found[_POSSESSIVE.sub("", match[0])] += 1
            words = match[0].split()
            found.update({word: 1 for word in words if len(words) > 1 and len(word) > 3})
    return found


def _unique(tags: Sequence[str]) -> tuple[str, ...]:
    """The first spelling of each tag, in order."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(term_key(tag), tag)
    return tuple(first.values())


def merged(*groups: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of all groups in order, each once whatever its spelling."""
    return _unique([tag for group in groups for tag in group])


def mapped(names: Iterable[str], table: Mapping[str, str]) -> tuple[str, ...]:
    """Return tags as a table says they are written, each once; a tag that is mapped to nothing is left out.

    The table's tags are compared as tags are: whatever their case, width and spaces.
    """
    known = {term_key(old): new for old, new in table.items()}
    return _unique([new for tag in names if (new := known.get(term_key(tag), tag).strip())])


def settled(
    front: FrontMatter, given: Sequence[str], table: Mapping[str, str], most: int
) -> FrontMatter:
    """Return a front matter with its tags as the archive wants them: `given` are the user's and stay, others are mapped,
    and of those that nobody thought of the first `most` stay.
    """
    mine = {term_key(tag) for tag in given}
    auto = mapped(front.archive.auto_tags, table)[:most]
    dropped = {term_key(tag) for tag in front.archive.auto_tags} - mine
    others = (tag for tag in front.tags if term_key(tag) not in dropped | mine)
    archive = msgspec.structs.replace(front.archive, auto_tags=auto)
    return msgspec.structs.replace(
        front, tags=merged(given, mapped(others, table), auto), archive=archive
    )


def words(headline: str) -> frozenset[str]:
    """Return the words of a headline as tags are compared, without particles and endings."""
    found = _WORD.findall(headline)
    return frozenset(term_key(next(iter(stems(word)), word)) for word in found)


def rare(front: FrontMatter, common: Callable[[str], bool]) -> FrontMatter:
    """Return a front matter without those of its tags that nobody thought of and that are common words in the archive."""
    gone = {tag for tag in front.archive.auto_tags if common(tag)}
    if not gone:
        return front
    auto = tuple(tag for tag in front.archive.auto_tags if tag not in gone)
    archive = msgspec.structs.replace(front.archive, auto_tags=auto)
    return msgspec.structs.replace(
        front, tags=tuple(tag for tag in front.tags if tag not in gone), archive=archive
    )
