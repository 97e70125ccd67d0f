"""Python and JavaScript answer every kind of query alike: the same documents, order and scores."""

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from lunr.index import Index

from ssg.model import Card, Figure, Moment, Source
from ssg.search import analysis, hangul, marks, near, notices, pieces, ranges, shards
from ssg.search import index as indexes
from ssg.search import query as queries
from ssg.search.loaded import load

Node = Callable[[str, Iterable[Any]], list[Any]]

NOUNS = (
    "정상 회담 정상회담 도서관 기록 보존 고등학교 학교 서울고등학교 경제 사회 사회경제 국회 의원 국회의원 한글 글꼴 값 값어치 갑옷 "
    "횡단보도 회의 회다 신문 신문사 활자 웹 아카이브 문화 문화재 재정 정책 정책실장 검색 색인 형태소 조사 조사활동 지역 역사 음성 기록물 "
    "university universities library archive archives running run studies study class 5g g20 2025 300 Việt straße ελλάδα москва 美 中 電子新聞 "
    "カナ ㅋㅋㅋ ㅠㅠ"
).split()
TAILS = ["", "은", "이", "을", "에서", "으로", "하는", "했다", "의", "까지", "들이", "적인"]
KEYS = {letter: key for key, letter in hangul.KEYS.items()}


def article(draw: random.Random, number: int) -> tuple[Card, str]:
    """Return a card and a text of some forty words, the first nouns being the commonest."""
    some = [
        draw.choice(NOUNS[: draw.randint(1, len(NOUNS))]) + draw.choice(TAILS) for _ in range(40)
    ]
    card = Card(
        title=" ".join(some[:3]),
        path=f"content/articles/{number}.md",
        url=f"/articles/{number}/",
        kind="article",
        date=Moment(f"2018-{number % 12 + 1:02}-02"),
        tags=(draw.choice(NOUNS), draw.choice(NOUNS)),
        subtitle=(some[4],),
        source=Source("한국신문"),
        figures=(Figure(caption=some[5]),),
    )
    return card, " ".join(some[6:])


def made() -> dict[str, shards.Article]:
    """Return what an index needs of ninety articles, by path; the tail begins with number 34."""
    draw = random.Random(7)
    pairs = [article(draw, number) for number in range(90)]
    found = [shards.Article(indexes.entry(card), indexes.words(card, text)) for card, text in pairs]
    paths = [f"a{number}" for number in range(90)]
    paths[34] = next(p for n in range(9999) if crc32((p := f"b{n}").encode()) % ranges.BLOCK == 0)
    return dict(zip(paths, found, strict=True))


def keys_of(word: str) -> str:
    """Return the Latin keys that type a Hangul word."""
    letters = []
    for char in word:
        lead, vowel, final = hangul.parts(char)
        for letter in hangul.LEADS[lead] + hangul.VOWELS[vowel] + hangul.FINALS[final].strip():
            letters += [KEYS[part] for part in hangul.SPLIT.get(letter, letter)]
    return "".join(letters)


def asked() -> Sequence[str]:
    """Return over three hundred queries: each noun plain, with a particle, cut, mistyped, joined, with operators."""
    draw = random.Random(11)
    found = [
        "",
        " ",
        "-",
        "+",
        "* ",
        "이",
        "이 그",
        "+ -",
        "title:",
        "제목:회담 ",
        '"',
        '"정상 회담',
        "C++",
        "회담^2 도서관",
        "도서관^^2",
        "도서괸~",
        "도서괸~1 회담",
        "archve~2",
        "*회담",
        "정*담",
        "*ives",
        "+2025",
        "2018-05",
        "-2018-05",
        "2018년 5월 회담",
        "2018.5.2",
        "電子新聞",
        "전자신문",
        "전자신문이 왔다",
        "미국",
        "-고등학교",
        "-값",
        '"정상 회담"^3',
        "~1",
        "^2",
        "foo:회담",
        "회담~9",
        "ㄷㅅㄱㅇ",
        "19:30",
        "사회-경제",
    ]
    for noun in NOUNS:
        other = draw.choice(NOUNS)
        found += [noun, f"{noun}{draw.choice(TAILS)} ", noun[:-1], f"{noun} {other}"]
        found.append(
            draw.choice(
                [
                    f"+{noun} {other}",
                    f"{other} -{noun}",
                    f"-{noun}",
                    f"title:{noun}",
                    f"태그:{noun}",
                ]
            )
        )
        found.append(
            draw.choice(
                [
                    f"{noun[:2]}*",
                    f"+{noun[:2]}* {other}",
                    f'"{noun} {other}"',
                    f"-{noun[:2]}* {other}",
                ]
            )
        )
        if analysis.script(noun) == "hangul":
            lead = hangul.LEADS[hangul.parts(noun[-1])[0]]
            found += [
                keys_of(noun),
                hangul.initials(noun),
                noun[:-1] + lead,
                f"{noun[:1]} {noun[1:]}",
                f"{other} {noun[:1]}",
            ]
    for each in list(made().values())[::3]:
        first, second, third = each.entry.title.split()
        found += [
            each.entry.title,
            f"{third} {first} ",
            f"{first} {second} ",
            f'"{second}" {first}',
        ]
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, browser: Path) -> list[str]:
    """Return the folder of an index, the whole index and lunr.js; skips where lunr.js was not fetched."""
    lunr = browser / "vendor" / "lunr.min.js"
    if not lunr.exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    folder = tmp_path_factory.mktemp("search")
    for name, content in shards.build(made(), list(made()), {"電子新聞": "전자신문"}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "whole.json").write_bytes(indexes.lunr_index(each.words for each in made().values()))
    return [str(folder), str(folder / "whole.json"), str(lunr)]


@pytest.mark.parametrize("limit", [10, 1000])
def test_both_languages_find_the_same_documents_in_the_same_order(
    node: Node, files: list[str], limit: int
) -> None:
    loaded, texts = load(lambda name: (Path(files[0]) / name).read_bytes()), asked()

    theirs = node("ask.mjs", [files, *({"find": text, "limit": limit} for text in texts)])

    ours = []
    for text in texts:
        hits = queries.search(loaded, text, limit=limit)
        ours.append([[int(hit.url.split("/")[2]), hit.score] for hit in hits])
    assert len(texts) > 300
    assert [part.told.documents for part in loaded.parts] == [34, 56]
    assert [t for t, a, b in zip(texts, ours, theirs, strict=True) if a != b] == []
    assert sum(1 for answer in ours if answer) > 250


def test_both_languages_say_the_same_of_a_query(node: Node, files: list[str]) -> None:
    loaded = load(lambda name: (Path(files[0]) / name).read_bytes())
    draw = random.Random(2)
    texts = [text for text in asked() if text]
    for noun in NOUNS:
        at = draw.randrange(len(noun))
        texts += [noun[:at] + draw.choice("갸뮤샤콩xq") + noun[at + 1 :], f"{noun}{noun[-1]} 회담"]
        texts.append(noun[:at] + noun[at + 1 :] + " 도서관은")

    theirs = node("ask.mjs", [files, *({"hints": text} for text in texts)])

    ours = [
        [
            [list(each) for each in notices.notices(text)],
            near.meant(text, loaded, analysis.analyser()),
            list(pieces.phrases(text)),
        ]
        for text in texts
    ]
    assert [t for t, a, b in zip(texts, ours, theirs, strict=True) if a != b] == []
    assert [sum(bool(each[at]) for each in ours) > least for at, least in ((0, 5), (1, 20), (2, 3))] == [True] * 3  # fmt: skip


def test_both_languages_mark_the_same(node: Node, files: list[str]) -> None:
    draw = random.Random(4)
    texts = [" ".join(draw.choice(NOUNS) + draw.choice(TAILS) + draw.choice(["", "", "."]) for _ in range(draw.randint(1, 90)))
             for _ in range(200)]  # fmt: skip
    wanted = [[*analysis.terms(draw.choice(NOUNS)), *draw.sample(NOUNS, 2)] for _ in texts]

    theirs = node(
        "ask.mjs",
        [files, *({"marked": t, "wanted": w} for t, w in zip(texts, wanted, strict=True))],
    )

    ours = []
    for text, terms in zip(texts, wanted, strict=True):
        found = marks.marks(text, terms, analysis.analyser())
        ours.append([[list(each) for each in found], list(marks.passage(text, found))])
    assert ours == theirs
    assert sum(bool(found) for found, _ in ours) > 100


def test_stock_lunr_of_both_languages_loads_the_whole_index(node: Node, files: list[str]) -> None:
    whole = Index.load(Path(files[1]).read_text("utf-8"))
    terms = ["회담", "도서관", "univers", "2025"]

    theirs = node("ask.mjs", [files, *({"stock": term} for term in terms)])

    for term, found in zip(terms, theirs, strict=True):
        query = whole.create_query()
        query.term(term, use_pipeline=False)
        ours = {int(hit["ref"]): hit["score"] for hit in whole.query(query)}
        assert dict(found) == pytest.approx(ours, abs=1e-9)
        assert ours
