"""Fetches the CommonMark specification's examples into .cache/ and prints the file's path; they are not ours to commit.

Run by `make test` before the tests, and by the tests themselves where it is missing. Needs npm and its registry, once.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "commonmark-spec"
VERSION = "0.31.2"
SHA256 = "257c41ad946f7a1414a499aca402a1aa8fdac3678532266611348c1cf54f4b80"
CACHE = Path(__file__).parents[2] / ".cache" / f"{PACKAGE}-{VERSION}.txt"


def main() -> int:
    """Return 0 once the file is there with the right digest."""
    if not CACHE.is_file() or _digest(CACHE) != SHA256:
        problem = _fetch()
        if problem:
            print(problem, file=sys.stderr)
            return 1
    print(CACHE)
    return 0


def _fetch() -> str:
    """Fetch the package; return what went wrong, or nothing."""
    npm = shutil.which("npm")
    if npm is None:
        return "the CommonMark examples need npm, once"
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=90, check=False
            )
        except subprocess.TimeoutExpired:
            return "npm took more than 90 s to fetch the CommonMark examples"
        if done.returncode:
            return f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-200:]}"
        with tarfile.open(Path(folder) / f"{PACKAGE}-{VERSION}.tgz") as packed:
            member = packed.extractfile("package/spec.txt")
            spec = member.read() if member else b""
    if hashlib.sha256(spec).hexdigest() != SHA256:
        return f"{PACKAGE} {VERSION} is not the text this test knows"
    CACHE.parent.mkdir(exist_ok=True)
    CACHE.write_bytes(spec)
    return ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
