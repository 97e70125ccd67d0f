"""The pipeline on one screen: what the source tree says, brought up to date, staged, committed, swapped in."""

import datetime
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from pathlib import Path

import msgspec

from ssg.engine.engine import Engine, Make
from ssg.engine.inputs import Changed, Inputs, Stamp
from ssg.engine.outputs import Journal, Outputs, above, finish, swap
from ssg.engine.packs import TornPack
from ssg.engine.stopwatch import Stopwatch
from ssg.engine.store import Made, Store
from ssg.errors import Problem, SsgError, problem
from ssg.fingerprint import fingerprint, package
from ssg.ledger import record, recorded
from ssg.profile import Profile, profile
from ssg.site import assets, content, images, leaks, ledger, pages
from ssg.site.plan import Plan, plan
from ssg.workers import executor

Progress = Callable[[int, int], None]
BESIDE = (
    assets.copy.name,
    images.clean.name,
    images.smaller.name,
)  # what is made of a file of a bundle


class Options(msgspec.Struct, frozen=True):
    """What a build is told beside the source tree. `today` is an ISO day: the only clock a build has. `jobs` 0: all cores."""

    base_url: str = ""
    drafts: bool = False
    future: bool = False
    today: str = ""
    jobs: int = 0

    def inputs(self) -> dict[str, str]:
        """The options that rules may ask for."""
        flags = {"drafts": "yes" if self.drafts else "", "future": "yes" if self.future else ""}
        return {"base_url": self.base_url, "today": self.today, **flags}


class Report(msgspec.Struct, frozen=True):
    """What a build did. `written` and `deleted` are paths below the output folder; `ran` counts the runs of each rule;
    `unchanged` means that nothing at all had changed since the last build; `profile` is there where it was asked for."""

    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    articles: int = 0
    pages: int = 0
    files: int = 0
    seconds: float = 0.0
    ran: Mapping[str, int] = {}
    unchanged: bool = False
    why: tuple[str, ...] = ()
    profile: Profile | None = None


class Tools(msgspec.Struct, frozen=True):
    """What a build uses beside its inputs: the folder of its store, who is told of progress and of waiting, the path to
    explain. `record`: the site is published, its addresses go into the ledger. `profile`: durations are measured."""

    cache: Path | None = None
    progress: Progress = lambda done, total: None
    waiting: Callable[[], None] = lambda: None
    why: str = ""
    record: bool = False
    profile: bool = False


def build(root: Path, out: Path, options: Options, tools: Tools = Tools()) -> Report:  # noqa: B008 - frozen
    """Make `out` what `root` says. A second run changes nothing.

    Raises SsgError where nothing can be built (no site.toml, no theme, a file changing meanwhile); problems of
    single articles are in the report, and their pages stay as they were.
    """
    started = time.monotonic()
    inputs = Inputs(mounts(root), options.inputs())  # the only reader of the source tree
    with Store.open(tools.cache or root / ".ssg", fingerprint(), tools.waiting) as store:
        try:
            report = _build(inputs, store, out.absolute(), options, tools)
        except TornPack:  # the store is damaged: what it remembered is worth nothing
            store.forget()
            report = _build(inputs, store, out.absolute(), options, tools)
        except Changed as error:
            raise SsgError(error.problem) from error
        except BrokenExecutor as error:
            what = "a worker process was ended from outside, perhaps for lack of memory"
            raise SsgError(
                problem(str(out), what, "build again, with --jobs 1 if it happens again")
            ) from error
        except OSError as error:
            hint = "nothing is half published: mend that, then build again"
            raise SsgError(
                problem(str(error.filename or out), error.strerror or str(error), hint)
            ) from error
    return msgspec.structs.replace(report, seconds=time.monotonic() - started)


def _build(inputs: Inputs, store: Store, out: Path, options: Options, tools: Tools) -> Report:
    finish(store)  # a swap that an earlier build was killed in
    inputs.scan(store.get("stamps", dict[str, tuple[Stamp, bytes]], {}))
    outputs = Outputs(out, store)
    try:
        last = None if tools.why else _unchanged(inputs, store, outputs)
        if last and (not tools.record or recorded(store) or _failed(last)):
            return last
        with executor(options.jobs, inputs) as workers:
            # The engine remembers what each rule read; the plan is every file of the site and the rule that makes it,
            # in stages: pages with their words; lists and slices of the index; its shards; feeds and the rest.
            watch = Stopwatch() if tools.profile else None
            engine = Engine(inputs, store, outputs, workers, tools.progress, watch)
            made = engine.value(plan)
            for stage in made.stages:
                engine.each(stage)
            leaks.refuse(engine)
        manifest = _manifest(engine, made, outputs)
        journal = outputs.journal(manifest)
        report = _report(engine, made, manifest, journal, tools.why)
        _commit(engine, outputs, manifest, journal)
        if tools.record and not _failed(report):
            report = _recorded(engine, made, report)
        _remember(engine, outputs, report)
    finally:
        outputs.discard()
    return msgspec.structs.replace(report, profile=profile(engine) if watch else None)


def _failed(report: Report) -> bool:
    return _fatal(report.problems)


def _recorded(engine: Engine, made: Plan, report: Report) -> Report:
    """Enter what is published now into the ledger; where that can't be done, the report says so."""
    cards = (*engine.value(content.catalogue), *engine.value(content.page_cards))
    problems = record(engine, made, cards)
    return msgspec.structs.replace(report, problems=tuple(sorted({*report.problems, *problems})))


def mounts(root: Path) -> dict[str, Path]:
    """Return where the parts of a source tree lie: the archive's own folders, and what ssg ships."""
    own = {
        name: root / name
        for name in ("site.toml", ledger.FILE, "content", "templates", "themes", "static")
    }
    here = package()
    shipped = {"shipped-themes": here / "themes" if (here / "themes").exists() else here.parent / "themes",
               "browser": here / "browser", "analysis.json": here / "search" / "analysis.json"}  # fmt: skip
    return {**own, **shipped}


def _unchanged(inputs: Inputs, store: Store, outputs: Outputs) -> Report | None:
    """The last report, if neither an input nor an output was touched since (law 13: the one fast path)."""
    last = store.get(f"report:{outputs.out}", tuple[bytes, Report] | None, None)
    if last is None or inputs.snapshot() != last[0] or not outputs.all_in_place():
        return None
    told: Report = last[1]
    return msgspec.structs.replace(told, written=(), deleted=(), ran={}, unchanged=True)


def _manifest(engine: Engine, made: Plan, outputs: Outputs) -> dict[str, Made]:
    """Every file the site shall have. A page that could not be made keeps its last good file (law 9)."""
    manifest: dict[str, Made] = {}
    for make in made.makes():
        entry = engine.made(make) or outputs.previous.get(make.path)
        if entry:
            manifest[make.path] = entry
    broken = {
        path for path, found in engine.value(content.loaded_problems).items() if _fatal(found)
    }
    broken |= set(made.vanished)
    kept = dict(last_good(outputs.previous, broken, engine.inputs.found))
    taken = _folders(manifest)
    for path, entry in kept.items():
        if path not in taken and manifest.keys().isdisjoint(_folders([path])):
            manifest.setdefault(path, entry)
    return dict(sorted(manifest.items()))


def last_good(
    previous: Mapping[str, Made], broken: Collection[str], found: Collection[str]
) -> Iterator[tuple[str, Made]]:
    """The last good page of each broken source, the files of its bundle, and the old addresses that lead to it."""
    bundles = tuple(f"{path.rpartition('/')[0]}/" for path in broken if "/index." in path)
    addresses: set[str] = set()
    for path, entry in previous.items():
        rule, source, *_ = (*entry.key.split("\x1f"), "")
        if source in broken and rule in (pages.article.name, pages.plain_page.name):
            addresses.add("/" + path.removesuffix("index.html"))
            yield path, entry
        elif rule in BESIDE and source in found and source.startswith(bundles):
            yield path, entry
    for path, entry in previous.items():
        rule, *args = entry.key.split("\x1f")
        if rule == assets.redirect.name and args[0] in addresses:
            yield path, entry


def _folders(paths: Iterable[str]) -> set[str]:
    return {folder for path in paths for folder in above(path)}


def _fatal(found: tuple[Problem, ...]) -> bool:
    return any(each.level == "error" for each in found)


def _report(
    engine: Engine, made: Plan, manifest: Mapping[str, Made], journal: Journal, asked: str
) -> Report:
    told = [p for found in engine.value(content.loaded_problems).values() for p in found]
    failed = [p for found in engine.failed.values() for p in found]
    problems = sorted({*engine.inputs.problems, *told, *failed, *made.problems})
    return Report(
        problems=tuple(problems),
        written=journal.moves,
        deleted=journal.deletions,
        articles=len(engine.value(content.catalogue)),
        pages=sum(path.endswith(".html") for path in manifest),
        files=len(manifest),
        ran=dict(sorted(engine.ran.items())),
        why=tuple(_why(engine, made, asked)) if asked else (),
    )


def _why(engine: Engine, made: Plan, asked: str) -> Iterator[str]:
    """Why the file at a path or address, or the page of a source file, was made or not."""
    from ssg.engine.why import why  # noqa: PLC0415 - only for --why

    makes = list(made.makes())
    found = next((m for m in makes if _is_at(m, asked)), None) or next(
        (m for m in makes if asked.strip("/") in m.key.split("\x1f")[1:]), None
    )
    if found is None:
        raise SsgError(
            problem(
                asked,
                "is no file of the site",
                "name a file below the output folder, an address, or an article's file",
            )
        )
    yield f"{found.path}:"
    yield from why(engine, found.key)


def _is_at(make: Make, asked: str) -> bool:
    name = asked.strip("/")
    return make.path in (name, f"{name}/index.html".lstrip("/"))


def _commit(
    engine: Engine, outputs: Outputs, manifest: Mapping[str, Made], journal: Journal
) -> None:
    """The point of no return: traces, manifest and journal at once; then the swap."""
    store, inputs = engine.store, engine.inputs
    store.save(engine.fresh, engine.live())
    store.put("stamps", inputs.stamps())
    store.put(f"manifest:{outputs.out}", manifest)
    store.put("journal", journal)
    store.put(f"report:{outputs.out}", None)
    outputs.committed = True  # from here on the stage belongs to the journal
    store.commit()
    swap(store, journal)
    store.commit()


def _remember(engine: Engine, outputs: Outputs, report: Report) -> None:
    """Keep the report for the build that finds nothing changed; only once nothing is left to do after this one."""
    store, seen = engine.store, engine.inputs.snapshot()
    store.put(f"report:{outputs.out}", (seen, report) if seen else None)
    store.commit()
    store.drop_dead_packs(engine.live())


def today(zone: str = "") -> str:
    """Return today's day in a time zone (the machine's where none is named): what the command line hands to a build."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return datetime.datetime.now(ZoneInfo(zone) if zone else None).date().isoformat()  # noqa: DTZ005
