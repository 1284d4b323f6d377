# SPDX-License-Identifier: GPL-3.0-or-later
"""The common splice: on the beat, as loud, blended inside the selection; outside it every byte stays."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.analysis.tempo import find_beats
from musicstudio.app.generation.extend import extend
from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.layer import layer
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate, why_not_regenerated
from musicstudio.app.generation.restyle import restyle
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import InputError, StudioError
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.edits.takes import choose_take
from tests.app.generation.sound_engine import RATE, Clicker
from tests.whole_mix import render_mix

SPAN = (4.0, 10.0)
TARGET = RegenerationTarget(range_s=SPAN)


@pytest.fixture
def engine():
    return Clicker()


@pytest.fixture
def song(headless, engine):
    """Twelve seconds of clicks at 120 BPM, on a row of sound."""
    headless.session.engines.register(engine)
    values = CreateValues("clicks", options=GenerationOptions(duration_s=12.0, bpm=120.0), engine="clicker", seed=1)
    headless.wait_for(generate(headless.session, values))
    return headless


def mix(headless):
    return render_mix(headless.project, headless.session.media, with_master=False)


def told(headless):
    return " ".join(each.notice.text for each in headless.session.told.all)


def again(headless, **more):
    headless.wait_for(regenerate(headless.session, more.pop("target", TARGET), seed=9, **more))


def test_outside_the_selection_every_byte_stays_and_inside_it_is_new(song):
    before = mix(song)
    again(song)
    after, (first, last) = mix(song), (round(at * RATE) for at in SPAN)
    assert np.array_equal(before[:, :first], after[:, :first])
    assert np.array_equal(before[:, last:], after[:, last : before.shape[1]])
    assert not np.array_equal(before[:, first:last], after[:, first:last])


def test_the_seams_begin_and_end_with_the_sound_that_was_there(song):
    before = mix(song)
    again(song)
    after, (first, last) = mix(song), (round(at * RATE) for at in SPAN)
    steps = np.abs(np.diff(after, n=2, axis=1)).max(axis=0)
    a_click = np.abs(np.diff(before, n=2, axis=1)).max()
    assert steps[first - 200 : first + 200].max() < 1.5 * a_click
    assert steps[last - 200 : last + 200].max() < 1.5 * a_click


def test_every_take_stays_and_each_knows_its_recipe_and_weights(song):
    again(song, takes=3)
    clip = next(clip for _, clip in song.project.clips() if abs(clip.start_s - SPAN[0]) < 0.02)
    assert len(clip.takes) == 4 and clip.active_take_id == clip.takes[1].id
    recipes = [song.project.recipes[take.recipe_id] for take in clip.takes[1:]]
    assert len({recipe.seed for recipe in recipes}) == 3 and all(recipe.model_hash == "ab" * 32 for recipe in recipes)
    assert all({"context_s", "heard_bpm", "is_warped", "shift_s"} <= set(recipe.parameters) for recipe in recipes)
    new = mix(song)
    song.session.document.transact("old", choose_take(clip.id, clip.takes[0].id))
    assert not np.array_equal(new, mix(song))


def test_the_engine_hears_as_much_as_it_is_given_and_where_the_hole_is(song, engine):
    again(song, context_s=3.0)
    heard = engine.asked[-1].context
    assert (heard.start_s, heard.hole_s) == (1.0, (3.0, 9.0)) and heard.audio.shape == (2, 11 * RATE)
    again(song, context_s=60.0)
    heard = engine.asked[-1].context
    assert (heard.start_s, heard.hole_s) == (0.0, SPAN) and heard.audio.shape[1] == pytest.approx(12 * RATE, abs=RATE)


def test_sound_beside_the_beat_is_moved_onto_it(song, engine):
    for late_s in (0.07, -0.09, 0.2):
        engine.late_s = late_s
        again(song)
        first, last = (round(at * RATE) for at in (4.25, 9.75))
        beats = np.array(find_beats(mix(song)[:, first:last], RATE).beats_s) + 4.25
        off = np.angle(np.exp(2j * np.pi * beats / 0.5).mean()) / (2 * np.pi) * 0.5
        assert abs(off) < 0.03, late_s


def test_a_tempo_that_is_a_little_off_is_warped_and_told(song, engine):
    engine.bpm = 116.0
    again(song)
    assert "was warped to the song's 120.0" in told(song)
    first, last = (round(at * RATE) for at in (4.3, 9.7))
    assert find_beats(mix(song)[:, first:last], RATE).bpm == pytest.approx(120.0, rel=0.02)


def test_a_tempo_that_is_far_off_is_told_with_a_way_to_try_again(song, engine):
    engine.bpm = 97.0
    again(song)
    assert "Asked for 120.0 BPM; 9" in told(song) and song.session.again is not None


def test_it_is_as_loud_as_what_it_replaces(song, engine):
    first, last = (round(at * RATE) for at in (4.2, 9.8))
    before = np.sqrt(np.mean(mix(song)[:, first:last] ** 2))
    engine.level = 0.15
    again(song)
    assert np.sqrt(np.mean(mix(song)[:, first:last] ** 2)) == pytest.approx(before, rel=0.25)


def test_one_undo_brings_all_of_it_back(song):
    before, heard = song.project, mix(song)
    again(song)
    song.session.document.undo()
    assert song.project.tracks == before.tracks and np.array_equal(mix(song), heard)


def test_an_extension_goes_on_in_the_row_and_is_a_section(song, engine):
    before = mix(song)
    song.wait_for(extend(song.session, 2, seed=3))
    ((track,), sections) = ([t for t in song.project.tracks if t.clips], song.project.sections)
    assert len(track.clips) == 2 and len(sections) == 2
    assert song.project.length_s == pytest.approx(16.0, abs=0.6)
    assert engine.asked[-1].context.hole_s == (12.0, 16.0)
    first = round(11.9 * RATE)
    assert np.array_equal(before[:, :first], mix(song)[:, :first])
    assert np.abs(mix(song)[:, round(12.4 * RATE) : round(15.5 * RATE)]).max() > 0.05


def test_a_part_that_joins_hears_the_song_and_gets_a_row_of_its_own(song, engine):
    song.wait_for(layer(song.session, "more clicks", seed=3))
    assert len([track for track in song.project.tracks if track.clips]) == 2
    heard = engine.asked[-1].context
    assert np.abs(heard.audio).max() > 0.05 and heard.hole_s[0] == 0.0


def test_another_style_is_made_from_the_sound_of_the_song(song, engine):
    song.wait_for(restyle(song.session, "as jazz", seed=3))
    assert engine.asked[-1].reference.shape[0] == 2 and np.abs(engine.asked[-1].reference).max() > 0.05


def test_an_engine_that_gives_nothing_leaves_the_song_as_it_was(song, engine):
    before = song.project
    whole = engine.run

    def empty(request):
        result = yield from whole(request)
        part = result.parts[0]
        cell = replace(part.cells[0], audio=np.zeros((2, 0), np.float32))
        return replace(result, parts=(replace(part, cells=(cell,)),))

    engine.run = empty
    with pytest.raises(StudioError, match="gave no sound"):
        again(song)
    assert song.project == before


def test_the_engine_is_the_one_that_made_it_or_the_one_that_is_named(song, headless, engine):
    other = Clicker()
    other.capabilities = lambda made=other.capabilities: replace(made(), engine="other", title="Other")
    headless.session.engines.register(other)
    again(song)
    assert len(engine.asked) == 2 and not other.asked
    again(song, engine="other")
    assert len(other.asked) == 1
    with pytest.raises(InputError, match="no engine called"):
        again(song, engine="nobody")


def test_what_is_no_one_stretch_of_one_row_is_refused_with_the_reason(song, headless):
    engines, project = headless.session.engines, song.project
    assert why_not_regenerated(engines, project, TARGET) == ""
    outside = RegenerationTarget(range_s=(40.0, 44.0))
    assert "one track of sound" in why_not_regenerated(engines, project, outside, "clicker")
    with pytest.raises(InputError, match="one track of sound"):
        again(song, target=outside, engine="clicker")
