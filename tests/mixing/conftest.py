# SPDX-License-Identifier: GPL-3.0-or-later
"""Plug-ins of tests, and the check that none of their processes outlives its test."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicstudio.mixing.hosting import child, hosted
from musicstudio.mixing.hosting.children import children

from .hosting_rig import STAND_IN


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No process of a plug-in outlives its test."""
    yield
    gc.collect()
    children.close_idle()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Plug-ins whose process is real and whose content is the stand-in; their path."""
    import subprocess
    import sys

    from musicstudio.core.helper_pipe import MessageReader

    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.format(places=[str(Path(child.__file__).parents[3])]))

    def start(_: str, arguments: list[str]) -> tuple["subprocess.Popen[bytes]", MessageReader]:
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        return process, MessageReader(process.stdout)

    monkeypatch.setattr(child, "start_helper", start)
    monkeypatch.setattr(hosted, "_state", {"patience_s": 1.0, "waits_for_loading": True})
    path = tmp_path / "Plug.vst3"
    path.write_bytes(b"")
    return path
