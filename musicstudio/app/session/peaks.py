# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveforms of the song's audio for the painters: read, or made in the background and announced."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from musicstudio.core.errors import MediaError
from musicstudio.core.signal import Signal
from musicstudio.jobs import JobQueue
from musicstudio.media.peaks import PeakStore, Waveform

KEPT = 2000


class PeaksCache:
    """Main thread only; waveforms are made on the quiet job thread."""

    def __init__(self, store: PeakStore, jobs: JobQueue) -> None:
        self._store, self._jobs = store, jobs
        self._ready: OrderedDict[str, Waveform] = OrderedDict()
        self._wanted: set[str] = set()
        self._missing: set[str] = set()
        self._arrived: Signal[str] = Signal()

    def get(self, content_hash: str, rate: int = 48_000) -> Waveform | None:
        """The waveform of a source; None while it is being made (observers will hear) or when its audio is gone."""
        ready = self._ready.get(content_hash)
        if ready is None and content_hash and content_hash not in self._wanted | self._missing:
            ready = self._fetch(content_hash, rate)
        return ready

    def observe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the hash of each source whose waveform is ready; returns the unsubscriber."""
        return self._arrived.observe(callback)

    def look_again(self, content_hashes: Iterable[str]) -> None:
        """Audio that was gone is there again."""
        for content_hash in content_hashes:
            self._missing.discard(content_hash)
            self._arrived.emit(content_hash)

    def _fetch(self, content_hash: str, rate: int) -> Waveform | None:
        try:
            kept = self._store.read_kept(content_hash, rate)
        except MediaError:
            self._missing.add(content_hash)
            return None
        if kept is not None:
            self._keep(content_hash, kept)
            return kept
        self._wanted.add(content_hash)
        self._jobs.submit(
            "Drawing waveforms",
            lambda: self._store.waveform(content_hash, rate),
            on_done=lambda waveform: self._arrive(content_hash, waveform),
            is_quiet=True,
        )
        return None

    def _arrive(self, content_hash: str, waveform: Waveform) -> None:
        self._keep(content_hash, waveform)
        self._wanted.discard(content_hash)
        self._arrived.emit(content_hash)

    def _keep(self, content_hash: str, waveform: Waveform) -> None:
        self._ready[content_hash] = waveform
        while len(self._ready) > KEPT:
            self._ready.popitem(last=False)
