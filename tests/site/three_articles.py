"""An archive of three articles, and a call that fails after some times: what is built, edited and broken off."""

from collections.abc import Callable
from typing import Any

ARTICLES = """\
-- site.toml --
title = "Three"
paginate = 2
-- content/articles/a.md --
---
title: A
date: 2023-01-01
tags: [x]
---
text of a
-- content/articles/b.md --
---
title: B
date: 2023-02-01
tags: [x, y]
---
text of b, see [a](a.md)
-- content/articles/c.md --
---
title: C
date: 2023-03-01
tags: [z]
---
text of c
"""


def failing_after(count: int, real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """Return a call that does the same so many times, and then raises."""

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count -= 1
        if count < 0:
            raise error
        return real(*args, **kwargs)

    return call
