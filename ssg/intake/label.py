"""A label for every line of a page: a list of steps, each of which marks the lines it is sure of. Pure.

A step sees all earlier marks. Marks stay as they are, but for `rescued`, which may turn a caption into text.
"""

from collections.abc import Callable, Mapping
from datetime import tzinfo

import msgspec

from ssg.intake import boxes, bylines, furniture, headline, inside
from ssg.intake.dates import Lead
from ssg.intake.draft import Draft
from ssg.intake.lines import Page
from ssg.intake.scores import scores
from ssg.intake.spans import Clue, Mark

Step = Callable[[Draft], Mapping[int, Mark]]

STEPS: tuple[tuple[str, Step], ...] = (
    ("tables", boxes.tabled),
    ("words that give a line away", furniture.cued),
    ("captions and credits", furniture.pictured),
    ("dates", furniture.stamped),
    ("shapes that give a line away", furniture.shaped),
    ("bylines", furniture.signed),
    ("the headline", headline.titled),
    ("captions that stand twice", furniture.doubled),
    ("names between headline and text", bylines.names),
    ("the kicker", headline.kicker),
    ("the summary", boxes.summed),
    ("decks", headline.decks),
    ("the text", inside.written),
    ("a text where none was sure", inside.rescued),
    ("a name below the text", bylines.signature),
    ("what is left", inside.tailed),
)


def labelled(
    page: Page, *, lang: str, zone: tzinfo, lead: Lead, clues: Mapping[int, Clue] | None = None
) -> Draft:
    """Return the page with a mark for every line; `clues` by the line's place on the page."""
    known = clues or {}
    settled = {i: clue.mark for i, clue in known.items() if clue.mark is not None}
    odds = {i: clue.odds for i, clue in known.items()}
    draft = Draft(page, scores(page, odds), settled, lang, zone, lead, known)
    for _, step in STEPS:
        found = {i: mark for i, mark in step(draft).items() if i not in settled}
        draft = msgspec.structs.replace(draft, marks={**draft.marks, **found})
    return draft
