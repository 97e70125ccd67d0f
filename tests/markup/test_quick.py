"""The short ways through the parser give the tokens that the whole way gives, for any text."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from ssg.markup import emphasis, quick
from ssg.markup.html import Html
from ssg.markup.markdown import parser

PIECES = (
    "가나다", "한국은행", "은", "word", "A", "7", "2023", "1.", "12)", "3.5", "①", "é", "e\u0301", "😀", "\u00a0", "\u3000",
    " ", "  ", "    ", "\t", "\n", "\n\n", "\n\n\n", "\n \n", "\r\n", "\x0b", "\x85", "\u2028", "\x00", "\ufeff", "\ue000",
    "**", "*", "***", "_", "__", "~", "~~", "`", "```\n", "> ", ">", "- ", "* ", "+ ", "-", "# ", "## ", "===", "---", "|", "|--|--|\n",
    ":", ": ", "\n: ", "\n~ ", "\n\n: ", "[", "]", "[^1]", "[^1]: ", "[a]: /u", "[a](b)", "![a](b \"c\")", "<", "<b>", "<!-- x -->", "&amp;", "&",
    "\\", "\\*", "!", "?", ".", ",", "“", "”", "‘", "’", "(", ")", "\"", "'", "·", "…", "- [ ] ", "> [!NOTE]\n", "https://a.kr",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(("가", "a", " ", "**", ".", "(", "5")), max_size=25).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=20).map("".join),
)


def both(text: str) -> tuple[list[Token], list[Token]]:
    """The tokens of the short way, and those of the whole way."""
    return parser(html=True).parse(text, {}), parser(html=True, short=False).parse(text, {})


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_the_short_way_gives_the_tokens_of_the_whole_way(text: str) -> None:
    short, whole = both(text)
    assert short == whole


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_plain_tokens_are_rendered_as_the_library_renders_them(text: str) -> None:
    md = MarkdownIt("commonmark", {"html": True})
    ours, theirs = object.__new__(Html), RendererHTML()
    ours.rules = theirs.rules
    tokens = md.parse(text)
    assert ours.render(tokens, md.options, {}) == theirs.render(md.parse(text), md.options, {})


def test_the_examples_of_commonmark_give_the_same_tokens() -> None:
    fetch = [sys.executable, str(Path(__file__).with_name("fetch_spec.py"))]
    done = subprocess.run(fetch, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(done.stderr.strip())
    spec = Path(done.stdout.strip()).read_text("utf-8").replace("→", "\t")
    parts = spec.split("\n" + "`" * 32)
    texts = [part.partition("\n.\n")[0].partition("\n")[2] for part in parts[1::2]] + parts[::2]
    assert len(texts) > 1300
    assert [text for text in texts if both(text)[0] != both(text)[1]] == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("금리는 **동결**됐다. 3월 **BOK**는", 0),
        ("그는 (웃으며) 말했다! “정말?”", 0),
        ("금리는 *동결*됐다", 1),
        ("**한국은행(BOK)**은", 1),
    ],
)
def test_only_marked_text_is_asked_about(text: str, asked: int) -> None:
    class Asked(Exception):  # noqa: N818
        pass

    def ask(*_: object) -> bool:
        raise Asked

    md = MarkdownIt("commonmark")
    emphasis.install(md)
    quick.install(md)
    md.inline.ruler.at("text", ask)
    md.block.ruler.at("paragraph", ask)
    try:
        md.parse(text)
        found = 0
    except Asked:
        found = 1
    assert found == asked
