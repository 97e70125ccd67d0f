"""What a build refuses to publish: a file or a rule that lets out text that is not public."""

from collections.abc import Callable, Mapping

import msgspec
import pytest
from kinds import BODY, archive, canaries
from small_site import MakeSite

from ssg.engine.keys import Ask, file
from ssg.errors import SsgError
from ssg.model import Card
from ssg.site import assets, cards, leaks, pages, texts


def test_a_file_that_holds_a_text_which_is_not_public_is_refused(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    before = made.tree()
    made.put("static/paste.txt", BODY.format(name="private").encode())
    with pytest.raises(SsgError) as error:
        made.build()
    assert [p.path for p in error.value.problems] == ["static/paste.txt"]
    assert "content/articles/2024/private/index.md" in error.value.problems[0].what
    assert made.tree() == before


def _shown_whole(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(texts, "shows_text", lambda card: True)


def _excerpt_of_all(patch: pytest.MonkeyPatch) -> None:
    for room in (texts, cards):
        patch.setattr(room, "first_paragraph", lambda body, longest: " ".join(body.split()))


def _card_says_all(patch: pytest.MonkeyPatch) -> None:
    def all_of_it(card: Card, body: str) -> Card:
        return msgspec.structs.replace(card, excerpt=" ".join(body.split()))

    patch.setattr(cards, "let_out", all_of_it)


def _words_of_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(texts, "_whole_words", lambda ask, card: True)


def _page_reads_the_file(patch: pytest.MonkeyPatch) -> None:
    true = pages._edit_url  # the page's rule itself asks for the file now

    def reading(ask: Ask, path: str) -> str:
        return f"https://x.example/{(ask(file, path) or b'').decode()}" + true(ask, path)

    patch.setattr(pages, "_edit_url", reading)


FAULTS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    fault.__name__.strip("_"): fault
    for fault in (_shown_whole, _excerpt_of_all, _card_says_all, _words_of_all, _page_reads_the_file)
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_that_lets_text_out_is_caught_and_nothing_is_published(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    made = site(archive())
    FAULTS[fault](monkeypatch)
    with pytest.raises(SsgError) as error:
        made.build()
    assert {p.path.split("/")[3] for p in error.value.problems} <= {"excerpt", "metadata"}
    assert made.tree() == {}
    monkeypatch.undo()
    made.build()
    assert "articles/metadata/index.html" in made.tree()


def test_a_bundle_that_is_published_whole_is_caught(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(archive())
    monkeypatch.setattr(assets, "_is_open", lambda card: True)
    with pytest.raises(SsgError) as error:
        made.build()
    assert {p.path.split("/")[3] for p in error.value.problems} == {"excerpt", "metadata"}


def test_an_article_that_becomes_private_by_a_setting_is_looked_at_again(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    made.edit("site.toml", "title", "visibility = 'metadata'\ntitle")
    made.edit("content/articles/2024/public/index.md", "visibility: public\n", "")
    made.build()
    assert "public" not in canaries(made)


def test_an_archive_that_is_all_public_pays_nothing(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntitle = 'x'\n-- content/articles/a.md --\n---\ntitle: a\n---\na\n"
    )
    ran = made.runs(made.build())
    assert {name for name in ran if name.startswith("leaks.")} == {"leaks.in_part"}
    assert leaks.PIECE == 20


def test_the_runs_of_letters_of_a_file_come_once_and_in_its_order() -> None:
    text = "abcdefghijklmnopqrstuv" * 2
    runs = [text[at : at + leaks.PIECE] for at in range(22)]
    assert list(leaks.copied.fn(lambda *_: text.encode(), "static/a.txt")) == runs
