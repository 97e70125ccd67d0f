"""Steps for what is around the text: comments below it; what is left when the text is known; a text where none was sure. Pure."""

from ssg.intake import authors, notices, thread
from ssg.intake.draft import Draft
from ssg.intake.spans import Label, Mark

_PARAGRAPH = 36  # columns from which a line that stands twice is a paragraph
_AFTER: dict[Label, str] = {
    "comments": "stands below the comment box",
    "related": "stands in a list of other articles",
    "subscribe": "belongs to the subscription box",
}


def spoken(draft: Draft) -> dict[int, Mark]:
    """The lines that head comments: their dates and names are not the article's."""
    return {i: Mark("comments", "heads a comment") for i in thread.heads(draft.page.lines)}


def tailed(draft: Draft) -> dict[int, Mark]:
    """What is left: lines below the text belong to the box that was opened last, lines above it to the menu."""
    found: dict[int, Mark] = {}
    body = draft.find("body", "subhead", "list", "quote")
    start, stop = (body[0], body[-1]) if body else (0, -1)
    told = {draft.line(i).key for i in body if draft.line(i).width >= _PARAGRAPH}
    opened: Label | None = None
    topics = 0
    pens = tuple(name for i in draft.find("byline") for name in authors.penned(draft.line(i).text))
    for i in range(len(draft.page.lines)):
        mark = draft.marks.get(i)
        if mark is not None:
            opened = _opened(draft, i, opened if i > stop else None)
            if opened == "comments" and mark.label == "date" and not draft.line(i).cues:
                found[i] = Mark("comments", "the date of a comment")
            topics = i if mark.label == "topics" else topics
            continue
        if i < start:
            found[i] = Mark("menu", "stands above the article")
        elif draft.line(i).key in told:
            found[i] = Mark("duplicate", "the same paragraph as before")
        elif opened == "topics" and draft.line(i).text.startswith(pens):
            opened = None
            found[i] = Mark("other", "a box about the writer")
        elif opened == "topics" and i - topics <= 10 and draft.line(i).width <= 40:
            found[i] = Mark("topics", "one of the topics")
        elif i > stop and "correction" in draft.line(i).cues:
            found[i] = Mark("correction", "corrects or explains the article")
        elif opened in _AFTER:
            found[i] = Mark(opened, _AFTER[opened])
        else:
            found[i] = Mark(
                "other", "stands below the article" if i > stop else "unlike the text around it"
            )
    return found


def _opened(draft: Draft, i: int, opened: Label | None) -> Label | None:
    """The box that is open after a marked line: headings open one, hashtags alone don't."""
    label = draft.marks[i].label
    heads = label in _AFTER or (label == "topics" and "topics" in draft.line(i).cues)
    return label if heads else opened


def rescued(draft: Draft) -> dict[int, Mark]:
    """A page must have a text: where nothing was sure, the longest run of what is left is kept."""
    if draft.find("body"):
        return {}
    listed = {
        i: Mark("body", "an item of a notice")
        for i in (notices.listing(draft.page.lines) if draft.korean else ())
    }
    if listed:
        return listed
    captions = {i: Mark("body", "nothing else can be the text") for i in draft.find("caption")}
    if captions:
        return captions
    free = list(draft.free(0, len(draft.page.lines)))
    sure = [i for i in free if draft.scores.lines[i] > 0] or free
    return {i: Mark("body", "nothing else can be the text") for i in sure}
