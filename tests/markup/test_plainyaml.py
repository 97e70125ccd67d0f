"""The short way through plain front matter says what the YAML parser says, or nothing."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssg.errors import SsgError
from ssg.markup import emit, frontmatter, plainyaml
from ssg.markup.yamltext import compose, pairs, place, values
from ssg.model import Archive, Figure, FrontMatter, Moment, Source

PIECES = (
    "title: ", "tags: ", "source:", "name: ", "key:", "a-b: ", "_x: ", "date: 2023-01-02", "\n", "\n", "\n", "\n  ", "\n    ", "\n  - ", "\n- ", "- ",
    " ", "  ", ":", ": ", " #", "#", "# ", ",", ", ", "[", "]", "{", "}", "[a, b]", "[가나, 'x y', \"z\"]", "[]", '"', "'", '"a: b"', "'it''s'", '"\\n"', '"\\"', '\\"', '"a\\"b\\\\"',
    "가나다", "말 하나", "word", "0", "12:30", "1.10", "no", "null", "~", "true", "https://a.kr/b?c=d#e", "&a", "*a", "!x", "!!str 1", "|", ">", "%", "@", "`",
    "?", "? ", "-", "--", "---", "...", "<<: ", "=", "\\", "\t", "\u3000", "\xa0", "\x85", "\u2028", "\ufeff", "\U0001f600", "é", "\x7f", "x" * 1100,
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(
        ("가나", "말", "word", "A1", "7", " ", " ", ":", "#", ",", "'", '"', "-", "(", "“")
    ),
    min_size=1,
    max_size=5,
).map("".join)
"""Texts that are plain more often than not."""

VALUES = st.one_of(
    WORDS, WORDS.map("'{}'".format), WORDS.map('"{}"'.format), st.lists(WORDS, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
    st.lists(WORDS, max_size=2).map(lambda found: "".join(f"\n  - {each}" for each in found)),
    st.lists(st.tuples(st.sampled_from("pq"), WORDS), max_size=2).map(lambda found: "".join(f"\n  {key}: {each}" for key, each in found)),
    st.lists(st.tuples(st.sampled_from("pq"), WORDS), max_size=3).map(
        lambda found: "".join(f"\n{'    ' if n % 2 else '  - '}{key}: {each}" for n, (key, each) in enumerate(found))
    ),
)  # fmt: skip
HEADS = st.one_of(
    st.lists(st.tuples(st.sampled_from("abc"), VALUES), min_size=1, max_size=3).map(
        lambda found: "".join(f"{key}:{value if value.startswith(chr(10)) else f' {value}'}\n" for key, value in found)
    ),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map("".join),
    st.lists(
        st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(PIECES), min_size=1, max_size=4)),
        max_size=4,
    ).map(lambda found: "".join(f"{key}: {''.join(value)}\n" for key, value in found)),
)  # fmt: skip


def told(value: object) -> object:
    """A value with what was written without quotes told apart."""
    if isinstance(value, list):
        return [told(each) for each in value]
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    return (type(value).__name__, str(value))


def parsed(head: str) -> tuple[object, object] | None:
    """What the parser says of a head, and the lines of its keys; None where it is none."""
    try:
        root = compose(head)
    except SsgError:
        return None
    if root is None or root.kind != "map":
        return None
    said = {str(key.value): told(values(value)) for key, value in pairs(root)}
    return said, {str(key.value): place(head, key.start)[0] - 1 for key, _ in pairs(root)}


@settings(max_examples=3000, deadline=None)
@given(HEADS)
@example("x" * 1100 + ": y\n")
@example("a: x # no\n")
@example("a: x:\n")
@example("a: [b c, d]\nb: ''\n")
@example("a: [b , c]\n")
@example("a: [b ]\n")
@example("a:\n  - b: c\n    d: e\n  - b: f\n")
@example("a:\n- b\n- 'c'\nd: e\n")
@example("a:\n  b: c\n  b: d\n")
def test_the_short_way_says_what_the_parser_says(head: str) -> None:
    short = plainyaml.plain(head)
    if short is not None:
        assert (told(short[0]), short[1]) == parsed(head)


LINES = st.one_of(WORDS, WORDS, WORDS, st.text(st.characters(codec="utf-8"), max_size=12))
FRONTS = st.builds(
    FrontMatter,
    title=LINES, subtitle=st.lists(LINES, max_size=2).map(tuple), authors=st.lists(LINES, max_size=2).map(tuple),
    tags=st.lists(LINES, max_size=3).map(tuple), source=st.builds(Source, LINES, LINES),
    date=st.sampled_from((None, Moment("2023-01-02"), Moment("2023-01-02T03:04:05+09:00"))),
    figures=st.lists(st.builds(Figure, LINES, LINES, LINES, LINES, st.sampled_from((None, 2))), max_size=2).map(tuple),
    archive=st.builds(Archive, id=LINES, sha256=LINES, original=LINES, reader=LINES),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(FRONTS)
def test_what_we_write_reads_the_same_on_both_ways(front: FrontMatter) -> None:
    head = emit.front_matter(front)
    short = plainyaml.plain(head)
    if short is not None:
        assert (told(short[0]), short[1]) == parsed(head)


def test_what_an_import_writes_takes_the_short_way() -> None:
    front = FrontMatter(
        title='밤바다의 "등대": 넷째 이야기', date=Moment("2023-01-02T03:04:05+09:00"), authors=("김하나 기자",), tags=("바다", "등대 지기"),
        source=Source("갈매기신문", "https://gull.example/1?a=b"), figures=(Figure("등대", "갈매기", "a.jpg", after=2), Figure("배")),
        archive=Archive(id="x1", sha256="0f", original="content/originals/0f.txt", reader="text"),
    )  # fmt: skip
    head = emit.front_matter(front)
    assert plainyaml.plain(head) is not None
    found = frontmatter.read(f"---\n{head}---\n", "content/articles/a.md", "Asia/Seoul").front
    assert found == front
