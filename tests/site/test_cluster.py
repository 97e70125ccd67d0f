"""The same batches on a Dask cluster: the same bytes as in processes of this machine."""

import importlib.util
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_site import MakeSite, Site, difference

from ssg.engine import stages
from ssg.errors import SsgError

HERE = Path(__file__).parent
ARTICLES = "".join(
    f"-- content/articles/{n:02}.md --\n---\ntitle: 글 {n}\ndate: 2023-{n % 12 + 1:02}-01\ntags: [t{n % 3}]\n---\n"
    f"{n}번째 글의 [이웃]({(n + 1) % 30:02}.md).\n"
    for n in range(30)
)
SITE = '-- site.toml --\ntitle = "Cluster"\npaginate = 4\n[build]\nexecutor = "{}"\n' + ARTICLES
CLUSTER = """
import sys
import logging
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
                      silence_logs=logging.CRITICAL) as cluster:
        print(cluster.scheduler_address, *(w.pid for w in cluster.workers.values()), flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and two workers in processes of their own: the address for site.toml, and the workers' numbers."""
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("the extra `cluster` is not installed: pip install -e '.[dev]'")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    path = os.pathsep.join((str(HERE.parents[1]), str(HERE)))
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": path}, cwd=tmp_path,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        address, *pids = process.stdout.readline().split()
        yield address.replace("tcp://", "dask://"), [int(pid) for pid in pids]
        process.communicate()


@pytest.mark.slow
def test_a_cluster_of_two_workers_makes_the_same_bytes(
    site: MakeSite,
    cluster: tuple[str, list[int]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(stages, "FEW", 2)
    monkeypatch.setattr(stages, "BATCH", 4)
    address, _ = cluster
    made = site(SITE.format(address))
    used: list[str] = []
    from ssg import workers

    real = workers._dask  # noqa: SLF001 - to see that it was asked at all

    def noted(name: str) -> object:
        used.append(name)
        return real(name)

    monkeypatch.setattr(workers, "_dask", noted)
    made.build(jobs=2)
    alone = Site(tmp_path / "alone")
    alone.write(SITE.format(""))
    alone.build(jobs=1)
    assert difference(made.tree(), alone.tree()) == {}
    for each in (made, alone):
        each.edit("content/articles/03.md", "3번째 글", "고친 글")
        each.edit("site.toml", '"Cluster"', '"클러스터"')
        each.build(jobs=2 if each is made else 1)
    assert difference(made.tree(), alone.tree()) == {}
    assert used == [address, address]


BUILD = """
import sys
from pathlib import Path
from ssg.build import Options, build
from ssg.engine import stages
stages.FEW, stages.BATCH = 2, 2
root = Path(sys.argv[1])
print("begun", flush=True)
build(root, root / "_site", Options(today="2024-06-01", jobs=2))
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.5, 2.0])
def test_a_build_that_is_killed_leaves_the_cluster_fit_for_the_next(
    after: float, site: MakeSite, cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, pids = cluster
    made = site(SITE.format(address))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parents[1]), str(HERE)))}
    with subprocess.Popen(
        [sys.executable, "-c", BUILD, str(made.root)], env=env, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)  # somewhere: at any moment the next build must come out right
        process.kill()
    assert [pid for pid in pids if not Path(f"/proc/{pid}").exists()] == []
    made.build(jobs=2)
    alone = Site(tmp_path / "alone")
    alone.write(SITE.format(""))
    alone.build(jobs=1)
    assert difference(made.tree(), alone.tree()) == {}


def test_a_cluster_that_does_not_answer_is_said(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    from ssg import workers

    monkeypatch.setattr(workers, "PATIENCE", 1)
    monkeypatch.setattr(stages, "FEW", 2)
    made = site(SITE.format("dask://127.0.0.1:9"))
    with pytest.raises(SsgError, match=re.escape('no cluster answers at "dask://127.0.0.1:9"')):
        made.build(jobs=2)
    assert made.tree() == {}


def test_an_executor_that_is_not_there_is_said(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "FEW", 2)
    with pytest.raises(SsgError, match='there is no executor "no_such:thing"'):
        site(SITE.format("no_such:thing")).build(jobs=2)
