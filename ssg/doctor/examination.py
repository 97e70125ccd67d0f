"""All that `ssg doctor` looks at, in its order."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ssg import archive
from ssg.config import Config
from ssg.doctor import contents, machine, repository
from ssg.doctor.condition import Condition
from ssg.errors import SsgError


def examined(root: Path | None) -> Iterator[Condition]:
    """Give the conditions of the machine, and of the archive at `root` where there is one."""
    for look in (
        machine.python,
        machine.program,
        machine.packages,
        machine.extras,
        machine.vendor,
        machine.programs,
    ):
        yield from look()
    if root is None:
        yield Condition(
            "archive", "note", "no site.toml here or above", "`ssg init` makes an archive"
        )
        return
    yield from machine.disk(root)
    yield from machine.watching(root)
    try:
        config = archive.settings(root)
    except SsgError as error:
        for said in error.problems:
            yield Condition("settings", "error", str(said), "mend the line, then ask again")
        return
    yield Condition("settings", "fine", f"site.toml: {config.title}")
    looks: tuple[Callable[[Path, Config], Iterator[Condition]], ...] = (
        contents.theme,
        contents.content,
        contents.names,
        contents.store,
        repository.repository,
    )
    for each in looks:
        yield from each(root, config)
