"""The article of a web page: what the page says of itself, the blocks that are its text, and an account of all others. Pure."""

import re
from bisect import bisect
from collections.abc import Sequence

import msgspec

from ssg.errors import SsgError, problem
from ssg.intake import article, fields, known, language
from ssg.intake.article import Hints, Imported
from ssg.intake.body import KEPT
from ssg.intake.decode import normalise
from ssg.intake.html import extractor, gallery, judge, marks, page, people, said, wholes
from ssg.intake.html.markdown import markdown, parts
from ssg.intake.html.page import Read
from ssg.intake.label import drafted, labelled
from ssg.intake.readers import Document, Known

Judged = tuple[str | None, judge.Model]
# Sentences, and columns in them, that a page without a word about itself needs.
_LINES, _WIDE = 3, 500
_WHOLE = re.compile(r"<(?:!doctype|html|body|head)\b", re.IGNORECASE)


def parse(
    document: Document, name: str, url: str, hints: Hints, *, judged: Judged | None = None
) -> Imported:
    """Return the article of a document of HTML; `name` is what messages call it, `url` where it came from.

    A piece of a page (a feed's entry) is an article as it is; of a whole page the blocks are judged. The spans cover the
    text of the page, of which each block is a line. `judged` is for measurements: what an extractor took, and the trees
    to ask. Raises SsgError where there is no text in it.
    """
    text = normalise(document.content)
    read = page.read(text, name, document.known.url or url)
    if not read.shown:
        raise SsgError(
            problem(name, "there is no text in it", "copy the article's text and paste that")
        )
    whole = bool(_WHOLE.search(text[:100_000]))
    told = (
        said.known(read.root, read.node, read.head, document.known.url or url, hints.zone)
        if whole
        else Known()
    )
    kept = _judged(read, judged or _witness(text)) if whole else [True] * len(read.shown)
    kept = kept if any(kept) else _labelled(read, hints)
    return _assembled(
        read,
        kept,
        msgspec.structs.replace(document, known=_fuller(document.known, told)),
        hints,
        whole=whole,
    )


def _witness(text: str) -> Judged:
    """What an extractor takes of the page, where one is installed, and the trees that know of it."""
    taken = extractor.taken(text)
    return taken, judge.models()["alone" if taken is None else "with extractor"]


def _judged(read: Read, judged: Judged) -> list[bool]:
    """Which blocks are the article's."""
    taken, model = judged
    return judge.kept(read.found, page.seen(read, taken), model)


def _labelled(read: Read, hints: Hints) -> list[bool]:
    """Which blocks are the article's by their words alone, as in a paste: for pages whose elements tell nothing."""
    lang = language.language(read.text)
    draft = labelled(drafted(read.lines, read.text, (lang, hints.zone)))
    own = set(draft.find(*KEPT))
    told = [n in own for n in range(len(read.shown))]
    return wholes.settled(read.found, page.seen(read, None), list(map(float, told)), told)


def _fuller(first: Known, second: Known) -> Known:
    """What both say; the first wins."""
    blank = Known()
    said_ = {
        name: getattr(first, name)
        for name in Known.__struct_fields__
        if getattr(first, name) != getattr(blank, name)
    }
    return msgspec.structs.replace(second, **said_)


def _assembled(
    read: Read, kept: Sequence[bool], document: Document, hints: Hints, *, whole: bool
) -> Imported:
    told = document.known
    lang = _language(read, kept, told, hints)
    clues = marks.clues(read, kept, told.title)
    draft = labelled(drafted(read.lines, read.text, (lang, hints.zone), dict(enumerate(clues))))
    draft = marks.settled(draft, kept)
    made = article.finished(draft, read.text, lang, hints)
    if made.front.authors and not people.persons(told.authors, told.source):
        told = msgspec.structs.replace(
            told, authors=()
        )  # the byline names somebody, the page's head only the outlet
        document = msgspec.structs.replace(document, known=told)
    front = known.settled(made.front, document, hints) if whole else made.front
    numbers = _numbers(read)
    shown = gallery.shown(read, draft, numbers, document.files)
    text = {numbers[i]: draft.line(i) for i in draft.find(*KEPT)}
    blocks = [bisect(numbers, n - 1) for n, _ in parts(read.found, text, shown)]
    figures = tuple(
        each
        for each in (told.figures or fields.figures(draft, blocks))
        if not any(each.caption and said_.startswith(each.caption) for said_ in shown.values())
    )
    return msgspec.structs.replace(
        made,
        front=msgspec.structs.replace(front, figures=figures),
        body=markdown(read.found, text, shown),
        paragraphs=tuple(read.shown[i].text for i in draft.find(*KEPT)),
        files={src: document.files[src] for src in gallery.sources(read, shown)},
    )


def _language(read: Read, kept: Sequence[bool], told: Known, hints: Hints) -> str:
    """The language of the text itself; where that tells nothing, what the page says, which is wrong now and then."""
    text = "\n".join(block.text for block, it in zip(read.shown, kept, strict=True) if it)
    return (hints.lang or language.language(text) or told.lang).partition("-")[0].lower()


def _numbers(read: Read) -> list[int]:
    """The number among all blocks of the page, pictures too, of each line."""
    return [n for n, block in enumerate(read.found.blocks) if block.text]


def is_article(text: str, name: str) -> bool:
    """Return whether a page is an article: it says so itself, or its likely text is long and stands together.

    For archives of whole sites, which hold front pages and lists too. Raises SsgError for what is no page.
    """
    read = page.read(normalise(text), name, "")
    if (
        read.node.get("datePublished")
        or read.head.first("og:type").lower() == "article"
        or read.head.first("article:published_time")
    ):
        return True
    if not read.shown or "website" in read.head.first("og:type").lower():
        return False
    kept = judge.kept(read.found, page.seen(read, None), judge.models()["alone"])
    lines = [line for line, it in zip(read.lines.lines, kept, strict=True) if it and line.ends]
    return len(lines) >= _LINES and sum(line.width for line in lines) >= _WIDE
