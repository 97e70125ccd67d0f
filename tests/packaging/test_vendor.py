"""The third-party browser files are the pinned ones, and the lock names no host."""

import gzip
import hashlib
import importlib.util
import json
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "ssg" / "browser"
VENDOR = BROWSER / "vendor"


def pinned() -> dict[str, str]:
    found: dict[str, str] = json.loads((BROWSER / "package.json").read_bytes())["dependencies"]
    return found


@pytest.fixture
def vendor() -> Path:
    """Return the folder of the fetched files; skips where nothing was fetched."""
    if not (VENDOR / "versions.json").exists():
        pytest.skip("ssg/browser/vendor is missing: `pip install -e .` fetches it")
    return VENDOR


@pytest.fixture
def hook() -> ModuleType:
    """Return hatch_build.py; skips where hatchling, a build tool, is not installed."""
    pytest.importorskip(
        "hatchling", reason="hatchling is not installed: the build hook can't be loaded"
    )
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hatch_build"] = module
    spec.loader.exec_module(module)
    return module


def test_every_pin_is_exact() -> None:
    everything = json.loads((BROWSER / "package.json").read_bytes())
    pins = {**everything["dependencies"], **everything["devDependencies"]}
    assert {
        name: pin for name, pin in pins.items() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)
    } == {}


def test_the_lock_fits_the_pins_holds_digests_and_names_no_host() -> None:
    text = (BROWSER / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in pinned()} == pinned()
    assert all(each["integrity"].startswith("sha512-") for path, each in packages.items() if path)


def test_shipped_files_have_the_pinned_versions(vendor: Path) -> None:
    record = json.loads((vendor / "versions.json").read_bytes())
    assert {name: each["version"] for name, each in record.items()} == pinned()
    lunr = (vendor / "lunr.min.js").read_text(encoding="utf-8")
    assert f"much smaller and not as bright - {pinned()['lunr']}\n" in lunr
    assert f'.version="{pinned()["lunr"]}"' in lunr


def test_shipped_files_are_unchanged_and_come_with_their_licences(vendor: Path) -> None:
    record = json.loads((vendor / "versions.json").read_bytes())
    digests = {file: sha for each in record.values() for file, sha in each["files"].items()}
    assert digests == {
        file: hashlib.sha256((vendor / file).read_bytes()).hexdigest() for file in digests
    }
    assert {"lunr.LICENSE", "idiomorph.LICENSE", "codemirror.LICENSE"} <= set(digests)
    assert {file.name for file in vendor.iterdir()} == {*digests, "versions.json"}


def test_the_hook_sees_a_missing_changed_or_outdated_file(
    hook: ModuleType, vendor: Path, tmp_path: Path
) -> None:
    shutil.copytree(vendor, tmp_path / "vendor")
    for name in ("package.json", "codemirror.js"):
        shutil.copy(BROWSER / name, tmp_path)
    assert hook.complete(tmp_path)
    with (tmp_path / "codemirror.js").open("a") as entry:
        entry.write("// another bundle\n")
    assert not hook.complete(tmp_path)
    shutil.copy(BROWSER / "codemirror.js", tmp_path)
    changed = tmp_path / "vendor" / "lunr.min.js"
    kept = changed.read_bytes()
    changed.write_bytes(kept + b" ")
    assert not hook.complete(tmp_path)
    changed.unlink()
    assert not hook.complete(tmp_path)
    changed.write_bytes(kept)
    pins = json.loads((tmp_path / "package.json").read_bytes())
    pins["dependencies"]["lunr"] = "2.3.10"
    (tmp_path / "package.json").write_text(json.dumps(pins), encoding="utf-8")
    assert not hook.complete(tmp_path)


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a source tree without browser files, on a machine whose npm reaches no registry."""
    browser = tmp_path / "ssg" / "browser"
    browser.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "codemirror.js"):
        shutil.copy(BROWSER / name, browser)
    programs = tmp_path / "bin"
    programs.mkdir()
    npm = programs / "npm"
    npm.write_text("#!/bin/sh\necho 'no such host' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/bin:/usr/bin")
    return tmp_path


def test_a_wheel_without_browser_files_is_not_built(hook: ModuleType, offline: Path) -> None:
    builder = hook.VendorHook(str(offline), {}, None, None, str(offline), "wheel")
    with pytest.raises(SystemExit, match="could not be fetched by npm: no such host"):
        builder.initialize("standard", {})
    assert not hook.complete(offline / "ssg" / "browser")


def test_an_editable_install_goes_on_without_them(
    hook: ModuleType, offline: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    builder = hook.VendorHook(str(offline), {}, None, None, str(offline), "wheel")
    builder.initialize("editable", {})
    assert "The site builds without search" in "".join(capfd.readouterr())


def test_node_comes_as_a_wheel_only_where_npm_and_the_files_are_missing(
    hook: ModuleType, offline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = hook.VendorHook(str(offline), {}, None, None, str(offline), "wheel")
    assert builder.dependencies() == []
    monkeypatch.setenv("PATH", str(offline))
    assert builder.dependencies() == [hook.WHEEL]


def test_the_editor_is_small_holds_no_html_language_and_no_package_named_codemirror(
    vendor: Path,
) -> None:
    names = set(json.loads((BROWSER / "package-lock.json").read_bytes())["packages"])
    assert "node_modules/codemirror" not in names  # its newest version is CodeMirror 5
    assert [name for name in sorted(names) if "lang-" in name] == []
    assert len(gzip.compress((vendor / "codemirror.js").read_bytes(), 9)) <= 110 * 1024


def test_every_package_in_the_bundle_has_its_licence_beside_it(vendor: Path) -> None:
    text = (vendor / "codemirror.LICENSE").read_text("utf-8")
    wanted = [name for name in pinned() if name.startswith(("@codemirror/", "@lezer/"))]
    assert [name for name in wanted if f"{name}\n\n" not in text] == []
