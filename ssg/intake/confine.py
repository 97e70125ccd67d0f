"""What a worker process may not do: write files, start programs, talk to a network, take memory or time without end.

Sources are hostile, and so may be what a library does with them. Where the system has no such limits (Windows), the
parent's patience and Python's own audit events remain.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

MEMORY = 1 << 30
"""Bytes of address space that a source may take beyond what the process has when it is asked for."""
PROCESSOR = 20
"""Seconds of processor time from one article of a source to the next."""

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")  # fmt: skip
_PROGRAMS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "os.fork", "os.forkpty")  # fmt: skip
_FILES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.rmtree", "shutil.move")  # fmt: skip


def confine() -> None:
    """Give up, for good, what reading a source doesn't need. To be called once, in a process that only reads."""
    sys.dont_write_bytecode = True
    _cut_off()
    with suppress(ImportError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse)


def allow_memory(size: int = MEMORY) -> None:
    """Grant so many bytes of address space more than there are now; beyond them Python raises MemoryError."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_at_most(_address_space() + size, most), most))


def allow_time() -> None:
    """Grant PROCESSOR seconds of processor time from now; beyond them the system ends the process with SIGXCPU."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        wanted = int(used.ru_utime + used.ru_stime + PROCESSOR) + 1
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (_at_most(wanted, most), most))


def ended_by(code: int | None) -> str:
    """Return why a process is gone, by its exit code, in the words of a message."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"it took more than {PROCESSOR} s of computing to read"
    if code == -getattr(signal, "SIGKILL", 0):
        return "the system ended the process that read it; it may be short of memory"
    return f"the process that read it ended unexpectedly ({code})"


def _at_most(wanted: int, most: int) -> int:
    return wanted if most < 0 else min(wanted, most)


def _address_space() -> int:
    """Bytes of address space that the process has now; half a gigabyte where the system doesn't say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 29


def _cut_off() -> None:
    """Leave the network, native code too, where Linux lets us: as root, else in a user namespace of one's own."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        import ctypes

        unshare = ctypes.CDLL(None, use_errno=True).unshare
        if unshare(_NEWNET) != 0:
            unshare(_NEWUSER | _NEWNET)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event == "open":
        _, _, flags = args
        if isinstance(flags, int) and flags & _WRITING:
            _no("write a file")
    elif event in _NETWORK:
        _no("use the network")
    elif event in _PROGRAMS:
        _no("start a program")
    elif event in _FILES:
        _no("change files")


def _no(what: str) -> NoReturn:
    raise PermissionError(f"reading a source may not {what}")
