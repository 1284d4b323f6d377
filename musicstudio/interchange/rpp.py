# SPDX-License-Identifier: GPL-3.0-or-later
"""REAPER projects: tracks, folders, items, fades, envelopes, sends, tempo, regions, markers and notes, beside a folder
with the audio.

REAPER's own effects keep their settings in a form of their own that is nowhere described, so effects arrive in the
audio, and the master as a fader that leaves the sum below full scale.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from musicstudio.core.files import write_file
from musicstudio.core.progress import Job
from musicstudio.core.units import gain_from_db
from musicstudio.project.model import AutomationLane, Project

from .daw_session import DawSession, copy_media
from .dawproject_values import as_linear
from .rpp_tracks import envelope_lines, note_folder_lines, track_lines
from .rpp_values import indent_lines, number, quote_text
from .timeline import exported_rows

_STEP = 1


def export_rpp(session: DawSession, path: Path, media_path: Callable[[str], Path]) -> Job[Path]:
    """Write a song and, into ``<name> audio`` beside it, all audio that is heard.

    media_path: the file of a content hash. The project file comes last, so that it is there only when all audio is.
    Raises `MediaError` and `StorageError`.
    """
    path = Path(path)
    files = yield from copy_media(session, path, media_path)
    write_file(path, rpp_text(session, files).encode())
    return path


def rpp_text(session: DawSession, files: Mapping[str, str]) -> str:
    """The project file; ``files``: the path, beside the project, of each content hash."""
    project = session.project
    rows = exported_rows(project)
    numbers = {track.id: index for index, track in enumerate(rows)}
    lines = ['<REAPER_PROJECT 0.1 "7.0" 0', f"  TITLE {quote_text(project.title)}"]
    lines += indent_lines(_tempo_lines(project))
    lines += [f"  MASTER_VOLUME {number(_master_gain(session))} 0 -1 -1 1", *indent_lines(_master_envelope(project))]
    lines += indent_lines(_marker_lines(project))
    for track in rows:
        lines += indent_lines(track_lines(project, track, rows, numbers, files))
    lines += indent_lines(note_folder_lines(project, session.note_rows))
    return "\n".join([*lines, ">"]) + "\n"


def _master_gain(session: DawSession) -> float:
    """An envelope and the fader multiply there, and take each other's place here."""
    fader_db = 0.0 if _fader_lane(session.project) else session.project.master.fader_db
    return 0.0 if fader_db <= -60 else gain_from_db(session.ceiling_gain_db + fader_db)


def _fader_lane(project: Project) -> AutomationLane | None:
    return next((lane for lane in project.master.automation if lane.target == "fader_db" and lane.points), None)


def _master_envelope(project: Project) -> Iterator[str]:
    lane = _fader_lane(project)
    if lane is not None:
        yield from envelope_lines("MASTERVOLENV2", project, as_linear(lane.points))


def _tempo_lines(project: Project) -> Iterator[str]:
    tempo_map = project.tempo_map
    meter = tempo_map.meters[0]
    yield f"TEMPO {number(tempo_map.tempos[0].bpm)} {meter.numerator} {meter.denominator}"
    if len(tempo_map.tempos) + len(tempo_map.meters) == 2:
        return
    yield "<TEMPOENVEX"
    yield "  ACT 1 -1"
    meter_ticks = {each.tick for each in tempo_map.meters}
    for tick in sorted({tempo.tick for tempo in tempo_map.tempos} | meter_ticks):
        here = tempo_map.meter_at(tick)
        signature = f" {here.denominator << 16 | here.numerator} 0 1" if tick in meter_ticks else ""
        yield f"  PT {number(tempo_map.seconds_at(tick))} {number(tempo_map.bpm_at(tick))} {_STEP}{signature}"
    yield ">"


def _marker_lines(project: Project) -> Iterator[str]:
    place = 1
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        yield f"MARKER {place} {number(start_s)} {quote_text(section.name)} 1"
        yield f'MARKER {place} {number(end_s)} "" 1'
        place += 1
    for marker in project.markers:
        yield f"MARKER {place} {number(project.tempo_map.seconds_at(marker.tick))} {quote_text(marker.name)} 0"
        place += 1
