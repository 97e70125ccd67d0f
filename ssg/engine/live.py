"""An engine that lives on while files change: what a change may have reached is verified again, nothing else is.

Which keys may have changed follows from the recorded traces, read backwards. That decides nothing: a marked key is
brought up to date by the engine as in any build, and one that comes out the same stops the wave (law 5).
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping

from ssg.engine.engine import Engine
from ssg.engine.inputs import Changed, Stamp
from ssg.engine.keys import ARGUMENT, PART, file, listing, option
from ssg.errors import SsgError

LISTING = f"{listing.name}{ARGUMENT}"


class Live:
    """The keys of an engine over many changes. `look` must run after every change of a file, and before anything is asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._users: dict[int, list[int]] = {}
        self._noted: dict[int, bytes] = {}
        self._listings: dict[str, None] = {}
        self._last: int | None = None
        engine.inputs.scan(engine.store.get("stamps", dict[str, tuple[Stamp, bytes]], {}))

    def look(self, options: Mapping[str, str]) -> frozenset[str]:
        """Take stock of all files; return the paths that may hold something else, and have all that asked for them verified."""
        inputs = self.engine.inputs
        before = inputs.found
        changed = {path for path in inputs.look_again() if self._differs(path, before)}
        moved = [path for path in changed if (path in before) != (path in inputs.found)]
        other = [name for name in options if inputs.options.get(name) != options[name]]
        inputs.options.update(options)
        self.note()
        keys = [f"{file.name}{ARGUMENT}{path}" for path in changed]
        keys += [f"{option.name}{ARGUMENT}{name}" for name in other]
        self.mark([*keys, *self._listed(moved)])
        return frozenset(changed)

    def _differs(self, path: str, before: Mapping[str, Stamp]) -> bool:
        """Whether a file is another one; where its stamp is the same and too young to be believed, by what it holds."""
        inputs = self.engine.inputs
        if before.get(path) != inputs.found.get(path):
            return True
        known = self.engine.current.get(self.engine.names[f"{file.name}{ARGUMENT}{path}"])
        try:
            return known is not None and inputs.digest(file.name, (path,)) != known
        except (Changed, SsgError):
            return True

    def _listed(self, moved: Iterable[str]) -> Iterator[str]:
        """The listings that name a path which came or went."""
        for key in self._listings:
            folder = key.removeprefix(LISTING)
            if any(path.startswith(folder) for path in moved):
                yield key

    def mark(self, keys: Iterable[str]) -> None:
        """Have everything verified again that asked for one of these keys, directly or not."""
        waiting = [self.engine.names[key] for key in keys]
        reached = set(waiting)
        while waiting:
            new = [n for n in self._users.get(waiting.pop(), ()) if n not in reached]
            reached.update(new)
            waiting += new
        self.engine.forget(reached)
        self._last = next(reversed(self.engine.current), None)

    def note(self) -> None:
        """Enter the traces of the keys that were brought up to date since the last time: they stand at the end.
        Edges that are no longer asked stay: they cost a look, no more."""
        current = self.engine.current
        for number in reversed(current):
            if number == self._last:
                break
            self._enter(number)
        self._last = next(reversed(current), None)

    def _enter(self, number: int) -> None:
        names = self.engine.names
        row = self.engine.row(number)
        if row is not None:
            old = self._noted.get(number, b"")
            if old != row.asked:
                self._noted[number] = row.asked
                for dep in set(row.deps()).difference(array("I", old)):
                    self._users.setdefault(dep, []).append(number)
            return
        whole, mark, _ = names.texts[number].partition(PART)
        if mark and number not in self._noted:
            self._noted[number] = b""
            self._users.setdefault(names[whole], []).append(number)
        elif whole.startswith(LISTING):
            self._listings[whole] = None

    def save(self, *, complete: bool) -> None:
        """Write down what is known, for the next start. `complete`: all that is ever asked is up to date, the rest can go."""
        engine, store = self.engine, self.engine.store
        living = engine.live() if complete else engine.live() | store.numbers()
        store.save(engine.fresh, living, last=False)
        store.put("stamps", engine.inputs.stamps())
        store.commit()
        engine.fresh.clear()
        if complete:
            store.drop_dead_packs(living)
