# SPDX-License-Identifier: GPL-3.0-or-later
"""A song as another DAW is to get it, before it is written in any format.

`musicstudio.app.files.daw_session` makes one: rows whose effects the format has stand as they are, the others as audio
with the effects in it, so that a reader which follows the format's specification renders the studio's mix.
"""

import shutil
from collections.abc import Callable
from itertools import count
from math import ceil
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.files import new_path, safe_name
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Clip, Meter, Project, Tempo, TempoMap, Track

from .timeline import audio_items


class DawSession(Struct, frozen=True):
    """What to write.

    project: the rows with their audio; its tempo map begins at 0 s. note_rows: the rows that have notes, with these.
    files: the audio that was made for this hand-off, by the name that ``project.sources`` gives it. ceiling_gain_db:
    the most that the sum of the rows can be raised without a limiter, up to what the studio's master raises it.
    notices: what is not the same there, in sentences.
    """

    project: Project
    note_rows: tuple[Track, ...] = ()
    files: dict[str, Path] = {}
    ceiling_gain_db: float = 0.0
    notices: tuple[str, ...] = ()


def media_names(project: Project) -> dict[str, str]:
    """A readable file name for every source that is heard, by hash: ``Bass.wav``, ``Bass-2.wav``."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for track in project.tracks:
        for item in audio_items(project, track):
            if item.source.hash not in names:
                names[item.source.hash] = _fresh(safe_name(track.name, "Audio").replace(" ", "-"), taken)
    return names


def copy_media(session: DawSession, path: Path, media_path: Callable[[str], Path]) -> Job[dict[str, str]]:
    """Put all audio that is heard into ``<name> audio`` beside a file; where each is, relative to the file, by hash.

    Raises `MediaError`, `StorageError`.
    """
    folder, names = path.parent / f"{path.stem} audio", media_names(session.project)
    for index, (content_hash, name) in enumerate(names.items()):
        yield Progress(index / len(names), "Copying audio")
        source = session.files.get(content_hash) or media_path(content_hash)
        if not source.is_file():
            raise MediaError(f"The audio file {source.name} of the song is missing.")
        with new_path(folder / name) as part:
            shutil.copyfile(source, part)
    return {content_hash: f"{folder.name}/{name}" for content_hash, name in names.items()}


def _fresh(label: str, taken: set[str]) -> str:
    names = (f"{label}{'' if number == 1 else f'-{number}'}.wav" for number in count(1))
    name = next(each for each in names if each.lower() not in taken)
    taken.add(name.lower())
    return name


def from_bar_one(project: Project) -> Project:
    """The same music with tick 0 at 0 s, as DAWs count: what began before or between bar lines begins on one.

    Everything is moved by the same time, less than a bar, and where something lies before tick 0 by whole bars.
    """
    tempo_map = project.tempo_map
    if tempo_map.offset_s == 0:
        return project
    bar_ticks = tempo_map.meters[0].bar_ticks
    bar_s = bar_ticks * 60.0 / (TICKS_PER_QUARTER * tempo_map.tempos[0].bpm)
    bars = max(0, ceil(tempo_map.offset_s / bar_s))
    return _shift_project(project, bars * bar_s - tempo_map.offset_s, bars * bar_ticks)


def _shift_project(project: Project, seconds: float, ticks: int) -> Project:
    old = project.tempo_map
    tempos = tuple(Tempo(t.tick + ticks if t.tick > 0 else 0, t.bpm) for t in old.tempos)
    meters = tuple(Meter(m.tick + ticks if m.tick > 0 else 0, m.numerator, m.denominator) for m in old.meters)
    return replace(
        project,
        tempo_map=TempoMap(tempos, meters),
        tracks=tuple(_moved_row(track, seconds, ticks) for track in project.tracks),
        sections=tuple(replace(each, start_ticks=each.start_ticks + ticks) for each in project.sections),
        chords=tuple(replace(each, start_ticks=each.start_ticks + ticks) for each in project.chords),
        markers=tuple(replace(each, tick=each.tick + ticks) for each in project.markers),
    )


def _moved_row(track: Track, seconds: float, ticks: int) -> Track:
    lanes = tuple(
        replace(lane, points=tuple(replace(point, tick=point.tick + ticks) for point in lane.points))
        for lane in track.strip.automation
    )
    clips: tuple[Clip, ...] = tuple(replace(clip, start_s=clip.start_s + seconds) for clip in track.clips)
    return replace(track, clips=clips, strip=replace(track.strip, automation=lanes))
