"""Front matter of any content: what is written is read again, by us and by others; any text is read or refused."""

import string
import unicodedata

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssg.errors import SsgError
from ssg.markup.frontmatter import read, split, write
from ssg.model import Archive, Figure, FrontMatter, Moment, Source

ZONE = "Asia/Seoul"
TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(string.printable, max_size=30)
ODD = st.sampled_from(
    ["---", "\n---\n", "yes", "null", "~", "1.10", "12:30", "2026-11-23", " a ", "a: b", "- a", "# a", "\x00\x85\u2028\ufeff",
     '"', "'", "\\", "a\nb", "[x]", "{x}", "!x", "&x", "*x", "…", "=", "<<", "%", "@", "`", "a #b", "ｎｏ", "\t", "\x7f"]
)  # fmt: skip
ANY = TEXT | ODD
TERM = ANY.map(lambda s: s.replace("#", "").replace("[[", "").strip()).filter(
    lambda s: s != "" and s == unicodedata.normalize("NFC", s)
)
TERMS = st.lists(TERM, max_size=3, unique=True).map(tuple)
DATES = st.none() | st.sampled_from(
    [Moment("2026-11-23"), Moment("2026-11-23T09:00:00+09:00"), Moment("1900-01-01")]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)
FRONTS = st.builds(
    FrontMatter, title=ANY.filter(lambda s: s.strip() != ""), subtitle=st.lists(ANY, max_size=2).map(tuple), date=DATES,
    updated=DATES, archived=DATES, expires=DATES, authors=TERMS, tags=TERMS, series=st.just("") | TERM,
    section=st.just("") | TERM, source=st.builds(Source, ANY, ANY), description=ANY, rights=ANY, slug=ANY,
    image_alt=ANY, image_credit=ANY, figures=st.lists(st.builds(Figure, ANY, ANY, ANY, ANY), max_size=2).map(tuple),
    lang=st.sampled_from(["", "ko", "en-US", "no"]), draft=st.booleans(), weight=st.integers(-9, 9),
    aliases=st.sampled_from([(), ("/old/", "/한글 경로/")]), visibility=st.sampled_from(["public", "private"]),
    archive=st.builds(Archive, ANY, ANY, ANY, ANY, st.lists(ANY, max_size=2).map(tuple)),
    extra=st.dictionaries(ANY, JSON, max_size=3),
)  # fmt: skip


@settings(max_examples=250, deadline=None, derandomize=True)
@given(FRONTS, ANY)
def test_what_is_written_is_read_again(front_matter: FrontMatter, body: str) -> None:
    document = read(write(front_matter, body), "a.md", ZONE)
    assert (document.front, document.problems) == (front_matter, ())
    assert document.body.removeprefix("\n") == body.removeprefix("\n")


@settings(max_examples=250, deadline=None, derandomize=True)
@given(ANY)
def test_other_programs_read_the_same_text(title: str) -> None:
    assume(title.strip())
    head = split(write(FrontMatter(title=title, rights=title), "")).head
    assert yaml.safe_load(head) == {"title": title} | ({"rights": title} if title else {})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        ANY | st.sampled_from(["---\n", "title: ", "tags:", "\n", "  ", "+++\n", "date: ", "- "]),
        max_size=12,
    )
)
def test_any_text_is_read_or_refused_with_a_problem(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        document = read(text, "a.md", ZONE)
    except SsgError as error:
        assert all(problem.path == "a.md" and problem.line >= 1 for problem in error.problems)
    else:
        assert text.endswith(document.body)
