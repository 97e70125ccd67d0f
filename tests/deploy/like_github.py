"""A folder served as GitHub Pages serves a project's site: below its base path, dotfiles kept back, 404.html for what isn't there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Pages(BaseHTTPRequestHandler):
    root: Path
    base: str

    def do_GET(self) -> None:
        """Answer with the file, a redirect to the folder with its slash, or 404.html."""
        asked = urlsplit(self.path).path
        path = unquote(asked)
        if not path.startswith(self.base):
            self.answer(404, b"Not Found", "text/plain")
            return
        inside = path.removeprefix(self.base)
        file = self.root / inside
        if any(part.startswith(".") for part in inside.split("/")):
            self.missing()
        elif file.is_dir() and inside and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", f"{asked}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif file.is_dir() and (file / "index.html").is_file():
            self.file(200, file / "index.html")
        elif file.is_file() and not path.endswith("/"):
            self.file(200, file)
        elif file.with_name(f"{file.name}.html").is_file() and not path.endswith("/"):
            self.file(200, file.with_name(f"{file.name}.html"))
        else:
            self.missing()

    def missing(self) -> None:
        self.file(404, self.root / "404.html")

    def file(self, status: int, file: Path) -> None:
        kind = guess_type(file.name)[0] or "application/octet-stream"
        self.answer(status, file.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text") else kind)  # fmt: skip

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(root: Path, base: str) -> Iterator[str]:
    """Give the address at which a folder is served below a base path."""
    handler = type("Handler", (_Pages,), {"root": root, "base": base})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{base}"
        server.shutdown()
        thread.join()
