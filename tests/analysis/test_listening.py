# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening to signals whose truth is known."""

import numpy as np
import pytest

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.drums import CLOSED_HAT, KICK, SNARE, find_drums
from musicstudio.analysis.grid import tempo_map_of, ticks_of
from musicstudio.analysis.key import find_key, key_of_profile
from musicstudio.analysis.pitched import find_notes, one_at_a_time
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.progress import run_to_end
from musicstudio.project.model import Key, Tempo, TempoMap

RATE = 48_000


def tone(pitch, length_s, rate=RATE):
    """A plucked tone with ten harmonics."""
    t = np.arange(int(length_s * rate)) / rate
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    wave = sum(np.sin(2 * np.pi * frequency * n * t) / n**1.5 for n in range(1, 11) if frequency * n < rate / 2)
    return (wave * np.exp(-2.0 * t) * np.minimum(1.0, t / 0.005) * 0.3).astype(np.float32)


def placed(events, length_s):
    """Audio (1, frames) with each (start_s, samples) mixed in."""
    audio = np.zeros(int(length_s * RATE), dtype=np.float32)
    for start_s, samples in events:
        at = int(start_s * RATE)
        piece = samples[: len(audio) - at]
        audio[at : at + len(piece)] += piece
    return audio[None]


def noise_hit(low_hz, high_hz, length_s, seed=0):
    rng = np.random.default_rng(seed)
    frames = int(length_s * RATE)
    spectrum = np.fft.rfft(rng.standard_normal(frames))
    frequencies = np.fft.rfftfreq(frames, 1 / RATE)
    spectrum[(frequencies < low_hz) | (frequencies > high_hz)] = 0
    hit = np.fft.irfft(spectrum, frames)
    return (hit / np.abs(hit).max() * np.exp(-np.arange(frames) / frames * 6)).astype(np.float32)


@pytest.mark.parametrize("bpm", [76.0, 100.0, 128.0, 152.0])
def test_the_tempo_of_a_click_track_is_found_to_a_tenth(bpm):
    beat_s = 60.0 / bpm
    clicks = [(i * beat_s, noise_hit(500, 8000, 0.05) * (1.0 if i % 4 == 0 else 0.5)) for i in range(int(20 / beat_s))]
    beats = find_beats(placed(clicks, 20.0), RATE)
    assert beats.bpm == pytest.approx(bpm, abs=0.3)
    assert beats.confidence > 0.5
    errors = [min(abs(time - i * beat_s) for i in range(200)) for time in beats.beats_s[2:-2]]
    assert max(errors) < 0.03


def test_silence_has_no_beats_and_no_confident_key():
    silence = np.zeros((2, 10 * RATE), dtype=np.float32)
    assert find_beats(silence, RATE).beats_s == ()
    assert find_key(silence, RATE).confidence == 0.0


@pytest.mark.parametrize("key", [Key(0, "major"), Key(9, "minor"), Key(6, "major"), Key(2, "minor")])
def test_the_key_of_a_cadence_is_found(key):
    steps = ((0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7)) if key.mode == "major" else (
        (0, 3, 7), (5, 8, 12), (7, 11, 14), (0, 3, 7),
    )  # fmt: skip
    events = [(i * 1.0, tone(48 + key.tonic + step, 1.0)) for i, chord in enumerate(steps * 3) for step in chord]
    assert find_key(placed(events, 12.0), RATE).key == key


def test_a_flat_profile_has_no_key():
    assert key_of_profile(np.ones(12)).confidence == 0.0


def test_a_played_line_is_written_down_note_by_note():
    pitches = [60, 62, 64, 67, 72, 69, 65, 60]
    events = [(0.25 + i * 0.5, tone(pitch, 0.45)) for i, pitch in enumerate(pitches)]
    heard = run_to_end(find_notes(placed(events, 5.0), RATE, is_mono=True))
    strong = [note for note in heard if note.strength > 0.35]
    assert [note.pitch for note in strong] == pitches
    assert max(abs(note.start_s - (0.25 + i * 0.5)) for i, note in enumerate(strong)) < 0.06


def test_one_at_a_time_leaves_no_overlap():
    line = one_at_a_time([DetectedNote(0, 1, 60, 0.9), DetectedNote(0.02, 1, 72, 0.3), DetectedNote(0.5, 1.5, 62, 0.5)])
    assert [(n.pitch, n.end_s) for n in line] == [(60, 0.5), (62, 1.5)]


def test_kick_snare_and_hat_are_told_apart():
    kick, snare, hat = (
        noise_hit(40, 110, 0.2, 1),
        noise_hit(200, 2400, 0.15, 2) * 0.7,
        noise_hit(6500, 10500, 0.05, 3) * 0.4,
    )
    events = [(0.2 + i * 0.5, kick if i % 2 == 0 else snare) for i in range(8)]
    events += [(0.2 + i * 0.25, hat) for i in range(16)]
    heard = find_drums(placed(events, 4.5), RATE)
    starts = {pitch: [round(n.start_s, 2) for n in heard if n.pitch == pitch] for pitch in (KICK, SNARE, CLOSED_HAT)}
    assert len(starts[KICK]) == 4 and len(starts[SNARE]) == 4 and len(starts[CLOSED_HAT]) == 16
    assert max(abs(a - (0.2 + i)) for i, a in enumerate(starts[KICK])) < 0.03


def test_a_grid_from_beats_puts_bar_lines_on_downbeats():
    beat_s = 60.0 / 96.0
    clicks = [(0.4 + i * beat_s, noise_hit(500, 8000, 0.05) * (1.0 if i % 4 == 0 else 0.4)) for i in range(32)]
    tempo_map = tempo_map_of(find_beats(placed(clicks, 21.0), RATE))
    assert tempo_map.bpm_at(0) == pytest.approx(96.0, abs=0.2)
    bar_s = 4 * beat_s
    phase = (0.4 - tempo_map.offset_s) / bar_s
    assert abs(phase - round(phase)) < 0.02 and tempo_map.offset_s <= 0.0


def test_heard_notes_land_on_ticks():
    tempo_map = TempoMap((Tempo(0, 120.0),))
    (note,) = ticks_of([DetectedNote(1.0, 1.5, 64, 0.5)], tempo_map, origin_s=0.5)
    assert (note.start_ticks, note.length_ticks, note.pitch) == (960, 960, 64)
