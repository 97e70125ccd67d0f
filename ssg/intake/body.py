"""The labelled lines of the text as Markdown: what was plain text stays plain text when it is rendered. Pure."""

import re
from collections.abc import Callable

from ssg.intake import boxes
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line
from ssg.intake.spans import Label

KEPT: tuple[Label, ...] = ("body", "subhead", "quote", "list", "table", "correction", "aside")
_ALWAYS = re.compile(r"([\\`*]|~(?=~)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[:])|\[(?=\^|[ xX]\]))")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+:](?=\s|$)|[-=]{3,}$|:{3,}|~{3,}|\|)")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"^(?:[•▪◦‣]|[*+\-–])\s*")
_LONGEST = 5000
_LOWER = re.compile(r"^[a-zß-öø-ÿа-я,;)]")


_SIGN = re.compile(
    r"^(?:#{2,6} +|[■□◆◇▲△▶▷●○◈▣]+\s*(?=\S))"
)  # newspapers mark subheads so; a heading needs no mark


def markdown(draft: Draft) -> str:
    """Return the text of a labelled page as Markdown with one empty line between paragraphs; it ends with a line end."""
    blocks = [block for _, block in _blocks(draft)]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def starts(draft: Draft) -> list[int]:
    """Return the line that each block of the Markdown begins with."""
    return [i for i, _ in _blocks(draft)]


def _blocks(draft: Draft) -> list[tuple[int, str]]:
    blocks: list[tuple[int, str]] = []
    before: Label | None = None
    for i in draft.find(*KEPT):
        line, label, known = draft.line(i), draft.marks[i].label, draft.clues.get(i)
        text = _joined(line, draft.lang)
        at, above = blocks[-1] if blocks else (i, "")
        if not known and above and before == label == "body" and _continues(above, text):
            blocks[-1] = (at, above + _glue(above, text) + escape(text))
            continue
        made = known.markdown if known else ""
        block = made or _block(text, label, line, _trusting if draft.markdown else escape)
        if above and before == label and label in ("list", "table"):
            blocks[-1] = (at, f"{above}\n{block}")
        elif block:
            rule = _rule(line) if label == "table" and not made else ""
            blocks.append((i, block + rule))
        before = label
    return blocks


def paragraphs(draft: Draft) -> tuple[str, ...]:
    """Return the lines of the text as they were, without Markdown."""
    return tuple(_joined(draft.line(i), draft.lang) for i in draft.find(*KEPT))


def escape(text: str) -> str:
    """Return one line of plain text as Markdown that renders as exactly that text."""
    return escaped_start(escaped_inline(text))


def escaped_inline(text: str) -> str:
    """Return a stretch of plain text, somewhere in a line, as Markdown."""
    return _UNDERSCORE.sub(r"\\_", _ALWAYS.sub(r"\\\1", text))


def escaped_start(text: str) -> str:
    """Return Markdown of a line so that its first letters begin no heading, list, quote, rule or table."""
    return _START.sub(r"\\\1", _NUMBER.sub(r"\1\\\2", text))


def _joined(line: Line, lang: str) -> str:
    """A line's text; a paragraph that an editor had wrapped becomes one line again."""
    glue = "" if lang in ("ja", "zh") else " "
    return glue.join(part.strip() for part in line.raw.split("\n") if part.strip())


def _continues(before: str, text: str) -> bool:
    """Whether a paragraph was cut at a link or after its drop cap."""
    if len(before) == 1 and before.isupper():
        return True
    if len(before) > _LONGEST:
        return False
    return (
        bool(_LOWER.match(text))
        and not is_stopped(before)
        and not before.endswith(("?", "!", ":", "”", '"'))
    )


def _glue(before: str, text: str) -> str:
    return "" if len(before) == 1 or text[0] in ",;)." else " "


def _trusting(text: str) -> str:
    """A line of pasted Markdown: links and emphasis stay, HTML does not."""
    return re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)


def _block(text: str, label: Label, line: Line, plain: Callable[[str], str]) -> str:
    match label:
        case "subhead":
            return "## " + re.sub(r"(#+)$", r"\\\1", plain(_SIGN.sub("", text)))
        case "quote":
            return "> " + plain(text.lstrip("> "))
        case "list":
            number = _NUMBER.match(text)
            if number:
                return f"{number[0]} {plain(text[number.end() :].strip())}"
            return "- " + plain(_BULLET.sub("", text))
        case "table":
            return _row(boxes.cells(line.raw))
        case _:
            return plain(text)


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(escape(cell).replace('|', chr(92) + '|') for cell in texts)} |"


def _rule(line: Line) -> str:
    """The line below the head of a table."""
    return "\n|" + " --- |" * len(boxes.cells(line.raw))
