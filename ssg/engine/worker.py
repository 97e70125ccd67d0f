"""What a worker process does: bytes in, bytes out, so that any executor will do (laws 10 and 11)."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec

from ssg.engine.codec import ABSENT, Digest, decode, digest, encode
from ssg.engine.execute import Record, execute
from ssg.engine.inputs import locate, read_stamped
from ssg.engine.keys import ARGUMENT, PART, Asked, Input, resolve, split, type_of
from ssg.engine.outputs import write_staged
from ssg.engine.packs import Packs, Ref
from ssg.engine.stamps import Stamp
from ssg.engine.stopwatch import Lap, Stopwatch
from ssg.errors import Problem, SsgError

MUCH = 16_000_000
"""So many bytes, as stored, a job has in memory at most of what it has read: a shard of the index asks for slices that no other asks for."""

PATIENT = 10
"""How far a patient worker steps back, in the system's nice values."""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One key to make; of an output also its path below the site and the digest of the file that lies there."""

    key: str
    path: str
    placed: Digest


class Given(msgspec.Struct, frozen=True, array_like=True):
    """An answer sent along: its digest, and the value or its place in a pack."""

    digest: Digest
    value: bytes | None
    ref: Ref | None


class Job(msgspec.Struct, frozen=True, array_like=True):
    """A batch for one visit. `timed`: the reply says how long each run took."""

    items: list[Item]
    answers: dict[str, Given]
    mounts: dict[str, str]
    files: dict[str, Stamp]
    packs: str
    pack: int
    stage: str
    timed: bool = False


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """What came of it: records, nested ones included; files read; staged paths; questions without an answer; failures."""

    items: int
    records: list[Record]
    files: dict[str, tuple[Stamp, Digest]]
    staged: list[str]
    missing: list[tuple[Item, str]]
    failed: list[tuple[str, list[Problem]]]
    laps: list[Lap] = []

    @property
    def done(self) -> int:
        """How many items need no second visit."""
        return self.items - len(self.missing)


class Missing(Exception):  # noqa: N818 - a question, not an error
    """A question that the job holds no answer to; it is sent back."""


def work(content: bytes) -> bytes:
    """Make the keys of an encoded Job; return the encoded Reply."""
    reply = _worked(content)
    gc.collect(0)  # only what this job made: a template's macros and their context hold each other
    return reply


def _worked(content: bytes) -> bytes:
    job: Job = decode(content, Job)
    packs = Packs(Path(job.packs), job.pack)
    try:
        return encode(_Visit(job, packs).run())
    finally:
        packs.close()


class _Visit:
    """One job being worked on."""

    def __init__(self, job: Job, packs: Packs) -> None:
        self.job = job
        self.packs = packs
        self.mounts: Mapping[str, Path] = {name: Path(p) for name, p in job.mounts.items()}
        self.answers: dict[str, tuple[Digest, Any]] = {}
        self.read: list[str] = []  # of the answers those from packs,
        self.size = 0  # and how many bytes they have there
        self.watch = Stopwatch() if job.timed else None
        laps = self.watch.laps if self.watch else []
        self.reply = Reply(len(job.items), [], {}, [], [], [], laps)

    def run(self) -> Reply:
        for item in self.job.items:
            try:
                if item.key not in self.answers:
                    self._make(item.key, item)
            except Missing as missing:
                self.reply.missing.append((item, str(missing)))
            except SsgError as error:
                self.reply.failed.append((item.key, list(error.problems)))
            self._let_go()
        return self.reply

    def _let_go(self) -> None:
        """Forget what was read, where it is much; what the next item asks as well is read again."""
        if self.size > MUCH:
            for key in self.read:
                del self.answers[key]
            self.read, self.size = [], 0

    def _make(self, key: str, item: Item | None) -> tuple[Digest, Any]:
        def put(content: bytes, result: Digest) -> None:
            if item is not None and item.path and result != item.placed:
                write_staged(Path(self.job.stage), item.path, content)
                self.reply.staged.append(item.path)

        with self.watch.running(key) if self.watch else nullcontext():
            record, value = execute(key, self._answer, lambda _: None, put, self.packs)
        self.reply.records.append(record)
        self.answers[key] = (record.result, value)
        if record.ref and record.parts is None:
            _READ.keep(split(key)[0], record.result, value, record.ref[2])
        return self.answers[key]

    def _answer(self, key: str) -> tuple[Digest, Any]:
        """From this job, from what was sent along, from a file, or by a worker rule; else Missing."""
        found = self.answers.get(key)
        if found is not None:
            return found
        given = self.job.answers.get(key)
        name, _, rest = key.partition(PART)[0].partition(ARGUMENT)
        spec = resolve(name)
        if given is not None:
            self.answers[key] = (given.digest, self._decoded(given, spec))
            if given.ref is not None:
                self.read.append(key)
                self.size += given.ref[2]
        elif name == "file":
            self.answers[key] = self._file(rest)
        elif not isinstance(spec, Input) and spec.worker and PART not in key:
            return self._make(key, None)
        else:
            raise Missing(key)
        return self.answers[key]

    def _decoded(self, given: Given, spec: Asked) -> Any:
        if given.digest == ABSENT:
            return None
        known = _READ.get((spec, given.digest))
        if known is not None:
            return known
        if given.ref is not None:
            content = self.packs.read(given.ref, given.digest)
        else:
            content = given.value or b""
        value = decode(content, type_of(spec))
        _READ.keep(spec, given.digest, value, len(content))
        return value

    def _file(self, path: str) -> tuple[Digest, bytes | None]:
        if path not in self.job.files:
            raise Missing(f"file{ARGUMENT}{path}")
        content, stamp = read_stamped(locate(self.mounts, path), path)
        self.reply.files[path] = (stamp, digest(content))
        return self.reply.files[path][1], content


class _Read(dict[tuple[Asked, Digest], Any]):
    """What this process has read or made, for jobs to come: a pure memo, for the digest says which value it is. Ten lists
    show the same card. Only small values, and all are forgotten where there are too many."""

    SMALL, MOST = 2048, 24_000_000  # bytes as stored, of one and of all

    def __init__(self) -> None:
        super().__init__()
        self._size = 0

    def keep(self, spec: Asked, result: Digest, value: Any, size: int) -> None:
        """Remember a value that takes `size` bytes in a pack."""
        if size > self.SMALL:
            return
        if self._size + size > self.MOST:
            self.clear()
            self._size = 0
        self._size += size
        self[spec, result] = value


_READ = _Read()


def start(patient: bool = False) -> None:  # noqa: FBT001, FBT002 - the executor calls it
    """Prepare a worker process: it leaves Ctrl-C to its parent, and ends when the parent does. A `patient` one takes the
    processor when nobody else wants it."""
    if patient and hasattr(os, "nice"):
        os.nice(PATIENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    """Not by the parent's id: under `forkserver` that is another process."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
