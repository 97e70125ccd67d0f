"""The text of the ledger of addresses (`urls.lock`).

A line is `address<TAB>file<TAB>id`; of a list (a tag, a year) the address alone, or of a tag that was renamed the address
and that of the new one; `- address<TAB>reason` is a tombstone.
"""

from collections.abc import Mapping

import msgspec

from ssg.errors import Problem, problem

FILE = "urls.lock"
HEADER = (
    "# Every address that this archive has published, and the file that it led to. `ssg build` keeps it; commit it.",
    "# An address that has gone for good: `ssg tombstone ADDRESS --reason TEXT`.",
)


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """An address that was published. `path` is the file of its article or page and `id` that text's name; empty for a list,
    but for one that has another name now: then `path` is its address."""

    url: str
    path: str = ""
    id: str = ""


class Ledger(msgspec.Struct, frozen=True):
    """The file as it is read: addresses, tombstones with their reasons, the reader's own comments, lines that are none."""

    entries: tuple[Entry, ...] = ()
    gone: Mapping[str, str] = msgspec.field(default_factory=dict)
    comments: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse(content: str) -> Ledger:
    """Return the ledger that a text is. Lines that can't be read are problems with their numbers."""
    entries: dict[str, Entry] = {}
    gone: dict[str, str] = {}
    comments: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith("/"):
            url, _, rest = line.partition("\t")
            path, _, name = rest.partition("\t")
            entries[url] = Entry(url, path, name)
        elif line.startswith("- /"):
            url, _, reason = line[2:].partition("\t" if "\t" in line else " ")
            gone[url] = reason.strip()
        elif line.startswith("#"):
            comments += () if line in HEADER else (line,)
        elif line.strip():
            hint = "write `/address/`, or `- /address/ reason` for one that is gone; or restore the file from version control"
            problems.append(problem(FILE, f'"{line[:40]}" is no address', hint, line=number))
    kept = (entry for url, entry in sorted(entries.items()) if url not in gone)
    return Ledger(tuple(kept), dict(sorted(gone.items())), tuple(comments), tuple(problems))


def written(ledger: Ledger) -> str:
    """Return the text of a ledger: comments, addresses, tombstones; sorted, one a line."""
    lines = [*HEADER, *ledger.comments]
    entries = sorted(ledger.entries, key=lambda entry: entry.url)
    lines += [f"{entry.url}\t{entry.path}\t{entry.id}".rstrip("\t") for entry in entries]
    lines += [f"- {url}\t{reason}".rstrip("\t") for url, reason in sorted(ledger.gone.items())]
    return "".join(f"{line}\n" for line in lines)


def updated(ledger: Ledger, published: Mapping[str, Entry]) -> Ledger:
    """Return the ledger with what is published now. Nothing is ever taken out; a tombstone stays one."""
    known = {entry.url: entry for entry in ledger.entries}
    moved = {entry.url: entry for entry in ledger.entries if entry.path.startswith("/")}
    published = {
        url: entry if entry.path else moved.get(url, entry) for url, entry in published.items()
    }
    if all(known.get(url) == entry or url in ledger.gone for url, entry in published.items()):
        return ledger
    known.update((url, entry) for url, entry in published.items() if url not in ledger.gone)
    return msgspec.structs.replace(ledger, entries=tuple(known[url] for url in sorted(known)))


def renamed(ledger: Ledger, moved: Mapping[str, str]) -> Ledger:
    """Return the ledger with lists that have another address now, old to new; what was never published is left out."""
    entries = tuple(
        Entry(entry.url, moved[entry.url]) if entry.url in moved else entry
        for entry in ledger.entries
    )
    return msgspec.structs.replace(ledger, entries=entries)
