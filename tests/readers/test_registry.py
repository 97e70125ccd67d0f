"""Which reader takes which source; asking is quick and imports nothing heavy."""

import subprocess
import sys
from datetime import UTC

import pytest

from ssg.errors import SsgError
from ssg.intake.readers import Source, needs
from ssg.intake.readers.registry import READERS, reader_of


@pytest.mark.parametrize(("name", "data", "reader"), [
    ("기사.txt", "본문이다.", "text"), ("-", "본문이다.", "text"), ("글", "본문이다.", "text"),
    ("글.txt", "본문이다.".encode("utf-16"), "text"), ("글", "본문이다.".encode("cp949"), "text"),
    ("글", "Plain words".encode("utf-16-le"), "text"),
    ("a.md", "본문이다.", "markdown"), ("A.MD", "본문이다.", "markdown"),
    ("-", "---\ntitle: 제목\n---\n본문", "markdown"), ("-", "---\r\ntitle: 제목\r\n---\r\n본문", "markdown"),
    ("-", "+++\ntitle = '제목'\n+++\n본문", "markdown"), ("-", "---\n\n가로줄로 시작하는 글", "text"),
    ("a.html", "글", "html"), ("-", "<!doctype html><p>글</p>", "html"), ("a.mht", "x", "mhtml"), ("a.webarchive", b"bplist00", "webarchive"),
    ("a.eml", "x", "mail"), ("a.docx", b"PK", "word"), ("a.pdf", b"%PDF-1.4", "pdf"), ("-", b"%PDF-1.4", "pdf"), ("a.enex", "<en-export/>", "evernote"),
    ("a.warc.gz", b"\x1f\x8b", "warc"), ("-", b"WARC/1.0\r\n", "warc"), ("a.zip", b"PK", "zip"),
    ("a.xml", '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">', "wordpress"), ("a.xml", '<rss version="2.0">', "feed"),
    ("사진.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ""), ("style.css", "a { b: c }", ""), ("낡은.hwp", b"\xd0\xcf\x11\xe0", ""),
])  # fmt: skip
def test_a_source_finds_its_reader(name: str, data: bytes | str, reader: str) -> None:
    raw = data.encode("utf-8") if isinstance(data, str) else data
    found = reader_of(Source(name=name, data=raw, zone=UTC))
    assert (found.name if found else "") == reader


def test_names_are_unique_and_every_reader_says_what_it_reads() -> None:
    names = [reader.name for reader in READERS]
    assert (len(set(names)), all(reader.reads for reader in READERS)) == (len(names), True)
    assert names[-1] == "text"


def test_the_registry_imports_no_heavy_library() -> None:
    heavy = "fastwarc warcio pypdf mammoth trafilatura lxml zstandard brotli bs4 defusedxml pydoc numpy".split()
    script = (
        f"import sys, ssg.intake.readers.registry; print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_extra_that_a_reader_needs_is_known() -> None:
    assert [needs.installed(reader.extra) for reader in READERS if reader.extra] == [
        True,
        True,
        True,
    ]


def test_what_to_install_is_said_where_a_library_is_missing() -> None:
    with pytest.raises(SsgError) as told:
        needs.module("no_such_library", "pdf", "a.pdf")
    assert (
        str(told.value)
        == 'a.pdf: reading this needs no_such_library — pip install "ssg-archive[pdf]"'
    )
