"""An archive on disk as the verbs see it: where it is, its settings, its cards, its built index."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ssg.errors import Problem, SsgError, UsageError, did_you_mean, problem

# Each verb loads what it needs when it is called: all of it takes twice as long as `--help`.
if TYPE_CHECKING:
    from ssg.config import Config
    from ssg.engine.keys import Ask
    from ssg.model import Card
    from ssg.search.loaded import LoadedIndex
    from ssg.site.content import Loaded


def find(start: Path, *, given: bool) -> Path:
    """Return the nearest folder at or above `start` with a site.toml; `start` itself if it was named outright.

    Raises UsageError where there is none.
    """
    if (start / "site.toml").is_file():
        return start
    if not given:
        for folder in start.parents:
            if (folder / "site.toml").is_file():
                return folder
    raise UsageError(
        problem(
            str(start),
            "no site.toml here" + ("" if given else " or above"),
            "`ssg init` makes an archive",
        )
    )


def settings(root: Path) -> "Config":
    """Return the archive's configuration. Raises SsgError with every problem in site.toml."""
    from ssg.sitetoml import parse

    try:
        return parse((root / "site.toml").read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SsgError(problem("site.toml", "is not UTF-8 text", "save it as UTF-8")) from error


def address(given: str) -> str:
    """Return a public address as it was given. Raises UsageError if it is none."""
    from ssg.sitetoml import WEB_ADDRESS

    if given and not WEB_ADDRESS.match(given):
        hint = 'write it with https://, as in "https://name.github.io/repo/"'
        raise UsageError(problem("", f'base URL "{given}" is no web address', hint))
    return given


def zone(name: str) -> str:
    """Return the name of a time zone as it was given. Raises UsageError if there is none of that name."""
    from zoneinfo import available_timezones

    from ssg.sitetoml import is_zone

    if name and not is_zone(name):
        hint = did_you_mean(name, available_timezones()) or 'a name like "Asia/Seoul"'
        raise UsageError(problem("", f'unknown time zone "{name}"', hint))
    return name


def shelf(given: str) -> str:
    """Return the folder for new articles as it was given. Raises UsageError for one that is never read when building."""
    parts = Path(given).parts
    if parts[:2] != ("content", "articles") or ".." in parts:
        hint = "choose content/articles or a folder in it"
        raise UsageError(problem("", f"--to {given}: articles there are not built", hint))
    return Path(given).as_posix()


def output(root: Path, config: "Config", given: str = "") -> Path:
    """Return the output folder: as given (from where the user stands), else as site.toml says. It may not hold the archive."""
    out = Path(given).absolute() if given else (root / config.output).absolute()
    out = Path(os.path.normpath(out))
    sources = [root / name for name in ("content", "themes", "templates", "static")]
    if root.absolute().is_relative_to(out) or any(
        out.is_relative_to(s.absolute()) for s in sources
    ):
        raise UsageError(
            problem(
                str(out),
                "can't be the output folder: the archive's own files are there",
                "choose another with -o",
            )
        )
    return out


def cards(
    root: Path, waiting: Callable[[], None] = lambda: None
) -> tuple[tuple["Card", ...], tuple[Problem, ...]]:
    """Return the cards of all articles and pages, drafts included, newest first, and what is wrong with the others.

    What the last build remembers is used and left as it is.
    """
    from ssg.engine.inputs import Changed
    from ssg.engine.packs import TornPack

    try:
        with asking(root, {}, waiting) as ask:
            found = _loaded(ask)
    except TornPack:  # the next build mends a damaged store; here it is only a shortcut
        with asking(root, {}, waiting, remembered=False) as ask:
            found = _loaded(ask)
    except Changed as error:
        raise SsgError(error.problem) from error
    told = tuple(each for one in found for each in one.problems)
    shown = [one.card for one in found if one.card]
    shown.sort(key=lambda card: (card.date.iso if card.date else "", card.path), reverse=True)
    return tuple(shown), tuple(sorted(set(told)))


@contextmanager
def asking(
    root: Path,
    options: Mapping[str, str],
    waiting: Callable[[], None] = lambda: None,
    *,
    remembered: bool = True,
) -> Iterator["Ask"]:
    """Give what answers the questions that rules ask, outside of a build, for as long as the archive is held.

    What the last build remembers is used (unless not to be `remembered`) and left as it is. Raises TornPack where that is damaged.
    """
    import tempfile

    from ssg.build import mounts
    from ssg.engine.engine import Engine
    from ssg.engine.execute import Recorder
    from ssg.engine.inputs import NO_STAMPS, Inputs, Stamps
    from ssg.engine.store import Store
    from ssg.fingerprint import fingerprint

    inputs = Inputs(mounts(root), dict(options))
    built = remembered and (root / ".ssg" / "store.db").exists()
    with (
        tempfile.TemporaryDirectory() as nowhere,
        Store.open(root / ".ssg" if built else Path(nowhere), fingerprint(), waiting) as store,
    ):
        inputs.scan()
        inputs.believe(store.get("stamps", Stamps, NO_STAMPS))
        yield Recorder(Engine(inputs, store).answer, lambda keys: None)


def _loaded(ask: "Ask") -> list["Loaded"]:
    """Every article and page, as its rule reads it."""
    from ssg.site import content

    return [ask(content.loaded, path) for path in ask(content.paths)]


def complete(root: Path) -> None:
    """Finish the swap of a build that was killed, so that the output folder is one site."""
    from ssg.engine.outputs import finish
    from ssg.engine.store import Store
    from ssg.fingerprint import fingerprint

    if (root / ".ssg" / "store.db").exists():
        with Store.open(root / ".ssg", fingerprint()) as store:
            finish(store)


def index(root: Path, out: Path) -> "LoadedIndex":
    """Return the built search index. Raises SsgError where there is none."""
    from ssg.search.loaded import AGAIN, load
    from ssg.search.shards import MANIFEST

    complete(root)
    folder = out / "search"
    if not (folder / MANIFEST).is_file():
        raise SsgError(problem(str(out), "holds no search index", "run `ssg build` first"))

    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError as error:
            raise SsgError(problem(str(folder / name), "is missing", AGAIN)) from error

    return load(read)
