"""The checks in the order they are told, and the one function that runs them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from ssg import archive
from ssg.build import Options, Tools, build
from ssg.check import articles, files, links
from ssg.check.finding import Finding
from ssg.check.site import Site
from ssg.config import Config
from ssg.engine.store import Made, Store
from ssg.errors import Problem, did_you_mean
from ssg.fingerprint import fingerprint
from ssg.report import Report
from ssg.search.selftest import selftest

Check = Callable[[Site], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "links": links.links,
    "requests to others": links.foreign,
    "orphans": links.orphans,
    "leaks": articles.leaks,
    "anchors": articles.ids,
    "duplicates": articles.same,
    "near duplicates": articles.near,
    "rights": articles.rights,
    "originals": articles.originals,
    "names": files.names,
    "strays": files.links_and_strays,
    "limits": files.limits,
    "domain": files.domain,
    "weights": files.weights,
}

RULES = ("alias", "alias-loop", "anchor", "base-path", "build", "case", "cname", "duplicate", "external", "foreign", "image",
         "leak", "link", "missing", "name", "near-duplicate", "original", "orphan", "rights", "search", "size", "stray", "symlink", "unicode",
         "weight")  # fmt: skip
"""The rules that findings name and that `[check] ignore` may hold."""

SAMPLE = 200
"""Articles that the search is asked for without `--search`, spread evenly over the archive."""

OTHER_BASES = ("/", "/repo/", "/a/b/")
"""The base paths that `--bases` crawls the site under: a root, a project's page, a deeper folder."""


def built(root: Path, out: Path, options: Options, tools: Tools) -> tuple[Site, Report]:
    """Build the site and return it as the checks see it, with the build's report."""
    report = build(root, out, options, tools)
    return seen(root, out, options, tools.cache or root / ".ssg"), report


def seen(root: Path, out: Path, options: Options, cache: Path) -> Site:
    """Return the site that lies at `out`, as the last build recorded it in the store at `cache`."""
    with Store.open(cache, fingerprint()) as store:
        made = store.get(f"manifest:{out.absolute()}", dict[str, Made], {})
    cards, _ = archive.cards(root)
    return Site(root, out, _as_built(archive.settings(root), options), made, cards, options.today)


def _as_built(config: Config, options: Options) -> Config:
    return (
        msgspec.structs.replace(config, base_url=options.base_url) if options.base_url else config
    )


def check(
    site: Site, told: Iterable[Problem] = (), more: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Return what every check finds, by path and line; `told` are the build's own problems, `more` other findings.

    Rules that `[check] ignore` names are left out; a name there that is no rule is a finding itself.
    """
    found = {Finding(_placed(site, each), "build") for each in told}
    found.update(more)
    for each in CHECKS.values():
        found.update(each(site))
    ignored = set(site.config.check.ignore)
    found.update(_unknown(site, ignored))
    return tuple(sorted(each for each in found if each.rule not in ignored))


def _placed(site: Site, told: Problem) -> Problem:
    """A problem of the build at the line that a person has to change, where the build could name only the file."""
    if told.line or not told.path.startswith("content/"):
        return told
    quoted = [part for part in told.what.split('"')[1::2] if part]
    names = [name.strip("/").rpartition("/")[2] for name in quoted]
    return msgspec.structs.replace(
        told, line=site.line_with(told.path, *quoted, *names, "slug:", "aliases:")
    )


def _unknown(site: Site, ignored: set[str]) -> Iterator[Finding]:
    for name in sorted(ignored - set(RULES)):
        line = site.line_with("site.toml", f'"{name}"')
        hint = did_you_mean(name, RULES) or f"rules are: {', '.join(RULES)}"
        yield Finding(
            Problem("site.toml", line, 0, f'[check] ignore names "{name}", which is no rule', hint),
            "build",
        )


def searched(site: Site, *, every: bool) -> Iterator[Finding]:
    """Articles that the site's own search doesn't find by headline and nouns: of all, or of a sample of at most `SAMPLE`."""
    if not site.config.search.enabled or "search/index.html" not in site.made:
        return
    cards = [card for card in site.published if card.kind == "article"]
    step = 1 if every else max(1, -(-len(cards) // SAMPLE))
    for each in selftest(archive.index(site.root, site.out), cards[::step]):
        line = site.line_with(each.path, "title:")
        yield Finding(msgspec.structs.replace(each, line=line), "search")


def elsewhere(root: Path, options: Options, folder: Path, base: str) -> tuple[Finding, ...]:
    """Return what breaks when the site is published below another base path: built into `folder`, crawled, thrown away."""
    moved = msgspec.structs.replace(options, base_url=f"https://base-path.example{base}")
    out, tools = folder / "site", Tools(cache=folder / "store")
    site, _ = built(root, out, moved, tools)
    said = f"published below {base}: "
    return tuple(
        msgspec.structs.replace(
            each, problem=msgspec.structs.replace(each.problem, what=said + each.problem.what)
        )
        for each in links.links(site)
    )
