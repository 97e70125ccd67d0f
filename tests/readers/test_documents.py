"""Mails, documents of word processors, PDF: made here by hand, read by their readers."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.apart import Part, apart, reader
from ssg.intake.article import Hints
from ssg.intake.readers import Document, Known, Source, leaves
from ssg.model import Moment

SEOUL = ZoneInfo("Asia/Seoul")

Given = Callable[..., tuple[str, list[Document], list[Problem]]]


def test_a_mail_with_html_a_picture_and_an_attachment(given: Given) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "윤가람 <garam@alley.example.com>"
    mail["Subject"] = "골목 소식 3호"
    mail["Date"] = "Tue, 03 Mar 2026 00:30:00 +0000"
    mail.set_content("본문이다.")
    mail.add_alternative('<p>본문이다.</p><img src="cid:p1">', subtype="html")
    mail.get_payload()[1].add_related(b"png", "image", "png", cid="<p1>")  # type: ignore[union-attr, index]
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    name, [document], problems = given("a.eml", mail.as_bytes())
    assert (name, problems) == ("mail", [])
    assert (document.kind, document.content.strip(), document.files) == (
        "html",
        '<p>본문이다.</p><img src="cid:p1">',
        {"cid:p1": b"png"},
    )
    assert document.known == Known(
        title="골목 소식 3호", authors=("윤가람",), date=Moment("2026-03-03T09:30:00+09:00")
    )
    assert [it.what for it in document.problems] == ["1 attachments are not imported"]


def test_a_plain_mail_in_euc_kr(given: Given) -> None:
    raw = (
        b"From: a@x.example\r\nSubject: =?euc-kr?B?sfHE0w==?=\r\nDate: Tue, 03 Mar 2026 09:30:00 +0900\r\nContent-Type: text/plain; charset=euc-kr\r\n\r\n"
        + "밤의 도서관이다.".encode("euc-kr")
    )
    _, [document], _ = given("mail", raw)
    assert (document.kind, document.content) == ("text", "밤의 도서관이다.")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\r\nTo: b\r\nDate: c\r\nSubject: d\r\nContent-Type: image/png\r\n\r\nx",
        b"",
        b"\xff\xfe" * 100,
    ],
)
def test_a_mail_without_text_is_refused(given: Given, raw: bytes) -> None:
    with pytest.raises(SsgError):
        given("a.eml", raw)


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
CORE = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>회의록</dc:title><dc:creator>윤가람</dc:creator><dcterms:created>2026-03-02T00:00:00Z</dcterms:created></cp:coreProperties>'


def _docx(body: str, document: str = WORD) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("word/document.xml", document.format(body)),
            ("docProps/core.xml", CORE),
        ):
            file.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return held.getvalue()


def test_a_document_of_word(given: Given) -> None:
    pytest.importorskip("mammoth")
    body = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>안건</w:t></w:r></w:p><w:p><w:r><w:t>밤에도 </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>문을 연다.</w:t></w:r></w:p>'
    name, [document], _ = given("a.docx", _docx(body))
    assert name == "word"
    assert document.content == "<h1>안건</h1><p>밤에도 <strong>문을 연다.</strong></p>"
    assert document.known == Known(title="안건")
    assert document.properties == Known(
        title="회의록", authors=("윤가람",), date=Moment("2026-03-02T09:00:00+09:00")
    )


def test_a_quotation_of_word_is_one(given: Given) -> None:
    pytest.importorskip("mammoth")
    styled = '<w:p><w:pPr><w:pStyle w:val="Q"/></w:pPr><w:r><w:t>불이 꺼졌다.</w:t></w:r></w:p>'
    styles = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Intense Quote"/></w:style></w:styles>'
    held = io.BytesIO(_docx(styled))
    with zipfile.ZipFile(held, "a") as file:
        file.writestr("word/styles.xml", styles)
    _, [document], _ = given("a.docx", held.getvalue())
    assert document.content == "<blockquote><p>불이 꺼졌다.</p></blockquote>"


@pytest.mark.parametrize("raw", [
    _docx("<w:p/>"), _docx("<w:p>", WORD)[:-40], _docx("", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><a>{}</a>"), _docx("<w:p><w:r></w:p>"), b"PK\x03\x04", b"text",
])  # fmt: skip
def test_a_damaged_or_hostile_document_is_refused(given: Given, raw: bytes) -> None:
    pytest.importorskip("mammoth")
    with pytest.raises(SsgError) as told:
        given("a.docx", raw)
    assert told.value.problems[0].path.startswith("a.docx")


def _pdf(*lines: tuple[int, str] | str, made_by: str = "") -> bytes:
    """A PDF of one page, as small as one can be; lines stand at a height, or where most text begins."""
    placed = [(700, each) if isinstance(each, str) else each for each in lines]
    shown = "".join(f"BT /F1 12 Tf 72 {height} Td ({text}) Tj ET " for height, text in placed)
    stream = shown.strip().encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (The mill by the river) /Author (Ada Moor; Ben Loch) /CreationDate (D:20260302093000+09'00')%s >>" % made_by.encode(),
    ]  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made
        + b"xref\n0 7\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    )


def test_the_text_of_a_pdf(given: Given) -> None:
    pytest.importorskip("pypdf")
    name, [document], problems = given("a.pdf", _pdf("The mill turned again."))
    assert (name, problems) == ("pdf", [])
    assert document == Document(
        kind="text", content="The mill turned again.",
        properties=Known(title="The mill by the river", authors=("Ada Moor", "Ben Loch"), date=Moment("2026-03-02T09:30:00+09:00")),
    )  # fmt: skip


def test_printed_lines_become_paragraphs_again(given: Given) -> None:
    pytest.importorskip("pypdf")
    printed = _pdf(
        (760, "The mill by the river"),
        (720, "Somebody lit the lamp in the old mill again last night, and the win-"),
        (706, "dows shone on the water until the boats of the morning came back in"),
        (692, "from the sea."),
        (662, "Nobody has lived there."),
    )
    _, [document], _ = given("a.pdf", printed)
    assert document.content.split("\n\n") == [
        "The mill by the river",
        "Somebody lit the lamp in the old mill again last night, and the windows shone on the water until the boats of the morning came back in from the sea.",
        "Nobody has lived there.",
    ]


def test_the_day_of_a_print_is_not_the_articles(given: Given) -> None:
    pytest.importorskip("pypdf")
    _, [document], _ = given("a.pdf", _pdf("The mill by the river", made_by=" /Producer (Skia/PDF)"))  # fmt: skip
    assert (document.properties.date, document.known.archived) == (
        None,
        Moment("2026-03-02T09:30:00+09:00"),
    )


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("공사를 마", "쳤다고 밝혔다.", "공사를 마쳤다고 밝혔다."),
        ("열람실로 고치는 공사를", "마쳤다고", "열람실로 고치는 공사를 마쳤다고"),
        ("새 도서", "관이 문을", "새 도서관이 문을"),
        ("灯台の光", "が消えた", "灯台の光が消えた"),
        ("the old", "mill", "the old mill"),
    ],
)
def test_the_joint_of_two_printed_lines(above: str, below: str, whole: str) -> None:
    words = Counter(["도서관이"])
    assert leaves.joined(above, below, words) == whole


@pytest.mark.parametrize(
    "raw", [_pdf(""), b"%PDF-1.7\ngarbage", _pdf("x")[:200], b"%PDF-1.4\n" + b"<<" * 50_000]
)
def test_a_pdf_without_text_is_refused(given: Given, raw: bytes) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(SsgError) as told:
        given("a.pdf", raw)
    assert told.value.problems[0].path == "a.pdf"


STYLED = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>갯벌의 조개마다 이름표를 단다</w:t></w:r></w:p>'
LINES = (
    "한바다 기자 | 2024년 5월 17일",
    "소라면 갯벌에는 조개마다 이름표가 있다. 주민 스물세 명이 매달 두 번 나가 종류와 수를 적는다.",
    "군은 올가을 이 기록을 책으로 묶어 낼 계획이다.",
)


def _first(source: Source) -> Part:
    [part] = apart(source, reader(source), Hints(zone=source.zone))
    assert isinstance(part, Part)
    return part


def test_what_a_document_says_of_its_file_yields_to_its_text() -> None:
    pytest.importorskip("mammoth")
    body = STYLED + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    article = _first(Source(name="a.docx", data=_docx(body), zone=SEOUL)).article
    front = article.front
    assert (front.title, front.authors, front.date, front.archive.uncertain) == (
        "갯벌의 조개마다 이름표를 단다", ("한바다",), Moment("2024-05-17"), (),
    )  # fmt: skip
    assert article.body == "\n\n".join(LINES[1:]) + "\n"


def test_the_day_a_file_was_made_is_doubtful_as_its_article_s() -> None:
    pytest.importorskip("mammoth")
    body = STYLED + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES[1:])
    front = _first(Source(name="a.docx", data=_docx(body), zone=SEOUL)).article.front
    assert (front.authors, front.date, front.archive.uncertain) == (
        ("윤가람",), Moment("2026-03-02T09:00:00+09:00"), ("date",),
    )  # fmt: skip
