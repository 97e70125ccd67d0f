"""A preview of a folder whose "build" copies files: run by the tests as a process of its own.

Arguments: source folder, output folder, base path, port. A file `broken.txt` in the source stops the build, a
file `problem.txt` is reported by it; `slow.txt` holds the seconds that a build takes.
"""

import sys
import time
from pathlib import Path

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.preview.server import serve


class Report(msgspec.Struct, frozen=True):
    problems: tuple[Problem, ...]
    written: tuple[str, ...]
    deleted: tuple[str, ...]


def build(source: Path, out: Path) -> Report:
    """Copy what differs and delete what is gone, like a build."""
    if (source / "slow.txt").exists():
        print("at work", flush=True)
        time.sleep(float((source / "slow.txt").read_text()))
    if (source / "broken.txt").exists():
        raise SsgError(problem("site.toml", (source / "broken.txt").read_text(), "mend it", line=3))
    wanted = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    written = [
        name
        for name, text in wanted.items()
        if name not in there or (out / name).read_bytes() != text
    ]
    for name in written:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        temporary = (out / name).with_name(".new")
        temporary.write_bytes(wanted[name])
        temporary.replace(out / name)  # old or new, never a part: as a build does
    deleted = sorted(there - set(wanted))
    for name in deleted:
        (out / name).unlink()
    found = (
        [problem("content/a.md", (source / "problem.txt").read_text(), line=7)]
        if "problem.txt" in wanted
        else []
    )
    return Report(tuple(found), tuple(written), tuple(deleted))


def main() -> None:
    """Serve until a signal comes."""
    source, out, base, port = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    serve(
        source, out, lambda: build(source, out), lambda: base,
        port=port, say=lambda line: print(line, flush=True),
    )  # fmt: skip


if __name__ == "__main__":
    main()
