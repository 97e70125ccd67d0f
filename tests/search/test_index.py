"""The words of an article, what a result shows, and the whole index with lunr's own scores."""

import json

import pytest
from lunr.builder import Builder

from ssg.model import Card, Figure, Moment, Source
from ssg.search import analysis, index

ARTICLES = [
    (
        "정상회담을 열었다",
        ("외교", "정상회담"),
        "두 정상은 회담을 열고 경제를 말했다. Libraries and archives.",
    ),
    ("도서관의 기록", (), "기록은 오래간다. 도서관은 기록을 지킨다. 기록 기록"),
    ("빈 글", ("기록",), ""),
    ("Archives of the web", ("archive",), "기록과 웹"),
]


def card(number: int, title: str, tags: tuple[str, ...] = ()) -> Card:
    source = Source("기록신문") if number % 2 else Source()
    return Card(
        title=title,
        path=f"{number}.md",
        url=f"/{number}/",
        kind="article",
        tags=tags,
        source=source,
    )


def built() -> bytes:
    """Return the whole index as lunr has it."""
    return index.lunr_index(
        index.words(card(number, title, tags), text)
        for number, (title, tags, text) in enumerate(ARTICLES)
    )


def test_scores_are_those_of_lunrs_own_builder() -> None:
    builder = Builder()
    for field, boost in index.FIELDS.items():
        builder.field(field, boost=boost)
    for number, (title, tags, text) in enumerate(ARTICLES):
        fields = {"title": title, "tags": "\n".join(tags), "body": text}
        fields = {**dict.fromkeys(index.FIELDS, ""), **fields}
        fields["source"] = card(number, title).source.name
        builder.add(
            {"id": str(number), **{name: analysis.terms(said) for name, said in fields.items()}}
        )
    theirs = builder.build()
    numbers = {posting["_index"]: term for term, posting in theirs.inverted_index.items()}
    expected = {
        (reference, numbers[at]): score
        for reference, vector in theirs.field_vectors.items()
        for at, score in zip(vector.elements[::2], vector.elements[1::2], strict=True)
    }

    ours = json.loads(built())

    terms = [term for term, _ in ours["invertedIndex"]]
    assert terms == sorted(numbers.values())
    assert {reference for reference, _ in ours["fieldVectors"]} == set(theirs.field_vectors)
    scores = {
        (reference, terms[at]): score
        for reference, vector in ours["fieldVectors"]
        for at, score in zip(vector[::2], vector[1::2], strict=True)
    }
    assert scores == pytest.approx(expected, abs=0.00101)
    for term, posting in ours["invertedIndex"]:
        assert {f: posting[f] for f in index.FIELDS} == {
            f: theirs.inverted_index[term][f] for f in index.FIELDS
        }


def test_a_result_shows_the_deck_cut_to_150_characters() -> None:
    shown = Card(
        title="제목", path="content/a.md", url="/articles/a/", kind="article", subtitle=("가" * 200,), excerpt="글",
        date=Moment("2023-09-13T10:00:00+09:00"), source=Source("한국신문"),
    )  # fmt: skip
    assert index.entry(shown) == index.Entry(
        "content/a.md", "/articles/a/", "제목", "가" * 149 + "…", "2023-09-13", "한국신문"
    )


def test_every_part_of_an_article_is_found_in_a_field_of_its_own() -> None:
    shown = Card(
        title="제목", path="a.md", url="/a/", kind="article", subtitle=("부제목",), description="줄거리", tags=("꼬리표",),
        authors=("홍길동",), source=Source("신문사"), figures=(Figure("사진설명", "사진기자", "", "대체문구"),),
        section="정치부", series="연속물", image_credit="연합통신", date=Moment("2023-09-13"),
    )  # fmt: skip
    said = {field: getattr(index.words(shown, "본문"), field).split() for field in index.FIELDS}
    stems = {field: [term for term in terms if len(term) != 2] for field, terms in said.items()}
    assert said["title"] == ["제목"]
    assert said["body"][-4:] == ["본문", "2023", "2023-09", "2023-09-13"]
    del stems["title"]
    assert stems == {
        "subtitle": ["부제목", "줄거리"],
        "tags": ["꼬리표"],
        "authors": ["홍길동"],
        "source": ["신문사"],
        "captions": ["사진설명", "사진기자", "대체문구", "연합통신"],
        "body": ["정치부", "연속물", "2023", "2023-09", "2023-09-13"],
    }


def test_an_empty_archive_has_an_index_too() -> None:
    assert json.loads(index.lunr_index([]))["invertedIndex"] == []
