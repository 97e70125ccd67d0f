"""Sources that mean harm cost themselves only: a message each, nothing of other files, the others imported."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from ssg.intake.outcome import Outcome

Run = Callable[..., list[Outcome]]
CANARY = "kanarienvogel-4711"
GOOD = """안개 축제가 열렸다

홍길동 기자
입력 2024.05.15 20:00

안개와 안개 사이에 선 안개 광장에서 노래가 울렸다.

박사가 안개를 두고 말했다. 모두가 들었다.
"""


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


def hostile(folder: Path) -> dict[str, bytes]:
    secret = (folder.parent / "secret").as_uri()
    entity = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{secret}">]>'
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    bomb = zipped("a.html", b"<p>" + b"A" * 100_000_000)
    item = "<item><title>&{};</title><description>&{}; text</description></item>"
    feed = '<rss version="2.0"><channel><title>t</title>{}</channel></rss>'
    return {
        "bomb.zip": bomb,
        "cut.zip": bomb[:1_000],
        "cut.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n" * 1_000)[:60],
        "deep.html": b"<!doctype html>" + b"<div>" * 200_000 + "글".encode(),
        "deep.txt": b"> " * 400_000 + "글".encode(),
        "laughs.xml": f'<?xml version="1.0"?><!DOCTYPE r [{laughs}]>{feed.format(item.format("a9", "a9"))}'.encode(),
        "line.txt": "가".encode() * 17_000_000,
        "up.zip": zipped("../../../up.md", b"# up\n\ntext"),
        "xxe.xml": (entity + feed.format(item.format("x", "x"))).encode(),
        "zz-good.txt": GOOD.encode(),
    }


def test_what_means_harm_costs_only_itself(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret").write_text(CANARY, "utf-8")
    sources = hostile(folder)
    for name, raw in sources.items():
        (folder / name).write_bytes(raw)
    around = set(tmp_path.parent.iterdir())
    outcomes = run(folder)
    told = {outcome.source.rpartition("/")[2]: outcome for outcome in outcomes}
    assert list(told) == sorted(sources)
    assert told["zz-good.txt"].status == "imported"
    for name in ("bomb.zip", "cut.zip", "laughs.xml", "line.txt", "xxe.xml"):
        assert told[name].status == "failed", name
        assert len(told[name].problems[0].what) < 200
    for outcome in outcomes:
        assert CANARY not in outcome.text + outcome.body + str(outcome.problems)
        assert "Error at" not in str(outcome.problems), outcome.problems
    assert set(tmp_path.parent.iterdir()) == around
    written = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert written == {"in", "secret", "content", ".ssg"}
    for path in (tmp_path / "content").rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
