"""Feeds: addresses, and RSS by the letter."""

from ssg.formats import feeds
from ssg.formats.rss import rss
from ssg.model import Moment

HOST, URL = "https://a.example", "https://a.example/repo/articles/x/"


def test_every_address_of_a_text_becomes_whole() -> None:
    html = (
        '<a href="/repo/tags/">t</a> <a href="#fn-1">1</a> <a href="https://b.example/">b</a> <a href="//c.example/">c</a> '
        '<img src="/repo/a.png" srcset="/repo/a.webp 1x, /repo/b.webp 2x"> href="/text"'
    )
    assert feeds.whole_addresses(html, HOST, URL) == (
        f'<a href="{HOST}/repo/tags/">t</a> <a href="{URL}#fn-1">1</a> <a href="https://b.example/">b</a> '
        f'<a href="//c.example/">c</a> <img src="{HOST}/repo/a.png" '
        f'srcset="{HOST}/repo/a.webp 1x, {HOST}/repo/b.webp 2x"> href="{HOST}/text"'
    )


def feed(*entries: feeds.Entry) -> feeds.Feed:
    return feeds.Feed("기록 & 관", f"{HOST}/rss.xml", f"{HOST}/", "", "Asia/Seoul", "ko", entries)


def test_rss() -> None:
    entry = feeds.Entry(
        URL, "강 <물>", Moment("2023-09-14"), None, ("박나루",), ("홍수",), "요약", "<p>글]]></p>"
    )
    assert rss(feed(entry)).decode().split("\n", 2)[2] == (
        "<channel>\n<title>기록 &amp; 관</title>\n<link>https://a.example/</link>\n<description>기록 &amp; 관</description>\n"
        "<language>ko</language>\n<lastBuildDate>Thu, 14 Sep 2023 00:00:00 +0900</lastBuildDate>\n"
        '<atom:link rel="self" type="application/rss+xml" href="https://a.example/rss.xml"/>\n'
        f"<item>\n<title>강 &lt;물&gt;</title>\n<link>{URL}</link>\n"
        f'<guid isPermaLink="true">{URL}</guid>\n<pubDate>Thu, 14 Sep 2023 00:00:00 +0900</pubDate>\n'
        "<dc:creator>박나루</dc:creator>\n<category>홍수</category>\n<description>요약</description>\n"
        "<content:encoded>&lt;p&gt;글]]&gt;&lt;/p&gt;</content:encoded>\n</item>\n</channel>\n</rss>\n"
    )
