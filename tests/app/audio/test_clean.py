# SPDX-License-Identifier: GPL-3.0-or-later
"""A cleaned clip is another take at the same place; a stem is cleaned of its neighbours; one step, undone at once."""

import numpy as np
import pytest
import soundfile

from musicstudio.app.audio.clean import clean_clip, other_stems
from musicstudio.app.audio.separate import RESIDUAL
from musicstudio.app.files.import_files import import_files
from musicstudio.app.results.recipe_ids import recipe_id_of
from musicstudio.app.results.storing import store_audio
from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.project.edits.stems import Stem, place_stems
from musicstudio.project.model import Recipe

RATE = 48_000


@pytest.fixture
def recording(headless, tmp_path):
    """Four seconds of short notes with hiss, imported at 1 s."""
    time = np.arange(4 * RATE) / RATE
    notes = 0.3 * np.sin(2 * np.pi * 330 * time) * np.exp(-4 * (time % 1.0))
    hiss = 0.003 * np.random.default_rng(0).standard_normal((2, time.size))
    soundfile.write(tmp_path / "take.wav", (notes + hiss).T, RATE, subtype="FLOAT")
    (job_id,) = import_files(headless.session, [tmp_path / "take.wav"], 1.0)
    headless.wait_for(job_id)
    return next(clip for _, clip in headless.project.clips())


def clip_now(headless, clip):
    return headless.project.find_clip(clip.id)[1]


def test_a_cleaned_clip_is_a_new_take_at_the_same_place_and_one_undo_step(headless, recording):
    before = headless.project
    headless.wait_for(clean_clip(headless.session, recording.id))
    clip = clip_now(headless, recording)
    assert clip.takes[0].source == recording.take.source and len(clip.takes) == 2
    assert (clip.start_s, clip.length_s, clip.take.lead_s) == (1.0, 4.0, recording.take.lead_s)
    old, new = (headless.project.sources[take.source] for take in clip.takes)
    assert (old.frames, old.rate, old.channels) == (new.frames, new.rate, new.channels)
    recipe = headless.project.recipes[clip.take.recipe_id]
    assert recipe.inputs == (old.hash,) and recipe.parameters["strength"] == "usual"
    assert recipe.parameters["noise_db"] == pytest.approx(-50.5, abs=2.0) and not recipe.is_ai
    headless.session.document.undo()
    assert headless.project.find_clip(recording.id)[1] == before.find_clip(recording.id)[1]


def test_another_strength_begins_again_from_the_recording(headless, recording):
    headless.wait_for(clean_clip(headless.session, recording.id, "gentle"))
    headless.wait_for(clean_clip(headless.session, recording.id, "strong"))
    takes = clip_now(headless, recording).takes
    assert [take.name for take in takes[1:]] == ["cleaned, gentle", "cleaned, strong"]
    assert {headless.project.recipes[take.recipe_id].inputs for take in takes[1:]} == {(takes[0].source,)}


def test_a_cleaned_take_comes_back_after_reopening(headless, recording):
    headless.wait_for(clean_clip(headless.session, recording.id))
    before = headless.project
    headless.reopen()
    assert headless.project == before


def test_a_stem_is_cleaned_of_what_the_others_leak(headless, recording):
    rng = np.random.default_rng(1)
    gate = (np.arange(4 * RATE) // (RATE // 2)) % 2
    voice = (0.2 * rng.standard_normal((2, 4 * RATE)) * gate).astype(np.float32)
    drums = (0.2 * rng.standard_normal((2, 4 * RATE)) * (1 - gate)).astype(np.float32)
    leaking = voice + 0.2 * drums
    recipe = Recipe("separation", inputs=(recording.take.source,))
    recipe_id = recipe_id_of(recipe)
    stems = [
        Stem(
            name,
            "other",
            store_audio(headless.session.media, audio, RATE, name, recipe_id),
            is_residual=name == "Residual",
        )
        for name, audio in (("vocals", leaking), ("drums", drums), (RESIDUAL, drums * 0.01))
    ]
    headless.session.document.transact("Separate", place_stems(recording.id, tuple(stems), {recipe_id: recipe}))
    assert [other.name for other in other_stems(headless.project, stems[0].source)] == ["drums"]
    clip = next(clip for track, clip in headless.project.clips() if track.name == "vocals")
    headless.wait_for(clean_clip(headless.session, clip.id, "strong"))
    heard = headless.session.media.read_all(clip_now(headless, clip).take.source)
    rests = gate[None] == 0
    assert np.abs(heard[:, rests[0]]).mean() < 0.2 * np.abs(leaking[:, rests[0]]).mean()
    assert np.square(heard - voice)[:, ~rests[0]].sum() < 0.12 * np.square(voice).sum()
    assert headless.project.recipes[clip_now(headless, clip).take.recipe_id].parameters["other_stems"] == 1


def test_a_cancelled_cleaning_changes_nothing(headless, recording):
    before = headless.project
    job_id = clean_clip(headless.session, recording.id)
    headless.session.jobs.cancel(job_id)
    with pytest.raises(Cancelled):
        headless.wait_for(job_id)
    assert headless.project is before


def test_what_cannot_be_cleaned_is_refused(headless, recording):
    with pytest.raises(StudioError, match="sounds"):
        clean_clip(headless.session, "no such clip")
    with pytest.raises(StudioError, match="gentle, usual, strong"):
        clean_clip(headless.session, recording.id, "brutal")
