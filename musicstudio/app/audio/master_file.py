# SPDX-License-Identifier: GPL-3.0-or-later
"""A finished mix from a file to a file, at a loudness and under a true-peak ceiling."""

from pathlib import Path
from typing import Any

from musicstudio.core.files import require_another_file, scratch_folder
from musicstudio.core.progress import Job, within
from musicstudio.dsp.audio import to_stereo
from musicstudio.interchange.audio_file import AudioSpec, check_format
from musicstudio.interchange.song_info import SongInfo
from musicstudio.media.importing import read_blocks
from musicstudio.media.spool import Spool
from musicstudio.mixing.master import LoudnessReport, Mastered, Shaping, master
from musicstudio.mixing.verdict import loudness_shortfall

from ..files.held_file import HeldFile, loudness_to_keep, write_held


def master_file(
    path: Path, output: Path, target_lufs: float = -14.0, ceiling_dbtp: float = -1.0, bit_depth: int = 24
) -> Job[dict[str, Any]]:
    """Read, master, write; what was done as plain values. Raises `MediaError`, `InputError`, `StorageError`."""
    check_format(output, AudioSpec(0, bits=bit_depth))
    require_another_file(output, [path])
    with scratch_folder() as folder, Spool(folder, "shaped") as spool:
        shaping = Shaping(spool)
        reading = read_blocks(path, lambda block: shaping.feed(to_stereo(block)))
        notices = yield from within(reading, 0.0, 0.2)
        done = yield from within(master(shaping, target_lufs, ceiling_dbtp), 0.2, 0.8)
        writing = _write(output, done, path.stem, bit_depth)
        return _report(output, done.report, (yield from within(writing, 0.8, 1.0)), notices)


def _write(output: Path, done: Mastered, title: str, bit_depth: int) -> Job[HeldFile]:
    report = done.report
    info = SongInfo(title=title, loudness_lufs=report.after_lufs, true_peak_dbtp=report.after_dbtp)
    spec = AudioSpec(frames=done.shaped.frames, bits=bit_depth)
    keep_lufs = loudness_to_keep(report.after_lufs, report.target_lufs)
    rendered = (keep_lufs, report.after_dbtp)
    return (yield from write_held(output, done.blocks(), lambda: rendered, spec, info, report.ceiling_dbtp))


def _report(output: Path, report: LoudnessReport, held: HeldFile, notices: tuple[str, ...]) -> dict[str, Any]:
    lufs, peak_dbtp = held.figures(report.after_lufs, report.after_dbtp)
    missed = loudness_shortfall(
        output.name, held.written.frames, lufs, peak_dbtp, report.target_lufs, report.gain_db, held.in_words
    )
    shortfalls = [*held.written.shortfalls, *filter(None, [missed, held.notice])]
    return {
        "output": str(output),
        "loudness_lufs": lufs,
        "true_peak_dbtp": peak_dbtp,
        "before_lufs": report.before_lufs,
        "before_dbtp": report.before_dbtp,
        "gain_db": report.gain_db,
        "is_on_target": not missed,
        "notices": [*notices, *shortfalls],
        "is_as_asked": not shortfalls,
    }
