# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as sound: the mix at a loudness, every section as a file, every track as a stem."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.files import safe_name
from musicstudio.core.progress import Job, within
from musicstudio.core.units import db_from_gain, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.watermark.writing import mark_rows
from musicstudio.interchange.audio_file import Written, write_audio
from musicstudio.interchange.song_info import SongInfo, song_info
from musicstudio.interchange.stems import StemName, StemsWritten, write_stems
from musicstudio.media.store import MediaStore
from musicstudio.mixing.verdict import loudness_shortfall, silence_shortfall
from musicstudio.playback.graph.blocks import RenderedBlocks, is_loop
from musicstudio.playback.graph.offline import RenderReport, measure_master_gain, render, stems_of
from musicstudio.project.model import Master, Project, Strip

from .export_options import ExportOptions, ExportReport
from .held_file import HeldFile, loudness_to_keep, write_held

Span = tuple[float, float]
_CEILING_DBTP = -1.0
_FULL_DBFS = 0.0


def export_mix(project: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    """The main file and, where wished, its sections."""
    if options.has_loop_points and options.range_s is None:
        options = dataclasses.replace(options, range_s=(0.0, project.length_s))
    share = 0.6 if options.sections_folder else 1.0
    song, gain_db = yield from within(_at_loudness(project, media, options), 0.0, 0.45 * share)
    about = _as_loop(song, options, about)
    report, held = yield from within(
        _write(song, media, options, options.path, options.range_s, about), 0.45 * share, share
    )
    files = [options.path]
    if options.sections_folder:
        files += yield from within(_sections(song, media, options, about), share, 1.0)
    lufs, peak_dbtp = held.figures(report.integrated_lufs, report.true_peak_dbtp)
    moved_by = _fader_in_words(song.master)
    missed = _describe_miss(song, options.path.name, report.frames, lufs, peak_dbtp, moved_by or held.in_words)
    shortfalls = (*report.damaged, *held.written.shortfalls, *filter(None, [missed, held.notice]))
    return ExportReport(
        tuple(files),
        held.written.frames / options.rate,
        lufs,
        peak_dbtp,
        gain_db,
        (*shortfalls, *_overshoot(held.written)),
        is_as_asked=not shortfalls or (bool(moved_by) and shortfalls == (missed,)),
    )


def _describe_miss(song: Project, name: str, frames: int, lufs: float, peak_dbtp: float, moved_by: str) -> str:
    """Why the mix is silent or not at its loudness; empty where it is as asked."""
    master = song.master
    if not master.is_on:
        return silence_shortfall(name, peak_dbtp)
    return loudness_shortfall(name, frames, lufs, peak_dbtp, master.target_lufs, master.gain_db, moved_by)


def _fader_in_words(master: Master) -> str:
    """What the user did to the level after the mastering, which is as asked though it is off the target."""
    if any(lane.target == "fader_db" and lane.points for lane in master.automation):
        return "the master's fader is automated"
    return f"the master's fader is at {master.fader_db:+.1f} dB".replace("-", "−") if master.fader_db else ""


def export_stems(project: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[StemsWritten]:
    """Every stem as a WAV file, and the manifest."""
    project = _dry(project) if options.are_stems_dry else project
    stems = stems_of(project)
    roles = {track.id: track.role for track in project.tracks}
    raised_db = 0.0
    if options.has_common_gain:
        raised_db = yield from within(stems_headroom_db(project, media, options), 0.0, 0.4)
    blocks = RenderedBlocks(project, media, options.range_s, is_mastered=False)
    names = [StemName(stem.name, roles.get(stem.id, "other")) for stem in stems]
    folder = options.stems_folder or options.path.parent
    gain, played = np.float32(gain_from_db(raised_db)), blocks.stems([stem.id for stem in stems])
    rows: Iterator[list[Audio]] = ([block * gain for block in row] for row in played)
    mark = options.mark_for(project) if options.are_stems_marked else None
    if mark is not None:
        rows = mark_rows(rows, mark, len(stems))
    writing = write_stems(folder, names, rows, options.spec(_length_s(project, options.range_s)), about, raised_db)
    return (yield from within(writing, 0.4 if options.has_common_gain else 0.0, 1.0))


def _dry(project: Project) -> Project:
    """The song with every row as it is played, before effects and faders; what is muted stays silent."""
    rows = (track for track in project.tracks if track.kind not in ("group", "bus"))
    bare = (replace(row, group_id="", strip=Strip(is_muted=row.strip.is_muted)) for row in rows)
    return replace(project, tracks=tuple(bare))


def _at_loudness(project: Project, media: MediaStore, options: ExportOptions) -> Job[tuple[Project, float | None]]:
    """The song with the gain that makes it as loud as wished, and that gain; None where no master is wished."""
    if not (options.is_mastered and project.master.is_on):
        return replace(project, master=replace(project.master, is_on=False)), None
    target = project.master.target_lufs if options.target_lufs is None else options.target_lufs
    project = replace(project, master=replace(project.master, target_lufs=target))
    gain_db = yield from measure_master_gain(project, media, *(options.range_s or ()))
    return replace(project, master=replace(project.master, gain_db=gain_db)), gain_db


def _write(
    song: Project, media: MediaStore, options: ExportOptions, path: Path, span_s: Span | None, about: SongInfo
) -> Job[tuple[RenderReport, HeldFile]]:
    """A file of the mix behind the master's fader; a mastered one keeps the ceiling as it is decoded."""
    blocks = RenderedBlocks(song, media, span_s, is_mastered=True, mark=options.mark_for(song))
    spec, measured = options.spec(_length_s(song, span_s)), _measured_by(blocks)
    if not song.master.is_on:
        written = yield from write_audio(path, blocks.mix(), spec, about, measured)
        return _require_report(blocks.report), HeldFile(written)

    def rendered() -> tuple[float, float]:
        report = _require_report(blocks.report)
        aim_lufs = song.master.target_lufs + song.master.fader_db
        return loudness_to_keep(report.integrated_lufs, aim_lufs), report.true_peak_dbtp

    held = yield from write_held(path, blocks.mix(), rendered, spec, about, song.master.ceiling_dbtp, measured)
    return _require_report(blocks.report), held


def _measured_by(blocks: RenderedBlocks) -> Callable[[SongInfo], SongInfo]:
    """What the render measured, for the tags of its own file."""

    def measured(about: SongInfo) -> SongInfo:
        report = blocks.report
        if report is None or report.integrated_lufs < -100:
            return about
        return replace(
            about,
            loudness_lufs=report.integrated_lufs,
            true_peak_dbtp=report.true_peak_dbtp,
            range_lu=report.range_lu,
        )

    return measured


def _sections(song: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[list[Path]]:
    """Every section from its first bar to its end, mastered with the song's gain."""
    files = []
    for number, section in enumerate(song.sections):
        span = song.section_span_s(section)
        name = f"{number + 1:02d} {safe_name(section.name, 'Section')}{options.path.suffix}"
        path = (options.sections_folder or options.path.parent) / name
        own = song_info(song, *span)
        named = replace(about, title=f"{about.title} - {section.name}", cues=own.cues, loop_s=None, lyrics="")
        low, high = number / len(song.sections), (number + 1) / len(song.sections)
        yield from within(_write(song, media, options, path, span, named), low, high)
        files.append(path)
    return files


def _as_loop(song: Project, options: ExportOptions, about: SongInfo) -> SongInfo:
    """With the points between which a sampler repeats, where the file runs into its own beginning."""
    if options.has_loop_points or (options.range_s is None and is_loop(song)):
        return replace(about, loop_s=(0.0, _length_s(song, options.range_s)))
    return about


def stems_headroom_db(project: Project, media: MediaStore, options: ExportOptions) -> Job[float]:
    """By how much every stem can be raised so that neither one of them nor their sum is clipped."""
    peaks: dict[str, float] = {}

    def hear(name: str, block: Audio) -> None:
        peaks[name] = max(peaks.get(name, 0.0), float(abs(block).max(initial=0.0)))

    start_s, end_s = options.range_s or (0.0, None)
    job = render(project, media, hear, start_s=start_s, end_s=end_s, with_master=False, with_stems=True)
    yield from job
    loudest = max(peaks.values(), default=0.0)
    if loudest <= 1e-6:
        return 0.0
    return _CEILING_DBTP - db_from_gain(loudest)


def _overshoot(written: Written) -> tuple[str, ...]:
    """A lossy file whose decoding goes over full scale is told."""
    if written.peak_dbfs <= _FULL_DBFS + 0.005:
        return ()
    return (f"“{written.path.name}” decodes to {written.peak_dbfs:+.1f} dBFS: a lower ceiling would keep it clean.",)


def _length_s(song: Project, span_s: Span | None) -> float:
    return span_s[1] - span_s[0] if span_s else song.length_s


def _require_report(report: RenderReport | None) -> RenderReport:
    if report is None:
        raise InputError("There is nothing to hear in this range.")
    return report
