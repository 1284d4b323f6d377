# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a document: one undo step, every cell sounding, on disk, and gone when cancelled."""

import pytest

from musicstudio.app.generation.generate import generate, requests_for
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import Cancelled, InputError
from musicstudio.engines.contract import Wishes
from musicstudio.project.edits.variations import choose_variation


def heard(project):
    """What each clip plays, by track name and start."""
    return {(track.name, round(clip.start_s, 6)): clip.take.source for track, clip in project.clips()}


def test_a_song_is_one_undo_step_and_every_clip_with_notes_sounds(desk):
    desk.generate()
    project = desk.project
    assert [entry.label for entry in desk.session.document.history] == ["New song", "Generate song"]
    assert project.sections and project.chords and len(project.tracks) >= 3
    assert all(clip.take.source for _, clip in project.clips() if clip.take.notes)
    assert all(desk.session.media.has(source) for source in project.sources)
    desk.session.document.undo()
    assert not desk.project.tracks


def test_the_same_wish_and_seed_give_the_same_bytes(desk):
    desk.generate(seed=7)
    first = heard(desk.project)
    desk.generate(seed=7)
    assert heard(desk.project) == first
    desk.generate(seed=8)
    assert heard(desk.project) != first


def test_a_song_is_there_after_reopening_with_its_history(desk):
    desk.generate()
    before = desk.project
    desk.reopen()
    assert desk.project == before
    desk.session.document.undo()
    assert not desk.project.tracks


def test_cancelling_brings_the_song_back_that_was_there(desk):
    desk.generate(seed=1)
    before = desk.project
    job_id = generate(desk.session, CreateValues("rock band", wishes=Wishes(duration_s=30.0), seed=2))
    desk.inbox.pump_until(lambda: desk.project != before)
    desk.session.jobs.cancel(job_id)
    with pytest.raises(Cancelled):
        desk.wait_for(job_id)
    assert desk.project.tracks == before.tracks


def test_every_clip_knows_its_recipe(desk):
    desk.generate(seed=5)
    for _, clip in desk.project.clips():
        recipe = desk.project.recipes[clip.take.recipe_id]
        assert (recipe.engine, recipe.seed, recipe.is_ai) == ("composer", 5, True)
        assert recipe.prompt and recipe.licence


def test_variations_are_whole_songs_to_choose_from(desk):
    values = CreateValues("calm piano", wishes=Wishes(duration_s=10.0), variations=2, seed=3)
    desk.wait_for(generate(desk.session, values))
    first = heard(desk.project)
    _, second = desk.project.variations
    desk.session.document.transact("Choose variation 2", choose_variation(second.id))
    assert heard(desk.project) != first
    assert set(heard(desk.project).values()) <= {"", *desk.project.sources}
    desk.session.document.transact("Choose variation 1", choose_variation(desk.project.variations[0].id))
    assert heard(desk.project) == first


@pytest.mark.parametrize(
    "values", [CreateValues(), CreateValues("   "), CreateValues("x", variations=0), CreateValues("x", variations=6)]
)
def test_a_wish_that_cannot_be_made_is_refused_in_a_sentence(values):
    with pytest.raises(InputError) as refusal:
        requests_for(values)
    assert str(refusal.value).endswith(".")
