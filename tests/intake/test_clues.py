"""What a reader knows of lines beyond their text: log-odds, settled marks, Markdown of its own."""

from zoneinfo import ZoneInfo

from ssg.intake import article
from ssg.intake.article import Hints
from ssg.intake.spans import Clue, Mark

HINTS = Hints(zone=ZoneInfo("Asia/Seoul"))
LINES = (
    "하천 산책로 다시 열려",
    "",
    "지난여름 큰비로 끊긴 하천 산책로가 넉 달 만에 다시 열렸다고 구청이 3일 밝혔다.",
    "새 길에는 밤에도 걸을 수 있게 낮은 등을 달았고, 물이 차면 저절로 문이 닫힌다.",
    "산책로 지도 받기",
    "관련 소식을 모은 쪽은 여기에 있습니다. 새 소식은 매주 월요일에 올라옵니다.",
)
TEXT = "\n".join(LINES)
PLAIN = Clue()


def _clues(**known: Clue) -> list[Clue]:
    return [known.get(f"line{n}", PLAIN) for n in range(len(LINES))]


def test_odds_of_a_reader_take_a_line_out_of_the_text() -> None:
    kept = article.parse(TEXT, HINTS, _clues())
    cut = article.parse(TEXT, HINTS, _clues(line5=Clue(odds=-12)))
    assert (LINES[5] in kept.paragraphs, LINES[5] in cut.paragraphs) == (True, False)


def test_a_settled_mark_stands_whatever_the_rules_say() -> None:
    mark = Mark("quote", "a blockquote of the page")
    read = article.parse(TEXT, HINTS, _clues(line3=Clue(mark=mark)))
    assert [(s.label, s.why) for s in read.spans if LINES[3] in TEXT[s.start : s.end]] == [
        ("quote", "a blockquote of the page")
    ]


def test_the_body_gets_the_markdown_of_the_reader() -> None:
    linked = LINES[2].replace("구청이", "[구청](https://example.kr/)이")
    read = article.parse(TEXT, HINTS, _clues(line2=Clue(markdown=linked)))
    assert linked in read.body.split("\n\n")


def test_spans_cover_a_text_with_clues() -> None:
    read = article.parse(TEXT, HINTS, _clues(line2=Clue(odds=3)))
    assert "".join(TEXT[s.start : s.end] for s in read.spans) == TEXT


def test_a_text_with_clues_keeps_its_paragraphs_apart() -> None:
    halves = (
        "새 길은 물가를 따라",
        "천천히 걷는 사람에게 좋은 길이라고 구청은 한 번 더 힘주어 말했다.",
    )
    text = "\n".join((*LINES[:4], *halves))
    read = article.parse(text, HINTS, [PLAIN] * 4 + [Clue(odds=6)] * 2)
    assert halves[1] in read.body.split("\n")
