"""Where the lines of a text begin and end: what an editor wrapped is joined, what a copy glued is cut. Pure."""

import re

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u3040-\u30ff]"
)
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_STAMP_PREFIX = re.compile(r"\s*date\s+(?:19|20)\d\d-\d\d-\d\d\s+(?=\S{2,}\s)")
SENTENCE_END = re.compile(r"(?:[.!?。！？]|다)[\"'”’»」』)\]）】〉》*]*$")
"""How a sentence ends; Korean ones may lack their full stop."""
HUGE = 2000


def width(text: str) -> int:
    """Return the columns a text takes: wide letters count 2."""
    return len(text) + len(_WIDE.findall(text))


def cleaned(text: str) -> str:
    """Return a line without invisible characters and runs of spaces."""
    return " ".join((text if text.isascii() else _HIDDEN.sub("", text)).split())


Cut = tuple[int, int, bool, bool]


def cuts(text: str, *, whole: bool) -> list[Cut]:
    """Return where each line starts and ends (with the blanks that follow), and whether blanks stand before and after."""
    parts: list[tuple[int, int]] = []
    at = 0
    for raw in text.split("\n"):
        end = min(at + len(raw) + 1, len(text))
        parts += (
            _pieces(text, at, end)
            if not whole and (len(raw) > HUGE or raw.lstrip().startswith("date "))
            else [(at, end)]
        )
        at = end
    parts = [part for part in parts if part[1] > part[0]]
    parts = parts if whole else _unwrapped(text, parts)
    cuts: list[Cut] = []
    blank = True
    for start, end in parts:
        if not cleaned(text[start:end]):
            if cuts:
                a, _, before, _ = cuts[-1]
                cuts[-1] = (a, end, before, True)
            blank = True
            continue
        cuts.append((start if cuts else 0, end, blank, False))
        blank = False
    if cuts:
        a, b, before, _ = cuts[-1]
        cuts[-1] = (a, b, before, True)
    return cuts or ([(0, len(text), True, True)] if text else [])


_JOINT = re.compile(r"(?<=[.!?。！？])[\"'”’]?\s+(?=\S)|(?<=[。！？])(?=[^」』）\s])")


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line cut where it surely holds two things: a stamp glued to a paragraph, sentences of a page without line ends."""
    stamp = _STAMP_PREFIX.match(text, start, end)
    if stamp:
        return [(start, stamp.end()), (stamp.end(), end)]
    if end - start <= HUGE:
        return [(start, end)]
    parts, at = [], start
    for joint in _JOINT.finditer(text, start, end):
        if joint.end() - at >= 300:
            parts.append((at, joint.end()))
            at = joint.end()
    return [*parts, (at, end)]


def _unwrapped(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines of a text that an editor broke at a fixed column, joined to paragraphs; other texts as they are.

    Such a text has blocks of three lines and more whose lines but the last are nearly equally wide and
    mostly end amid a sentence.
    """
    blocks = _blocks(text, parts)
    inner = [(a, b) for block in blocks if len(block) > 2 for a, b in block[:-1]]
    widths = [width(text[a:b].strip()) for a, b in inner]
    limit = max(widths, default=0)
    near = sum(w > limit * 0.75 for w in widths)
    stops = sum(bool(SENTENCE_END.search(text[a:b].strip())) for a, b in inner)
    wrapped = 40 <= limit <= 110 and len(inner) >= 4 and near >= 0.8 * len(inner)
    if not wrapped or stops > 0.35 * len(inner):
        return parts
    joined: list[tuple[int, int]] = []
    for block in blocks:
        for n, (start, end) in enumerate(block):
            above = block[n - 1] if n else (0, 0)
            if width(text[above[0] : above[1]].strip()) > limit * 0.7 and n:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
    return joined


def _blocks(text: str, parts: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The lines in blocks: runs of lines without a blank one between them; each blank line is a block."""
    blocks: list[list[tuple[int, int]]] = []
    filled = False
    for start, end in parts:
        now = bool(text[start:end].strip())
        if now and filled:
            blocks[-1].append((start, end))
        else:
            blocks.append([(start, end)])
        filled = now
    return blocks
