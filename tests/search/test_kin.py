"""What is alike after a change, found from what was found before, is what is found anew."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.search import alike, kin, kin_again
from ssg.search.kin import Article, Kin

WORDS = [f"w{n}" for n in range(14)]
TAGS = ["강", "바다", "섬"]
DAYS = ["", *(f"2024-01-{day:02}" for day in range(1, 8)), "2024-01-03T09:00:00+09:00"]
GIST = st.lists(st.sampled_from(WORDS), unique=True, max_size=8).map(" ".join)
MARKS = st.tuples(
    st.lists(st.sampled_from(["연재", "기획"]), max_size=1), st.lists(st.sampled_from(TAGS))
)
ARTICLE = st.builds(
    lambda day, path, gist, marks: Article(kin.name_of(day, path), gist, kin.marks_of(*marks)),
    st.sampled_from(DAYS), st.sampled_from([f"content/{n}.md" for n in range(60)]), GIST, MARKS,
)  # fmt: skip
ARCHIVE = st.lists(ARTICLE, max_size=50, unique_by=lambda each: each.name)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Article], list[Article]]:
    """An archive before and after some articles came, left, or have other words or marks."""
    before = sorted(draw(ARCHIVE))
    after = {each.name: each for each in before}
    for number in draw(st.sets(st.integers(0, len(before) - 1), max_size=5)) if before else ():
        del after[before[number].name]
    after.update((each.name, each) for each in draw(st.lists(ARTICLE, max_size=4)))
    for number in draw(st.sets(st.integers(0, len(after) - 1), max_size=3)) if after else ():
        name = sorted(after)[number]
        after[name] = after[name]._replace(gist=draw(GIST), marks=kin.marks_of(*draw(MARKS)))
    return before, sorted(after.values())


@settings(max_examples=300)
@given(changes(), st.integers(2, 6))
def test_what_is_found_again_is_what_is_found_anew(
    change: tuple[list[Article], list[Article]], rare: int
) -> None:
    before, after = change
    usual, alike.RARE = alike.RARE, rare
    try:
        assert kin_again.found(after, kin_again.found(before)) == kin_again.found(after)
    finally:
        alike.RARE = usual


def numbered(count: int) -> list[Article]:
    """Articles of days that follow each other; all have one tag, every ninth one word, each two words that its neighbour has too."""
    return [
        Article(
            kin.name_of(f"20{n // 28 + 10:02}-01-{n % 28 + 1:02}", f"{n:03}.md"),
            " ".join(filter(None, (f"n{n}", f"n{n + 1}", "" if n % 9 else "neunte", "alle"))),
            kin.marks_of((), ["전부"]),
        )
        for n in range(count)
    ]


def test_one_article_more_is_counted_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    many = numbered(300)
    before = kin_again.found(many[:-1])
    asked: list[list[int]] = []
    real = kin.likest

    def again(*args: Any) -> Any:
        asked.append(list(args[-1]))
        return real(*args)

    monkeypatch.setattr(kin_again, "likest", again)
    assert kin_again.found(many, before) == kin_again.found(many)
    assert asked == [list(range(291, 300))]  # the eight that stand nearest in the list of the tag


def test_a_word_that_one_article_fewer_has_is_rare_again() -> None:
    many = numbered(300)
    holders = [n for n in range(300) if n % 9 == 0]
    assert len(holders) == alike.RARE + 2
    kept = [each for n, each in enumerate(many) if n not in holders[:2]]
    assert kin_again.found(kept, kin_again.found(many)) == kin_again.found(kept)
    assert kin_again.found(many, kin_again.found(kept)) == kin_again.found(many)


def test_others_are_named_by_points_then_day_then_path() -> None:
    told = [("2024-01-01", "a", "x y z"), ("2024-01-04", "b", "x y"), ("2024-01-05", "c", "x y z"), ("2024-01-09", "d", "w z q"), ("", "e", "q")]  # fmt: skip
    articles = sorted(Article(kin.name_of(day, path), gist, "") for day, path, gist in told)
    assert dict(kin_again.found(articles).named()) == {
        "a": ["c", "b"],
        "b": ["c", "a"],
        "c": ["a", "b"],
        "d": [],
        "e": [],
    }


def test_nothing_is_alike_in_an_empty_archive() -> None:
    assert kin_again.found([]) == Kin()
    assert kin_again.found([], kin_again.found(numbered(3))) == Kin()
    assert kin_again.found(numbered(3), Kin()) == kin_again.found(numbered(3))
