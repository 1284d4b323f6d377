# SPDX-License-Identifier: GPL-3.0-or-later
"""Promise 1: regenerating a selection changes nothing outside it and never overwrites."""

import numpy as np
import pytest

from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.core.errors import InputError
from musicstudio.project.edits.takes import choose_take
from tests.whole_mix import render_mix

RATE = 48_000
TAIL_S = 12.0


def mix(headless):
    return render_mix(headless.project, headless.session.media, with_master=False)


def test_a_regenerated_section_leaves_every_other_cell_alone(headless):
    headless.generate(form=("verse", "chorus", "verse"), duration_s=24.0)
    before = headless.project
    chorus = next(section for section in before.sections if section.kind == "chorus")
    headless.wait_for(regenerate(headless.session, RegenerationTarget((chorus.id,)), takes=2, difference=1.0, seed=9))
    old = {clip.id: clip for _, clip in before.clips()}
    for _, clip in headless.project.clips():
        if clip.section_id != chorus.id:
            assert clip == old[clip.id]
        elif clip.id in old:
            assert clip.takes[:1] == old[clip.id].takes and len(clip.takes) == 3
            assert clip.active_take_id == clip.takes[1].id


def test_samples_outside_a_regenerated_range_are_the_same_bytes(headless):
    headless.generate(duration_s=24.0, form=("verse", "chorus", "verse"))
    before = mix(headless)
    start_s, end_s = 9.0, 13.5
    headless.wait_for(
        regenerate(headless.session, RegenerationTarget(range_s=(start_s, end_s)), difference=1.0, seed=4)
    )
    after = mix(headless)
    start, end = int(start_s * RATE) - 64, int((end_s + TAIL_S) * RATE)
    assert np.array_equal(before[:, :start], after[:, :start])
    assert not np.array_equal(before[:, start:end], after[:, start:end])
    assert np.array_equal(before[:, end:], after[:, end : before.shape[1]])


def test_seams_of_a_regenerated_range_do_not_click(headless):
    headless.generate(duration_s=24.0, form=("verse", "chorus", "verse"))
    start_s, end_s = 9.0, 13.5
    headless.wait_for(
        regenerate(headless.session, RegenerationTarget(range_s=(start_s, end_s)), difference=1.0, seed=4)
    )
    audio = mix(headless)
    steps = np.abs(np.diff(audio, n=2, axis=1)).max(axis=0)
    usual = np.percentile(steps, 99.9)
    for edge in (start_s, end_s):
        at = int(edge * RATE)
        assert steps[at - 480 : at + 480].max() < 3.0 * max(usual, 1e-4)


def test_only_the_named_tracks_are_made_again(headless):
    headless.generate()
    before = {(t.id, c.id): c for t, c in headless.project.clips()}
    track = next(track for track in headless.project.tracks if track.clips and track.role != "drums")
    section_ids = tuple(section.id for section in headless.project.sections)
    headless.wait_for(
        regenerate(headless.session, RegenerationTarget(section_ids, track_ids=(track.id,)), seed=3, difference=1.0)
    )
    changed = {
        track_id for (track_id, clip_id), clip in before.items() if headless.project.find_clip(clip_id)[1] != clip
    }
    assert changed == {track.id}


def test_the_old_take_can_be_heard_again(headless):
    headless.generate()
    section = headless.project.sections[0]
    before = mix(headless)
    headless.wait_for(regenerate(headless.session, RegenerationTarget((section.id,)), difference=1.0, seed=11))
    for _, clip in tuple(headless.project.clips()):
        if len(clip.takes) > 1:
            headless.session.document.transact("Choose take", choose_take(clip.id, clip.takes[0].id))
    assert np.array_equal(before, mix(headless)[:, : before.shape[1]])


@pytest.mark.parametrize(
    "target", [RegenerationTarget(), RegenerationTarget(("nothing",)), RegenerationTarget(range_s=(900.0, 901.0))]
)
def test_a_selection_without_music_is_refused(headless, target):
    headless.generate()
    with pytest.raises(InputError):
        regenerate(headless.session, target)


def test_a_player_that_joins_is_told_and_shown(headless):
    headless.generate(form=("verse", "chorus"), duration_s=16.0)
    before = {track.id for track in headless.project.tracks}
    told, shown = [], set()
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    headless.session.results.shown.observe(shown.update)
    verse = headless.project.sections[0]
    headless.wait_for(
        regenerate(headless.session, RegenerationTarget((verse.id,)), prompt="a trumpet leads", difference=0.5, seed=3)
    )
    (joined,) = [track for track in headless.project.tracks if track.id not in before and track.clips]
    assert any(joined.name in text for text in told)
    assert shown == {clip.id for clip in joined.clips}
