# SPDX-License-Identifier: GPL-3.0-or-later
"""What edits, undo states, opening and waveform overviews cost. Run: ``python -m tests.bench.document_bench``."""

import os
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from musicstudio.core.progress import run_to_end
from musicstudio.media.peaks import PeakStore, build_levels
from musicstudio.media.store import MediaStore
from musicstudio.project.diff import diff
from musicstudio.project.document import Document
from musicstudio.project.edits import clips
from musicstudio.project.model import Project
from musicstudio.project.patch import apply_patch, make_patch
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import large_song

ROWS, COLUMNS = 64, 200
RATE = 48_000
Row = tuple[str, float, str, float]


def main() -> None:
    """Print the table: what, figure, unit, budget (0: none)."""
    for name, figure, unit, budget in rows():
        print(f"{name:58s} {figure:10.3f} {unit:3s}" + (f"  budget {budget:g}" if budget else ""))


def rows() -> list[Row]:
    """All figures."""
    song = large_song(ROWS, COLUMNS)
    return [*edit_rows(song), *memory_rows(song), *disk_rows(song), *peak_rows()]


def edit_rows(song: Project) -> list[Row]:
    """One edit of 12,800 clips, in memory, and its parts."""
    document, move = Document(song), mover(song)
    edit_ms = typical_ms(lambda: document.transact("Move", move()), 500)
    before, after = document._history.states[-2:]
    patch = make_patch(before, after)
    return [
        (f"edit of {ROWS} x {COLUMNS} clips, in memory", edit_ms, "ms", 1.0),
        ("  of which the difference", typical_ms(lambda: diff(before, after), 500), "ms", 0.0),
        ("patch for the journal", typical_ms(lambda: make_patch(before, after), 500), "ms", 0.0),
        ("patch applied", typical_ms(lambda: apply_patch(before, patch), 500), "ms", 0.0),
        ("undo and redo, each", typical_ms(lambda: (document.undo(), document.redo()), 200) / 2, "ms", 1.0),
    ]


def memory_rows(song: Project) -> list[Row]:
    """A thousand undo states."""
    tracemalloc.start()
    document, move = Document(song), mover(song)
    began = tracemalloc.get_traced_memory()[0]
    for _ in range(1000):
        document.transact("Move", move())
    grown_mb = (tracemalloc.get_traced_memory()[0] - began) / 1e6
    tracemalloc.stop()
    return [("memory of 1,000 undo states", grown_mb, "MB", 0.0)]


def disk_rows(song: Project) -> list[Row]:
    """Edits with the journal on disk, and opening."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "Large.mstudio"
        folder, move = ProjectFolder.create(path, song), mover(song)
        edit_ms = typical_ms(lambda: folder.document.transact("Move", move()), 300)
        probe = Path(home) / "probe"
        sync_ms = typical_ms(lambda: sync_once(probe), 100)
        close_ms = typical_ms(folder.close, 1)
        open_ms = typical_ms(lambda: ProjectFolder.open(path).close(), 3)
        return [
            ("the same edit, on disk in the journal before it returns", edit_ms, "ms", 0.0),
            ("  fsync of this disk alone", sync_ms, "ms", 0.0),
            ("project file written and closed", close_ms, "ms", 0.0),
            (f"open {ROWS} x {COLUMNS} clips with 300 steps of history", open_ms / 1000, "s", 2.0),
        ]


def peak_rows() -> list[Row]:
    """The overview of ten minutes of stereo, and a screen drawn from it."""
    audio = np.random.default_rng(0).standard_normal((2, RATE * 600)).astype(np.float32) * 0.1
    with tempfile.TemporaryDirectory() as home:
        media = MediaStore(Path(home) / "media")
        content_hash, _ = media.add(audio)
        samples = media.samples(content_hash)
        build_ms = typical_ms(lambda: run_to_end(build_levels(samples)), 3)
        waveform = run_to_end(PeakStore(Path(home) / "peaks", media).waveform(content_hash, RATE))
        zooms = [10.0**-exponent for exponent in range(5)]
        draw_ms = max(typical_ms(lambda zoom=zoom: waveform.columns(10.0, zoom, 1920), 50) for zoom in zooms)
    return [
        ("peaks of 10 min stereo, after decoding", build_ms / 1000, "s", 0.3),
        ("1920 columns of it, at the slowest zoom", draw_ms, "ms", 0.0),
    ]


def mover(song: Project) -> Callable[[], Callable[[Project], Project]]:
    """Makes edits that each move one clip somewhere."""
    draw, ids = random.Random(1), [clip.id for _, clip in song.clips()]
    return lambda: clips.move_clips([draw.choice(ids)], 0.01)


def sync_once(path: Path) -> None:
    """Append 200 bytes durably, as the least that any journal costs."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, b"x" * 200)
    os.fsync(descriptor)
    os.close(descriptor)


def typical_ms(action: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


if __name__ == "__main__":
    main()
