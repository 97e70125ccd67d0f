"""What the things beside the texts cost a clean build: related articles, provenance, citations, feeds of tags, the interface.

    python tests/bench/offered.py [--articles 2000] [--rounds 3]

In turn, each in one fresh process with `--jobs 1` and no index: the build as it is, and one from which these are taken
out (their rules return nothing, their templates are empty). Ends with 1 if they add more than 15 % (processor time).
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import SITE, generated, work_folder
from measure import ssg

LIMIT = 15.0  # percent
BARE = "SSG_BENCH_BARE"
WITHOUT = """
[taxonomies.tags]
feed = false
"""
EMPTY = ("_article_head.html", "_connections.html")
TAKEN_OUT = '''
"""Loaded by Python at its start; where the benchmark asks for it, the build does without what is measured."""
import functools, os
if os.environ.get("SSG_BENCH_BARE"):
    import ssg.formats.fixity as fixity
    import ssg.site.links as links, ssg.site.pages as pages, ssg.site.plan as plan, ssg.site.related as related, ssg.site.texts as texts
    from ssg.engine.keys import split
    def empty(spec, value):
        object.__setattr__(spec, "fn", functools.wraps(spec.fn)(lambda ask, **_: value))
    def instead(module, name, value):
        getattr(module, name)  # fails where it has moved
        setattr(module, name, value)
    for table in (related.related, related.related_tags, related.term_years, related.term_sources):
        empty(table, {})
    empty(links.linking, ())
    instead(pages, "citations", lambda *_: ())
    instead(pages, "news_article", lambda *_: "")
    instead(fixity, "digest", lambda *_: "")
    cards, reading, rest = (texts.loaded, texts.drawer), texts.reading, plan._rest
    instead(texts, "reading", lambda drawers: [[make for make in batch if split(make.key)[0] in cards] for batch in reading(drawers)])
    instead(plan, "_rest", lambda ask: (each for each in rest(ask) if not str(each[0]).startswith("/api/")))
'''


def main() -> None:
    """Measure, print, and end with 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with work_folder() as folder:
        pairs = list(measured(folder, given.articles, given.rounds))
    more = [100 * (whole / bare - 1) for whole, bare in pairs]
    for (whole, bare), added in zip(pairs, more, strict=True):
        print(f"{whole:.2f} and {bare:.2f} CPU-s: {added:+.1f} %")
    print(
        f"{given.articles:,} articles, median of {given.rounds}: {median(more):+.1f} % (limit {LIMIT:.0f})"
    )
    sys.exit(1 if median(more) > LIMIT else 0)


def measured(folder: Path, articles: int, rounds: int) -> Iterator[tuple[float, float]]:
    """Yield the processor seconds of the whole build and of the bare one, in turn."""
    site, plain, patch = folder / "whole", folder / "bare", folder / "patch"
    generated(articles, site)
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(TAKEN_OUT, "utf-8")
    (site / "site.toml").write_text(SITE.format(search="false"), "utf-8")
    generated(articles, plain)
    (plain / "site.toml").write_text(SITE.format(search="false") + WITHOUT, "utf-8")
    (plain / "templates").mkdir()
    for name in EMPTY:
        (plain / "templates" / name).write_text("", "utf-8")
    code = folder / "code"
    for _ in range(rounds):
        yield (
            spent(site, code, {}),
            spent(plain, code, {BARE: "1", "PYTHONPATH": f"{patch}:{code}"}),
        )


def spent(site: Path, code: Path, more: dict[str, str]) -> float:
    """Build a site that was never built; return the processor seconds."""
    with tempfile.TemporaryDirectory(dir=site.parent) as out:
        environment = {
            **os.environ,
            "PYTHONPATH": str(code),
            "PYTHONDONTWRITEBYTECODE": "1",
            **more,
        }
        figures, _ = ssg(["build", "--jobs", "1", "--output", out], environment, site)
    shutil.rmtree(site / ".ssg")
    (site / "urls.lock").unlink(missing_ok=True)
    return figures["cpu"]


if __name__ == "__main__":
    main()
