"""The digest of a text: what it counts and what it doesn't."""

import hashlib

from ssg.formats import fixity


def test_tags_and_the_length_of_white_space_do_not_count() -> None:
    html = '<h2 id="a">가  나</h2>\n<p>다&amp;라 <img alt="x > y" src="/a.png">&lt;b&gt;\u00a0\u3000끝</p>\n<!-- it\'s -->'
    assert fixity.canonical(" 제목 \n 둘 ", html) == "제목 둘\n가 나 다&라 <b> 끝"


def test_the_digest_is_the_sha256_of_that() -> None:
    wanted = hashlib.sha256("제목\n글".encode()).hexdigest()
    assert fixity.digest("제목", "<p>글</p>") == wanted
    assert fixity.digest("제목", "<p>글.</p>") != wanted
