"""What `--why` and `verify` say of a site."""

import os
import re

import pytest
from five_articles import article
from small_site import TODAY, Site

from ssg.build import Options
from ssg.errors import SsgError
from ssg.verify import verify


def test_why_says_what_changed(five: Site) -> None:
    same = five.build(why="articles/two/")
    assert same.why[0] == "articles/two/index.html:"
    assert re.fullmatch(r"pages.article\(content/articles/2023/two.md\) is up to date: none of the \d+ things it read has changed", same.why[1])  # fmt: skip
    five.edit("content/articles/2023/two.md", "A ferry.", "A boat.")
    report = five.build(why="content/articles/2023/two.md")
    path = "content/articles/2023/two.md"
    assert report.why == (
        "articles/two/index.html:",
        f"pages.article({path}) was made again: content.loaded({path}) changed",
        f"content.loaded({path}) was made again: the file {path} changed",
    )
    five.write("-- content/articles/2024/six.md --\n" + article("title: Sixth"))
    assert (
        five.build(why="/articles/six/").why[1].endswith("was made: the last build did not have it")
    )
    with pytest.raises(SsgError, match="is no file of the site"):
        five.build(why="nowhere")


def test_verify_finds_one_flipped_byte(five: Site) -> None:
    options = Options(today=TODAY, jobs=1)
    assert verify(five.root, five.out, options) == ()
    place = five.out / "articles/one/index.html"
    raw = bytearray(place.read_bytes())
    raw[200] ^= 1
    before = place.stat()
    place.write_bytes(raw)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [str(p).partition(" — ")[0] for p in verify(five.root, five.out, options)] == [
        "articles/one/index.html: differs from a clean build (made by pages.article(content/articles/2023/one.md))"
    ]
