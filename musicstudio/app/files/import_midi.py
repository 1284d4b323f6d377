# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI file on the timeline: an instrument track for each part, rendered like any other notes."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress
from musicstudio.core.text import clean_line
from musicstudio.interchange.midi_import import MidiPart, MidiSong, import_midi
from musicstudio.interchange.midi_programs import instrument_of
from musicstudio.mixing.presets import strip_for_role
from musicstudio.project.edits.chords import put_chords
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.keys import add_keys
from musicstudio.project.edits.markers import add_marker
from musicstudio.project.edits.sections import add_section
from musicstudio.project.edits.song import add_recipes, set_key, set_lyrics, set_title
from musicstudio.project.edits.tempo import set_tempo_map
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.keys import KeyChange, told_of_lost
from musicstudio.project.model import (
    AutomationLane,
    AutomationPoint,
    Clip,
    Key,
    Marker,
    Meter,
    Note,
    Project,
    Recipe,
    Section,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)

from ..results.recipe_ids import recipe_id_of

MAX_CLIP_S = 600.0
"""A longer part becomes several clips, cut where a note begins, so that none takes gigabytes to render."""
TickOf = Callable[[int], int]


def midi_job(path: Path) -> Job[MidiSong]:
    """Read a MIDI file on a job thread. Raises `MediaError`."""
    yield Progress(0.2, "Reading the notes")
    return import_midi(path)


def place_midi(song: MidiSong, path: Path, at_s: float, project: Project) -> tuple[Edit, tuple[str, ...]]:
    """The edit that adds a row for each part, beginning at a time, and what it does to the file's time, in words.

    An empty document takes the file's tempo, metre, key, title and words. In another, notes follow the song's beats;
    those of a file whose tempo changes keep their times.
    """
    recipe = Recipe(
        "import", prompt=clean_line(path.name), licence="as the file's owner says", human=("imported a MIDI file",)
    )
    known = add_recipes({recipe_id_of(recipe): recipe})
    is_new = not project.tracks
    tempo_map = _shift_tempo_map(song.tempo_map, at_s) if is_new else project.tempo_map
    tick_of, told = _in_time_of(song.tempo_map, tempo_map, at_s, is_new)
    origin = tempo_map.ticks_at(at_s)
    new_tracks = [add_track(_new_track(part, tempo_map, at_s, recipe_id_of(recipe), tick_of)) for part in song.parts]
    steps = [
        *(_taking_over(song, path, tempo_map) if is_new else ()),
        known,
        *new_tracks,
        *_places(song, origin, tick_of, project),
        *([add_keys(_moved_changes(song, origin))] if is_new else ()),
    ]
    return compose_edits(*steps), (*told, *_told_of_keys(song, is_new))


def _taking_over(song: MidiSong, path: Path, tempo_map: TempoMap) -> Iterator[Edit]:
    yield set_tempo_map(tempo_map)
    yield set_title(song.title or clean_line(path.stem) or "Untitled")
    if song.key:
        yield set_key(song.key)
    if song.lyrics:
        yield set_lyrics(song.lyrics)


def _shift_tempo_map(tempo_map: TempoMap, at_s: float) -> TempoMap:
    """The file's map with its beginning at a time of the song; its first tempo and metre lead up to it."""
    first = tempo_map.tempos[0]
    by = round(at_s * first.bpm / 60.0 * 960)
    if not by:
        return tempo_map
    tempos = (first, *(Tempo(tempo.tick + by, tempo.bpm) for tempo in tempo_map.tempos[1:]))
    meters = [Meter(meter.tick + by, meter.numerator, meter.denominator) for meter in tempo_map.meters]
    is_on_bar = by % tempo_map.meters[0].bar_ticks == 0
    return TempoMap(tempos, (tempo_map.meters[0], *(meters[1:] if is_on_bar else meters)))


def _in_time_of(own: TempoMap, song: TempoMap, at_s: float, is_new: bool) -> tuple[TickOf, tuple[str, ...]]:
    """How a file's ticks fall on a song: as they are on its own map, and see `place_midi` for another."""
    if is_new:
        return (lambda tick: tick), ()
    origin = song.ticks_at(at_s)
    if len(own.tempos) == 1:
        bpm, here = own.tempos[0].bpm, song.bpm_at(origin)
        is_other = abs(bpm - here) > 0.01
        told = f"The file was written at {bpm:.4g} BPM; its notes follow the song's {here:.4g}."
        return (lambda tick: tick), (told,) if is_other else ()
    told = "The file changes its tempo; its notes keep their times, so they may stand beside the song's beats."
    return (lambda tick: song.ticks_at(at_s + own.seconds_at(tick)) - origin), (told,)


def _places(song: MidiSong, origin: int, tick_of: TickOf, project: Project) -> Iterator[Edit]:
    """Sections where the song has none yet, and the markers that are not their names."""
    markers = list(song.markers)
    for each in () if project.sections else song.sections:
        if (each.start_ticks, each.name) in markers:
            markers.remove((each.start_ticks, each.name))
            first, end = tick_of(each.start_ticks), tick_of(each.start_ticks + each.length_ticks)
            key = Key(*each.key) if each.key and not project.tracks else None
            section = Section(
                new_id("section"), each.name, each.kind, origin + first, max(1, end - first), each.energy, key=key
            )
            yield add_section(section)
    if song.chords and not project.chords and not project.tracks:
        moved = [replace(chord, start_ticks=origin + chord.start_ticks) for chord in song.chords]
        end = max(chord.start_ticks + chord.length_ticks for chord in moved)
        yield put_chords(moved[0].start_ticks, end, moved)
    for tick, name in markers:
        yield add_marker(Marker(new_id("marker"), name, max(0, origin + tick_of(tick))))


def _told_of_keys(song: MidiSong, is_new: bool) -> tuple[str, ...]:
    if not song.key_changes:
        return ()
    if not is_new:
        return ("The file changes its key, which is left out beside what is here.",)
    if not song.sections:
        return ("The file changes its key; a section begins at each change.",)
    spans = [(each.start_ticks, each.start_ticks + each.length_ticks) for each in song.sections]
    return told_of_lost(song.key_changes, spans, song.key or Key())


def _moved_changes(song: MidiSong, origin: int) -> tuple[KeyChange, ...]:
    return tuple(each._replace(tick=origin + each.tick) for each in song.key_changes)


def _new_track(part: MidiPart, tempo_map: TempoMap, at_s: float, recipe_id: str, tick_of: TickOf) -> Track:
    role, instrument = instrument_of(part.program, part.is_drums)
    role, instrument = part.role or role, part.instrument or instrument
    origin = tempo_map.ticks_at(at_s)
    notes = tuple(_place_note(note, tick_of) for note in part.notes)
    clips = tuple(
        _clip(own, part.name, tempo_map, at_s, origin, recipe_id, is_first=index == 0)
        for index, own in enumerate(_pieces(notes, tempo_map, origin))
    )
    strip = _apply_mix(strip_for_role(role), part, origin, tick_of)
    return Track(new_id("track"), part.name, "instrument", role, instrument, clips=clips, strip=strip)


def _place_note(note: Note, tick_of: TickOf) -> Note:
    start = tick_of(note.start_ticks)
    return replace(note, start_ticks=start, length_ticks=max(1, tick_of(note.start_ticks + note.length_ticks) - start))


def _apply_mix(strip: Strip, part: MidiPart, origin: int, tick_of: TickOf) -> Strip:
    wanted = {"gain_db": part.gain_points, "pan": part.pan_points}
    lanes = tuple(
        AutomationLane(target, tuple(AutomationPoint(max(0, origin + tick_of(tick)), value) for tick, value in points))
        for target, points in wanted.items()
        if points
    )
    return replace(strip, gain_db=part.gain_db, pan=part.pan, automation=lanes)


def _pieces(notes: Sequence[Note], tempo_map: TempoMap, origin: int) -> list[list[Note]]:
    """The notes of each clip."""
    pieces: list[list[Note]] = [[]]
    begin_s = tempo_map.seconds_at(origin)
    for note in notes:
        at_s = tempo_map.seconds_at(origin + note.start_ticks)
        if at_s - begin_s > MAX_CLIP_S and note.start_ticks > (pieces[-1][-1].start_ticks if pieces[-1] else -1):
            begin_s = at_s
            if pieces[-1]:
                pieces.append([])
        pieces[-1].append(note)
    return pieces


def _clip(
    notes: Sequence[Note], name: str, tempo_map: TempoMap, at_s: float, origin: int, recipe_id: str, is_first: bool
) -> Clip:
    """A clip from the file's beginning, or for a later piece from its first note, to where the last note ends."""
    zero = origin if is_first and _starts_soon(notes, tempo_map, origin) else origin + notes[0].start_ticks
    start_s = at_s if zero == origin else tempo_map.seconds_at(zero)
    moved = tuple(replace(note, start_ticks=note.start_ticks + origin - zero) for note in notes)
    end = max(note.start_ticks + note.length_ticks for note in moved)
    take = Take(new_id("take"), notes=moved, recipe_id=recipe_id)
    length_s = max(0.01, tempo_map.seconds_at(zero + end) - start_s)
    return Clip(
        new_id("clip"), start_s, length_s, name, rings=True, takes=(take,), active_take_id=take.id
    )  # fmt: skip


def _starts_soon(notes: Sequence[Note], tempo_map: TempoMap, origin: int) -> bool:
    first_s = tempo_map.seconds_at(origin + notes[0].start_ticks) - tempo_map.seconds_at(origin)
    return first_s <= MAX_CLIP_S
