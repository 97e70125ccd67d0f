"""HTML becomes XHTML that a reading app takes, whatever an author wrote."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.export.xhtml import xhtml
from ssg.markup import markdown

FILES = {"00002.xhtml", "../pictures/a.jpg"}


@pytest.mark.parametrize(("html", "made"), [
    ("<p>a<br>b &amp; &lt;</p>", "<p>a<br/>b &amp; &lt;</p>"),
    ('<img src="../pictures/a.jpg" alt="강" loading="lazy">', '<img src="../pictures/a.jpg" alt="강"/>'),
    ('<picture><source srcset="x"><img src="no.jpg" alt="강"></picture>', "강"),
    ('<a href="00002.xhtml#part" rel="x">a</a>', '<a href="00002.xhtml">a</a>'),
    ('<a href="/elsewhere/">a</a>', "<a>a</a>"),
    ('<h2 id="ㄱ">h</h2><a href="#%E3%84%B1">a</a><a href="#no">b</a>', '<h2 id="ㄱ">h</h2><a href="#%E3%84%B1">a</a><a>b</a>'),
    ('<p lang="ko">a</p><p lang="k o">b</p>', '<p lang="ko" xml:lang="ko">a</p><p>b</p>'),
    ("<b>a<p>b</p></b>c", "<b>a</b><p>b</p>c"),
    ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<li>a</li>", "<div>a</div>"),
    ("<dl><dd>a</dd></dl>", "<dl><dt></dt><dd>a</dd></dl>"),
    ("<details><p>a</p></details>", "<details><summary>…</summary><p>a</p></details>"),
    ("<ruby>a</ruby><ruby>漢<rt>한</rt></ruby>", "<span>a</span><ruby>漢<rt>한</rt></ruby>"),
    ("<p>never closed", "<p>never closed</p>"),
    ("a\x0bb\ufffe", "ab"),
    ('<td colspan="x">a</td>', "<div>a</div>"),
    ('<i id="a">x</i><i id="a">y</i>', '<i id="a">x</i><i>y</i>'),
])  # fmt: skip
def test_what_a_browser_forgives_is_put_right(html: str, made: str) -> None:
    assert xhtml(html, FILES) == made


PIECES = st.sampled_from([
    "<b>", "</b>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<td>", "</table>", "<dl>", "<dd>", "<ruby>", "<rt>", "<rp>",
    "<details>", "<summary>", "</details>", "<a href='x'>", "</a>", "<img src=x>", "<h2 id=a>", "&amp;", "<", "글", "\n\n", "- ", "> ", "|",
])  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_becomes_well_formed(body: str) -> None:
    ElementTree.fromstring(f"<body>{xhtml(markdown.render(body).html, FILES)}</body>")
