# SPDX-License-Identifier: GPL-3.0-or-later
"""REAPER projects: tracks, folders, items, fades, sends, tempo and markers, beside a folder with the audio."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from musicstudio.core.errors import MediaError
from musicstudio.core.files import new_path, write_file
from musicstudio.core.progress import Job, Progress
from musicstudio.core.text import clean_line
from musicstudio.core.units import gain_from_db
from musicstudio.project.model import Project, Track

from .timeline import AudioItem, audio_items, exported_rows, media_names

_LINEAR_FADE = 0


def export_rpp(project: Project, path: Path, media_path: Callable[[str], Path]) -> Job[Path]:
    """Write a song and, into ``<name> audio`` beside it, all audio that is heard.

    media_path: the file of a content hash. The project file comes last, so that it is there only when all audio is.
    Raises `MediaError` and `StorageError`.
    """
    path, names = Path(path), media_names(project)
    folder = path.parent / f"{path.stem} audio"
    for index, (content_hash, name) in enumerate(names.items()):
        yield Progress(index / len(names), "Copying audio")
        _copy(media_path(content_hash), folder / name)
    files = {content_hash: f"{folder.name}/{name}" for content_hash, name in names.items()}
    write_file(path, rpp_text(project, files).encode())
    return path


def rpp_text(project: Project, files: Mapping[str, str]) -> str:
    """The project file; ``files``: the path, beside the project, of each content hash."""
    rows = exported_rows(project)
    numbers = {track.id: index for index, track in enumerate(rows)}
    lines = ['<REAPER_PROJECT 0.1 "7.0" 0', *_indented(_tempo_lines(project)), *_indented(_marker_lines(project))]
    for track in rows:
        lines += _indented(_track_lines(project, track, rows, numbers, files))
    return "\n".join([*lines, ">"]) + "\n"


def _tempo_lines(project: Project) -> Iterator[str]:
    tempo_map = project.tempo_map
    meter = tempo_map.meters[0]
    yield f"TEMPO {_number(tempo_map.tempos[0].bpm)} {meter.numerator} {meter.denominator}"
    if len(tempo_map.tempos) + len(tempo_map.meters) == 2:
        return
    yield "<TEMPOENVEX"
    yield "  ACT 1 -1"
    meter_ticks = {each.tick for each in tempo_map.meters}
    for tick in sorted({tempo.tick for tempo in tempo_map.tempos} | meter_ticks):
        here = tempo_map.meter_at(tick)
        signature = f" {here.denominator << 16 | here.numerator} 0 1" if tick in meter_ticks else ""
        yield f"  PT {_number(tempo_map.seconds_at(tick))} {_number(tempo_map.bpm_at(tick))} 1{signature}"
    yield ">"


def _marker_lines(project: Project) -> Iterator[str]:
    number = 1
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        yield f"MARKER {number} {_number(start_s)} {_quoted(section.name)} 1"
        yield f'MARKER {number} {_number(end_s)} "" 1'
        number += 1
    for marker in project.markers:
        yield f"MARKER {number} {_number(project.tempo_map.seconds_at(marker.tick))} {_quoted(marker.name)} 0"
        number += 1


def _track_lines(
    project: Project, track: Track, rows: Sequence[Track], numbers: Mapping[str, int], files: Mapping[str, str]
) -> Iterator[str]:
    strip = track.strip
    yield "<TRACK"
    yield f"  NAME {_quoted(track.name)}"
    yield f"  VOLPAN {_number(gain_from_db(strip.gain_db))} {_number(strip.pan)} -1 -1 1"
    yield f"  MUTESOLO {int(strip.is_muted)} {int(strip.is_soloed)} 0"
    yield f"  ISBUS {_folder_mark(track, rows)}"
    yield "  NCHAN 2"
    for sender in rows:
        for send in sender.strip.sends:
            if send.bus_id == track.id:
                yield f"  AUXRECV {numbers[sender.id]} 0 {_number(gain_from_db(send.gain_db))} 0 0 0 0 0 0 -1:U 0 -1 ''"
    for item in audio_items(project, track):
        yield from (f"  {line}" for line in _item_lines(item, files[item.source.hash]))
    yield ">"


def _folder_mark(track: Track, rows: Sequence[Track]) -> str:
    """``1 1`` opens a folder; ``2 -n`` closes n of them after this track."""
    if any(row.group_id == track.id for row in rows):
        return "1 1"
    index = [row.id for row in rows].index(track.id)
    following = rows[index + 1] if index + 1 < len(rows) else None
    closed = _depth(track, rows) - (_depth(following, rows) if following else 0)
    return f"2 -{closed}" if closed > 0 else "0 0"


def _depth(track: Track, rows: Sequence[Track]) -> int:
    parents = {row.id: row.group_id for row in rows}
    depth, group_id = 0, track.group_id
    while group_id:
        depth, group_id = depth + 1, parents.get(group_id, "")
    return depth


def _item_lines(item: AudioItem, file: str) -> list[str]:
    clip = item.clip
    return [
        "<ITEM",
        f"  POSITION {_number(item.start_s)}",
        f"  LENGTH {_number(item.length_s)}",
        "  LOOP 0",
        f"  MUTE {int(clip.is_muted)} 0",
        f"  FADEIN {_LINEAR_FADE} {_number(item.fade_in_s)} 0",
        f"  FADEOUT {_LINEAR_FADE} {_number(item.fade_out_s)} 0",
        f"  NAME {_quoted(clip.name or item.source.name or 'Audio')}",
        f"  VOLPAN {_number(gain_from_db(clip.gain_db))} 0 1 -1",
        f"  SOFFS {_number(item.source_start_s)}",
        "  <SOURCE WAVE",
        f"    FILE {_quoted(file)}",
        "  >",
        ">",
    ]


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise MediaError(f"The audio file {source.name} of the song is missing.")
    with new_path(target) as part:
        shutil.copyfile(source, part)


def _indented(lines: Iterator[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _quoted(text: str) -> str:
    """REAPER takes the quotation mark that the text does not hold, and has no escape."""
    plain = clean_line(text)
    for mark in ('"', "'", "`"):
        if mark not in plain:
            return f"{mark}{plain}{mark}"
    return f"`{plain.replace('`', ' ')}`"


def _number(value: float) -> str:
    return f"{value:.12g}"
