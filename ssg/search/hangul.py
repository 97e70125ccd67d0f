"""Hangul as a keyboard makes it: initials, the two-set layout, what a half-typed word may become.

`browser/hangul_core.js` is the same program.
"""

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
PAIRS = {
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ",
    "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
}  # fmt: skip
"""Two keys, one letter."""

SPLIT = {pair: keys for keys, pair in PAIRS.items()}
LATIN = "qwertyuiopasdfghjklzxcvbnmQWERTOP"
LAYOUT = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"
KEYS = dict(zip(LATIN, LAYOUT, strict=True))
FIRST = 0xAC00


def syllable(lead: int, vowel: int, final: int = 0) -> str:
    """Return the syllable of three positions in LEADS, VOWELS and FINALS."""
    return chr(FIRST + (lead * 21 + vowel) * 28 + final)


def parts(char: str) -> tuple[int, int, int]:
    """Return the positions of a syllable's letters in LEADS, VOWELS and FINALS (0: no final)."""
    lead, rest = divmod(ord(char) - FIRST, 588)
    return lead, rest // 28, rest % 28


def initials(word: str) -> str:
    """Return the first letter of each syllable: 정상회담 → ㅈㅅㅎㄷ."""
    return "".join(LEADS[parts(char)[0]] for char in word)


def opened(word: str) -> str:
    """Return a word without the last consonant of its last syllable: 급욷 → 급우; empty if it has none."""
    lead, vowel, final = parts(word[-1])
    return word[:-1] + syllable(lead, vowel) if final else ""


def spelled(word: str) -> str:
    """Return the letters of a word one by one: 값이 → ㄱㅏㅂㅅㅇㅣ; other characters as they are."""
    return "".join(_letters(char) if "가" <= char <= "힣" else char for char in word)


def _letters(char: str) -> str:
    lead, vowel, final = parts(char)
    last = FINALS[final].strip()
    return LEADS[lead] + VOWELS[vowel] + SPLIT.get(last, last)


def leads(letters: str) -> str:
    """Return letters one by one (ㄳ → ㄱㅅ); empty if one of them can't begin a syllable."""
    single = "".join(SPLIT.get(letter, letter) for letter in letters)
    return single if all(letter in LEADS for letter in single) else ""


def keyboard(keys: str) -> str:
    """Return the Hangul of these keys on a two-set keyboard; empty if a letter is over."""
    letters = "".join(KEYS.get(key) or KEYS.get(key.lower(), "?") for key in keys)
    made, at = "", 0
    while at < len(letters):
        built, at = _syllable(letters, at)
        if not built:
            return ""
        made += built
    return made


def _syllable(letters: str, at: int) -> tuple[str, int]:
    """Return the syllable at `at` and where the next begins; an empty string if there is none."""
    lead, vowel = letters[at], letters[at + 1 : at + 2]
    if lead not in LEADS or not vowel or vowel not in VOWELS:
        return "", at
    at += 2
    if letters[at : at + 1] and vowel + letters[at] in PAIRS:
        vowel, at = PAIRS[vowel + letters[at]], at + 1
    end = at
    while end < len(letters) and letters[end] not in VOWELS:
        end += 1
    # The last consonant before a vowel begins the next syllable.
    final = letters[at : end if end == len(letters) else max(at, end - 1)]
    final = PAIRS.get(final, final)
    if len(final) > 1 or (final and final not in FINALS):
        return "", at
    used = len(SPLIT.get(final, final))
    number = FINALS.index(final) if final else 0
    return syllable(LEADS.index(lead), VOWELS.index(vowel), number), at + used


def is_open(run: str) -> bool:
    """Return whether it is one syllable without a last consonant: a thousand words begin so."""
    return len(run) == 1 and "가" <= run <= "힣" and not parts(run)[2]


def completions(run: str, dangling: str = "") -> list[tuple[str, str]]:
    """Return ranges (first, last) of the beginnings that a half-typed Hangul word may have.

    `dangling` is a lone consonant after it:
    회ㄷ → 회다…회딯; 회 → 회…횧; 횓 → 횓, 회다…회딯; 갑 → 갑, 값, 가바…가빟.
    """
    if dangling:
        return [_from(run, dangling)] if dangling in LEADS else []
    head, (lead, vowel, final) = run[:-1], parts(run[-1])
    if not final:
        last = {8: 11, 13: 16, 18: 19}.get(vowel, vowel)
        return [(run, head + syllable(lead, last, 27))]
    found = [(run, run)]
    letter = FINALS[final]
    doubles = [PAIRS[pair] for pair in PAIRS if pair[0] == letter]
    fuller = [head + syllable(lead, vowel, FINALS.index(double)) for double in doubles]
    found += [(word, word) for word in fuller]
    # The last consonant may begin the next syllable; FINALS[0] is a space: none stays.
    keys = SPLIT.get(letter, f" {letter}")
    return [*found, _from(head + syllable(lead, vowel, FINALS.index(keys[0])), keys[1])]


def _from(head: str, consonant: str) -> tuple[str, str]:
    """Return the range of `head` followed by any syllable that begins with the consonant."""
    lead = LEADS.index(consonant)
    return head + syllable(lead, 0), head + syllable(lead, 20, 27)
