"""Promise 6: the same bytes in another time zone, locale, hash seed, working folder, umask and order of files."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = """
import multiprocessing, os, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

def threads():
    return ThreadPoolExecutor(2)

def main(root, home, umask, jobs, start):
    from ssg.build import Options, Tools, build
    from ssg.engine import stages
    os.umask(int(umask, 8))
    if start:
        multiprocessing.set_start_method(start)
    stages.FEW, stages.BATCH = 2, 4  # so that this little archive needs workers
    options = Options(today="2024-06-01", jobs=int(jobs))
    report = build(Path(root), Path(home) / "site", options, Tools(cache=Path(home) / "store"))
    assert report.articles == 30, report

if __name__ == "__main__":  # a worker that is spawned reads this file too
    main(*sys.argv[1:])
"""
PLAIN = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}


def write(root: Path, *, backwards: bool) -> None:
    """Thirty articles that share tags, in either order of creation."""
    files = {
        "site.toml": 'title = "같은 바이트"\nbase_url = "https://me.example/repo/"\npaginate = 4\n'
    }
    for n in range(30):
        tags = f"[바다 {n % 7}, AI, ai, t{n % 3}, {'istanbul' if n % 2 else 'İstanbul'}]"
        date = f"2023-{n % 12 + 1:02}-03T0{n % 9}:30:00" if n % 4 else f"2023-{n % 12 + 1:02}-03"
        files[f"content/articles/{n % 3}/글-{n:02}.md"] = (
            f"---\ntitle: 제목 {n}\ndate: {date}\ntags: {tags}\nsource: {{name: 신문 {n % 2}}}\n"
            f"authors: [김 {n % 5}]\nextra: {{z: {n}, a: x}}\n---\n본문 {n}. I INFORM ınform.\n\n```python\nprint({n})\n```\n"
        )
    for path in sorted(files, reverse=backwards):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(files[path], "utf-8")


def built(
    folder: Path,
    *,
    umask: str = "022",
    jobs: int = 1,
    backwards: bool = False,
    start: str = "",
    executor: str = "",
    cwd: Path = ROOT,
    env: Mapping[str, str],
) -> dict[str, str]:
    """The digests of a site built by a process of its own in a changed environment."""
    root = folder / "archive"
    write(root, backwards=backwards)
    if executor:
        with (root / "site.toml").open("a", encoding="utf-8") as config:
            config.write(f'[build]\nexecutor = "{executor}"\n')
    script = folder / "script.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, str(script), str(root), str(folder), umask, str(jobs), start]
    subprocess.run(command, check=True, env={**PLAIN, **env}, cwd=cwd)  # noqa: S603
    files = sorted(path for path in (folder / "site").rglob("*") if path.is_file())
    return {
        path.relative_to(folder / "site").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site in a plain environment."""
    found = built(
        tmp_path_factory.mktemp("usual"),
        env={"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
    )
    assert len(found) > 80
    return found


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8", "LC_ALL": "ko_KR.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "12345"},
        {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
        {"SOURCE_DATE_EPOCH": "1", "COLUMNS": "20", "NO_COLOR": "1", "PYTHONHASHSEED": "random"},
    ],
    ids=["Seoul", "St John's", "Turkish", "odd variables"],
)  # fmt: skip
def test_the_environment_changes_no_byte(
    env: dict[str, str], tmp_path: Path, usual: dict[str, str]
) -> None:
    assert built(tmp_path, env=env) == usual


def test_umask_working_folder_order_of_files_and_workers_change_no_byte(
    tmp_path: Path, usual: dict[str, str]
) -> None:
    elsewhere = tmp_path / "some where else"
    elsewhere.mkdir()
    found = built(
        tmp_path / "b",
        umask="077",
        backwards=True,
        jobs=2,
        cwd=elsewhere,
        env={"PYTHONHASHSEED": "3"},
    )
    assert found == usual


@pytest.mark.parametrize(("jobs", "start"), [(2, "fork"), (2, "spawn"), (4, "fork"), (4, "spawn")])
def test_the_number_of_jobs_and_how_they_start_change_no_byte(
    jobs: int, start: str, tmp_path: Path, usual: dict[str, str]
) -> None:
    assert built(tmp_path, jobs=jobs, start=start, env={"PYTHONHASHSEED": "11"}) == usual


def test_another_executor_changes_no_byte(tmp_path: Path, usual: dict[str, str]) -> None:
    assert built(tmp_path, jobs=2, executor="__main__:threads", env={}) == usual
