"""Rules for the search: the index and what its page needs."""

from collections.abc import Mapping

from ssg.engine.keys import Ask, file, rule
from ssg.site.content import catalogue, words
from ssg.site.look import strings

FOLDER = "/assets/ssg/"
MODULES = (
    "search_page.js", "search_result.js", "search_text.js", "query_core.js", "plan_core.js",
    "analysis_core.js", "hangul_core.js", "excerpt_core.js",
)  # fmt: skip
LUNR = "browser/vendor/lunr.min.js"
TABLE = "analysis.json"
MISSING = "The search needs lunr.js: install ssg again where npm can be reached, then build."


@rule(output=True)
def index(ask: Ask) -> bytes:
    """The lunr index of all articles."""
    from ssg.search import index as search  # noqa: PLC0415 - only where an index is made

    each = ask.all(words, [(card.path,) for card in ask(catalogue)])
    return search.lunr_index(each)


@rule(output=True)
def documents(ask: Ask) -> bytes:
    """What a result shows of each article, in the order of the index's document numbers."""
    from ssg.search import index as search  # noqa: PLC0415

    return search.documents([search.entry(card) for card in ask(catalogue)])


def scripts(ask: Ask) -> Mapping[str, str]:
    """Return the addresses that the search page needs, or nothing where the browser files are missing."""
    if missing(ask):
        return {}
    return {
        "module": f"{FOLDER}search_page.js",
        "lunr": f"{FOLDER}lunr.min.js",
        "table": f"{FOLDER}{TABLE}",
        "index": "/search/index.json",
        "documents": "/search/documents.json",
    }


def missing(ask: Ask) -> str:
    """Return what to do where lunr.js isn't there (a source checkout without npm), else an empty string."""
    return "" if ask(file, LUNR) is not None else ask(strings).get("search.missing", MISSING)


def files() -> dict[str, str]:
    """Return where our browser files are published → where they lie in the source tree."""
    found = {f"{FOLDER}{name}": f"browser/{name}" for name in MODULES}
    return {**found, f"{FOLDER}lunr.min.js": LUNR, f"{FOLDER}{TABLE}": TABLE}
