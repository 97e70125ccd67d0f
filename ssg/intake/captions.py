"""Captions and picture credits: which lines are, and where the credit begins in them. Pure."""

import re
from functools import lru_cache

from ssg.intake.lines import Line

_AGENCIES = r"(?:연합뉴스(?:TV)?|뉴시스|뉴스1|뉴스원|AP|AFP|로이터|EPA|신화|타스|게티이미지\w*|공동취재사진|공동취재단|사진공동취재단|자료사진|뉴스핌|교도)"
_WHAT = r"(?:사진|그래픽|자료|이미지|출처|영상|일러스트|삽화|그림|자료사진|사진제공|사진 제공|사진출처|사진 출처|자료 제공|자료제공)"
_WESTERN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\[(（<]?\s*[ⓒ©]\s*\S.{1,58}$",
        r"[|/(\s]*\b(?:photos?|fotos?|photograph|credits?|images?|bild(?:er)?|crédits?|picture|illustration|grafik|source|quelle|photo credit|image credit|foto av|foto credit)\s*(?:by|credit)?\s*[:=]\s*\S.{1,70}$",
        r"\(\s*(?:photo|foto|photograph|credit|image|ap photo|afp|reuters|ap)\b[^()]{0,80}\)\.?$",
        r"(?:[|/]|[.)])\s*(?:[\w .,'’\-]{2,40}[/|]\s*)?(?:getty images|reuters|afp|ap|dpa|epa|afp via getty images|imago|shutterstock|istock|ap photo|picture alliance|keystone)\W*$",
        r"(?<=[.!?”\"])\s*\([A-Z][\w .,'’&/\-]{2,40}\)$",
    )
)
_ENDS = _WESTERN + tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[/|]?\s*[\[(（【<〈]?\s*{_WHAT}\s*[=:：/＝]\s*[^.。=]{{1,40}}[\])）】>〉]?\.?$",
        rf"[\[(（【<]\s*[^\[\]()（）]{{0,24}}(?:{_AGENCIES}|제공|캡처|캡쳐|갈무리|촬영|자료사진|DB)\s*[\])）】>]\.?$",
        rf"(?:(?<=[.다])|(?<=\d\.)|[/|])\s*[/|]?\s*{_AGENCIES}(?:\s*[/·]\s*{_AGENCIES})*(?:\s*(?:사진|제공))?$",
        r"(?:(?<=[.다)])\s+|[/|]\s*)(?:\S{1,16}\s){0,2}\S{1,16}\s?(?:제공|갈무리|캡처|캡쳐)\.?$",
        r"(?<=[.다])\s+\S{2,14}\s자료\s?사진\.?$",
        r"\s/\s?[가-힣]{2,4}\s?(?:선임|인턴|객원|사진)?기자(?:\s\S+@\S*)?$",
        r"[（(＝=][^（）()＝=]{0,30}(?:撮影|提供|写真)[^（）()]{0,10}[)）]?$",
        r"[（(]?(?:图|图片|摄影|供图|图源)\s*[/:：]\s*\S{1,20}[)）]?$|\S{2,6}\s?摄[)）]?$",
    )
)
_EASTERN = re.compile("[가-힣一-鿿]")  # letters without which a line holds none of the other ends
_WRITER = re.compile(
    r"(?:글|취재)\s?[·ㆍ,/&]?\s?(?:사진)?\s?[:=]|글\s\S{2,4}\s"
)  # a byline, whatever follows
_CREW = re.compile(
    r"[(\[]?\s?(?:영상|촬영|그래픽|편집|화면|VJ|CG|취재)\s?(?:취재|편집|디자인|그래픽|기자|감독|제공)?\s?[:：]\s?\S.*[:：/,]"
    r"|[(\[]\s?(?:영상|촬영|그래픽)\S{0,4}\s?[:：].*[)\]]$"
    r"|(?:영상|촬영)\s?(?:취재|편집|기자)\s?[:：]\s?\S{2,4}(?:\s?(?:기자|감독))?$"
)
_HINT = re.compile(
    "[=:：/＝|ⓒ©(（\\[【<〈]|연합뉴스|뉴시스|뉴스[1원핌]|로이터|신화|타스|게티이미지|공동취재|자료 ?사진|교도|제공|갈무리|캡[처쳐]|撮影|提供|写真|摄"
)
"""Without one of these no line names a credit; most lines have none."""
_AGENTS = ("ap", "afp", "epa", "getty", "reuters", "dpa", "imago", "stock", "alliance", "keystone")
_SMALL = 3  # words in small letters that no name has
_NAMED = 40  # letters at the end of a caption among which a foreign agency's name stands
_TAIL = 200  # letters at the end of a caption that its credit takes at most
_SIGNED = re.compile(
    r"(?:있다|모습|모습이다|장면)\.?\s+(?:\S{1,8}\s?[=＝|｜/]\s?)?(?:[가-힣]{2,4}\s?(?:선임|인턴|객원|사진)?기자|뉴스1|뉴시스|연합뉴스)(?:\s\S+@\S*)?$"
    r"|[다요]\.\s+(?:사진|촬영)\s[가-힣]{2,4}\s?(?:선임|인턴|객원|사진)?기자$"
)
_SNAPPED = re.compile(r"[다요]\.\s+[가-힣]{2,4}\s?(?:선임|인턴|객원|사진)?기자$")
_RESALE = re.compile(
    r"(?:\(사진\s?=[^)]*\)\s*)?(?:\d{4}\.\s?\d\d?\.\s?\d\d?\.?\s*)?(?:\S+@\S+\s*)?\*?\s?(?:재판매 및 DB|DB ?및 재판매|무단 ?전재.{0,4}DB).*$"
    r"|(?<=[.)\]])\s+\d{4}\.\s?\d\d?\.\s?\d\d?\.?\s+[\w.+\-]+@[\w.\-]+$"
)
_STAMPED = re.compile(
    r"^\s*(?:\d{4}\.\s?\d\d?\.\s?\d\d?\.?)?\s*(?:[\w.+\-]+@\S+)?\s*\*?\s?(?:(?:재판매|DB|무단).*)?$"
)
_TAKEN = re.compile(
    r"^[\[(]([^\])=]{1,20}=[^\])]{2,20})[\])]\s*([가-힣]{2,4}\s?(?:사진|인턴|객원)?\s?(?:기자|특파원))?"
)
_ALONE = re.compile(
    rf"^[/\[(（<【]?\s*(?:{_AGENCIES}|{_WHAT}\s*[=:：/]\s*\S.{{0,30}}|(?:사진|그래픽)\s?{_AGENCIES}|촬영\s\S{{2,4}}|\S{{2,16}}(?:\s\S{{1,14}})?\s제공(?:\.?\s*재판매[^\])）>】]{{0,30}})?|[ⓒ©]\s?\S.{{1,40}})\s*[\])）>】]?\.?$",
    re.IGNORECASE,
)
_FEW = 6  # letters and digits of a figure: `▲ 12.35`
_FILED = re.compile(
    r"\[(?:촬영\s\S.{0,16}|[^\[\]]{2,30}(?:제공|자료사진|캡처|갈무리)[^\[\]]{0,24})\]"
)
_MARKED = re.compile(r"^\s*[▲△▼◀▶]\s?\S")
_POSED = re.compile(r"(?:있다|모습(?:이다)?|전경|조감도|있는 모습|장면|기념촬영.{0,12})[.”\"']*$")
_TOLD = re.compile(r"(?:[다요까죠네]|[^가-힣\s]{2})[.!?。][\"”’')]*$|다$")
_DAY_END = re.compile(r"(?:19|20)\d\d[. ]\s?\d{1,2}[. ]\s?\d{1,2}\.?\s*$")


def credit_at(text: str) -> int:
    """Return where the credit at the end of a caption begins, -1 where there is none."""
    if _sold(text) and (resale := _RESALE.search(text)):
        return resale.start()
    if _staffed(text) and (signed := _SIGNED.search(text) or _SNAPPED.search(text)):
        return text.index(" ", signed.start())
    tail = max(0, len(text) - _TAIL)
    last = text[tail:].casefold()
    end = last[-_NAMED:]
    if not (_HINT.search(last) or any(name in end for name in _AGENTS)):
        return -1
    ends = _ENDS if _EASTERN.search(last) else _WESTERN
    found = [match.start() for match in (each.search(text, tail) for each in ends) if match]
    at = min(found, default=-1)
    return -1 if at > 0 and _goes_on(text[at:]) else at


def _goes_on(rest: str) -> bool:
    """Whether what looks like a credit goes on like a sentence, as in `Erstes Bild: So könnte die Bahn aussehen`."""
    words = rest.partition(":")[2].split()
    small = sum(word[0].islower() for word in words)
    return small >= _SMALL and 2 * small >= len(words)


def _sold(text: str) -> bool:
    """Whether a text can hold what agencies set below pictures; without these words the pattern need not be asked."""
    return any(sign in text for sign in ("재판매", "DB", "무단", "@"))


def _staffed(text: str) -> bool:
    """Whether a text can name the reporter or agency who took the picture."""
    return any(sign in text for sign in ("기자", "뉴스1", "뉴시스", "연합뉴스"))


def is_credit(line: Line) -> bool:
    """Return whether a line is a credit and nothing else: `(연합뉴스)`, `ⓒ 홍길동`, `사진=뉴시스`."""
    return line.width <= 60 and "rights" not in line.cues and bool(_ALONE.match(line.text))


def is_filed(line: Line) -> bool:
    """Return whether a line is a credit in brackets as agencies file it: a few words above it are its caption."""
    return bool(_FILED.fullmatch(line.text))


@lru_cache(maxsize=1024)
def is_caption(line: Line) -> bool:
    """Return whether a line says of itself that it belongs to a picture: it ends in a credit."""
    if _WRITER.match(line.text) or is_crew(line.text):
        return False
    if line.width < 600 and _sold(line.text) and _RESALE.search(line.text):
        return not is_credit(line)
    if line.width > 500 or line.sentences > 5 or "rights" in line.cues or is_credit(line):
        return False
    at = credit_at(line.text)
    if line.sentences <= 3 and _staffed(line.text) and _SIGNED.search(line.text):
        return True
    return at > 0 and not (line.sentences > 3 and at < len(line.text) * 0.5)


def is_crew(text: str) -> bool:
    """Return whether a line of a news programme names those who filmed and cut it."""
    return bool(_CREW.match(text))


def is_marked(line: Line, *, above: bool = False) -> bool:
    """Return whether a line begins like a caption of a Korean paper, `▲ …`, and describes a scene; `above` the text any will do."""
    if not _MARKED.match(line.text):
        return False
    scene = (
        (above and line.text.startswith(("▲", "△")))
        or _POSED.search(line.text)
        or (line.text.endswith(".") and not _TOLD.search(line.text))
    )
    told = line.letters > _FEW and line.width < 260
    return told and bool(scene)


def is_snapped(line: Line) -> bool:
    """Return whether a line is one or two sentences and the reporter who took the picture: `… 들었다. 홍길동 기자`."""
    short = line.sentences <= 3 and line.width < 260 and _staffed(line.text)
    return short and bool(_SNAPPED.search(line.text))


def describes(line: Line) -> bool:
    """Return whether a line may be the caption of the credit below it: a scene, or words that tell no story."""
    told = bool(_TOLD.search(line.text)) and not _POSED.search(line.text)
    return line.width < 260 and line.sentences <= 2 and not told


def split(text: str) -> tuple[str, str]:
    """Return the caption and its credit without brackets and labels; the credit may be empty."""
    at = credit_at(text)
    if at < 0:
        return _bare(text), ""
    return _bare(text[:at]), credit(text[at:]) or _photographer(text[:at])


def _photographer(text: str) -> str:
    """Who took the picture, by the dateline of its caption: `(서울=가나) 홍길동 기자 = …`, the agency where no name stands."""
    found = _TAKEN.match(text)
    return (found[2] or found[1].rpartition("=")[2]).strip() if found else ""


def credit(text: str) -> str:
    """Return a credit without the brackets, slashes and labels around it."""
    named = re.search(r"\(사진\s?=\s?([^)]*)\)", text)
    if named:
        return named[1]
    plain = _STAMPED.sub("", text).strip(" \t/|[]()（）【】<>〈〉.")
    return re.sub(
        rf"^(?:{_WHAT}|photos?|fotos?|photographs?|pictures?|images?|credit|bild|quelle)\s*(?:제공)?\s*[=:：/＝]\s*|^(?:사진|촬영)\s(?=\S{{2,4}}\s?\S{{0,2}}기자$)",
        "",
        plain,
        flags=re.IGNORECASE,
    ).strip()


def ends_with_day(text: str) -> bool:
    """Return whether a caption ends with the day of its picture."""
    return bool(_DAY_END.search(text))


def _bare(text: str) -> str:
    return re.sub(r"^[▲△▼◀▶]\s*", "", text.strip()).strip(" /|")
