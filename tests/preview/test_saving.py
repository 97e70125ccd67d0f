"""The editor's interface: what is read, saved, merged, renamed, deleted; and that no byte is lost or written unasked."""

import json
import os
import time
from typing import Any

import pytest
import saving
from saving import PASTE, TEXT, A

from ssg.preview import files

preview = saving.preview  # this file's fixture


def test_a_text_is_read_with_its_tag_and_what_it_says(preview: Any) -> None:
    status, found = preview.ask("GET", f"source/{A}")
    assert (status, found["text"], found["tag"]) == (200, TEXT, files.tag_of(TEXT.encode()))
    assert found["values"] == {"title": "첫 글", "tags": ["기록"], "date": "2024-01-02"}
    assert (found["body_line"], found["problems"]) == (6, [])


def test_a_save_needs_the_tag_that_was_read(preview: Any) -> None:
    tag, new = files.tag_of(TEXT.encode()), TEXT + "셋째 문단.\n"
    assert preview.ask("PUT", f"source/{A}", new.encode())[0] == 428
    status, said = preview.ask("PUT", f"source/{A}", new.encode(), If_Match='"other"')
    assert (status, said["text"], said["tag"]) == (412, TEXT, tag)
    assert preview.file(A).read_text("utf-8") == TEXT
    status, said = preview.ask("PUT", f"source/{A}", new.encode(), If_Match=tag)
    assert (status, said) == (200, {"tag": files.tag_of(new.encode()), "written": True})
    assert preview.file(A).read_text("utf-8") == new
    assert preview.ask("PUT", f"source/{A}", TEXT.encode(), If_Match=tag)[0] == 412


def test_saving_what_is_there_writes_nothing(preview: Any) -> None:
    before = preview.file(A).stat()
    tag = files.tag_of(TEXT.encode())
    assert preview.ask("PUT", f"source/{A}", TEXT.encode(), If_Match=tag)[1]["written"] is False
    assert preview.file(A).stat().st_mtime_ns == before.st_mtime_ns


def test_a_change_of_same_size_and_time_is_noticed(preview: Any) -> None:
    file, tag = preview.file(A), files.tag_of(TEXT.encode())
    stat = file.stat()
    file.write_text(TEXT.replace("첫 문단", "옆 문단"), "utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert preview.ask("PUT", f"source/{A}", b"mine", If_Match=tag)[0] == 412
    assert "옆 문단" in file.read_text("utf-8")


def test_a_new_file_is_not_put_over_another(preview: Any) -> None:
    new = "content/articles/2024/새-글.md"
    assert preview.ask("PUT", f"source/{new}", TEXT.encode(), If_None_Match="*")[0] == 200
    assert preview.ask("PUT", f"source/{new}", b"other", If_None_Match="*")[0] == 412
    assert preview.file(new).read_text("utf-8") == TEXT


def test_one_field_changed_is_one_line_changed(preview: Any) -> None:
    tag = files.tag_of(TEXT.encode())
    change = {"set": {"title": "고친 제목"}}
    status, said = preview.ask("PATCH", f"front-matter/{A}", change, If_Match=tag)
    old, new = TEXT.split("\n"), preview.file(A).read_text("utf-8").split("\n")
    assert status == 200
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ("title: 첫 글   # 제목", "title: 고친 제목   # 제목")
    ]
    assert said["text"] == "\n".join(new)


def test_what_cannot_be_proven_is_refused_with_its_line(preview: Any) -> None:
    text = "---\ntitle: 글\ntags: &t [ㄱ]\nother: *t\n---\n"
    status, said = preview.ask("POST", f"patch/{A}", {"text": text, "set": {"tags": ["ㄴ"]}})
    assert (status, said["problems"][0]["line"]) == (409, 3)
    other = "---\ntitle: 글\nauthor: 김 기자\n---\n"
    status, said = preview.ask("POST", f"patch/{A}", {"text": other, "set": {"authors": ["이"]}})
    assert (status, said["problems"][0]["path"]) == (409, A), said


@pytest.mark.parametrize(
    ("values", "remove", "expected"),
    [
        ({"date": "2025-03-04"}, [], "date: 2025-03-04"),
        ({"draft": True}, [], "draft: true"),
        ({"visibility": "excerpt"}, [], "visibility: excerpt"),
        ({"source": {"name": "신문", "url": "https://example.com/a"}}, [], "https://example.com/a"),
    ],
)
def test_fields_of_the_form_become_front_matter(
    preview: Any, values: dict[str, Any], remove: list[str], expected: str
) -> None:
    asked = {"text": TEXT, "set": values, "remove": remove}
    status, said = preview.ask("POST", f"patch/{A}", asked)
    assert (status, expected in said["text"]) == (200, True), said


def test_a_draft_is_rendered_and_not_written(preview: Any) -> None:
    text = TEXT.replace("첫 문단", "**고친** 문단").replace("첫 글", "고친 글")
    status, said = preview.ask("POST", f"render/{A}", {"text": text, "number": 1})
    assert (status, said["problems"], said["values"]["title"]) == (200, [], "고친 글")
    assert '<p data-line="7" data-end="7"><strong>고친</strong> 문단.</p>' in said["html"]
    assert "<h1>고친 글</h1>" in said["html"]
    assert preview.file(A).read_text("utf-8") == TEXT
    assert b"data-line" not in preview.get("/repo/articles/a/")[2]


def test_a_draft_that_cannot_be_read_says_why(preview: Any) -> None:
    text = "---\ntitle: 글\ndate: 언젠가\n---\n"
    _, said = preview.ask("POST", f"render/{A}", {"text": text, "number": 1})
    assert (said["html"], [each["line"] for each in said["problems"]]) == (None, [3])


def test_two_sides_are_merged_and_a_conflict_is_shown(preview: Any) -> None:
    mine = TEXT.replace("첫 문단", "내 문단")
    preview.write(A, TEXT.replace("둘째 문단", "남의 문단"))
    _, said = preview.ask("POST", f"merge/{A}", {"base": TEXT, "mine": mine})
    assert said["text"] == mine.replace("둘째 문단", "남의 문단")
    assert said["tag"] == files.tag_of(preview.file(A).read_bytes())
    preview.write(A, TEXT.replace("첫 문단", "남의 첫 문단"))
    _, said = preview.ask("POST", f"merge/{A}", {"base": TEXT, "mine": mine})
    conflicts = [piece for piece in said["pieces"] if isinstance(piece, dict)]
    assert (said["text"], len(conflicts)) == (None, 1)
    assert ("내 문단" in conflicts[0]["mine"], "남의 첫" in conflicts[0]["theirs"]) == (True, True)


def test_a_renamed_article_keeps_its_old_address(preview: Any) -> None:
    tag = files.tag_of(TEXT.encode())
    status, said = preview.ask("POST", f"rename/{A}", {"name": "새 이름"}, If_Match=tag)
    assert (status, said) == (200, {"path": "content/articles/새-이름.md"})
    text = preview.file("content/articles/새-이름.md").read_text("utf-8")
    assert "/articles/a/" in text
    assert not preview.file(A).exists()
    stream = preview.events()
    stream.close()
    while b"url=/repo/articles/" not in preview.get("/repo/articles/a/")[2]:
        time.sleep(0.05)


def test_a_name_that_is_taken_is_refused(preview: Any) -> None:
    tag = files.tag_of(TEXT.encode())
    assert preview.ask("POST", f"rename/{A}", {"name": "b"}, If_Match=tag)[0] == 412
    assert preview.file(A).read_text("utf-8") == TEXT


def test_a_bundle_is_renamed_with_its_pictures(preview: Any) -> None:
    preview.write("content/articles/묶음/index.md", TEXT)
    preview.write("content/articles/묶음/p.png", "x")
    tag = files.tag_of(TEXT.encode())
    _, said = preview.ask(
        "POST", "rename/content/articles/묶음/index.md", {"name": "꾸러미"}, If_Match=tag
    )
    assert said == {"path": "content/articles/꾸러미/index.md"}
    assert preview.file("content/articles/꾸러미/p.png").read_text() == "x"
    assert not preview.file("content/articles/묶음").exists()


def test_a_deleted_article_is_kept_aside_and_its_address_says_so(preview: Any) -> None:
    preview.write("urls.lock", f"/articles/a/\t{A}\n")
    (preview.root / "urls.lock").write_text(f"/articles/a/\t{A}\n", "utf-8")
    tag = files.tag_of(TEXT.encode())
    status, said = preview.ask("POST", f"delete/{A}", {"reason": "요청에 따라"}, If_Match=tag)
    assert (status, said["tombstone"]) == (200, True)
    assert (preview.root / said["kept"]).read_text("utf-8") == TEXT
    assert not preview.file(A).exists()
    assert "- /articles/a/\t요청에 따라" in (preview.root / "urls.lock").read_text("utf-8")


def test_a_picture_goes_into_the_articles_folder_and_only_a_picture(preview: Any) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    status, said = preview.ask("POST", f"image/{A}?name=화면 1.png", png)
    assert (status, said) == (201, {"src": "a/화면-1.png"})
    assert preview.file("content/articles/a/화면-1.png").read_bytes() == png
    assert preview.ask("POST", f"image/{A}?name=화면 1.png", png)[1] == {"src": "a/화면-1.png"}
    assert preview.ask("POST", f"image/{A}?name=화면 1.png", png + b"1")[1] == {
        "src": "a/화면-1-2.png"
    }
    for name, raw in [
        ("x.svg", b"<svg/>"),
        ("x.png", b"<script>"),
        ("x.html", png),
        ("../../x.png", b"no"),
    ]:
        assert preview.ask("POST", f"image/{A}?name={name}", raw)[0] == 409
    assert preview.ask("POST", f"image/{A}?name=../../x.png", png)[1] == {"src": "a/x.png"}


def test_a_new_article_is_a_draft(preview: Any) -> None:
    status, said = preview.ask("POST", "new", {"title": "새로운 글"})
    assert status == 201
    assert "draft: true" in preview.file(said["path"]).read_text("utf-8")


def test_a_pasted_text_is_read_and_single_lines_are_decided(preview: Any) -> None:
    _, said = preview.ask("POST", "read", {"text": PASTE})
    assert said["values"]["title"] == "시청 앞 광장에 나무를 심다"
    assert "".join(said["text"][s["start"] : s["end"]] for s in said["spans"]) == said["text"]
    line = said["text"].split("\n").index("좋아요 3")
    assert "좋아요 3" not in said["body"]
    _, again = preview.ask(
        "POST", "read", {"text": PASTE, "decided": {str(line): True, "5": False}}
    )
    assert ("좋아요 3" in again["body"], "서른 그루" in again["body"]) == (True, False)


def test_a_pasted_text_becomes_an_article_with_its_original(preview: Any) -> None:
    status, said = preview.ask("POST", "import", {"text": PASTE})
    assert status == 201
    text = preview.file(said["path"]).read_text("utf-8")
    original = next((preview.root / "content/originals").iterdir())
    assert (original.read_text("utf-8"), original.stem in text) == (PASTE, True)
    assert preview.ask("POST", "import", {"text": PASTE})[0] == 409


def test_the_form_knows_its_fields_and_the_names_of_the_archive(preview: Any) -> None:
    _, said = preview.ask("GET", "form")
    kinds = {field["key"]: field["kind"] for field in said["fields"]}
    assert (kinds["title"], kinds["date"], kinds["tags"], kinds["visibility"]) == (
        "text", "date", "tags", "choice",
    )  # fmt: skip
    assert said["names"]["tags"] == [["기록", 2]]
    assert json.dumps(said)
