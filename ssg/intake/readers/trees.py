"""XML as a stream of elements. Entities, outside references and deep nesting are refused; nothing is fetched."""

import codecs
import html
import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Source
from ssg.intake.readers.labels import codec

MAX_DEPTH = 200
_DECLARATION = re.compile(
    rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"'][^>]{0,100}?\?>"
)
_ANY_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}?\?>")
_ILL = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|&#(x?)([0-9a-fA-F]{1,7});|&(?!(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,30});)?",
    re.DOTALL,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def elements(source: Source, *wanted: str) -> Iterator[Element | Problem]:
    """Give the elements at the places `wanted`, in the order of the file, each complete and for one step only.

    A place is the path of local names from the root, `rss/channel/item`. Where the file breaks off or is no XML any
    more, a Problem says so after what was whole; if nothing was, SsgError is raised. So it is for entities that the
    file declares itself (their expansion can fill the memory) and for elements nested deeper than 200.
    """
    given = False
    for found in _walked(source, frozenset(wanted)):
        if isinstance(found, Problem) and not given:
            raise SsgError(found)
        given = True
        yield found


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element, *names: str) -> str:
    """Return the text of the first child of one of these names that has any, in the order of the names.

    A name is a local name of a child that has no namespace or the parent's own, or `{*}name` for any namespace.
    """
    own = str(element.tag).rpartition("}")[0]
    for name in names:
        tag = name if name.startswith("{") else f"{own}}}{name}" if own else name
        for child in element.findall(tag):
            said = "".join(child.itertext()).strip()
            if said:
                return said
    return ""


def _walked(source: Source, wanted: frozenset[str]) -> Iterator[Element | Problem]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    stack: list[Element] = []
    path: list[str] = []
    try:
        for event, element in iterparse(io.BytesIO(_utf8(source)), ("start", "end")):
            if event == "start":
                stack.append(element)
                path.append(local(element))
                if len(stack) > MAX_DEPTH:
                    raise SsgError(
                        problem(source.name, f"elements are nested deeper than {MAX_DEPTH}")
                    )
                continue
            stack.pop()
            here = "/".join(path)
            path.pop()
            if here in wanted:
                yield element
                if stack:
                    stack[-1].remove(element)
    except DefusedXmlException as error:
        hint = "no export needs that; it may be meant to do harm"
        raise SsgError(
            problem(source.name, "the XML declares entities of its own", hint)
        ) from error
    except ParseError as error:
        line, column = error.position
        what = f"the XML is broken from here on ({str(error).partition(':')[0]})"
        hint = "the file may be cut off: export it again"
        yield problem(source.name, what, hint, line=line, column=column + 1)


def _utf8(source: Source) -> bytes:
    """The file in UTF-8, without a declared encoding, with ampersands and HTML's entities as XML wants them.

    Expat knows no encoding of East Asia; feeds by the thousand hold `&nbsp;`, bare ampersands and control characters.
    """
    raw = source.data
    named = _DECLARATION.match(raw)
    label = source.charset or (named[1].decode("ascii") if named else "utf-8")
    for bom, name in _BOMS:
        if raw.startswith(bom):
            raw, label = raw[len(bom) :], name
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        decoded = raw.decode(codec(label) or "utf-8", "replace")
    if label.startswith("utf-16"):
        decoded = raw.decode(label, "replace")
    head = _ANY_DECLARATION.match(decoded)
    raw = decoded[head.end() if head else 0 :].encode("utf-8", "replace")
    return _ILL.sub(_mended, _CONTROLS.sub(b"", raw))


def _mended(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<"):
        return match[0]
    if match[2]:
        return match[0] if _allowed(match[2].decode("ascii"), 16 if match[1] else 10) else b""
    if match[3] is None:
        return b"&amp;"
    name = match[3].decode("ascii")
    known = html.unescape(f"&{name};")
    if known.startswith("&"):
        return b"&amp;" + match[3] + b";"
    return "".join(f"&#{ord(c)};" for c in known).encode("ascii")


def _allowed(digits: str, base: int) -> bool:
    """Whether XML 1.0 allows the character of a reference (section 2.2)."""
    try:
        code = int(digits, base)
    except ValueError:  # hexadecimal digits without the x
        return False
    return (
        code in (9, 10, 13)
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0x10000 <= code < 0x110000
    )
