# SPDX-License-Identifier: GPL-3.0-or-later
"""The song for other programs: sessions of DAWs and film editors, notes as MIDI, on paper and as timed words."""

from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, Progress, within
from musicstudio.interchange.song_info import SongInfo
from musicstudio.interchange.steady_end import with_steady_end
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project

from ..session.played_notes import why_silent
from .daw_session import daw_session
from .engraving import engrave, find_engraver
from .export_options import ExportOptions, ExportReport

SESSIONS = ("dawproject", "rpp", "otio")
NOTES = ("mid", "musicxml", "pdf", "lrc")


def export_notes(project: Project, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    """MIDI, MusicXML, its pages as PDF, or LRC."""
    yield Progress(0.1, "Writing")
    song = with_steady_end(project)
    if options.kind == "pdf":
        return (yield from _engraved(song, options, about))
    if options.kind == "mid":
        from musicstudio.interchange.midi_export import export_midi

        export_midi(song, options.path, span_ticks=_span_ticks(song, options))
    elif options.kind == "musicxml":
        from musicstudio.interchange.score.musicxml import export_musicxml

        export_musicxml(song, options.path, is_lead_sheet=options.is_lead_sheet, artist=about.artist)
    else:
        from musicstudio.interchange.score.lrc import export_lrc

        export_lrc(project, options.path, about, has_words=options.has_word_times)
    return ExportReport((options.path,), project.length_s)


def _engraved(song: Project, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    """A PDF by MuseScore; MusicXML in its place where there is none."""
    from musicstudio.interchange.score.musicxml import export_musicxml

    program = find_engraver()
    if program is None:
        path = options.path.with_suffix(".musicxml")
        export_musicxml(song, path, is_lead_sheet=options.is_lead_sheet, artist=about.artist)
        notice = f"MuseScore is not installed, so “{path.name}” was written in place of a PDF."
        return ExportReport((path,), song.length_s, notices=(notice,), is_as_asked=False)
    with scratch_folder() as folder:
        score = folder / "score.musicxml"
        export_musicxml(song, score, is_lead_sheet=options.is_lead_sheet, artist=about.artist)
        yield from within(engrave(program, score, options.path), 0.2, 1.0)
    return ExportReport((options.path,), song.length_s)


def export_session(project: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    """A session for another program; notices say what is not the same there."""
    from musicstudio.interchange.dawproject import export_dawproject
    from musicstudio.interchange.dawproject_devices import is_built_in
    from musicstudio.interchange.otio import export_otio
    from musicstudio.interchange.rpp import export_rpp

    known = is_built_in if options.kind == "dawproject" else (lambda *_: False)
    is_exact = options.is_exact or options.kind == "otio"
    with scratch_folder() as folder:
        making = daw_session(project, media, folder, known, is_exact=is_exact)
        session = yield from within(making, 0.0, 0.8)
        if options.kind == "rpp":
            writing = export_rpp(session, options.path, media.path)
        elif options.kind == "otio":
            writing = export_otio(session, options.path, media.path)
        else:
            writing = export_dawproject(session, options.path, media.path, about)
        yield from within(writing, 0.8, 1.0)
    notices = (*filter(None, [why_silent(project)]), *session.notices)
    return ExportReport((options.path,), project.length_s, notices=notices)


def _span_ticks(project: Project, options: ExportOptions) -> tuple[int, int] | None:
    if options.range_s is None:
        return None
    start, end = (project.tempo_map.ticks_at(edge) for edge in options.range_s)
    return start, end
