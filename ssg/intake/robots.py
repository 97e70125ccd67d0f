"""What a site's robots.txt says to a program. Pure. Source: RFC 9309."""

import re

_LINE = re.compile(r"\s*([a-z-]+)\s*:\s*([^#]*)", re.IGNORECASE)


def allows(text: str, agent: str, path: str) -> bool:
    """Return whether the program `agent` may open a path (with its query): the longest rule that fits decides.

    Rules are those of the groups that name the program, else those for all (`*`). What is not forbidden is allowed;
    between two rules of one length the one that allows wins.
    """
    best, allowed = -1, True
    for kind, pattern in _rules(text, agent.lower()):
        length = len(pattern)
        if (
            pattern
            and _fits(pattern, path)
            and (length > best or (length == best and kind == "allow"))
        ):
            best, allowed = length, kind == "allow"
    return allowed


def _rules(text: str, agent: str) -> list[tuple[str, str]]:
    """The rules for a program; those of several groups with its name are put together (section 2.2.1)."""
    own: list[tuple[str, str]] = []
    everyone: list[tuple[str, str]] = []
    named: set[str] = set()
    heading = known = False
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line)
        key, value = (match[1].lower(), match[2].strip()) if match else ("", "")
        if key == "user-agent":
            named = {*named, value.lower()} if heading else {value.lower()}
            known = known or value.lower() == agent
            heading = True
        elif key in ("allow", "disallow"):
            heading = False
            if agent in named:
                own.append((key, value))
            if "*" in named:
                everyone.append((key, value))
    return own if known else everyone


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; `*` stands for anything, `$` at the end for the path's end.

    Piece by piece, never back: a pattern of a thousand stars takes no longer than one.
    """
    end = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for n, piece in enumerate(pieces[1:], 1):
        if end and n == len(pieces) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not end or at == len(path)
