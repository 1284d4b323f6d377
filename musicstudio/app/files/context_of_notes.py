# SPDX-License-Identifier: GPL-3.0-or-later
"""The context of a song that stands as notes: read on its own tempo map, so that all of it falls on the grid."""

from collections.abc import Iterator
from itertools import pairwise

from musicstudio.analysis.detected import DetectedChord, DetectedNote
from musicstudio.analysis.songs.reading import PlayedPart, read_song
from musicstudio.analysis.songs.sections import FormPart
from musicstudio.core.ids import new_id
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.interchange.midi.melody import is_named_melody, one_voice
from musicstudio.interchange.midi_programs import is_drums
from musicstudio.project.model import Chord, Key, Note, Project, Section, Track

from .context_words import words_of_notes
from .found_context import PLAYED_KINDS, FoundContext

MAX_BARS = 4000
FEW_NOTES, MANY_NOTES = 16, 6000
_SURE_KEY = 0.3
_TUNE_ROLES = ("lead", "vocals")


def has_notes(project: Project, *, with_drums: bool = False) -> bool:
    """Whether anything pitched is written in a song, or anything at all."""
    tracks = [track for track in _played_tracks(project) if with_drums or not is_drums(track)]
    return any(True for track in tracks for _ in _notes(project, track))


def is_read_at_once(project: Project) -> bool:
    """Whether a song has notes enough to be read, and few enough for the window to wait for it."""
    return FEW_NOTES <= sum(len(clip.take.notes) for _, clip in project.clips() if clip.take) <= MANY_NOTES


def context_of_notes(project: Project) -> FoundContext:
    """Key, chords, sections, tune and bass of a song's notes. Pure."""
    tracks = [track for track in _played_tracks(project) if any(True for _ in _notes(project, track))]
    end = max((n.start_ticks + n.length_ticks for track in tracks for n in _notes(project, track)), default=0)
    bars = _bar_ticks(project, end)
    if len(bars) < 2:
        return FoundContext(why_nothing="There are no notes in this song to go by.")
    beats, downbeats = _beats(project, bars)
    read = read_song([_part(project, track) for track in tracks], beats, downbeats)
    tune_track = tracks[read.tune_part] if read.tune_part >= 0 else None
    is_key_open = project.key == Key() and read.key.confidence >= _SURE_KEY
    key = read.key.key if is_key_open and has_notes(project) else None
    return FoundContext(
        key=key,
        chords=tuple(_chord(chord) for chord in read.chords),
        sections=tuple(_section(part, bars) for part in read.form),
        tune=one_voice(tuple(_notes(project, tune_track))) if tune_track else (),
        lead_track_id=tune_track.id if tune_track and read.is_tune_alone else "",
        bass_track_id=tracks[read.bass_part].id if read.bass_part >= 0 else "",
        told=words_of_notes(project, read, key, tune_track.name if tune_track else "", is_pitched=has_notes(project)),
    )


def _played_tracks(project: Project) -> list[Track]:
    return [track for track in project.tracks if track.kind in PLAYED_KINDS and not track.strip.is_muted]


def _notes(project: Project, track: Track) -> Iterator[Note]:
    """The notes heard on a track, in ticks from 0."""
    for clip in track.clips:
        if clip.is_muted or clip.take is None:
            continue
        origin, first, last = (project.tempo_map.ticks_at(at) for at in (clip.origin_s, clip.start_s, clip.end_s))
        for note in clip.take.notes:
            start = origin + note.start_ticks
            if first - TICKS_PER_QUARTER <= start < last:
                yield Note(max(0, start), note.length_ticks, note.pitch, note.velocity, note.lyric)


def _part(project: Project, track: Track) -> PlayedPart:
    notes = tuple(sorted(_notes(project, track), key=lambda note: (note.start_ticks, note.pitch)))
    is_named = is_named_melody(track.name) or track.role in _TUNE_ROLES or any(note.lyric for note in notes)
    return PlayedPart(tuple(_detected_note(note) for note in notes), is_drums(track), is_named)


def _detected_note(note: Note) -> DetectedNote:
    start, end = note.start_ticks, note.start_ticks + note.length_ticks
    return DetectedNote(start / TICKS_PER_QUARTER, end / TICKS_PER_QUARTER, note.pitch, note.velocity / 127)


def _bar_ticks(project: Project, end: int) -> list[int]:
    """Bar lines from the first to the one at or after a tick."""
    bars, number = [0], 2
    while bars[-1] < end and len(bars) <= MAX_BARS:
        bars.append(project.tempo_map.tick_of_bar(number))
        number += 1
    return bars


def _beats(project: Project, bars: list[int]) -> tuple[list[float], list[bool]]:
    """Beats in quarters, the last bar line included, and for each but the last whether it begins a bar."""
    beats: list[float] = []
    downbeats: list[bool] = []
    for start, end in pairwise(bars):
        meter = project.tempo_map.meter_at(start)
        step = meter.beat_ticks * (3 if meter.denominator >= 8 and meter.numerator % 3 == 0 else 1)
        places = list(range(start, end, max(1, step)))
        beats += [tick / TICKS_PER_QUARTER for tick in places]
        downbeats += [tick == start for tick in places]
    return [*beats, bars[-1] / TICKS_PER_QUARTER], downbeats


def _chord(chord: DetectedChord) -> Chord:
    start, end = round(chord.start_s * TICKS_PER_QUARTER), round(chord.end_s * TICKS_PER_QUARTER)
    return Chord(start, max(1, end - start), chord.root, chord.quality)


def _section(part: FormPart, bars: list[int]) -> Section:
    start, end = bars[part.first_bar], bars[part.end_bar]
    return Section(new_id("section"), part.name, part.kind, start, end - start, round(part.energy, 3))
