"""A month drawn as cells."""

from ssg.theme import calendar
from ssg.theme.context import Period


def month(number: str, days: tuple[int, ...]) -> Period:
    return Period("2023", number, f"/2023/{number}/", sum(days), (), days)


def test_a_year_has_twelve_months() -> None:
    march = month("03", (4, *[0] * 30))
    drawn = calendar.calendar(Period("2023", "", "/2023/", 4), (march,))
    assert [(m.month, m.count) for m in drawn if m.count] == [("03", 4)]
    assert [m.month for m in drawn] == [f"{n:02}" for n in range(1, 13)]


def test_the_cells_of_a_month_begin_on_its_weekday_and_neighbours_share_a_line() -> None:
    # The first of September 2023 was a Friday.
    september = month("09", (8, 8, 1, 1, *[0] * 24, 3, 0))
    assert calendar.cells(september, 8) == calendar.Cells(
        5,
        "M5 0.5h2M0 1.5h7M0 2.5h7M0 3.5h7M0 4.5h7",
        ((1, "M0 1.5h2"), (2, "M5 4.5h1"), (4, "M5 0.5h2")),
    )


def test_a_month_without_articles_is_drawn_empty() -> None:
    assert calendar.cells(Period("2026", "02", "", 0), 5) == calendar.Cells(
        4, "M0 0.5h7M0 1.5h7M0 2.5h7M0 3.5h7", ()
    )


def test_the_busiest_day_is_the_darkest() -> None:
    months = (month("01", (1, 2, *[0] * 29)), month("02", (5, *[0] * 27)))
    assert (calendar.busiest(months), calendar.busiest(())) == (5, 1)
