"""What `ssg export --lunr` writes is loaded by plain lunr, in both languages, and finds the words with their particles."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lunr.index import Index

from ssg.model import Card
from ssg.search import index, shards, stock
from ssg.search.loaded import LoadedIndex, load, words_of

Node = Callable[[str, Iterable[Any]], list[Any]]
TEXTS = (
    "두 나라 정상이 정상회담을 열었다.",
    "도서관은 기록을 지킨다. Libraries keep them.",
    "2018년의 바다",
)
WANTED = {
    "정상회담을": ["/글-0/"],
    "회담": ["/글-0/"],
    "도서관에서": ["/글-1/"],
    "+library -바다": ["/글-1/"],
    "바*": ["/글-2/"],
    "없는말": [],
}


def articles() -> dict[str, shards.Article]:
    cards = [Card(title=f"글 {n}", path=f"{n}.md", url=f"/글-{n}/", kind="article") for n in range(3)]  # fmt: skip
    pairs = zip(cards, TEXTS, strict=True)
    return {c.path: shards.Article(index.entry(c), index.words(c, text)) for c, text in pairs}


@pytest.fixture
def loaded() -> LoadedIndex:
    return load(shards.build(articles(), list(articles())).__getitem__)


def test_a_built_index_gives_back_the_words_it_was_made_of(loaded: LoadedIndex) -> None:
    made = [msgspec.structs.astuple(each.words) for each in articles().values()]
    read = [msgspec.structs.astuple(each) for each in words_of(loaded)]
    assert read == [tuple(" ".join(sorted(field.split())) for field in each) for each in made]


def test_plain_lunr_of_python_finds_words_with_particles(loaded: LoadedIndex) -> None:
    stock.register()
    stock.register()
    whole = Index.load(stock.stock(loaded).decode())
    found = {query: [hit["ref"] for hit in whole.search(query)] for query in WANTED}
    assert found == WANTED


def test_plain_lunr_of_the_browser_finds_the_same(
    node: Node, browser: Path, tmp_path: Path, loaded: LoadedIndex
) -> None:
    lunr = browser / "vendor" / "lunr.min.js"
    if not lunr.exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    file = tmp_path / "lunr.json"
    file.write_bytes(stock.stock(loaded))
    told = node("stock.mjs", [[str(file), str(lunr)], *WANTED])
    assert [[ref for ref, _ in each] for each in told] == list(WANTED.values())
