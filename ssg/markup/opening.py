"""What a text says at first sight, without parsing Markdown: its first plain paragraph, its links to others. Pure."""

import re


def first_paragraph(body: str, longest: int) -> str:
    """Return the first plain paragraph without its marks, at most `longest` characters; cheap, no Markdown is parsed."""
    for block in body.split("\n\n"):
        text = " ".join(block.split())
        if text and not _NO_TEXT.match(block):
            plain = _bare(text)
            return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
    return ""


_NO_TEXT = re.compile(
    r"\s{4}|\s*(?:[#>|<:+~`]|!\[|[-*+][ \t]|(?:[-*][ \t]*){3,}$|\d+[.)][ \t]|\[[^\]]+\]:|\[\^)"
)
_MARKS = re.compile(  # each way begins with a letter of its own, so that text without marks is passed over at once
    r"\[\^[^\]]+\]|\*\*|__|~~|`+|\*(?=\S)(?<!\\\*)|\*(?<=[^\s\\]\*)"
    r"|!\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|\\([!-/:-@\[-`{-~])"
)


def _bare(text: str) -> str:
    """A paragraph without its marks: links keep their words, footnotes vanish, escapes are undone."""
    return _MARKS.sub(lambda found: found[1] or found[2] or found[3] or "", text)


_LINKED = re.compile(r"\[\[([^\[\]|#\n]+)|\]\(<?([^()\s<>#?]+\.(?:md|markdown))[#?)> ]")


def linked(body: str) -> tuple[str, ...]:
    """Return what a text links to, in order: names of wikilinks as `[[name`, and files, as written."""
    if "[[" not in body and ".m" not in body:
        return ()
    found = (f"[[{m[1].strip()}" if m[1] else m[2] for m in _LINKED.finditer(body))
    return tuple(dict.fromkeys(found))
