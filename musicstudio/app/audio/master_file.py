# SPDX-License-Identifier: GPL-3.0-or-later
"""A finished mix from a file to a file, at a loudness and under a true-peak ceiling."""

from pathlib import Path
from typing import Any

from musicstudio.core.progress import Job, within
from musicstudio.dsp.audio import to_stereo
from musicstudio.interchange.audio_file import AudioSpec, check_format
from musicstudio.interchange.song_info import SongInfo
from musicstudio.media.importing import load_audio
from musicstudio.mixing.master import master
from musicstudio.mixing.verdict import loudness_shortfall

from ..files.held_file import loudness_to_keep, write_held


def master_file(
    path: Path, output: Path, target_lufs: float = -14.0, ceiling_dbtp: float = -1.0, bit_depth: int = 24
) -> Job[dict[str, Any]]:
    """Read, master, write; what was done as plain values. Raises `MediaError`, `InputError`, `StorageError`."""
    check_format(output, AudioSpec(0, bits=bit_depth))
    loaded = yield from within(load_audio(path), 0.0, 0.2)
    done = yield from within(master(to_stereo(loaded.audio), loaded.rate, target_lufs, ceiling_dbtp), 0.2, 0.8)
    report = done.report
    info = SongInfo(title=path.stem, loudness_lufs=report.after_lufs, true_peak_dbtp=report.after_dbtp)
    spec = AudioSpec(frames=done.audio.shape[1], bits=bit_depth)
    writing = write_held(
        output,
        [done.audio],
        lambda: (loudness_to_keep(report.after_lufs, target_lufs), report.after_dbtp),
        spec,
        info,
        ceiling_dbtp,
    )
    held = yield from within(writing, 0.8, 1.0)
    lufs, peak_dbtp = held.figures(report.after_lufs, report.after_dbtp)
    missed = loudness_shortfall(output.name, spec.frames, lufs, peak_dbtp, target_lufs, report.gain_db, held.in_words)
    shortfalls = [*held.written.shortfalls, *filter(None, [missed, held.notice])]
    return {
        "output": str(output),
        "loudness_lufs": lufs,
        "true_peak_dbtp": peak_dbtp,
        "before_lufs": report.before_lufs,
        "before_dbtp": report.before_dbtp,
        "gain_db": report.gain_db,
        "is_on_target": not missed,
        "notices": [*loaded.notices, *shortfalls],
        "is_as_asked": not shortfalls,
    }
