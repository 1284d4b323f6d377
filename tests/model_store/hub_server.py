# SPDX-License-Identifier: GPL-3.0-or-later
"""A model hub on this machine: a list of files at a revision, the files by range, gates, and storage elsewhere."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """files: what every repository holds. asked: (path, range, whether a token came) of each request in order.

    breaks_after: bytes of a file after which each transfer breaks off, 0: never. token: what opens the gate.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = dict(files)
        self.declared: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.asked: list[tuple[str, str, bool]] = []
        self.breaks_after = 0
        self.token = ""
        self.revision = REVISION

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def listing(self) -> bytes:
        siblings = []
        for path, content in self.files.items():
            size = self.sizes.get(path, len(content))
            sha256 = self.declared.get(path, hashlib.sha256(content).hexdigest())
            git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            is_large = path.endswith((".safetensors", ".bin"))
            large = {"lfs": {"sha256": sha256, "size": size, "pointerSize": 130}} if is_large else {}
            siblings.append({"rfilename": path, "size": size, "blobId": self.declared.get(path, git)} | large)
        return json.dumps({"sha": self.revision, "siblings": siblings}).encode()

    def handle_error(self, request, client_address):
        """A reader that hangs up is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        """The list, a way on to the storage, or a file from the storage."""
        hub, path = self.server, self.path.partition("?")[0]
        asked, token = self.headers.get("Range", ""), self.headers.get("Authorization", "")
        hub.asked.append((path, asked, bool(token)))
        if not path.startswith("/storage/") and hub.token and token != f"Bearer {hub.token}":
            self.send_error(401)
        elif path.startswith("/api/"):
            self._answer(200, hub.listing())
        elif "/resolve/" in path:
            self.send_response(302)
            self.send_header("Location", f"{hub.address}/storage/{path.partition('/resolve/')[2].partition('/')[2]}")
            self.end_headers()
        else:
            self._file(path.removeprefix("/storage/"), asked)

    def _file(self, path: str, asked: str) -> None:
        content = self.server.files[path]
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        cut = self.server.breaks_after
        self._answer(
            206 if asked else 200, content[start : start + cut] if cut else content[start:], len(content) - start
        )

    def _answer(self, status: int, content: bytes, length: int = -1) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length if length >= 0 else len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def running(files: dict[str, bytes]) -> Iterator[Hub]:
    """A hub that serves while the block lasts."""
    hub = Hub(files)
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
