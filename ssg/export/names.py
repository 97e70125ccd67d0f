"""Names of exported files: NFC, safe on every file system, short enough for all, no two alike where case is not told apart. Pure."""

import re
import unicodedata

from ssg.urls import nfc

LONGEST = (
    150  # bytes of a name without its ending; a file system takes 255, a synchronised folder less
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$", re.IGNORECASE)
_UNSAFE = re.compile(r"""[\\/:*?"<>|#^\[\]]""")


def readable(title: str, otherwise: str) -> str:
    """Return a title as the name of a note: what Obsidian and file systems don't take becomes a space."""
    shown = "".join(
        " " if unicodedata.category(c)[0] == "C" else c for c in _UNSAFE.sub(" ", nfc(title))
    )
    name = cut(" ".join(shown.split()).strip(". "), LONGEST).strip(". ")
    if not name:
        return otherwise
    return f"{name}_" if _DEVICE.match(name) else name


def cut(text: str, most: int) -> str:
    """Return a text of at most so many bytes of UTF-8; no character is cut, nor what combines with it."""
    raw = text.encode("utf-8")
    if len(raw) <= most:
        return text
    short = raw[:most].decode("utf-8", "ignore")
    while short and unicodedata.combining(text[len(short)]):
        short = short[:-1]
    return short


class Names:
    """Gives each file a name that no other has; the first keeps its own, others get a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, path: str) -> str:
        """Return the path in NFC, with ` (2)` and so on before its ending where one that only differs by case is taken."""
        folder, slash, name = nfc(path).rpartition("/")
        stem, dot, ending = name.rpartition(".") if "." in name[1:] else (name, "", "")
        number, found = 1, f"{folder}{slash}{name}"
        while (key := nfc(found.casefold())) in self._taken:
            number += 1
            found = f"{folder}{slash}{stem} ({number}){dot}{ending}"
        self._taken.add(key)
        return found
