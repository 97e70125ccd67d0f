"""Whether this machine and this archive have what `ssg` needs: one condition a line, each with what to do. Changes nothing."""

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Literal

import msgspec

from ssg import __version__, archive
from ssg.config import Config
from ssg.deploy import branch as branches
from ssg.deploy.git import Git
from ssg.deploy.github_pages import DISTRIBUTION, PATH, is_current
from ssg.engine.database import summed
from ssg.errors import SsgError
from ssg.fingerprint import fingerprint, package
from ssg.urls import nfc

State = Literal["fine", "note", "warning", "error"]
OLDEST = (3, 11)
ROOM = 200_000_000  # bytes free, below which a build may not end
WATCHES = Path("/proc/sys/fs/inotify")
EXTRAS = {
    "web": "second witness for web pages", "warc": "web archives", "office": "documents of word processors", "pdf": "PDF files",
    "images": "smaller pictures, cards", "math": "formulas",
}  # fmt: skip
"""What the optional packages are for; `cluster` and `dev` are for few."""


class Condition(msgspec.Struct, frozen=True):
    """One thing that was looked at: its name, how it stands, what was seen, and what to do where something is to be done."""

    name: str
    state: State
    said: str
    todo: str = ""


def examined(root: Path | None) -> Iterator[Condition]:
    """Give the conditions of the machine, and of the archive at `root` where there is one."""
    for look in (_python, _program, _packages, _extras, _vendor, _programs):
        yield from look()
    if root is None:
        yield Condition(
            "archive", "note", "no site.toml here or above", "`ssg init` makes an archive"
        )
        return
    yield from _disk(root)
    yield from _watching(root)
    try:
        config = archive.settings(root)
    except SsgError as error:
        for said in error.problems:
            yield Condition("settings", "error", str(said), "mend the line, then ask again")
        return
    yield Condition("settings", "fine", f"site.toml: {config.title}")
    looks: tuple[Callable[[Path, Config], Iterator[Condition]], ...] = (
        _theme,
        _content,
        _names,
        _store,
        _repository,
    )
    for each in looks:
        yield from each(root, config)


def _python() -> Iterator[Condition]:
    said = f"Python {sys.version.split()[0]}"
    if sys.version_info < OLDEST:
        yield Condition("python", "error", said, "install Python 3.11 or newer")
    else:
        yield Condition("python", "fine", said)


def _program() -> Iterator[Condition]:
    yield Condition("ssg", "fine", f"{__version__} in {package()}")


def _requirements() -> Iterator[tuple[str, str, str]]:
    """Name, bounds and extra of each package that the distribution names."""
    try:
        named = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from a source tree that was never installed
        named = []
    for each in named:
        found = re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*([^;]*)(?:;\s*(.*))?$", each)
        if found and not ("sys_platform" in (found[3] or "") and sys.platform not in found[3]):
            extra = re.search(r"""extra\s*==\s*["']([\w-]+)["']""", found[3] or "")
            yield found[1], found[2].strip(), extra[1] if extra else ""


def _misfit(name: str, bounds: str) -> str:
    """Why an installed package doesn't do; empty where it does."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    have = _numbers(version)
    for sign, wanted in re.findall(r"(>=|<)\s*([\d.]+)", bounds):
        if (sign == ">=" and have < _numbers(wanted)) or (sign == "<" and have >= _numbers(wanted)):
            return f"{name} is {version}, not {sign}{wanted}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _packages() -> Iterator[Condition]:
    needed = [(name, bounds) for name, bounds, extra in _requirements() if not extra]
    wrong = [said for name, bounds in needed if (said := _misfit(name, bounds))]
    for said in wrong:
        yield Condition("packages", "error", said, f"pip install --upgrade {DISTRIBUTION}")
    if not needed:
        yield Condition(
            "packages", "note", "ssg was not installed by pip, so its packages can't be told"
        )
    elif not wrong:
        yield Condition("packages", "fine", f"all {len(needed)} are there")


def _extras() -> Iterator[Condition]:
    for extra, use in EXTRAS.items():
        wrong = [
            said
            for name, bounds, of in _requirements()
            if of == extra and (said := _misfit(name, bounds))
        ]
        if wrong:
            yield Condition(
                f"extra {extra}",
                "note",
                f"{', '.join(wrong)}: no {use}",
                f'pip install "{DISTRIBUTION}[{extra}]"',
            )
        else:
            yield Condition(f"extra {extra}", "fine", use)


def _vendor() -> Iterator[Condition]:
    """The libraries for the browser that come with the wheel: lunr.js for queries with operators, the editor, the morph."""
    folder = package() / "browser" / "vendor"
    todo = f"install again: pip install --force-reinstall {DISTRIBUTION} (in a checkout: pip install -e .)"
    try:
        recorded = json.loads((folder / "versions.json").read_bytes())
        listed = {
            file: digest for each in recorded.values() for file, digest in each["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield Condition(
            "browser files", "error", "are missing: no search with operators, no editor", todo
        )
        return
    wrong = [name for name, digest in listed.items() if not _is(folder / name, digest)]
    if wrong:
        yield Condition(
            "browser files", "error", f"missing or changed: {', '.join(sorted(wrong))}", todo
        )
    else:
        yield Condition(
            "browser files",
            "fine",
            ", ".join(
                f"{name} {each['version']}"
                for name, each in sorted(recorded.items())
                if "/" not in name
            ),
        )


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file.read_bytes()).hexdigest() == digest


def _programs() -> Iterator[Condition]:
    if shutil.which("git"):
        yield Condition("git", "fine", "is there")
    else:
        yield Condition(
            "git",
            "note",
            "is not installed; only `ssg deploy` needs it",
            "https://git-scm.com/downloads",
        )
    yield Condition("node, a browser", "fine", "not needed")


def _disk(root: Path) -> Iterator[Condition]:
    free = shutil.disk_usage(root).free
    said = f"{free / 1e9:.1f} GB free"
    yield (
        Condition("disk", "fine", said)
        if free >= ROOM
        else Condition(
            "disk",
            "warning",
            said,
            "free some space: a build writes the new site beside the old one",
        )
    )
    if not os.access(root, os.W_OK):
        yield Condition("folder", "error", f"{root} can't be written", "check its permissions")


def _watching(root: Path) -> Iterator[Condition]:
    """Whether the preview can watch all folders (Linux only)."""
    try:
        most = int((WATCHES / "max_user_watches").read_text("ascii"))
    except (OSError, ValueError):
        return
    sources = ("content", "static", "templates", "themes")
    folders = sum(1 + len(names) for source in sources for _, names, _ in os.walk(root / source))
    if folders * 2 > most:
        yield Condition("watching", "warning", f"{folders:,} folders, and the system lets all programs watch {most:,}",
                        "sudo sysctl fs.inotify.max_user_watches=524288, or `ssg serve --poll`")  # fmt: skip
    else:
        yield Condition("watching", "fine", f"{folders:,} folders of at most {most:,}")


def _theme(root: Path, config: Config) -> Iterator[Condition]:
    from ssg.site import look

    try:
        with archive.asking(root, {}) as ask:
            ask(look.chain)
            ask(look.theme_settings)
    except SsgError as error:
        for said in error.problems:
            yield Condition("theme", "error", str(said), "`ssg theme test NAME` says more")
        return
    yield Condition("theme", "fine", config.theme.name)


def _content(root: Path, _: Config) -> Iterator[Condition]:
    cards, problems = archive.cards(root)
    errors = [each for each in problems if each.level == "error"]
    articles = sum(card.kind == "article" for card in cards)
    said = f"{_many(articles, 'article')}, {_many(len(cards) - articles, 'page')}"
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        yield Condition(
            "content",
            "error",
            f"{said}; {errors[0]}{more}",
            "`ssg list` names all; each file's old page stays until it is mended",
        )
    else:
        yield Condition("content", "fine", f"{said}, all UTF-8")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def _names(root: Path, _: Config) -> Iterator[Condition]:
    paths = [
        path.relative_to(root).as_posix()
        for source in ("content", "static")
        for path in (root / source).rglob("*")
    ]
    apart = sorted(path for path in paths if nfc(path) != path)
    if apart:
        yield Condition(
            "file names",
            "warning",
            f"{len(apart)} in parts (NFD), as in {nfc(apart[0])}",
            "a Mac wrote them so; `ssg check` names each: rename them",
        )
    else:
        yield Condition("file names", "fine", "composed (NFC)")


def _store(root: Path, config: Config) -> Iterator[Condition]:
    """What the last build remembers; read without waiting for a build that runs."""
    file = root / ".ssg" / "store.db"
    if not file.is_file():
        yield Condition("store", "note", "nothing was built yet", "`ssg build`")
        return
    try:
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0.1) as db:
            found = db.execute("SELECT v FROM meta WHERE k = 'fingerprint'").fetchone()
        db.close()
    except sqlite3.Error as error:
        busy = "locked" in str(error)
        said = "another ssg is at work" if busy else f"can't be read ({error})"
        yield Condition(
            "store", "note", said, "" if busy else "the next build makes everything anew"
        )
        return
    if found and found[0] == summed(fingerprint()):
        yield Condition("store", "fine", f"made by this ssg, for {config.output}/")
    else:
        yield Condition(
            "store",
            "note",
            "made by another version of ssg or a library",
            "the next build makes everything anew, once",
        )


def _repository(root: Path, config: Config) -> Iterator[Condition]:
    """What can be seen of GitHub Pages from here: the remote, the workflow, the domain, the address."""
    if not shutil.which("git"):
        return
    git = Git(root)
    if git.run("rev-parse", "--git-dir").returncode:
        yield Condition(
            "repository",
            "note",
            "not in git",
            "git init, then git add . and git commit: GitHub publishes what is committed",
        )
        return
    remote = git.run("remote", "get-url", config.deploy.remote)
    known = remote.stdout.decode("utf-8", "replace").strip() if not remote.returncode else ""
    if known:
        yield Condition(
            "repository",
            "fine",
            f"{config.deploy.remote} is {re.sub(r'(?<=://)[^/@]+@', '', known)}",
        )
    else:
        yield Condition(
            "repository",
            "note",
            f'there is no remote "{config.deploy.remote}"',
            "git remote add origin https://github.com/NAME/REPOSITORY.git",
        )
    yield from _ledger(root, git)
    yield from _workflow(root, config)
    yield from _address(root, config, known)


def _ledger(root: Path, git: Git) -> Iterator[Condition]:
    if (root / "urls.lock").is_file() and git.run(
        "ls-files", "--error-unmatch", "--", "urls.lock"
    ).returncode:
        yield Condition(
            "urls.lock",
            "warning",
            "is not committed: published addresses are known here only",
            "git add urls.lock",
        )


def _workflow(root: Path, config: Config) -> Iterator[Condition]:
    found = is_current(root, config)
    if found is None:
        yield Condition(
            "workflow",
            "note",
            f"there is no {PATH}",
            "`ssg deploy --workflow` writes it; `ssg deploy` publishes without",
        )
    elif found:
        yield Condition("workflow", "fine", f"{PATH} is as this ssg writes it")
    else:
        yield Condition(
            "workflow",
            "note",
            f"{PATH} is not as this ssg writes it",
            "if the changes are not yours: `ssg deploy --workflow --force`",
        )


def _address(root: Path, config: Config, remote: str) -> Iterator[Condition]:
    if config.deploy.cname and (root / PATH).is_file():
        yield Condition("domain", "note", f"{config.deploy.cname} is written to CNAME, which counts for branches only",
                        "with GitHub Actions set the domain in the repository: Settings → Pages")  # fmt: skip
    wanted = branches.address(remote, config.deploy.cname)
    own = config.base_url.rstrip("/") + "/" if config.base_url else ""
    if not own:
        yield Condition(
            "address",
            "note",
            "base_url is empty: feeds and cards need it",
            f'base_url = "{wanted or "https://name.github.io/repo/"}" in site.toml',
        )
    elif wanted and own.lower() != wanted.lower() and ".github.io/" in own:
        yield Condition(
            "address",
            "warning",
            f"base_url is {own}, but GitHub Pages will serve {wanted}",
            f'base_url = "{wanted}" in site.toml',
        )
    else:
        yield Condition("address", "fine", own)
