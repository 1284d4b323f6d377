# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a document: one undo step, every cell sounding, on disk, and gone when cancelled."""

import pytest

from musicstudio.app.generation.generate import generate, requests_for
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import Cancelled, InputError
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.edits.variations import choose_variation


def heard(project):
    """What each clip plays, by track name and start."""
    return {(track.name, round(clip.start_s, 6)): clip.take.source for track, clip in project.clips()}


def test_a_song_is_one_undo_step_and_every_clip_with_notes_sounds(headless):
    headless.generate()
    project = headless.project
    assert [entry.label for entry in headless.session.document.history] == ["New song", "Generate song"]
    assert project.sections and project.chords and len(project.tracks) >= 3
    assert all(clip.take.source for _, clip in project.clips() if clip.take.notes)
    assert all(headless.session.media.has(source) for source in project.sources)
    headless.session.document.undo()
    assert not headless.project.tracks


def test_the_same_wish_and_seed_give_the_same_bytes(headless):
    headless.generate(seed=7)
    first = heard(headless.project)
    headless.generate(seed=7)
    assert heard(headless.project) == first
    headless.generate(seed=8)
    assert heard(headless.project) != first


def test_a_song_is_there_after_reopening_with_its_history(headless):
    headless.generate()
    before = headless.project
    headless.reopen()
    assert headless.project == before
    headless.session.document.undo()
    assert not headless.project.tracks


def test_cancelling_brings_the_song_back_that_was_there(headless):
    headless.generate(seed=1)
    before = headless.project
    job_id = generate(headless.session, CreateValues("rock band", options=GenerationOptions(duration_s=30.0), seed=2))
    headless.inbox.pump_until(lambda: headless.project != before)
    headless.session.jobs.cancel(job_id)
    with pytest.raises(Cancelled):
        headless.wait_for(job_id)
    assert headless.project.tracks == before.tracks


def test_every_clip_knows_its_recipe(headless):
    headless.generate(seed=5)
    for _, clip in headless.project.clips():
        recipe = headless.project.recipes[clip.take.recipe_id]
        assert (recipe.engine, recipe.seed, recipe.is_ai) == ("composer", 5, True)
        assert recipe.prompt and recipe.licence


def test_variations_are_whole_songs_to_choose_from(headless):
    values = CreateValues("calm piano", options=GenerationOptions(duration_s=10.0), variations=2, seed=3)
    headless.wait_for(generate(headless.session, values))
    first = heard(headless.project)
    _, second = headless.project.variations
    headless.session.document.transact("Choose variation 2", choose_variation(second.id))
    assert heard(headless.project) != first
    assert set(heard(headless.project).values()) <= {"", *headless.project.sources}
    headless.session.document.transact("Choose variation 1", choose_variation(headless.project.variations[0].id))
    assert heard(headless.project) == first


@pytest.mark.parametrize(
    "values", [CreateValues(), CreateValues("   "), CreateValues("x", variations=0), CreateValues("x", variations=6)]
)
def test_a_wish_that_cannot_be_made_is_refused_in_a_sentence(values):
    with pytest.raises(InputError) as refusal:
        requests_for(values)
    assert str(refusal.value).endswith(".")
