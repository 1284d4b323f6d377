# SPDX-License-Identifier: GPL-3.0-or-later
"""An audio file whose peaks, as a player will decode them, stay under a ceiling.

A lossy codec gives back other peaks than it was given. So such a file is decoded again and measured, and made anew from
quieter peaks until it keeps the ceiling; only then does it appear.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.files import new_path, scratch_folder
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.dsp.measurement import Measurement
from musicstudio.interchange.audio_file import AudioSpec, Written, write_audio
from musicstudio.interchange.song_info import SongInfo
from musicstudio.mixing.limiter import TruePeakLimiter, through

from .measure_file import measure_file
from .spool import Spool

_LOSSLESS = frozenset({".wav", ".flac"})
_MAX_TRIES, _MAX_MENDING_TRIES = 8, 4
_MAX_MADE_UP_LU = 1.0
# The last tries turn everything down: a codec answers to that with other peaks, so by a little more.
_SAFETY_DB, _LAST_SAFETY_DB = 0.03, 0.1
_CLOSE_ENOUGH_LU, _NEAR_LU = 0.1, 0.5


class HeldFile(Struct, frozen=True):
    """What was written. found: measured from the decoded file, or None where that is what was rendered. held_db: by how
    much peaks were lowered; trim_db: by how much all of it changed; notice: where the ceiling could not be kept.
    """

    written: Written
    found: Measurement | None = None
    held_db: float = 0.0
    trim_db: float = 0.0
    notice: str = ""

    def figures(self, lufs: float, true_peak_dbtp: float) -> tuple[float, float]:
        """Loudness and true peak of the file, given those of what was rendered."""
        if self.found is None:
            return lufs + self.trim_db, true_peak_dbtp + self.trim_db
        return self.found.integrated_lufs, self.found.true_peak_dbtp

    @property
    def in_words(self) -> str:
        """What was done to the level, or empty."""
        lowered = f"its peaks had to be lowered by {self.held_db:.1f} dB to stay under the ceiling"
        return lowered if self.held_db else ""


class Hold(Struct, frozen=True):
    """How sound is prepared for a codec: gain_db for all of it, then peaks_db for the limiter's ceiling."""

    gain_db: float = 0.0
    peaks_db: float = 0.0

    def better(self, over_db: float, lost_lu: float) -> "Hold":
        """For peaks that were over the ceiling, and loudness that the codec or the limiter took."""
        made_up_db = min(max(lost_lu, -_MAX_MADE_UP_LU), _MAX_MADE_UP_LU)
        return Hold(self.gain_db + made_up_db, self.peaks_db - max(0.0, over_db + _SAFETY_DB))

    def softer(self, over_db: float) -> "Hold":
        """All of it turned down, at the cost of loudness."""
        return Hold(self.gain_db - over_db - _LAST_SAFETY_DB, self.peaks_db)


def write_held(
    path: Path, blocks: Iterable[Audio], rendered: Callable[[], tuple[float, float]], spec: AudioSpec, info: SongInfo,
    ceiling_dbtp: float, measured: Callable[[SongInfo], SongInfo] = lambda about: about,
) -> Job[HeldFile]:  # fmt: skip
    """Write blocks under a ceiling. rendered: asked, when all are taken, for the loudness to keep and their true peak.

    The rest as for `write_audio`, which may be called several times.
    """
    with scratch_folder() as folder, Spool(folder) as spool:
        for block in blocks:
            spool.append(block)
            yield Progress(0.5 * min(1.0, spool.frames / max(1, spec.frames)), "Rendering")
        lufs, peak_dbtp = rendered()
        over_db = peak_dbtp - ceiling_dbtp
        hold = Hold().softer(over_db) if over_db > 0 else Hold()
        work = _Work(path, folder, spool, spec, measured(info), ceiling_dbtp, lufs)
        return (yield from within(_lossless(work, hold) if work.is_lossless else _lossy(work, hold), 0.5, 1.0))


class _Work(NamedTuple):
    path: Path
    folder: Path
    spool: Spool
    spec: AudioSpec
    info: SongInfo
    ceiling_dbtp: float
    lufs: float

    @property
    def is_lossless(self) -> bool:
        """Whether a player gets back what is written."""
        suffix = self.path.suffix.lower()
        return (suffix in _LOSSLESS or self.spec.is_lossless) and self.spec.rate == SAMPLE_RATE

    def apply_hold(self, hold: Hold) -> Iterator[Audio]:
        """The sound as a hold makes it."""
        gain = np.float32(gain_from_db(hold.gain_db))
        blocks = (block * gain for block in self.spool.blocks()) if hold.gain_db else self.spool.blocks()
        has_peaks = hold.peaks_db < 0 or hold.gain_db > 0
        return through(TruePeakLimiter(self.ceiling_dbtp + hold.peaks_db), blocks) if has_peaks else blocks


def _lossless(work: _Work, hold: Hold) -> Job[HeldFile]:
    written = yield from write_audio(work.path, work.apply_hold(hold), work.spec, work.info)
    return HeldFile(written, None, -hold.gain_db, hold.gain_db)


def _lossy(work: _Work, hold: Hold) -> Job[HeldFile]:
    attempt = work.folder / work.path.name
    for number in range(_MAX_TRIES):
        first, last = 1 - 0.5**number, 1 - 0.5 ** (number + 1)
        writing = write_audio(attempt, work.apply_hold(hold), work.spec, work.info)
        written = yield from within(writing, first, (first + last) / 2)
        found = yield from within(measure_file(attempt), (first + last) / 2, last)
        over_db, lost_lu = found.true_peak_dbtp - work.ceiling_dbtp, _lost_lu(work.lufs, found.integrated_lufs)
        may_mend = number < _MAX_MENDING_TRIES
        if (over_db <= 0 and (abs(lost_lu) <= _CLOSE_ENOUGH_LU or not may_mend)) or number == _MAX_TRIES - 1:
            break
        hold = hold.better(over_db, lost_lu) if may_mend else hold.softer(over_db)
    with new_path(work.path) as part:
        shutil.copyfile(attempt, part)
    name = work.path.name
    notice = f"“{name}” reaches {found.true_peak_dbtp:.1f} dBTP when it is decoded." if over_db > 0 else ""
    held_db = max(0.0, -hold.peaks_db, -hold.gain_db)
    return HeldFile(replace(written, path=work.path), found, held_db, hold.gain_db, notice)


def loudness_to_keep(rendered_lufs: float, aim_lufs: float) -> float:
    """What a codec's loss is made up to: the loudness that was asked for, where the mastering came near it."""
    return aim_lufs if abs(rendered_lufs - aim_lufs) < _NEAR_LU else rendered_lufs


def _lost_lu(rendered_lufs: float, lufs: float) -> float:
    """Loudness lost on the way; none where either could not be measured."""
    return rendered_lufs - lufs if min(rendered_lufs, lufs) > QUIETEST_LUFS else 0.0
