"""An engine that lives on while files change: what a change may have reached is verified again, nothing else is.

Which keys may have changed follows from the recorded traces, read backwards. That decides nothing: a marked key is
brought up to date by the engine as in any build, and one that comes out the same stops the wave (law 5).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ssg.engine.engine import Engine
from ssg.engine.inputs import Changed
from ssg.engine.keys import ARGUMENT, file, listing, option
from ssg.engine.stamps import Stamp
from ssg.errors import SsgError

LISTING = f"{listing.name}{ARGUMENT}"


class Live:
    """The keys of an engine over many changes. `look` must run after every change of a file, and before anything is asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._users: defaultdict[int, list[int]] = defaultdict(list)
        self._noted: dict[int, array[int]] = {}
        self._unread = True  # the traces of the store are not entered yet

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
        known = self.engine.state.known(self.engine.names[f"{file.name}{ARGUMENT}{path}"])
        try:
            return known is not None and inputs.digest(file.name, (path,)) != known
        except (Changed, SsgError):
            return True

    def _listed(self, moved: Iterable[str]) -> Iterator[str]:
        """The listings that name a path which came or went."""
        for number in self.engine.names.inputs:
            key = self.engine.names.text(number)
            folder = key.removeprefix(LISTING)
            if folder != key and any(path.startswith(folder) for path in moved):
                yield key

    def mark(self, keys: Iterable[str]) -> None:
        """Have everything verified again that asked for one of these keys, directly or not."""
        names = self.engine.names
        waiting = [names[key] for key in keys]
        reached = set(waiting)
        while waiting:
            number = waiting.pop()
            parts = (each for some in names.numbers_of_parts(number) for each in some)
            new = [n for n in (*self._users.get(number, ()), *parts) if n not in reached]
            reached.update(new)
            waiting += new
        self.engine.forget(reached)

    def note(self) -> None:
        """Enter the traces that are new since the last time. Edges that are no longer asked stay: they cost a look, no more."""
        if self._unread:
            for number in self.engine.store.traces:
                if row := self.engine.store.row(number):
                    self._enter(number, row.asked)
            self._unread = False
        for number, row in self.engine.fresh.items():
            self._enter(number, row.asked)

    def _enter(self, number: int, asked: "array[int]") -> None:
        old = self._noted.get(number)
        if old != asked:
            self._noted[number] = asked
            for dep in set(asked).difference(old or ()):
                self._users[dep].append(number)

    def save(self, *, complete: bool) -> None:
        """Write down what is known, for the next start. `complete`: all that is ever asked is up to date, the rest can go."""
        engine, store = self.engine, self.engine.store
        self.note()
        engine.save()
        store.put("stamps", engine.inputs.stamps())
        store.commit()
        engine.fresh.clear()
        if complete:
            store.drop_dead_packs()
