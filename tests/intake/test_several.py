"""Two articles in one paste are told apart; one article, also twice, is one."""

from collections.abc import Callable

import pytest

from ssg.intake.outcome import Outcome
from ssg.intake.several import split

Run = Callable[..., list[Outcome]]

FERRY = """섬마을 나룻배, 두 해 만에 다시 뜬다

나린 기자
입력 2025.05.15 20:00

섬마을과 뭍을 잇는 나룻배가 두 해 만에 다시 다닌다. 군은 다음 달부터 하루 네 번 배를 띄운다고 밝혔다.

나룻배는 주민 마흔 명과 자전거를 함께 싣는다. 뱃삯은 주민에게 받지 않는다.

저작권자 © 물가신문 무단전재 및 재배포 금지
"""
BAKERY = """빵집 골목에 밤 열두 시 도서관

가온 기자
입력 2025.06.02 09:10

빵 굽는 냄새가 나는 골목에 밤 열두 시까지 문을 여는 도서관이 생겼다. 빵집 네 곳이 자리를 내놓았다.

도서관에는 의자가 스무 개뿐이다. 손님은 빵을 사지 않아도 책을 읽을 수 있다.

저작권자 © 골목일보 무단전재 및 재배포 금지
"""
MILL = """The mill wheel turns again

The mill wheel in the valley turns again after forty years, and the village mills its own flour for the first time since then.

Farmers bring their grain to the mill on Saturdays, and the miller keeps every tenth sack of flour for the school kitchen.
"""
CLOCK = """A town clock without hands

The clock on the town hall has lost its hands, and nobody in the town has missed a train because of the clock so far.

The council says that a clock without hands is right at least as often as the old one, which was ten minutes late.
"""


@pytest.mark.parametrize("articles", [(FERRY, BAKERY), (BAKERY, FERRY), (MILL, "-----\n\n", CLOCK)])
def test_a_paste_is_cut_where_the_next_article_begins(articles: tuple[str, ...]) -> None:
    first, *rule, second = articles
    assert split("\n".join(articles)) == ("\n".join([first, *rule, ""]), second)


@pytest.mark.parametrize("text", [FERRY, MILL, FERRY + "\n" + FERRY, "", "한 줄"])
def test_one_article_is_not_cut_not_even_when_it_is_there_twice(text: str) -> None:
    assert "".join(split(text)) == text
    assert len(split(text)) == 1


def test_split_makes_an_article_of_each_and_only_once(run: Run) -> None:
    raw = (FERRY + "\n" + BAKERY).encode()
    first, second = run("-", stdin=raw, split=True)
    assert [(o.status, o.front.title if o.front else "") for o in (first, second)] == [
        ("imported", "섬마을 나룻배, 두 해 만에 다시 뜬다"),
        ("imported", "빵집 골목에 밤 열두 시 도서관"),
    ]
    assert "빵" not in first.body
    assert "나룻배" not in second.body
    assert [outcome.status for outcome in run("-", stdin=raw, split=True)] == ["exists", "exists"]


def test_without_split_a_paste_of_two_articles_says_so(run: Run) -> None:
    [outcome] = run("-", stdin=(FERRY + "\n" + BAKERY).encode())
    assert [problem.what for problem in outcome.problems] == [
        "seems to hold 2 articles; they are imported as one"
    ]
