"""The archive that is exported, and a function that exports it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folders

from exporting import FILES, Exported, photo, pieces  # noqa: E402 - the line above finds it

from ssg.export.formats import FORMATS, export  # noqa: E402


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive; not to be changed."""
    root = tmp_path_factory.mktemp("export") / "archive"
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    for path in ("content/articles/2020/boat/boat.jpg", "content/articles/2021/hidden.jpg"):
        (root / path).write_bytes(photo())
    return root


@pytest.fixture
def exported(archive: Path, tmp_path: Path) -> Exported:
    """Return a function that exports in a format to a fresh place and returns it."""

    def made(
        name: str, to: str = "", *, force: bool = False, root: Path = archive, **wanted: object
    ) -> Path:
        target = tmp_path / (to or f"export{FORMATS[name].ending}")
        with pieces(root, **wanted) as found:
            export(FORMATS[name], found, target, force=force)
        return target

    return made
