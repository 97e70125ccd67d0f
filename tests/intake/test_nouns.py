"""Kiwi's nouns for tags, where the extra `korean` is installed; a site without it gets our own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.intake import nouns, tags

TEXT = """시민 기록관 개관
입력 2024.05.02 10:00

가온시는 시민기록관을 2일 열었다. 시민기록관에는 골목 사진 3천 장이 있다.

가온시는 내년에 시민기록관에서 전시회를 연다. 사진은 누구나 빌릴 수 있다.
"""
needs_kiwi = pytest.mark.skipif(
    not nouns.installed(), reason="needs the extra `korean` (kiwipiepy)"
)


@needs_kiwi
def test_compounds_lose_particles_and_verbs_are_no_nouns() -> None:
    assert nouns.of("정상회담에서 말했다. 7번 버스는 달린다") == (
        "정상회담", "정상", "회담", "버스",
    )  # fmt: skip


@needs_kiwi
def test_an_import_says_that_kiwi_found_the_nouns(tmp_path: Path) -> None:
    found = [_imported(tmp_path) for _ in range(2)]
    assert found[0]["tags"] == found[1]["tags"]
    assert found[0]["archive"]["nouns"] == "kiwi"
    assert "기록관" in "".join(found[0]["tags"])


@needs_kiwi
def test_kiwi_is_not_asked_for_tags_that_nobody_gets(tmp_path: Path) -> None:
    assert "nouns" not in _imported(tmp_path, "[import]\nauto_tags = 0\n")["archive"]


def test_nouns_come_from_whoever_is_asked() -> None:
    def analyse(line: str) -> list[str]:
        return [word for word in ("기록관", "시민") if word in line]

    text = [block for block in TEXT.split("\n\n")[1:] if block]
    assert tags.proposed(("시민 기록관 개관",), text, (), (), analyse) == ("기록관", "시민")


def _imported(folder: Path, settings: str = "") -> dict[str, dict[str, str]]:
    site = f'title = "가온"\nbase_url = "https://a.example/"\n{settings}'
    (folder / "site.toml").write_text(site, "utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "ssg", "import", "-", "--json", "--dry-run"],
        input=TEXT, capture_output=True, text=True, cwd=folder, check=True,
    )  # fmt: skip
    front: dict[str, dict[str, str]] = json.loads(said.stdout)["front_matter"]
    return front
