# SPDX-License-Identifier: GPL-3.0-or-later
"""Lead sheets: chords without holes, themes that return and are no copies, tunes that keep to their chords and
close."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.arrangement.chord_tones import tones
from musicstudio.engines.composer.form.planning import plan_form
from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import blend, load_styles
from musicstudio.engines.composer.themes.harmonize_melody import cover_melody, key_of_melody, top_line
from musicstudio.engines.composer.themes.roman import chord_of
from musicstudio.engines.composer.themes.rules import MelodyRequest, chord_at, write_melody_by_rule
from musicstudio.engines.composer.themes.song_leadsheet import write_lead_sheet
from musicstudio.engines.composer.themes.theme import Theme, fit_theme, transpose_theme, vary_theme
from musicstudio.project.model import Chord, Key, Note

SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def sheet(style="pop", **fields):
    conditioning = Conditioning(styles=((style, 1.0),), bpm=110.0, key=fields.pop("key", Key(2)), **fields)
    styles = blend(load_styles().styles, conditioning.styles)
    form = plan_form(conditioning, styles, 3, True)
    return run_to_end(write_lead_sheet(form, conditioning, styles, 3))


@pytest.mark.parametrize(
    ("numeral", "key", "name"),
    [
        ("I", Key(0), "C"),
        ("ii7", Key(0), "Dm7"),
        ("V7", Key(9, "minor"), "E7"),
        ("VI", Key(9, "minor"), "F"),
        ("bVII", Key(2), "C"),
        ("iim7b5", Key(0, "minor"), "Dm7b5"),
        ("IVmaj7", Key(7), "Cmaj7"),
        ("iv", Key(2, "dorian"), "G"),
    ],
)
def test_numerals(numeral, key, name):
    assert chord_of(numeral, key).name() == name


def test_every_shipped_progression_can_be_read():
    for style in load_styles().styles.values():
        for mode, lines in (("major", style.harmony.major), ("minor", style.harmony.minor)):
            for numeral in " ".join(lines).split():
                assert chord_of(numeral, Key(0, mode)).root in range(12), (style.name, numeral)


@pytest.mark.parametrize("meter", [(4, 4), (3, 4), (6, 8), (5, 4), (7, 8)])
def test_chords_tile_every_section(meter):
    for section in sheet(meter=meter, duration_s=50.0):
        ends = 0
        for chord in section.chords:
            assert chord.start_ticks == ends
            ends = chord.start_ticks + chord.length_ticks
        assert ends == section.section.length_ticks
        assert all(note.start_ticks < section.section.length_ticks for note in section.melody)


def test_the_chorus_returns_and_is_no_copy():
    choruses = [section for section in sheet() if section.section.kind == "chorus"]
    first, second = (section.melody for section in choruses[:2])
    shared = len(set(first) & set(second)) / len(first)
    assert 0.4 < shared < 1.0
    assert choruses[0].chords == choruses[1].chords


def test_the_song_ends_at_home():
    last = sheet(key=Key(4, "minor"))[-1]
    assert (last.chords[-1].root, last.chords[-1].quality) == (4, "min")
    assert last.melody[-1].pitch % 12 == 4


def test_a_key_change_moves_the_last_chorus():
    parts = sheet(key_change=2)
    choruses = [section for section in parts if section.section.kind == "chorus"]
    assert (choruses[-1].chords[0].root - choruses[0].chords[0].root) % 12 == 2


@given(
    seed=st.integers(0, 10_000), density=st.floats(0.1, 0.9), meter=st.sampled_from([(4, 4), (3, 4), (6, 8), (7, 8)])
)
@settings(max_examples=30, deadline=None)
def test_a_tune_by_rule_stays_in_range_and_in_its_chords(seed, density, meter):
    grid = grid_of(*meter)
    chords = tuple(
        chord_of(n, Key(0), i * grid.bar_ticks, grid.bar_ticks) for i, n in enumerate(("I", "vi", "IV", "V") * 2)
    )
    request = MelodyRequest(Key(0), grid, 8, (60, 79), density, 0.3, 0.3, 0.5)
    tune = write_melody_by_rule(request, chords, np.random.default_rng(seed))
    assert all(60 <= note.pitch <= 79 for note in tune)
    strong = [note for note in tune if grid.strength(note.start_ticks) >= 0.6]
    assert all(note.pitch % 12 in tones(chord_at(chords, note.start_ticks)) for note in strong)
    assert all(a.start_ticks + a.length_ticks <= b.start_ticks for a, b in pairwise(tune))


@given(bars=st.integers(1, 24))
@settings(deadline=None)
def test_a_theme_fits_any_number_of_bars(bars):
    theme = Theme(
        Key(0),
        8,
        3840,
        tuple(Chord(i * 3840, 3840, i % 12) for i in range(8)),
        tuple(Note(i * 960, 900, 60 + i) for i in range(32)),
    )
    assert sum(chord.length_ticks for chord in fit_theme(theme, bars).chords) == bars * 3840
    assert fit_theme(theme, bars).chords[-1].root == theme.chords[-1].root


def test_a_transposed_theme_keeps_its_intervals():
    theme = Theme(Key(0), 1, 3840, (Chord(0, 3840, 0),), (Note(0, 960, 60), Note(960, 960, 64)))
    moved = transpose_theme(theme, Key(11))
    assert [note.pitch for note in moved.melody] == [59, 63] and moved.chords[0].root == 11


def test_a_variation_keeps_the_length_of_what_it_ornaments():
    theme = Theme(
        Key(0), 4, 3840, (Chord(0, 15360, 0),), tuple(Note(i * 960, 960, 60 + 2 * (i % 4)) for i in range(16))
    )
    changed = vary_theme(theme, 1.0, np.random.default_rng(1))
    assert sum(note.length_ticks for note in changed.melody) == sum(note.length_ticks for note in theme.melody)
    assert changed.melody != theme.melody


def test_a_scale_is_heard_in_its_key():
    assert key_of_melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate((*SCALE, 67, 64, 60)))) == Key(0)
    minor = (69, 71, 72, 74, 76, 77, 76, 72, 71, 69)
    assert key_of_melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate(minor))) == Key(9, "minor")


def test_chords_by_rule_carry_the_melody_and_close():
    melody = tuple(
        Note(i * 960, 960, pitch)
        for i, pitch in enumerate((60, 64, 67, 64, 65, 69, 72, 69, 67, 71, 74, 71, 72, 67, 64, 60))
    )
    chords = cover_melody(melody, Key(0), 4, grid_of(4, 4))
    assert [chord.name() for chord in chords] == ["C", "F", "G", "C"]


def test_the_top_line_of_chords_has_one_voice():
    line = top_line((Note(0, 960, 60), Note(0, 960, 67), Note(480, 960, 64)))
    assert [(note.pitch, note.start_ticks, note.length_ticks) for note in line] == [(67, 0, 480), (64, 480, 960)]
