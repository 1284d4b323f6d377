# SPDX-License-Identifier: GPL-3.0-or-later
"""Peaks of the song's audio for the painters: read, or built in the background and announced."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from musicstudio.core.progress import Job, Progress
from musicstudio.jobs import JobQueue
from musicstudio.media.peaks import Peaks, load_or_build
from musicstudio.media.store import MediaStore

from .signal import Signal

KEPT = 2000


class PeaksCache:
    """Main thread only; building happens on a job thread."""

    def __init__(self, media: MediaStore, folder: Path, jobs: JobQueue) -> None:
        self._media, self._folder, self._jobs = media, folder, jobs
        self._ready: OrderedDict[str, Peaks] = OrderedDict()
        self._wanted: set[str] = set()
        self._arrived: Signal[str] = Signal()

    def get(self, content_hash: str) -> Peaks | None:
        """The peaks of a source, or None while they are being built (observers will hear)."""
        peaks = self._ready.get(content_hash)
        if peaks is None and content_hash and content_hash not in self._wanted:
            self._wanted.add(content_hash)
            self._jobs.submit(
                "Drawing waveforms",
                lambda: _build(self._media, self._folder, content_hash),
                on_done=lambda built: self._arrive(content_hash, built),
                is_quiet=True,
            )
        return peaks

    def observe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the hash of each source whose peaks are ready; returns the unsubscriber."""
        return self._arrived.observe(callback)

    def _arrive(self, content_hash: str, peaks: Peaks) -> None:
        self._ready[content_hash] = peaks
        self._wanted.discard(content_hash)
        while len(self._ready) > KEPT:
            self._ready.popitem(last=False)
        self._arrived.emit(content_hash)


def _build(media: MediaStore, folder: Path, content_hash: str) -> Job[Peaks]:
    yield Progress(0.0, "Drawing waveforms")
    return load_or_build(media, folder, content_hash)
