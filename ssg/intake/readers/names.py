"""How readers tell a source by its name and its first bytes. No I/O."""

from urllib.parse import urljoin

from ssg.intake.readers import Source

HEAD = 4096
"""How many bytes of a source are looked at to tell its format."""


def suffix(source: Source) -> str:
    """Return the ending of the source's file name in lower case, with its dot; "" for a paste and for the web's."""
    name = (source.path.name if source.path else source.name).rpartition("/")[2].lower()
    stem, dot, end = name.rpartition(".")
    return dot + end if dot and stem and not source.url else ""


def head(source: Source) -> str:
    """Return the beginning of the source as text, without byte order mark and leading blanks.

    Bytes that are no UTF-8 come out as U+FFFD: marks of formats are ASCII. UTF-16 is read by its mark.
    """
    raw = source.data[:HEAD]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace").lstrip("\ufeff \t\r\n")
    return raw.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def binary(source: Source) -> bool:
    """Return whether the first bytes are those of no text; UTF-16 has zeros on one side only, and is one."""
    raw = source.data[:HEAD]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = raw.count(0)
    if (
        zeros
        and min(raw[::2].count(0), raw[1::2].count(0)) <= zeros // 10
        and zeros > len(raw) // 50
    ):
        return False
    return (
        sum(raw.count(bytes([b])) for b in range(32) if b not in b"\t\n\r\x0c\x1b")
        > len(raw) // 100
    )


def joined(start: str, address: str) -> str:
    """Return an address as seen from another; as it is where either is broken."""
    try:
        return urljoin(start, address)
    except ValueError:
        return address
