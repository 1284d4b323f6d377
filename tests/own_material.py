# SPDX-License-Identifier: GPL-3.0-or-later
"""Music from elsewhere, made by the tests: a small band of which everything is known, as MIDI and as a recording."""

import mido
import numpy as np
import soundfile

from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, Tempo, TempoMap

RATE, BEAT = 48_000, 960
STEPS = ((0, "maj"), (7, "maj"), (9, "min"), (5, "maj"))
"""Chords of a loop of four bars: roots above the tonic."""
_CHORD_STEPS = {"maj": (0, 4, 7), "min": (0, 3, 7)}
_TUNE = ((0, 12), (2, 14), (4, 16), (7, 19), (4, 16), (2, 14))
_DRUM_CHANNEL = 9


def chords_of(bars, tonic):
    """(root, quality) for each bar; the last bar is the tonic."""
    named = [STEPS[bar % 4] for bar in range(bars)]
    return [((tonic + root) % 12, quality) for root, quality in (*named[:-1], STEPS[0])]


def parts(bars=8, tonic=7, beats=4):
    """Notes by part: a tune, chords, a bass and drums, in ticks; the second half is fuller."""
    tune, chords, bass, drums = [], [], [], []
    for bar, (root, quality) in enumerate(chords_of(bars, tonic)):
        start, loud = bar * beats * BEAT, 84 if bar < bars // 2 else 104
        pitches = [48 + root + step for step in _CHORD_STEPS[quality]]
        chords += [Note(start + beat * BEAT, BEAT - 60, p, loud - 20) for beat in range(beats) for p in pitches]
        bass += [Note(start, beats * BEAT - 60, 36 + root, loud)]
        tones = [60 + root + _CHORD_STEPS[quality][(beat + bar) % 3] for beat in range(beats)]
        tune += [Note(start + beat * BEAT, BEAT - 40, 12 + tones[beat], loud + 10) for beat in range(beats)]
        drums += [Note(start + beat * BEAT, 120, 36 if beat == 0 else 38, loud) for beat in range(beats)]
    return {"tune": tune, "chords": chords, "bass": bass, "drums": drums}


def write_midi(path, bpm=100.0, names=("tune", "chords", "bass", "drums"), **song):
    """A plain file with neither key nor names of sections: programs flute, piano, bass, and a kit."""
    file = mido.MidiFile(ticks_per_beat=BEAT)
    lead = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm))])
    file.tracks.append(lead)
    programs = {"tune": 73, "chords": 0, "bass": 33, "drums": 0}
    for number, (name, notes) in enumerate(parts(**song).items()):
        if name not in names:
            continue
        channel = _DRUM_CHANNEL if name == "drums" else number
        events = [(n.start_ticks, 1, n) for n in notes] + [(n.start_ticks + n.length_ticks, 0, n) for n in notes]
        track = mido.MidiTrack([mido.Message("program_change", channel=channel, program=programs[name])])
        at = 0
        for tick, is_on, note in sorted(events, key=lambda each: each[:2]):
            kind, velocity = ("note_on", note.velocity) if is_on else ("note_off", 0)
            track.append(mido.Message(kind, channel=channel, note=note.pitch, velocity=velocity, time=tick - at))
            at = tick
        file.tracks.append(track)
    file.save(path)
    return path


def write_recording(path, bpm=100.0, names=("chords", "bass", "drums"), last_bpm=None, **song):
    """The same band played and recorded, at -12 dBFS at its peak. last_bpm: it drifts there from bar to bar."""
    clock = drifting_clock(bpm, last_bpm or bpm, song.get("bars", 8))
    instruments = {"tune": "flute", "chords": "grand_piano", "bass": "finger_bass", "drums": "kit_acoustic"}
    rows = [
        render_notes(instruments[name], tuple(notes), clock, 0, 0).audio
        for name, notes in parts(**song).items()
        if name in names
    ]
    mix = np.zeros((2, max(row.shape[1] for row in rows)), np.float32)
    for row in rows:
        mix[:, : row.shape[1]] += row
    soundfile.write(path, (0.25 * mix / np.abs(mix).max()).T, RATE, subtype="FLOAT")
    return path


def drifting_clock(first_bpm, last_bpm, bars):
    """A tempo map of 4/4 bars, each at a tempo of its own."""
    return TempoMap(
        tuple(Tempo(4 * BEAT * bar, float(b)) for bar, b in enumerate(np.linspace(first_bpm, last_bpm, bars)))
    )
