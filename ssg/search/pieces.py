"""What is typed → its pieces: words between spaces and quotations, with the operators that stand at them; what they mean is `plan.py`'s."""

import re
import unicodedata
from typing import NamedTuple

from ssg.search.analysis import RUN, lowered

SPACE = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
SCOPES = {
    "title": "title", "제목": "title", "subtitle": "subtitle", "부제": "subtitle", "tags": "tags", "tag": "tags", "태그": "tags",
    "authors": "authors", "author": "authors", "글쓴이": "authors", "기자": "authors", "source": "source", "출처": "source",
    "captions": "captions", "caption": "captions", "사진": "captions", "body": "body", "본문": "body",
}  # fmt: skip
PART = re.compile("([+-]?)(?:(" + "|".join(SCOPES) + '):)?("[^"]*"|[^ ]+) *')
AFTER = re.compile(r"(.+?)(?:~([0-2]?))?(?:\^([0-9]{1,2}))?")


def tidied(text: str) -> str:
    """Return a query in NFC, with a single space where there is any."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", text))


class Part(NamedTuple):
    """A piece of a query between spaces, or a quotation: `+제목:말~1^2` in its parts, as written."""

    whole: str
    sign: str
    scope: str
    body: str
    edits: str | None
    boost: str | None


def parts(text: str) -> list[Part]:
    """Return the pieces of a query, in order."""
    found = []
    for match in PART.finditer(text):
        sign, scope, body = match.groups(default="")
        after = AFTER.fullmatch(body)
        found.append(
            Part(match.group(), sign, scope, *(after.groups() if after else (body, None, None)))
        )
    return found


def phrases(text: str) -> tuple[str, ...]:
    """Return what a text must contain word for word, single spaces within, in lower case. What isn't closed is no quotation."""
    quoted = (p.body for p in parts(tidied(text)) if re.fullmatch('".*"', p.body) and p.sign != "-")
    said = (body.strip('" ') for body in quoted)
    return tuple(lowered(each) for each in said if RUN.search(lowered(each)))
