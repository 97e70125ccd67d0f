"""A label for every line of a page: a list of steps, each of which marks the lines it is sure of. Pure.

A step sees all earlier marks. Marks stay as they are, but for `rescued`, which may turn a caption into text, `tailed`,
which gives dates of comments back to them, and the last one.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

import msgspec

from ssg.intake import (
    boxes,
    broadcast,
    bylines,
    furniture,
    headline,
    inside,
    language,
    left,
    referee,
)
from ssg.intake.draft import Draft
from ssg.intake.lines import Page, page
from ssg.intake.scores import scores
from ssg.intake.spans import Clue, Mark
from ssg.intake.weights import Weights, shipped

Step = Callable[[Draft], Mapping[int, Mark]]

STEPS: tuple[tuple[str, Step], ...] = (
    ("tables", boxes.tabled),
    ("voices of a report", broadcast.heard),
    ("names above comments", left.spoken),
    ("words that give a line away", furniture.cued),
    ("captions and credits", furniture.pictured),
    ("dates", furniture.stamped),
    ("shapes that give a line away", furniture.shaped),
    ("bylines", furniture.signed),
    ("the headline", headline.titled),
    ("captions that stand twice", furniture.doubled),
    ("names between headline and text", bylines.names),
    ("an agency above the date", bylines.agency),
    ("the kicker", headline.kicker),
    ("the summary", boxes.summed),
    ("decks", headline.decks),
    ("the text", inside.written),
    ("a text where none was sure", left.rescued),
    ("a name below the text", bylines.signature),
    ("what is left", left.tailed),
    ("the last word", referee.judged),
)


def begun(
    text: str, lang: str, site: tzinfo, clues: Sequence[Clue] = (), learned: Weights | None = None
) -> Draft:
    """Return the page of a normalised text before any rule; `clues` one a line of the text, `site` the zone of the site."""
    lines = page(text, whole=bool(clues))
    return drafted(lines, text, (lang, site), _by_line(text, lines, clues), learned)


def drafted(
    lines: Page,
    text: str,
    where: tuple[str, tzinfo],
    clues: Mapping[int, Clue] | None = None,
    learned: Weights | None = None,
) -> Draft:
    """Return the page of a text that is in lines already; `where` is its language and the site's zone, `clues` are by line."""
    lang, site = where
    known = clues or {}
    return Draft(
        lines,
        scores(lines, {i: clue.odds for i, clue in known.items()}),
        {i: clue.mark for i, clue in known.items() if clue.mark is not None},
        lang,
        language.zone(lang, site),
        language.lead(lang, text),
        known,
        learned or shipped(),
    )


def labelled(draft: Draft, before: Step | None = None) -> Draft:
    """Return the page with a mark for every line; with `before`, as it is when that step's turn comes."""
    settled = draft.marks
    for _, step in STEPS:
        if step is before:
            break
        found = {i: mark for i, mark in step(draft).items() if i not in settled}
        draft = msgspec.structs.replace(draft, marks={**draft.marks, **found})
    return draft


def _by_line(text: str, lines: Page, clues: Sequence[Clue]) -> dict[int, Clue]:
    """The clues by the line of the page that they are of."""
    if not clues:
        return {}
    starts = itertools.accumulate((len(raw) + 1 for raw in text.split("\n")), initial=0)
    number = {start: n for n, start in enumerate(starts)}
    at = [number[text.rfind("\n", 0, line.at) + 1] for line in lines.lines]
    return {i: clues[n] for i, n in enumerate(at) if n < len(clues)}
