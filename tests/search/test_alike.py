"""Rare words counted again after a change are those counted anew."""

from hypothesis import given
from hypothesis import strategies as st

from ssg.search import alike

WORDS = [f"w{n}" for n in range(14)]
GIST = st.lists(st.sampled_from(WORDS), unique=True, max_size=8).map(" ".join)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Texts before and after a change of some of them."""
    before = draw(st.lists(GIST, min_size=1, max_size=24))
    changed = draw(st.dictionaries(st.integers(0, len(before) - 1), GIST, max_size=4))
    return before, [changed.get(n, terms) for n, terms in enumerate(before)]


@given(changes())
def test_rare_words_of_changed_texts_are_those_counted_anew(
    given_: tuple[list[str], list[str]],
) -> None:
    before, after = given_
    old, new = alike.postings(before), alike.postings(after)
    again = alike.postings_again(after, before, old)
    assert again is not None
    rare, touched = again
    assert rare == new
    for n in {*range(len(after))} - touched:
        assert alike.points(after[n], new, ()) == alike.points(before[n], old, ())


def test_a_word_that_is_part_of_another_is_not_found_in_it() -> None:
    before, after = ["ab x", "ab y", "a"], ["ab x", "ab a", "a"]
    assert alike.postings_again(after, before, alike.postings(before)) == (
        {"ab": [0, 1], "a": [1, 2]},
        {1, 2},
    )


def test_all_is_counted_anew_where_articles_came_or_many_words_changed() -> None:
    many = " ".join(f"n{n}" for n in range(alike.FEW + 1))
    assert alike.postings_again(["a", "b"], ["a"], {}) is None
    assert alike.postings_again([many], [""], {}) is None
