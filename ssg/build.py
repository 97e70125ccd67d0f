"""The pipeline on one screen: what the source tree says, brought up to date, staged, committed, swapped in."""

import datetime
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ssg import idle
from ssg.engine.inputs import NO_STAMPS, Changed, Inputs, Stamps
from ssg.engine.outputs import Journal, Outputs, finish, placed, swap
from ssg.engine.packs import TornPack
from ssg.engine.stopwatch import Stopwatch
from ssg.engine.store import Made, Store
from ssg.errors import SsgError, problem
from ssg.fingerprint import fingerprint, package
from ssg.fonts import SYSTEM_FONT, korean_font
from ssg.report import Last, Report, leave

# The rules, and the libraries they need, are imported once something has changed: to find that out takes a tenth.
if TYPE_CHECKING:
    from ssg.engine.engine import Engine
    from ssg.engine.stages import Stage
    from ssg.formats.urls_lock import Entry
    from ssg.site.plan import Plan

Progress = Callable[[int, int, str], None]
"""Told how many are done, of how many, and what is being done: `reading`, then `building`."""
LEDGER = "urls.lock"
RECORDED = "ledger"  # the store's name for what was recorded last


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


class Tools(msgspec.Struct, frozen=True):
    """What a build uses beside its inputs: the folder of its store, who is told of progress and of waiting, the path to
    explain. `record`: the site is published, its addresses go into the ledger. `profile`: durations are measured. `zone`:
    this is the plain command in an archive of that time zone, and the next one may answer at once. `seen`: what `idle` found
    a moment ago."""

    cache: Path | None = None
    progress: Progress = lambda done, total, what: None
    waiting: Callable[[], None] = lambda: None
    why: str = ""
    record: bool = False
    profile: bool = False
    zone: str | None = None
    seen: Mapping[str, Any] | None = None


def build(root: Path, out: Path, options: Options, tools: Tools = Tools()) -> Report:  # noqa: B008 - frozen
    """Make `out` what `root` says. A second run changes nothing.

    Raises SsgError where nothing can be built (no site.toml, no theme, a file changing meanwhile); problems of
    single articles are in the report, and their pages stay as they were.
    """
    started = time.monotonic()
    inputs = Inputs(
        mounts(root), options.inputs(), tools.seen
    )  # the only reader of the source tree

    def waiting() -> None:
        inputs.forget_seen()
        tools.waiting()

    with Store.open(tools.cache or root / ".ssg", fingerprint(), waiting) as store:
        try:
            report = _build(inputs, store, out.absolute(), options, tools)
        except TornPack:  # the store is damaged: what it remembered is worth nothing
            store.forget()
            report = _build(inputs, store, out.absolute(), options, tools)
        except Changed as error:
            raise SsgError(error.problem) from error
        except OSError as error:
            hint = "nothing is half published: mend that, then build again"
            raise SsgError(
                problem(str(error.filename or out), error.strerror or str(error), hint)
            ) from error
    return msgspec.structs.replace(report, seconds=time.monotonic() - started)


def _build(inputs: Inputs, store: Store, out: Path, options: Options, tools: Tools) -> Report:
    finish(store)  # a swap that an earlier build was killed in
    inputs.scan()
    outputs = Outputs(out, store)
    last = None if tools.why else _unchanged(inputs, store, outputs)
    if last and (not tools.record or store.get(RECORDED, bytes, b"") or _failed(last.report)):
        leave(inputs, store.folder, out, last, tools.zone)
        return msgspec.structs.replace(last.report, unchanged=True)
    if options.jobs != 1:
        outputs.look_ahead()
    from ssg import ledger, manifest, workers
    from ssg.engine.engine import Engine
    from ssg.site import content, leaks, look
    from ssg.site.plan import plan
    from ssg.site.texts import reading

    inputs.believe(store.get("stamps", Stamps, NO_STAMPS))
    outputs.open_stage()
    try:
        with workers.executor(options.jobs, inputs) as executor:
            # The engine remembers what each rule read; the plan is every file of the site and the rule that makes it,
            # in stages: pages with their words; lists and slices of the index; its shards; feeds and the rest.
            watch = Stopwatch() if tools.profile else None
            engine = Engine(inputs, store, outputs, executor, watch)
            if not store.traces:
                first = (reading(engine.value(content.drawers)),)
                engine.each(*first, look.compiling(), next(_told("reading", first, tools)))
            made = engine.value(plan)
            after, told = (*made.stages[1:], ()), _told("building", made.stages, tools)
            for stage, ahead, progress in zip(made.stages, after, told, strict=True):
                engine.each(stage, ahead, progress)
                engine.let_go()
            leaks.refuse(engine)
        files = manifest.manifest(engine, made, outputs)
        journal = outputs.journal(files)
        report = _report(engine, made, files, journal, tools.why)
        entries = ledger.due(engine, made) if tools.record and not _failed(report) else None
        _commit(engine, outputs, files, journal)
        if entries is not None:
            report = _recorded(engine, entries, report)
        _remember(engine, outputs, report, tools)
    finally:
        outputs.discard()
    return report if watch is None else _profiled(engine, report)


def _told(
    what: str, stages: "Sequence[Stage]", tools: Tools
) -> Iterator[Callable[[int, int], None]]:
    """Yield for each stage whom to tell how far it is; who waits is told of all of them as one."""
    sizes = [sum(map(len, stage)) for stage in stages]

    def telling(before: int) -> Callable[[int, int], None]:
        return lambda done, _: tools.progress(before + done, sum(sizes), what)

    return map(telling, accumulate([0, *sizes[:-1]]))


def _failed(report: Report) -> bool:
    return any(each.level == "error" for each in report.problems)


def _report(
    engine: "Engine", made: "Plan", files: Mapping[str, Made], journal: Journal, asked: str
) -> Report:
    from ssg.manifest import problems
    from ssg.why import explain

    return Report(
        problems=problems(engine, made),
        written=journal.moves,
        deleted=journal.deletions,
        articles=made.articles,
        pages=sum(path.endswith(".html") for path in files),
        files=len(files),
        ran=dict(sorted(engine.ran.items())),
        why=tuple(explain(engine, made, asked)) if asked else (),
    )


def _profiled(engine: "Engine", report: Report) -> Report:
    from ssg.profile import profile

    return msgspec.structs.replace(report, profile=profile(engine))


def _recorded(engine: "Engine", entries: "Mapping[str, Entry]", report: Report) -> Report:
    """Enter what is published now into the ledger; where that can't be done, the report says so."""
    from ssg.ledger import record

    problems = record(engine, entries)
    return msgspec.structs.replace(report, problems=tuple(sorted({*report.problems, *problems})))


def mounts(root: Path) -> dict[str, Path]:
    """Return where the parts of a source tree lie: the archive's own folders, and what ssg ships."""
    own = {
        name: root / name
        for name in ("site.toml", LEDGER, "content", "templates", "themes", "static")
    }
    here = package()
    font = korean_font()
    if font:
        own[SYSTEM_FONT] = Path(font)
    shipped = {"shipped-themes": here / "themes" if (here / "themes").exists() else here.parent / "themes",
               "browser": here / "browser", "analysis.json": here / "search" / "analysis.json"}  # fmt: skip
    return {**own, **shipped}


def _unchanged(inputs: Inputs, store: Store, outputs: Outputs) -> Last | None:
    """What the last build left, if neither an input nor an output was touched since (law 13: the one fast path)."""
    last: Last | None = store.get(f"report:{outputs.out}", Last | None, None)
    if last is None or inputs.snapshot() != last.inputs or not outputs.all_in_place(last.outputs):
        return None
    return last


def _commit(
    engine: "Engine", outputs: Outputs, files: Mapping[str, Made], journal: Journal
) -> None:
    """The point of no return: traces, manifest and journal at once; then the swap."""
    store, inputs = engine.store, engine.inputs
    engine.rest()
    engine.save()
    store.put("stamps", inputs.stamps())
    store.put(f"manifest:{outputs.out}", files)
    store.put("journal", journal)
    store.put(f"report:{outputs.out}", None)
    idle.forget(str(store.folder))
    outputs.committed = True  # from here on the stage belongs to the journal
    store.commit()
    outputs.placed = swap(store, journal, files)
    store.commit()


def _remember(engine: "Engine", outputs: Outputs, report: Report, tools: Tools) -> None:
    """Keep the report for the build that finds nothing changed; only once nothing is left to do after this one."""
    store, seen = engine.store, engine.inputs.snapshot()
    told = msgspec.structs.replace(report, written=(), deleted=(), ran={}, why=())
    last = Last(seen, placed(outputs.placed), told) if seen else None
    store.put(f"report:{outputs.out}", last)
    store.tidy(engine.roots())
    store.commit()
    store.drop_dead_packs()
    if last:
        leave(engine.inputs, store.folder, outputs.out, last, tools.zone)


def today(zone: str = "") -> str:
    """Return today's day in a time zone (the machine's where none is named): what the command line hands to a build."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return datetime.datetime.now(ZoneInfo(zone) if zone else None).date().isoformat()  # noqa: DTZ005
