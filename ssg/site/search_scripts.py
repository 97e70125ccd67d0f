"""Rules for the scripts of the search page: which there are, and where they lie."""

from collections.abc import Mapping

from ssg.engine.keys import Ask, file, rule
from ssg.formats import modules
from ssg.search import shards
from ssg.site.look import strings

FOLDER = "/assets/ssg/"
MODULES = ("analysis_core.js", "lunr_ssg.js")
"""What plain lunr.js needs to read `ssg export --lunr`."""

SCRIPTS = {"search.js": "search_page.js", "search_worker.js": "search_worker.js"}
"""Scripts of the search page → the module that each begins with; all that it imports comes in the same file."""
LUNR = "browser/vendor/lunr.min.js"
TABLE = "analysis.json"
MISSING = "The search needs lunr.js: install ssg again where npm can be reached, then build."


@rule(output=True)
def script(ask: Ask, name: str) -> bytes:
    """A script of the search page: its modules in one file, without comments, for a browser asks for one after the other."""

    def read(module: str) -> str:
        return (ask(file, f"browser/{module}") or b"").decode()

    return modules.bundle(SCRIPTS[name], read).encode()


def scripts(ask: Ask) -> Mapping[str, str]:
    """Return the addresses that the search page needs, or nothing where the browser files are missing."""
    if missing(ask):
        return {}
    return {
        "script": f"{FOLDER}search.js",
        "worker": f"{FOLDER}search_worker.js",
        "lunr": f"{FOLDER}lunr.min.js",
        "table": f"{FOLDER}{TABLE}",
        "index": "/search/",
        "manifest": f"/search/{shards.MANIFEST}",
        "lengths": f"/search/{shards.LENGTHS}",
    }


def missing(ask: Ask) -> str:
    """Return what to do where lunr.js isn't there (a source checkout without npm), else an empty string."""
    return "" if ask(file, LUNR) is not None else ask(strings).get("search.missing", MISSING)


def files() -> dict[str, str]:
    """Return where our browser files are published → where they lie in the source tree."""
    found = {f"{FOLDER}{name}": f"browser/{name}" for name in MODULES}
    return {**found, f"{FOLDER}lunr.min.js": LUNR, f"{FOLDER}{TABLE}": TABLE}
