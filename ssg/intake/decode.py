"""Bytes to clean text: which encoding, which line ends, and whether it is text at all. No I/O."""

import codecs
import re
import unicodedata

import msgspec

from ssg.errors import Problem, SsgError, problem

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


class Decoded(msgspec.Struct, frozen=True):
    """A text in normal form, the name of the encoding it came in, and warnings about what was lost."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(raw: bytes, encoding: str | None = None, path: str = "") -> Decoded:
    """Return the text of some bytes, normalised; `encoding` names one that the user is sure of.

    Order of belief: byte order mark, strict UTF-8, UTF-16 by its zero bytes, CP949 (which holds EUC-KR),
    then a statistical guess. Raises SsgError for too large, empty and binary input and for unknown encodings.
    """
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1e6:.0f} MB"
        limit = f"at most {MAX_BYTES // 1_000_000} MB are read as one article"
        raise SsgError(problem(path, f"the text is too large ({size})", f"{limit}; split it"))
    kind = next((name for magic, name in _MAGIC.items() if raw.startswith(magic)), "")
    if kind:
        raise SsgError(problem(path, f"this is {kind}, no text", "copy its text and paste that"))
    read = _named(raw, encoding, path) if encoding else _guessed(raw, path)
    text = normalise(read.text)
    if not text.strip():
        raise SsgError(problem(path, "there is no text in it", "paste an article's text"))
    return Decoded(text, read.encoding, read.problems)


def normalise(text: str) -> str:
    """Return the text in NFC with one kind of line end (U+000A) and without control characters."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _named(raw: bytes, encoding: str, path: str) -> Decoded:
    try:
        name = codecs.lookup(
            {"euc-kr": "cp949", "euckr": "cp949"}.get(encoding.lower(), encoding)
        ).name
    except LookupError as error:
        hint = "utf-8, cp949, utf-16 …"
        raise SsgError(problem(path, f'unknown encoding "{encoding}"', hint)) from error
    return _lossy(raw, name, path)


def _guessed(raw: bytes, path: str) -> Decoded:
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _lossy(raw[len(bom) :], name, path)
    wide = _utf16(raw)
    if wide:
        return Decoded(raw.decode(wide), wide)
    if _binary(raw):
        raise SsgError(
            problem(path, "this is a binary file, no text", "copy its text and paste that")
        )
    text = _strict(raw, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    korean = _strict(raw, "cp949")
    if korean is not None and _hangul(korean) > 0.5:
        return Decoded(korean, "cp949")
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


def _hangul(text: str) -> float:
    """Return the share of Hangul syllables in common use among the letters that are not ASCII."""
    letters = [c for c in text if ord(c) > 127 and c.isalpha()]
    return sum("가" <= c <= "힣" for c in letters) / len(letters) if letters else 0.0


def _statistical(raw: bytes, path: str) -> Decoded:
    import charset_normalizer  # noqa: PLC0415 — slow to load, rarely needed

    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        return _lossy(raw, "utf-8", path)
    what = f"the encoding was guessed: {best.encoding}"
    hint = "name it with --encoding if the text looks wrong"
    return Decoded(str(best), best.encoding, (Problem(path, 0, 0, what, hint, "warning"),))
