"""What an edit does to the search index: few files, few rules, and always the bytes of a clean build."""

from zlib import crc32

import pytest
from small_site import MakeSite, Site

from ssg.search.ranges import BLOCK

ARTICLE = "---\ntitle: Article {n}\ndate: 2023-01-0{n}\n{more}---\nThe ferry number {n} leaves. 정상회담 이야기.\n"
FIRSTS = [
    name for n in range(9000) if crc32((name := f"content/articles/{n:04}.md").encode()) % BLOCK == 0
]  # fmt: skip
"""Paths with which a block begins."""
INDEX_FILES = ("s0", "t0", "d0", "f0", "f1", "f2", "f3")


@pytest.fixture
def three(site: MakeSite, believing: None) -> Site:
    """Three blocks of two articles each, built: two in `main`, the tail."""
    made = site("-- site.toml --\ntitle = 'Shards'\npaginate = 2\n")
    for n, path in enumerate(FIRSTS[:3], 1):
        put(made, path, n)
        put(made, path.replace(".md", "a.md"), n)
    made.build()
    return made


def put(site: Site, path: str, n: int, more: str = "") -> None:
    site.put(path, ARTICLE.format(n=n, more=more).encode())


def index_files(paths: tuple[str, ...]) -> set[str]:
    return {path for path in paths if path.startswith("search/")}


def same_as_clean(site: Site) -> None:
    assert site.tree() == site.clean()[1]


def test_an_edit_in_an_old_block_leaves_the_other_blocks_and_the_tail(three: Site) -> None:
    three.edit(FIRSTS[0], "ferry number", "vessel number")
    report = three.build()
    assert index_files(report.written) == {
        "search/manifest.bin", "search/main/s0.bin", "search/main/t0.bin", "search/main/d0.bin",
    }  # fmt: skip
    runs = three.runs(report)
    assert (runs["search.slices"], runs["search.shard"]) == (1, 1)
    same_as_clean(three)


def test_an_article_archived_last_changes_the_tail_and_the_manifest(three: Site) -> None:
    put(three, "content/articles/aaa.md", 9, "archived: 2024-05-01T10:00:00+09:00\n")
    report = three.build()
    assert index_files(report.written) == {
        "search/manifest.bin", *(f"search/tail/{file}.bin" for file in INDEX_FILES),
    }  # fmt: skip
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
    for path in FIRSTS[1:3]:
        three.delete(path)
    report = three.build()
    assert index_files(report.deleted) == {f"search/main/{file}.bin" for file in INDEX_FILES}
    same_as_clean(three)


def test_a_site_without_articles_has_an_index_that_finds_nothing(site: MakeSite) -> None:
    made = site("-- site.toml --\ntitle = 'Empty'\n")
    made.build()
    assert [path for path in made.tree() if path.startswith("search/")] == [
        "search/index.html",
        "search/manifest.bin",
    ]


def test_workers_make_the_same_index(three: Site) -> None:
    for n, path in enumerate(FIRSTS[3:12]):
        for each in range(12):
            put(three, path.replace(".md", f"{each}.md" if each else ".md"), n)
    three.build(jobs=2)
    same_as_clean(three)
