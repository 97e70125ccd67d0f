"""What television reports show in text: lines that say who speaks, and those that name whoever is heard. Pure."""

import re

from ssg.intake.draft import Draft
from ssg.intake.spans import Mark

_SPEAKER = re.compile(
    r"[\[<【◀]\s?(?:앵커|앵커 ?멘트|앵커 ?리포트|리포트|기자|취재기자|인터뷰)\s?[\]>】▶]|앵커|앵커멘트|리포트"
)
_HEARD = re.compile(
    r"[▶◀\[<【]\s?(?:인터뷰|스탠딩|싱크|SYNC|녹취|전화 ?인터뷰|현장 ?연결|현장음|INT|PIP)\s?(?:\([^)]{1,6}\)|\d)?\s?[:：\]>】▶]\s?\S.{0,60}"
)
_BELOW = 12  # lines below what is surely text: reports end in short sentences


def speaks(text: str) -> bool:
    """Return whether a line says that the anchor or the reporter speaks now: `[앵커]`, `◀ 리포트 ▶`."""
    return bool(_SPEAKER.fullmatch(text))


def heard(draft: Draft) -> dict[int, Mark]:
    """Lines of the text that name a voice, as in `▶ 인터뷰 : 홍길동 / 주민`, which begin like a promotion."""
    last = min(draft.scores.last + _BELOW, len(draft.page.lines)) if draft.korean else 0
    named = (i for i in range(draft.scores.first, last) if _HEARD.fullmatch(draft.line(i).text))
    return {i: Mark("body", "names whoever is heard") for i in named}
