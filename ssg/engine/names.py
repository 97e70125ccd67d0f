"""Key ↔ number, both ways. Parts of tables, which are most of all keys, are spelled out only when one is asked for."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from sys import intern

import msgspec

from ssg.engine.keys import ARGUMENT, PART, makes_file
from ssg.engine.stamps import BETWEEN

WHOLE, UNREAD = -1, -2

INPUTS = tuple(f"{name}{ARGUMENT}" for name in ("file", "listing", "option"))


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """Names with their numbers: the names one after the other in UTF-8, the numbers as uint32."""

    texts: bytes
    numbers: bytes

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Return each name with its number."""
        numbers = array("I", self.numbers)
        return (
            zip(self.texts.decode().split(BETWEEN), numbers, strict=True) if numbers else iter(())
        )


def listed(pairs: Iterable[tuple[str, int]]) -> Listed:
    """Return names and numbers as they are stored."""
    found = list(pairs)
    numbers = array("I", [number for _, number in found]).tobytes()
    return Listed(BETWEEN.join(text for text, _ in found).encode(), numbers)


class Added(msgspec.Struct, frozen=True, array_like=True):
    """The names that one build gave: of questions to the outside world, of other whole keys, and by table those of parts that
    were asked for; how many there are now, those included that nobody will ask for again."""

    inputs: Listed
    whole: Listed
    parts: dict[int, Listed]
    count: int


def added(
    whole: Iterable[tuple[str, int]], parts: Mapping[int, Iterable[tuple[str, int]]], count: int
) -> Added:
    """Return names as they are stored."""
    inputs, others = list[tuple[str, int]](), list[tuple[str, int]]()
    for text, number in whole:
        (inputs if text.startswith(INPUTS) else others).append((text, number))
    of_parts = {table: listed(each) for table, each in parts.items()}
    return Added(listed(inputs), listed(others), of_parts, count)


class Names:
    """The names of a store. Numbers are given in order and never change while the store is open."""

    def __init__(self, added: Iterable[Added] = ()) -> None:
        self.count = 0
        self.inputs: list[int] = []
        self._ids: dict[str, int] = {}
        self._raw: dict[int, list[Listed]] = {}
        self._parts: dict[int, dict[str, int]] = {}
        self._spelled: list[str] = []  # by number: a whole key, or the name of a part in its table
        self._tables = array(
            "i"
        )  # by number: the table of a part, else UNREAD: it isn't spelled yet, or WHOLE
        for each in added:
            self._take(each)
        self._kept = self.count
        self._unread = iter(tuple(self._raw))

    def _take(self, added: Added) -> None:
        self._make_room(added.count)
        self.inputs += array("I", added.inputs.numbers)
        for pairs in (dict(added.inputs.pairs()), dict(added.whole.pairs())):
            self._ids.update(pairs)
            for text, number in pairs.items():
                self._spelled[number] = text
        for table, parts in added.parts.items():
            self._raw.setdefault(table, []).append(parts)

    def _make_room(self, count: int) -> None:
        more = count - self.count
        self._spelled.extend([""] * more)
        self._tables.extend([UNREAD] * more)
        self.count = count

    def _give(self, name: str, table: int) -> int:
        self._spelled.append(name)
        self._tables.append(table)
        self.count += 1
        return self.count - 1

    def __getitem__(self, key: str) -> int:
        """Return the number of a key; one that has none gets the next."""
        if PART in key:
            whole, _, part = key.partition(PART)
            return self.part(self[whole], part)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = self._give(key, WHOLE)
            if key.startswith(INPUTS):
                self.inputs.append(found)
        return found

    def numbers(self, keys: Sequence[str]) -> list[int]:
        """Return the numbers of many whole keys; one that has none gets the next."""
        found = list(map(self._ids.get, keys))
        return [self[key] if n is None else n for n, key in zip(found, keys, strict=True)]

    def part(self, table: int, name: str) -> int:
        """Return the number of a table's part; one that has none gets the next."""
        known = self.parts(table)
        found = known.get(name)
        if found is None:
            name = intern(name)  # many tables have the same parts
            found = known[name] = self._give(name, table)
        return found

    def parts(self, table: int) -> dict[str, int]:
        """Return the parts of a table that were ever asked for, with their numbers."""
        known = self._parts.get(table)
        if known is None:
            known = self._parts[table] = {}
            for raw in self._raw.get(table, ()):
                known.update(raw.pairs())
            for name, number in known.items():
                self._spelled[number] = name
                self._tables[number] = table
        return known

    def numbers_of_parts(self, table: int) -> Iterator["array[int]"]:
        """Return the numbers of those parts, without their names where nobody has asked for these yet."""
        if table in self._parts:
            yield array("I", self._parts[table].values())
        else:
            for raw in self._raw.get(table, ()):
                yield array("I", raw.numbers)

    def text(self, number: int) -> str:
        """Return the key of a number."""
        table = self.table(number)
        name = self._spelled[number]
        return name if table == WHOLE else f"{self._spelled[table]}{PART}{name}"

    def part_name(self, number: int) -> str:
        """Return the name of a part, without its table."""
        self.table(number)
        return self._spelled[number]

    def table(self, number: int) -> int:
        """Return the table that a part belongs to, WHOLE for a whole key."""
        while self._tables[number] == UNREAD and not self._spelled[number]:
            self.parts(next(self._unread))
        return max(self._tables[number], WHOLE)

    def is_input(self, number: int) -> bool:
        """Return whether a number is that of a question to the outside world."""
        return self._spelled[number].startswith(INPUTS)

    def files(self, numbers: Iterable[int]) -> list[int]:
        """Return those of some whole keys that make a file of the site."""
        return [each for each in numbers if makes_file(self._spelled[each].partition(ARGUMENT)[0])]

    def added(self, named: Callable[[int], bool], most: int) -> Iterator[Added]:
        """Return the names given since the last call of this function, of what is `named`: worth one; `most` at a time."""
        first, self._kept = self._kept, self.count
        for start in range(first, self.count, most):
            whole: list[tuple[str, int]] = []
            parts: dict[int, list[tuple[str, int]]] = {}
            for number in filter(named, range(start, min(start + most, self.count))):
                table, name = self._tables[number], self._spelled[number]
                (whole if table == WHOLE else parts.setdefault(table, [])).append((name, number))
            yield added(whole, parts, self.count)

    def nothing(self) -> Added:
        """Return no names, and how many there are."""
        return added((), {}, self.count)
