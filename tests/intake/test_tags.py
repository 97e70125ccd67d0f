"""Tags that nobody thought of: the archive's way of writing them, rare words only, at most as many as wanted."""

from ssg.intake.shelf import Held, Shelf
from ssg.intake.tags import mapped, proposed, rare, settled, stems, words
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


def test_tags_are_nouns_without_particles_that_headline_and_text_share() -> None:
    text = (
        "섬마을 도서관에서 책배가 떠났다. 책배는 섬을 돈다.",
        "김하윤 관장은 책배를 기다리는 사람이 많다고 했다. 도서관은 책배를 늘린다.",
        "김하윤 관장은 내년에도 책배를 띄운다.",
    )
    assert proposed(("김하윤 관장의 책배, 섬마을 도서관을 띄우다",), text, (), ()) == (
        "책배",
        "김하윤",
        "도서관",
    )


def test_tags_of_the_archive_come_first_and_authors_never() -> None:
    text = (
        "도서관은 책배를 띄운다. 한도윤 기자가 도서관을 찾았다.",
        "책배를 기다린 한도윤 기자가 책배에 탔다.",
    )
    found = proposed(("도서관 책배에 오른 한도윤",), text, ("도서관",), ("한도윤",))
    assert found == ("도서관", "책배")


def test_a_word_that_only_ends_in_a_particle_is_no_tag() -> None:
    text = [
        "모두의 광장이 열렸다. 시민 모두의 뜻이다.",
        "도서관의 회의를 모두의 자리로 옮겼다. 회의는 길었다.",
    ]
    assert proposed(["모두의 광장에서 회의 열려"], text, (), ()) == ("회의",)


def test_names_of_several_words_become_tags_where_a_text_is_not_korean() -> None:
    text = [
        "The port of Northern Cape opens on Monday Morning, said Northern Cape’s mayor.",
        "Harbour News wrote of it. On Monday Morning, Harbour News was sold out.",
    ]
    assert proposed(["A port opens"], text, (), ("Harbour News",)) == ("Northern Cape",)
