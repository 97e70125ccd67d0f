"""Front matter: split, read from every dialect, refused with a line, written and read again."""

import msgspec
import pytest

from ssg.errors import SsgError
from ssg.markup.frontmatter import Parts, read, split, write
from ssg.model import Archive, Figure, FrontMatter, Moment, Source

ZONE = "Asia/Seoul"


def front(head: str, body: str = "") -> FrontMatter:
    """The front matter of a YAML head."""
    return read(f"---\n{head}\n---\n{body}", "content/a.md", ZONE).front


def errors(text: str) -> list[str]:
    """What is wrong with a file."""
    with pytest.raises(SsgError) as caught:
        read(text, "a.md", ZONE)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_split_whatever_its_line_ends_and_nothing_is_lost(mark: str, end: str) -> None:
    text = mark + end.join(["---", "title: a", "---", "b", "---", "c: d", "---", ""])
    parts = split(text)
    assert parts.opening + parts.head + parts.closing + parts.body == text
    assert (parts.kind, parts.head, parts.head_line, parts.body_line) == (
        "yaml",
        f"title: a{end}",
        2,
        4,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "body",
        "\n---\na: b\n---\n",
        " ---\na: b\n---\n",
        "----\na: b\n---\n",
        "--- x\na: b\n---\n",
    ],
)
def test_a_fence_opens_front_matter_only_on_the_first_line(text: str) -> None:
    assert split(text) == Parts("", "", text, 1, 1)


def test_toml_is_read_too() -> None:
    text = '+++\ntitle = "한"\ndate = 2026-11-23T09:00:00\ndraft = true\nweight = 3\n[taxonomies]\ntags = ["a"]\n[extra]\nx = 1.5\n+++\nbody'
    read_front = FrontMatter(
        title="한",
        date=Moment("2026-11-23T09:00:00+09:00"),
        draft=True,
        weight=3,
        tags=("a",),
        extra={"x": 1.5},
    )
    document = read(text, "a.md", ZONE)
    assert (document.front, document.body, document.body_line) == (read_front, "body", 11)


@pytest.mark.parametrize(
    "written", ["no", "on", "12:30", "1.10", "2024", "2024-01-01", "1_000", "0x1F", "true", "1e3"]
)
def test_text_stays_the_text_that_was_written(written: str) -> None:
    assert front(f"title: {written}\nslug: {written}\nrights: {written}") == FrontMatter(
        title=written, slug=written, rights=written
    )


@pytest.mark.parametrize(
    "headline",
    ["한은: 기준금리 동결", "[단독] 한은, 금리 동결", "[속보]", '"안 된다"며 떠난 사람', "'말'이라고 한 사람: 누구",
     "*별표* 제목", "@아이디: 누구인가", "`코드`라는 제목", "%로 시작", "!긴급: 발표", "& 그리고", "{중괄호} 제목",
     "결론: ", "- 하나: 둘", "> 인용: 하나", "| 세로줄", "a: b: c: d", 'c:\\새 폴더: "이름"'],
)  # fmt: skip
def test_headlines_need_no_quotes(headline: str) -> None:
    assert front(f"title: {headline}\ndraft: true").title == headline.strip()


def test_a_repaired_line_keeps_its_comment_and_the_lines_after_it() -> None:
    warnings = read("---\ntitle: 한은: 동결 # 가제\ntilte: x\n---\n", "a.md", ZONE)
    assert warnings.front.title == "한은: 동결"
    assert [str(p) for p in warnings.problems] == [
        'a.md:3:1: warning: unknown key "tilte" — did you mean "title"?'
    ]


def test_a_hash_tag_that_yaml_takes_for_a_comment_is_pointed_out() -> None:
    text = "---\ntitle: 오늘의 #이슈 정리\ntags: #경제 #금리\nsection: 경제 # 메모\nrights: 'a #b'\nslug: a#b\n---\n"
    document = read(text, "a.md", ZONE)
    assert [str(p) for p in document.problems] == [
        'a.md:2:12: warning: title: "#이슈 정리" is a comment here, not text — put the value in quotes: title: "…"',
        'a.md:3:7: warning: tags: "#경제 #금리" is a comment here, not text — put the value in quotes: tags: "…"',
    ]


DIALECTS = [
    ("headline: a", {"title": "a"}),
    ("Title: a\nDate: 2026-11-23", {"title": "a", "date": Moment("2026-11-23")}),
    ("published: 2026-11-23", {"date": Moment("2026-11-23")}),
    ("published: false", {"draft": True}),
    ("published: true", {}),
    ("publish: false", {"draft": True}),
    ("status: draft", {"draft": True}),
    ("status: published", {}),
    ("publishDate: 2026.11.23.", {"date": Moment("2026-11-23")}),
    ("lastmod: 2026-11-23", {"updated": Moment("2026-11-23")}),
    ("expiryDate: 2026-11-23", {"expires": Moment("2026-11-23")}),
    ("created: 2026-11-23", {"date": Moment("2026-11-23")}),
    ("source: https://a.kr/b\ncreated: 2026-11-23",
     {"source": Source(url="https://a.kr/b"), "archived": Moment("2026-11-23")}),
    ("source: 연합뉴스\noriginal_url: https://a.kr", {"source": Source("연합뉴스", "https://a.kr")}),
    ("source: {name: 연합, url: https://a.kr}", {"source": Source("연합", "https://a.kr")}),
    ("author: 홍길동", {"authors": ("홍길동",)}),
    ("author: ['[[홍길동]]', '[[people/kim|김]]']", {"authors": ("홍길동", "김")}),
    ("authors: [{name: 홍길동}]", {"authors": ("홍길동",)}),
    ("tags: 경제, 금리 인상", {"tags": ("경제", "금리 인상")}),
    ("tags: 경제 금리", {"tags": ("경제", "금리")}),
    ("tags: 경제|금리", {"tags": ("경제", "금리")}),
    ("tags: '#경제 #금리'", {"tags": ("경제", "금리")}),
    ("tags: [a, b, a, 2024]", {"tags": ("a", "b", "2024")}),
    ("tags: [\"\u1112\u1161\u11ab\"]", {"tags": ("한",)}),
    ("keywords: [a]", {"tags": ("a",)}),
    ("categories: [경제, 정책]", {"section": "경제", "tags": ("정책",)}),
    ("category: 경제", {"section": "경제"}),
    ("redirect_from: /old/", {"aliases": ("/old/",)}),
    ("aliases: [old/post.html, /b/]", {"aliases": ("/old/post.html", "/b/")}),
    ("permalink: /2014/a/", {"aliases": ("/2014/a/",)}),
    ("summary: a", {"description": "a"}),
    ("language: ko_KR", {"lang": "ko-KR"}),
    ("cover: a.png", {"image": "a.png"}),
    ("cover: {image: a.png, alt: 그림}", {"image": "a.png", "image_alt": "그림"}),
    ("subtitle: a", {"subtitle": ("a",)}),
    ("subtitle: [a, b]", {"subtitle": ("a", "b")}),
    ("figures: [{caption: a, credit: b}]", {"figures": (Figure("a", "b"),)}),
    ("archive: {id: '1', auto_tags: [x], uncertain: [date]}",
     {"archive": Archive(id="1", auto_tags=("x",), uncertain=("date",))}),
    ("series: [a]", {"series": "a"}),
    ("order: 3", {"weight": 3}),
    ("layout: post", {"extra": {"layout": "post"}}),
    ("title: ~\nauthor:\ntags: []", {}),
]  # fmt: skip


@pytest.mark.parametrize(("head", "fields"), DIALECTS)
def test_other_programs_keys_are_understood_without_a_warning(
    head: str, fields: dict[str, object]
) -> None:
    document = read(f"---\n{head}\n---\n", "a.md", ZONE)
    expected = msgspec.structs.replace(FrontMatter(title="a"), **fields)
    assert (document.front, document.problems) == (expected, ())


def test_unknown_keys_are_kept_with_the_types_of_yaml_1_2() -> None:
    document = read(
        "---\ntitle: a\nx: [1, 1.5, true, no, ~, 12:30, '1', 0x1F, .inf, 99999999999999999999]\n---\n",
        "a.md",
        ZONE,
    )
    assert document.front.extra == {
        "x": [1, 1.5, True, "no", None, "12:30", "1", 31, ".inf", "99999999999999999999"]
    }
    assert [str(p) for p in document.problems] == [
        'a.md:3:1: warning: unknown key "x" — keys of your own go under extra:'
    ]


def test_an_alias_that_leaves_the_site_is_left_out_with_a_warning() -> None:
    head = "title: a\naliases: [https://evil.kr/, //evil.kr/, /a/../b/, 옛 이름, /ok/]"
    document = read(f"---\n{head}\n---\n", "a.md", ZONE)
    assert (document.front.aliases, len(document.problems)) == (("/ok/",), 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: a\ntitle: b\n---\n", ['a.md:3:1: "title" is set twice — it is set on line 2 already']),
        ("---\nsource:\n  url: a\n  url: b\n---\n", ['a.md:4:3: "source.url" is set twice']),
        ("---\ntitle: a\n\ndate: 2026-02-30\n---\n",
         ['a.md:4:1: date: not a date: "2026-02-30" — write 2026-11-23 or 2026-11-23 09:00']),
        ("---\nvisibility: pubic\nweight: x\ndraft: maybe\nlang: 한국어\n---\n",
         ['a.md:2:1: visibility: "pubic" is not one of public, excerpt, metadata, private — did you mean "public"?',
          'a.md:3:1: weight: not a whole number: "x" — write weight: 10',
          'a.md:4:1: draft: must be true or false, not "maybe"',
          'a.md:5:1: lang: not a language: "한국어" — write ko, en or zh-Hant']),
        ("---\nslug: [a, b]\n---\n", ['a.md:2:1: slug: must be text, not a list — write slug: "…"']),
        ("---\nfigures: [{captoin: a}]\n---\n",
         ['a.md:2:1: figures: unknown key "captoin" — did you mean "caption"?']),
        ("---js\nx\n---\n", ["a.md:1: front matter in js isn't supported — write YAML between lines of ---"]),
        ("---\ntitle: a\n\nbody", ["a.md:1: front matter has no end — close it with a line ---"]),
        ("---\n- a\n---\n",
         ["a.md:2: front matter must be keys with values — write key: value, a line each; a file that begins with a rule (---) needs an empty line first"]),
        ("---\na: &x [1]\nb: *x\n---\n",
         ["a.md:2:4: an anchor (&) is used again by an alias (*) — write the value out each time"]),
        ("---\nx: !!python/object:os.system {}\n---\n",
         ["a.md:2:4: the tag !!python/object:os.system isn't supported — leave it out"]),
        ("+++\ntitle = x\n+++\n", ['a.md:2:9: not valid TOML: Invalid value — text needs quotes: title = "…"']),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, said: list[str]) -> None:
    assert errors(text) == said


def test_lines_are_those_of_the_file_with_crlf_too() -> None:
    assert errors("\ufeff---\r\ntitle: a\r\nfoo: a: b\r\n---\r\n")[0].startswith(
        "a.md:3:7: not valid YAML:"
    )


@pytest.mark.parametrize(
    "head",
    ["a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]", "a: &a {b: *a}", "x: " + "[" * 5000, "x: " + "[" * 900 + "]" * 900,
     "a: \x00", "{" * 3000, "? [a]\n: b", "x: " + "1" * 6000 + "\n? - b", "\t- a"],
)  # fmt: skip
def test_hostile_yaml_ends_with_a_message(head: str) -> None:
    assert errors(f"---\n{head}\n---\n")


def test_a_missing_title_is_the_first_heading_or_the_files_name() -> None:
    body = "```\n# code\n```\n\n# **머리** 기사 #\n"
    titles = [
        read(body, "content/a.md", ZONE).front.title,
        read("text", "content/articles/이름.md", ZONE).front.title,
        read("", "content/이름/index.md", ZONE).front.title,
    ]
    assert titles == ["머리 기사", "이름", "이름"]


def test_a_new_file_holds_what_is_known_in_a_fixed_order() -> None:
    given_front = FrontMatter(
        title="한은: 동결", date=Moment("2026-11-23T09:00:00+09:00"), authors=("홍길동",), lang="ko",
        source=Source("연합", "https://a.kr/x?a=1#b"), tags=("금리", "no", "a, b"), figures=(Figure("설명: 하나"),),
    )  # fmt: skip
    assert write(given_front, "본문\n") == (
        '---\ntitle: "한은: 동결"\ndate: 2026-11-23T09:00:00+09:00\nauthors: [홍길동]\nsource:\n  name: 연합\n'
        '  url: "https://a.kr/x?a=1#b"\ntags: [금리, "no", "a, b"]\nfigures:\n  - caption: "설명: 하나"\nlang: ko\n---\n\n본문\n'
    )


@pytest.mark.parametrize(("head", "column", "what"), [
    ('title: "열림\ntags: a', 8, "quote"), ("title: 'x", 8, "quote"), ("title: [열림\ndate: 2024-01-02", 8, "list"),
    ("source: {name: 물결일보\ntags: a", 9, "brace"),
])  # fmt: skip
def test_what_is_never_closed_is_told_where_it_begins(head: str, column: int, what: str) -> None:
    with pytest.raises(SsgError) as caught:
        read(f"---\n{head}\n---\n글", "a.md", "Asia/Seoul")
    (told,) = caught.value.problems
    assert (told.line, told.column) == (2, column)
    assert f"the {what} that begins here" in told.what
    assert told.hint.startswith("close it")
