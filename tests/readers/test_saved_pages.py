"""Saved web pages: alone, with their folder, in one file of any browser. What a browser wrote down about them is kept."""

import base64
import plistlib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2
PAGE = '<!DOCTYPE html>\n<html lang="ko"><head><title>골목 책방</title></head><body><p>문을 열었다.</p><img src="{}"></body></html>'


@pytest.mark.parametrize(("name", "text"), [
    ("a.html", PAGE), ("a.HTM", "글"), ("paste", "  <!-- x -->\n" + PAGE), ("-", "<p>글이다.</p>"), ("a.xhtml", '<?xml version="1.0"?>' + PAGE),
])  # fmt: skip
def test_html_is_told_by_its_name_or_its_first_tag(given: Given, name: str, text: str) -> None:
    assert given(name, text)[0] == "html"


@pytest.mark.parametrize("text", ["<홍길동> 기자입니다.", "a < b", "<3 음악", "# <p>"])
def test_a_text_that_begins_with_an_angle_bracket_is_no_html(given: Given, text: str) -> None:
    assert given("-", text)[0] == "text"


def test_a_page_with_its_folder_brings_its_pictures(given: Given, tmp_path: Path) -> None:
    page = tmp_path / "책방.html"
    page.write_text(
        "<!-- saved from url=(0026)https://news.example.com/1 -->\n"
        + PAGE.format("./%EC%B1%85%EB%B0%A9_files/a%20b.png"),
        "utf-8",
    )
    (tmp_path / "책방_files").mkdir()
    (tmp_path / "책방_files/a b.png").write_bytes(PICTURE)
    (tmp_path.parent / "secret.png").write_bytes(PICTURE)
    name, documents, problems = given(page.as_posix(), path=page)
    assert (name, problems) == ("html", [])
    assert [(it.known, it.files) for it in documents] == [
        (Known(url="https://news.example.com/1"), {"./%EC%B1%85%EB%B0%A9_files/a%20b.png": PICTURE})
    ]


def test_a_page_cannot_show_files_from_outside_of_its_folder(given: Given, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    page = folder / "a.html"
    page.write_text(PAGE.format("../secret.png"), "utf-8")
    (tmp_path / "secret.png").write_bytes(PICTURE)
    assert given(page.as_posix(), path=page)[1][0].files == {}


def test_singlefile_says_where_and_when(given: Given) -> None:
    data = base64.b64encode(PICTURE).decode()
    text = (
        "<!DOCTYPE html> <html lang=ko><!--\n Page saved with SingleFile \n url: https://news.example.com/view?idxno=7 \n"
        " saved date: Mon Mar 02 2026 21:04:05 GMT+0900 (Korean Standard Time)\n--><body><p>글.</p>"
        f'<img src="data:image/png;base64,{data}"><style>@font-face{{src:url(data:font/woff2;base64,{"A" * 3000})}}</style></body></html>'
    )
    _, [document], _ = given("a.html", text)
    assert document.known == Known(
        url="https://news.example.com/view?idxno=7", archived=Moment("2026-03-02T21:04:05+09:00")
    )
    [(address, picture)] = document.files.items()
    assert picture == PICTURE
    assert f'<img src="{address}">' in document.content
    assert len(document.content) < 1000


def _mhtml(page: str, charset: str) -> bytes:
    """A page as Chromium saves it: no charset in the part's header, an empty frame before, pictures by location and by cid."""
    whole = EmailMessage(policy=SMTP)
    whole["Snapshot-Content-Location"] = "https://news.example.com/a/1"
    whole["Subject"] = "=?utf-8?Q?=EC=A0=9C=EB=AA=A9?="
    whole["Date"] = "Tue, 03 Mar 2026 00:30:00 +0000"
    whole.make_related()
    for kind, location, raw in (
        ("text/html", "https://ads.example.net/frame", b"<html><body>frame</body></html>"),
        ("text/html", "https://news.example.com/a/1", page.encode(charset)),
        ("image/png", "https://news.example.com/p.png", PICTURE),
    ):
        part = EmailMessage(policy=SMTP)
        main, _, sub = kind.partition("/")
        part.set_content(raw, main, sub, cte="base64")
        part["Content-Location"] = location
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_mhtml_in_the_encoding_of_the_page(given: Given, charset: str) -> None:
    page = PAGE.format("/p.png").replace("<head>", f'<head><meta charset="{charset}">')
    name, [document], problems = given("a.mhtml", _mhtml(page, charset))
    assert (name, problems, document.problems) == ("mhtml", [], ())
    assert document == Document(
        kind="html",
        content=page,
        known=Known(
            url="https://news.example.com/a/1", archived=Moment("2026-03-03T09:30:00+09:00")
        ),
        files={"/p.png": PICTURE},
    )


def test_safari_web_archive(given: Given) -> None:
    held = {
        "WebMainResource": {"WebResourceData": PAGE.format("p.png").encode("euc-kr"), "WebResourceURL": "https://news.example.com/a/1",
                            "WebResourceTextEncodingName": "euc-kr", "WebResourceMIMEType": "text/html"},
        "WebSubresources": [{"WebResourceData": PICTURE, "WebResourceURL": "https://news.example.com/a/p.png", "WebResourceMIMEType": "image/png"}],
    }  # fmt: skip
    for form in (plistlib.FMT_BINARY, plistlib.FMT_XML):
        name, [document], _ = given("a.webarchive", plistlib.dumps(held, fmt=form))
        assert (name, document.content, document.known.url, document.files) == (
            "webarchive", PAGE.format("p.png"), "https://news.example.com/a/1", {"p.png": PICTURE},
        )  # fmt: skip


@pytest.mark.parametrize(("name", "raw"), [
    ("a.mhtml", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\n\x00"),
    ("a.webarchive", b"bplist00\xd1\x01\x02garbage"), ("a.webarchive", plistlib.dumps([1, 2])), ("a.webarchive", b"<?xml version='1.0'?><!DOCTYPE plist [<!ENTITY a 'b'>]><plist>&a;</plist>"),
    ("a.html", b""), ("a.html", b"\x00\x01\x02" * 100),
])  # fmt: skip
def test_damaged_pages_are_refused_in_words(given: Given, name: str, raw: bytes) -> None:
    with pytest.raises(SsgError) as told:
        given(name, raw)
    assert [said.path for said in told.value.problems] == [name]
    assert told.value.problems[0].what
