"""Feeds as files: whole texts are articles, summaries are marked, broken feeds give what is whole."""

from collections.abc import Callable
from typing import Any

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>골목 소식</title><link>https://news.example.com/</link><language>ko</language>
<copyright>ⓒ 골목 소식</copyright>
<item><title>작은 서점 &amp;lt;봄&amp;gt; 문 열다</title><link>https://news.example.com/a/1</link><guid isPermaLink="false">a1</guid>
<description>짧은 소개 글이다.</description>
<content:encoded><![CDATA[<p>서점이 문을 열었다.</p><p>주인은 두 사람이다.</p>]]></content:encoded>
<dc:creator>김소리</dc:creator><pubDate>Tue, 03 Mar 2026 09:30:00 +0900</pubDate>
<atom:updated>2026-03-04T01:00:00Z</atom:updated><category>동네</category><category>책</category></item>
<item><title>비가 온다</title><guid>https://news.example.com/a/2</guid>
<description>비가 온다고 한다. 자세한 내용은&nbsp;곧 R&D 부서가 [...]</description>
<author>mail@example.com (박하늘)</author><pubDate>2026년 3월 5일 오후 2:10</pubDate></item>
<item><title>제목뿐</title><link>https://news.example.com/a/3</link></item>
</channel></rss>
"""


def test_rss_with_whole_texts_summaries_and_links(given: Given) -> None:
    about: dict[str, Any] = {"source": "골목 소식", "lang": "ko", "rights": "ⓒ 골목 소식"}
    assert given("feed.xml", RSS) == (
        "feed",
        [
            Document(
                kind="html",
                content="<p>서점이 문을 열었다.</p><p>주인은 두 사람이다.</p>",
                part="https://news.example.com/a/1",
                known=Known(
                    title="작은 서점 <봄> 문 열다",
                    url="https://news.example.com/a/1",
                    authors=("김소리",),
                    date=Moment("2026-03-03T09:30:00+09:00"),
                    updated=Moment("2026-03-04T10:00:00+09:00"),
                    tags=("동네", "책"),
                    description="짧은 소개 글이다.",
                    **about,
                ),
            ),
            Document(
                kind="html",
                content="<p>비가 온다고 한다. 자세한 내용은\xa0곧 R&amp;D 부서가 [...]</p>",
                part="https://news.example.com/a/2",
                known=Known(
                    title="비가 온다",
                    url="https://news.example.com/a/2",
                    authors=("박하늘",),
                    date=Moment("2026-03-05T14:10:00+09:00"),
                    **about,
                ),
                excerpt=True,
            ),
            Document(
                kind="html",
                content="",
                part="https://news.example.com/a/3",
                known=Known(
                    title="제목뿐",
                    url="https://news.example.com/a/3",
                    visibility="metadata",
                    **about,
                ),
            ),
        ],
        [],
    )


def test_atom_with_xhtml_and_text(given: Given) -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Field notes</title>
<entry><title type="html">Rain &amp;amp; wind</title><link rel="edit" href="https://x.example/edit"/>
<link href="https://x.example/rain"/><id>tag:x.example,2026:1</id><published>2026-01-02T03:04:05+01:00</published>
<updated>2026-01-02T03:04:05+01:00</updated><author><name>Ada Moor</name><email>a@x.example</email></author>
<category term="weather" label="Weather"/><rights>CC BY</rights>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>rained</em>.</p><br/></div></content></entry>
<entry><title>Plain</title><id>urn:2</id><updated>2026-01-05</updated><content>One &lt; two.

Next.</content></entry></feed>"""
    assert given("feed", atom) == (
        "feed",
        [
            Document(
                kind="html",
                content="<div><p>It <em>rained</em>.</p><br></div>",
                part="https://x.example/rain",
                known=Known(
                    title="Rain & wind",
                    url="https://x.example/rain",
                    source="Field notes",
                    authors=("Ada Moor",),
                    date=Moment("2026-01-02T03:04:05+01:00"),
                    tags=("Weather",),
                    lang="en",
                    rights="CC BY",
                ),
            ),
            Document(
                kind="html",
                content="<p>One &lt; two.</p>\n<p>Next.</p>",
                part="urn:2",
                known=Known(
                    title="Plain", source="Field notes", updated=Moment("2026-01-05"), lang="en"
                ),
            ),
        ],
        [],
    )


def test_rss_1_in_euc_kr(given: Given) -> None:
    text = """<?xml version="1.0" encoding="euc-kr"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://k.example/"><title>옛 신문</title></channel>
<item rdf:about="https://k.example/1"><title>똠방각하 돌아오다</title><link>https://k.example/1</link>
<description>&lt;p&gt;""" + "긴 글이다. " * 60 + """&lt;/p&gt;</description><dc:date>2003-04-05T06:07+09:00</dc:date><dc:subject>문화</dc:subject></item></rdf:RDF>"""  # fmt: skip
    assert given("old.rdf", text.encode("cp949"))[1:] == (
        [
            Document(
                kind="html",
                content="<p>" + "긴 글이다. " * 60 + "</p>",
                part="https://k.example/1",
                known=Known(
                    title="똠방각하 돌아오다",
                    url="https://k.example/1",
                    source="옛 신문",
                    date=Moment("2003-04-05T06:07:00+09:00"),
                    tags=("문화",),
                ),
            )
        ],
        [],
    )


def test_json_feed(given: Given) -> None:
    feed = """{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "title": "물결", "language": "ko", "authors": [{"name": "윤슬"}],
"items": [{"id": 7, "url": "https://w.example/7", "title": "첫 파도", "content_html": "<p>파도.</p>", "summary": "요약",
"date_published": "2026-02-03T04:05:06Z", "date_modified": "2026-02-04T04:05:06Z", "tags": ["바다"], "image": "https://w.example/p.jpg"},
{"id": "8", "content_text": "한 줄\\n둘째 줄\\n\\n다음 문단"}, {"id": "9", "url": "https://w.example/9", "summary": "곧 이어진다…"}, 5]}"""
    assert given("feed.json", feed) == (
        "jsonfeed",
        [
            Document(
                kind="html",
                content="<p>파도.</p>",
                part="https://w.example/7",
                known=Known(
                    title="첫 파도",
                    url="https://w.example/7",
                    source="물결",
                    authors=("윤슬",),
                    date=Moment("2026-02-03T13:05:06+09:00"),
                    updated=Moment("2026-02-04T13:05:06+09:00"),
                    tags=("바다",),
                    description="요약",
                    lang="ko",
                    image="https://w.example/p.jpg",
                ),
            ),
            Document(
                kind="html",
                content="<p>한 줄<br>\n둘째 줄</p>\n<p>다음 문단</p>",
                part="8",
                known=Known(source="물결", authors=("윤슬",), lang="ko"),
            ),
            Document(
                kind="html",
                content="<p>곧 이어진다…</p>",
                part="https://w.example/9",
                known=Known(url="https://w.example/9", source="물결", authors=("윤슬",), lang="ko"),
                excerpt=True,
            ),
        ],
        [],
    )


def test_a_feed_that_breaks_off_gives_what_was_whole(given: Given) -> None:
    _, documents, problems = given("feed.xml", RSS[: RSS.index("<title>비가")])
    assert [it.part for it in documents] == ["https://news.example.com/a/1"]
    assert [(it.path, it.line, it.level) for it in problems] == [("feed.xml", 11, "error")]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
)


@pytest.mark.parametrize("text", [
    "<rss", "<rss><channel><item>",
    BOMB + "]><rss><channel><item><title>&j;</title></item></channel></rss>",
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    "<rss>" + "<a>" * 100_000,
])  # fmt: skip
def test_hostile_xml_is_refused(given: Given, text: str) -> None:
    with pytest.raises(SsgError) as told:
        given("feed.xml", text)
    assert [said.path for said in told.value.problems] == ["feed.xml"]


@pytest.mark.parametrize("text", ['{"version": "https://jsonfeed.org/version/1", "items": ', '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 200_000])  # fmt: skip
def test_hostile_json_is_refused(given: Given, text: str) -> None:
    with pytest.raises(SsgError) as told:
        given("feed.json", text)
    assert [said.path for said in told.value.problems] == ["feed.json"]


def test_an_outside_dtd_is_not_asked_for(given: Given) -> None:
    text = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">\n<rss version="0.91"><channel><title>T</title><item><title>A&eacute;</title><link>https://x.example/</link></item></channel></rss>'
    assert [it.known.title for it in given("feed.rss", text)[1]] == ["Aé"]
