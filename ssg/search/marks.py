"""Which parts of a text were searched for, and the passage that shows them best; as in `browser/analysis_core.js`, `excerpt_core.js`."""

from collections.abc import Collection, Sequence
from html.parser import HTMLParser

from ssg.search.analysis import Analyser, grams, normalise, runs, script

SIZE, BEFORE = 150, 40

Span = tuple[int, int]


def marks(text: str, wanted: Collection[str], analyser: Analyser) -> list[Span]:
    """Return start and end of what to mark in NFC `text`: a word's stem, not its particle; of a longer word only what was asked for."""
    found: list[Span] = []
    for start, end, run in runs(text):
        stem, *rest = analyser.tokens(run) or ("",)
        kind = script(run)
        if kind not in {"hangul", "han"}:
            found += [(start, end)] if stem in wanted else []
        elif kind == "hangul" and stem in wanted:
            found.append((start, start + len(stem)))
        elif len(run) == 1:
            found += [(start, end)] if any(term in wanted for term in (stem, *rest)) else []
        else:
            found += _grams(stem if kind == "hangul" else run, start, wanted)
    return found


def _grams(word: str, start: int, wanted: Collection[str]) -> list[Span]:
    found: list[Span] = []
    for at, gram in enumerate(grams(word), start):
        if gram not in wanted:
            continue
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], at + 2)
        else:
            found.append((at, at + 2))
    return found


def passage(text: str, found: Sequence[Span]) -> Span:
    """Return about 150 characters that hold most of what was found; from the text's start if nothing was."""
    if not found:
        return 0, _word_end(text, SIZE)
    first = found[_densest(found)]
    start = _sentence_start(text, first[0])
    return start, _word_end(text, max(start + SIZE, first[1]))


def _densest(found: Sequence[Span]) -> int:
    """Return where the window with most of them begins; the first of equals."""
    best = most = last = 0
    for at, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + SIZE - BEFORE:
            last += 1
        if last - at > most:
            best, most = at, last - at
    return best


def _sentence_start(text: str, at: int) -> int:
    """Return the sentence's or a word's beginning, at most 40 characters before."""
    if at <= BEFORE:
        return 0
    before = text[at - BEFORE : at]
    ends = (
        before.rfind(end) + len(end) for end in (". ", "? ", "! ", "。", "다 ") if end in before
    )
    space = before.find(" ")
    return at - BEFORE + max(ends, default=space + 1 if space >= 0 else BEFORE)


def _word_end(text: str, end: int) -> int:
    """Return the end of the last whole word."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", 0, end + 1)
    return space if space > end - BEFORE else end


class _Said(HTMLParser):
    """Collects the text of a page's `main`, and of what has the class `body` in it. Our own pages close every element."""

    SKIPPED = frozenset({"script", "style"})
    ALONE = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.whole: list[str] = []
        self.body: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self.ALONE:
            return
        classes = (dict(attributes).get("class") or "").split()
        ours = tag == "b" and "figcaption" in self.open  # the theme's word before a caption
        skipped = ours or tag in self.SKIPPED or "footnote-ref" in classes
        self.open.append("skipped" if skipped else ".body" if "body" in classes else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.ALONE and self.open:
            self.open.pop()

    def handle_data(self, text: str) -> None:
        if "main" in self.open and "skipped" not in self.open:
            self.whole.append(text)
            if ".body" in self.open:
                self.body.append(text)


def page_texts(html: str) -> tuple[str, str]:
    """Return the text of an article's page, and all that the page says of it, single spaces within."""
    said = _Said()
    said.feed(html)
    said.close()
    body, whole = (" ".join("".join(each).split()) for each in (said.body, said.whole))
    return body or whole, whole


def holds(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text says these phrases (`pieces.phrases`) word for word."""
    low = normalise(text)
    return all(phrase in low for phrase in phrases)
