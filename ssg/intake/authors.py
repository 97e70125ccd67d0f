"""Who wrote it: names in bylines of several languages. Names only; roles, places and addresses fall away. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

_COMMON = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간견라"
)
_RARE = frozenset(
    "계단난낭내노누뇌당돈두등라로뢰류륜릉마만망매모묘묵미반방배변봉부비빈빙삼삽상서섭성소손송수순슬승시신십아애야양어여연영예옥온옹요용우운원위유육윤은음이인임자장저전점정제종좌주준즙증지진차창채척천초총최추춘탁탄탕태판팽편평포표풍피필하학한함해허현형호홍화환황후흥"
)
"""Surnames too rare to make a name of any word; beside `기자` they do."""
_DOUBLE = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문")
_HANGUL = re.compile("[가-힣]")
_NAME = "[가-힣]{2,4}"
_MODIFIER = "(?:선임|수석|전문|객원|인턴|대학생|청년|학생|시민|명예|사진|영상|의학|편집|주재|수습|부국장|차장|부장|국장|대|팀장|통신원|문화|경제|스포츠|디지털|군민|온라인|청소년|도민)"
_ROLE = "(?:기자|특파원|논설위원|논설실장|논설주간|앵커|아나운서|에디터|PD|편집위원|리포터|통신원|편집장|주필|편집인|발행인|해설위원|전문위원)"
_REPORTER = re.compile(
    rf"(?<![가-힣])({_NAME})\s*(?:{_MODIFIER}\s?){{0,2}}{_ROLE}(?!회견|단|간담|들|협회|증|실|상|촌|출신|정신|가|는|의|를|에게|로)"
)
_TRADES = "(?:여행작가|교수|변호사|작가|시인|소설가|칼럼니스트|원장|연구원|연구위원|평론가|소장|이사장|의원|감독|박사|회장|전문의|의사|사서|번역가|건축가|대표|위원|위원장|교사|강사|[가-힣]{0,6}(?:해설가|운동가|연구가|편집자|화가|상담사|수의사)|연구자|학자|전문가|기획자|연출가|비평가|사진가|만화가|수필가|저술가|디자이너|큐레이터|요리사|셰프|농부|목사|신부|스님|회계사|노무사|변리사|세무사|약사|간호사|활동가|센터장|학예사|학예연구사|관장|총장|이사)"
_TITLED = re.compile(
    rf"^[•·/\s]*({_NAME})\s*[|/,·ㆍ(]?\s*[^.!?]{{0,28}}{_TRADES}[)\s]*(?:[·/,].{{0,16}})?$"
)
_SIGNED = re.compile(rf"[•·/(]?\s?({_NAME})\s?[〈<(\[/][^〉>)\]]{{2,30}}[〉>)\]]?")
_LISTED = re.compile(rf"(?:^|[\s)\]}}=])((?:{_NAME}\s*[·,ㆍ∙/]\s*){{1,4}})$")
_ROW = re.compile(rf"[)\]】]\s*((?:{_NAME}\s+){{1,4}})$")
_WRITTEN = re.compile(
    rf"(?:^|[\s(\[/|｜ㅣ])(?<!는 )(?:글|글\s*[·ㆍ,/&]\s*사진|취재|정리|에디터|EDITOR|[Ee]ditor|WRITER|필자|글쓴이|대담|구성|취재·정리|글·그림|기자명)(?:\s*[:=|｜/ㅣ]\s*|\s+|(?<=명))({_NAME})(?![가-힣])"
)
_PHOTO = re.compile(
    rf"(?<!글[·ㆍ/,&])(?<!글 [·ㆍ/,&] )(?:사진|영상|그래픽|촬영|일러스트)\s?(?:취재|편집|디자인)?\s*[:=|/·]?\s*{_NAME}\s*(?:{_MODIFIER}?\s?{_ROLE})?"
)
_ABROAD = re.compile(
    rf"(?:^|[\s=\[(])({_NAME})\s+[가-힣]{{2,5}}\s*(?:특파원|통신원|주재기자)(?![가-힣])|특파원\s+({_NAME})$"
)
_SIGNS_OFF = re.compile(
    rf"(?:뉴스|기자|리포터|방송|TV|[A-Z]{{2,5}})\s*({_NAME})(?:이었습니다|였습니다|입니다)\.?[\s\[\]()<>|]*$"
)
_BEFORE_STAMP = re.compile(rf"^[•·\s]*({_NAME})[\s|·]*$")
_GLUED = re.compile(r"(기자|특파원|위원)(?=[가-힣]{2,4}\s*(?:기자|특파원|위원))")
_BUTTON = re.compile(r"(기자)\s?(?:메일 ?보내기|구독|페이지|TALK)$")
_CALLED = re.compile(
    rf"^({_NAME})\s?기자(?:입니다\.$|(?:가|의)\s.{{2,20}}(?:습니다|니다|시죠|까요)[.?]$)"
)
_HANDLE = re.compile(rf"^({_NAME})\s?\([a-z][a-z0-9_.\-]{{2,20}}\)$")
_PEN = re.compile(r"^(?:by|글쓴이|작가)\s?[:|]?\s?([가-힣][가-힣\w ]{1,15})$")
_NOT_NAMES = frozenset((
    "기자", "인턴", "선임", "수석", "취재", "담당", "본지", "전문", "객원", "학생", "명예", "사진", "영상", "편집", "현장", "주재",
    "본보", "시민", "사회부", "정치부", "경제부", "문화부", "이번", "전직", "현직", "동료", "여성", "남성", "외신", "일부", "한국",
    "조선", "서울", "부산", "대구", "인천", "광주", "대전", "울산", "경기", "강원", "제주", "전남", "전북", "경남", "경북", "충남",
    "충북", "신임", "온라인", "디지털", "통신", "방송", "신문", "이날", "해당", "유력", "기명", "정기", "소속", "지역", "사진부",
    "고정", "주요", "기자명", "글쓴이", "작성자", "고화질", "저화질", "시사", "전국부", "국제부", "산업부", "사진기자", "모든",
    "조회수", "인쇄용", "공감수", "추천수", "추천순", "방문자", "최신순", "최신글", "인기순", "인기글", "이전글", "전체글", "공지글", "공유글",
    "지난글", "구독자", "주소창", "제보자", "정치면", "경제면", "국제면", "문화면", "사회면", "이메일", "유튜브", "모바일", "이미지", "동영상",
    "추천", "이런", "저런", "여러", "관련", "당시", "담당자", "공동", "연예", "체육", "국제", "정치", "경제", "사회", "문화",
))  # fmt: skip

_PART = r"(?:[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐА-Я][\w’'\-.]*|de|del|della|di|da|dos|van|von|der|den|zu|al|el|bin|la|le|ten|ter|Mc\w+)"
_LATIN_NAME = rf"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐА-Я][\w’'\-.]*(?:\s+{_PART}){{1,4}}"
_USUAL = 3  # syllables of a name
_BRIEF = 80  # letters of a line that is a byline and nothing else
_NO_PART = frozenset((
    "by", "the", "on", "and", "for", "with", "to", "how", "in", "of", "your", "our", "all",
    "mehr", "nachrichten", "news", "aus", "im", "für", "bei", "und",
))  # fmt: skip
_BY = re.compile(
    r"^(?:By|Von|Par|Por|Di|Av|Af|Door|Autor(?:in)?:|Author:|Text:|Written by|Story by|Words by|Reported by|Reporting by|Ein Kommentar von|Ein Essay von|Eine Analyse von|Ein Gastbeitrag von|Kommentar von|Kolumne von|Interview von|Tekst:|Texte :|Текст:|Автор:|Autore:|Redaktion:|Autoři?:)(?:(?<=:)|(?!\w)|(?-i:(?<=by)(?=[A-Z])))\s*:?\s*(.+)$",
    re.IGNORECASE,
)
_BY_ALONE = re.compile(
    r"^(?:by|von|(?:ein )?kommentar von|eine analyse von|par|por|di|author|authors|autor|written by|text|door|av):?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|·|・|、|&|\s/\s|\||\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b|\be\b|\ben\b|\si\s)\s*"
)
_AGENCY = re.compile(
    r"^(?:afp|dpa|reuters|ap|epa|apa|sda|efe|ansa|tass|xinhua|agency|agencies|staff|staff reporter|news agencies|redaktion|associated press|the associated press|with agencies|연합뉴스|뉴시스|뉴스1|redazione|redacción|redaction|rédaction|admin|editor|newsroom|editorial staff|web desk|news desk|press association|pa media|cnn|bbc|bloomberg)$",
    re.IGNORECASE,
)
_WIRE = re.compile(
    r"(?:the )?associated press|afp|dpa|reuters|ap|epa|apa|sda|sid|efe|ansa|tass|xinhua|ritzau|ntb|tt|pa media|press association|anadolu ajansı|bloomberg|europa press|belga",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\s*(?:\b|(?<=[a-zà-ÿ]))(?:Landespolitisch|Chefreporter|Redakteur|Redaktion|Reporter|Korrespondent|Correspondent|Editor|Follow|Chief|Senior|Political|Staff|Writer|Journalist|Autor|Producer|Columnist|Leitende|Leiter|For|Deputy|Assistant|Head|News|Contributor|Minutes?|Special|Sports?|Business|Health|Science|Parliamentary|Freelance|Updated|Published|Publicerad|Uppdaterad|Photo|Foto|Text|View)\w*\b.*$"
)
_KANJI = re.compile(r"[一-龥々]{3,5}|[一-龥々]{1,3}[ 　][一-龥ぁ-んァ-ヶ々]{1,4}")
_JA = re.compile(r"【([一-龥ぁ-んァ-ヶ々]{2,4}[ 　]?[一-龥ぁ-んァ-ヶ々]{1,4})】|（(?:[^（）]{1,12}[・、 ])?([一-龥々]{1,3}[ 　]?[一-龥ぁ-ん々]{1,3})）$|([一-龥々]{2,3}[ 　]?[一-龥ぁ-ん々]{1,3})記者")  # fmt: skip
_ADDRESS = re.compile(r"\S+@\S*|@\w+")
_DATELINE = re.compile(
    rf"^\s*[\[(【〈<]([^\])】〉>]{{2,60}})[\])】〉>]\s*((?:{_NAME}[\s·,]*){{1,4}}\s*{_MODIFIER}?\s?{_ROLE}\s*=?)?"
)


@lru_cache(maxsize=4096)
def korean(text: str) -> tuple[str, ...]:
    """Return the names that a Korean line gives to reporters and writers, in order; photographers are left out."""
    if text.isascii() or not _HANGUL.search(text):
        return ()
    text = _BUTTON.sub(r"\1", text)
    plain = _GLUED.sub(r"\1 ", _PHOTO.sub(" ", _ADDRESS.sub(" ", text)))
    found: list[tuple[int, str]] = []
    cities = {match.end() for match in _ABROAD.finditer(plain)}
    for match in _REPORTER.finditer(plain):
        if match.end() in cities:
            continue
        before = plain[: match.start()]
        posted = before.endswith("/") and match[0].endswith("특파원")  # `도쿄/홍길동 특파원`
        found += [*(() if posted else _coauthors(before)), (match.start(1), match[1])]
    found += [(match.start(), match[1] or match[2]) for match in _ABROAD.finditer(plain)]
    found += [(match.start(1), match[1]) for match in _SIGNS_OFF.finditer(plain)]
    found += [(match.start(1), match[1]) for match in _WRITTEN.finditer(plain)]
    return _unique(
        name for _, name in sorted(found) if is_korean_name(name, rare=len(text) < _BRIEF)
    )


def buttoned(text: str) -> bool:
    """Return whether a line is a reporter's name with a button glued to it."""
    return bool(_BUTTON.search(text) and korean(text))


def introduced(text: str) -> tuple[str, ...]:
    """Return the reporter whom the anchor of a news programme calls: `홍길동 기자입니다.`, `홍길동 기자가 보도합니다.`"""
    match = _CALLED.match(text)
    return (match[1],) if match and is_korean_name(match[1], rare=True) else ()


def penned(text: str) -> tuple[str, ...]:
    """Return the writer of a line that is a name with a handle (`홍길동(gildong)`) or a pen name (`by 물결`)."""
    named = _HANDLE.match(text)
    if named:
        return (named[1],) if is_korean_name(named[1], rare=True) else ()
    pen = _PEN.match(text)
    return (pen[1].strip(),) if pen else ()


def is_korean_name(name: str, *, rare: bool = False) -> bool:
    """Return whether two to four syllables can be a person: a surname in front (a `rare` one too), no word of the trade."""
    if name in _NOT_NAMES or name[-2:] in ("일보", "신문", "뉴스", "방송", "조선", "닷컴"):
        return False
    if len(name) == 4:
        return name.startswith(_DOUBLE)
    return name[0] in _COMMON or (rare and len(name) == _USUAL and name[0] in _RARE)


def is_bare_name(text: str) -> bool:
    """Return whether a line of three syllables is a person's name and no county or district."""
    return len(text) == 3 and is_korean_name(text) and text[-1] not in "군시구도면읍"


def dateline(text: str) -> tuple[tuple[str, ...], int]:
    """Return the names in a Korean dateline and its length: `(서울=…) 홍길동 기자 =`, `[… 홍성=홍길동 기자]`; 0 for none."""
    match = _DATELINE.match(text)
    if not match:
        return (), 0
    inside = match[1].rpartition("=")[2]
    names = _unique((*korean(inside), *korean(f"){match[2] or ''}")))
    place = "=" in match[1] or bool(match[2])
    return (names, match.end()) if names or place else ((), 0)


def before_stamp(text: str) -> tuple[str, ...]:
    """Return the bare Korean name that stands alone before a date: `홍길동 2025. 5. 3. 17:03`."""
    match = _BEFORE_STAMP.match(text)
    return (match[1],) if match and len(match[1]) == 3 and is_korean_name(match[1]) else ()


def titled(text: str) -> tuple[str, ...]:
    """Return the writer of a column who signs with a profession: `홍길동 한빛대 교수·경제학`."""
    match = _TITLED.match(text)
    return (
        (match[1],) if match and len(match[1]) == 3 and is_korean_name(match[1], rare=True) else ()
    )


def signed(text: str) -> tuple[str, ...]:
    """Return the writer of a letter or column who signs with a profession or, in brackets, with anything: `홍길동 <교사>`."""
    match = _SIGNED.fullmatch(text)
    known = match is not None and len(match[1]) == _USUAL and is_korean_name(match[1], rare=True)
    return (match[1],) if match and known else titled(text)


def is_trade(text: str) -> bool:
    """Return whether a short line is a profession and nothing else: `한빛대 경제학과 교수`."""
    return len(text) <= 24 and bool(re.search(rf"(?<![가-힣]){_TRADES}$", text))


def japanese(text: str) -> tuple[str, ...]:
    """Return the names in the brackets in which Japanese papers sign."""
    return _unique(
        next(filter(None, match.groups())).replace("\u3000", " ") for match in _JA.finditer(text)
    )


def latin(text: str) -> tuple[str, ...]:
    """Return the names of a line that begins with `By`, `Von`, `Par` …; agencies and places are left out."""
    match = _BY.match(_ADDRESS.sub(" ", text).strip())
    return names(match[1]) if match else ()


def begins(text: str) -> bool:
    """Return whether a line begins with `By`, `Von`, `Par` …, whoever follows."""
    return bool(_BY.match(text.strip()))


def announces(text: str) -> bool:
    """Return whether a line is nothing but `By`, so that the next line holds the names."""
    return bool(_BY_ALONE.match(text))


def kanji(text: str) -> tuple[str, ...]:
    """Return the Japanese name that a line is, without blanks: `水野 千夏`; it may as well be another word of so many signs."""
    return (re.sub(r"\s", "", text),) if _KANJI.fullmatch(text) else ()


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[str, ...]:
    """Return the personal names that a list of Latin names begins with; it ends at the first thing that is none."""
    found = []
    text = re.sub(r"\s*\d+[\s\-]min.*$", "", text)
    text = re.sub(r"\s*(?:\(.*?\)|\s[-–—]\s.*|[–—•|].*)$", "", text)
    for part in _SPLIT.split(text):
        name = _TRADE.sub("", _spelled(part)).strip(" .:")
        if not name or _AGENCY.match(name):
            continue
        if not is_latin_name(name):
            break
        found.append(name)
    return _unique(found)


def agencies(text: str) -> tuple[str, ...]:
    """Return the news agencies that a byline of agencies names (`Associated Press`, `Von dpa`), as they are spelled there."""
    match = _BY.match(text.strip())
    parts = _SPLIT.split(match[1] if match else text.strip())
    return _unique(parts) if all(_WIRE.fullmatch(part) for part in parts) else ()


def is_latin_name(name: str) -> bool:
    """Return whether two to five capitalised words can be a person's name."""
    words = name.split()
    short = any(word.casefold() in _NO_PART or (word.isupper() and len(word) > 2) for word in words)
    return bool(re.fullmatch(_LATIN_NAME, name)) and len(name) <= 40 and not short


def _coauthors(before: str) -> list[tuple[int, str]]:
    """Names in front of the last one: `가·나·다 기자` and, after a dateline, `가 나 기자`."""
    match = _LISTED.search(before) or _ROW.search(before)
    if not match:
        return []
    each = re.finditer(_NAME, match[1])
    return [(match.start(1) + m.start(), m[0]) for m in each if len(m[0]) != 2 or "·" in match[1]]


def _spelled(name: str) -> str:
    return name.title() if name.isupper() else name


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
