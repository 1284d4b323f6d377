# SPDX-License-Identifier: GPL-3.0-or-later
"""A flat recording becomes a song with a grid, chords and sections, and the composer can add to it."""

import pytest
import soundfile

from musicstudio.app.audio.tempo_matching import set_tempo_from_clip, stretch_to_tempo
from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.files.import_files import import_files
from musicstudio.app.generation.layer import layer
from musicstudio.core.errors import StudioError


@pytest.fixture
def recording(headless, tmp_path):
    """A flat file of a song at 104 BPM in A minor, on a desk that has forgotten how it was made."""
    headless.generate("rock band, steady drums", seed=4, duration_s=26.0, bpm=104.0)
    headless.wait_for(export(headless.session, ExportOptions(tmp_path / "flat.wav")))
    for track in headless.project.tracks:
        assert track.id
    from musicstudio.core.ids import new_id
    from musicstudio.project.model import Project

    headless.session.document.transact("Forget", lambda project: Project(new_id("project")))
    (job_id,) = import_files(headless.session, [tmp_path / "flat.wav"], at_s=1.5, keeps_time=True)
    headless.wait_for(job_id)
    return next(clip for _, clip in headless.project.clips())


def test_the_grid_follows_the_recording(headless, recording):
    headless.wait_for(set_tempo_from_clip(headless.session, recording.id))
    tempo_map = headless.project.tempo_map
    assert tempo_map.bpm_at(0) in (pytest.approx(104.0, rel=0.01), pytest.approx(52.0, rel=0.01))
    beat_s = 60.0 / 104.0
    phase = (1.5 - tempo_map.offset_s) / beat_s
    assert abs(phase - round(phase)) < 0.12
    assert headless.project.sections and headless.project.chords
    assert next(clip for _, clip in headless.project.clips()) == recording


def test_a_part_can_be_added_to_a_fitted_recording(headless, recording):
    headless.wait_for(set_tempo_from_clip(headless.session, recording.id))
    headless.wait_for(layer(headless.session, "warm string pad", seed=1))
    added = [track for track in headless.project.tracks if track.kind == "instrument"]
    assert len(added) == 1 and all(clip.take.source for clip in added[0].clips if clip.take.notes)


def test_the_recording_can_follow_the_grid(headless, recording, tmp_path):
    before = soundfile.info(tmp_path / "flat.wav").duration
    headless.wait_for(stretch_to_tempo(headless.session, recording.id))
    clip = next(clip for _, clip in headless.project.clips())
    assert len(clip.takes) == 2 and clip.active_take_id == clip.takes[1].id
    source = headless.project.sources[clip.take.source]
    assert source.length_s == pytest.approx(before * 104.0 / 120.0, rel=0.02)


def test_a_clip_without_a_beat_is_refused_in_a_sentence(headless, tmp_path):
    soundfile.write(tmp_path / "hush.wav", [[0.0, 0.0]] * 48_000 * 3, 48_000)
    (job_id,) = import_files(headless.session, [tmp_path / "hush.wav"])
    headless.wait_for(job_id)
    clip = next(clip for _, clip in headless.project.clips())
    with pytest.raises(StudioError, match="beat"):
        headless.wait_for(set_tempo_from_clip(headless.session, clip.id))
