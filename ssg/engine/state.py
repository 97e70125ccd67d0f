"""What is known of all keys: which are up to date, their digests, and since when they have these.

A build is one revision; a preview looks again and again, and each look is one. A trace that was verified in some
revision holds as long as nothing that it asked has changed in a later one: that is what comparing the recorded digest
of each answer would say (law 5), in numbers. Traces of the last build were verified in revision 0.
"""

from array import array
from collections.abc import Iterable, Mapping

from ssg.engine.codec import ABSENT, DIGEST_BYTES, Digest
from ssg.engine.inputs import Inputs
from ssg.engine.keys import ARGUMENT
from ssg.engine.store import Store
from ssg.engine.traces import Part, Row


class State:
    """Digests of keys, by number. `unsure` holds those that nobody has looked at yet in this revision.

    Columns rather than mappings: there are twenty keys for each article.
    """

    def __init__(self, store: Store, inputs: Inputs) -> None:
        self.store = store
        self.names = store.names
        self.revision = 1
        self.changed: dict[int, int] = {}  # the revision in which a key got another digest
        self._base = store.names.count
        self._digests = bytearray(store.digests.content.ljust(self._base * DIGEST_BYTES, b"\0"))
        self._verified = array("I", bytes(4 * self._base))  # in which revision, 0 for none
        self.unsure = set(range(self._base))
        self._index: dict[int, dict[str, Part]] = {}
        self._look(inputs)

    def _look(self, inputs: Inputs) -> None:
        """Find the inputs that are as the last build left them."""
        for number in self.names.inputs:
            name, _, argument = self.names.text(number).partition(ARGUMENT)
            if inputs.same(name, argument, self.before(number)):
                self.unsure.discard(number)

    def settle(self, *, files: bool = True) -> None:
        """Find all keys whose questions have the answers they had when the last build left them (law 5); of those that make
        `files` of the site only where these are wanted. A key that was made anew since is none of these: its trace in the
        store is an old one."""
        made = set(filter(self._verified.__getitem__, self.unsure))
        doubted = self.unsure - made
        self.store.traces.untouched(
            doubted, made | self.changed.keys(), self.names.numbers_of_parts, files=files
        )
        self.unsure = doubted | made

    def before(self, number: int) -> Digest:
        """Return the digest that a key had when it was last up to date, ABSENT if it never was."""
        at = number * DIGEST_BYTES
        return Digest(bytes(self._digests[at : at + DIGEST_BYTES])) or ABSENT

    def has_digest(self, number: int) -> bool:
        """Return whether a key was ever up to date."""
        return number < self._base or (number < len(self._verified) and self._verified[number] > 0)

    def digests(self) -> bytes:
        """Return the digests of all numbers, one after the other, as a store keeps them."""
        size = self.names.count * DIGEST_BYTES
        with memoryview(self._digests) as whole:
            return bytes(whole[:size]).ljust(size, b"\0")

    def is_known(self, number: int) -> bool:
        """Return whether a key was brought up to date."""
        return number not in self.unsure and self.has_digest(number)

    def known(self, number: int) -> Digest | None:
        """Return the digest of a key that was brought up to date, else None. Asked a million times: no call within."""
        if number in self.unsure:
            return None
        if number >= self._base and (number >= len(self._verified) or not self._verified[number]):
            return None
        at = number * DIGEST_BYTES
        return Digest(bytes(self._digests[at : at + DIGEST_BYTES])) or ABSENT

    def found(self, number: int, digest: Digest) -> Digest:
        """Note that a key is up to date. One that never was before is no changed one: nothing has asked it yet."""
        if not self.has_digest(number):
            self._make_room(number)
            self._set(number, digest)
        elif digest != self.before(number):
            self._set(number, digest)
            self.changed[number] = self.revision
        self.unsure.discard(number)
        self._verified[number] = self.revision
        return digest

    def _set(self, number: int, digest: Digest) -> None:
        at = number * DIGEST_BYTES
        self._digests[at : at + DIGEST_BYTES] = digest

    def _make_room(self, number: int) -> None:
        short = number + 1 - len(self._verified)
        if short > 0:
            more = max(short, self.names.count - number, 1024)
            self._verified.frombytes(bytes(4 * more))
            self._digests.extend(bytes(DIGEST_BYTES * more))

    def found_trace(self, number: int, digest: Digest, row: Row) -> Digest:
        """Note that a rule's value is up to date, and the parts of a table with it."""
        self.found(number, digest)
        self._index.pop(number, None)
        if row.is_table:
            if self.changed.get(number) == self.revision:
                self.take_parts(number, row)
            else:
                for parts in self.names.numbers_of_parts(number):
                    self.unsure.difference_update(parts)
        return digest

    def take_parts(self, table: int, row: Row) -> None:
        """Tell which parts of a table that came out differently are as they were."""
        found = self.parts(table, row)
        for name, number in self.names.parts(table).items():
            part = found.get(name)
            self.found(number, part.digest if part else ABSENT)

    def parts(self, table: int, row: Row | None) -> Mapping[str, Part]:
        """Return the parts of a table by name; only once the table is up to date."""
        if table not in self._index:
            digest = self.known(table)
            found = self.store.parts(row, digest) if row and digest is not None else ()
            self._index[table] = {part.name: part for part in found}
        return self._index[table]

    def holds(self, number: int, questions: Iterable[int]) -> bool:
        """Return whether all these questions, which are up to date, have the answers that the trace of a key was made with."""
        verified = self._verified[number] if number < len(self._verified) else 0
        return all(self.changed.get(each, 0) <= verified for each in questions)

    def surely_holds(self, questions: Iterable[int]) -> bool:
        """Return whether all these questions are known to have the answers of the last build."""
        return self.unsure.isdisjoint(questions) and self.changed.keys().isdisjoint(questions)

    def doubt(self, numbers: Iterable[int]) -> None:
        """Begin a revision in which these keys have to be brought up to date again."""
        self.revision += 1
        for number in numbers:
            self._make_room(
                number
            )  # for one that nobody has asked yet, too: a file that came just now
            self.unsure.add(number)
            self._index.pop(number, None)
