"""What Markdown becomes: our additions to CommonMark, whole values compared."""

import pytest

from ssg.markup.highlight import COLOURS, highlight, stylesheet
from ssg.markup.markdown import plain, render
from ssg.model import Heading


def html(text: str, **how: object) -> str:
    """The HTML of a text."""
    return render(text, **how).html  # type: ignore[arg-type]


def test_headings_get_ids_that_no_script_uses_and_are_listed() -> None:
    rendered = render(
        "# 금리 **동결**\n\n## `location`\n\n금리 동결\n---\n\n### !\n\n## h-금리-동결-2\n\n# 금리 동결"
    )
    assert rendered.headings == (
        Heading(1, "h-금리-동결", "금리 동결"),
        Heading(2, "h-location", "location"),
        Heading(2, "h-금리-동결-2", "금리 동결"),
        Heading(3, "h-section", "!"),
        Heading(2, "h-h-금리-동결-2", "h-금리-동결-2"),
        Heading(1, "h-금리-동결-3", "금리 동결"),
    )
    assert '<h2 id="h-location"><code>location</code></h2>' in rendered.html


def test_a_table_scrolls_in_a_focusable_group_and_aligns_by_class() -> None:
    assert html("| a | b | c |\n|---|--:|:-:|\n| 가 | 1 | x |") == (
        '<div class="scroll" role="group" aria-label="표 1" tabindex="0">\n<table>\n<thead>\n<tr>\n<th>a</th>\n'
        '<th class="num">b</th>\n<th class="center">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>가</td>\n'
        '<td class="num">1</td>\n<td class="center">x</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
    )


def test_code_is_a_focusable_group_coloured_by_class() -> None:
    assert html('```python title="x"\nif a: pass\n```\n\n    <b>', lang="en") == (
        '<pre class="highlight" role="group" aria-label="Code 1" tabindex="0"><code class="language-python">'
        '<span class="k">if</span> <span class="n">a</span><span class="p">:</span> <span class="k">pass</span>\n</code></pre>\n'
        '<pre class="highlight" role="group" aria-label="Code 2" tabindex="0"><code>&lt;b&gt;\n</code></pre>\n'
    )


def test_an_unknown_language_is_shown_plain_and_escaped() -> None:
    assert html('```"><script>\n<b>\n```') == (
        '<pre class="highlight" role="group" aria-label="코드 1" tabindex="0">'
        '<code class="language-&quot;&gt;&lt;script&gt;">&lt;b&gt;\n</code></pre>\n'
    )
    assert highlight("<b>" * 20_000, "html") == "&lt;b&gt;" * 20_000


def test_the_style_sheet_names_every_colour_in_the_layer_and_is_readable() -> None:
    assert stylesheet().startswith("@layer theme {\n  .highlight .k, .highlight .kc,")
    contrasts = [
        _contrast(*pair)
        for light, dark, _ in COLOURS.values()
        for pair in ((light, "#f5f2eb"), (dark, "#202226"))
    ]
    assert min(contrasts) >= 7


def _contrast(a: str, b: str) -> float:
    """The contrast of two colours, by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("lang", "title"), [("ko", "주의"), ("ko-KR", "주의"), ("en", "Warning"), ("ja", "Warning")]
)
def test_alerts_are_boxes_with_a_title_in_the_texts_language(lang: str, title: str) -> None:
    assert html("> [!warning]\n> 첫째\n>\n> 둘째\n\n> [!OTHER]\n> x", lang=lang) == (
        f'<div class="alert alert-warning">\n<p class="alert-title">{title}</p>\n<p>첫째</p>\n<p>둘째</p>\n</div>\n'
        "<blockquote>\n<p>[!OTHER]\nx</p>\n</blockquote>\n"
    )


def test_an_alert_may_hold_anything_or_nothing() -> None:
    assert html("> [!NOTE]\n> > inner\n\n> [!TIP]") == (
        '<div class="alert alert-note">\n<p class="alert-title">참고</p>\n<blockquote>\n<p>inner</p>\n</blockquote>\n</div>\n'
        '<div class="alert alert-tip">\n<p class="alert-title">도움말</p>\n</div>\n'
    )


def test_tasks_are_boxes_nobody_can_click() -> None:
    assert html("- [ ] 할 일\n- [x] **끝**\n- [] 아님\n- [ ]") == (
        '<ul class="contains-task-list">\n<li class="task-list-item"><input type="checkbox" disabled="" aria-label="아직"> 할 일</li>\n'
        '<li class="task-list-item"><input type="checkbox" disabled="" checked="" aria-label="끝남"> <strong>끝</strong></li>\n'
        "<li>[] 아님</li>\n<li>[ ]</li>\n</ul>\n"
    )


def test_footnotes_are_numbered_by_their_first_use_and_lead_back() -> None:
    assert html("하나[^b] 둘[^a] 셋[^b]\n\n[^a]: 가\n[^b]: 나", lang="en") == (
        '<p>하나<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup> '
        '둘<sup class="footnote-ref"><a href="#fn-2" id="fnref-2">2</a></sup> '
        '셋<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2">1</a></sup></p>\n'
        '<section class="footnotes" aria-label="Footnotes">\n<ol>\n'
        '<li id="fn-1"><p>나 <a href="#fnref-1" class="footnote-back" aria-label="Back to the text 1">↩\ufe0e</a> '
        '<a href="#fnref-1-2" class="footnote-back" aria-label="Back to the text 1-2">↩\ufe0e</a></p>\n</li>\n'
        '<li id="fn-2"><p>가 <a href="#fnref-2" class="footnote-back" aria-label="Back to the text 2">↩\ufe0e</a></p>\n</li>\n'
        "</ol>\n</section>\n"
    )


def test_definition_lists() -> None:
    assert html("용어\n: 뜻") == "<dl>\n<dt>용어</dt>\n<dd>뜻</dd>\n</dl>\n"


def test_a_picture_alone_with_a_title_is_a_figure() -> None:
    assert html('![그림](a.png "설명 <1>")\n\n글 ![b](b.png "t")\n\n![c](c.png)') == (
        '<figure><img src="a.png" alt="그림" fetchpriority="high" decoding="async"><figcaption>설명 &lt;1&gt;</figcaption></figure>\n'
        '<p>글 <img src="b.png" alt="b" title="t" loading="lazy" decoding="async"></p>\n'
        '<p><img src="c.png" alt="c" loading="lazy" decoding="async"></p>\n'
    )


def test_a_picture_from_elsewhere_is_a_link() -> None:
    rel = 'rel="noopener noreferrer"'
    assert html(
        "![그림](https://a.kr/x.png) ![](//a.kr/y.png) [![z](https://a.kr/z.png)](/z/)"
    ) == (
        f'<p><a class="remote-image" href="https://a.kr/x.png" {rel}>그림</a> '
        f'<a class="remote-image" href="//a.kr/y.png" {rel}>//a.kr/y.png</a> <a href="/z/">z</a></p>\n'
    )


def test_site_addresses_are_resolved_and_others_are_left() -> None:
    seen: list[str] = []

    def resolve(target: str) -> str:
        seen.append(target)
        return f"/base/{target.lstrip('/')}"

    text = "[a](한글.md#절) [b](/a%20b/?q=1) [c](#h-x) ![d](그림.png) [e](https://x.kr/) [f](//y.kr/) [g]() <mailto:a@b.kr>"
    assert html(text, resolve=resolve) == (
        '<p><a href="/base/%ED%95%9C%EA%B8%80.md#h-%EC%A0%88">a</a> <a href="/base/a%20b/?q=1">b</a> <a href="#h-x">c</a> '
        '<img src="/base/%EA%B7%B8%EB%A6%BC.png" alt="d" fetchpriority="high" decoding="async"> '
        '<a href="https://x.kr/" rel="noopener noreferrer">e</a> <a href="//y.kr/" rel="noopener noreferrer">f</a> '
        '<a href="">g</a> <a href="mailto:a@b.kr">mailto:a@b.kr</a></p>\n'
    )
    assert seen == ["한글.md#h-절", "/a b/?q=1", "그림.png"]


def test_a_fragment_finds_its_heading() -> None:
    assert html("# 앞 말\n\n[a](#앞-말) [b](#h-앞-말) [c](#없음) [d](x.md#뒤) [e](x.md#fn-1)") == (
        '<h1 id="h-앞-말">앞 말</h1>\n<p><a href="#h-%EC%95%9E-%EB%A7%90">a</a> <a href="#h-%EC%95%9E-%EB%A7%90">b</a> '
        '<a href="#%EC%97%86%EC%9D%8C">c</a> <a href="x.md#h-%EB%92%A4">d</a> <a href="x.md#fn-1">e</a></p>\n'
    )


def test_source_lines_are_those_of_the_file() -> None:
    text = "# a\n\nb\nc\n\n- d\n- e\n\n> [!NOTE]\n> f\n\n```\ng\n```\n\n|h|\n|-|\n|i|"
    assert html(text, source_lines=True, first_line=10) == (
        '<h1 id="h-a" data-line="10" data-end="10">a</h1>\n<p data-line="12" data-end="13">b\nc</p>\n'
        '<ul data-line="15" data-end="17">\n<li data-line="15" data-end="15">d</li>\n<li data-line="16" data-end="17">e</li>\n</ul>\n'
        '<div class="alert alert-note" data-line="18" data-end="19">\n<p class="alert-title">참고</p>\n'
        '<p data-line="19" data-end="19">f</p>\n</div>\n'
        '<pre class="highlight" role="group" aria-label="코드 1" tabindex="0" data-line="21" data-end="23"><code>g\n</code></pre>\n'
        '<div class="scroll" role="group" aria-label="표 1" tabindex="0">\n<table data-line="25" data-end="27">\n'
        '<thead data-line="25" data-end="25">\n<tr data-line="25" data-end="25">\n<th>h</th>\n</tr>\n</thead>\n'
        '<tbody data-line="27" data-end="27">\n<tr data-line="27" data-end="27">\n<td>i</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
    )


def test_source_lines_survive_the_sanitiser() -> None:
    assert html("<b>a</b>\n\nb", source_lines=True, first_line=3) == (
        '<p data-line="3" data-end="3"><b>a</b></p>\n<p data-line="5" data-end="5">b</p>\n'
    )


def test_the_plain_text_is_what_a_reader_reads() -> None:
    text = '# 제**목**\n\n본문 [링크](/x/)\n둘째 줄 `코드`\n\n| 가 | 나 |\n|---|---|\n| 1 | ![대체](a.png "설명") |\n\n```\nx = 1\n```\n\n<div>날것<script>no()</script></div>\n\n[^1]\n\n[^1]: 각주'
    expected = "제목\n본문 링크 둘째 줄 코드\n가\n나\n1\n대체 설명\nx = 1\n날것\n각주"
    assert (render(text).text, plain(text)) == (expected, expected)


def test_rendering_twice_gives_the_same() -> None:
    text = "# a\n\n[^1] | b\n\n[^1]: c\n\n```\nx\n```\n\n|t|\n|-|"
    assert render(text) == render(text)
