"""What can be wrong in an archive or a paste: a clear message with its place, exit 1, the rest built, nothing lost."""

import time
from pathlib import Path

import pytest
from command_line import Done, Run, Write

GOOD = "---\ntitle: 멀쩡한 글\ndate: 2020-01-02\n---\n멀쩡한 본문이다.\n"
BAD = "content/articles/bad.md"
SITE = 'title = "x"\n'
PAGE = '{% extends "base.html" %}\n{% block main %}\n'

ARTICLES = {
    "broken YAML": ("---\ntitle: 하나\ntags: [가, 나\n---\n본문\n", ["bad.md:3:7: not valid YAML: the list that begins here is not closed"]),
    "a tab in YAML": ("---\ntitle: 하나\n\tdate: 2020\n---\n", ["bad.md:3:1: not valid YAML: found a tab character"]),
    "no end": ("---\ntitle: 하나\n본문\n", ["bad.md:1: front matter has no end — close it with a line ---"]),
    "broken TOML": ("+++\ntitle = 하나\n+++\n", ["bad.md:2:"]),
    "three wrong values": (
        "---\ntitle: 하나\ndate: 어제쯤\ndraft: 어쩌면\nvisibility: publik\n---\n",
        ['bad.md:3:1: date: not a date: "어제쯤" — write 2026-11-23', "bad.md:4:1: draft: must be true or false",
         'bad.md:5:1: visibility: "publik" is not one of public, excerpt, metadata, private — did you mean "public"?', "3 problems"],
    ),
    "CP949": ("---\ntitle: 가나\n---\n글\n".encode("cp949"), ["bad.md:2: is not UTF-8 text — save it as UTF-8, or `ssg import` it"]),
    "UTF-16": ("---\ntitle: 가나\n---\n글\n".encode("utf-16"), ["bad.md:1: is not UTF-8 text"]),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, ["bad.md:2: is not UTF-8 text"]),
}  # fmt: skip
SETTINGS = {
    "broken TOML": ("title = 내 서가\n", ["site.toml:1:9: not valid TOML: Invalid value — text needs quotes"]),
    "an unknown key": (SITE + "pagniate = 3\n", ['site.toml:2: unknown key "pagniate" — did you mean "paginate"?']),
    "wrong types": (
        SITE + 'paginate = "zehn"\n[feeds]\nlimit = "x"\n[search]\nenabled = 1\n',
        ['site.toml:2: "paginate": must be a whole number, not text in quotes', 'site.toml:4: "feeds.limit": must be a whole number',
         'site.toml:6: "search.enabled": must be true or false, not a whole number', "3 problems"],
    ),
    "a missing theme": (SITE + '[theme]\nname = "defualt"\n', ['site.toml:3: there is no theme "defualt" — did you mean "default"?']),
    "an unknown theme setting": (SITE + '[theme]\nfnot = "serif"\n', ['site.toml:3: unknown theme setting "fnot" — did you mean "font"?']),
    "no time zone": (SITE + 'timezone = "Asia/Soul"\n', ['site.toml:2: unknown time zone "Asia/Soul" — did you mean "Asia/Seoul"?']),
    "no address": (SITE + 'base_url = "example.org"\n', ['site.toml:2: base_url "example.org" is no web address — write it with https://']),
    "no UTF-8": ('title = "가"\n'.encode("cp949"), ["site.toml: is not UTF-8 text — save it as UTF-8"]),
}  # fmt: skip
TEMPLATES = {
    "syntax": ("{% if x %}\n{% endblock %}", ["article.html:4: template: Encountered unknown tag 'endblock'"]),
    "an undefined variable": ("{{ artcle.card.title }}{% endblock %}", ["article.html:3: template: 'artcle' is undefined — did you mean \"article\"?"]),
    "an undefined field": ("{{ article.card.titel }}{% endblock %}", ['article.html:3: template: Card has no "titel" — did you mean "title"?']),
    "an unknown filter": ("{{ site.title|hrefff }}{% endblock %}", ["article.html:3: template: No filter named 'hrefff'."]),
    "a missing include": ('{% include "_no.html" %}{% endblock %}', ['article.html:3: there is no template "_no.html"']),
    "an impossible sum": ("{{ 1 // 0 }}{% endblock %}", ["article.html:3: template: ZeroDivisionError"]),
}  # fmt: skip


def site(archive: Path) -> dict[str, bytes]:
    root = archive / "_site"
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def says(done: Done, expected: list[str]) -> None:
    missing = [text for text in expected if text not in done.err]
    assert (done.code, missing) == (1, []), done.err


@pytest.mark.parametrize(("content", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_a_bad_article_is_named_and_the_others_are_built(
    ssg: Run, write: Write, archive: Path, content: str | bytes, expected: list[str]
) -> None:
    write("content/articles/good.md", GOOD)
    bad = write(BAD, content)
    raw = bad.read_bytes()
    done = ssg("build")
    says(
        done, [f"content/articles/{text}" if text.startswith("bad") else text for text in expected]
    )
    assert "articles/good/index.html" in site(archive)
    assert bad.read_bytes() == raw
    assert ssg("build").code == 1  # and said again, until it is mended


def test_an_article_that_breaks_keeps_its_last_good_page(
    ssg: Run, write: Write, archive: Path
) -> None:
    write(BAD, GOOD)
    ssg("build")
    before = site(archive)
    write(BAD, "---\ntitle: [가\n---\n다른 본문\n")
    assert ssg("build").code == 1
    assert site(archive)["articles/bad/index.html"] == before["articles/bad/index.html"]
    write(BAD, GOOD)
    assert ssg("build").code == 0
    assert site(archive) == before


def test_unknown_keys_are_warnings_that_stop_nothing(ssg: Run, write: Write, archive: Path) -> None:
    write(BAD, "---\ntilte: 하나\nmine: 3\n---\n본문\n")
    done = ssg("build")
    assert done.code == 0
    assert done.err == (
        'content/articles/bad.md:2:1: warning: unknown key "tilte" — did you mean "title"?\n'
        'content/articles/bad.md:3:1: warning: unknown key "mine" — keys of your own go under extra:\n'
        "2 warnings\n"
    )
    assert "articles/bad/index.html" in site(archive)


def test_two_articles_with_one_address_are_both_named(
    ssg: Run, write: Write, archive: Path
) -> None:
    write("content/articles/2020/같은.md", GOOD)
    write("content/articles/2021/같은.md", GOOD.replace("2020", "2021"))
    done = ssg("build")
    says(
        done,
        [
            'has the address "/articles/같은/"',
            "content/articles/2020/같은.md",
            "content/articles/2021/같은.md",
            "`slug`",
        ],
    )
    assert "articles/같은/index.html" in site(archive)
    assert "articles/첫-글/index.html" in site(archive)


def test_an_alias_that_is_a_page_already_is_named_with_both_files(
    ssg: Run, write: Write, archive: Path
) -> None:
    write(BAD, GOOD.replace("date", "aliases: [/about/]\ndate"))
    says(ssg("build"), [f'{BAD}: has the address "/about/", and so has content/pages/about.md'])
    assert b'http-equiv="refresh"' not in site(archive)["about/index.html"]


@pytest.mark.parametrize(("content", "expected"), SETTINGS.values(), ids=SETTINGS)
def test_bad_settings_are_named_with_their_line_and_the_last_site_stays(
    ssg: Run, write: Write, archive: Path, content: str | bytes, expected: list[str]
) -> None:
    ssg("build")
    before = site(archive)
    write("site.toml", content)
    says(ssg("build"), expected)
    assert site(archive).keys() == before.keys()
    assert site(archive)["articles/첫-글/index.html"] == before["articles/첫-글/index.html"]


def test_other_verbs_say_once_what_is_wrong_with_the_settings(ssg: Run, write: Write) -> None:
    write("site.toml", "title = 내 서가\n")
    for words in (
        ["list"],
        ["clean"],
        ["search", "x"],
        ["import", "-"],
        ["new", "x"],
        ["deploy", "--workflow"],
    ):
        done = ssg(*words)
        assert (done.code, done.out, done.err.count("not valid TOML")) == (1, "", 1)


@pytest.mark.parametrize(("content", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_bad_template_is_named_with_its_line_and_other_pages_are_built(
    ssg: Run, write: Write, archive: Path, content: str, expected: list[str]
) -> None:
    write("templates/article.html", PAGE + content)
    says(ssg("build"), [f"templates/{text}" for text in expected])
    built = site(archive)
    assert "about/index.html" in built
    assert "index.html" in built
    assert "articles/첫-글/index.html" not in built


def test_links_out_of_the_archive_are_not_followed(ssg: Run, archive: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text(GOOD, "utf-8")
    (tmp_path / "folder").mkdir()
    (archive / "static").mkdir()
    (archive / "content/articles/out.md").symlink_to(outside)
    (archive / "content/articles/folder").symlink_to(tmp_path / "folder")
    (archive / "content/articles/gone.md").symlink_to(tmp_path / "gone.md")
    (archive / "static/secret.txt").symlink_to(outside)
    done = ssg("build")
    says(done, [
        "content/articles/out.md: a link out of the archive is not followed — put the file itself here, or remove the link\n",
        "content/articles/folder: a link out", "content/articles/gone.md: a link to nothing", "static/secret.txt: a link out",
    ])  # fmt: skip
    assert [path for path, raw in site(archive).items() if "멀쩡한".encode() in raw] == []
    assert "articles/첫-글/index.html" in site(archive)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "there is no text in it — paste an article's text"),
        (b" \n\t\r\n", "there is no text in it"),
        (b"\x7fELF\x02\x01\x01\x00", "this is a program, no text — copy its text and paste that"),
        (bytes(range(256)) * 50, "this is a binary file, no text"),
        (b"%PDF-1.7\n", "this PDF is damaged or cut off"),
        (b"<html><body><script>x()</script></body></html>", "there is no text in it"),
    ],
    ids=["nothing", "blank", "a program", "bytes", "a PDF", "HTML"],
)  # fmt: skip
def test_a_paste_that_is_no_text_is_refused_and_nothing_is_written(
    ssg: Run, archive: Path, write: Write, raw: bytes, said: str
) -> None:
    write("x.txt", raw)
    before = sorted(path for path in archive.rglob("*") if ".ssg" not in path.parts)
    for source in ("-", "x.txt"):
        done = ssg("import", source, stdin=raw)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith((f"{source}: {said}", f"{source}:1: {said}"))
    assert sorted(path for path in archive.rglob("*") if ".ssg" not in path.parts) == before


def test_a_paste_of_fifty_megabytes_is_refused_at_once(
    ssg: Run, archive: Path, write: Write
) -> None:
    file = write("big.txt", "글자가 아주 많은 한 줄이다.\n".encode() * 1_350_000)
    assert file.stat().st_size > 50_000_000
    for source in ("big.txt", "-"):
        started = time.perf_counter()
        done = ssg("import", source, stdin=file.read_bytes())
        assert time.perf_counter() - started < 10
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(f"{source}: the text is too large (")
        assert "at most 5 MB are read as one article" in done.err
    assert not (archive / "content/originals").exists()


def test_one_bad_source_does_not_keep_the_others_out(ssg: Run, archive: Path, write: Write) -> None:
    for name, raw in (
        ("a.txt", b""),
        ("b.txt", "제목\n\n본문이다. 두 문장이다.\n".encode()),
        ("c.txt", b"\x00\x01" * 999),
    ):
        write(name, raw)
    done = ssg("import", "nowhere.txt", "a.txt", "b.txt", "c.txt", "https://127.0.0.1/")
    assert done.code == 1
    assert done.out.startswith("b.txt: imported content/articles/")
    assert [line.partition(": ")[::2] for line in done.err.splitlines()] == [
        ("nowhere.txt", "there is no such file"),
        ("a.txt", "there is no text in it — paste an article's text"),
        ("c.txt", "this is a binary file, no text — copy its text and paste that"),
        (
            "https://127.0.0.1/",
            "it leads to a private network, not to the web — save the page in a browser and import the file",
        ),
        ("4 problems", ""),
    ]
