# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes each style sound like itself, and how players listen to each other."""

from itertools import pairwise

import numpy as np
import pytest

from musicstudio.engines.composer.arrangement import arrange, choose_parts
from musicstudio.engines.composer.arrangement.chord_tones import bass_of, color_chord
from musicstudio.engines.composer.arrangement.registry import player_name
from musicstudio.engines.composer.styles import load_styles

KICK, SNARE, HAT, OPEN_HAT, RIDE, CRASH, RIM = 36, 38, 42, 46, 51, 49, 37
BAR = 3840
NAMES = sorted(load_styles().styles)
CHORD_PLAYERS = ("comp", "jazz_comp", "strum", "pick", "pad", "divisi", "power", "arp", "ostinato")


@pytest.fixture
def play(make_song, styles):
    def play(style, seed=1, **song):
        plan = make_song(style, seed=seed, **song)
        return plan, arrange(plan, choose_parts(plan.conditioning, styles(style), seed), styles(style), seed)

    return play


def part(scores, role="", player=""):
    of_role = [score for score in scores if not role or score.part.role == role]
    return next(score for score in of_role if not player or player_name(score.part.player) == player)


def grid_steps(cell, *pitches, unit=240, late_ticks=0):
    """Sixteenths of the bar that are struck, bars overlaid."""
    return {round((n.start_ticks - late_ticks) % BAR / unit) % 16 for n in cell if n.pitch in pitches}


@pytest.mark.parametrize("style", ["pop", "rock", "metal", "soul", "boom_bap", "indie_pop", "trap"])
def test_the_bass_locks_with_the_kick(play, style):
    _, scores = play(style)
    kicks = np.array([n.start_ticks for n in part(scores, "drums").cells[2] if n.pitch == KICK])
    bass = np.array([n.start_ticks for n in part(scores, "bass").cells[2]])
    met = [np.abs(bass - kick).min() < 100 for kick in kicks]
    assert np.mean(met) > 0.6


@pytest.mark.parametrize("style", sorted({*NAMES} - {"salsa"}))  # a tumbao plays the coming root early instead
def test_bass_notes_on_new_chords_are_their_root(play, style):
    plan, scores = play(style)
    for section, cell in zip(plan.sections[:-1], part(scores, "bass").cells, strict=False):
        for chord in section.chords if cell else ():
            at = [n for n in cell if abs(n.start_ticks - chord.start_ticks) < 60]
            assert all(n.pitch % 12 == bass_of(chord) for n in at)


@pytest.mark.parametrize("style", NAMES)
def test_strong_beats_of_accompaniment_are_chord_notes(play, style):
    plan, scores = play(style)
    colour = load_styles().styles[style].harmony.colour
    fitting = []
    for score in scores:
        for section, cell in zip(plan.sections[:-1], score.cells, strict=False):
            for note in cell or () if player_name(score.part.player) in CHORD_PLAYERS else ():
                chord = next(c for c in reversed(section.chords) if c.start_ticks <= note.start_ticks + 60)
                if note.start_ticks % BAR < 100:
                    fitting.append(note.pitch % 12 in color_chord(chord, section.key, colour))
    assert not fitting or np.mean(fitting) >= 0.98


@pytest.mark.parametrize("style", ["house", "techno", "trance"])
def test_four_on_the_floor_with_the_hat_between(play, style):
    _, scores = play(style, form=(("drop", 4, 0.9), ("outro", 2, 0.4)))
    cell = part(scores, "drums").cells[0]
    assert grid_steps([n for n in cell if n.start_ticks < 3 * BAR], KICK) == {0, 4, 8, 12}
    assert {2, 6, 10, 14} <= grid_steps(cell, OPEN_HAT)


def test_rock_and_pop_have_a_backbeat(play):
    for style in ("rock", "pop", "country", "funk"):
        cell = part(play(style)[1], "drums").cells[2]
        loud = [n for n in cell if n.pitch in (SNARE, RIM) and n.velocity > 75 and n.start_ticks < 2 * BAR]
        assert {4, 12} <= grid_steps(loud, SNARE, RIM)


def test_reggae_drops_the_one_and_skanks_off_the_beat(play):
    _, scores = play("reggae", form=(("verse", 4, 0.45), ("chorus", 4, 0.5), ("outro", 2, 0.4)))
    assert grid_steps([n for n in part(scores, "drums").cells[0] if n.start_ticks < 3 * BAR], KICK) == {8}
    assert grid_steps(part(scores, player="strum").cells[0], *range(128)) <= {4, 7, 12, 15}


def test_jazz_swings_its_ride_and_walks_its_bass(play):
    _, scores = play("jazz_swing", form=(("solo", 8, 0.7), ("outro", 2, 0.4)))
    ride = [n.start_ticks % 960 for n in part(scores, "drums").cells[0] if n.pitch == RIDE]
    off_beats = [place for place in ride if 300 < place < 900]
    assert np.mean(off_beats) == pytest.approx(640, abs=30)
    walk = [n for n in part(scores, player="walking_bass").cells[0] if n.velocity > 68]
    assert len(walk) == pytest.approx(32, abs=3)
    assert np.abs(np.diff([n.pitch for n in walk])).mean() < 5


def test_bossa_keeps_its_clave_and_surdo(play):
    _, scores = play("bossa_nova", form=(("verse", 4, 0.5), ("outro", 2, 0.4)))
    rims = sorted({round(n.start_ticks / 240) for n in part(scores, "drums").cells[0] if n.pitch == RIM})
    assert rims[:5] == [0, 3, 6, 10, 13]


def test_trap_rolls_its_hats_and_slides_its_808(play):
    _, scores = play("trap", form=(("chorus", 8, 0.8), ("outro", 2, 0.4)))
    hats = sorted(n.start_ticks for n in part(scores, "drums").cells[0] if n.pitch == HAT)
    assert min(np.diff(hats)) < 130
    bass = part(scores, "bass").cells[0]
    moves = [(a, b) for a, b in pairwise(bass) if a.pitch != b.pitch]
    assert all(a.start_ticks + a.length_ticks > b.start_ticks for a, b in moves)


def test_metal_plays_double_kicks_and_palm_mutes(play):
    _, scores = play("metal", form=(("chorus", 4, 0.95), ("outro", 2, 0.4)))
    kicks = [n for n in part(scores, "drums").cells[0] if n.pitch == KICK and n.start_ticks < 2 * BAR]
    assert len(kicks) >= 22
    guitar = part(scores, player="power").cells[0]
    assert {round(n.length_ticks / 60) for n in guitar} & {1, 2}


def test_funk_has_ghost_notes(play):
    _, scores = play("funk")
    snares = [n.velocity for n in part(scores, "drums").cells[2] if n.pitch == SNARE]
    assert max(snares) - min(snares) > 40


def test_a_waltz_has_bass_on_one_and_chords_on_two_and_three(play):
    _, scores = play("classical", meter=(3, 4), form=(("verse", 8, 0.5), ("outro", 2, 0.4)))
    chords = part(scores, player="comp").cells[0]
    assert {round(n.start_ticks % 2880 / 960) % 3 for n in chords} == {1, 2}


def test_in_seven_eight_the_band_stresses_two_two_three(play):
    _, scores = play("rock", meter=(7, 8), form=(("chorus", 8, 0.8), ("outro", 2, 0.4)))
    struck = [n.start_ticks % 3360 for s in scores for n in s.cells[0] or () if n.velocity > 90]
    counts = {eighth: sum(abs(place - eighth * 480) < 60 for place in struck) for eighth in range(7)}
    assert counts[0] == max(counts.values())
    assert np.mean([counts[i] for i in (0, 2, 4)]) > 1.2 * np.mean([counts[i] for i in (1, 3, 5, 6)])


def test_fills_lead_into_the_chorus_and_a_crash_greets_it(play):
    for style in ("rock", "pop", "punk"):
        _, scores = play(style, seed=2)
        drums = part(scores, "drums")
        assert any(n.pitch == CRASH and n.start_ticks < 60 for n in drums.cells[2])
        strokes = [(n.start_ticks // BAR, n.pitch, round(n.start_ticks % BAR / 240)) for n in drums.cells[1]]
        first, last = ({stroke[1:] for stroke in strokes if stroke[0] == bar} for bar in (0, 3))
        assert first != last


def test_a_build_rolls_ever_faster_into_the_drop(play):
    _, scores = play("house", form=(("verse", 4, 0.5), ("build", 8, 0.6), ("drop", 8, 0.9), ("outro", 2, 0.4)))
    roll = [n for n in part(scores, "drums").cells[1] if n.pitch == SNARE]
    early = [n for n in roll if n.start_ticks < 2 * BAR]
    late = [n for n in roll if 5 * BAR <= n.start_ticks < 7 * BAR]
    assert len(late) >= 2.5 * len(early)
    assert np.mean([n.velocity for n in late]) > np.mean([n.velocity for n in early]) + 15


def test_the_lead_plays_the_lead_sheet(play):
    plan, scores = play("pop")
    lead = part(scores, player="lead").cells[2]
    tune = plan.sections[2].melody
    assert len(lead) == len(tune)
    assert len({played.pitch - written.pitch for played, written in zip(lead, tune, strict=True)}) == 1


def test_accompanying_chords_stay_below_the_tune(play):
    _, scores = play("pop")
    lead = min(n.pitch for n in part(scores, player="lead").cells[2])
    chords = [n.pitch for n in part(scores, player="comp").cells[2]]
    assert np.mean([pitch <= lead + 1 for pitch in chords]) > 0.9


def test_answers_come_where_the_tune_breathes(play):
    _, scores = play("country", form=(("chorus", 8, 0.8), ("outro", 2, 0.4)))
    answers = [n for n in part(scores, player="counter").cells[0] if n.length_ticks < 900]
    assert answers
    for note in answers:
        bar, place = divmod(note.start_ticks + 60, BAR)
        assert bar % 4 == 3
        assert place > 800


@pytest.mark.parametrize("style", NAMES)
def test_songs_end_together_and_leave_no_silence(play, style):
    plan, scores = play(style)
    ending = load_styles().styles[style].song.ending
    length = plan.sections[-1].section.length_ticks
    last_bar = length - BAR
    chord = plan.sections[-1].chords[-1]
    pitched = [s for s in scores if s.part.role not in ("drums", "percussion")]
    at_end = [n for s in pitched for n in s.cells[-1] or () if n.start_ticks >= last_bar - 60]
    final_chord = color_chord(chord, plan.sections[-1].key, load_styles().styles[style].harmony.colour)
    assert at_end
    assert bass_of(chord) in {n.pitch % 12 for n in at_end}
    assert all(n.pitch % 12 in final_chord for n in at_end)
    if ending != "fade":
        assert max(n.start_ticks + n.length_ticks for n in at_end) == length
    if ending != "tag":
        assert all(n.start_ticks < last_bar + 1000 for n in at_end)


def test_a_loop_does_not_end(play):
    _, ended = play("pop")
    _, looped = play("pop", is_loop=True)
    assert sum(len(s.cells[-1] or ()) for s in looped) > sum(len(s.cells[-1] or ()) for s in ended)


def test_hits_are_accented(play):
    _, scores = play("pop", bpm=120.0, hits_s=(10.0,))
    drums = part(scores, "drums").cells[1]
    assert any(n.pitch == CRASH and abs(n.start_ticks - (round(10.0 * 1920) - 4 * BAR)) < 60 for n in drums)


def test_the_whole_band_stops_before_some_drops(play):
    form = (("verse", 4, 0.5), ("build", 4, 0.6), ("drop", 8, 0.9), ("outro", 2, 0.4))
    silent = []
    for seed in range(8):
        plan, scores = play("house", seed=seed, form=form)
        others = [s for s in scores if player_name(s.part.player) not in ("lead", "double")]
        last = max(n.start_ticks + n.length_ticks for s in others for n in s.cells[1] or ())
        silent.append(last <= plan.sections[1].section.length_ticks - 700)
    assert any(silent)


def test_double_tracked_guitars_play_the_same_riff_by_two_hands(play):
    _, scores = play("metal")
    left, right = (s.cells[4] for s in scores if player_name(s.part.player) == "power")
    written = [{(n.pitch, round(n.start_ticks / 240)) for n in hand} for hand in (left, right)]
    assert written[0] == written[1]
    assert left != right


def test_the_walking_bass_leads_into_the_next_sections_first_chord(play):
    plan, scores = play("jazz_swing", form=(("verse", 8, 0.7), ("chorus", 8, 0.8), ("outro", 2, 0.4)))
    last = part(scores, player="walking_bass").cells[0][-1]
    target = bass_of(plan.sections[1].chords[0])
    assert min((last.pitch - target) % 12, (target - last.pitch) % 12) in (1, 2, 5)


def test_songs_of_one_style_have_grooves_of_their_own(play):
    grooves = set()
    for seed in range(8):
        cell = part(play("pop", seed=seed)[1], "drums").cells[2]
        grooves.add(frozenset(grid_steps([n for n in cell if n.start_ticks < 2 * BAR], KICK)))
    assert len(grooves) >= 3
