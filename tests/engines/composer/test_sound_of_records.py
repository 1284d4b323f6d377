# SPDX-License-Identifier: GPL-3.0-or-later
"""What brings a song nearer to records: its master, pushes, coloured loops, short intros, endings without silence."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.form.layout import Block, with_short_intro
from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.themes.colors import colored
from musicstudio.engines.composer.themes.pushes import pushed
from musicstudio.engines.composer.themes.theme import Theme, thin_theme
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.instruments.tones import BANDS_HZ, instrument_tones, tone_db
from musicstudio.project.edits.generation import NewSong, place_song
from musicstudio.project.model import Chord, Device, Key, Master, Note, Project, TempoMap

BEAT, BAR = 960, 3840
C_MAJOR = Key(0, "major")


def composed(style: str, seed: int = 5, **options):
    wishes = GenerationOptions(duration_s=30.0, styles={style: 1.0}, **options)
    return run_to_end(Composer().run(Request(Task.COMPOSE, seed=seed, options=wishes)))


def loop(*roots: int) -> tuple[Chord, ...]:
    qualities = {0: "maj", 5: "maj", 7: "maj", 9: "min", 2: "min"}
    return tuple(Chord(index * BAR, BAR, root, qualities[root]) for index, root in enumerate(roots))


def test_a_song_brings_its_tone_its_sides_and_glue_as_devices_of_the_master():
    devices = composed("rock").master.devices
    assert [device.kind for device in devices] == ["eq", "eq", "compressor"]
    assert devices[1].params["works_on"] == 2 and devices[1].params["low_cut_hz"] > 100


def test_the_equalizer_answers_to_the_band_and_not_to_the_style_alone():
    tones = [composed("pop", seed).master.devices[0].params for seed in (1, 2, 3)]
    assert len({tuple(sorted(params.items())) for params in tones}) == 3


def test_every_instrument_has_a_tone_and_every_style_a_curve():
    from musicstudio.instruments import catalogue

    assert set(instrument_tones()) == set(catalogue.load())
    assert all(len(style.mix.curve) == len(BANDS_HZ) for style in load_styles().styles.values())


def test_an_electric_guitar_has_more_body_than_fizz():
    for name in ("overdriven_guitar", "distorted_guitar", "clean_guitar"):
        assert tone_db(instrument_tones()[name])[5] < -3.0, name


@pytest.mark.parametrize("own", [Device("mine", "eq"), None], ids=["of the user", "none"])
def test_a_new_song_leaves_a_master_that_the_user_built(own):
    before = Master(devices=(own,) if own else (), target_lufs=-9.0, fader_db=-2.0)
    made = NewSong((), (), TempoMap(), C_MAJOR, master=Master(devices=(Device("style-tone", "eq"),)))
    after = place_song(made)(Project("song", master=before)).master
    assert [device.id for device in after.devices] == (["mine"] if own else ["style-tone"])
    assert (after.target_lufs, after.fader_db) == (-9.0, -2.0)


def test_pushed_notes_come_an_eighth_early_and_nothing_overlaps():
    tune = tuple(Note(index * BEAT, BEAT, 60 + index % 5, 88) for index in range(32))
    moved = pushed(tune, grid_of(4, 4), 0.7, np.random.default_rng(1))
    early = [a for a, b in zip(moved, tune, strict=True) if a.start_ticks != b.start_ticks]
    assert early and all(note.start_ticks % BEAT == BEAT // 2 for note in early)
    assert all(a.start_ticks + a.length_ticks <= b.start_ticks for a, b in pairwise(moved))
    assert [note.pitch for note in moved] == [note.pitch for note in tune]
    assert pushed(tune, grid_of(4, 4), 0.0, np.random.default_rng(1)) == tune
    assert pushed(tune, grid_of(6, 8), 0.7, np.random.default_rng(1)) == tune


def test_a_colored_loop_keeps_its_length_and_where_its_chords_begin():
    plain = loop(0, 9, 5, 7, 0, 9, 5, 0)
    heard = set()
    for seed in range(20):
        rich = colored(plain, C_MAJOR, BAR, 1.0, np.random.default_rng(seed))
        assert {chord.start_ticks for chord in plain} <= {chord.start_ticks for chord in rich}
        assert all(a.start_ticks + a.length_ticks == b.start_ticks for a, b in pairwise(rich))
        heard |= {(chord.root, chord.quality, chord.bass) for chord in rich}
    assert {(4, "dom7", -1), (5, "min", -1), (7, "sus4", -1), (0, "maj", 11)} <= heard
    assert colored(plain, C_MAJOR, BAR, 0.0, np.random.default_rng(1)) == plain
    assert colored(plain, Key(0, "dorian"), BAR, 1.0, np.random.default_rng(1)) == plain


def test_a_short_song_is_not_kept_waiting():
    blocks = (Block("intro", 8), Block("verse", 8), Block("chorus", 8))
    short = with_short_intro(blocks, 2.0)
    assert short[0].bars * 2.0 <= 10 and sum(block.bars for block in short) == 24
    assert with_short_intro(blocks, 5.0) == blocks


@pytest.mark.parametrize("style", ["rock", "boom_bap", "jazz_swing", "metal"])
def test_something_sounds_until_the_last_bar_line(style):
    result = composed(style)
    end = result.sections[-1].end_ticks
    ends = [cell.start_ticks + max(n.start_ticks + n.length_ticks for n in cell.notes) for part in result.parts
            for cell in part.cells if cell.notes]  # fmt: skip
    assert max(ends) >= end - BEAT // 2


def test_a_theme_without_a_note_on_the_beat_thins_to_nothing_or_to_its_long_notes():
    short, long = Note(480, 480, 60, 88), Note(1440, 1440, 62, 88)
    theme = Theme(C_MAJOR, 2, BAR, loop(0, 7), (short,))
    assert thin_theme(theme, 0).melody == ()
    assert [note.start_ticks for note in thin_theme(replace(theme, melody=(short, long)), 0).melody] == [1440]
