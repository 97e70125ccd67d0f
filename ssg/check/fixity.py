"""Fixity: are the bytes still those that were built, kept or published? Every function gives a finding for each that isn't."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from ssg import __version__
from ssg.check.finding import Finding, finding
from ssg.check.site import BESIDE
from ssg.engine.codec import digest
from ssg.engine.store import Made
from ssg.errors import SsgError, problem

MANIFEST = "manifest-sha256.txt"
AGENT = f"ssg/{__version__} (verify)"
PATIENCE = 30  # seconds for one answer
AT_ONCE = 8  # requests; GitHub Pages speaks of no limit, and this is polite
SILENT = "does not answer"
Progress = Callable[[int, int], None]


def sums(folder: Path, files: Iterable[str]) -> str:
    """Return a list of SHA-256 digests as `sha256sum` and BagIt write it (RFC 8493 §2.1.3), by path."""
    return "".join(f"{sha256(folder / path)}  {path}\n" for path in sorted(files))


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def listed(text: str, path: str = MANIFEST) -> dict[str, str]:
    """Return path → digest of such a list. Raises SsgError for a line that is none of it."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        entry = re.fullmatch(r"([0-9a-fA-F]{64}) [ *]?(.+)", line)
        if line.strip() and not entry:
            raise SsgError(
                problem(
                    path,
                    "is no list of SHA-256 digests",
                    "64 digits, two spaces, a path",
                    line=number,
                )
            )
        if entry:
            found[entry[2].removeprefix("./")] = entry[1].lower()
    return found


def against_build(out: Path, made: Mapping[str, Made]) -> Iterator[Finding]:
    """Compare the files at `out` with what the last build put there."""
    for path, entry in sorted(made.items()):
        try:
            content = (out / path).read_bytes()
        except OSError:
            yield finding(
                "missing", f"{out.name}/{path}", "is missing", "`ssg build` makes it again"
            )
            continue
        if digest(content) != entry.digest:
            yield finding(
                "changed",
                f"{out.name}/{path}",
                "is not what the build wrote",
                "`ssg clean`, then `ssg build`",
            )


def against_list(folder: Path) -> Iterator[Finding]:
    """Compare a folder with the list of digests that lies in it: a published site, a bag, any copy of them."""
    wanted = listed((folder / MANIFEST).read_text("utf-8"), f"{folder.name}/{MANIFEST}")
    if (folder / "bagit.txt").is_file():
        wanted = {_decoded(path): digest_ for path, digest_ in wanted.items()}
    for path, digest_ in wanted.items():
        file = folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            yield finding(
                "name",
                f"{folder.name}/{MANIFEST}",
                f'names "{path}", which lies elsewhere',
                "don't trust this copy",
            )
        elif not file.is_file():
            yield finding(
                "missing", f"{folder.name}/{path}", "is missing", "bring it back from another copy"
            )
        elif sha256(file) != digest_:
            yield finding(
                "changed",
                f"{folder.name}/{path}",
                "has changed since the list was written",
                "bring it back from another copy",
            )
    payload = folder / "data" if all(path.startswith("data/") for path in wanted) else folder
    there = {file.relative_to(folder).as_posix() for file in payload.rglob("*") if file.is_file()}
    for path in sorted(there - wanted.keys() - BESIDE):
        if not path.startswith(".git/") and path != ".nojekyll":
            yield finding(
                "stray",
                f"{folder.name}/{path}",
                "is not in the list of digests",
                "it came later, or from elsewhere",
                level="warning",
            )


def _decoded(path: str) -> str:
    """A path as a bag means it: it encodes line ends and, since those are, the percent sign (RFC 8493, 2.1.3)."""
    return re.sub(r"%(0A|0D|25)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE)


def originals(root: Path) -> Iterator[Finding]:
    """Compare the originals of imports with the digests that name them (promise 1)."""
    for file in sorted((root / "content" / "originals").glob("*")):
        name = re.fullmatch(r"[0-9a-f]{64}", file.name.partition(".")[0])
        if name and file.is_file() and sha256(file) != name[0]:
            path = file.relative_to(root).as_posix()
            yield finding(
                "original",
                path,
                "is not what was imported: its SHA-256 is another",
                "bring it back from a backup or from git",
            )


def live(
    out: Path, files: Iterable[str], address: str, progress: Progress = lambda done, total: None
) -> Iterator[Finding]:
    """Compare a published site with the one at `out`, file by file; asks the host of `address`, which ends with `/`.

    Files whose names begin with a dot, and CNAME, are not asked for: hosts keep those to themselves. Raises SsgError where
    nobody answers at all.
    """
    _, wrong = _answer(address)
    if wrong.startswith(SILENT):
        raise SsgError(problem(address, wrong, "look at the address and at your connection"))
    asked = sorted(
        path
        for path in files
        if path != "CNAME" and not any(part.startswith(".") for part in path.split("/"))
    )
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = threads.map(
            lambda path: _answer(
                address
                + quote(
                    path.removesuffix("index.html")
                    if path.endswith("/index.html") or path == "index.html"
                    else path
                )
            ),
            asked,
        )
        for number, (path, (content, wrong)) in enumerate(zip(asked, answers, strict=True), 1):
            progress(number, len(asked))
            url = address + path
            if wrong:
                yield finding("missing", url, wrong, "publish again: `ssg deploy`")
            elif content != (out / path).read_bytes():
                yield finding(
                    "changed",
                    url,
                    "is not what was built here",
                    "publish again, or wait: caches hold pages for ten minutes",
                )


def _answer(url: str) -> tuple[bytes, str]:
    """The body that an address answers with, or why there is none."""
    request = Request(url, headers={"User-Agent": AGENT, "Cache-Control": "no-cache"})  # noqa: S310 - http and https only, see cli
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.read(), ""
    except HTTPError as error:
        return b"", f"answers {error.code} {error.reason}"
    except (URLError, OSError) as error:
        return b"", f"{SILENT}: {getattr(error, 'reason', error)}"
