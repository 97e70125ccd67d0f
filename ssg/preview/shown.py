"""The site as the engine sees it at this moment: each page is made when it is asked for. Lives on one thread, `Turns`."""

import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from typing import Any, TypeVar

from ssg.engine.codec import digest
from ssg.engine.engine import Engine
from ssg.engine.inputs import Changed, locate
from ssg.engine.keys import ARGUMENT, Asked, Rule, key_of
from ssg.engine.live import Live
from ssg.engine.packs import TornPack
from ssg.engine.stamps import Stamp
from ssg.errors import Problem, SsgError, problem
from ssg.preview import pages
from ssg.preview.served import Early, Found, Served, badge, scripts
from ssg.site import assets, content, search, shown
from ssg.site import pages as made
from ssg.site.look import site
from ssg.urls import output_path
from ssg.workers import LOST

T = TypeVar("T")

KEPT = 400
"""How many files that browsers have asked for are watched; as many addresses that led nowhere."""
PIECE = 0.03
"""Seconds of work after which those who wait get their turn."""
TRIES = 5
"""How often a file may change while it is being read before that is a problem."""
INDEX = tuple(each.name for each in search.INDEX)
TEXTS = (made.article.name, made.plain_page.name)


class Asking:
    """The `ask` of rules that the preview itself calls: answered from the engine, recorded nowhere."""

    def __init__(self, shown: "Shown") -> None:
        self._shown = shown

    def __call__(self, spec: Asked, *args: str) -> Any:
        return self._shown.value(spec, *args)

    def all(self, spec: Rule[Any], calls: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the values of one rule for many arguments."""
        return [self._shown.value(spec, *args) for args in calls]


class Shown:
    """Answers requests and says which of the files that browsers have asked for have changed."""

    def __init__(
        self,
        start: Callable[[], Live],
        options: Callable[[], Mapping[str, str]],
        rest: Callable[[], None],
    ) -> None:
        """`start` opens the engine, `rest` ends its workers: the next work gets others."""
        self._start, self._options, self._rest = start, options, rest
        self.ended = False
        self.live = start()
        self.base = "/"
        self.changed: set[str] = set()
        self.index: Mapping[str, bytes] = {}
        self._pages: OrderedDict[str, Served] = OrderedDict()
        self._missed: OrderedDict[str, None] = OrderedDict()
        self._doubted: list[str] = []
        self._gone_doubted = False
        self._broken: tuple[Problem, ...] = ()
        self._scripts: tuple[str, ...] = ()

    @property
    def engine(self) -> Engine:
        """The engine, for the rooms beside."""
        return self.live.engine

    def value(self, spec: Asked, *args: str) -> Any:
        """Return the value of a rule, or the part of a table named last."""
        return self.steady(lambda: self.engine.answer(key_of(spec, args))[1])

    def steady(self, ask: Callable[[], T]) -> T:
        """Return what `ask` returns, though files change while it reads, the store is damaged or a worker is killed. Raises
        SsgError, also for whatever goes wrong because the preview has ended under it."""
        for _ in range(TRIES):
            try:
                return ask()
            except Changed as error:
                said = error.problem
                self.look()
            except TornPack:
                said = problem(".ssg", "the preview's store is damaged", "start it again")
                self.engine.store.forget()
                self.live = self._start()
            except Exception as error:
                if self.ended:
                    raise SsgError(
                        problem("", "the preview has ended", "start it again with `ssg serve`")
                    ) from error
                if not isinstance(error, BrokenExecutor):
                    raise
                said = problem("", LOST, "close other programs, then save any file again")
                self._rest()
        raise SsgError(said)

    def at(self, path: str) -> tuple[Served | None, Stamp | None]:
        """Return the file at a path as it was last made, and the stamp of its source at the last look."""
        served = self._pages.get(path)
        return served, self.engine.inputs.found.get(served.source) if served else None

    def recent(self, count: int) -> list[Early]:
        """Return what browsers have asked for last, but for the search index."""
        found = [self.at(path) for path in list(self._pages)[-count:]]
        return [
            Early(served, stamp, self._scripts, self.base)
            for served, stamp in found
            if served and served.key.partition(ARGUMENT)[0] not in INDEX
        ]

    # -- changes -----------------------------------------------------------------------------------

    def look(self) -> bool:
        """Take stock of all files; return whether anything is to be looked at again. Raises SsgError where folders keep
        vanishing meanwhile."""
        try:
            changed = self.live.look(self._options())
        except Changed as error:
            raise SsgError(error.problem) from error
        if changed:
            self.changed |= changed
            self._doubted = list(reversed(self._pages))
            self._gone_doubted = True
        return bool(self._doubted or self._gone_doubted)

    def renew(self) -> tuple[list[str], bool]:
        """Bring what browsers have asked for up to date, the newest first, for a while; return the paths of what has
        changed, as soon as the first page has, and whether there is more to do."""
        until, changed = time.monotonic() + PIECE, list[str]()
        while self._doubted:
            path = self._doubted.pop(0)
            if path in self._pages and self._renewed(self._pages[path]):
                changed.append(path)
                if path.endswith(".html"):
                    break
            if time.monotonic() > until:
                break
        if changed or self._doubted:
            return changed, True
        if self._gone_doubted:
            self._gone_doubted = False
            changed = self._come_and_gone()
        return changed, False

    def _come_and_gone(self) -> list[str]:
        """The paths that browsers have asked for at which there is another file now, or none any more, or one at last."""
        other = [p for p in self._pages if self._key_of_place(p) != self._pages[p].key]
        come = [p for p in self._missed if p not in self._pages and self._key_of_place(p)]
        for path in other:
            del self._pages[path]
            _touch(self._missed, path, None)
        for path in come:
            del self._missed[path]
        return other + come

    def _renewed(self, old: Served) -> bool:
        """Whether a file of the site is another one now. One that can't be made is taken for the same: it stays as it was."""
        rule, *args = old.key.split(ARGUMENT)
        if rule in (*TEXTS, assets.copy.name) and args[0] not in self.engine.inputs.found:
            return False  # whether it is gone or moved is seen afterwards
        new, _ = self._made(old.path, old.key)
        return new is not None and new.tag != old.tag

    def _key_of(self, path: str) -> str:
        return self._key_of_text(path) or self._key_of_place(path)

    def _key_of_text(self, path: str) -> str:
        """The key of an article's page that was shown here before and whose address is the same: no plan is needed for it,
        which after a change of any card is made anew for the whole archive."""
        old = self._pages.get(path)
        if old is None or not old.source or old.source not in self.engine.inputs.found:
            return ""
        try:
            card = self.value(content.loaded, old.source).card
        except SsgError:  # site.toml can't be read: its last good state is shown
            return old.key
        same = card is not None and output_path(card.url) == path
        return old.key if same else ""

    def _key_of_place(self, path: str) -> str:
        try:
            return self.value(shown.places, path) or self._broken_key(path)
        except SsgError:
            return self._pages[path].key if path in self._pages else ""

    def _broken_key(self, path: str) -> str:
        """The key of a page whose source can't be read at the moment: its last good state is shown, it isn't gone."""
        old = self._pages.get(path)
        if old is None or not old.source or old.source not in self.engine.inputs.found:
            return ""
        return old.key if self.value(content.loaded, old.source).card is None else ""

    # -- requests ----------------------------------------------------------------------------------

    def find(self, raw: bytes) -> Found:
        """Return what answers to the raw path of a request."""
        self._follow_base()
        answer = pages.find(lambda path: bool(self._key_of(path)), self.base, raw)
        if answer.kind == "missing":
            for path in pages.candidates(self.base, raw):
                _touch(self._missed, path, None)
        if not answer.path:
            return Found(answer, problems=self._broken)
        served, problems = self._made(answer.path, self._key_of(answer.path))
        self._scripts = scripts(Asking(self), self.base)
        return Found(answer, served, problems, self._scripts)

    def _badge(self, source: str) -> str:
        card = self.engine.value(content.loaded, source).card
        return badge(card, self.engine.inputs.options["today"]) if card else ""

    def _follow_base(self) -> None:
        """Follow the site's base path; keep the last one while site.toml can't be read."""
        try:
            self.base = self.value(content.config).base_path
            self._broken = ()
        except SsgError as error:
            self._broken = error.problems

    def _made(self, path: str, key: str) -> tuple[Served | None, tuple[Problem, ...]]:
        """The file at a path; where it can't be made, its last good state, if there is one, and why."""
        try:
            served = self.steady(lambda: self._serve(path, key))
        except SsgError as error:
            return self._pages.get(path), error.problems
        except Exception as error:  # noqa: BLE001  a bug of ours must not end the preview; the terminal gets the traceback
            traceback.print_exception(error)
            return self._pages.get(path), (bug(error),)
        _touch(self._pages, path, served)
        return served, ()

    def _serve(self, path: str, key: str) -> Served:
        rule, *args = key.split(ARGUMENT)
        if rule == assets.copy.name:
            stamp = self.engine.inputs.found.get(args[0])
            return Served(path, key, repr(stamp), file=locate(self.engine.inputs.mounts, args[0]))
        if rule in INDEX:
            body = self.index.get(path, b"")
            return Served(path, key, digest(body).hex(), body)
        if rule in TEXTS and args[0] not in self.engine.inputs.found:
            raise SsgError(problem(args[0], "has gone while its page was being made"))
        number = self.engine.names[key]
        found = self.engine.get(number).hex()
        source = args[0] if rule in TEXTS else ""
        mark = self._badge(source) if source else ""
        tag, old = f"{found}{mark}", self._pages.get(path)
        if old and old.tag == tag and old.key == key:
            return old
        return Served(path, key, tag, self.engine.value_of(number), source=source, badge=mark)

    # -- what the browsers are told ----------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong as far as it is known, sorted: of the archive, and of the pages that were asked for."""
        found = {*self.engine.inputs.problems}
        try:
            found.update(self.value(shown.told))
            self.value(site)
        except SsgError as error:
            found.update(error.problems)
        found.update(each for problems in self.engine.failed.values() for each in problems)
        return tuple(sorted(found))

    def unpublished(self) -> dict[str, str]:
        """Return the addresses, base path in front, of what a build would leave out, with the reason."""
        try:
            found: dict[str, str] = self.value(shown.unpublished)
        except SsgError:
            return {}
        return {self.base + url.lstrip("/"): why for url, why in found.items()}


def bug(error: Exception) -> Problem:
    """Return what is said of a bug of ours."""
    what = f"the preview broke down: {type(error).__name__}: {error}"
    return problem("", what, "this is a bug in ssg; the terminal shows where")


def _touch(entries: "OrderedDict[str, Any]", path: str, entry: object) -> None:
    """Make an entry the newest, and drop the oldest where there are too many."""
    entries[path] = entry
    entries.move_to_end(path)
    if len(entries) > KEPT:
        entries.popitem(last=False)
