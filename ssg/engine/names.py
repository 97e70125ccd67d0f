"""Key ↔ number, both ways. Parts of tables, which are most of all keys, are spelled out only when one is asked for."""

from array import array
from collections.abc import Container, Iterable, Iterator, Mapping

import msgspec

from ssg.engine.keys import ARGUMENT, PART
from ssg.engine.stamps import BETWEEN

INPUTS = tuple(f"{name}{ARGUMENT}" for name in ("file", "listing", "option"))


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """Names with their numbers: the names one after the other, the numbers as uint32."""

    texts: str
    numbers: bytes

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Return each name with its number."""
        numbers = array("I", self.numbers)
        return zip(self.texts.split(BETWEEN), numbers, strict=True) if numbers else iter(())


def listed(pairs: Iterable[tuple[str, int]]) -> Listed:
    """Return names and numbers as they are stored."""
    found = list(pairs)
    numbers = array("I", [number for _, number in found]).tobytes()
    return Listed(BETWEEN.join(text for text, _ in found), numbers)


class Added(msgspec.Struct, frozen=True, array_like=True):
    """The names that one build gave: of whole keys, and by table those of parts that were asked for; how many there are
    now, those included that nobody will ask for again."""

    whole: Listed
    parts: dict[int, Listed]
    count: int


class Names:
    """The names of a store. Numbers are given in order and never change while the store is open."""

    def __init__(self, added: Iterable[Added] = ()) -> None:
        self.count = 0
        self.inputs: list[int] = []
        self._ids: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        self._raw: dict[int, list[Listed]] = {}
        self._parts: dict[int, dict[str, int]] = {}
        self._tables: dict[int, int] = {}
        self._part_names: dict[int, str] = {}
        self._new: list[tuple[str, int]] = []
        self._new_parts: dict[int, list[tuple[str, int]]] = {}
        for each in added:
            self._take(each)

    def _take(self, added: Added) -> None:
        pairs = dict(added.whole.pairs())
        self._ids.update(pairs)
        self._texts.update(zip(pairs.values(), pairs, strict=True))
        self.inputs += [number for text, number in pairs.items() if text.startswith(INPUTS)]
        self.count = added.count
        for table, parts in added.parts.items():
            self._raw.setdefault(table, []).append(parts)

    def __getitem__(self, key: str) -> int:
        """Return the number of a key; one that has none gets the next."""
        if PART in key:
            whole, _, part = key.partition(PART)
            return self.part(self[whole], part)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = self.count
            self._texts[found] = key
            self._new.append((key, found))
            if key.startswith(INPUTS):
                self.inputs.append(found)
            self.count += 1
        return found

    def part(self, table: int, name: str) -> int:
        """Return the number of a table's part; one that has none gets the next."""
        known = self.parts(table)
        found = known.get(name)
        if found is None:
            found = known[name] = self.count
            self._tables[found] = table
            self._part_names[found] = name
            self._new_parts.setdefault(table, []).append((name, found))
            self.count += 1
        return found

    def parts(self, table: int) -> dict[str, int]:
        """Return the parts of a table that were ever asked for, with their numbers."""
        known = self._parts.get(table)
        if known is None:
            known = self._parts[table] = {}
            for raw in self._raw.get(table, ()):
                known.update(raw.pairs())
            self._tables.update(dict.fromkeys(known.values(), table))
            self._part_names.update(zip(known.values(), known, strict=True))
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
        found = self._texts.get(number)
        if found is None:
            found = f"{self._texts[self.table(number)]}{PART}{self._part_names[number]}"
        return found

    def part_name(self, number: int) -> str:
        """Return the name of a part, without its table."""
        self.table(number)
        return self._part_names[number]

    def table(self, number: int) -> int:
        """Return the table that a part belongs to, -1 for a whole key."""
        if number in self._texts:
            return -1
        while number not in self._tables:
            self.parts(next(table for table in self._raw if table not in self._parts))
        return self._tables[number]

    def texts(self) -> Mapping[int, str]:
        """Return the whole keys by number."""
        return {number: text for text, number in self._ids.items()}

    def added(self, known: Container[int]) -> Added:
        """Return the names given since the last call of this function, of what is `known` to have a digest."""
        parts = {
            table: listed(pair for pair in pairs if pair[1] in known)
            for table, pairs in self._new_parts.items()
        }
        found = Added(listed(pair for pair in self._new if pair[1] in known), parts, self.count)
        self._new, self._new_parts = [], {}
        return found
