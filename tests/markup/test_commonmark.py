"""The CommonMark specification's own examples, all 652.

`test_…_plain`: the library's CommonMark preset and renderer with our emphasis rules in place of its own; nothing else of
ours is on (no tables, ids, wrappers). `test_…_everything_on`: what users get; our additions to the markup (heading ids,
attributes of pictures, links and code, highlighting) are taken off first, and the examples that still differ are named.
An empty `<blockquote>` has no line end inside in this library: the one difference in white space that both tests allow.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ssg.markup import emphasis
from ssg.markup.markdown import render

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
FIGURES = {572, 573, 576, 577, 584, 585, 586, 588, 589, 591}
"""A picture with a title, alone in its paragraph, becomes a figure with a caption."""
SCHEMES = {596, 598, 599, 601}
"""Schemes other than http, https, mailto and tel aren't linked."""


@pytest.fixture(scope="module")
def examples() -> list[tuple[str, str]]:
    """Markdown and HTML of each example."""
    fetch = [sys.executable, str(Path(__file__).with_name("fetch_spec.py"))]
    done = subprocess.run(fetch, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(done.stderr.strip())
    spec = Path(done.stdout.strip()).read_text("utf-8").replace("→", "\t")
    return [(m[1], m[2]) for m in EXAMPLE.finditer(spec)]


def test_all_652_examples_render_as_specified_with_our_emphasis_plain(
    examples: list[tuple[str, str]],
) -> None:
    md = MarkdownIt("commonmark")
    emphasis.install(md)
    wrong = [
        n for n, (text, html) in enumerate(examples, 1) if _blank(md.render(text)) != _blank(html)
    ]
    assert (len(examples), wrong) == (652, [])


def test_only_figures_and_odd_schemes_differ_with_everything_on(
    examples: list[tuple[str, str]],
) -> None:
    ours = [_without_additions(render(text, raw_html="allow").html) for text, _ in examples]
    theirs = [_without_additions(html) for _, html in examples]
    wrong = {n for n, (a, b) in enumerate(zip(ours, theirs, strict=True), 1) if a != b}
    assert wrong == FIGURES | SCHEMES


def _blank(html: str) -> str:
    return html.replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")


def _without_additions(html: str) -> str:
    html = re.sub(r' id="h-[^"]*"', "", html)
    html = re.sub(r'<pre class="highlight"[^>]*>', "<pre>", html)
    html = re.sub(r"</?span[^>]*>", "", html) if "<pre" in html else html
    html = re.sub(r' (?:loading="lazy"|fetchpriority="high") decoding="async"', "", html)
    html = html.replace("&#x27;", "'")
    html = html.replace(' rel="noopener noreferrer"', "")
    html = re.sub(r'<(br|hr|img)((?:"[^"]*"|[^">])*?) ?/?>', r"<\1\2 />", html)
    return _blank(html)
