"""Which language a text is in: by script, then by its commonest words. Pure."""

import re
from collections import Counter
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from ssg.intake.dates import Lead

_COMMON = {
    "en": "the and of to in that is for was with his said has they from this have are be at",
    "de": "der die das und ist nicht mit den von ein eine für auf dem sich auch werden im zu es",
    "fr": "les des est dans une pour qui sur par pas plus avec son sont été cette aux ont du et",
    "es": "los las que del una por con para está más este como fue sus pero han también y el ha",
    "it": "il che di della per una non sono gli dei nel alla più anche come è stato con questo ha",
    "pt": "que os uma para com não dos mais das foi pela como são no na ao seu também e da",
    "nl": "het een van de dat is niet met voor zijn op aan ook door naar heeft werd maar bij wordt",
    "sv": "och att det som är inte för med till har den ett på av om från kan hon vi också",
    "no": "og at det som er ikke for med til har den et på av om fra kan hun vi også å",
    "da": "og at det som er ikke for med til har den et på af om fra kan hun vi også til blev",
    "pl": "nie się że na do jest jak przez oraz od dla po który roku było tym tylko być ale są",
    "cs": "se na je že to do by ale jako si jsou které pro podle byl aby také když až po",
    "tr": "bir ve bu için ile olarak çok daha olan gibi kadar sonra en ne var dedi değil ise da de",
    "fi": "on ja ei että se oli hän myös mutta ovat kun joka tai sen ovat mukaan jo niin vain",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in _COMMON.items()}
_ZONES = {
    "de": "Europe/Berlin", "it": "Europe/Rome", "nl": "Europe/Amsterdam", "sv": "Europe/Stockholm",
    "no": "Europe/Oslo", "da": "Europe/Copenhagen", "pl": "Europe/Warsaw", "cs": "Europe/Prague",
    "fi": "Europe/Helsinki", "tr": "Europe/Istanbul", "zh": "Asia/Shanghai",
}  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[а-яА-Я]")
_AMERICAN = re.compile(r"\b(?:[AP]\.?M\.? )?(?:ET|EST|EDT|PST|PDT|CST|CDT)\b")


@lru_cache(maxsize=1)
def language(text: str) -> str:
    """Return the language of a text as a short code (`ko`, `en`), an empty string where nothing tells it (a pure memo)."""
    start = text[:200_000]
    letters = len(_LETTER.findall(start))
    if not letters:
        return ""
    kana, han = len(_KANA.findall(start)), len(_HAN.findall(start))
    if len(_HANGUL.findall(start)) > 0.25 * letters:
        return "ko"
    if kana + han > 0.3 * letters:
        return "ja" if kana > 0.1 * (kana + han) else "zh"
    if len(_CYRILLIC.findall(start)) > 0.4 * letters:
        return "ru"
    return _by_words(text)


def _by_words(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text[:200_000].casefold()))
    hits = {lang: sum(words[word] for word in known) for lang, known in _WORDS.items()}
    best = max(sorted(hits), key=lambda lang: hits[lang])
    return best if hits[best] >= 2 else ""


def lead(lang: str, text: str) -> Lead:
    """Return which part of a date in figures comes first in a language; American time zones tell of months first."""
    if lang in ("ko", "ja", "zh"):
        return "year"
    return "month" if lang == "en" and _AMERICAN.search(text) else "day"


def zone(lang: str, site: tzinfo) -> tzinfo:
    """Return the zone of a page's clock times: that of its language where it is spoken in one only, else the site's."""
    if lang in ("ko", "ja"):
        return timezone(timedelta(hours=9))
    return ZoneInfo(_ZONES[lang]) if lang in _ZONES else site
