"""`python -m ssg` is `ssg`."""

from __future__ import annotations

import sys

from ssg import idle

TYPE_CHECKING = False  # as in `idle`
if TYPE_CHECKING:
    from typing import Any


def main() -> None:
    """Run the command line, or say at once that nothing has changed."""
    seen: dict[str, Any] = {}
    if idle.answered(sys.argv[1:], seen):
        return
    from ssg.cli import main  # noqa: PLC0415 - a tenth of a second

    try:
        main(seen)
    except SystemExit as done:
        _leave(done.code or 0)
        raise
    _leave(0)


def _leave(code: object) -> None:
    """End the process where nothing else runs in it: to free the values of a large build one by one takes half a second."""
    import atexit  # noqa: PLC0415 - "nothing changed" needs none of it
    import os  # noqa: PLC0415
    import threading  # noqa: PLC0415

    if threading.active_count() > 1 or not isinstance(code, int) or sys.flags.interactive:
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - what Python itself does first
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # Python says it in its own way
        return
    os._exit(code)


if __name__ == "__main__":  # a worker process imports this file too, under another name
    main()
