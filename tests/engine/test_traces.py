"""All traces at once say the same as each by itself: what a changed answer reaches is in doubt, nothing else is."""

from array import array
from collections.abc import Mapping, Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from ssg.engine.traces import Row, Traces, in_order, segment, to_come

INPUTS = range(5)
KEYS = range(5, 40)
PARTS = {key: [1000 + 3 * key, 1001 + 3 * key] for key in KEYS if key % 7 == 0}  # of tables
QUESTIONS = [*INPUTS, *KEYS, *(part for parts in PARTS.values() for part in parts)]
TABLE_REF = (0, 0, 1)

asked = st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=4)
build = st.dictionaries(st.sampled_from(KEYS), asked, max_size=30)


def parts_of(key: int) -> list["array[int]"]:
    """The numbers of the parts of a table."""
    return [array("I", PARTS.get(key, ()))]


def reached(
    traces: Mapping[int, Sequence[int]], unsure: set[int], other: set[int], files: set[int]
) -> set[int]:
    """What is in doubt, found a trace at a time."""
    traced = {key for key in traces if key in unsure} - files
    parts = {part for key in traced for part in PARTS.get(key, ())}
    touched = (unsure - traced - parts) | other
    while new := {k for k in traced - touched if not touched.isdisjoint(traces[k])}:
        touched |= new | {part for key in new for part in PARTS.get(key, ())}
    return unsure & touched


@given(
    st.lists(build, min_size=1, max_size=3), st.sets(st.sampled_from(INPUTS)),
    st.sets(st.sampled_from(KEYS), max_size=2), st.sets(st.sampled_from(KEYS), max_size=3), st.booleans(),
)  # fmt: skip
@example([{10: [0], 11: [10]}, {12: [1], 10: [12]}], {0}, set(), set(), False)  # noqa: FBT003
@example([{9: [0], 10: [0], 11: [10]}, {10: [1]}], {0}, set(), set(), False)  # noqa: FBT003
def test_what_is_reached_is_found_for_all_traces_at_once(
    builds: list[dict[int, list[int]]],
    same: set[int],
    other: set[int],
    dead: set[int],
    ordered: bool,  # noqa: FBT001 - drawn
) -> None:
    known = set(INPUTS)
    for n, found in enumerate(builds):  # what has a trace asks what had one by then, or an input
        known |= {each for key in found for each in (key, *PARTS.get(key, ()))}
        builds[n] = {key: [q for q in each if q in known] for key, each in found.items()}
    if ordered:  # as a clean build leaves them: questions before what asks them
        builds[0] = {
            key: [each for each in found if each < key or each - 1000 in range(3 * key)]
            for key, found in sorted(builds[0].items())
        }
    segments = []
    for found in builds:
        rows = {
            key: Row(array("I", each), None, None, TABLE_REF if key in PARTS else None)
            for key, each in found.items()
        }
        ordered = in_order(rows, parts_of, to_come(rows, parts_of, 2000))
        segments.append(segment(rows, [], in_order=ordered))
    traces = Traces(segments, dead)
    traces.files = set(KEYS[-6:])
    told = {key: each for found in builds for key, each in found.items() if key not in dead}
    for files in (False, True):
        unsure = set(QUESTIONS) - same - other
        expected = reached(told, unsure, other, set() if files else traces.files)
        traces.untouched(unsure, other, parts_of, files=files)
        assert unsure == expected
