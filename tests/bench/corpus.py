"""Invented articles for the benchmark: the same bytes for the same number on every machine. No text from anywhere.

    python tests/bench/corpus.py 1000 FOLDER          as ssg reads them, below FOLDER/content/articles/
    python tests/bench/corpus.py 1000 FOLDER --hugo   the same texts, with the front matter that Hugo needs

Words are made from their rank, so the vocabulary has no end and grows as in real text: ranks follow
Zipf's law with exponent 1.35, distinct words Heaps' law with an exponent near 1 / 1.35. Article `n`
depends on `n` alone: a bigger corpus begins with the smaller one. Only `random.Random.random` and
seeding with text are used, which Python promises to keep.
"""

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = "ssg-bench-1"
CHARACTERS = 1780  # at which an article ends with the paragraph: 1,900 on average, spaces included
ZIPF = 1.35
TAGS, AUTHORS, SOURCES = 300, 400, 40
SECTIONS = ("사회", "경제", "문화", "과학", "국제", "지역", "생활", "기록")
FIRST_YEAR, YEARS = 2004, 20
LATIN, NUMBER, BOLD = 0.15, 0.03, 0.02  # shares of the words

# Syllables are put together from these letters' numbers: plain ones first, as in everyday words.
INITIALS = (11, 0, 9, 12, 18, 6, 3, 7, 2, 5, 14, 16, 17, 15)
VOWELS = (0, 20, 4, 8, 13, 1, 18, 6, 5, 9)
FINALS = (0, 4, 21, 8, 1, 16, 17)
SYLLABLES = tuple(
    chr(0xAC00 + (initial * 21 + vowel) * 28 + final)
    for final in FINALS
    for vowel in VOWELS
    for initial in INITIALS
)

# Particles: (after an open syllable, after a final consonant), and how often.
PARTICLES = (
    ("를", "을", 16), ("가", "이", 13), ("는", "은", 13), ("의", "의", 12), ("에", "에", 11),
    ("", "", 18), ("로", "으로", 6), ("와", "과", 5), ("에서", "에서", 5), ("도", "도", 4),
    ("까지", "까지", 2), ("부터", "부터", 1), ("만", "만", 1), ("보다", "보다", 1),
)  # fmt: skip
ENDINGS = (
    "했다",
    "한다",
    "됐다",
    "된다",
    "하고 있다",
    "할 것으로 보인다",
    "하기로 했다",
    "이라고 말했다",
)


@dataclass(frozen=True)
class Article:
    """One article; `name` is its path below `content/articles/`, `day` an ISO day."""

    name: str
    title: str
    day: str
    hour: int
    authors: tuple[str, ...]
    source: str
    tags: tuple[str, ...]
    section: str
    body: str


def articles(count: int) -> Iterator[Article]:
    """Yield the first `count` articles."""
    return (article(n) for n in range(count))


def article(n: int) -> Article:
    """Return article number `n`."""
    draw = random.Random(f"{SEED}/{n}").random
    year, month, day = FIRST_YEAR + _under(draw, YEARS), 1 + _under(draw, 12), 1 + _under(draw, 28)
    title = " ".join(_korean(draw) for _ in range(4 + _under(draw, 4)))
    tags = dict.fromkeys(tag(_rank(draw, 1.1, TAGS)) for _ in range(3 + _under(draw, 3)))
    while len(tags) < 3:
        tags[tag(_under(draw, TAGS))] = None
    return Article(
        name=f"{year}/{year}-{month:02}-{day:02}-{n:06}.md",
        title=title,
        day=f"{year}-{month:02}-{day:02}",
        hour=_under(draw, 24),
        authors=(_author(_under(draw, AUTHORS)),),
        source=_source(_rank(draw, 1.1, SOURCES)),
        tags=tuple(tags),
        section=SECTIONS[_under(draw, len(SECTIONS))],
        body=_body(draw),
    )


def _body(draw: Callable[[], float]) -> str:
    """Paragraphs up to CHARACTERS; a third of the articles has headings, a quarter a quotation, a fifth a list."""
    headed, quoted, listed = draw() < 1 / 3, draw() < 1 / 4, draw() < 1 / 5
    blocks: list[str] = []
    while (length := sum(map(len, blocks))) < CHARACTERS:
        if headed and len(blocks) % 3 == 2:
            blocks.append("## " + " ".join(_korean(draw) for _ in range(3)))
        if quoted and length > CHARACTERS / 3:
            quoted = False
            blocks.append("> " + _sentence(draw))
        if listed and length > CHARACTERS / 2:
            listed = False
            blocks.append("\n".join(f"- {_korean(draw)} {_word(draw)}" for _ in range(4)))
        blocks.append(" ".join(_sentence(draw) for _ in range(3 + _under(draw, 3))))
    return "\n\n".join(blocks) + "\n"


def _sentence(draw: Callable[[], float]) -> str:
    words = [_word(draw) for _ in range(7 + _under(draw, 7))]
    return " ".join([*words, stem(_rank(draw)) + ENDINGS[_under(draw, len(ENDINGS))] + "."])


def _word(draw: Callable[[], float]) -> str:
    kind = draw()
    if kind < LATIN:
        return latin(_rank(draw))
    if kind < LATIN + NUMBER:
        return f"{1 + _under(draw, 2000)}{'년명건곳개'[_under(draw, 5)]}"
    return f"**{stem(_rank(draw))}**" if kind > 1 - BOLD else _korean(draw)


def _korean(draw: Callable[[], float]) -> str:
    """A word with its particle, in the form that its last syllable wants."""
    word = stem(_rank(draw))
    at = _under(draw, sum(share for *_, share in PARTICLES))
    for after_vowel, after_consonant, share in PARTICLES:
        at -= share
        if at < 0:
            return word + (after_consonant if (ord(word[-1]) - 0xAC00) % 28 else after_vowel)
    raise AssertionError(word)


@cache  # a pure memo
def stem(rank: int) -> str:
    """Return the Korean word of a rank: the commonest have two syllables, rare ones three or four; no two are alike."""
    base = len(SYLLABLES)
    length, room, number = 2, 6000, rank
    while number >= room:
        number, length, room = number - room, length + 1, room * 60
    number = number * 1_000_003 % base**length  # scatters; one to one, for 1,000,003 is prime
    return "".join(SYLLABLES[number // base**place % base] for place in range(length))


@cache  # a pure memo
def latin(rank: int) -> str:
    """Return the Latin word of a rank; every seventh is an abbreviation in capitals."""
    number, letters = rank * 7919 + 101, []
    while number:
        number, consonant = divmod(number, 14)
        number, vowel = divmod(number, 5)
        letters.append("bdfgklmnprstvz"[consonant] + "aeiou"[vowel])
    word = "".join(letters)
    return word[::2].upper() + str(rank % 10) if rank % 7 == 0 else word


def tag(rank: int) -> str:
    """Return the name of a tag."""
    return stem(rank * 3 + 1) + ("정책", "시장", "사업", "연구", "")[rank % 5]


def _author(number: int) -> str:
    return f"{'김이박최정강조윤장임'[number % 10]}{stem(number + 900)[:2]} 기자"


def _source(rank: int) -> str:
    return f"{stem(rank + 2000)}신문"


def _under(draw: Callable[[], float], bound: int) -> int:
    return int(draw() * bound)


def _rank(draw: Callable[[], float], exponent: float = ZIPF, bound: float = math.inf) -> int:
    """Draw a rank from 0 by Zipf's law with Mandelbrot's shift, below `bound`."""
    shift = 8.0
    while True:
        rank = int(shift * (1.0 - draw()) ** (-1 / (exponent - 1)) - shift)
        if rank < bound and rank < 50_000_000:
            return rank


# -- files -------------------------------------------------------------------------------------------


def text(each: Article, *, hugo: bool = False) -> str:
    """Return the Markdown file of an article. Hugo's lists of terms stand in lists; a year and a month page need terms too."""
    terms = (
        f"sources: [{each.source}]\nsections: [{each.section}]\n"
        f'years: ["{each.day[:4]}"]\nmonths: ["{each.day[:7]}"]\n'
        if hugo
        else f"source:\n  name: {each.source}\nsection: {each.section}\n"
    )
    return (
        f"---\ntitle: {each.title}\ndate: {each.day}T{each.hour:02}:00:00+09:00\n"
        f"authors: [{', '.join(each.authors)}]\n{terms}tags: [{', '.join(each.tags)}]\n---\n\n"
        f"{each.body}"
    )


def write(count: int, folder: Path, *, hugo: bool = False) -> dict[str, object]:
    """Write `count` articles below `folder`/content/articles; return what a site of them must hold."""
    lists: Counter[str] = Counter()
    home = folder / "content" / "articles"
    characters = 0
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        (home / str(year)).mkdir(parents=True)
    for each in articles(count):
        (home / each.name).write_text(text(each, hugo=hugo), encoding="utf-8")
        characters += len(each.body)
        lists.update([f"tags/{name}" for name in each.tags])
        lists.update([f"authors/{name}" for name in each.authors])
        lists.update([f"sources/{each.source}", f"sections/{each.section}"])
        lists.update([f"years/{each.day[:4]}", f"months/{each.day[:7]}"])
    return {"articles": count, "characters": characters, "lists": dict(sorted(lists.items()))}


def main() -> None:
    """Write a corpus and print, as JSON, what a site of it must hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hugo", action="store_true")
    given = parser.parse_args()
    print(json.dumps(write(given.articles, given.folder, hugo=given.hugo), ensure_ascii=False))


if __name__ == "__main__":
    main()
