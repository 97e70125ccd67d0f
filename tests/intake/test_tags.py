"""Tags that nobody thought of: the archive's way of writing them, rare words only, at most as many as wanted."""

from ssg.intake.shelf import Held, Shelf
from ssg.intake.tags import mapped, rare, settled, stems, words
from ssg.model import Archive, FrontMatter


def test_a_table_says_how_tags_are_written_and_which_never() -> None:
    table = {"코로나": "코로나19", "ＡＩ": "인공지능", "속보": ""}
    names = ["코로나", "ai", "속보", "코로나19", "바다"]
    assert mapped(names, table) == ("코로나19", "인공지능", "바다")


def test_the_users_tags_stay_and_only_the_first_of_ours() -> None:
    front = FrontMatter(
        title="제목", tags=("속보", "바다", "해녀", "축제", "정치"),
        archive=Archive(auto_tags=("바다", "해녀", "축제")),
    )  # fmt: skip
    found = settled(front, ("속보",), {"속보": "", "해녀": "잠녀"}, 2)
    assert found.tags == ("속보", "정치", "바다", "잠녀")
    assert found.archive.auto_tags == ("바다", "잠녀")


def test_words_lose_particles_also_after_other_letters() -> None:
    assert [stems(word) for word in ("정상회담에서", "AI는", "K팝을", "바다")] == [
        ["정상회담"],
        ["AI"],
        ["K팝"],
        [],
    ]
    assert words("바다와 AI는 만난다") >= {"바다", "ai"}


def _shelf(*, thought_of: tuple[str, ...] = ()) -> Shelf:
    shelf = Shelf()
    for number in range(60):
        shelf.add(
            f"{number}.md",
            Held(title=f"홍보를 말하다 {number}" if number % 6 == 0 else f"글 {number}"),
        )
    shelf.add("z.md", Held(title="다른 글", thought_of=thought_of))
    return shelf


def test_a_word_of_many_headlines_is_no_tag_unless_somebody_made_it_one() -> None:
    front = FrontMatter(
        title="홍보", tags=("가", "홍보", "해녀"), archive=Archive(auto_tags=("홍보", "해녀"))
    )
    found = rare(front, _shelf().common)
    assert (found.tags, found.archive.auto_tags) == (("가", "해녀"), ("해녀",))
    assert rare(front, _shelf(thought_of=("홍보",)).common) == front
    assert rare(front, Shelf().common) == front
