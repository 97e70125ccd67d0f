"""Running one rule and recording what it asked: the same in the parent and in a worker."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from ssg.engine.codec import Digest, decode, digest, encode
from ssg.engine.keys import Asked, Rule, Table, key_of, shown, split, type_of
from ssg.engine.packs import Packs, Ref
from ssg.engine.traces import Part, digest_of
from ssg.errors import SsgError

Answer = Callable[[str], tuple[Digest, Any]]
"""Key → digest and value, brought up to date."""


class Impure(Exception):  # noqa: N818 - says what the rule is
    """A rule gave two values for the same questions: a bug in the rule (law 10)."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{shown(key)} is not a pure rule: the same questions gave another value")


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One run of a rule: what it asked, in order; its result; where its value lies, None if it isn't kept."""

    key: str
    asked: list[str]
    result: Digest
    ref: Ref | None = None
    parts: tuple[Part, ...] | None = None


class Recorder:
    """The `ask` of one run: hands out answers and notes each question once, in the order of asking."""

    def __init__(self, answer: Answer, prepare: Callable[[Sequence[str]], object]) -> None:
        self._answer = answer
        self._prepare = prepare
        self.trace: dict[str, Digest] = {}
        self.refused: SsgError | None = None

    def __call__(self, spec: Asked, *args: str) -> Any:
        """Return the answer to one question."""
        key = key_of(spec, args)
        try:
            found, value = self._answer(key)
        except SsgError as error:
            self.refused = error
            raise
        self.trace.setdefault(key, found)
        return value

    def all(self, spec: Rule[Any], calls: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the answers for many arguments of one rule."""
        self._prepare([key_of(spec, args) for args in calls])
        return [self(spec, *args) for args in calls]


def execute(
    key: str,
    answer: Answer,
    prepare: Callable[[Sequence[str]], object],
    put: Callable[[bytes, Digest], None],
    packs: Packs,
    **more: Any,
) -> tuple[Record, Any]:
    """Run the rule of a key; return the record and the value. `more`: the value `before`, for a rule that wants it.

    The value of an output rule goes to `put`, one that is kept into `packs`; of a table that is kept, None is returned: its
    parts are read one by one.
    """
    spec, args = split(key)
    ask = Recorder(answer, prepare)
    value: Any = spec.fn(ask, *args, **more)  # type: ignore[union-attr]
    if ask.refused:  # a rule that catches it would have a value that its trace doesn't explain
        raise ask.refused
    asked = list(ask.trace)
    if isinstance(spec, Rule) and spec.output:
        result = digest(value)
        put(value, result)
        return Record(key, asked, result), value
    content, parts = _encoded(spec, value)
    result = digest(content) if parts is None else digest_of(parts)
    if not spec.keep:  # type: ignore[union-attr]
        return Record(key, asked, result, None, parts), value
    ref = packs.add(content)
    found = None if parts is not None else as_stored(spec, content, None)
    return Record(key, asked, result, ref, parts), found


def as_stored(spec: Asked, content: bytes, parts: tuple[Part, ...] | None) -> Any:
    """Return the value that its canonical bytes mean. A fresh value is handed out like this too, not as the rule made
    it: the order of a mapping, or a date in it, must look the same to who asks now and to who asks in a later build."""
    kind = type_of(spec)
    if parts is None:
        return decode(content, kind)
    return {p.name: decode(content[p.offset : p.offset + p.length], kind) for p in parts}


def _encoded(spec: Asked, value: Any) -> tuple[bytes, tuple[Part, ...] | None]:
    """Return the canonical bytes of a value; of a table also its parts, by name, and where they lie in the bytes."""
    if not isinstance(spec, Table):
        return encode(value), None
    chunks, parts, at = [], [], 0
    for name in sorted(value):
        chunk = encode(value[name])
        parts.append(Part(name, digest(chunk), at, len(chunk)))
        chunks.append(chunk)
        at += len(chunk)
    return b"".join(chunks), tuple(parts)
