"""Why a file of the site was made, or not: what `ssg build --why` says."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT
from ssg.engine.stages import Make
from ssg.engine.why import why
from ssg.errors import SsgError, problem
from ssg.site import content
from ssg.site.plan import Plan
from ssg.urls import nfc


def explain(engine: Engine, made: Plan, asked: str) -> Iterator[str]:
    """Yield a sentence per decision on what a person names: a file of the output folder, an address, or an article's file.

    Raises SsgError where there is no such thing, with a hint how to name one.
    """
    names = _names(engine, asked)
    makes = list(made.makes())
    found = next((make for make in makes if _answers(make, names)), None) or next(
        (make for make in makes if not names.isdisjoint(make.key.split(ARGUMENT)[1:])), None
    )
    if found is not None:
        yield f"{found.path}:"
        yield from why(engine, found.key)
        return
    path = next((path for path in engine.value(content.paths) if path in names), "")
    if not path:
        hint = "name a file of the output folder, an address, or an article's file"
        raise SsgError(problem(asked, "is no file of the site", hint))
    yield f"{path}: has no page, for it {engine.value(content.unpublished, path)}"


def _answers(make: Make, names: set[str]) -> bool:
    return make.path in names or make.path.removesuffix("index.html").rstrip("/") in names


def _names(engine: Engine, asked: str) -> set[str]:
    """What a person may mean: a path as the terminal completes it, an address as a browser shows or copies it."""
    address = urlsplit(asked).path if "://" in asked else asked.replace("\\", "/")
    out = engine.outputs.out if engine.outputs else None
    folders = (
        "./",
        *((f"{out}/", f"{out.name}/") if out else ()),
        engine.value(content.config).base_path,
    )
    found = set()
    for name in map(nfc, (address, unquote(address))):
        found.add(name.strip("/"))
        inner = name
        for folder in folders:
            inner = inner.removeprefix(folder)
        found.add(inner.strip("/"))
    return found
