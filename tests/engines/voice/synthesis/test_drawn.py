# SPDX-License-Identifier: GPL-3.0-or-later
"""What is drawn for a singer is what is sung: measured on the sound, for both networks."""

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.engines.voice.synthesis.drawn import BOUNDS, NEUTRAL, Drawn, drawn_at, within_phrase
from musicstudio.engines.voice.synthesis.kokoro_model import part_paths
from musicstudio.engines.voice.synthesis.phrase_cache import PhraseCache
from musicstudio.engines.voice.synthesis.pitch_report import track_pitch
from musicstudio.engines.voice.synthesis.singer import sing
from musicstudio.engines.voice.text.model import Expression, SungNote
from musicstudio.engines.voice.text.words import syllabify
from musicstudio.mixing.automatable import SUNG_TARGETS
from musicstudio.project.played_sound import SUNG
from tests.engines.voice.pitch import mean_error_cents

needs_weights = pytest.mark.skipif(len(part_paths()) < 4, reason="the weights of the Kokoro singers are not installed")
LENGTH_S = 1.2
BEND = Drawn("bend_cents", (1.4, 2.2, 2.6, 3.4), (0.0, 180.0, 180.0, -300.0))


def tune(pitches):
    syllables = [syllable for word in ("morning", "light") for syllable in syllabify(word)]
    return tuple(
        SungNote(round((1.0 + i * LENGTH_S) * 1000), round(LENGTH_S * 1000), pitch, 90, s.text, s.phonemes)
        for i, (s, pitch) in enumerate(zip(syllables, pitches, strict=True))
    )


def sung(voice, pitches, *drawn):
    calm = Expression(vibrato=0.5)
    return run_to_end(sing(tune(pitches), lambda tick: tick / 1000, voice, 1, calm, PhraseCache(), drawn))


def held_spans():
    return [(1.0 + i * LENGTH_S + 0.2, 1.0 + (i + 1) * LENGTH_S - 0.25) for i in range(3)]


def pitch_of(song):
    semitones = track_pitch(song.audio[:, round(song.lead_s * SAMPLE_RATE) :].mean(axis=0))
    return np.concatenate([semitones[round(a * 100) : round(b * 100)] for a, b in held_spans()])


def level_db(song, begin_s, end_s):
    begin, end = (round((time_s + song.lead_s) * SAMPLE_RATE) for time_s in (begin_s, end_s))
    return 10 * np.log10(np.mean(song.audio[:, begin:end] ** 2))


VOICES = pytest.mark.parametrize(
    ("voice", "pitches"), [("joe", (50, 52, 53)), pytest.param("heart", (62, 64, 65), marks=needs_weights)]
)


@VOICES
def test_the_pitch_follows_a_drawn_bend_and_the_level_a_drawn_line(voice, pitches):
    """The same seed sings the same, so all that differs is what was drawn."""
    plain = sung(voice, pitches)
    louder = Drawn("loudness_db", (2.0, 2.3), (-12.0, 3.0))
    bent, leveled = sung(voice, pitches, BEND), sung(voice, pitches, louder)
    times = np.concatenate([np.arange(round(a * 100), round(b * 100)) / 100 for a, b in held_spans()])
    off_cents = 100 * (pitch_of(bent) - pitch_of(plain)) - drawn_at((BEND,), "bend_cents", times)
    off_cents = off_cents[np.isfinite(off_cents)]
    assert len(off_cents) > 0.8 * len(times)
    assert np.median(np.abs(off_cents)) < 10.0 and abs(np.mean(off_cents)) < 10.0
    assert mean_error_cents(bent.pitch_report) < 10.0
    for begin_s, end_s, asked_db in ((1.3, 1.9, -12.0), (2.45, 3.1, 3.0)):
        assert level_db(leveled, begin_s, end_s) - level_db(plain, begin_s, end_s) == pytest.approx(asked_db, abs=1.0)


def test_no_vibrato_is_sung_straight_and_much_of_it_swings_wider():
    def swing(depth):
        song = sung("joe", (50, 52, 53), Drawn("vibrato", (0.0,), (depth,)))
        semitones = track_pitch(song.audio[:, round(song.lead_s * SAMPLE_RATE) :].mean(axis=0))
        return np.nanstd(semitones[round((1.0 + 2 * LENGTH_S + 0.5) * 100) : round((1.0 + 3 * LENGTH_S - 0.3) * 100)])

    assert swing(0.0) < 0.1 < 0.4 < swing(2.5)


def test_breathiness_puts_air_beside_the_voice_and_leaves_silence_silent():
    plain, airy = (sung("joe", (50, 52, 53), Drawn("breath", (0.0,), (amount,))) for amount in (0.0, 1.0))
    air = airy.audio - plain.audio
    voice = 10 * np.log10(np.mean(plain.audio**2))
    assert voice - 14.0 < 10 * np.log10(np.mean(air**2)) < voice - 5.0
    assert np.abs(airy.audio[:, -480:]).max() < 2e-3


def test_what_is_drawn_elsewhere_or_changes_nothing_is_no_part_of_a_phrase():
    flat = [Drawn(name, (0.0, 60.0), (value, value)) for name, value in NEUTRAL.items()]
    far = Drawn("bend_cents", (50.0, 51.0, 52.0), (0.0, 100.0, 0.0))
    assert within_phrase((*flat, far), 10.0, 5.0) == ()
    near = within_phrase((far,), 48.0, 5.0)
    assert near == within_phrase((Drawn("bend_cents", (10.0, 11.0, 12.0), (0.0, 100.0, 0.0)),), 8.0, 5.0)


def test_a_line_of_a_hostile_file_is_held_within_what_can_be_sung():
    wild = within_phrase((Drawn("bend_cents", (0.0, 1.0), (-1e9, 1e9)),), 0.0, 2.0)
    assert max(map(abs, wild[0].values)) == 600.0


def test_every_line_that_a_row_offers_is_obeyed_within_the_same_bounds():
    offered = {target.target.removeprefix(SUNG): target for target in SUNG_TARGETS}
    assert {name: target.own for name, target in offered.items()} == NEUTRAL
    assert {name: (target.low, target.high) for name, target in offered.items()} == BOUNDS
