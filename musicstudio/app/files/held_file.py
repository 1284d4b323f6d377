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
from musicstudio.dsp.kept import feed_meters
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.dsp.measurement import Measurement, SoundMeter
from musicstudio.interchange.audio_file import AudioSpec, Written, write_audio
from musicstudio.interchange.song_info import SongInfo
from musicstudio.media.spool import Spool
from musicstudio.mixing.limiter import TruePeakLimiter, through

from .hold import Attempt, Hold, best_attempt, next_hold
from .measure_file import measure_file

_LOSSLESS = frozenset({".wav", ".flac"})
_NEAR_LU = 0.5


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
        first = Attempt(Hold(), peak_dbtp - ceiling_dbtp, 0.0)
        hold = next_hold([first]) or Hold() if first.over_db > 0 else Hold()
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
    def best(self) -> Path:
        """Where the best attempt is kept."""
        return self.folder / "best attempt"

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
    """What is under the ceiling is written at once; what is over it first finds its hold by measuring."""
    if hold == Hold():
        return HeldFile((yield from write_audio(work.path, work.spool.blocks(), work.spec, work.info)))
    attempts, found = list[Attempt](), list[Measurement]()
    following: Hold | None = hold
    while following is not None:
        meter, share = SoundMeter(), 0.5 - 0.5 * 0.6 ** len(attempts)
        measuring = feed_meters(work.apply_hold(following), work.spool.frames, [meter], "Holding the peaks")
        yield from within(measuring, share, 0.5 - 0.5 * 0.6 ** (len(attempts) + 1))
        found.append(meter.finish())
        attempts.append(Attempt(following, *_shortfall(work, found[-1])))
        following = next_hold(attempts)
    best = best_attempt(attempts)
    writing = write_audio(work.path, work.apply_hold(best.hold), work.spec, work.info)
    written = yield from within(writing, 0.5, 1.0)
    return _report_hold(work, written, found[attempts.index(best)], best)


def _lossy(work: _Work, hold: Hold) -> Job[HeldFile]:
    attempts, kept = list[Attempt](), list[_Kept]()
    following: Hold | None = hold
    while following is not None:
        first, last = 1 - 0.6 ** len(attempts), 1 - 0.6 ** (len(attempts) + 1)
        made = yield from within(_attempt(work, following), first, last)
        attempts.append(Attempt(following, *_shortfall(work, made.found)))
        if best_attempt(attempts) is attempts[-1]:
            made.path.replace(work.best)
            kept[:] = [made]
        following = next_hold(attempts)
    with new_path(work.path) as part:
        shutil.copyfile(work.best, part)
    return _report_hold(work, kept[0].written, kept[0].found, best_attempt(attempts))


class _Kept(NamedTuple):
    path: Path
    written: Written
    found: Measurement


def _attempt(work: _Work, hold: Hold) -> Job[_Kept]:
    attempt = work.folder / work.path.name
    writing = write_audio(attempt, work.apply_hold(hold), work.spec, work.info)
    written = yield from within(writing, 0.0, 0.5)
    return _Kept(attempt, written, (yield from within(measure_file(attempt), 0.5, 1.0)))


def _shortfall(work: _Work, found: Measurement) -> tuple[float, float]:
    return found.true_peak_dbtp - work.ceiling_dbtp, _lost_lu(work.lufs, found.integrated_lufs)


def _report_hold(work: _Work, written: Written, found: Measurement, best: Attempt) -> HeldFile:
    name, hold = work.path.name, best.hold
    notice = f"“{name}” reaches {found.true_peak_dbtp:.1f} dBTP when it is decoded." if best.over_db > 0 else ""
    held_db = max(0.0, -hold.peaks_db, -hold.gain_db)
    return HeldFile(replace(written, path=work.path), found, held_db, hold.gain_db, notice)


def loudness_to_keep(rendered_lufs: float, aim_lufs: float) -> float:
    """What a codec's loss is made up to: the loudness that was asked for, where the mastering came near it."""
    return aim_lufs if abs(rendered_lufs - aim_lufs) < _NEAR_LU else rendered_lufs


def _lost_lu(rendered_lufs: float, lufs: float) -> float:
    """Loudness lost on the way; none where either could not be measured."""
    return rendered_lufs - lufs if min(rendered_lufs, lufs) > QUIETEST_LUFS else 0.0
