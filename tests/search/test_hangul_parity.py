"""Python and JavaScript take every syllable apart alike and type alike."""

import random
from collections.abc import Callable, Iterable
from typing import Any

from ssg.search import hangul

Node = Callable[[str, Iterable[Any]], list[Any]]


def test_every_syllable_and_every_key(node: Node) -> None:
    draw = random.Random(5)
    letters = "".join(map(chr, range(ord("ㄱ"), ord("ㅣ") + 1)))
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4)]
    halves: list[tuple[str, ...]] = [("half", draw.choice(syllables) + each) for each in syllables]
    halves += [("half", draw.choice(syllables), letter) for letter in letters]
    keys = [
        ("keys", "".join(draw.choices("".join(hangul.KEYS) + "XY1", k=draw.randint(1, 9))))
        for _ in range(5000)
    ]
    keys += [("keys", "".join(draw.choices(letters, k=draw.randint(1, 4)))) for _ in range(500)]

    theirs = node("hangul.mjs", [*halves, *keys])

    ours: list[Any] = [
        [hangul.initials(half[1]), [list(each) for each in hangul.completions(*half[1:])]]
        for half in halves
    ]
    ours += [[hangul.keyboard(word), hangul.leads(word)] for _, word in keys]
    asked = [*halves, *keys]
    assert [a for a, b, c in zip(asked, ours, theirs, strict=True) if b != c] == []
    assert sum(1 for made, _ in ours[len(halves) :] if made) > 100


def test_what_a_word_is_typed_with_types_it() -> None:
    keys = {letter: key for key, letter in hangul.KEYS.items()}
    for lead in range(19):
        for vowel in range(21):
            for final in range(28):
                word = hangul.syllable(lead, vowel, final)
                said = hangul.LEADS[lead] + hangul.VOWELS[vowel] + hangul.FINALS[final].strip()
                single = "".join(hangul.SPLIT.get(letter, letter) for letter in said)
                assert hangul.keyboard("".join(keys[letter] for letter in single)) == word
