"""The laws of merging, for any texts: swapped sides say the same, nothing is doubled, what comes out can be read."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from merging import swapped

from ssg.errors import SsgError
from ssg.markup.frontmatter import read
from ssg.markup.merge import merge

WORDS = st.sampled_from(["가", "나 다", "라.", "", " ", "- 항목", "---", "title: 제목", "tags: [a, b]", "# 메모", "\t", "마바", "```"])  # fmt: skip

TEXTS = st.builds(
    lambda head, lines, end, last: end.join([*head, *lines, *last]),
    st.sampled_from([[], ["---", "title: 가", "tags: [x]", "---"], ["---", "---"], ["+++", 'title = "가"', "+++"]]),
    st.lists(WORDS, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([[], [""], ["", ""]]),
)  # fmt: skip


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(TEXTS)
    return base, draw(st.one_of(TEXTS, _changed(base))), draw(st.one_of(TEXTS, _changed(base)))


def _changed(text: str) -> st.SearchStrategy[str]:
    lines = text.splitlines(keepends=True)

    def change(edits: list[tuple[int, str]]) -> str:
        new = list(lines)
        for at, word in edits:
            if new and at % 3 == 0:
                del new[at % len(new)]
            else:
                new.insert(at % (len(new) + 1), word + "\n")
        return "".join(new)

    return st.lists(st.tuples(st.integers(0, 30), WORDS), max_size=3).map(change)


@given(versions())
@settings(max_examples=300, deadline=None)
@example(("가\n\n나\n", "가\n\n나", "다\n\n나\n"))
@example(("", "---\n---\n", "---\na: 1\n---\n"))
@example(("가\n가\n나\n가\n가", "가\n가\n나\n가", "다\n가\n가\n나\n가\n"))
def test_the_laws_of_merging(texts: tuple[str, str, str]) -> None:
    base, mine, theirs = texts
    assert merge(base, mine, base).text == mine
    assert merge(base, base, theirs).text == theirs
    assert merge(base, mine, mine).text == mine
    found = merge(base, mine, theirs)
    assert swapped(merge(base, theirs, mine)) == found
    for each in found.conflicts:
        assert each.mine != each.theirs
        assert each.base not in (each.mine, each.theirs)


@given(versions())
@settings(max_examples=200, deadline=None)
def test_a_merge_of_readable_files_is_readable_or_a_conflict(texts: tuple[str, str, str]) -> None:
    found = merge(*texts).text
    if found is not None and all(_readable(text) for text in texts):
        assert _readable(found)


def test_a_line_of_a_body_that_would_close_the_front_matter_is_a_conflict() -> None:
    texts = ("---\n---\n라.", "---\n라.", "라.\n---\n라.")
    found = merge(*texts).text
    assert all(_readable(text) for text in texts)
    assert found is None or _readable(found)


def _readable(text: str) -> bool:
    try:
        read(text, "a.md", "UTC")
    except SsgError:
        return False
    return True
