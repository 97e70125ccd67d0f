"""What a build's rules say of its files: the manifest, the report. Reads the engine, writes nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ssg.engine.engine import Engine
from ssg.engine.outputs import Outputs
from ssg.engine.stages import made as entries
from ssg.engine.store import Made
from ssg.engine.ways import above
from ssg.errors import Problem
from ssg.site import assets, content, images, links, pages
from ssg.site.plan import Plan
from ssg.urls import output_path

BESIDE = (
    assets.copy.name,
    images.clean.name,
    images.smaller.name,
)  # what is made of a file of a bundle


def manifest(engine: Engine, made: Plan, outputs: Outputs) -> dict[str, Made]:
    """Every file the site shall have. A page that could not be made keeps its last good file (law 9)."""
    made_now = {
        path: lasting
        for path, entry in entries(engine, tuple(made.makes()))
        if (lasting := entry or outputs.previous.get(path))
    }
    broken = {path for path, found in engine.value(content.loaded_problems).items() if fatal(found)}
    broken |= set(made.vanished)
    kept = dict(last_good(outputs.previous, broken, engine.inputs.found)) if broken else {}
    silent = [path for path in map(output_path, made.silent) if path in outputs.previous]
    kept.update((path, outputs.previous[path]) for path in silent)
    taken = _folders(made_now) if kept else set()
    for path, entry in kept.items():
        if path not in taken and made_now.keys().isdisjoint(_folders([path])):
            made_now.setdefault(path, entry)
    return dict(sorted(made_now.items()))


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


def fatal(found: tuple[Problem, ...]) -> bool:
    """Return whether a build with these problems is not to be published."""
    return any(each.level == "error" for each in found)


def problems(engine: Engine, made: Plan) -> tuple[Problem, ...]:
    """Return all that is wrong, sorted: files left out, front matter, rules that failed, the plan's own."""
    told = [p for found in engine.value(content.loaded_problems).values() for p in found]
    told += engine.value(links.strangers)
    failed = [p for found in engine.failed.values() for p in found]
    return tuple(sorted({*engine.inputs.problems, *told, *failed, *made.problems}))
