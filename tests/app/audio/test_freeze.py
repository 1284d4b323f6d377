# SPDX-License-Identifier: GPL-3.0-or-later
"""A frozen track sounds and is exported as before, is thawed by undo, and plays live again once something changes."""

import numpy as np
import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.plan import plan_of
from musicstudio.project.audio_users import used_hashes
from musicstudio.project.edits.clips import set_clip_gain
from musicstudio.project.edits.strips import add_device, set_gain, set_pan
from musicstudio.project.freezing import frozen_sound
from musicstudio.project.model import Device


def mix_of(headless):
    blocks = RenderedBlocks(headless.project, headless.session.media, None, is_mastered=False).mix()
    return np.concatenate(list(blocks), axis=1)


@pytest.fixture
def song(headless):
    """A song with a delay and a compressor that listens to the drums on its piano, panned and turned down."""
    headless.generate()
    track = next(each for each in headless.project.tracks if each.kind == "instrument" and each.role != "drums")
    drums = next(each for each in headless.project.tracks if each.role == "drums")
    for edit in (
        add_device(track.id, Device("echo", "delay")),
        add_device(track.id, Device("duck", "compressor", {"threshold_db": -40.0}, key_id=drums.id)),
        set_pan({track.id}, 0.4),
        set_gain({track.id}, -3.0),
    ):
        headless.session.document.transact("Prepare", edit)
    headless.session.selection.set(track_ids={track.id})
    headless.track_id = track.id
    return headless


def freeze(song):
    ACTIONS["track.freeze"].do(song.session)
    song.inbox.pump_until(lambda: not song.session.jobs.is_busy)


def is_frozen(song):
    return bool(frozen_sound(song.project, song.project.track(song.track_id)))


def test_a_frozen_track_plays_one_sound_and_the_mix_is_the_same(song):
    before = mix_of(song)
    freeze(song)
    assert is_frozen(song)
    lane = next(each for each in plan_of(song.project).lanes if each.id == song.track_id)
    assert len(lane.spans) == 1 and lane.strip.devices == ()
    after = mix_of(song)
    frames = min(before.shape[1], after.shape[1])
    assert abs(before.shape[1] - after.shape[1]) < 48_000
    assert np.abs(before[:, :frames] - after[:, :frames]).max() < 1e-4
    assert np.abs(before).max() > 0.01


def test_undo_thaws_redo_freezes_and_the_action_does_both(song):
    freeze(song)
    song.session.document.undo()
    assert not is_frozen(song)
    song.session.document.redo()
    assert is_frozen(song)
    assert ACTIONS["track.freeze"].title_now(song.session) == "Unfreeze the track"
    ACTIONS["track.freeze"].do(song.session)
    assert not is_frozen(song)


def test_the_fader_still_works_and_a_changed_clip_is_heard(song):
    freeze(song)
    frozen = mix_of(song)
    song.session.document.transact("Fader", set_gain({song.track_id}, -60.0))
    assert is_frozen(song) and np.abs(mix_of(song)[:, : frozen.shape[1]] - frozen).max() > 1e-3
    clip = song.project.track(song.track_id).clips[0]
    song.session.document.transact("Gain", set_clip_gain({clip.id}, -6.0))
    assert not is_frozen(song)
    song.session.document.undo()
    assert is_frozen(song)


def test_a_change_of_what_an_effect_listens_to_thaws(song):
    freeze(song)
    drums = next(each for each in song.project.tracks if each.role == "drums")
    song.session.document.transact("Gain", set_clip_gain({drums.clips[0].id}, -6.0))
    assert not is_frozen(song)


def test_it_stays_frozen_when_the_song_is_opened_again_and_its_sound_is_in_use(song):
    freeze(song)
    source = song.project.track(song.track_id).frozen.source
    assert source in used_hashes(song.project)
    song.reopen()
    assert is_frozen(song) and song.session.media.has(source)


def test_what_has_no_clips_is_refused(headless):
    ACTIONS["track.add_audio"].do(headless.session)
    assert "nothing" in ACTIONS["track.freeze"].enabled(headless.session)[1]
