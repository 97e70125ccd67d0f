"""The files of the site and of the archive: their names, their sizes, what GitHub Pages takes."""

import re
import stat
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from ssg.check.finding import Finding, finding
from ssg.check.site import Site

# GitHub Docs, "GitHub Pages limits" and "About large files on GitHub" (November 2026).
SITE_BYTES = 1_000_000_000
FILE_BYTES = 100 * 1024 * 1024
FILE_WARNING = 50 * 1024 * 1024
DEPLOY_FILES = 100_000  # a deployment ends after ten minutes; unpacking takes some 150 files a second at its slowest
_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


def names(site: Site) -> Iterator[Finding]:
    """Names that are one on some file system, or none: case, Unicode form, Windows; in the site and in `content/`."""
    taken: dict[str, str] = {}
    for path in sorted({*site.made, *site.lying}):
        other = taken.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            what = f'"{path}" and "{other}" are one file on Windows and macOS'
            yield finding(
                "case",
                site.origins.get(path, f"{site.out.name}/{path}"),
                what,
                "rename one of them",
                line=1,
            )
    for path in sorted({*_sources(site), *site.lying}):
        shown = path if path.startswith(("content/", "static/")) else f"{site.out.name}/{path}"
        if unicodedata.normalize("NFC", path) != path:
            what = "its name has letters in parts (NFD), as macOS writes them; links to it break elsewhere"
            yield finding("unicode", shown, what, "rename it: type the name anew", level="warning")
        for part in path.split("/"):
            if _WINDOWS.search(part):
                yield finding(
                    "name",
                    shown,
                    f'"{part}" is no file name on Windows',
                    "rename it",
                    level="warning",
                )


def _sources(site: Site) -> Iterator[str]:
    for folder in ("content", "static"):
        for file in (site.root / folder).rglob("*"):
            inside = file.relative_to(site.root).as_posix()
            if not inside.startswith("content/originals/") and not file.name.startswith("."):
                yield inside


def links_and_strays(site: Site) -> Iterator[Finding]:
    """Symbolic links, which GitHub's artifact refuses, and files that no build put there, which a workflow would publish."""
    for path, lies in site.lying.items():
        shown = f"{site.out.name}/{path}"
        if stat.S_ISLNK(lies.st_mode):
            yield finding(
                "symlink",
                shown,
                "is a symbolic link; GitHub Pages refuses it",
                "put the file itself there",
            )
        elif not stat.S_ISREG(lies.st_mode):
            yield finding("symlink", shown, "is no file", "remove it")
        elif path not in site.made:
            yield finding(
                "stray",
                shown,
                "is not part of the site, but a workflow would publish it",
                "remove it, or put it into static/",
            )
    for path in site.made.keys() - site.lying.keys():
        yield finding(
            "missing",
            f"{site.out.name}/{path}",
            "is part of the site and is not there",
            "`ssg build` makes it again",
        )


def limits(site: Site) -> Iterator[Finding]:
    """What is too much for GitHub Pages: the site, a file, the number of files."""
    sizes = {path: lies.st_size for path, lies in site.lying.items()}
    total = sum(sizes.values())
    if total > SITE_BYTES:
        yield finding(
            "size",
            "site.toml",
            f"the site has {_size(total)}; GitHub Pages takes 1 GB",
            "publish fewer or smaller pictures",
            line=1,
        )
    elif total > SITE_BYTES * 0.8:
        yield finding(
            "size",
            "site.toml",
            f"the site has {_size(total)} of the 1 GB that GitHub Pages takes",
            "",
            line=1,
            level="warning",
        )
    for path, size in sizes.items():
        shown = site.origins.get(path, f"{site.out.name}/{path}")
        if size > FILE_BYTES:
            yield finding(
                "size",
                shown,
                f"has {_size(size)}; a branch on GitHub takes files up to 100 MiB",
                "make it smaller, or host it elsewhere",
            )
        elif size > FILE_WARNING:
            yield finding(
                "size",
                shown,
                f"has {_size(size)}; GitHub warns above 50 MiB",
                "make it smaller",
                level="warning",
            )
    if len(sizes) > DEPLOY_FILES:
        what = f"{len(sizes):,} files may take longer than the ten minutes of a deployment"
        yield finding(
            "size",
            "site.toml",
            what,
            "publish to a branch, or split the archive",
            line=1,
            level="warning",
        )


def domain(site: Site) -> Iterator[Finding]:
    """The custom domain: one bare lower-case host name that the site's own address has, too."""
    given = site.config.deploy.cname
    line = site.line_with("site.toml", "cname")
    host = urlsplit(site.config.base_url).hostname or ""
    if given and not _DOMAIN.fullmatch(given):
        yield finding(
            "cname",
            "site.toml",
            f'cname "{given}" is no bare host name',
            'as in cname = "archive.example.org"',
            line=line,
        )
    elif given.endswith(".github.io"):
        yield finding(
            "cname",
            "site.toml",
            f'cname "{given}" is GitHub\'s own name',
            "leave it empty",
            line=line,
        )
    elif given and host and host != given:
        what = f'cname is "{given}", but base_url names "{host}"'
        yield finding("cname", "site.toml", what, f'base_url = "https://{given}/"', line=line)
    elif given and site.base != "/":
        what = f'with a domain of its own the site lies at "/", not below "{site.base}"'
        yield finding("cname", "site.toml", what, f'base_url = "https://{given}/"', line=line)


def weights(site: Site) -> Iterator[Finding]:
    """Pages and search files that are heavier than the budget of `[check]` in site.toml."""
    budget = site.config.check
    index = 0
    for path, lies in site.lying.items():
        shown = site.origins.get(path, f"{site.out.name}/{path}")
        if path.endswith(".html") and lies.st_size > budget.page_kb * 1000:
            what = f"the page has {_size(lies.st_size)} of HTML; the budget is {budget.page_kb} kB"
            yield finding(
                "weight",
                shown,
                what,
                "split the article, or raise page_kb in [check]",
                line=1,
                level="warning",
            )
        if path.startswith("search/"):
            index += lies.st_size
    if index > budget.index_mb * 1_000_000:
        what = f"the search index has {_size(index)}; the budget is {budget.index_mb} MB"
        yield finding(
            "weight",
            "site.toml",
            what,
            "raise index_mb in [check] if that is meant",
            line=1,
            level="warning",
        )


def _size(size: int) -> str:
    for unit, of in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= of:
            return f"{size / of:,.1f} {unit}"
    return f"{size} bytes"
