# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching from a hub (here a local server): resumed, checked, cancelled, and clear when it fails."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.separation import store
from musicstudio.separation.download import download
from musicstudio.separation.models import find_model


class Hub(ThreadingHTTPServer):
    """Serves one file at every address; remembers the ranges asked for."""

    content = b""
    declared = ""
    ranges: list[str]


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        """Declare the hash, as the hub does for large files."""
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.send_header("X-Linked-Etag", f'"{self.server.declared}"')
        self.end_headers()

    def do_GET(self) -> None:
        """Serve the file, from where it is asked."""
        asked = self.headers.get("Range", "")
        self.server.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        if start >= len(self.server.content):
            self.send_error(416)
            return
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.server.content) - start))
        self.end_headers()
        self.wfile.write(self.server.content[start:])

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture()
def hub(tiny_weights: Path) -> Iterator[Hub]:
    server = Hub(("127.0.0.1", 0), _Handler)
    server.content = tiny_weights.read_bytes()
    server.declared = hashlib.sha256(server.content).hexdigest()
    server.ranges = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address(hub: Hub) -> str:
    return f"http://127.0.0.1:{hub.server_address[1]}"


def test_a_model_is_fetched_and_ready(hub: Hub, home: Path) -> None:
    steps = list(store.install("htdemucs", address(hub)))
    assert find_model("htdemucs").is_present
    assert [step.fraction for step in steps] == sorted(step.fraction for step in steps)


def test_a_broken_transfer_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(hub.content[:1000])
    assert run_to_end(download("some/model", "x.safetensors", part, address(hub))) == hub.declared
    assert hub.ranges == ["bytes=1000-"] and part.read_bytes() == hub.content


def test_a_finished_transfer_is_not_repeated(hub: Hub, tmp_path: Path) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(hub.content)
    assert run_to_end(download("some/model", "x.safetensors", part, address(hub))) == hub.declared


def test_a_wrong_hash_is_refused(hub: Hub, home: Path) -> None:
    hub.declared = "0" * 64
    with pytest.raises(MediaError, match="damaged on the way"):
        run_to_end(store.install("htdemucs", address(hub)))
    assert not find_model("htdemucs").is_present


def test_cancelling_keeps_what_came(hub: Hub, home: Path) -> None:
    hub.content = hub.content * 40
    job = store.install("htdemucs", address(hub))
    while next(job).fraction < 0.1:
        pass
    job.close()
    assert [path.suffix for path in find_model("htdemucs").folder.iterdir()] == [".part"]


def test_no_connection_is_a_sentence(home: Path) -> None:
    with pytest.raises(StorageError, match="cannot be reached"):
        run_to_end(store.install("htdemucs", "http://127.0.0.1:9"))
