"""`ssg tags`: listed, renamed, merged and suggested; only the bytes of tags change, and no address dies."""

import json
from pathlib import Path

from command_line import Run, Write

ONE = """---\r
title: 하나   # 메모\r
date: 2024-01-02\r
tags:\r
  - 코로나   # 옛 이름\r
  - 바다\r
extra:   {own: 1.10}\r
archive:\r
  id: 00112233445566778899aabbccddeeff\r
  auto_tags: [코로나, 바다]\r
---\r
코로나 이야기.\r
"""
TWO = '+++\ntitle = "둘"\ndate = 2024-01-03\ntags = ["코로나 19", "코로나", "산"]  # 셋\n+++\n글\n'
THREE = "---\ntitle: 셋\ndate: 2024-01-04\nkeywords: 코로나, 산\n---\n글\n"


def put(write: Write) -> dict[str, Path]:
    texts = {"one": ONE, "two": TWO, "three": THREE}
    return {
        name: write(f"content/articles/2024/{name}.md", text.encode())
        for name, text in texts.items()
    }


def test_tags_are_listed_with_their_numbers(ssg: Run, write: Write) -> None:
    put(write)
    done = ssg("tags")
    assert (done.code, done.err) == (0, "")
    assert done.out == "     3  코로나\n     2  산\n     1  ssg\n     1  바다\n     1  코로나 19\n"
    first = ssg("tags", "--json").out.splitlines()[0]
    assert json.loads(first) == {"tag": "코로나", "articles": 3}


def test_tags_are_merged_and_nothing_else_changes(ssg: Run, write: Write) -> None:
    files = put(write)
    before = {name: file.read_bytes() for name, file in files.items()}
    tried = ssg("tags", "merge", "코로나", "코로나 19", "코로나19", "--dry-run")
    assert (tried.code, tried.out.splitlines()[-1]) == (0, "3 files would change")
    assert {name: file.read_bytes() for name, file in files.items()} == before
    done = ssg("tags", "merge", "코로나", "코로나 19", "코로나19")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:3] == tried.out.splitlines()[:3] == [
        "content/articles/2024/one.md: 코로나, 바다 → 코로나19, 바다",
        "content/articles/2024/three.md: 코로나, 산 → 코로나19, 산",
        "content/articles/2024/two.md: 코로나 19, 코로나, 산 → 코로나19, 산",
    ]  # fmt: skip
    assert files["one"].read_bytes() == before["one"].replace(
        "  - 코로나   #".encode(), "  - 코로나19   #".encode()
    ).replace("[코로나, 바다]".encode(), "[코로나19, 바다]".encode())
    assert files["two"].read_text("utf-8") == TWO.replace(
        '["코로나 19", "코로나", "산"]', '["코로나19", "산"]'
    )
    assert files["three"].read_text("utf-8") == THREE.replace("코로나, 산", '"코로나19, 산"')
    assert ssg("tags", "merge", "코로나19", "코로나19").out == "0 files changed\n"


def test_the_address_of_a_renamed_tag_leads_to_the_new_one_for_good(
    ssg: Run, archive: Path, write: Write
) -> None:
    put(write)
    write("urls.lock", "")
    assert ssg("build").code == 0
    assert ssg("tags", "rename", "산", "뫼").code == 0
    assert "/tags/산/\t/tags/뫼/\n" in (archive / "urls.lock").read_text("utf-8")
    for _ in range(2):
        assert ssg("build").code == 0
        assert "/tags/%EB%AB%BC/" in (archive / "_site/tags/산/index.html").read_text("utf-8")
    assert ssg("tags", "rename", "뫼", "메").code == 0
    assert ssg("build").code == 0
    for old in ("산", "뫼"):
        assert "/tags/%EB%A9%94/" in (archive / f"_site/tags/{old}/index.html").read_text("utf-8")
    assert ssg("tags", "rename", "메", "산").code == 0
    assert ssg("build").code == 0
    assert "둘" in (archive / "_site/tags/산/index.html").read_text("utf-8")


def test_what_can_not_be_changed_without_loss_is_said_and_the_rest_is_changed(
    ssg: Run, write: Write
) -> None:
    files = put(write)
    flow = write(
        "content/articles/2024/flow.md", "---\n{title: 넷, date: 2024-01-05, tags: [산]}\n---\n글\n"
    )
    before = flow.read_bytes()
    done = ssg("tags", "rename", "산", "뫼")
    assert done.code == 1
    assert done.err.startswith(
        "content/articles/2024/flow.md:2:1: the front matter can't be changed without loss"
    )
    assert flow.read_bytes() == before
    assert "뫼" in files["three"].read_text("utf-8")


def test_unknown_tags_and_taken_names_are_mistakes(ssg: Run, write: Write) -> None:
    put(write)
    assert ssg("tags", "merge", "코로", "바다") == (
        2, "", 'no article has the tag "코로" — did you mean "코로나"?\n',
    )  # fmt: skip
    assert ssg("tags", "rename", "산", "바다") == (
        2, "", 'there is a tag "바다" already — to put the two together: ssg tags merge "산" "바다"\n',
    )  # fmt: skip


def test_tags_are_suggested_and_added_only_when_asked(ssg: Run, write: Write) -> None:
    put(write)
    body = "바다에서 돌아온 해녀가 말했다. 해녀는 바다를 안다.\n\n해녀 학교는 봄에 연다. 바다는 차다.\n"
    file = write(
        "content/articles/2024/new.md",
        f"---\ntitle: 바다와 해녀\ndate: 2024-01-06  # 확인\n---\n{body}",
    )
    before = file.read_text("utf-8")
    done = ssg("tags", "suggest")
    assert (done.code, done.err) == (0, "")
    assert done.out == "content/articles/2024/new.md: 바다, 해녀\n"
    assert file.read_text("utf-8") == before
    ssg("tags", "suggest", "--write")
    assert file.read_text("utf-8") == before.replace("# 확인\n", "# 확인\ntags: [바다, 해녀]\n")


def test_tags_that_may_be_one_are_named(ssg: Run, write: Write) -> None:
    for number, tag in enumerate(("정상회담", "정상회담", "정상 회담", "바다", "바다를")):
        write(
            f"content/articles/2024/{number}.md", f"---\ntitle: {number}\ntags: [{tag}]\n---\n글\n"
        )
    assert ssg("tags", "suggest").out.splitlines() == [
        '바다를 (1) may be 바다 (1): ssg tags merge "바다를" "바다"',
        '정상 회담 (1) may be 정상회담 (2): ssg tags merge "정상 회담" "정상회담"',
    ]


def test_imports_write_tags_as_site_toml_says(ssg: Run, archive: Path) -> None:
    site = archive / "site.toml"
    site.write_text(
        site.read_text("utf-8")
        + '\n[import]\nauto_tags = 1\ntags = { "해녀" = "잠녀", "축제" = "" }\n',
        "utf-8",
    )
    text = "해녀 축제\n\n바다에서 해녀가 노래했다. 해녀 축제가 처음 열렸다.\n\n해녀는 축제를 기다렸다고 했다.\n\n#해녀 #축제 #바다\n"
    done = json.loads(ssg("import", "-", "--json", "--tags", "축제", stdin=text).out)
    assert done["front_matter"]["tags"] == ["축제", "잠녀"]
    assert done["front_matter"]["archive"]["auto_tags"] == ["잠녀"]
