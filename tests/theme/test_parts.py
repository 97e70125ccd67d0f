"""Where the front matter's figures stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.model import Figure
from ssg.theme.context import Part
from ssg.theme.parts import parts

TEXT = (
    '<p>하나 <img src="a.png" alt="a > b"> <br>둘</p>\n<ul>\n<li><p>셋</p></li>\n</ul>\n<hr>\n<p>넷</p>\n'
    '<section class="footnotes">\n<ol>\n<li id="fn-1"><p>각주</p></li>\n</ol>\n</section>\n'
)
ENDS = [
    0,
    TEXT.index("\n<ul>"),
    TEXT.index("\n<hr>"),
    TEXT.index("\n<p>넷"),
    TEXT.index("\n<section"),
]


@pytest.mark.parametrize(("after", "end"), [*enumerate(ENDS), (99, ENDS[-1])])
def test_a_figure_stands_below_the_block_it_names(after: int, end: int) -> None:
    figure = Figure("설명", after=after)
    found, loose = parts(TEXT, (figure,))
    assert found == (Part(TEXT[:end], (figure,)), Part(TEXT[end:]))
    assert loose == ()


def test_a_figure_without_a_place_is_loose() -> None:
    assert parts(TEXT, (Figure("a"),)) == ((Part(TEXT),), (Figure("a"),))


def test_figures_of_one_place_keep_their_order() -> None:
    one, two, three = Figure("a", after=1), Figure("b", after=1), Figure("c", after=0)
    found, _ = parts("<p>x</p>", (one, two, three))
    assert found == (Part("", (three,)), Part("<p>x</p>", (one, two)))


@given(st.lists(st.integers(0, 9), max_size=4), st.text("<>p/ab \"'=!-", max_size=40))
def test_nothing_of_a_text_is_lost(afters: list[int], more: str) -> None:
    html = TEXT + more
    found, _ = parts(html, [Figure("x", after=after) for after in afters])
    assert "".join(part.html for part in found).rstrip() == html.rstrip()
    assert sum(len(part.figures) for part in found) == len(afters)
