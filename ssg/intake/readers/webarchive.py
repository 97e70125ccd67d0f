"""Web pages saved by Safari: .webarchive, a property list of the page and what it shows."""

import plistlib
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, html, labels
from ssg.intake.readers.names import joined, suffix


def claims(source: Source) -> bool:
    """Return whether the source is named so, or is a property list with a main resource."""
    return suffix(source) == ".webarchive" or (
        source.data.startswith(b"bplist") and b"WebMainResource" in source.data
    )


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the page with its pictures. Raises SsgError for what is no web archive."""
    held = _held(source)
    main = held.get("WebMainResource")
    if not isinstance(main, dict) or not isinstance(main.get("WebResourceData"), bytes):
        raise SsgError(problem(source.name, "there is no page in it", "save the page again"))
    url = str(main.get("WebResourceURL") or "")
    charset = str(main.get("WebResourceTextEncodingName") or "")
    text, warnings = labels.page(main["WebResourceData"], source.charset or charset, source.name)
    others = held.get("WebSubresources")
    files = {
        str(it.get("WebResourceURL")): it["WebResourceData"]
        for it in (others if isinstance(others, list) else [])
        if isinstance(it, dict)
        and isinstance(it.get("WebResourceData"), bytes)
        and str(it.get("WebResourceMIMEType", "")).startswith("image/")
    }

    def neighbour(src: str) -> bytes | None:
        return files.get(src) or files.get(joined(url, src))

    here = msgspec.structs.replace(source, beside=neighbour, path=None)
    yield html.document(text, here, Known(url=url if re.match(r"https?://", url) else ""), warnings)


def _held(source: Source) -> dict[str, Any]:
    """The property list. What it may hold is bounded by the file: nothing in the format is compressed."""
    try:
        found = plistlib.loads(source.data)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        RecursionError,
        OverflowError,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
        MemoryError,
    ) as error:
        raise SsgError(
            problem(source.name, "this web archive is damaged or cut off", "save the page again")
        ) from error
    return found if isinstance(found, dict) else {}


READER = Reader(
    name="webarchive", reads="web pages saved by Safari: .webarchive", claims=claims, read=read
)
