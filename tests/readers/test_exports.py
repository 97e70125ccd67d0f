"""Exports of other programs: WordPress, Evernote, Omnivore, Notion, zips of anything. What they know is kept."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>강가 일기</title><wp:author><wp:author_login>haru</wp:author_login><wp:author_display_name><![CDATA[하루]]></wp:author_display_name></wp:author>
<item><title>다리를 건너며</title><link>https://river.example.com/2020/03/bridge/</link><dc:creator>haru</dc:creator>
<content:encoded><![CDATA[첫 문단이다.
둘째 줄이다.

[caption id="a" width="300"]<img src="https://river.example.com/b.jpg" alt="다리" /> 해 질 녘의 다리[/caption]

<!-- wp:paragraph --><p>끝 문단이다.</p><!-- /wp:paragraph -->]]></content:encoded>
<excerpt:encoded><![CDATA[짧은 소개]]></excerpt:encoded><wp:post_id>3</wp:post_id><wp:post_date>2020-03-01 18:00:00</wp:post_date>
<wp:post_date_gmt>2020-03-01 09:00:00</wp:post_date_gmt><wp:post_name>bridge</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="walk">산책</category><category domain="post_tag" nicename="river">강</category></item>
<item><title>비밀</title><link>https://river.example.com/?p=4</link><content:encoded>혼자 본다.</content:encoded><wp:post_date>2020-03-02 10:00:00</wp:post_date>
<wp:status>private</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>b</title><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item></channel></rss>"""


def test_wordpress(given: Given) -> None:
    name, documents, problems = given("blog.xml", WXR)
    assert name == "wordpress"
    assert documents == [
        Document(
            kind="html",
            content="<p>첫 문단이다.<br>\n둘째 줄이다.</p>\n<figure><img src=\"https://river.example.com/b.jpg\" alt=\"다리\" /><figcaption>해 질 녘의 다리</figcaption></figure>\n<p>끝 문단이다.</p>",
            part="https://river.example.com/2020/03/bridge/",
            known=Known(title="다리를 건너며", url="https://river.example.com/2020/03/bridge/", source="강가 일기", authors=("하루",),
                        date=Moment("2020-03-01T18:00:00+09:00"), tags=("강",), section="산책", description="짧은 소개", slug="bridge",
                        aliases=("/2020/03/bridge/",)),
        ),
        Document(
            kind="html", content="<p>혼자 본다.</p>", part="https://river.example.com/?p=4",
            known=Known(title="비밀", url="https://river.example.com/?p=4", source="강가 일기", date=Moment("2020-03-02T10:00:00+09:00"), visibility="private"),
        ),
    ]  # fmt: skip
    assert [(it.level, it.what) for it in problems] == [
        ("warning", "passed over what is no article: 1 × attachment")
    ]


def test_a_whole_page_clipped_into_evernote_is_judged_as_a_page(given: Given) -> None:
    note = "<note><title>강</title><content><![CDATA[<en-note style='--en-clipped-content:fullPage;'>{}</en-note>]]></content></note>"
    held = note.format("<p>강이 흐른다.</p>") + note.format("")
    _, documents, _ = given("notes.enex", f"<en-export>{held}</en-export>")
    assert [(it.content, it.known.visibility) for it in documents] == [
        ("<html><body><p>강이 흐른다.</p></body></html>", None),
        ("", "metadata"),
    ]


def test_a_box_of_code_of_evernotes_is_code_with_its_blanks_and_empty_lines(given: Given) -> None:
    code = (
        '<div style="--en-codeblock:true;--en-syntaxLanguage:python;"><div>def f(x):</div>\n <div>&nbsp;&nbsp;return x &lt; 3</div>'
        "<div><br/></div><div><span>print</span> <b>f(2)</b></div></div>"
    )
    note = f"<note><title>강</title><content><![CDATA[<en-note><div>앞</div>{code}<div>뒤</div></en-note>]]></content></note>"
    _, [document], _ = given("notes.enex", f"<en-export>{note}</en-export>")
    assert document.content == (
        "<div>앞</div><pre>def f(x):\n  return x &lt; 3\n\nprint f(2)</pre><div>뒤</div>"
    )


def test_evernote(given: Given) -> None:
    digest = hashlib.md5(PICTURE).hexdigest()
    text = f"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd">
<en-export><note><title>오려 둔 글</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note><div>본문이다.</div>
<en-media type="image/png" hash="{digest}"/><en-media type="application/pdf" hash="{"0" * 32}"/><div><en-todo checked="true"/>읽기</div></en-note>]]></content>
<created>20200301T090000Z</created><tag>강</tag><note-attributes><author>나</author><source-url>https://news.example.com/9</source-url></note-attributes>
<resource><data encoding="base64">{base64.b64encode(PICTURE).decode()}</data><mime>image/png</mime></resource></note></en-export>"""
    name, [document], problems = given("notes.enex", text)
    assert (name, problems) == ("evernote", [])
    assert (
        document.content
        == f'<div>본문이다.</div>\n<img src="{digest}.png" alt=""><div>☑ 읽기</div>'
    )
    assert document.files == {f"{digest}.png": PICTURE}
    assert document.known == Known(
        title="오려 둔 글",
        url="https://news.example.com/9",
        archived=Moment("2020-03-01T18:00:00+09:00"),
        tags=("강",),
    )
    assert [it.what for it in document.problems] == [
        "1 attachments (PDF, sound, encrypted) have no place in an article"
    ]


def _zip(members: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return held.getvalue()


def test_omnivore(given: Given) -> None:
    items = [
        {"slug": "one", "title": "첫 글", "url": "https://a.example/1", "author": "가람", "savedAt": "2024-01-02T03:04:05Z", "publishedAt": "2023-12-31T00:00:00Z",
         "labels": ["강", "책"], "state": "Archived"},
        {"slug": "two", "title": "둘째 글", "url": "https://a.example/2"},
    ]  # fmt: skip
    raw = _zip(
        {
            "metadata_0_to_20.json": json.dumps(items),
            "content/one.html": "<html><body><p>본문.</p></body></html>",
            "highlights/one.md": "> 밑줄\n",
        }
    )
    name, documents, problems = given("export.zip", raw)
    assert (name, problems) == ("omnivore", [])
    assert [(it.kind, it.content, it.part) for it in documents] == [
        ("html", "<html><body><p>본문.</p></body></html>", "https://a.example/1"), ("markdown", "", "https://a.example/2"),
    ]  # fmt: skip
    assert documents[0].known == Known(
        title="첫 글", url="https://a.example/1", authors=("가람",), archived=Moment("2024-01-02T12:04:05+09:00"), date=Moment("2023-12-31T09:00:00+09:00"),
        tags=("강", "책"), extra={"status": "Archived", "highlights": "> 밑줄"},
    )  # fmt: skip
    assert documents[1].known.visibility == "metadata"


def test_links_between_notions_pages_name_their_titles(given: Given) -> None:
    one, two, odd, gone = (digit * 32 for digit in "abcd")
    page = (
        f"# 첫 글\n\n[둘째: 긴 제목](%EB%91%98/%EB%91%98%EC%A7%B8%20{two}.md)과 [앞 글](%EB%91%98/%EB%91%98%EC%A7%B8%20{two}.md),\n"
        f"[셋](odd%20{odd}.md) [넷](gone%20{gone}.md) [밖](https://a.example/b.md)\n"
    )
    _, documents, _ = given(
        "Export.zip",
        _zip({f"첫 글 {one}.md": page, f"둘/둘째 {two}.md": "# 둘째: 긴 제목\n\n글이다.\n", f"odd {odd}.md": "# [셋]\n\n글이다.\n"}),
    )  # fmt: skip
    assert {it.known.title: it.content for it in documents}["첫 글"] == (
        "[[둘째: 긴 제목]]과 [[둘째: 긴 제목|앞 글]],\n"
        f"[셋](odd%20{odd}.md) [넷](gone%20{gone}.md) [밖](https://a.example/b.md)\n"
    )


def test_notion(given: Given) -> None:
    number = "0123456789abcdef0123456789abcdef"
    page = "# 물가 책방\n\nTags: 책, 강\nDate: May 14, 2025\nAuthor: 윤가람, 한누리\nURL: https://a.example/3\n단계: 다 읽음\n\n본문이다.\n\n![](%EB%AC%BC/p.png)\n"
    name, documents, problems = given(
        "Export.zip",
        _zip(
            {
                f"물가 책방 {number}.md": page,
                "물/p.png": PICTURE,
                f"표 {number}.csv": "Name,URL\n가,https://a.example\n",
                f"표 {number}_all.csv": "Name,URL\n가,https://a.example\n",
            }
        ),
    )
    assert name == "zip"
    assert [(it.content, it.known, it.files) for it in documents] == [
        (
            "본문이다.\n\n![](%EB%AC%BC/p.png)\n",
            Known(
                title="물가 책방",
                url="https://a.example/3",
                date=Moment("2025-05-14"),
                authors=("윤가람", "한누리"),
                tags=("책", "강"),
                extra={"단계": "다 읽음"},
            ),
            {"%EB%AC%BC/p.png": PICTURE},
        )
    ]
    assert [it.what for it in problems] == ["3 files in it are no articles (pictures, styles …)"]


def test_a_zip_of_pocket_parts_and_of_a_site_folder(given: Given) -> None:
    pocket = "title,url,time_added,tags,status\n글,https://a.example/1,1577934245,강|책,unread\n"
    site = "---\ntitle: 강\ndate: 2020-01-02\n---\n본문.\n"
    name, documents, _ = given(
        "x.zip",
        _zip(
            {
                "part_000000.csv": pocket,
                "content/posts/river.md": site,
                "../evil.md": site,
                "__MACOSX/._x.md": b"\x00",
            }
        ),
    )
    assert name == "zip"
    assert [(it.part, it.known.title) for it in documents] == [
        ("content/posts/river.md", "강"),
        ("part_000000.csv (https://a.example/1)", "글"),
    ]


def test_zips_in_zips_end(given: Given) -> None:
    raw = _zip({"a.txt": "글이다."})
    for _ in range(5):
        raw = _zip({"in.zip": raw})
    _, documents, problems = given("x.zip", raw)
    assert documents == []
    assert [it.what for it in problems] == ["is a zip in a zip in a zip"]


def test_a_damaged_member_costs_only_itself(given: Given) -> None:
    raw = bytearray(_zip({"a.txt": "가나다라마바사." * 40, "b.txt": "둘째 글이다. " * 40}))
    at = raw.index(b"a.txt") + 20
    raw[at : at + 8] = b"\xff" * 8
    _, documents, problems = given("x.zip", bytes(raw))
    assert [it.part for it in documents] == ["b.txt"]
    assert [(it.path, it.what) for it in problems] == [
        ("x.zip/a.txt", "cannot be unpacked: it is damaged")
    ]


@pytest.mark.parametrize(
    "raw",
    [_zip({"a.txt": b"0" * 50_000_000}), _zip({"a.txt": "글"})[:-10], b"PK\x03\x04" + b"\0" * 50],
)
def test_bombs_and_broken_zips_are_refused(given: Given, raw: bytes) -> None:
    with pytest.raises(SsgError) as told:
        given("x.zip", raw)
    assert told.value.problems[0].path == "x.zip"
