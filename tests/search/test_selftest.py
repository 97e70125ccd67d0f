"""The self-test of an index: silent where everything is found, and it does notice what is not."""

import time

import pytest

from ssg.model import Card
from ssg.search import index, shards
from ssg.search.analysis import analyser
from ssg.search.loaded import LoadedIndex, load
from ssg.search.selftest import nouns, selftest

TITLES = ("서울고등학교가 도서관을 열다", "정상회담에서 만난 두 나라", "The library opens", "李대통령의 하루", "도서관 이야기", "!!", "도서관 이야기", "2025년 예산")  # fmt: skip


def card(number: int, title: str) -> Card:
    return Card(title=title, path=f"{number:04}.md", url=f"/{number}/", kind="article")


def loaded(cards: list[Card]) -> LoadedIndex:
    made = {c.path: shards.Article(index.entry(c), index.words(c, "기록을 모은다")) for c in cards}
    return load(shards.build(made, list(made)).__getitem__)


def test_an_index_of_all_articles_has_no_problem() -> None:
    cards = [card(number, title) for number, title in enumerate(TITLES)]
    assert selftest(loaded(cards), cards) == ()


def test_an_article_that_is_missing_or_whose_headline_changed_is_named() -> None:
    cards = [card(number, title) for number, title in enumerate(TITLES)]
    asked = [*cards[1:], card(0, "바다와 등대"), card(99, "새 글")]
    found = selftest(loaded(cards), asked)
    assert [(each.path, each.what, each.level) for each in found] == [
        ("0000.md", "is not among the first 3 results for its own headline", "warning"),
        ("0000.md", 'is not found by "바다", a word of its headline', "error"),
        ("0000.md", 'is not found by "등대", a word of its headline', "error"),
        ("0099.md", "is not in the search index", "error"),
    ]


def test_nouns_are_the_words_without_particles_and_stop_words() -> None:
    assert nouns("서울고등학교가 도서관을 the 열다", analyser()) == (
        "서울고등학교",
        "도서관",
        "열다",
    )


@pytest.mark.slow
def test_a_thousand_articles_take_ten_seconds_at_most() -> None:
    cards = [card(n, f"{TITLES[n % 5]} 제{n}호 {chr(0xAC00 + n * 7)}담") for n in range(1000)]
    ready, start = loaded(cards), time.process_time()
    assert selftest(ready, cards) == ()
    assert time.process_time() - start < 10
