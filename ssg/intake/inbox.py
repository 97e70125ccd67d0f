"""Which files an import reads, and what becomes of those in `content/inbox`: once taken in they are gone from there."""

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ssg.errors import SsgError, problem
from ssg.intake import write
from ssg.intake.reading import Job

INBOX = "content/inbox"
_SURROGATES = re.compile("[\udc80-\udcff]")


def jobs(sources: Sequence[str], root: Path, stdin: bytes | None) -> Iterator[Job]:
    """Give a job for each source in order; of a folder one for each file, in the order of their paths.

    Hidden files, and folders with the parts of a saved page beside it (`name_files`), are not met.
    """
    inbox = (root / INBOX).resolve()
    for source in sources:
        if source == "-":
            yield Job(name="-", data=stdin or b"")
            continue
        if re.match(r"https?://", source):
            yield Job(name=source, url=source)
            continue
        path = Path(source)
        if not path.is_dir():
            yield _job(path, source, inbox, found=False)
            continue
        for file in _files(path):
            yield _job(file, file.as_posix(), inbox, found=True)


def _job(path: Path, name: str, inbox: Path, *, found: bool) -> Job:
    within = path.parent.resolve().is_relative_to(inbox)
    return Job(name=shown(name), path=os.fsencode(path), inbox=within, found=found)


def shown(name: str) -> str:
    """Return a file's name as text: one that is no UTF-8 is read as Korean Windows wrote it, else with U+FFFD."""
    if not _SURROGATES.search(name):
        return name
    raw = os.fsencode(name)
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("cp949")
    return raw.decode("utf-8", "replace")


def _files(folder: Path) -> Iterator[Path]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    parts = {beside for entry in entries if (beside := companion(entry))}
    for entry in entries:
        if entry.name.startswith(".") or entry in parts:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.is_file():
            yield entry


def companion(page: Path) -> Path | None:
    """Return the folder in which a browser saved what a page needs, None where there is none."""
    if page.suffix.lower() not in (".html", ".htm", ".xhtml"):
        return None
    beside = (page.with_name(f"{page.stem}{ending}") for ending in ("_files", ".files"))
    return next((folder for folder in beside if folder.is_dir()), None)


def take(root: Path, job: Job, original: str, digest: str) -> None:
    """Take a file out of the inbox: its bytes are kept at `original`, and the folder of a saved page beside them.

    A file that is another by now stays. Folders that become empty go, the inbox itself stays.
    """
    file = job.file
    if file is None:
        return
    kept = write.inside(root, original)
    if not kept.exists() or write.digest_of(kept) != digest:
        write.copied(file, kept, digest, job.name)
    if write.digest_of(file) != digest:
        raise SsgError(problem(job.name, "was changed while it was being imported; it stays"))
    beside = companion(file)
    if beside and not beside.is_symlink():
        target = kept.with_name(f"{digest}_files")
        if not target.exists():
            beside.rename(target)
    file.unlink()  # should the power fail now and bring it back, the next import takes it again: it is known
    _tidy(file.parent, (root / INBOX).resolve())


def _tidy(folder: Path, inbox: Path) -> None:
    folder = folder.resolve()
    with contextlib.suppress(OSError):
        while folder != inbox and folder.is_relative_to(inbox):
            folder.rmdir()
            folder = folder.parent
