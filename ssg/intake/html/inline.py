"""The text between two breaks of a page, and the same as Markdown: links, emphasis, code. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from ssg.intake.body import escape, escaped_inline, escaped_start
from ssg.intake.decode import normalise

Mark = Literal["link", "strong", "em", "code", "del"]
_SIGNS: dict[Mark, str] = {"strong": "**", "em": "*", "del": "~~"}
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_BLANK = " \t\n\r\f\v"


class Open(msgspec.Struct):
    """A mark as one element of the page makes it; two are one only if they are the same object."""

    mark: Mark
    address: str = ""


class Piece(msgspec.Struct):
    """A stretch of text and the marks it lies in, outermost first."""

    text: str
    marks: tuple[Open, ...]


class Done(msgspec.Struct, frozen=True):
    """A finished run: its text, the pieces of it, and the shares of its letters in links and in bold."""

    text: str
    pieces: tuple[Piece, ...]
    linked: float
    bold: float


class Inline(msgspec.Struct):
    """Text as it comes in, with the marks open around it."""

    pieces: list[Piece] = []
    marks: list[Open] = []

    @property
    def filled(self) -> bool:
        """Whether anything but blanks was said since the last break."""
        return any(piece.text.strip(_BLANK) for piece in self.pieces)

    def say(self, text: str, *, keep: bool = False) -> None:
        """Add text; runs of blanks become one unless `keep`."""
        text = text if text.isascii() and text.isprintable() else normalise(text)
        text = text if keep else _BLANKS.sub(" ", text)
        if not keep and text[:1] == " " and (not self.pieces or self.pieces[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            self.pieces.append(Piece(text, tuple(self.marks)))

    def open(self, mark: Mark, address: str = "", *, is_link: bool = False) -> None:
        """Begin a link or emphasis; a link without an address counts as one, and is written as its text."""
        self.marks.append(Open(mark, address if is_link else ""))

    def close(self, mark: Mark) -> None:
        """End the innermost one of its kind."""
        for at in range(len(self.marks) - 1, -1, -1):
            if self.marks[at].mark == mark:
                del self.marks[at]
                return

    def taken(self, *, keep: bool = False) -> Done:
        """Return what was said, and start anew; marks stay open."""
        pieces, self.pieces = self.pieces, []
        whole = "".join(piece.text for piece in pieces)
        text = whole.strip("\n") if keep else whole.strip(_BLANK)
        if not text:
            return Done("", (), 0.0, 0.0)
        letters = len(_letters(whole)) or 1
        linked = sum(len(_letters(it.text)) for it in pieces if _has(it, "link")) / letters
        bold = sum(len(_letters(it.text)) for it in pieces if _has(it, "strong")) / letters
        return Done(text, tuple(pieces), linked, bold)


def _letters(text: str) -> str:
    return "".join(text.split())


def _has(piece: Piece, mark: Mark) -> bool:
    return any(it.mark == mark for it in piece.marks)


def markdown(pieces: Sequence[Piece], text: str) -> str:
    """Return a run as Markdown; as plain text where there are no marks, or where marks would change what it says."""
    if not any(_written(it) for it in pieces):
        return escape(text)
    made = _nested([(it.text, _written(it)) for it in pieces])
    made = _start_escaped(made.strip(_BLANK))
    return made if _same(made, text) else escape(text)


def _written(piece: Piece) -> tuple[Open, ...]:
    """The marks that Markdown shows: links with an address; each kind once, for marks inside their like say nothing."""
    found: list[Open] = []
    for it in piece.marks:
        if (it.mark != "link" or it.address) and all(it.mark != other.mark for other in found):
            found.append(it)
    return tuple(found)


def _nested(pieces: list[tuple[str, tuple[Open, ...]]]) -> str:
    """Pieces as Markdown: those that share their outermost mark are put into it together."""
    made, at = "", 0
    while at < len(pieces):
        text, marks = pieces[at]
        if not marks:
            made += escaped_inline(text)
            at += 1
            continue
        end = at
        while end < len(pieces) and pieces[end][1][:1] and pieces[end][1][0] is marks[0]:
            end += 1
        made += _wrapped(marks[0], pieces[at:end])
        at = end
    return made


def _wrapped(mark: Open, pieces: list[tuple[str, tuple[Open, ...]]]) -> str:
    """The pieces inside one mark; blanks at its edges are moved outside of it."""
    plain = "".join(text for text, _ in pieces)
    inner = plain.strip(_BLANK)
    if mark.mark == "code":
        made = _code(inner)
    else:
        made = _nested([(text, marks[1:]) for text, marks in pieces]).strip(_BLANK)
    if not inner:
        return plain
    before = " " if plain[0] in _BLANK else ""
    after = " " if plain[-1] in _BLANK else ""
    if mark.mark == "link":
        label = (
            re.sub(r"(?<!\\)([\[\]])", r"\\\1", made)
            if not re.search(r"(?<!\\)!?\[.*\]\(", made)
            else made
        )
        return f"{before}[{label}]({_address(mark.address)}){after}"
    sign = _SIGNS.get(mark.mark, "")
    return f"{before}{sign}{made}{sign}{after}"


def _code(text: str) -> str:
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _address(url: str) -> str:
    """A link's address as Markdown writes it."""
    if re.search(r"[\s<>]", url):
        return "<" + re.sub(r"[<>\n\r]", "", url).replace(" ", "%20") + ">"
    return url if url.count("(") == url.count(")") and "\\" not in url else f"<{url}>"


def _start_escaped(made: str) -> str:
    """The Markdown with what would begin a list, a heading or a quote escaped; a link or emphasis at its start stays."""
    return made if re.match(r"[\[*~`]", made) else escaped_start(made)


def _same(made: str, text: str) -> bool:
    """Whether Markdown says the text when it is rendered."""
    from ssg.markup.markdown import plain

    return plain(made).split() == text.split()
