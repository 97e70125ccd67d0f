"""Bytes to clean text: which encoding, which line ends, and whether it is text at all. No I/O."""

import codecs
import re
import unicodedata

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake import guess, mend
from ssg.intake.guess import LARGER

MAX_BYTES = 5_000_000
"""The largest text that is read, in bytes: some fifty novels; more is a mistake or an attack."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
}
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Control characters have no place in Markdown or YAML; tabs and line ends have.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FEW = 3


class Decoded(msgspec.Struct, frozen=True):
    """A text in normal form, the name of the encoding it came in, and warnings about what was lost."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(raw: bytes, encoding: str | None = None, path: str = "") -> Decoded:
    """Return the text of some bytes, normalised; `encoding` names one that the user is sure of.

    Order of belief: byte order mark, strict UTF-8, UTF-16 by its zero bytes, CP949 (which holds EUC-KR) and the other
    encodings of East Asia by their letters, Windows-1252 by its few, then a statistical guess. Text that was decoded
    twice is repaired where that is certain. Raises SsgError for too large, empty and binary input and for unknown encodings.
    """
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1e6:.0f} MB"
        limit = f"at most {MAX_BYTES // 1_000_000} MB are read as one article"
        raise SsgError(problem(path, f"the text is too large ({size})", f"{limit}; split it"))
    kind = next((name for magic, name in _MAGIC.items() if raw.startswith(magic)), "")
    if kind:
        raise SsgError(problem(path, f"this is {kind}, no text", "copy its text and paste that"))
    read = _named(raw, encoding, path) if encoding else _guessed(raw, path)
    again = mend.mended(read.text)
    text = normalise(again.text)
    if not text.strip():
        raise SsgError(problem(path, "there is no text in it", "paste an article's text"))
    return Decoded(text, read.encoding, (*read.problems, *_doubts(again, read, text, path)))


def _doubts(again: mend.Mended, read: Decoded, text: str, path: str) -> tuple[Problem, ...]:
    """Warnings about what was repaired, what was lost before, and characters that hide the order of others."""
    found: list[tuple[str, str]] = []
    if again.lines:
        said = f"{again.lines} lines had been decoded twice ({again.what}); they are repaired"
        found.append((said, "the original is kept as it came"))
    elif again.doubtful:
        said = (
            f"{again.doubtful} lines may have been decoded twice (Ã© for é); they are as they came"
        )
        found.append((said, "mend them in the article if they look wrong"))
    if again.lost > _FEW and not read.problems:
        what = f"{again.lost} letters were lost before the text came here (\ufffd, 占쏙옙)"
        found.append(
            (what, "copy the text from its source again, or name its encoding with --encoding")
        )
    turned = len(_TURNED.findall(text))
    if turned:
        what = f"holds {turned} invisible characters that turn the direction of text; they are kept"
        found.append((what, "look at the text in an editor that shows them"))
    return tuple(Problem(path, 0, 0, what, hint, "warning") for what, hint in found)


def normalise(text: str) -> str:
    """Return the text in NFC with one kind of line end (U+000A) and without control characters."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _named(raw: bytes, encoding: str, path: str) -> Decoded:
    try:
        found = codecs.lookup(LARGER.get(encoding.lower(), encoding))
    except LookupError:
        found = None
    if found is None or not found._is_text_encoding:  # noqa: SLF001 — keeps `hex`, `zlib`, `rot13` out
        raise SsgError(problem(path, f'unknown encoding "{encoding}"', "utf-8, cp949, utf-16 …"))
    return _lossy(raw, found.name, path)


def _guessed(raw: bytes, path: str) -> Decoded:
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _lossy(raw[len(bom) :], name, path)
    wide = _utf16(raw) or guess.wide(raw)
    if wide:
        return Decoded(raw.decode(wide), wide)
    shifted = guess.shifted(raw)
    if shifted:
        return Decoded(raw.decode(shifted), shifted)
    if _binary(raw):
        raise SsgError(
            problem(path, "this is a binary file, no text", "copy its text and paste that")
        )
    text = _strict(raw, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    name = guess.guessed(raw)
    if name:
        return Decoded(raw.decode(name), name)
    return _statistical(raw, path)


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _lossy(raw: bytes, name: str, path: str) -> Decoded:
    text = _strict(raw, name)
    if text is not None:
        return Decoded(text, name)
    text = raw.decode(name, "replace")
    at = text.find("\ufffd")
    what = f"some bytes are no {name} (the first after {at} letters); they are shown as \ufffd"
    warning = Problem(path, 0, 0, what, "name the encoding with --encoding", "warning")
    return Decoded(text, name, (warning,))


def _utf16(raw: bytes) -> str:
    """The byte order of UTF-16 without a mark: Latin letters, spaces and line ends have a zero on one side only."""
    if len(raw) < 4 or len(raw) % 2:
        return ""
    pairs = len(raw) // 2
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > pairs * 0.02 and others <= zeros * 0.5:
            text = _strict(raw, name)
            if text is not None and sum(map(_printable, text)) > 0.95 * len(text):
                return name
    return ""


def _printable(c: str) -> bool:
    return c.isprintable() or c in "\n\r\t"


def _binary(raw: bytes) -> bool:
    controls = sum(raw.count(bytes([b])) for b in range(32) if b not in b"\t\n\r\x0c\x1b")
    return controls > len(raw) * 0.01


def _statistical(raw: bytes, path: str) -> Decoded:
    import charset_normalizer  # noqa: PLC0415 — slow to load, rarely needed

    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        return _lossy(raw, "utf-8", path)
    what = f"the encoding was guessed: {best.encoding}"
    hint = "name it with --encoding if the text looks wrong"
    return Decoded(str(best), best.encoding, (Problem(path, 0, 0, what, hint, "warning"),))
