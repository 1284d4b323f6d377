# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking the song out: audio at a loudness, stems, MIDI, projects for other DAWs, credits."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.audio_file import AudioSpec, check_format, write_audio
from musicstudio.interchange.provenance import credits_of, disclosure_sentence, write_credits
from musicstudio.interchange.song_info import SongInfo, song_info
from musicstudio.interchange.steady_end import with_steady_end
from musicstudio.interchange.stems import StemName, StemsWritten, write_stems
from musicstudio.media.store import MediaStore
from musicstudio.mixing.verdict import loudness_shortfall, silence_shortfall
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.offline import RenderReport, measure_master_gain, stems_of
from musicstudio.project.edits.song import set_master_gain
from musicstudio.project.history import HistoryEntry
from musicstudio.project.model import Project

from .daw_session import daw_session

if TYPE_CHECKING:
    from ..session.session import Session

SUFFIXES = ("wav", "flac", "mp3", "ogg", "mid", "dawproject", "rpp")
AUDIO = frozenset({"wav", "flac", "mp3", "ogg"})


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to write. The kind follows from the path's ending, one of `SUFFIXES`.

    stems_folder: also write every track, unmastered. range_s: (start, end); None: the whole song and its last tail.
    target_lufs: None takes the song's own. bit_depth: 16, 24, or 32 (float). has_credits: also ``credits.txt`` and
    ``.json``. is_exact: a session for another DAW holds stems as they are, not rows that can still be mixed.
    """

    path: Path
    stems_folder: Path | None = None
    range_s: tuple[float, float] | None = None
    target_lufs: float | None = None
    bit_depth: int = 24
    is_mastered: bool = True
    has_credits: bool = False
    is_exact: bool = False

    @property
    def kind(self) -> str:
        """``wav``, ``mid``..."""
        return self.path.suffix.lower().lstrip(".")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. Loudness (LUFS) and true peak (dBTP) are those of the rendered mix; None for notes.

    is_as_asked: whether nothing is clipped, silent that should sound, or off its loudness; notices say what is.
    """

    files: tuple[Path, ...]
    length_s: float = 0.0
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    gain_db: float | None = None
    notices: tuple[str, ...] = field(default=())
    is_as_asked: bool = True

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "files": [str(path) for path in self.files],
            "length_s": round(self.length_s, 6),
            "loudness_lufs": self.loudness_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "notices": list(self.notices),
            "is_as_asked": self.is_as_asked,
        }


def export(session: "Session", options: ExportOptions, on_done: Callable[[ExportReport], None] | None = None) -> str:
    """Queue an export of the song as it stands; the job's id. Raises `InputError` for what cannot be written."""
    project = session.document.committed
    check_options(project, options)
    history = session.document.history[: session.document.history_index + 1]

    def finish(report: ExportReport) -> None:
        is_songs_own = options.target_lufs is None and options.range_s is None and report.gain_db is not None
        if is_songs_own and project.master is session.document.committed.master and not session.folder.is_read_only:
            session.document.amend("Set the loudness", set_master_gain(report.gain_db or 0.0))
        for notice in report.notices:
            session.notify(notice, "warning")
        if on_done:
            on_done(report)

    return session.jobs.submit(
        f"Export {options.path.name}", lambda: export_job(project, session.media, options, history), on_done=finish
    )


def check_options(project: Project, options: ExportOptions) -> None:
    """Raise `InputError` with a sentence when a wish cannot be met."""
    if options.kind not in SUFFIXES:
        raise InputError(f"“{options.path.name}” cannot be written: the kinds are {', '.join(SUFFIXES)}.")
    if options.kind in AUDIO:
        check_format(options.path, options.bit_depth)
    if options.range_s and options.range_s[0] >= project.length_s:
        raise InputError(f"The range begins after the end of the song, which is {project.length_s:.1f} s long.")
    if options.range_s and round((options.range_s[1] - options.range_s[0]) * SAMPLE_RATE) < 1:
        raise InputError("The range is shorter than one sample.")
    if options.kind in AUDIO and not any(clip.take and clip.take.source for _, clip in project.clips()):
        raise InputError("There is nothing to hear in this song yet.")


def export_job(
    project: Project, media: MediaStore, options: ExportOptions, history: tuple[HistoryEntry, ...] = ()
) -> Job[ExportReport]:
    """Write everything a wish names; files appear whole or not at all. Raises `StorageError`, `MediaError`."""
    share = 0.6 if options.stems_folder else 1.0
    report = yield from within(_main_file(project, media, options), 0.0, share)
    files, notices = list(report.files), report.notices
    if options.stems_folder:
        stems = yield from within(_stems(project, media, options), share, 1.0)
        files += [*stems.files, stems.manifest]
        notices = (*notices, *stems.shortfalls)
    if options.has_credits:
        files += write_credits(options.path.parent, credits_of(project, history))
    is_as_asked = report.is_as_asked and len(notices) == len(report.notices)
    return dataclasses.replace(report, files=tuple(files), notices=notices, is_as_asked=is_as_asked)


def _main_file(project: Project, media: MediaStore, options: ExportOptions) -> Job[ExportReport]:
    if options.kind in AUDIO:
        return (yield from _audio(project, media, options))
    yield Progress(0.1, "Writing")
    if options.kind == "mid":
        from musicstudio.interchange.midi_export import export_midi

        song = with_steady_end(project)
        export_midi(song, options.path, span_ticks=_span_ticks(song, options))
        return ExportReport((options.path,), project.length_s)
    notices = yield from within(_session(project, media, options), 0.1, 1.0)
    return ExportReport((options.path,), project.length_s, notices=notices)


def _session(project: Project, media: MediaStore, options: ExportOptions) -> Job[tuple[str, ...]]:
    """A session for another DAW; what is not the same there, in sentences."""
    from musicstudio.interchange.dawproject import export_dawproject
    from musicstudio.interchange.dawproject_devices import is_built_in
    from musicstudio.interchange.rpp import export_rpp

    is_reaper = options.kind == "rpp"
    with scratch_folder() as folder:
        making = daw_session(
            project, media, folder, (lambda *_: False) if is_reaper else is_built_in, is_exact=options.is_exact
        )
        session = yield from within(making, 0.0, 0.8)
        if is_reaper:
            writing = export_rpp(session, options.path, media.path)
        else:
            writing = export_dawproject(session, options.path, media.path, _info(project, options))
        yield from within(writing, 0.8, 1.0)
    return session.notices


def _audio(project: Project, media: MediaStore, options: ExportOptions) -> Job[ExportReport]:
    gain_db = None
    if options.is_mastered and project.master.is_on:
        target = project.master.target_lufs if options.target_lufs is None else options.target_lufs
        project = replace(project, master=replace(project.master, target_lufs=target))
        gain_db = yield from within(measure_master_gain(project, media, *(options.range_s or ())), 0.0, 0.45)
        project = replace(project, master=replace(project.master, gain_db=gain_db))
    blocks = RenderedBlocks(project, media, options.range_s, is_mastered=options.is_mastered)
    writing = write_audio(options.path, blocks.mix(), _spec(project, options), _info(project, options))
    written = yield from within(writing, 0.45, 1.0)
    report = _known(blocks.report)
    missed = _missed(project, options.path.name, report, is_mastered=gain_db is not None)
    shortfalls = (*report.damaged, *written.shortfalls, *missed)
    return ExportReport(
        (options.path,),
        written.frames / SAMPLE_RATE,
        report.integrated_lufs,
        report.true_peak_dbtp,
        gain_db,
        shortfalls,
        is_as_asked=not shortfalls,
    )


def _missed(project: Project, name: str, report: RenderReport, is_mastered: bool) -> list[str]:
    """Why the mix is silent or not at its loudness; nothing where it is as asked."""
    if not is_mastered:
        return list(filter(None, [silence_shortfall(name, report.true_peak_dbtp)]))
    target = project.master.target_lufs
    missed = loudness_shortfall(name, report.frames, report.integrated_lufs, report.true_peak_dbtp, target)
    return list(filter(None, [missed]))


def _stems(project: Project, media: MediaStore, options: ExportOptions) -> Job[StemsWritten]:
    stems = stems_of(project)
    roles = {track.id: track.role for track in project.tracks}
    blocks = RenderedBlocks(project, media, options.range_s, is_mastered=False)
    names = [StemName(stem.name, roles.get(stem.id, "other")) for stem in stems]
    folder = options.stems_folder or options.path.parent
    rows = blocks.stems([stem.id for stem in stems])
    return (yield from write_stems(folder, names, rows, _spec(project, options), _info(project, options)))


def _known(report: RenderReport | None) -> RenderReport:
    if report is None:
        raise InputError("There is nothing to hear in this range.")
    return report


def _spec(project: Project, options: ExportOptions) -> AudioSpec:
    start_s, end_s = options.range_s or (0.0, project.length_s)
    return AudioSpec(frames=round((end_s - start_s) * SAMPLE_RATE), bits=options.bit_depth)


def _info(project: Project, options: ExportOptions) -> SongInfo:
    start_s, end_s = options.range_s or (0.0, None)
    info = song_info(project, start_s, end_s)
    recipe = project.recipes.get(project.song_recipe_id)
    return replace(info, disclosure=disclosure_sentence(project), licence=recipe.licence if recipe else "")


def _span_ticks(project: Project, options: ExportOptions) -> tuple[int, int] | None:
    if options.range_s is None:
        return None
    start, end = (project.tempo_map.ticks_at(edge) for edge in options.range_s)
    return start, end
