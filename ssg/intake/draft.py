"""What the labelling steps share: the page, the scores, the marks so far, and where the body begins and ends."""

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from functools import cached_property, lru_cache

import msgspec

from ssg.intake import notices
from ssg.intake.dates import Lead
from ssg.intake.lines import Line, Page
from ssg.intake.scores import Scores
from ssg.intake.spans import Clue, Label, Mark
from ssg.intake.weights import Weights, shipped

Marks = Mapping[int, Mark]
_STOP = re.compile(r"[.。][\"'”’»」』)\]）】]*$")
_ASKED = re.compile(r"[?!？！\"”」』][\"'”’»)\]]*$")
_HEADING = re.compile(r"# +\S")
_HANGUL = re.compile("[가-힣]")


class Draft(msgspec.Struct, frozen=True, dict=True):
    """A page half labelled; `lang` is a guess by script and common words, `zone` and `lead` help to read dates.

    `clues` are what the reader knows of lines, by their place on the page; `weights` are what was learned.
    """

    page: Page
    scores: Scores
    marks: Marks
    lang: str
    zone: tzinfo
    lead: Lead
    clues: Mapping[int, Clue] = {}
    weights: Weights = msgspec.field(default_factory=shipped)

    def line(self, i: int) -> Line:
        """Line `i` of the page."""
        return self.page.lines[i]

    def free(self, start: int, stop: int) -> Iterator[int]:
        """The lines from `start` up to but not including `stop` that have no mark yet."""
        for i in range(max(0, start), min(stop, len(self.page.lines))):
            if i not in self.marks:
                yield i

    def find(self, *labels: Label) -> list[int]:
        """The lines that have one of the labels, in order."""
        return sorted(i for i, mark in self.marks.items() if mark.label in labels)

    def solid(self, i: int) -> bool:
        """Whether line `i` is surely running text: it scores as body, and it stops like a sentence or is long."""
        line = self.line(i)
        if self.scores.lines[i] <= 0 or i in self.marks:
            return False
        if _STOP.search(line.text) or line.width >= 130:
            return True
        return bool(_ASKED.search(line.text)) and (line.width >= 90 or line.sentences > 1)

    @cached_property
    def top(self) -> int:
        """The first line that is surely running text, else the first of a Korean notice; the number of lines where there is none."""
        run = range(self.scores.first, self.scores.last + 1)
        first = next((i for i in run if self.solid(i)), len(self.page.lines))
        if first < len(self.page.lines) or not self.korean:
            return first
        listed = notices.listing(self.page.lines)
        return listed.start if listed else first

    @cached_property
    def close(self) -> bool:
        """Whether the paragraphs of the text stand without blank lines between them, as some browsers copy them."""
        run = range(self.scores.first, self.scores.last + 1)
        text = [i for i in run if self.scores.lines[i] > 0]
        return len(text) > 1 and not any(self.line(i).blank_before for i in text[1:])

    @property
    def markdown(self) -> bool:
        """Whether the paste is Markdown: it begins with a heading of the first level."""
        return bool(_HEADING.match(self.page.lines[0].text)) if self.page.lines else False

    @property
    def korean(self) -> bool:
        """Whether the page is Korean."""
        return self.lang == "ko"


@lru_cache(maxsize=4096)
def is_stopped(text: str) -> bool:
    """Return whether a text ends with a full stop (a pure memo: many rules ask it of the same lines)."""
    return bool(_STOP.search(text, max(0, len(text) - 20)))
