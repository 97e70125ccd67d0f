"""What a build says that it did, and leaves behind for the next command."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ssg import idle
from ssg.engine.inputs import Inputs
from ssg.engine.outputs import Placed
from ssg.engine.stamps import joined
from ssg.engine.stopwatch import Profile
from ssg.errors import Problem


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


class Last(msgspec.Struct, frozen=True, array_like=True):
    """What the last build left behind: how its inputs and its outputs lay, and what it said."""

    inputs: bytes
    outputs: Placed
    report: Report


def leave(inputs: Inputs, store: Path, out: Path, last: Last, zone: str | None) -> None:
    """Leave in the store's folder what the next plain command would say, for it to say at once; only of a site without a
    problem, and where a plain command has built it: it knows the archive's time zone."""
    if zone is None or last.report.problems:
        return
    places = {name: str(place.absolute()) for name, place in inputs.mounts.items()}
    report = msgspec.structs.replace(last.report, unchanged=True, seconds=0.0)
    told = {
        "root": places["site.toml"].removesuffix("/site.toml"),
        "places": places,
        "inputs": joined(inputs.found),
        "day": inputs.options["today"],
        "span": _span(inputs.options["today"], zone),
        "out": str(out),
        "files": last.outputs.paths,
        "lie": last.outputs.numbers,
        "articles": report.articles,
        "pages": report.pages,
        "json": json.dumps(msgspec.to_builtins(report), ensure_ascii=False),
    }
    idle.remember(str(store), told)


def _span(day: str, zone: str) -> list[float]:
    """The seconds at which a day begins and ends in a zone; nothing where the machine's own zone is meant."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    if not zone:
        return []
    first = datetime.datetime.combine(
        datetime.date.fromisoformat(day), datetime.time(), ZoneInfo(zone)
    )
    return [first.timestamp(), (first + datetime.timedelta(days=1)).timestamp()]
