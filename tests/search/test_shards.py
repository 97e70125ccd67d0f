"""The shards of an index: what they answer is what the whole index answers, to the last bit; few of them change at a time."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.search import index, packing, ranges, shards
from ssg.search.loaded import load

Node = Callable[[str, Iterable[Any]], list[Any]]
Articles = Mapping[str, shards.Article]

SYLLABLES = [chr(0xAC00 + 28 * 7 * n) for n in range(56)]


def invented(draw: random.Random, size: int) -> str:
    """Return tokens in order: few are common, many are rare, some Latin, Han or beyond the Hangul."""
    found = []
    for _ in range(size):
        first, second = (SYLLABLES[int(len(SYLLABLES) * draw.random() ** 3)] for _ in range(2))
        found.append(
            draw.choice([first + second] * 8 + [f"a{first}", f"國{second}", "constructor", "ㅋㅋ"])
        )
    return " ".join(sorted(found))


def archive(count: int, size: int = 25) -> Articles:
    """Return articles whose words depend on their number alone."""
    made = {}
    for number in range(count):
        draw = random.Random(number)
        path = f"content/articles/{number:05}.md"
        sizes = (number % 3, number % 5 == 0, number % 2, 1, 2, number % 4, size)
        texts = [invented(draw, each) for each in sizes]
        day = f"20{number % 30:02}-09-13" if number % 7 else ""
        facets: list[list[str]] = [[f"신문{number % 5}"], [], [f"t{n}" for n in range(number % 4)]]
        entry = index.Entry(path, f"/{number}/", str(number), date=day)
        made[path] = shards.Article(entry, index.Words(*texts), facets)
    return made


def files(articles: Articles) -> dict[str, bytes]:
    return shards.build(articles, sorted(articles))


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def clauses(draw: random.Random, terms: Sequence[str]) -> list[dict[str, Any]]:
    """Return a query of one to five clauses of every kind, known words and unknown ones, repeated ones too."""
    found: list[dict[str, Any]] = []
    for _ in range(draw.randint(1, 5)):
        term = draw.choice(
            [*draw.sample(terms, 3), "없는말", *(c["term"] for c in found if not c["star"])]
        )
        kind = draw.choice(["exact"] * 14 + ["head*", "head*", "h*l", "*tail", "near", "nearer"])
        wild = {"head*": term[:1] + "*", "h*l": f"{term[:1]}*{term[-1:]}", "*tail": "*" + term[1:]}
        found.append({
            "term": "constructer" if kind == "nearer" else wild.get(kind, term),
            "boost": draw.choice([1, 1, 0.2, 0.3, 7]),
            "fields": draw.choice([[], [], [], ["title"], ["body", "tags"], ["source", "captions"]]),
            "presence": draw.choice(["optional", "optional", "optional", "required", "prohibited"]),
            "star": "*" in kind,
            "edits": {"near": 1, "nearer": 2}.get(kind, 0),
        })  # fmt: skip
    return found


def test_a_part_of_the_index_answers_what_the_whole_index_answers(
    node: Node, browser: Path, tmp_path: Path
) -> None:
    lunr = browser / "vendor" / "lunr.min.js"
    if not lunr.exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    articles = archive(1300)
    made = files(articles)
    assert {"main/s127.bin", "tail/s1.bin"} <= made.keys()
    for name, content in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "whole.json").write_bytes(
        index.lunr_index(each.words for each in articles.values())
    )
    terms = sorted(
        {t for each in articles.values() for t in f"{each.words.title} {each.words.body}".split()}
    )
    draw = random.Random(3)
    asked = [clauses(draw, terms) for _ in range(400)]
    asked += [[{**each, "presence": "prohibited"} for each in query] for query in asked[:10]]
    asked += [
        [
            {**each, "presence": "optional", "star": False, "edits": 0, "term": draw.choice(terms)}
            for each in query
        ]
        for query in asked[:200]
    ]

    told = node(
        "ask.mjs",
        [
            [str(tmp_path), str(tmp_path / "whole.json"), str(lunr)],
            *({"clauses": c} for c in asked),
        ],
    )

    asked_and_told = list(zip(asked, told, strict=True))
    assert [q for q, (ours, theirs, *_) in asked_and_told if ours != theirs] == []
    assert [q for q, (_, theirs, *direct) in asked_and_told if direct not in ([], [theirs])] == []
    assert sum(bool(ours) for ours, *_ in told) > 250
    assert sum(len(each) == 3 and bool(each[0]) for each in told) > 100
    assert max(len(ours) for ours, *_ in told) > 1000


def test_every_posting_length_and_entry_is_read_as_it_was_written() -> None:
    articles = archive(900, 12)
    loaded = load(files(articles).__getitem__)
    order = sorted(articles)
    counts: dict[str, list[dict[int, int]]] = {}
    for number, path in enumerate(order):
        for at, field in enumerate(index.FIELDS):
            for term in getattr(articles[path].words, field).split():
                column = counts.setdefault(term, [{} for _ in index.FIELDS])[at]
                column[number] = column.get(number, 0) + 1
    read = {}
    for term in loaded.between("", "\uffff"):
        read[term] = [
            {part.first + n: c for part in loaded.parts for n, c in (part.counts(term) or [{}] * 7)[at].items()}
            for at in range(7)
        ]  # fmt: skip
    assert read == counts
    assert [loaded.entry(n).path for n in range(900)] == order
    assert list(loaded.containing("")) == sorted(counts)
    lengths = [len(articles[path].words.body.split()) for path in order]
    assert [n for part in loaded.parts for n in loaded.lengths(part)[6]] == lengths
    days = [day for part in loaded.parts for day in part.days()]
    assert days == [articles[path].entry.date for path in order]
    for at, kind in enumerate(shards.FACETS[1:]):
        found = [names for part in loaded.parts for names in part.facet(kind)]
        assert found == [list(articles[path].facets[at]) for path in order]


def test_another_word_in_an_article_changes_five_files_at_most() -> None:
    articles = dict(archive(900))
    before = files(articles)
    path = sorted(articles)[100]
    words = articles[path].words
    tokens = words.body.split()
    other = msgspec.structs.replace(words, body=" ".join([*tokens[1:], "새말"]))
    articles[path] = articles[path]._replace(words=other)

    after = files(articles)

    found = changed(before, after)
    assert len(found) <= 5
    assert found >= {"manifest.bin"}
    assert not any(name.startswith("tail/") for name in found)


def test_an_article_that_is_appended_changes_the_tail_alone() -> None:
    articles = archive(901)
    order = sorted(articles)
    before = shards.build(articles, order[:-1])

    found = changed(before, shards.build(articles, order))

    assert len(before) > 60
    assert {name for name in found if not name.startswith("tail/")} == {
        "lengths.bin",
        "manifest.bin",
    }
    assert len(found) <= 30


def test_an_article_in_the_middle_changes_no_block_behind_the_next_beginning() -> None:
    paths = [f"{n:05}.md" for n in range(4000)]
    before = ranges.blocks([*paths[:777], *paths[778:]])
    after = ranges.blocks(paths)
    assert len(before) > 20
    assert len(set(before) ^ set(after)) <= 6
    assert before[-10:] == after[-10:]
    assert max(map(len, after)) <= ranges.BLOCK


def test_an_article_without_a_day_of_archiving_comes_before_all_others() -> None:
    some = [("2024-01-02", "b"), ("", "z"), ("2023-05-05T10:00:00+09:00", "c"), ("", "a")]
    assert ranges.ordered(some) == ["a", "z", "c", "b"]


def test_the_table_of_cuts_is_in_order_and_cuts_into_any_number_of_ranges() -> None:
    every = ranges.first_terms(1024)
    assert list(every) == sorted(set(every), key=lambda term: term.encode("utf-16-be"))
    for count in (1, 2, 3, 20, 160, 512, 1024):
        firsts = ranges.first_terms(count)
        assert len(firsts) == len(set(firsts)) == count - 1
        assert list(firsts) == sorted(firsts)
        assert set(firsts) <= set(every)


def test_the_number_of_ranges_grows_in_steps() -> None:
    counts = [ranges.ranges("main", n) for n in range(1, 10_000)]
    assert sorted(set(counts)) == counts[:1] + [n for n, before in zip(counts[1:], counts, strict=False) if n != before]  # fmt: skip
    assert sorted(set(counts))[:18] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48]  # fmt: skip
    assert counts[-1] == ranges.ranges("main", 10**6) == ranges.MOST
    assert all(n / 6 <= count <= n / 6 * 1.25 + 1 for n, count in enumerate(counts, 1) if count < ranges.MOST)  # fmt: skip
    assert ranges.ranges("tail", ranges.TAIL) == 14


def test_an_empty_archive_has_a_manifest_and_an_empty_file_of_lengths() -> None:
    made = shards.build({}, [])
    assert list(made) == ["manifest.bin", "lengths.bin"]
    loaded = load(made.__getitem__)
    assert (loaded.frequency("기록"), loaded.documents) == (0, 0)


@pytest.mark.parametrize("articles", [5, 40])
def test_a_small_site_has_one_file_of_each_kind_and_a_d_for_ten_articles(articles: int) -> None:
    made = [
        n
        for n in files(archive(articles))
        if n not in ("tail/d1.bin", "tail/d2.bin", "tail/d3.bin")
    ]
    assert sorted(made) == [
        "lengths.bin", "manifest.bin", "tail/d0.bin", "tail/f0.bin", "tail/f1.bin", "tail/f2.bin", "tail/f3.bin", "tail/s0.bin",
        "tail/t0.bin",
    ]  # fmt: skip


@given(
    st.lists(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=40).map(sorted), max_size=9),
    st.lists(st.text("가각나AZ\u3042國", min_size=1, max_size=120), max_size=20, unique=True),
)
def test_what_is_packed_is_read_again(numbers: list[list[int]], words: list[str]) -> None:
    codes, streams = packing.lists(numbers)
    steps = [[b - a for a, b in zip([0, *each], each, strict=False)] for each in numbers]
    read = packing.lists_read(codes, [bytes(each) for each in streams])
    assert [packing.numbers(*each) for each in read] == steps
    terms = sorted(words)
    assert packing.front_decoded(packing.front_coded(terms)) == terms
    parts = [codes, b"", packing.front_coded(terms)]
    assert packing.sections_read(packing.sections(parts)) == parts


@given(st.lists(st.integers(0, 70_000), max_size=30), st.lists(st.integers(0, 300), max_size=30))
def test_columns_are_read_again(first: list[int], second: list[int]) -> None:
    rows = min(len(first), len(second))
    columns = [first[:rows], second[:rows]]
    assert packing.columns_read(shards.length_columns(columns), rows) == columns


def test_a_packed_file_is_gzip_without_time_or_name_and_ends_with_its_checksum() -> None:
    import gzip
    import zlib

    made = packing.packed(b"content")
    assert gzip.decompress(made) == b"content"
    assert made[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    assert packing.checksum(made) == f"{zlib.crc32(b'content'):08x}"[2:]


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = "import sys, hashlib; sys.path.insert(0, 'tests/search'); import test_shards as t; print(hashlib.sha256(repr(sorted(t.files(t.archive(30)).items())).encode()).hexdigest())"
    import os

    made = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


def test_building_is_not_quadratic() -> None:
    def seconds(count: int) -> float:
        articles = archive(count, 100)
        begun = time.process_time()
        files(articles)
        return time.process_time() - begun

    assert seconds(2000) < 12 * max(seconds(400), 0.01)
