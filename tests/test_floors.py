"""The house keeps its floors: imports go down only, a library lives in one room, pure rooms stay pure.

Reads the import statements and calls of every module of `ssg`, inside functions too.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ssg"
FLOORS: Mapping[int, tuple[str, ...]] = {
    4: ("cli", "terminal", "__main__"),
    3: ("build", "report", "manifest", "why", "workers", "ledger", "profile", "archive", "verify", "check", "trial", "scaffold", "scaffold_settings", "scaffold_texts", "preview",
        "deploy", "export", "doctor"),
    2: ("intake", "site", "idle"),
    1: ("engine", "markup", "theme", "search", "formats", "images"),
    0: ("__init__", "model", "config", "sitetoml", "errors", "urls", "fingerprint", "fonts"),
}  # fmt: skip
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
BESIDE = {
    ("__main__", "cli"): "python -m ssg is the command line",
    ("cli", "terminal"): "the command line prints",
    ("build", "workers"): "runs batches on them",
    ("build", "manifest"): "what its rules say of the site's files",
    ("build", "why"): "says why a file was made",
    ("verify", "manifest"): "knows which pages are kept on purpose",
    ("build", "ledger"): "records what was published",
    ("build", "report"): "says what it did",
    ("build", "profile"): "a report may hold one",
    ("preview", "build"): "reads the same source tree with the same options",
    ("preview", "workers"): "makes much at once on them",
    ("preview", "scaffold"): "a new article is what `ssg new` makes",
    ("preview", "ledger"): "an article that is deleted says so at its address",
    ("export", "archive"): "asks for the settings, the cards and the texts",
    ("doctor", "archive"): "asks for the settings, the cards and the theme",
    ("doctor", "deploy"): "compares remote, workflow and address",
    ("archive", "build"): "asks for the cards by the build's mounts and options",
    ("trial", "build"): "builds an archive with a theme",
    ("verify", "build"): "compares with a clean build",
    ("check", "build"): "checks what it has just built",
    ("check", "report"): "reads what it said",
    ("check", "archive"): "asks for the settings, the cards and the search index",
    ("scaffold", "scaffold_settings"): "the settings of a new archive",
    ("scaffold", "scaffold_texts"): "its texts",
    ("scaffold", "deploy"): "a new archive has the workflow that publishes it",
    ("sitetoml", "config"): "what may stand in the file",
    ("sitetoml", "errors"): "a wrong setting is a problem",
    ("sitetoml", "model"): "which visibilities there are",
    ("sitetoml", "urls"): "what an address may be named",
    ("config", "urls"): "the base path is part of the base URL",
    ("config", "model"): "how much of a text is published by default",
}
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "click": ("cli", "terminal"),
    "rich": ("terminal", "intake"),  # --explain colours a text for the terminal
    "starlette": ("preview",),
    "uvicorn": ("preview",),
    "watchdog": ("preview",),
    "markdown_it": ("markup",),
    "mdit_py_plugins": ("markup",),
    "yaml": ("markup",),
    "tomlkit": ("markup",),
    "pygments": ("markup",),
    "nh3": ("markup",),
    "latex2mathml": ("markup",),
    "PIL": ("images",),
    "jinja2": ("theme",),
    "markupsafe": ("theme", "preview"),  # the editor's page is no theme's; escaping is jinja2's own
    "lunr": ("search",),
    "distributed": ("workers",),
    "charset_normalizer": ("intake",),
    "defusedxml": ("intake",),
    "lxml": ("intake",),
    "trafilatura": ("intake",),
    "kiwipiepy": ("intake",),
}
EVERYWHERE = {"msgspec"}  # frozen values: the language the rooms speak
PURE = ("site", "markup", "theme", "search", "formats", "images")
BANNED = {
    "open", "os.environ", "os.getenv", "os.getcwd", "datetime.now", "datetime.today", "datetime.utcnow", "date.today",
    "datetime.datetime.now", "datetime.date.today", "time.time", "time.localtime", "time.monotonic", "Path.cwd", "Path.home",
}  # fmt: skip
BANNED_MODULES = {"random", "socket", "locale", "secrets", "urllib.request", "http.client", "subprocess", "uuid"}  # fmt: skip
READING = {"read_text", "read_bytes", "write_text", "write_bytes"}
MAY_READ = {"search/analysis.py": "the analyser's table, a file of the package (in the fingerprint by `analysis.json`)",
            "search/ranges.py": "the table of cut terms, a file of the package (in the fingerprint by `cuts.txt`)"}  # fmt: skip
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if not {"browser", "themes"} & set(p.parts))


def room_of(path: Path) -> str:
    """The room a module lives in: its folder below `ssg`, or its own name."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> Iterator[str]:
    """The full names of all modules, and names in them, that a module imports."""
    return imports(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The full names that nodes of a module import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(name: str) -> str | None:
    """The room of ours that an imported name lies in."""
    first, _, rest = name.partition(".")
    if first != "ssg":
        return None
    room = rest.partition(".")[0]
    return room if room in FLOOR else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only(path: Path) -> None:
    here = room_of(path)
    rooms = {room for name in imported(path) if (room := own(name)) and room != here}
    wrong = [r for r in sorted(rooms) if FLOOR[r] >= FLOOR[here] and (here, r) not in BESIDE]
    assert wrong == [], f"{here} (floor {FLOOR[here]}) imports {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_library_lives_in_one_room(path: Path) -> None:
    found = {name.partition(".")[0] for name in imported(path)} - EVERYWHERE - {"ssg"}
    others = found - set(sys.stdlib_module_names)
    assert [lib for lib in sorted(others) if room_of(path) not in LIBRARIES.get(lib, ())] == []


def dotted(node: ast.expr) -> str:
    """`a.b.c` as written; of anything that isn't names, the part that is."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def impure(source: str) -> list[str]:
    """What a module asks the outside world past `ask` (law 1): calls, modules, methods that read or write."""
    nodes = list(ast.walk(ast.parse(source)))
    said = {dotted(node) for node in nodes if isinstance(node, ast.Attribute)}
    said |= {dotted(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = set(imports(nodes))
    modules = names | {name.rpartition(".")[0] for name in names}
    reads = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & READING
    return sorted((said & BANNED) | (modules & BANNED_MODULES) | reads)


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room_of(path) in PURE],
    ids=lambda p: p.relative_to(PACKAGE).as_posix(),
)
def test_rules_and_pure_rooms_read_no_clock_environment_network_or_file(path: Path) -> None:
    found = impure(path.read_text("utf-8"))
    allowed = READING if path.relative_to(PACKAGE).as_posix() in MAY_READ else set()
    assert [name for name in found if name not in allowed] == []


@pytest.mark.parametrize("mutant", [
    "def card(ask, path): return open(path).read()", "import os\ndef card(ask): return os.environ['TZ']",
    "from datetime import datetime\ndef card(ask): return datetime.now()", "import random", "from socket import socket",
    "from pathlib import Path\ndef card(ask, path): return Path(path).read_bytes()",
])  # fmt: skip
def test_a_rule_that_looks_past_ask_is_caught(mutant: str) -> None:
    assert impure(mutant) != []


def test_every_room_has_a_floor_and_every_exception_is_needed() -> None:
    rooms = {room_of(path) for path in MODULES}
    assert sorted(rooms - set(FLOOR)) == []
    beside = {(room_of(p), room) for p in MODULES for n in imported(p) if (room := own(n))}
    unused = [pair for pair in BESIDE if pair not in beside and pair[0] in rooms]
    assert unused == []
    used = {(n.partition(".")[0], room_of(p)) for p in MODULES for n in imported(p)}
    allowed = {(lib, room) for lib, where in LIBRARIES.items() for room in where}
    somewhere = {lib for lib, _ in used}
    assert sorted(pair for pair in allowed - used if pair[0] in somewhere) == []
