"""`ssg build --verify`: the site as it lies there, against a clean build in a folder of its own (promise 2)."""

import tempfile
from pathlib import Path

from ssg.build import Options, Tools, build
from ssg.engine.keys import shown
from ssg.engine.store import Made, Store
from ssg.engine.ways import MARKER
from ssg.errors import Problem, problem
from ssg.fingerprint import fingerprint
from ssg.manifest import last_good

HINT = "`ssg clean` and build; please report this, with --why"


def verify(root: Path, out: Path, options: Options) -> tuple[Problem, ...]:
    """Return a problem for each file that a clean build makes differently, or not at all, or besides.

    Pages of articles that can't be read now are kept from an earlier build on purpose and don't count.
    """
    with tempfile.TemporaryDirectory(prefix="ssg-verify-") as folder:
        clean = Path(folder) / "site"
        report = build(root, clean, options, Tools(cache=Path(folder) / "store"))
        with Store.open(root / ".ssg", fingerprint()) as store:
            made = store.get(f"manifest:{out.absolute()}", dict[str, Made], {})
        broken = {each.path for each in report.problems if each.level == "error"}
        sources = {arg for entry in made.values() for arg in entry.key.split("\x1f")[1:]}
        kept = dict(last_good(made, broken, sources))
        ours, theirs = _files(clean), _files(out) & set(made)
        different = [
            p for p in sorted(ours & theirs) if (clean / p).read_bytes() != (out / p).read_bytes()
        ]
    said = [_said(path, "differs from a clean build", made) for path in different]
    said += [
        _said(path, "is missing: a clean build makes it", made) for path in sorted(ours - theirs)
    ]
    said += [
        _said(p, "is left over: a clean build doesn't make it", made) for p in sorted(theirs - ours)
    ]
    return tuple(each for each in said if each.path not in kept)


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found} - {MARKER}


def _said(path: str, what: str, made: dict[str, Made]) -> Problem:
    rule = f" (made by {shown(made[path].key)})" if path in made else ""
    return problem(path, what + rule, HINT)
