# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole band: every style in every metre, playable notes, contrast, cells that do not touch each other."""

from itertools import pairwise, product

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.engines.composer.arrangement import arrange, choose_parts, play_part
from musicstudio.engines.composer.arrangement.registry import UNPITCHED, player_name
from musicstudio.engines.composer.styles import load_styles
from musicstudio.instruments import catalogue

NAMES = tuple(load_styles().styles)
METERS = ((4, 4), (3, 4), (6, 8), (5, 4), (7, 8))


def arranged(make_song, styles, style="pop", seed=1, **song):
    plan = make_song(style, **song)
    parts = choose_parts(plan.conditioning, styles(style), seed)
    return plan, arrange(plan, parts, styles(style), seed)


def notes_of(scores, section, *roles):
    return [n for s in scores if not roles or s.part.role in roles for n in s.cells[section] or ()]


@pytest.mark.parametrize(("style", "meter"), [*product(NAMES, METERS)])
def test_every_style_plays_playable_notes_in_every_meter(make_song, styles, style, meter):
    plan, scores = arranged(make_song, styles, style, meter=meter)
    instruments = catalogue.load()
    for index, section in enumerate(plan.sections):
        assert notes_of(scores, index), section.section.name
    for score in scores:
        known = instruments[score.part.instrument]
        assert any(score.cells), f"{score.part.name} never plays"
        for section, cell in zip(plan.sections, score.cells, strict=True):
            check_playable(cell or (), section.section.length_ticks, known)


def check_playable(cell, length_ticks, instrument):
    sounding = {}
    for note in cell:
        assert 1 <= note.velocity <= 127
        assert note.length_ticks > 0
        assert -480 <= note.start_ticks < length_ticks
        assert note.start_ticks + note.length_ticks <= length_ticks
        assert instrument.low <= note.pitch <= instrument.high
        assert sounding.get(note.pitch, -1000) <= note.start_ticks, "the same pitch twice at once"
        sounding[note.pitch] = note.start_ticks + note.length_ticks


@pytest.mark.parametrize("style", NAMES)
def test_the_same_seed_gives_the_same_notes_and_another_seed_others(make_song, styles, style):
    _, first = arranged(make_song, styles, style)
    _, again = arranged(make_song, styles, style)
    assert first == again
    plan = make_song(style)
    assert arrange(plan, tuple(s.part for s in first), styles(style), 2) != first


@pytest.mark.parametrize("style", NAMES)
def test_a_chorus_is_fuller_and_louder_than_a_verse(make_song, styles, style):
    for seed in (1, 2):
        _, scores = arranged(make_song, styles, style, seed=seed)
        verse, chorus = notes_of(scores, 1), notes_of(scores, 2)
        players = [sum(score.cells[index] is not None for score in scores) for index in (1, 2)]
        assert players[1] >= players[0]
        assert len(chorus) >= 1.15 * len(verse)
        assert sum(note.velocity for note in chorus) > 1.35 * sum(note.velocity for note in verse)


def test_density_never_falls_as_energy_rises(make_song, styles):
    for style in ("pop", "rock", "house", "cinematic", "funk"):
        form = (*(("verse", 4, energy) for energy in (0.15, 0.35, 0.55, 0.75, 0.95)), ("outro", 2, 0.3))
        _, scores = arranged(make_song, styles, style, form=form)
        counts = [len(notes_of(scores, index)) for index in range(5)]
        loudness = [np.mean([n.velocity for n in notes_of(scores, index)]) for index in range(5)]
        assert all(after >= 0.92 * before for before, after in pairwise(counts)), (style, counts)
        assert counts[4] > 1.6 * counts[0]
        assert loudness[4] > loudness[0] + 8


@pytest.mark.parametrize("style", ["pop", "jazz_swing", "house", "cinematic", "metal"])
def test_one_cell_asked_again_leaves_the_rest_as_it_was(make_song, styles, style):
    plan, scores = arranged(make_song, styles, style)
    parts = tuple(score.part for score in scores)
    for index, score in enumerate(scores):
        again = play_part(plan, parts, styles(style), scores, index, (2,), 99, 1.0)
        assert again.cells[:2] == score.cells[:2]
        assert again.cells[3:] == score.cells[3:]
        assert again.part == score.part
    changed = [play_part(plan, parts, styles(style), scores, i, (2,), 99, 1.0) != scores[i] for i in range(len(parts))]
    assert sum(changed) >= len(parts) - 1


def test_small_differences_keep_the_groove_and_large_ones_change_it(make_song, styles):
    plan, scores = arranged(make_song, styles, "indie_pop")
    parts = tuple(score.part for score in scores)
    hook = next(i for i, part in enumerate(parts) if player_name(part.player) == "riff")

    def onsets(score):
        return {round(note.start_ticks / 240) for note in score.cells[2]}

    slight = play_part(plan, parts, styles("indie_pop"), scores, hook, (2,), 5, 0.1)
    fresh = play_part(plan, parts, styles("indie_pop"), scores, hook, (2,), 5, 1.0)
    assert slight != scores[hook]
    assert onsets(slight) == onsets(scores[hook])
    assert onsets(fresh) != onsets(scores[hook])


def test_sections_of_one_material_share_their_groove(make_song, styles):
    form = (("verse", 8, 0.5), ("chorus", 8, 0.8), ("verse", 8, 0.5), ("outro", 2, 0.4))
    _, scores = arranged(make_song, styles, "funk", form=form)
    drums = next(score for score in scores if score.part.role == "drums")

    def groove(section):
        return {(n.pitch, round(n.start_ticks / 120)) for n in drums.cells[section] if n.start_ticks < 3 * 3840}

    assert len(groove(0) & groove(2)) / len(groove(0) | groove(2)) > 0.85


def test_a_part_asked_for_by_name_plays_even_where_it_would_rest(make_song, styles):
    plan, scores = arranged(make_song, styles, "pop")
    parts = tuple(score.part for score in scores)
    can_play = [player_name(part.player) not in ("lead", "double") for part in parts]
    resting = next(i for i, score in enumerate(scores) if score.cells[0] is None and can_play[i])
    assert play_part(plan, parts, styles("pop"), scores, resting, (0,), 1).cells[0]


def test_a_part_that_no_style_knows_still_plays(make_song, styles):
    plan, scores = arranged(make_song, styles, "pop")
    stranger = replace(scores[1].part, name="Imported", role="strings", player="", instrument="cello")
    parts = (*(score.part for score in scores), stranger)
    assert play_part(plan, parts, styles("pop"), scores, len(parts) - 1, (1, 2), 1).cells[2]


@pytest.mark.parametrize("half_time", [-1, 1])
def test_half_and_double_time_move_the_backbeat(make_song, styles, half_time):
    form = (("chorus", 4, 0.7), ("verse", 2, 0.5))
    plain = arranged(make_song, styles, "rock", form=form)[1][0]
    changed = arranged(make_song, styles, "rock", form=form, half_time=half_time)[1][0]

    def snares(score):
        return sum(1 for n in score.cells[0] if n.pitch == 38 and n.velocity > 70 and n.start_ticks < 2.5 * 3840)

    assert snares(changed) < snares(plain) if half_time < 0 else snares(changed) > snares(plain)


def test_a_key_change_is_followed_by_everybody(make_song, styles):
    plan = make_song("pop")
    section = plan.sections[4]
    key = replace(section.key, tonic=11)
    chords = tuple(replace(c, root=(c.root + 2) % 12) for c in section.chords)
    tune = tuple(replace(n, pitch=n.pitch + 2) for n in section.melody)
    moved = (*plan.sections[:4], replace(section, key=key, chords=chords, melody=tune), *plan.sections[5:])
    parts = choose_parts(plan.conditioning, styles("pop"), 1)
    scores = arrange(replace(plan, sections=moved), parts, styles("pop"), 1)
    scale = {(11 + step) % 12 for step in (0, 2, 3, 5, 7, 8, 10)}
    notes = [n for s in scores if player_name(s.part.player) not in UNPITCHED for n in s.cells[4] or ()]
    assert np.mean([n.pitch % 12 in scale for n in notes]) > 0.95


def test_where_somebody_sings_no_instrument_has_the_tune(make_song, styles):
    _, scores = arranged(make_song, styles, "pop", has_vocals=True)
    lead = next(score for score in scores if player_name(score.part.player) == "lead")
    assert lead.cells[1] is lead.cells[2] is None
    assert lead.cells[3], "in the break nobody sings"


def test_a_song_of_one_short_section_is_played(make_song, styles):
    for style, bars in product(("pop", "ambient", "jazz_swing", "cinematic"), (1, 2)):
        _, scores = arranged(make_song, styles, style, form=(("chorus", bars, 0.8),))
        assert notes_of(scores, 0)
