"""Requests of the editor and the answers to them: bodies with limits, conditions, refusals in the user's words."""

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ssg.errors import Problem, SsgError, problem
from ssg.preview import files
from ssg.preview.guard import plain

T = TypeVar("T")
TEXT, IMAGE = 5 << 20, 25 << 20
"""The largest text and picture that is taken, in bytes."""
PATIENCE = 20.0
"""Seconds in which the body of a request must have come."""


class TooLarge(Exception):  # noqa: N818
    """The body of a request is too large."""


REFUSALS = (
    files.Stale,
    SsgError,
    TooLarge,
    TimeoutError,
    ClientDisconnect,
    msgspec.DecodeError,
    OSError,
)
"""What a request can fail of without a bug of ours."""


def refusal(error: Exception, path: str) -> Response:  # noqa: PLR0911 - one for each reason
    """Return what is answered where a request failed."""
    match error:
        case files.Stale():
            return _stale(path, error.there)
        case files.Refused():
            return told(403, error.problems)
        case SsgError():
            return told(409, error.problems)
        case TooLarge():
            hint = f"a text may have {TEXT >> 20} MB, a picture {IMAGE >> 20}"
            return told(413, (problem("", "is too large", hint),))
        case TimeoutError() | ClientDisconnect():
            return plain("the body did not come", 408)
        case OSError():
            status = 403 if isinstance(error, PermissionError) else 507
            what = f"can't be written: {error.strerror or error}"
            return told(status, (problem(path, what, "your text is still in the editor"),))
    return plain("that is no request of the editor's", 400)


def _stale(path: str, there: bytes | None) -> Response:
    text = None if there is None else there.decode("utf-8", "replace")
    tag = "" if there is None else files.tag_of(there)
    said = [problem(path, "has changed on disk meanwhile")]
    return answer(412, {"text": text, "tag": tag, "problems": said}, tag)


async def json_of(request: Request) -> "Asked":
    """Return the JSON object that a request holds. Raises msgspec.DecodeError if it holds none."""
    raw = await body_of(request, 3 * TEXT)
    try:
        return Asked(msgspec.json.decode(raw, type=dict[str, Any]))
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deeply") from error


class Asked(dict[str, Any]):
    """What a request asks. What it lacks, or says in another type, makes it none of the editor's."""

    def __missing__(self, key: str) -> Any:
        raise msgspec.DecodeError(f"{key} is missing")

    def typed(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Return the value of a key. Raises msgspec.DecodeError if it is no `kind`."""
        value = self[key] if default is None else self.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise msgspec.DecodeError(f"{key} is no {kind.__name__}")
        return value


def answer(status: int, value: Mapping[str, Any], tag: str = "") -> Response:
    """Return a JSON answer."""
    headers = {"etag": tag} if tag else {}
    raw = msgspec.json.encode(_shown(value))
    return Response(raw, status, media_type="application/json", headers=headers)


def _shown(value: Any) -> Any:
    """Structs as objects with names, however they are stored."""
    match value:
        case msgspec.Struct():
            return {name: _shown(getattr(value, name)) for name in value.__struct_fields__}
        case dict():
            return {key: _shown(each) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
    return value


def told(status: int, problems: tuple[Problem, ...]) -> Response:
    """Return an answer that says what is wrong."""
    return answer(status, {"problems": problems})


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request. Raises TooLarge as soon as it is, TimeoutError if it doesn't come."""
    if int(request.headers.get("content-length") or 0) > most:
        raise TooLarge
    chunks, size = [], 0
    async with asyncio.timeout(PATIENCE):
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise TooLarge
            chunks.append(chunk)
    return b"".join(chunks)


def condition(request: Request) -> tuple[str | None, Response | None]:
    """The tag that the file must have, None for a file that must not be there; or the refusal of a request without either."""
    given = request.headers.get("if-match")
    if given:
        return given, None
    if request.headers.get("if-none-match") == "*":
        return None, None
    return None, plain(
        "say If-Match with the tag that was read, or If-None-Match: * for a new file", 428
    )


def text_of(raw: bytes, path: str) -> str:
    """Return a file's text, byte-order mark included. Raises SsgError where it isn't UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SsgError(problem(path, "is not UTF-8 text", "save it as UTF-8", line=line)) from error
