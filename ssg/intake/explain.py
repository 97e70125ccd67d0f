"""What became of each line of a text and why, for a person to read. Pure, but for rich's colours."""

import io
from collections.abc import Sequence

from ssg.intake.cuts import width
from ssg.intake.spans import Label, Span

_NAMES: dict[Label, str] = {
    "headline": "제목", "deck": "부제", "kicker": "어깨제목", "byline": "글쓴이", "dateline": "발신지", "date": "날짜",
    "caption": "사진 설명", "credit": "사진 출처", "body": "본문", "subhead": "중간 제목", "quote": "인용", "list": "목록",
    "table": "표", "correction": "바로잡음", "source": "출처", "rights": "저작권", "share": "공유 단추",
    "related": "다른 기사", "comments": "댓글", "menu": "메뉴", "ad": "광고", "subscribe": "구독", "duplicate": "되풀이",
    "other": "그 밖", "topics": "주제어", "summary": "요약", "aside": "덧붙임",
}  # fmt: skip
_COLOURS = {"kept": "green", "moved": "cyan", "dropped": "dim"}
_SHOWN = 60


def explain(text: str, spans: Sequence[Span], *, colour: bool) -> str:
    """Return a line for every span: its line number, label, fate, reason, and how the text begins.

    Fates: `kept 본문` (in the article's body), `moved → field` (in the front matter), `dropped 버림` (only
    in the original).
    """
    rows = [_row(text, span) for span in spans]
    lines = [_plain(row) for row in rows]
    kept, moved, dropped = (sum(row[2].startswith(word) for row in rows) for word in _COLOURS)
    total = f"{kept} kept 본문 · {moved} moved 항목 · {dropped} dropped 버림 (of {len(rows)})"
    if not colour:
        return "\n".join([*lines, "", total]) + "\n"
    return _coloured(rows, lines, total)


Row = tuple[int, str, str, str, str]


def _row(text: str, span: Span) -> Row:
    number = text.count("\n", 0, span.start) + 1
    skipped = len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip())
    number += text.count("\n", span.start, span.start + skipped)
    shown = " ".join(text[span.start : span.end].split())
    short = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return number, f"{span.label} {_NAMES[span.label]}", _fate(span), span.why, short


def _fate(span: Span) -> str:
    if span.field == "body":
        return "kept 본문"
    return f"moved → {span.field}" if span.field else "dropped 버림"


def _plain(row: Row) -> str:
    number, label, fate, why, shown = row
    return f"{number:>4}  {_padded(label, 20)}  {_padded(fate, 20)}  {shown}\n{'':6}{why}"


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def _coloured(rows: Sequence[Row], lines: Sequence[str], total: str) -> str:
    from rich.console import Console  # noqa: PLC0415 — slow to load, needed on a terminal only
    from rich.text import Text  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=400)
    for row, line in zip(rows, lines, strict=True):
        first, _, second = line.partition("\n")
        console.print(Text(first, style=_COLOURS[row[2].split()[0]]))
        console.print(Text(second, style="dim"))
    console.print(Text(f"\n{total}", style="bold"))
    return out.getvalue()
