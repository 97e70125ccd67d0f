"""Names of newspapers, stations and agencies, as lines and datelines show them. Pure."""

import re

_KINDS = "일보|신문|뉴스|방송|타임스|타임즈|투데이|저널|닷컴|매일|뉴스1|뉴시스|프레스|통신|미디어|데일리|매거진|헤럴드|포스트|이코노미"
_NAMED = re.compile(rf"(?<!\S)([가-힣A-Za-z0-9]{{1,14}}(?:{_KINDS}))(?![가-힣])")
_ALONE = re.compile(rf"[가-힣A-Za-z0-9]{{1,14}}(?:{_KINDS}|경제)")
_SORT = re.compile(
    r"(?:카드|포토|영상|동영상|그래픽|주요|최신|전체|관련|속보|지역|국제|경제|연예|스포츠|인기|추천|오늘의|이 시각)(?:뉴스|신문|방송)"
)  # sorts of news, whoever makes them
_PRESS = re.compile(
    r"(?:News|Post|Times|Courier|Herald|Gazette|Tribune|Journal|Chronicle|Press|Review|Magazine|Mail|Observer|Echo|Radio|Media|TV)\b|(?:zeitung|blatt|bote|kurier|anzeiger|rundschau|nachrichten|presse)\b|\b(?:Diario|Gaceta|Heraldo|Correo|Noticias|Gazette|Dépêche|Voix|Courrier|Giornale|Corriere)\b|新聞|日報",
    re.IGNORECASE,
)  # words in the names of papers and stations
_DATELINE = re.compile(r"^\s*[\[(【〈<]([^\])】〉>]{2,60})[\])】〉>]")
_FIRST = re.compile(
    r"([가-힣A-Za-z0-9]{2,14})\s+(?:\S{1,10}\s)?[가-힣]{2,4}\s?(?:\S{2}\s?)?(?:기자|특파원)$"
)


def named(text: str) -> str:
    """Return the first outlet that a text names, an empty string for none."""
    found = _NAMED.search(re.sub(r"[(,]", " ", text))
    return found[1] if found else ""


def is_outlet(text: str) -> bool:
    """Return whether a line is the name of an outlet and nothing else."""
    return bool(_ALONE.fullmatch(text)) and not _SORT.fullmatch(text)


def is_press(text: str) -> bool:
    """Return whether a name holds a word that papers and stations are named by, as persons are not."""
    return bool(_PRESS.search(text) or _NAMED.search(text))


def of_dateline(text: str) -> str:
    """Return the outlet of a Korean dateline: `(서울=가나통신)`, `[가나일보 홍길동 기자]`; an empty string for none."""
    match = _DATELINE.match(text)
    if not match:
        return ""
    behind = match[1].rpartition("=")[2].strip()
    if "=" in match[1] and " " not in behind and not behind.endswith(("기자", "특파원")):
        return behind
    known = named(match[1].replace("=", " "))
    first = _FIRST.match(match[1]) if "=" not in match[1] else None
    return known or (first[1] if first else "")
