# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking the song out: audio at a loudness, stems, MIDI, projects for other DAWs, credits."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from musicstudio.core.progress import Job, Progress, within
from musicstudio.interchange.about_song import SongTags, about_song
from musicstudio.interchange.credits_file import write_credits
from musicstudio.interchange.provenance import CreditsSheet, credits_of
from musicstudio.interchange.song_info import SongInfo
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.song import set_master_gain
from musicstudio.project.history import History
from musicstudio.project.model import Project
from musicstudio.storage.media_check import check_media

from ..session.played_notes import with_everything_played
from .export_audio import export_mix, export_stems
from .export_options import AUDIO, SUFFIXES, ExportOptions, ExportReport, check_options
from .export_page import export_page
from .export_session import NOTES, SESSIONS, export_notes, export_session
from .export_video import export_video
from .sign import sign_files, signing_identity

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["AUDIO", "SUFFIXES", "ExportOptions", "ExportReport", "SongTags", "check_options", "export", "export_job"]


def export(
    session: "Session",
    options: ExportOptions,
    on_done: Callable[[ExportReport], None] | None = None,
    instead: Project | None = None,
) -> str:
    """Queue an export of the song as it stands; the job's id. Raises `InputError` for what cannot be written.

    instead: the song as it would be with another take or variation; the song itself stays as it is.
    """
    project = instead or session.document.committed
    check_options(project, options)
    options = options.with_settings(session.settings.values)
    history = session.document.history_states

    def finish(report: ExportReport) -> None:
        is_songs_own = options.target_lufs is None and options.range_s is None and report.gain_db is not None
        is_songs_own = is_songs_own and instead is None
        if is_songs_own and project.master is session.document.committed.master and not session.folder.is_read_only:
            session.document.amend("Set the loudness", set_master_gain(report.gain_db or 0.0))
        for notice in report.notices:
            session.notify(notice, "warning")
        if on_done:
            on_done(report)

    return session.jobs.submit(
        f"Export {options.path.name}", lambda: _played_and_exported(session, project, options, history), on_done=finish
    )


def _played_and_exported(
    session: "Session", project: Project, options: ExportOptions, history: History | None
) -> Job[ExportReport]:
    """What leaves is what plays: notes that have no sound yet get it first."""
    if options.kind not in NOTES or options.stems_folder:
        playing = with_everything_played(project, session.note_rendering.played)
        project = yield from within(playing, 0.0, 0.3)
    return (yield from within(export_job(project, session.media, options, history), 0.3, 1.0))


def export_job(
    project: Project, media: MediaStore, options: ExportOptions, history: History | None = None
) -> Job[ExportReport]:
    """Write everything a wish names; files appear whole or not at all. Raises `StorageError`, `MediaError`."""
    done = 0.95 if options.is_signed else 1.0
    share = 0.1 if options.is_stems_alone else 0.6 if options.stems_folder else done
    about = about_song(project, history, options.tags, options.range_s)
    yield from within(check_media(project, media), 0.0, 0.05 * share)
    sheet = msgspec.structs.replace(
        credits_of(project, history, options.tags.artist), mark=options.mark_in_words(project)
    )
    if options.is_stems_alone:
        making = _nothing(project)
    elif options.kind == "html":
        making = export_page(project, media, options, about, sheet)
    elif options.kind == "mp4":
        making = export_video(project, media, options, about)
    else:
        making = _main_file(project, media, options, about)
    report = yield from within(making, 0.05 * share, share)
    files, notices = list(report.files), report.notices
    if options.stems_folder:
        stems = yield from within(export_stems(project, media, options, about), share, done)
        files += [*stems.files, stems.manifest]
        notices = (*notices, *stems.shortfalls)
    if options.is_signed:
        files = yield from within(_sign_files(files, sheet, options), 0.95, 1.0)
    files += [write_credits(path, sheet) for path in options.credits]
    is_as_asked = report.is_as_asked and len(notices) == len(report.notices)
    return dataclasses.replace(
        report, files=tuple(files), notices=notices, is_as_asked=is_as_asked, mark=options.mark_in_words(project)
    )


def _nothing(project: Project) -> Job[ExportReport]:
    """No main file."""
    yield Progress(0.0, "Writing stems")
    return ExportReport((), project.length_s)


def _sign_files(files: list[Path], sheet: CreditsSheet, options: ExportOptions) -> Job[list[Path]]:
    """All files, those with sound signed."""
    identity = signing_identity(options.identity, options.tags.artist)
    sounds = [path for path in files if path.suffix.lower().lstrip(".") in (*AUDIO, "mp4")]
    signed = yield from sign_files(sounds, sheet, identity)
    return [*signed, *(path for path in files if path not in sounds)]


def _main_file(project: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    if options.kind in AUDIO:
        return (yield from export_mix(project, media, options, about))
    if options.kind in SESSIONS:
        return (yield from export_session(project, media, options, about))
    return (yield from export_notes(project, options, about))
