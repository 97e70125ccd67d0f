"""Which pages are made ahead of the engine, and until when they answer. Belongs to the event loop's thread."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ssg.engine.inputs import Changed, Inputs
from ssg.engine.stamps import Stamp
from ssg.errors import SsgError
from ssg.preview import pages
from ssg.preview.served import Early, Found, Served
from ssg.preview.turns import Turns

if TYPE_CHECKING:
    from ssg.preview.early import Known
    from ssg.preview.shown import Shown

KEPT = 50
"""How many pages are watched for changes of their texts: those that were asked for last."""


class Open(NamedTuple):
    """A page as the engine made it, the stamp of its text then, and what it asked of others."""

    served: Served
    stamp: Stamp
    known: "Known"


class _Text(NamedTuple):
    """What a page is made of: its text, the stamp of that when it was, and what the page asked of others."""

    source: str
    stamp: Stamp
    known: "Known"


class Ahead:
    """Pages made of their texts alone while the engine is behind. They have a thread of their own: a page must not wait for
    what the whole archive takes."""

    def __init__(self, inputs: Callable[[], Inputs], last: Mapping[str, Early] = {}) -> None:
        """`last`: path → what an earlier preview showed there."""
        self._open_inputs, self._last = inputs, last
        self._turns = Turns()
        self._open: OrderedDict[str, Open] = OrderedDict()
        self._made: dict[str, Early] = {}

    @cached_property
    def _inputs(self) -> Inputs:
        return self._open_inputs()

    def at(self, raw: bytes) -> Found | None:
        """Return what answers to the raw path of a request, if that is a page that the engine hasn't made yet."""
        found = next((each for each in self._made.values() if _answers(each, raw)), None)
        return _found(found) if found else None

    async def first(self, raw: bytes) -> Found | None:
        """Return what answers before anything is known of the archive: what the last preview showed, else the page of an
        article whose address says which it is, or a file of the theme's."""
        made = next((each for each in self._last.values() if _answers(each, raw)), None)
        made = made or await self._turns.run(lambda: _guessed(self._inputs, raw))
        if made:
            self._made[made.served.path] = made
        return _found(made) if made else None

    async def renew(self) -> list[str]:
        """Make the pages whose texts have changed; return the paths of those that look otherwise now."""
        texts: dict[str, _Text] = {
            path: _Text(each.served.source, each.stamp, {})
            for path, each in self._made.items()
            if each.stamp
        }
        for path, each in reversed(self._open.items()):
            ahead = self._made.get(path)
            stamp = (ahead and ahead.stamp) or each.stamp
            texts[path] = _Text(each.served.source, stamp, each.known)
        made = await self._turns.run(lambda: _renewed(self._inputs, texts))
        other = []
        for path, found in made.items():
            shown = self._made.get(path) or self._open.get(path)
            if found is None or shown is None:  # it can't be made; it was closed meanwhile
                self._made.pop(path, None)
                continue
            self._made[path] = found
            if found.served.tag != shown.served.tag:
                other.append(path)
        return other

    def settle(self, path: str, served: Served | None, stamp: Stamp | None) -> bool | None:
        """Take in the page that the engine has made at a path of a text with this stamp; return whether browsers have seen
        another one that was made ahead, None if they have seen none such."""
        from ssg.preview import early

        found = self._made.get(path)
        if found is None:
            return None
        if (
            served
            and found.stamp
            and stamp != found.stamp
            and not early.changed(self._inputs, found.served.source, found.stamp)
        ):
            return False  # the engine's is of an older text: the next look brings it up to date
        del self._made[path]
        return served is None or served.tag != found.served.tag

    @property
    def paths(self) -> list[str]:
        """The paths of all pages that are ahead of the engine."""
        return list(self._made)

    @property
    def open(self) -> list[str]:
        """The paths of all pages that are watched."""
        return list(self._open)

    def remember(self, path: str, page: Open | None) -> None:
        """Watch a page that browsers have asked for; no longer, where it isn't made of a text."""
        if page is None:
            self._open.pop(path, None)
            return
        self._open[path] = page
        self._open.move_to_end(path)
        if len(self._open) > KEPT:
            self._open.popitem(last=False)


def opened(shown: "Shown", path: str) -> Open | None:
    """Return the page of a text as it was last made, None where it is out of date. On the engine's thread."""
    from ssg.preview import early

    served, stamp = shown.at(path)
    if not served or not stamp or not shown.engine.state.is_known(shown.engine.names[served.key]):
        return None
    return Open(served, stamp, shown.steady(lambda: early.known(shown.engine, served)))


def _found(made: Early) -> Found:
    return Found(pages.Answer("file", made.served.path), made.served, (), made.scripts)


def _answers(made: Early, raw: bytes) -> bool:
    return pages.candidates(made.base, raw)[:1] == (made.served.path,)


def _guessed(inputs: Inputs, raw: bytes) -> Early | None:
    from ssg.preview import early
    from ssg.site import content

    try:
        base = early.Asking(inputs, "", {})(content.config).base_path
        path = (*pages.candidates(base, raw), "")[0]
        if not path.endswith("/index.html"):
            return early.asset(inputs, path)
        source = early.source_of(inputs.mounts["content"], path)
        return early.page(inputs, path, source, {}) if source else None
    except (SsgError, Changed, OSError):
        return None


def _renewed(inputs: Inputs, texts: Mapping[str, _Text]) -> dict[str, Early | None]:
    """Path → the page of a text that has changed, None where that can't be made."""
    from ssg.preview import early

    return {
        path: early.page(inputs, path, each.source, each.known)
        for path, each in texts.items()
        if early.changed(inputs, each.source, each.stamp)
    }
