"""Runs the node tests of the pure browser modules, and the type checker over all of them."""

import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = Path(__file__).parents[2] / "ssg" / "browser"


def test_node_tests_pass() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    files = [str(file) for file in sorted(Path(__file__).parent.glob("*.test.js"))]
    done = subprocess.run(
        [node, "--test", *files], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout
    assert files


def test_types_fit() -> None:
    compiler = BROWSER / "node_modules" / "typescript" / "bin" / "tsc"
    node = shutil.which("node")
    if node is None or not compiler.exists():
        pytest.skip("TypeScript is not installed: `npm ci` in ssg/browser does it")
    command = [node, str(compiler), "--project", str(BROWSER / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == ""
    assert done.returncode == 0
