"""Which encoding bytes without a mark are in: East Asian ones by the letters that a text in them would have. Pure."""

import re

LARGER = {
    "euc-kr": "cp949", "euckr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "ks_c_5601": "cp949",
    "korean": "cp949", "windows-949": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "windows-31j": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "unicode": "utf-16-le", "utf8": "utf-8",
}  # fmt: skip
"""The larger encoding that each name of the web means (WHATWG Encoding Standard), by Python's names."""
_HANGUL = re.compile("[가-힣]")
# The commonest syllables of running Korean; what is Chinese in truth has rare ones when it is taken for Korean.
_USUAL = re.compile(
    "[이다의는을가에고하지를은로서한도사기어나인리그대들자있해정시아과일부수적만라전보주상원장여제것게구면지었했며스안도와습니까년월민국동성조소문학신모회생관위경]"
)
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HALF = re.compile("[\uff61-\uff9f]")
# The commonest letters of running Chinese, which make up a fifth of any text and more.
_SIMPLE = re.compile(
    "[的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么]"
)
_FULL = re.compile(
    "[的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼]"
)
_LATIN = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ]")
_SIGNS = "‘’“”„‚–—…€•«»°·¡¿§£©®™ºª´×½¼¾\u00a0\u00ad"


def guessed(raw: bytes) -> str:
    """Return Python's name of the encoding, "" where no rule is sure. UTF-8 is for others to tell."""
    tests = (("cp949", _korean), ("cp932", _japanese), ("euc_jp", _japanese), ("gb18030", _simple), ("big5hkscs", _full), ("cp949", _hangul))  # fmt: skip
    for name, test in tests:
        text = _strict(raw, name)
        if text is not None and test(_beyond(text)):
            return name
    return "cp1252" if _western(raw) else ""


def shifted(raw: bytes) -> str:
    """Return the name of an encoding that switches by escape sequences and is ASCII for all others; "" for none."""
    for mark, name in (
        (b"\x1b$)C", "iso2022_kr"),
        (b"\x1b$B", "iso2022_jp"),
        (b"\x1b$@", "iso2022_jp"),
    ):
        if mark in raw and _strict(raw, name) is not None:
            return name
    return ""


def wide(raw: bytes) -> str:
    """Return the byte order of UTF-16 without a mark and without letters of ASCII, by its East Asian letters; "" for none."""
    for name in ("utf-16-le", "utf-16-be") if len(raw) % 2 == 0 else ():
        text = _strict(raw, name)
        letters = _beyond(text) if text else ""
        if (
            text
            and len(letters) > 0.6 * len(text)
            and (_korean(letters) or _japanese(letters) or _simple(letters) or _full(letters))
        ):
            return name
    return ""


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _beyond(text: str) -> str:
    """The letters of a text that are not ASCII."""
    return "".join(c for c in text[:200_000] if c > "\x7f" and c.isalpha())


def _share(pattern: re.Pattern[str], letters: str) -> float:
    return len(pattern.findall(letters)) / len(letters) if letters else 0.0


def _korean(letters: str) -> bool:
    return _hangul(letters) and _share(_USUAL, letters) > 0.25


def _hangul(letters: str) -> bool:
    return _share(_HANGUL, letters) > 0.5


def _japanese(letters: str) -> bool:
    kana = _share(_KANA, letters)
    return kana > 0.25 and kana + _share(_HAN, letters) > 0.9 and _share(_HALF, letters) < 0.1


def _simple(letters: str) -> bool:
    return _share(_HAN, letters) > 0.9 and _share(_SIMPLE, letters) > 0.12


def _full(letters: str) -> bool:
    return _share(_HAN, letters) > 0.9 and _share(_FULL, letters) > 0.12


def _western(raw: bytes) -> bool:
    """Whether the bytes above ASCII are few, stand alone or in pairs, and are letters and signs of Western Europe."""
    text = _strict(raw, "cp1252")
    if text is None:
        return False
    beyond = [c for c in text if c > "\x7f"]
    letters = sum(c.isalpha() for c in text) or 1
    known = sum(bool(_LATIN.match(c)) or c in _SIGNS for c in beyond)
    lower = sum(c.islower() for c in beyond if _LATIN.match(c))
    upper = sum(c.isupper() for c in beyond if _LATIN.match(c))
    return (
        known == len(beyond)
        and len(beyond) < 0.2 * letters
        and lower >= upper
        and not re.search("[À-ÿ]{3}", text)
    )
