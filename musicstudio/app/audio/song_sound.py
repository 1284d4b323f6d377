# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole song as a meter hears it: loudness over time, peaks, spectrum, and how much louder mastering makes it."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, within
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.bands import BANDS, FLOOR_DB, BandMeter
from musicstudio.dsp.integrated import IntegratedMeter
from musicstudio.dsp.measurement import Measurement, SoundMeter
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.offline import render
from musicstudio.project.model import Project

from ..session.played_notes import why_silent, with_everything_played
from .after_coding import CodingWatch

if TYPE_CHECKING:
    from ..session.session import Session

_SOUNDS_FROM_DB = -60.0


class SongSound(Struct, frozen=True):
    """finished: of the song as it leaves. before_lufs, before_peak_db: of the mix as it comes to the master, integrated
    and its highest sample. spectrum_db: mean power of the strongest frequency in each of `musicstudio.dsp.bands`, of
    the song as it leaves, dBFS, shape (BANDS,).
    """

    finished: Measurement
    before_lufs: float
    before_peak_db: float
    spectrum_db: NDArray[np.float32]

    @property
    def mastering_gain_lu(self) -> float:
        """By how much mastering makes the song louder."""
        return self.finished.integrated_lufs - self.before_lufs


class MeanSpectrum:
    """The mean over the moments that sound. One thread at a time."""

    def __init__(self) -> None:
        self._meter, self._waiting = BandMeter(), silence(0)
        self._power, self._count = np.zeros(BANDS), 0

    def feed(self, audio: Audio) -> None:
        """Take the next block, shape (2, frames)."""
        size = self._meter.size
        waiting = np.concatenate([self._waiting, audio], axis=1)
        while waiting.shape[1] >= size:
            levels_db = self._meter.levels_db(waiting[:, :size])
            if levels_db.max() > _SOUNDS_FROM_DB:
                self._power += 10.0 ** (levels_db / 10)
                self._count += 1
            waiting = waiting[:, size:]
        self._waiting = waiting.copy()

    @property
    def levels_db(self) -> NDArray[np.float32]:
        """dBFS, shape (BANDS,)."""
        if not self._count:
            return np.full(BANDS, FLOOR_DB, dtype=np.float32)
        mean = 10 * np.log10(np.maximum(self._power / self._count, 1e-12))
        return np.asarray(np.maximum(mean, FLOOR_DB), dtype=np.float32)


def song_sound_job(project: Project, media: MediaStore) -> Job[SongSound]:
    """Render the song once and measure it before and after the master, and what a codec makes of its peaks."""
    with scratch_folder() as folder, closing(CodingWatch(folder)) as coding:
        sound = yield from within(_heard(project, media, coding), 0.0, 0.9)
        ceiling_dbtp = project.master.ceiling_dbtp if project.master.is_on else 0.0
        coded = yield from within(coding.warnings(ceiling_dbtp), 0.9, 1.0)
    warnings = (*sound.finished.warnings, *coded)
    return replace(sound, finished=replace(sound.finished, warnings=warnings))


def _heard(project: Project, media: MediaStore, coding: CodingWatch) -> Job[SongSound]:
    finished, spectrum = SoundMeter(), MeanSpectrum()
    before, peak = IntegratedMeter(), [0.0]

    def hear(_: str, audio: Audio) -> None:
        finished.feed(audio)
        spectrum.feed(audio)
        coding.feed(audio)

    def hear_before(audio: Audio) -> None:
        before.feed(audio)
        peak[0] = max(peak[0], float(np.abs(audio).max(initial=0.0)))

    yield from render(project, media, hear, before_master=hear_before)
    peak_db = float(20 * np.log10(max(peak[0], 1e-6)))
    return SongSound(finished.finish(), before.integrated_lufs, peak_db, spectrum.levels_db)


def measure_song(session: "Session", on_done: Callable[[SongSound], None]) -> str:
    """Queue the measurement of the song as it stands; it comes on the main thread. The job's id."""
    project = session.document.committed

    def job() -> Job[SongSound]:
        playing = with_everything_played(project, session.note_rendering.played)
        played = yield from within(playing, 0.0, 0.3)
        return (yield from within(song_sound_job(played, session.media), 0.3, 1.0))

    return session.jobs.submit("Measuring the song", job, on_done=on_done)


def why_not_compare(session: "Session") -> str:
    """Why the song cannot be heard with and without its mastering; empty if it can."""
    if problem := why_silent(session.project):
        return problem
    return "" if session.project.master.is_on else "Mastering is bypassed, so there is nothing to compare."


def compare_mastering(session: "Session") -> str:
    """Hear the song without its mastering, equally loud, or with it again. Measured first: the job's id."""
    monitoring = session.monitoring
    if monitoring.is_comparing:
        monitoring.hear_unmastered(not monitoring.now.is_unmastered)
        return ""
    return measure_song(session, lambda sound: monitoring.compare(sound.mastering_gain_lu))
