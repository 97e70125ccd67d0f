"""One source read, in a process that may do nothing else: a job in, articles and problems out, as bytes.

The bytes are MessagePack of our own types: what comes back from a process that read something hostile is a value,
never code.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.apart import Part, Unread, apart, reader
from ssg.intake.article import Hints
from ssg.intake.outcome import Options
from ssg.intake.readers import Source
from ssg.model import Moment

MAX_SOURCE = 512_000_000
"""The largest file that is opened, in bytes."""
MAX_ARTICLES = 100_000
"""The most articles that one source gives; more is a mistake or an attack."""

_SMALL = 100_000

_SURROGATES = re.compile("[\ud800-\udfff]")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A source to be read: the bytes of `data`, or else of the file at `path` (as the file system spells it).

    `name` is what messages call it; `url` is where the web gave it, `charset` what was said of its encoding, `problems`
    why it could not be had; `inbox`
    says that the file goes once it is taken in, `found` that it was met in a folder, where what nobody reads is no error.
    """

    name: str
    path: bytes = b""
    data: bytes | None = None
    url: str = ""
    charset: str = ""
    problems: tuple[Problem, ...] = ()
    inbox: bool = False
    found: bool = False

    @property
    def file(self) -> Path | None:
        """The file, None for what was pasted or fetched."""
        return Path(os.fsdecode(self.path)) if self.path else None


class Opened(msgspec.Struct, frozen=True, tag=True):
    """A source was opened: the SHA-256 of its bytes and the name of its reader."""

    sha256: str
    reader: str


class Told(msgspec.Struct, frozen=True, tag=True):
    """Problems: of the whole source, or of a part (`whole` is false). `unread`: nobody reads such files."""

    problems: tuple[Problem, ...]
    whole: bool = False
    unread: bool = False


class Found(msgspec.Struct, frozen=True, tag=True):
    """An article of the source."""

    part: Part


Answer = Opened | Told | Found
_DECODER = msgspec.msgpack.Decoder(Answer)


def answers(options: Options, now: Moment, known: frozenset[str], job: Job) -> Iterator[bytes]:
    """Give what a source holds, each answer encoded; `decoded` reads them.

    A source whose SHA-256 is `known` is only opened. `now` is the moment of the import: no article is from later than
    a day after it.
    """
    try:
        raw = _bytes(job)
        source = _source(raw, job, options)
        by = reader(source)
        digest = hashlib.sha256(raw).hexdigest()
        yield _encoded(Opened(digest, by.name))
        if digest not in known:
            hints = _hints(options, now)
            parts = apart(source, by, hints, split=options.split)
            for part in islice(parts, MAX_ARTICLES):
                yield _encoded(Told((part,)) if isinstance(part, Problem) else Found(part))
            if next(parts, None) is not None:
                what = f"holds more than {MAX_ARTICLES:,} articles; the rest was not read"
                yield _encoded(Told((problem(job.name, what),)))
    except SsgError as error:
        yield _encoded(Told(error.problems, whole=True, unread=isinstance(error, Unread)))


def small(job: Job) -> bool:
    """Return whether a job is a file of at most 100,000 bytes, which takes a fraction of a second."""
    try:
        return bool(job.path) and os.stat(job.path).st_size <= _SMALL
    except OSError:
        return False


def decoded(answer: bytes) -> Answer:
    """Return an answer of `answers`."""
    found: Answer = _DECODER.decode(answer)
    return found


def _bytes(job: Job) -> bytes:
    """The bytes of a source; raises SsgError for what is missing, no file or too large."""
    if job.data is not None:
        return job.data
    if job.problems:
        raise SsgError(*job.problems)
    path = Path(os.fsdecode(job.path))
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SsgError(problem(job.name, "is no regular file"))
        if size > MAX_SOURCE:
            hint = f"at most {MAX_SOURCE // 1_000_000} MB are read at once; split it"
            raise SsgError(problem(job.name, f"the file is too large ({size / 1e6:,.0f} MB)", hint))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SsgError(problem(job.name, "there is no such file")) from error
    except OSError as error:
        raise SsgError(problem(job.name, f"could not be read: {error.strerror}")) from error


def _source(raw: bytes, job: Job, options: Options) -> Source:
    return Source(
        name=job.name, data=raw, path=job.file, url=job.url, charset=options.encoding or job.charset, zone=options.zone,
    )  # fmt: skip


def _hints(options: Options, now: Moment) -> Hints:
    tomorrow = datetime.fromisoformat(now.iso) + timedelta(days=1)
    return Hints(
        zone=options.zone,
        lang=options.lang,
        date=options.date,
        tags=options.tags,
        visibility=options.visibility,
        known_tags=options.known_tags,
        morphemes=options.morphemes,
        latest=tomorrow.date().isoformat(),
    )


def _encoded(answer: Answer) -> bytes:
    try:
        return msgspec.msgpack.encode(answer)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_sound(msgspec.to_builtins(answer, builtin_types=(bytes,))))


def _sound(value: object) -> object:
    """A value without halves of characters, which are no text."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [_sound(each) for each in value]
    if isinstance(value, dict):
        return {_sound(key): _sound(each) for key, each in value.items()}
    return value
