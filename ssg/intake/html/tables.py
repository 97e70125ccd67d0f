"""Which tables hold values and which only lay out a page; rows of the former as Markdown. Pure."""

from collections.abc import Sequence

from ssg.intake.html.dom import Element, tag

_LAYOUT = frozenset({"table", "h1", "h2", "h3", "h4", "form", "article", "section", "blockquote", "figure", "nav", "iframe"})  # fmt: skip
_MAX_CELL = 800
_MAX_COLUMNS = 40


def is_table(element: Element) -> bool:
    """Return whether a table holds values: two rows and two columns, and nothing in its cells that makes a page."""
    rows = list(element.iter("tr"))
    wide = [sum(1 for cell in row if tag(cell) in ("td", "th")) for row in rows]
    if len(rows) < 2 or max(wide) < 2 or max(wide) > _MAX_COLUMNS:
        return False
    for inside in element.iter():
        name = tag(inside)
        if inside is not element and name in _LAYOUT:
            return False
        if name in ("td", "th") and (
            len("".join(inside.itertext())) > _MAX_CELL or len(inside.findall("p")) > 3
        ):
            return False
    return True


def span_of(element: Element) -> int:
    """Return how many columns a cell takes."""
    said = str(element.get("colspan") or "1").strip()
    return min(int(said), _MAX_COLUMNS) if said.isdecimal() and said != "0" else 1


def head(cells: Sequence[str]) -> str:
    """Return the first row of a table, cells in Markdown, with the rule below it."""
    return row(cells) + "\n|" + " --- |" * len(cells)


def row(cells: Sequence[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
