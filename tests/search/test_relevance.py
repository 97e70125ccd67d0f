"""Floors of how well the search ranks, on public questions about public texts beside the checkout; none of it is ours to keep here.

Queries that need a morphological analyser to be made are in tests/bench/relevance.py. Lowering a floor needs a reason.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from ssg.model import Card
from ssg.search import hangul, index, shards
from ssg.search.loaded import LoadedIndex, load
from ssg.search.query import search

KORQUAD = Path(__file__).parents[3] / "shared" / "data" / "korquad-1.0-dev.json"
KEYS = {letter: key for key, letter in hangul.KEYS.items()}
SIZE = 60

Asked = tuple[str, frozenset[str]]
"""A query, and the articles that it means."""


@pytest.fixture(scope="module")
def texts() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return paragraph by number, with its questions and answers."""
    if not KORQUAD.exists():
        pytest.skip(f"relevance is not measured: {KORQUAD} isn't here")
    told = json.loads(KORQUAD.read_text("utf-8"))["data"]
    found: dict[str, list[tuple[str, str]]] = {}
    for paragraph in (p for article in told for p in article["paragraphs"]):
        asked = [(q["question"], q["answers"][0]["text"]) for q in paragraph["qas"]]
        found.setdefault(paragraph["context"], []).extend(asked)
    return {str(n): pair for n, pair in enumerate(found.items())}


@pytest.fixture(scope="module")
def loaded(texts: dict[str, tuple[str, list[tuple[str, str]]]]) -> LoadedIndex:
    made = {}
    for path, (body, _) in texts.items():
        card = Card(title="", path=path, url="/", kind="article")
        made[path] = shards.Article(index.entry(card), index.words(card, body))
    return load(shards.build(made, list(made)).__getitem__)


def keys_of(word: str) -> str:
    """Return the Latin keys that type a Hangul word."""
    letters = "".join(hangul.SPLIT.get(each, each) for each in hangul.spelled(word))
    return "".join(KEYS[each] for each in letters)


def words(texts: dict[str, tuple[str, list[tuple[str, str]]]]) -> list[tuple[str, frozenset[str]]]:
    """Return rare words of three to six syllables that somebody asked for, with the paragraphs that hold them."""
    every = sorted({a for _, asked in texts.values() for _, a in asked if 3 <= len(a) <= 6})
    found = []
    for word in (w for w in every if all("가" <= char <= "힣" for char in w)):
        having = frozenset(path for path, (body, _) in texts.items() if word in body)
        if len(having) <= 5:
            found.append((word, having))
    return found


def half_typed(kind: str, word: str) -> str:
    """Return a word as it stands before its last key: without its last syllable, its last consonant, with a lone one, a stuck one."""
    head, (lead, vowel, _) = word[:-1], hangul.parts(word[-1])
    if kind == "no last syllable":
        return head
    if kind == "no last consonant":
        return head + hangul.syllable(lead, vowel)
    if kind == "lone consonant":
        return head + hangul.LEADS[lead]
    before = hangul.parts(head[-1])
    stuck = hangul.LEADS[lead]
    if before[2] or stuck not in hangul.FINALS:
        return ""
    return head[:-1] + hangul.syllable(*before[:2], hangul.FINALS.index(stuck))


def shares(loaded: LoadedIndex, asked: Sequence[Asked]) -> tuple[float, float, float]:
    """Return the mean reciprocal rank at ten, the share with one of its articles in the first ten, the share without any result."""
    some = random.Random(3).sample(asked, min(SIZE, len(asked)))
    ranks, empty = [], 0
    for text, meant in some:
        hits = [hit.path for hit in search(loaded, text, 10)]
        empty += not hits
        ranks.append(next((1 / at for at, path in enumerate(hits, 1) if path in meant), 0.0))
    return sum(ranks) / len(some), sum(map(bool, ranks)) / len(some), empty / len(some)


def test_natural_questions(
    loaded: LoadedIndex, texts: dict[str, tuple[str, list[tuple[str, str]]]]
) -> None:
    asked = [(q, frozenset({path})) for path, (_, every) in texts.items() for q, _ in every]
    rank, found, empty = shares(loaded, asked)
    assert rank >= 0.92
    assert found >= 0.97
    assert empty == 0


@pytest.mark.parametrize(
    "kind", ["no last syllable", "no last consonant", "lone consonant", "stuck consonant"]
)
def test_half_typed_words(
    loaded: LoadedIndex, texts: dict[str, tuple[str, list[tuple[str, str]]]], kind: str
) -> None:
    asked = [(half, having) for word, having in words(texts) if (half := half_typed(kind, word))]
    _, found, empty = shares(loaded, asked)
    assert found >= 0.92
    assert empty == 0


def test_the_wrong_keyboard_layout(
    loaded: LoadedIndex, texts: dict[str, tuple[str, list[tuple[str, str]]]]
) -> None:
    _, found, empty = shares(loaded, [(keys_of(word), having) for word, having in words(texts)])
    assert found >= 0.94
    assert empty == 0


def test_initial_consonants_of_four_syllables_and_more(
    loaded: LoadedIndex, texts: dict[str, tuple[str, list[tuple[str, str]]]]
) -> None:
    asked = [(hangul.initials(word), having) for word, having in words(texts) if len(word) > 3]
    _, found, empty = shares(loaded, asked)
    assert found >= 0.9
    assert empty == 0


def test_every_text_that_holds_a_word_is_reached(
    loaded: LoadedIndex, texts: dict[str, tuple[str, list[tuple[str, str]]]]
) -> None:
    found = []
    for word, having in random.Random(5).sample(words(texts), SIZE):
        reached = {hit.path for hit in search(loaded, f"{word} ", len(texts))}
        found.append(len(reached & having) / len(having))
    assert sum(found) / len(found) >= 0.99
