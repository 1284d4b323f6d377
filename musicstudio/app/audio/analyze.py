# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file of music is made of, as plain values: tempo, metre, key, chords, sections, and how sure each is."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.songs.heard import HeardSong
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, within
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Chord, Project, TempoMap

from ..files.context_of_notes import context_of_notes
from ..files.context_of_sound import context_of_sound, fitted_grid
from ..files.found_context import FoundContext, context_edit
from ..files.import_files import is_midi
from ..files.import_midi import midi_job, place_midi
from .sound_facts import sound_facts

Facts = dict[str, Any]


def analyze_file(path: Path) -> Job[Facts]:
    """Listen to a recording, or read a MIDI file. Raises `MediaError`, `InputError`."""
    if is_midi(path):
        song = yield from midi_job(path)
        edit, _ = place_midi(song, path, 0.0, Project(new_id("project")))
        return _facts_of_notes(edit(Project(new_id("project"))))
    from musicstudio.media.importing import load_audio

    loaded = yield from within(load_audio(path), 0.0, 0.2)
    heard = yield from within(hear_song(loaded.audio, loaded.rate), 0.2, 1.0)
    return facts_of_sound(heard, loaded.audio, loaded.rate)


def _facts_of_notes(project: Project) -> Facts:
    found = context_of_notes(project)
    song = context_edit(found)(project)
    tempo_map = song.tempo_map
    lead = song.track(found.lead_track_id) if found.lead_track_id else None
    return {
        "content": "notes",
        "duration_s": round(song.length_s, 3),
        **_time_facts(tempo_map),
        "key": song.key.name,
        "chords": [_chord_facts(chord, tempo_map, song.key.has_flats) for chord in song.chords],
        **_form_facts(found, tempo_map),
        "tune_track": lead.name if lead else None,
        "told": list(found.told),
    }


def facts_of_sound(heard: HeardSong, audio: Audio, rate: int) -> Facts:
    """What was heard in (channels, frames) audio, with how loud it is and how its power is spread."""
    length_s = audio.shape[1] / rate
    found = context_of_sound(heard, 0.0, Project(new_id("project")))
    tempo_map = fitted_grid(heard, 0.0)
    beats = heard.beats
    facts: Facts = {"content": str(heard.content), "duration_s": round(length_s, 3)}
    if tempo_map is not None:
        facts |= _time_facts(tempo_map)
        facts |= {
            "tempo_confidence": round(beats.confidence, 3),
            "other_bpm": round(beats.other_bpm, 2) or None,
            "beats_s": _rounded(beats.beats_s),
            "downbeats_s": _rounded(beats.beats_s[beats.first_downbeat :: beats.beats_per_bar]),
        }
    is_key_known = heard.key.confidence > 0.0
    return facts | {
        "key": heard.key.key.name if is_key_known else None,
        "other_key": heard.key.runner_up.name if is_key_known else None,
        "key_confidence": round(heard.key.confidence, 3),
        "chords": [
            {
                "start_s": round(chord.start_s, 3),
                "end_s": round(chord.end_s, 3),
                "name": Chord(0, 1, chord.root, chord.quality).name(heard.key.key.has_flats),
                "confidence": round(chord.confidence, 3),
            }
            for chord in heard.chords
        ],
        **_form_facts(found, tempo_map or TempoMap()),
        "tune": [_note_facts(note) for note in heard.tune],
        **sound_facts(audio, rate),
        "told": list(found.told),
    }


def _time_facts(tempo_map: TempoMap) -> Facts:
    meter = tempo_map.meters[0]
    return {
        "bpm": round(tempo_map.tempos[0].bpm, 3),
        "tempos": [[round(tempo_map.seconds_at(t.tick), 3), round(t.bpm, 3)] for t in tempo_map.tempos],
        "meter": f"{meter.numerator}/{meter.denominator}",
        "first_bar_s": round(tempo_map.offset_s, 4),
    }


def _form_facts(found: FoundContext, tempo_map: TempoMap) -> Facts:
    return {"sections": list(_sections(found, tempo_map))}


def _sections(found: FoundContext, tempo_map: TempoMap) -> Iterator[Facts]:
    for section in found.sections:
        start, end = (tempo_map.seconds_at(tick) for tick in (section.start_ticks, section.end_ticks))
        yield {
            "name": section.name,
            "kind": section.kind,
            "start_s": round(start, 3),
            "end_s": round(end, 3),
            "energy": section.energy,
        }


def _chord_facts(chord: Chord, tempo_map: TempoMap, has_flats: bool) -> Facts:
    start, end = tempo_map.seconds_at(chord.start_ticks), tempo_map.seconds_at(chord.start_ticks + chord.length_ticks)
    return {"start_s": round(start, 3), "end_s": round(end, 3), "name": chord.name(has_flats)}


def _note_facts(note: DetectedNote) -> Facts:
    times = {"start_s": round(note.start_s, 3), "end_s": round(note.end_s, 3)}
    return times | {"pitch": note.pitch, "strength": round(note.strength, 3)}


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]
