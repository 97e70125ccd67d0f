"""What is in a wheel made from this checkout, and that it works by itself."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel of a copy of the checkout, which itself stays as it is."""
    pytest.importorskip(
        "hatchling", reason="hatchling is not installed: no wheel can be built without the network"
    )
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    leave = shutil.ignore_patterns(
        "node_modules", "__pycache__", ".git", "_site", ".ssg", ".venv", "dist", ".*_cache"
    )
    shutil.copytree(ROOT, source, ignore=leave)
    if not (source / "ssg" / "browser" / "vendor" / "versions.json").exists() and not shutil.which(
        "npm"
    ):
        pytest.skip("neither the browser files nor npm are here")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist"), folder=source)
    (made,) = (folder / "dist").glob("*.whl")
    return made


def run(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_what_a_site_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    browser = ("search_page.js", "query_core.js", "vendor/lunr.min.js", "vendor/lunr.LICENSE")
    theme = ("theme.toml", "templates/search.html")
    needed = {
        "ssg/__init__.py",
        "ssg/search/analysis.json",
        "ssg/search/cuts.txt",
        "ssg/browser/vendor/versions.json",
    }
    needed |= {
        f"ssg/browser/{name}"
        for name in (
            *browser,
            "vendor/idiomorph.esm.js",
            "vendor/codemirror.js",
            "vendor/codemirror.LICENSE",
            "editor_page.js",
        )
    }
    needed |= {f"ssg/themes/{kind}/{name}" for name in theme for kind in ("default", "plain")}
    assert needed - names == set()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if top != "ssg" and not top.endswith(".dist-info")} == set()
    assert [
        name
        for name in names
        if "node_modules" in name or "__pycache__" in name or ".test.js" in name
    ] == []


def test_an_install_from_the_wheel_searches(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); import ssg, ssg.search.analysis as a; "
        "print(ssg.__file__); print(a.terms('정상회담을'))"
    )
    said = run("-I", "-X", "utf8", "-c", code, folder=tmp_path).splitlines()
    assert Path(said[0]).is_relative_to(tmp_path)
    assert said[1] == "['정상회담', '정상', '상회', '회담']"


def test_an_archive_made_by_the_wheel_builds_with_theme_and_search(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")

    def ssg(*arguments: str) -> str:
        code = (
            f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); "
            f"sys.argv = ['ssg', *{list(arguments)!r}]; from ssg.cli import main; main()"
        )
        return run("-I", "-X", "utf8", "-c", code, folder=tmp_path)

    ssg("init", "archive", "--title", "보관소", "--no-git")
    ssg("-C", "archive", "build")
    site = tmp_path / "archive" / "_site"
    assert "보관소" in (site / "index.html").read_text("utf-8")
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    needed = {"assets/style.css", "assets/ssg/lunr.min.js", "search/manifest.bin", "feed.xml"}
    assert needed - found == set()
