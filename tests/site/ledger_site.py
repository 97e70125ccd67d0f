"""An archive of two articles and a page that has a past, and its ledger."""

import re

from small_site import Site

from ssg.formats.urls_lock import FILE
from ssg.report import Report

SMALL = """\
-- site.toml --
title = "서가"
[search]
enabled = false
-- content/articles/a.md --
---
title: 등대
date: 2023-01-05
tags: [바다, 빛]
authors: [김하나]
---
불이 돈다.
-- content/articles/b.md --
---
title: 시장
date: 2023-02-01
tags: [바다]
archive: {id: "0123456789abcdef"}
---
골목이 깊다.
-- content/pages/about.md --
---
title: 소개
---
서가를 소개한다.
"""


def ledger(site: Site) -> str:
    return (site.root / FILE).read_text("utf-8")


def target(site: Site, path: str) -> str:
    """Where a file of the site redirects to; empty if it is no redirect."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', site.page(path))
    return found[1] if found else ""


def said(report: Report) -> list[str]:
    return [str(each) for each in report.problems]
