"""What archives write beside CommonMark: wikilinks, readings above characters, formulas, callouts, captions, shortcodes."""

from html.parser import HTMLParser

import pytest

from ssg.config import RawHtml
from ssg.markup import mathml
from ssg.markup.markdown import parser, render, strangers
from ssg.markup.opening import linked
from ssg.model import Link, Picture

FORMULA = frozenset("p b div code math mrow mfrac mi mn mo mtext mstyle mspace msub msup".split())


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


KNOWN = {
    "배": Link("/b/articles/%EB%B0%B0/", "배의 역사"),
    "two words": Link("/b/articles/two/", "Two"),
}


def html(text: str, **options: object) -> str:
    return render(text, wiki=KNOWN.get, **options).html  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[[배]]를 보라", '<a href="/b/articles/%EB%B0%B0/">배의 역사</a>를 보라'),
        ("[[배|그 배]]와 [[배#닻|닻]]", '<a href="/b/articles/%EB%B0%B0/">그 배</a>와 <a href="/b/articles/%EB%B0%B0/#h-닻">닻</a>'),
        ("[[없는 글]]과 [[없는 글|말]]", "없는 글과 말"),
        ("[[ two words ]]", '<a href="/b/articles/two/">Two</a>'),
        ("`[[배]]` \\[[배]]", "<code>[[배]]</code> [[배]]"),
        ("[[]] [[|x]] [[a\nb]]", "[[]] [[|x]] [[a\nb]]"),
        ("**[[배]]**는", '<strong><a href="/b/articles/%EB%B0%B0/">배의 역사</a></strong>는'),
        ("[[배|<b>]]", '<a href="/b/articles/%EB%B0%B0/">&lt;b&gt;</a>'),
    ],
)  # fmt: skip
def test_wikilinks(text: str, made: str) -> None:
    found = html(text).replace("%EB%8B%BB", "닻")
    assert found == f"<p>{made}</p>\n"


FILES = {"배.jpg": "../그림/배.jpg", "표.pdf": "표.pdf"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("![[배.jpg|닻을 내린 배]]", '<img src="../%EA%B7%B8%EB%A6%BC/%EB%B0%B0.jpg" alt="닻을 내린 배" fetchpriority="high" decoding="async">'),
        ("![[배.jpg|300]]", '<img src="../%EA%B7%B8%EB%A6%BC/%EB%B0%B0.jpg" alt="" fetchpriority="high" decoding="async">'),
        ("![[배]]!", '<a href="/b/articles/%EB%B0%B0/">배의 역사</a>!'),
        ("[[표.pdf]] ![[표.pdf|그 표]]", '<a href="%ED%91%9C.pdf">표.pdf</a> <a href="%ED%91%9C.pdf">그 표</a>'),
        ("![[없는.png]] !", "없는.png !"),
        ("\\![[배]] `![[배.jpg]]`", '!<a href="/b/articles/%EB%B0%B0/">배의 역사</a> <code>![[배.jpg]]</code>'),
    ],
)  # fmt: skip
def test_embeds_are_pictures_and_links_to_articles_and_files(text: str, made: str) -> None:
    found = render(text, wiki=KNOWN.get, attached=lambda name: FILES.get(name, "")).html
    assert found == f"<p>{made}</p>\n"


def test_names_that_lead_nowhere_are_told_with_their_lines() -> None:
    text = "[[배]]와 [[없는 배]].\n\n`[[코드]]`\n\n- ![[없는.png]]\n- [[#닻]] [[또 없다|말]]\n"
    found = strangers(text, KNOWN.get, lambda name: FILES.get(name, ""))
    assert found == ((1, "없는 배"), (5, "없는.png"), (6, "또 없다"))


def test_a_picture_in_html_is_found_measured_and_loaded_when_near() -> None:
    known = {"배.png": Picture(640, 400), '<b>"&.png': Picture(10, 20)}
    options = {"resolve": lambda name: f"/b/files/{name}", "picture": known.get}
    told = 'src="/b/files/%EB%B0%B0.png"'
    later = 'loading="lazy" decoding="async"'
    for text, made in (
        ('<img src="배.png" alt="배">', f'<img {told} alt="배" width="640" height="400" {later}>'),
        ('<img src="%EB%B0%B0.png" width=320>', f'<img {told} width="320" height="200" {later} alt="">'),
        ('<img src="배.png" height="40" alt=">">', f'<img {told} height="40" alt="&gt;" width="64" {later}>'),
        ('<img src="배.png" width="1" height="2">', f'<img {told} width="1" height="2" {later} alt="">'),
        ('<img src="배.png" width="50%">', f'<img {told} width="640" height="400" {later} alt="">'),
        ('<img src="no.png">', f'<img src="/b/files/no.png" {later} alt="">'),
        ('<img src="/x.png" alt="">', '<img src="/x.png" alt="">'),
        ('<img src="//host/x.png" alt="">', '<img alt="">'),
        ('<img src=\'<b>"&amp;.png\' onerror=alert(1)>', f'<img src="/b/files/%3Cb%3E%22&amp;.png" width="10" height="20" {later} alt="">'),
        ("<pre>&lt;img src=\"배.png\"></pre>", '<pre>&lt;img src="배.png"&gt;</pre>'),
    ):  # fmt: skip
        assert render(text, **options).html.strip() == made  # type: ignore[arg-type]


def test_a_reference_of_that_name_is_the_link_that_commonmark_says() -> None:
    assert html("[[배]]\n\n[배]: /x") == '<p>[<a href="/x">배</a>]</p>\n'
    assert render("[[배]]").html == "<p>[[배]]</p>\n"


def test_a_wikilink_to_a_heading_of_the_same_text() -> None:
    assert '<a href="#h-닻">닻</a>' in html("[[#닻]]\n\n## 닻\n").replace("%EB%8B%BB", "닻")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("{漢字|한자}는", [("漢", "한"), ("字", "자")]),
        ("{東京|とう|きょう}", [("東", "とう"), ("京", "きょう")]),
        ("{大韓民國|대한민국} 은", list(zip("大韓民國", "대한민국", strict=True))),
        ("{今日|きょう}", [("今日", "きょう")]),
        ("{字|<b>}", [("字", "&lt;b&gt;")]),
    ],
)
def test_readings_stand_above_their_characters(text: str, pairs: list[tuple[str, str]]) -> None:
    made = "".join(f"<ruby>{b}<rp>(</rp><rt>{r}</rt><rp>)</rp></ruby>" for b, r in pairs)
    assert made in html(text)


@pytest.mark.parametrize(
    "text", ["{a|b}", "{한글|b}", "{漢字}", "{漢字|}", "`{漢字|한자}`", "{漢|한", "한자(漢字)"]
)
def test_what_is_no_reading_stays_text(text: str) -> None:
    assert "<ruby>" not in html(text)


def test_characters_are_searched_without_their_readings() -> None:
    assert render("{漢字|한자}는").text == "漢字는"


def test_formulas_are_mathml_where_a_site_wants_them() -> None:
    made = html("넓이 $a^2$ 와\n\n$$\n\\frac{1}{2}\n$$\n", math=True)
    assert '<math display="inline"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math>' in made
    assert (
        '<div class="scroll" role="group" aria-label="수식 1" tabindex="0"><math display="block"><mrow><mfrac>'
        in made
    )
    assert html("$a^2$") == "<p>$a^2$</p>\n"
    assert html("값은 $100에서 $200으로", math=True) == "<p>값은 $100에서 $200으로</p>\n"


def test_a_formula_beside_html_is_kept_by_the_gate() -> None:
    made = html('<b onclick=x>굵게</b> $a$ <span class="formula-0"></span> $b$', math=True)
    assert made.count("<math ") == 2
    assert "onclick" not in made
    assert "<mi>a</mi>" in made
    assert "<mi>b</mi>" in made


@pytest.mark.parametrize("raw_html", ["sanitize", "escape"])
@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\style{background:url(//e.example)}{x}",
        r"\text{<img src=x onerror=alert(1)>}", r"\class{x}{y}", r"\frac{1", "{" * 3000, r"\def\x{\x\x}\x",
        r"\text{</math><script>alert(1)</script>}", r"\text{&lt;script&gt;}", r"\mathchoice", r"\unicode{x3c}", "<!--", "]]>", r"\color{red}{x}",
    ],
)  # fmt: skip
def test_no_formula_brings_anything_alive(latex: str, raw_html: RawHtml) -> None:
    for text in (f"${latex}$", f"$$\n{latex}\n$$", f"<b>x</b> ${latex}$"):
        made = html(text, math=True, raw_html=raw_html)
        page = Elements(made)
        assert page.tags - FORMULA == set()
        assert page.attributes - {"class", "role", "aria-label", "tabindex", "display", "mathvariant", "stretchy", "form", "fence", "separator"} == set()  # fmt: skip


def test_without_the_library_a_formula_is_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathml, "available", lambda: False)
    assert html("$a<b$", math=True) == '<p><code class="math">a&lt;b</code></p>\n'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> [!info]\n> 글", '<div class="alert alert-note">\n<p class="alert-title">정보</p>\n<p>글</p>\n</div>\n'),
        ("> [!tip] **제목** 하나\n> 글", '<div class="alert alert-tip">\n<p class="alert-title"><strong>제목</strong> 하나</p>\n<p>글</p>\n</div>\n'),
        ("> [!bug]- 접힌\n> 글", '<details class="alert alert-caution">\n<summary class="alert-title">접힌</summary>\n<p>글</p>\n</details>\n'),
        ("> [!done]+\n> 글", '<details class="alert alert-tip" open="">\n<summary class="alert-title">완료</summary>\n<p>글</p>\n</details>\n'),
        ("> [!unknown] x\n> 글", "<blockquote>\n<p>[!unknown] x\n글</p>\n</blockquote>\n"),
        ("> [!quote]\n> > [!note]\n> > 안", '<div class="alert alert-note">\n<p class="alert-title">인용</p>\n<div class="alert alert-note">\n<p class="alert-title">참고</p>\n<p>안</p>\n</div>\n</div>\n'),
        ("> [!note] <script>alert(1)</script>", '<div class="alert alert-note">\n<p class="alert-title"></p>\n</div>\n'),
    ],
)  # fmt: skip
def test_callouts(text: str, made: str) -> None:
    assert html(text) == made


def test_the_name_of_a_callout_is_not_searched_its_own_title_is() -> None:
    assert render("> [!note]\n> 글\n\n> [!note] 제목\n> 둘").text.split("\n") == [
        "글",
        "제목",
        "둘",
    ]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("![a](a.png)\n\n*설명 **굵게***\n\n글", "<figure>{img}<figcaption>설명 <strong>굵게</strong></figcaption></figure>\n<p>글</p>\n"),
        ("![a](a.png)\n*설명*", "<figure>{img}<figcaption>설명</figcaption></figure>\n"),
        ("![a](a.png)\n\n*설명* 그리고 글", "<p>{img}</p>\n<p><em>설명</em> 그리고 글</p>\n"),
        ("![a](a.png)\n\n*하나* *둘*", "<p>{img}</p>\n<p><em>하나</em> <em>둘</em></p>\n"),
        ("![a](a.png) *설명*", "<p>{img} <em>설명</em></p>\n"),
        ("- ![a](a.png)\n- *x*", "<ul>\n<li>{img}</li>\n<li><em>x</em></li>\n</ul>\n"),
        ('![a](a.png "제목")\n\n*설명*', "<figure>{img}<figcaption>제목</figcaption></figure>\n<p><em>설명</em></p>\n"),
    ],
)  # fmt: skip
def test_a_picture_takes_the_words_set_apart_below_it_as_its_caption(text: str, made: str) -> None:
    img = '<img src="a.png" alt="a" fetchpriority="high" decoding="async">'
    assert html(text) == made.replace("{img}", img)


def called(name: str, given: tuple[object, ...], named: dict[str, object]) -> str:
    return f'<b class="{name}" onclick="x">{given}{sorted(named.items())}</b>'


def test_shortcodes_are_calls_with_plain_values_and_go_through_the_gate() -> None:
    made = html('앞 {{ fig("a b", 2, wide=True) }} 뒤', shortcode=called)
    assert made == "<p>앞 <b class=\"fig\">('a b', 2)[('wide', True)]</b> 뒤</p>\n"
    assert html('{{ fig("x") }}') == "<p>{{ fig(&quot;x&quot;) }}</p>\n"


@pytest.mark.parametrize(
    "text",
    ["{{ f(x) }}", "{{ f(__import__('os')) }}", "{{ f([1]) }}", "{{ f(**{'a': 1}) }}", "{{ f.g() }}", "{{ f('a'.upper()) }}",
     "{{ 7 * 7 }}", "{{ f(1)) }}", "{{ f(" + "(" * 300 + ") }}", "{% if x %}", "{{ f(" + "9" * 500 + ") }}", "`{{ f(1) }}`"],
)  # fmt: skip
def test_anything_else_in_braces_stays_text(text: str) -> None:
    def never(*_: object) -> str:
        raise AssertionError(text)

    assert "{" in html(text, shortcode=never)


def test_texts_without_such_marks_use_the_usual_parser() -> None:
    render("글")
    before = parser.cache_info().currsize
    for text in ("평범한 글 (漢字) 100달러", "[a](b) {a} a|b", "값 $5"):
        render(text)
    assert parser.cache_info().currsize == before


def test_the_links_of_a_text() -> None:
    text = "[[하나|말]] [[둘#절]] [x](../셋.md#y) ![z](z.png) [w](w.md 't') [[하나]] [e](https://e.example/a.md)"
    assert linked(text) == ("[[하나", "[[둘", "../셋.md", "w.md", "https://e.example/a.md")
    assert linked("아무것도 없다") == ()
