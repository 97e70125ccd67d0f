"""What the terminal says of a change."""

from pathlib import Path


def line(names: list[str], pages: int, seconds: float) -> str:
    """Return what the terminal says of a change: `북-러….md → 3 pages in 12 ms`."""
    shown = ", ".join(_short(name.rpartition("/")[2]) for name in names[:3])
    more = f" +{len(names) - 3}" if len(names) > 3 else ""
    said = f"{pages} page" if pages == 1 else f"{pages} pages"
    return f"{shown}{more} → {said} in {seconds * 1000:.0f} ms"


def _short(name: str) -> str:
    """Return a file's name, cut in the middle where it is long."""
    path = Path(name)
    return name if len(name) <= 32 else f"{path.stem[:24]}…{path.suffix}"
