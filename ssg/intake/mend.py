"""Text that was decoded twice on its way here (`ì•ˆë…•`, `¾È³ç`, `cafÃ©`): repaired where that is certain. Pure."""

import re

import msgspec

_HIGH = re.compile("[\u0080-\uffff]")
_HANGUL = re.compile("[가-힣]")
_LOST = re.compile("占쏙옙|占쏙|ï¿½|\ufffd")
_LEAD = re.compile("[Â-ôŒœŠšŽžŸƒˆ˜]")
# The bytes that Windows-1252 leaves undefined come through as control characters.
_BACK = {
    bytes([b]).decode("cp1252", "replace"): b
    for b in range(256)
    if bytes([b]).decode("cp1252", "replace") != "\ufffd"
}
_BACK |= {chr(b): b for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D)} | {
    chr(b): b for b in range(0x80, 0xA0)
}
_LEAST = 2


class Mended(msgspec.Struct, frozen=True):
    """A text, in how many lines it was repaired and of what; `doubtful` lines may need it; `lost` marks can't be brought back."""

    text: str
    lines: int = 0
    what: str = ""
    lost: int = 0
    doubtful: int = 0


def mended(text: str) -> Mended:
    """Return the text with lines repaired that are certainly UTF-8 or CP949 read as Windows-1252; all else as it was.

    A line is certain if all its letters above ASCII are one encoding's bytes and no letter of them is left over; a text
    needs two such sequences. What was replaced before it came here (U+FFFD, `占쏙옙`) is counted, nothing more.
    """
    lost = len(_LOST.findall(text))
    if not _LEAD.search(text):
        return Mended(text, lost=lost)
    doubtful = 0
    for name, test, what in (
        ("utf-8", _as_utf8, "UTF-8 read as Windows-1252"),
        ("cp949", _as_cp949, "CP949 read as Windows-1252"),
    ):
        lines = text.split("\n")
        found = {n: again for n, line in enumerate(lines) if (again := test(line)) is not None}
        gained = sum(len(_HIGH.findall(again)) for again in found.values())
        others = sum(bool(_HIGH.search(line)) for n, line in enumerate(lines) if n not in found)
        if found and gained >= _LEAST and (name == "utf-8" or others <= 0.1 * len(found)):
            made = "\n".join(found.get(n, line) for n, line in enumerate(lines))
            return Mended(made, len(found), what, len(_LOST.findall(made)))
        doubtful = doubtful or len(found)
    return Mended(text, lost=lost, doubtful=doubtful)


def _bytes(line: str) -> bytes | None:
    """The bytes that a line was before it was read as Windows-1252, None if it was not."""
    found = bytearray()
    for c in line:
        if c < "\x80":
            found.append(ord(c))
        elif c in _BACK:
            found.append(_BACK[c])
        elif "\xa0" <= c <= "\xff":
            found.append(ord(c))
        else:
            return None
    return bytes(found)


def _as_utf8(line: str) -> str | None:
    if not _HIGH.search(line) or (raw := _bytes(line)) is None:
        return None
    try:
        again = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return again if len(again) < len(line) and not re.search("[\x80-\x9f]", again) else None


def _as_cp949(line: str) -> str | None:
    """The line as CP949, if that makes Korean of it: pairs of accented letters mean nothing else."""
    if not _HIGH.search(line) or (raw := _bytes(line)) is None:
        return None
    try:
        again = raw.decode("cp949")
    except UnicodeDecodeError:
        return None
    beyond = _HIGH.findall(again)
    hangul = len(_HANGUL.findall(again))
    common = sum(1 for c in beyond if "가" <= c <= "힣" and _in_common_use(c))
    return (
        again
        if hangul >= 2
        and hangul >= 0.8 * len([c for c in beyond if c.isalpha()])
        and common >= 0.9 * hangul
        else None
    )


def _in_common_use(syllable: str) -> bool:
    """Whether a syllable is one of the 2,350 of KS X 1001: text in EUC-KR has no others."""
    try:
        return len(syllable.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False
