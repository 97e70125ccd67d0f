"""What trafilatura takes for the article, as a further witness; None without the extra `web`, and where it takes too long."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

MAX_TEXT = 2_000_000
SECONDS = 5.0
"""Letters of a page that it is asked about, and seconds of computing that it may take; else the page is judged without it."""


class _TooLong(Exception):
    """The extractor has had its time."""


def taken(text: str) -> str | None:
    """Return the text that the extractor takes of a page, None where it is not installed, or has no answer in time."""
    if len(text) > MAX_TEXT:
        return None
    try:
        import trafilatura
    except ImportError:
        return None
    with contextlib.suppress(_TooLong), _limited():
        return (
            trafilatura.extract(
                text, output_format="txt", include_comments=False, include_tables=True
            )
            or None
        )
    return None


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raise _TooLong in the block after its time, where the system can: on Unix, in the main thread."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TooLong
