# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracks of a REAPER project: faders, envelopes, receives, folders and items."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from musicstudio.core.theory.chords import chord_intervals
from musicstudio.core.units import gain_from_db
from musicstudio.project.automation_lines import straight_points
from musicstudio.project.keys import named_chords
from musicstudio.project.model import AutomationLane, Clip, Note, Project, Send, Strip, Track

from .audible_notes import clip_notes
from .dawproject_values import as_linear
from .midi_programs import DRUM_CHANNEL, is_drums
from .rpp_values import indent_lines, midi_source, number, quote_text
from .timeline import AudioItem, audio_items

# "fast start", which bends as a fade of equal power does
_FADE_SHAPE = 1
_LINE = 0
_POST_FADER, _PRE_FADER = 0, 3
_CHORD_BASE = 48


def track_lines(
    project: Project, track: Track, rows: Sequence[Track], numbers: Mapping[str, int], files: Mapping[str, str]
) -> Iterator[str]:
    """One track; ``numbers``: the place of each row, ``files``: the path of each content hash."""
    receives = [
        line
        for sender in rows
        for send in sender.strip.sends
        if send.bus_id == track.id
        for line in _receive(project, numbers[sender.id], send, sender.strip)
    ]
    items = [line for item in audio_items(project, track) for line in _audio_item(item, files[item.source.hash])]
    yield from _track(project, track.name, track.strip, folder_mark(track, rows), [*receives, *items])


def _receive(project: Project, number_: int, send: Send, strip: Strip) -> Iterator[str]:
    moved = next((lane for lane in strip.automation if lane.target == f"send.{send.bus_id}" and lane.points), None)
    level = 1.0 if moved else _gain(send.gain_db)
    mode = _PRE_FADER if send.is_pre_fader else _POST_FADER
    yield f"AUXRECV {number_} {mode} {number(level)} 0 0 0 0 0 0 -1:U 0 -1 ''"
    if moved:
        yield from envelope_lines("AUXVOLENV", project, as_linear(moved.points))


def note_folder_lines(project: Project, note_rows: Sequence[Track]) -> Iterator[str]:
    """One muted folder with the notes of all rows and the chords, beside the audio."""
    inside = [(f"{row.name} (notes)", list(_note_items(project, row))) for row in note_rows]
    if project.chords:
        inside.append(("Chords", list(_chord_items(project))))
    if not inside:
        return
    muted = Strip(is_muted=True)
    yield from _track(project, "Notes", muted, "1 1", ())
    for index, (name, items) in enumerate(inside):
        yield from _track(project, name, muted, "2 -1" if index + 1 == len(inside) else "0 0", items)


def folder_mark(track: Track, rows: Sequence[Track]) -> str:
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
    while group_id in parents and depth < len(rows):
        depth, group_id = depth + 1, parents[group_id]
    return depth


def _track(project: Project, name: str, strip: Strip, mark: str, content: Iterable[str]) -> Iterator[str]:
    moved = {lane.target: lane for lane in strip.automation if lane.points}
    # An envelope and the fader multiply there, and take each other's place here.
    volume = 1.0 if "gain_db" in moved else _gain(strip.gain_db)
    pan = 0.0 if "pan" in moved else strip.pan
    yield "<TRACK"
    yield f"  NAME {quote_text(name)}"
    yield f"  VOLPAN {number(volume)} {number(pan)} -1 -1 1"
    yield f"  MUTESOLO {int(strip.is_muted)} {int(strip.is_soloed)} {int(strip.is_solo_safe)}"
    yield f"  ISBUS {mark}"
    yield "  NCHAN 2"
    if "gain_db" in moved:
        yield from indent_lines(envelope_lines("VOLENV2", project, as_linear(moved["gain_db"].points)))
    if "pan" in moved:
        yield from indent_lines(envelope_lines("PANENV2", project, _pans(moved["pan"])))
    yield from indent_lines(content)
    yield ">"


def _pans(lane: AutomationLane) -> Iterator[tuple[float, float]]:
    """REAPER's pan envelopes count the other way round: 1 is left."""
    return ((float(point.tick), -point.value) for point in straight_points(lane.points))


def envelope_lines(name: str, project: Project, points: Iterable[tuple[float, float]]) -> Iterator[str]:
    """What moves: (tick, value) with straight lines between."""
    yield f"<{name}"
    yield "  ACT 1 -1"
    yield "  VIS 1 1 1"
    for tick, value in points:
        yield f"  PT {number(project.tempo_map.seconds_at(tick))} {number(value)} {_LINE}"
    yield ">"


def _audio_item(item: AudioItem, file: str) -> Iterator[str]:
    clip = item.clip
    source = ["<SOURCE WAVE", f"  FILE {quote_text(file)}", ">"]
    name = clip.name or item.source.name or "Audio"
    fades = (item.fade_in_s, item.fade_out_s)
    yield from _item(name, item.start_s, item.length_s, source, clip, fades, item.source_start_s)


def _item(
    name: str,
    start_s: float,
    length_s: float,
    source: Iterable[str],
    clip: Clip | None = None,
    fades_s: tuple[float, float] = (0.0, 0.0),
    source_start_s: float = 0.0,
) -> Iterator[str]:
    yield "<ITEM"
    yield f"  POSITION {number(start_s)}"
    yield f"  LENGTH {number(length_s)}"
    yield "  LOOP 0"
    yield f"  MUTE {int(bool(clip and clip.is_muted))} 0"
    yield f"  FADEIN {_FADE_SHAPE} {number(fades_s[0])} 0"
    yield f"  FADEOUT {_FADE_SHAPE} {number(fades_s[1])} 0"
    yield f"  NAME {quote_text(name)}"
    yield f"  VOLPAN {number(gain_from_db(clip.gain_db) if clip else 1.0)} 0 1 -1"
    yield f"  SOFFS {number(source_start_s)}"
    yield from indent_lines(source)
    yield ">"


def _note_items(project: Project, track: Track) -> Iterator[str]:
    channel = DRUM_CHANNEL if is_drums(track) else 0
    for clip in track.clips:
        notes = sorted(clip_notes(clip, project.tempo_map), key=lambda note: (note.start_ticks, note.pitch))
        if not notes or clip.is_muted:
            continue
        first = min(max(0, project.tempo_map.ticks_at(clip.start_s)), notes[0].start_ticks)
        end = max(first + 1, project.tempo_map.ticks_at(clip.end_s))
        moved = [_shift_note(note, first) for note in notes]
        yield from _midi_item(project, clip.name or track.name, moved, first, end, channel)


def _chord_items(project: Project) -> Iterator[str]:
    for chord, name in named_chords(project):
        tones = [_CHORD_BASE + chord.root + interval for interval in chord_intervals(chord.quality)]
        notes = [Note(0, chord.length_ticks, tone) for tone in tones]
        end = chord.start_ticks + chord.length_ticks
        yield from _midi_item(project, name, notes, chord.start_ticks, end, 0)


def _midi_item(project: Project, name: str, notes: Sequence[Note], first: int, end: int, channel: int) -> Iterator[str]:
    start_s = project.tempo_map.seconds_at(first)
    length_s = project.tempo_map.seconds_at(end) - start_s
    yield from _item(name, start_s, length_s, midi_source(notes, end - first, channel))


def _shift_note(note: Note, by: int) -> Note:
    return Note(note.start_ticks - by, note.length_ticks, note.pitch, note.velocity, note.lyric)


def _gain(level_db: float) -> float:
    return 0.0 if level_db <= -60 else gain_from_db(level_db)
