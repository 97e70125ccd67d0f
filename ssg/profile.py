"""`ssg build --profile`: where the time of a build went, by rule, by template, by article."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT, PART, shown
from ssg.engine.stopwatch import Profile, Timing
from ssg.site.cards import ROOTS
from ssg.site.look import code

SLOWEST = 10


def profile(engine: Engine) -> Profile:
    """Return what the engine's stopwatch says."""
    rules: defaultdict[str, list[int]] = defaultdict(list)
    templates: defaultdict[str, list[int]] = defaultdict(list)
    articles: defaultdict[str, list[int]] = defaultdict(list)
    for lap in engine.watch.laps if engine.watch else ():
        name, _, rest = lap.key.partition(PART)[0].partition(ARGUMENT)
        rules[shown(name)].append(lap.ns)
        if template := _template(engine, lap.key):
            templates[template].append(lap.ns)
        path = rest.partition(ARGUMENT)[0]
        if path.startswith(tuple(ROOTS)):
            articles[path].append(lap.ns)
    return Profile(_timings(rules), _timings(templates), _timings(articles)[:SLOWEST])


def _template(engine: Engine, key: str) -> str:
    """The template that a rule made its page with, empty if none: what it asked for itself says it."""
    row = engine.row(engine.names[key])
    for dep in row.asked if row else ():
        name, _, argument = engine.names.text(dep).partition(ARGUMENT)
        if name == code.name:
            return argument
    return ""


def _timings(found: Mapping[str, Iterable[int]]) -> tuple[Timing, ...]:
    """The sums, most time first, ties by name."""
    made = [_timing(name, list(each)) for name, each in found.items()]
    return tuple(sorted(made, key=lambda timing: (-timing.total, timing.name)))


def _timing(name: str, each: list[int]) -> Timing:
    total = sum(each) / 1e9
    return Timing(name, len(each), total, total / len(each), max(each) / 1e9)
