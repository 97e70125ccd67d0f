"""How much the words of two pieces of a page have in common, in languages with particles and endings too. Pure."""

from collections.abc import Iterable

from ssg.intake.lines import Line

_SMALL = 3  # letters of words that mean little


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words of some lines and, for Korean, their beginnings, so that particles don't matter."""
    words = {word for line in lines for word in line.words}
    return frozenset(
        words | {word[:n] for word in words if _hangul(word) for n in range(2, len(word))}
    )


def shared(line: Line, text: frozenset[str]) -> float:
    """Return the share (0-1) of a line's words that the text has too; Han and kana are compared in pairs."""
    words = [word for word in line.words if len(word) > 1 or not word.isascii()]
    if not words:
        return 0.0
    if all("\u3040" <= word[0] <= "\u9fff" for word in words):
        pairs = [word[n : n + 2] for word in words for n in range(len(word) - 1)]
        joined = " ".join(sorted(text))
        return sum(pair in joined for pair in pairs) / max(1, len(pairs))
    hits = sum(word in text or (_hangul(word) and _cut(word, text)) for word in words)
    return hits / len(words) * min(1.0, 0.4 + 0.2 * len(words))


def _hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def _cut(word: str, text: frozenset[str]) -> bool:
    return any(word[:n] in text for n in range(len(word) - 1, 1, -1))


def stems(line: Line) -> frozenset[str]:
    """Return what a line's words of meaning begin with: six Latin letters, two of Hangul; pairs of Han and kana."""
    found: set[str] = set()
    for word in line.words:
        if "\u3040" <= word[0] <= "\u9fff":
            found.update(word[n : n + 2] for n in range(len(word) - 1))
        elif "가" <= word[0] <= "힣":
            found.add(word[:2])
        elif len(word) > _SMALL:
            found.add(word[:6])
    return frozenset(found)
