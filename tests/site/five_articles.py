"""An archive of five articles and a page, and what must hold after each edit of it."""

from small_site import Site

FIVE = """\
-- site.toml --
title = "작은 보관소"
base_url = "https://me.example/a/b/"
paginate = 2
-- content/articles/2023/one.md --
---
title: 첫째 글
date: 2023-01-01
tags: [바다, AI]
---
파도가 친다.
-- content/articles/2023/two.md --
---
title: Second
date: 2023-02-01
tags: [ai]
---
A ferry.
-- content/articles/2023/three.md --
---
title: 셋째 글
date: 2023-03-01
tags: [바다]
---
등대가 있다.
-- content/articles/2023/four.md --
---
title: Fourth
date: 2023-04-01
tags: [alone]
---
Nobody here.
-- content/articles/2024/five.md --
---
title: 다섯째 글
date: 2024-05-01
tags: [바다]
---
마지막 글.
-- content/pages/about.md --
---
title: About
---
About this.
"""


def article(*lines: str, body: str = "Text.") -> str:
    """An article with these lines of front matter."""
    return "\n".join(("---", *lines, "---", body, ""))


def same_as_clean(site: Site) -> None:
    report, tree = site.clean()
    assert site.tree() == tree
    assert report.problems == site.build().problems
