"""Sources cut off, garbled and glued together: each reader gives documents, or says in words what is wrong. Nothing else gets out.

`SSG_HOSTILE=2000` tries that many mutants of each sample.
"""

import importlib.util
import os
import random
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Source
from ssg.intake.readers.registry import reader_of


def _beside(name: str) -> Any:
    """A module of tests beside this one, for the samples that it builds."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


documents, exports, pages, warcs = map(
    _beside, ("test_documents", "test_exports", "test_saved_pages", "test_warc")
)
MUTANTS = int(os.environ.get("SSG_HOSTILE", "25"))
SAMPLES = {
    "a.html": pages.PAGE.encode(),
    "a.mhtml": pages._mhtml(pages.PAGE, "euc-kr"),
    "a.xml": exports.WXR.encode(),
    "a.enex": b'<?xml version="1.0"?><en-export><note><title>a</title><content><![CDATA[<en-note>b</en-note>]]></content></note></en-export>',
    "a.zip": exports._zip({"a.txt": "글이다.", "b.html": pages.PAGE, "metadata_0_to_1.json": '[{"slug": "b", "url": "https://x.example/"}]'}),
    "a.docx": documents._docx("<w:p><w:r><w:t>글이다.</w:t></w:r></w:p>"),
    "a.pdf": documents._pdf("The mill turned."),
    "a.warc": b"".join(warcs._records()),
    "a.eml": b'From: a@x.example\r\nSubject: =?utf-8?B?6riA?=\r\nDate: Tue, 03 Mar 2026 09:30:00 +0900\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+6riAPC9wPg==\r\n--x--\r\n',
}  # fmt: skip
PIECES = (b"<", b"]]>", b"&x;", b"\x00", b"\xff\xfe", b"=?utf-8?B?", b"\r\n\r\n", b"--x", b"PK\x03\x04", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"9" * 40, b"Content-Length: -1\r\n")  # fmt: skip


def _mutant(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three of: a cut, a changed byte, a piece put in, a stretch repeated or taken out."""
    for _ in range(chance.randint(1, 3)):
        at, size = chance.randrange(len(raw) + 1), chance.randrange(1, 60)
        match chance.randrange(5):
            case 0:
                raw = raw[:at] or b"\0"
            case 1:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 2:
                raw = raw[:at] + chance.choice(PIECES) + raw[at:]
            case 3:
                raw = raw[:at] + raw[at : at + size] * 3 + raw[at + size :]
            case _:
                raw = raw[:at] + raw[at + size :] or b"\0"
    return raw


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_garbled_source_ends_in_documents_or_in_words(name: str) -> None:
    chance = random.Random(name)
    for _ in range(MUTANTS):
        raw = _mutant(SAMPLES[name], chance)
        source = Source(name=name, data=raw, zone=ZoneInfo("Asia/Seoul"))
        reader = reader_of(source)
        if reader is None:  # the garbled head is nobody's any more
            continue
        try:
            found = list(reader.read(source))
        except SsgError as error:
            assert all(said.path.startswith(name) and said.what for said in error.problems)
            continue
        assert all(isinstance(it, Document | Problem) for it in found), (name, raw)


def test_mails_nested_without_end_are_refused_or_read() -> None:
    raw = (
        b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(3000)
        )
        + b"\r\nx"
    )
    source = Source(name="a.eml", data=b"From: a\r\n" + raw, zone=ZoneInfo("Asia/Seoul"))
    reader = reader_of(source)
    assert reader is not None
    with pytest.raises(SsgError):
        list(reader.read(source))
