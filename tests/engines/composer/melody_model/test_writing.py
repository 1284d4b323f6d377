# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shipped network promises: given and kept things stay, ranges and cadences hold, the same seed gives
the same notes.
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from musicstudio.core.errors import InputError, ModelMissingError
from musicstudio.core.theory.scales import scale_steps
from musicstudio.engines.composer.melody_model.api import (
    BarGrid,
    ChordSpan,
    LeadRequest,
    MelodyNote,
    Passage,
    develop_motif,
    harmonize,
    vary,
    write_leadsheet,
    write_melody,
)
from musicstudio.engines.composer.melody_model.network import read_network
from musicstudio.engines.composer.melody_model.qualities import pitch_classes
from musicstudio.engines.composer.melody_model.styles import LEAD_STYLES, style_mix

REQUEST = LeadRequest(BarGrid(4, 4, 8), tonic=2, seed=5)
AXIS = tuple(
    ChordSpan(bar * 3840, 3840, root, quality, root)
    for bar, (root, quality) in enumerate([(2, "maj"), (9, "maj"), (11, "min"), (7, "maj")] * 2)
)


@cache
def written(request: LeadRequest) -> Passage:
    return write_leadsheet(request)


def bar_of(event: MelodyNote | ChordSpan, grid: BarGrid) -> int:
    return event.start_ticks // grid.bar_ticks


def assert_well_formed(passage: Passage) -> None:
    assert passage.melody and passage.chords
    for events in (passage.melody, passage.chords):
        assert all(event.length_ticks > 0 for event in events)
        assert all(a.start_ticks + a.length_ticks <= b.start_ticks for a, b in pairwise(events))
        assert events[-1].start_ticks + events[-1].length_ticks <= passage.grid.ticks


def test_same_request_same_passage_and_other_seed_another() -> None:
    assert write_leadsheet(REQUEST) == write_leadsheet(REQUEST)
    assert written(REQUEST).melody != written(msgspec.structs.replace(REQUEST, seed=6)).melody


@pytest.mark.parametrize("meter", [(4, 4), (3, 4), (6, 8), (2, 4), (5, 4), (7, 8), (12, 8)])
def test_every_meter_gives_a_melody_and_chords_that_fill_the_bars(meter: tuple[int, int]) -> None:
    passage = written(msgspec.structs.replace(REQUEST, grid=BarGrid(*meter, 4)))
    assert_well_formed(passage)
    assert sum(chord.length_ticks for chord in passage.chords) == passage.grid.ticks


@pytest.mark.parametrize("mode", ["major", "minor", "dorian", "mixolydian"])
def test_most_notes_are_in_the_scale_and_all_in_the_range(mode: str) -> None:
    passage = written(msgspec.structs.replace(REQUEST, mode=mode, pitch_range=(60, 74)))
    scale = {(step + 2) % 12 for step in scale_steps(mode)}
    assert all(60 <= note.pitch <= 74 for note in passage.melody)
    assert sum(note.pitch % 12 in scale for note in passage.melody) >= 0.8 * len(passage.melody)


@pytest.mark.parametrize("seed", range(3))
def test_a_full_cadence_ends_on_the_tonic_chord(seed: int) -> None:
    passage = written(msgspec.structs.replace(REQUEST, seed=seed, cadence="full"))
    last = passage.chords[-1]
    assert last.root == 2
    assert passage.melody[-1].pitch % 12 in pitch_classes(last.root, last.quality)


def test_a_half_cadence_ends_on_the_dominant() -> None:
    assert written(msgspec.structs.replace(REQUEST, cadence="half")).chords[-1].root == 9


def test_a_melody_for_chords_keeps_them_and_fits_them() -> None:
    passage = write_melody(AXIS, REQUEST)
    assert passage.chords == AXIS
    strong = [note for note in passage.melody if note.start_ticks % 3840 == 0]
    fitting = [n for n in strong if n.pitch % 12 in pitch_classes(*AXIS_AT[bar_of(n, REQUEST.grid)])]
    assert len(fitting) >= 0.6 * len(strong)


AXIS_AT = [(chord.root, chord.quality) for chord in AXIS]


def test_harmonizing_keeps_the_melody_and_fits_it() -> None:
    tune = written(REQUEST).melody
    passage = harmonize(tune, msgspec.structs.replace(REQUEST, seed=9))
    assert passage.melody == tune
    assert_well_formed(passage)


def test_chord_loops_repeat() -> None:
    passage = written(msgspec.structs.replace(REQUEST, chord_loop_bars=4))
    half = passage.grid.ticks // 2
    first = [(c.start_ticks, c.root, c.quality) for c in passage.chords if c.start_ticks < half]
    second = [(c.start_ticks - half, c.root, c.quality) for c in passage.chords if c.start_ticks >= half]
    assert first == second


def test_regenerating_bars_leaves_the_others_alone() -> None:
    original = written(REQUEST)
    keep = tuple(bar not in (2, 3) for bar in range(8))
    again = write_leadsheet(msgspec.structs.replace(REQUEST, seed=77, original=original, keep=keep))
    assert_well_formed(again)

    def outside(passage: Passage) -> list[MelodyNote]:
        return [note for note in passage.melody if keep[bar_of(note, passage.grid)]]

    assert outside(again) == outside(original)
    assert {n for n in again.melody if n not in original.melody}


def test_what_stands_before_and_after_is_heard() -> None:
    theme = written(REQUEST)
    alone = written(msgspec.structs.replace(REQUEST, seed=3))
    after_theme = written(msgspec.structs.replace(REQUEST, seed=3, before=theme, after=theme))
    assert alone != after_theme


def test_small_variations_stay_closer_than_large_ones() -> None:
    theme = written(REQUEST)

    def kept(amount: float) -> float:
        onsets = {(note.start_ticks, note.pitch) for note in theme.melody}
        shares = []
        for seed in range(3):
            varied = vary(theme, amount, seed, REQUEST)
            assert varied.chords == theme.chords
            shares.append(len(onsets & {(n.start_ticks, n.pitch) for n in varied.melody}) / len(onsets))
        return sum(shares) / 3

    assert kept(0.1) > 0.8
    assert kept(0.1) > kept(1.0)


def test_a_motif_begins_what_is_made_of_it() -> None:
    theme = written(REQUEST)
    grid = BarGrid(4, 4, 2)
    motif = Passage(grid, tuple(n for n in theme.melody if n.start_ticks + n.length_ticks <= grid.ticks))
    section = develop_motif(motif, 8, REQUEST)
    assert section.melody[: len(motif.melody)] == motif.melody
    assert section.grid.bars == 8
    assert max(bar_of(note, section.grid) for note in section.melody) >= 6


def test_phrases_breathe() -> None:
    passage = written(msgspec.structs.replace(REQUEST, grid=BarGrid(4, 4, 16), density=0.7, seed=1))
    gaps = [b.start_ticks - a.start_ticks - a.length_ticks for a, b in pairwise(passage.melody)]
    long_notes = [note for note in passage.melody if note.length_ticks >= 1920]
    assert sum(gap >= 240 for gap in gaps) + len(long_notes) >= 2


@pytest.mark.parametrize("style", sorted(LEAD_STYLES))
def test_every_style_writes(style: str) -> None:
    assert_well_formed(written(LeadRequest(BarGrid(4, 4, 4), style=style, seed=1)))


def test_nonsense_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="at least a fifth"):
        LeadRequest(BarGrid(4, 4, 8), pitch_range=(60, 62))
    with pytest.raises(InputError, match="no mode called"):
        write_leadsheet(msgspec.structs.replace(REQUEST, mode="locrian-ish"))


def test_missing_or_damaged_weights_are_told(tmp_path: Path) -> None:
    damaged = tmp_path / "leadsheet.safetensors"
    damaged.write_bytes(b"not weights")
    with pytest.raises(ModelMissingError, match="damaged"):
        read_network(damaged)


def test_a_blend_of_styles_lies_between_them() -> None:
    mix = style_mix("", (("jazz", 3.0), ("pop", 1.0)))
    assert style_mix("pop").chromatic < mix.chromatic < style_mix("jazz").chromatic
    assert sum(weight for _, weight in mix.learned_weights((6, 8))) == pytest.approx(1.0)
    assert_well_formed(written(msgspec.structs.replace(REQUEST, style_blend=(("jazz", 0.5), ("electronic", 0.5)))))
