# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound opened up: stems that sum to it, notes of each, in one step."""

import numpy as np
import pytest

from musicstudio.app.audio.open_up import TOLD, open_up
from musicstudio.app.generation.generate import generate
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions
from tests.app.generation.sound_engine import Clicker
from tests.whole_mix import render_mix


@pytest.fixture
def song(headless):
    """Eight seconds of clicks by an engine that makes sound."""
    headless.session.engines.register(Clicker())
    values = CreateValues("clicks", options=GenerationOptions(duration_s=8.0, bpm=120.0), engine="clicker", seed=1)
    headless.wait_for(generate(headless.session, values))
    return headless


def test_a_neural_song_becomes_rows_that_can_be_edited_and_sounds_as_before(song):
    before = render_mix(song.project, song.session.media, with_master=False)
    history = len(song.session.document.history)
    ((_, clip),) = list(song.project.clips())
    song.wait_for(open_up(song.session, clip.id))
    tracks = song.project.tracks
    stems = [track for track in tracks if track.kind == "audio" and track.group_id]
    notes = [track for track in tracks if track.kind == "instrument"]
    assert {"Drums", "Bass", "Other", "Vocals"} <= {track.name for track in stems}
    assert notes and all(track.strip.is_muted and track.clips[0].take.notes for track in notes)
    assert all(track.group_id == stems[0].group_id for track in notes)
    assert len(song.session.document.history) == history + 1
    after = render_mix(song.project, song.session.media, with_master=False)
    np.testing.assert_allclose(after[:, : before.shape[1]], before, atol=2e-3)
    assert TOLD in [each.notice.text for each in song.session.told.all]


def test_a_clip_without_sound_is_refused(headless):
    with pytest.raises(InputError, match="clip that sounds"):
        open_up(headless.session, "nothing")
