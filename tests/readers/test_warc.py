"""Web archives: the newest capture of each article's page; what is passed over is counted, what is cut off is told."""

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document
from ssg.model import Moment

pytest.importorskip("warcio")
Given = Callable[..., tuple[str, list[Document], list[Problem]]]

ARTICLE = '<html><head><meta charset="euc-kr"><meta property="og:type" content="article"><title>{0}</title></head><body><p>{0}. 강가의 도서관이 밤에도 문을 연다.</p></body></html>'
LIST = '<html><head><meta property="og:type" content="website"></head><body><ul><li><a href="/1">하나</a></li><li><a href="/2">둘</a></li></ul></body></html>'


def _record(
    url: str,
    date: str,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    http: str = "Content-Type: text/html; charset=euc-kr",
) -> bytes:
    block = f"HTTP/1.1 {status}\r\n{http}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash((url, date)))}>\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _records() -> list[bytes]:
    page = ARTICLE.format("둘째 판").encode("euc-kr")
    return [
        _record("https://k.example/1?utm_source=x", "2026-01-01T00:00:00Z", ARTICLE.format("첫 판").encode("euc-kr")),
        _record("https://k.example/1", "2026-02-01T00:00:00Z", page),
        _record("https://k.example/", "2026-02-01T00:00:00Z", LIST.encode("euc-kr")),
        _record("https://k.example/a.png", "2026-02-01T00:00:00Z", b"png", http="Content-Type: image/png"),
        _record("https://k.example/gone", "2026-02-01T00:00:00Z", b"no", status="404 Not Found"),
        _record("https://k.example/2", "2026-03-01T00:00:00Z", gzip.compress(ARTICLE.format("다른 글").encode("euc-kr")), http="Content-Type: text/html; charset=euc-kr\r\nContent-Encoding: gzip"),
        _record("https://k.example/1", "2026-03-02T00:00:00Z", b"", kind="revisit"),
    ]  # fmt: skip


def _check(name: str, documents: list[Document], problems: list[Problem]) -> None:
    assert name == "warc"
    assert [(it.part, it.known.url, it.known.archived, it.content) for it in documents] == [
        (
            "https://k.example/1",
            "https://k.example/1",
            Moment("2026-02-01T09:00:00+09:00"),
            ARTICLE.format("둘째 판"),
        ),
        (
            "https://k.example/2",
            "https://k.example/2",
            Moment("2026-03-01T09:00:00+09:00"),
            ARTICLE.format("다른 글"),
        ),
    ]
    assert [(it.level, it.what) for it in problems] == [
        ("warning", "passed over: 1 answers that are no page (redirects, errors), 1 captures that only point to an earlier one, "
                    "1 older captures of the same address, 1 pages that are no articles (front pages, lists), 1 pictures, styles and other files"),
    ]  # fmt: skip


def test_plain_and_packed_warc_and_wacz(given: Given) -> None:
    _check(*given("a.warc", b"".join(_records())))
    packed = b"".join(gzip.compress(it) for it in _records())
    _check(*given("a.warc.gz", packed))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("archive/data.warc.gz", packed)
        file.writestr("pages/pages.jsonl", "{}")
    _check(*given("a.wacz", held.getvalue()))


@pytest.mark.parametrize("cut", [30, 300])
def test_an_archive_that_is_cut_off_gives_what_is_whole_and_says_so(given: Given, cut: int) -> None:
    packed = b"".join(gzip.compress(it) for it in _records()[:3])
    _, documents, problems = given("a.warc.gz", packed[:-cut])
    assert [it.part for it in documents] == ["https://k.example/1"]
    assert problems[0].what.startswith("is cut off: it ends amid a record")


def test_a_bomb_in_a_record_is_refused_and_the_others_go_on(given: Given) -> None:
    bomb = gzip.compress(b"<html>" + b" " * 200_000_000)
    records = [
        _record(
            "https://k.example/0",
            "2026-01-01T00:00:00Z",
            bomb,
            http="Content-Type: text/html\r\nContent-Encoding: gzip",
        ),
        _records()[1],
    ]
    _, documents, problems = given("a.warc", b"".join(records))
    assert [it.part for it in documents] == ["https://k.example/1"]
    assert [it.what for it in problems] == ["the page would unpack to more than 64 MB"]


@pytest.mark.parametrize(
    "raw",
    [
        b"WARC/1.0\r\nContent-Length: zzz\r\n\r\n",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08\x00garbage",
        b"nothing",
    ],
)
def test_what_is_no_web_archive_is_told(given: Given, raw: bytes) -> None:
    try:
        _, documents, problems = given("a.warc.gz", raw)
    except SsgError as error:
        documents, problems = [], list(error.problems)
    assert documents == []
    assert [it.path for it in problems][:1] == ["a.warc.gz"]


@pytest.mark.parametrize("packed", [False, True])
def test_pictures_that_an_article_shows_come_along_in_their_newest_capture(
    given: Given, *, packed: bool
) -> None:
    shown = '<img src="/p/a.jpg"><img src="https://img.example/b.png#x"><img src="/p/gone.jpg"><img src="/p/broken.png"></body>'
    page = ARTICLE.format("그림이 있는 글").replace("</body>", shown).encode("euc-kr")
    png = "Content-Type: image/png"
    records = [
        _record("https://k.example/p/a.jpg", "2026-01-01T00:00:00Z", b"old", http="Content-Type: image/jpeg"),
        _record("https://k.example/9", "2026-02-01T00:00:00Z", page),
        _record("https://k.example/p/a.jpg", "2026-02-01T00:00:00Z", b"new" * 40_000, http="Content-Type: image/jpeg"),
        _record("https://img.example/b.png", "2026-02-01T00:00:00Z", gzip.compress(b"b"), http=png + "\r\nContent-Encoding: gzip"),
        _record("https://k.example/p/broken.png", "2026-02-01T00:00:00Z", b"x", http=png + "\r\nContent-Encoding: gzip"),
        _record("https://k.example/logo.png", "2026-02-01T00:00:00Z", b"logo", http=png),
        _record("https://k.example/p/gone.jpg", "2026-02-01T00:00:00Z", b"no", status="404 Not Found", http=png),
    ]  # fmt: skip
    _, [document], problems = given(
        "a.warc.gz" if packed else "a.warc",
        b"".join(map(gzip.compress, records) if packed else records),
    )
    assert document.files == {"/p/a.jpg": b"new" * 40_000, "https://img.example/b.png#x": b"b"}
    assert [it.what for it in problems] == [
        "passed over: 1 answers that are no page (redirects, errors), 1 older captures of the same address, 2 pictures, styles and other files"
    ]
