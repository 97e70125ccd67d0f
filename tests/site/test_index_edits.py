"""What an edit does to the search index: few files, few rules, and always the bytes of a clean build."""

from collections.abc import Iterable
from typing import cast
from zlib import crc32

import pytest
from small_site import MakeSite, Site

from ssg.engine.keys import Ask
from ssg.search import shards
from ssg.search.index import Words
from ssg.search.ranges import BLOCK, TAIL
from ssg.site import search

ARTICLE = "---\ntitle: Article {n}\ndate: 2023-01-0{n}\n{more}---\nThe ferry number {n} leaves. 정상회담 이야기.\n"
FIRSTS = [
    name for n in range(9000) if crc32((name := f"content/articles/{n:04}.md").encode()) % BLOCK == 0
]  # fmt: skip
"""Paths with which a block begins."""
FILLING = [
    name for n in range(90) if crc32((name := FIRSTS[0].replace(".md", f"b{n:02}.md")).encode()) % BLOCK
][: TAIL - 4]  # fmt: skip
"""Paths within the first block: an archive of no more articles than fit into a tail has no other block."""


@pytest.fixture
def three(site: MakeSite, believing: None) -> Site:
    """Three blocks, built: a great and a small one in `main`, the tail with two articles."""
    made = site("-- site.toml --\ntitle = 'Shards'\npaginate = 2\n")
    for n, path in enumerate(FIRSTS[:3], 1):
        put(made, path, n)
        put(made, path.replace(".md", "a.md"), n)
    for path in FILLING:
        put(made, path, 5)
    made.build()
    return made


def put(site: Site, path: str, n: int, more: str = "") -> None:
    site.put(path, ARTICLE.format(n=n, more=more).encode())


def index_files(paths: Iterable[str], segment: str = "") -> set[str]:
    return {path for path in paths if path.startswith(f"search/{segment}")}


def same_as_clean(site: Site) -> None:
    assert site.tree() == site.clean()[1]


def test_an_edit_in_an_old_block_leaves_the_other_blocks_and_the_tail(three: Site) -> None:
    three.edit(FIRSTS[0], "ferry number", "vessel number")
    report = three.build()
    written = index_files(report.written)
    assert "search/manifest.bin" in written
    assert len(written) <= 5
    assert len(index_files(written, "main/")) == len(written) - 1
    runs = three.runs(report)
    assert (runs["search.slices"], runs["search.shard"]) == (1, 1)
    same_as_clean(three)


def test_an_article_archived_last_changes_the_tail_and_the_manifest(three: Site) -> None:
    put(three, "content/articles/aaa.md", 9, "archived: 2024-05-01T10:00:00+09:00\n")
    report = three.build()
    assert index_files(report.written) == {
        "search/lengths.bin",
        "search/manifest.bin",
        *index_files(three.tree(), "tail/"),
    }
    assert three.runs(report)["search.slices"] == 1
    same_as_clean(three)


def test_a_new_block_closes_the_tail_and_a_lost_one_opens_it_again(three: Site) -> None:
    before = three.tree()
    put(three, FIRSTS[3], 4)
    three.build()
    assert three.tree()["search/main/s0.bin"] != before["search/main/s0.bin"]
    same_as_clean(three)
    three.delete(FIRSTS[3])
    three.build()
    assert three.tree() == before


def test_the_site_of_one_block_has_a_tail_alone(three: Site) -> None:
    main = index_files(three.tree(), "main/")
    for path in FIRSTS[1:3]:
        three.delete(path)
    report = three.build()
    assert main
    assert index_files(report.deleted) == main
    same_as_clean(three)


def test_a_site_without_articles_has_an_index_that_finds_nothing(site: MakeSite) -> None:
    made = site("-- site.toml --\ntitle = 'Empty'\n")
    made.build()
    assert [path for path in made.tree() if path.startswith("search/")] == [
        "search/index.html",
        "search/lengths.bin",
        "search/manifest.bin",
    ]


def test_workers_make_the_same_index(three: Site) -> None:
    for n, path in enumerate(FIRSTS[3:12]):
        for each in range(12):
            put(three, path.replace(".md", f"{each}.md" if each else ".md"), n)
    three.build(jobs=2)
    same_as_clean(three)


def test_only_the_shards_of_a_band_whose_slices_have_changed_are_merged_anew() -> None:
    words = [Words(body="aa bb 히읗"), Words(body="aa 히읗")]

    def ask(spec: object, *args: str) -> object:
        if spec is search.segment:
            return shards.Segment((("first", 2),), 2)
        cut = shards.slices(words, 2)
        return tuple(cut[number] for number in range(2))

    first = search.shard.fn(cast("Ask", ask), "main", "0")
    kept = {name: b"kept" if name.endswith("file") else value for name, value in first.items()}
    words[1] = Words(body="aa 히히")
    then = search.shard.fn(cast("Ask", ask), "main", "0", before=kept)
    assert {name for name in first if then[name] == b"kept"} == {"0/file"}
    assert {**then, "0/file": first["0/file"]} == {
        **search.shard.fn(cast("Ask", ask), "main", "0"),
        "sums": then["sums"],
    }
