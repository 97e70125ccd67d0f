"""Something found out by a process of its own, while this one loads what it needs."""

import os
import threading
from collections.abc import Callable


def aside(look: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a function that gives, once, what `look` returns, found out by now or soon by another process: a fork of this
    one. It gives less where that process was lost. Where none can be forked, `look` itself is returned."""
    if not hasattr(os, "fork") or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        return look
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(read)
            with open(write, "wb") as pipe:  # noqa: PTH123 - a descriptor
                pipe.write(look())
        finally:
            os._exit(0)
    os.close(write)

    def told() -> bytes:
        with open(read, "rb") as pipe:  # noqa: PTH123 - a descriptor
            found = pipe.read()
        os.waitpid(child, 0)
        return found

    return told
