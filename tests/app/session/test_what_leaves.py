# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves is what plays: notes that have no sound yet get it before anything is written, and never silence."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.files.import_files import import_files
from musicstudio.app.session.played_notes import PlayedNotes, unplayed_takes
from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.project.edits.strips import set_mute
from musicstudio.project.edits.tracks import set_instrument
from musicstudio.project.model import Project
from tests.interchange.smf import note, smf, track


@pytest.fixture
def tune(tmp_path) -> Path:
    """Four quarter notes at 120 BPM."""
    path = tmp_path / "tune.mid"
    path.write_bytes(smf(track(*(note(pitch, 480) for pitch in (60, 64, 67, 72)))))
    return path


@pytest.fixture
def unheard(headless, tune):
    """A song whose notes were placed and not played yet: it was left while they waited."""
    headless.wait_for(import_files(headless.session, [tune])[0])
    for job in headless.session.jobs.views:
        headless.session.jobs.cancel(job.id)
    headless.inbox.pump_until(lambda: not headless.session.jobs.is_busy)
    assert list(unplayed_takes(headless.project))
    return headless


def loudest_by_half_second(path: Path) -> list[float]:
    audio, rate = soundfile.read(path)
    return [float(np.abs(audio[at : at + rate // 2]).max()) for at in range(0, 2 * rate, rate // 2)]


def test_notes_that_were_just_imported_sound_in_the_mix_and_in_the_stems(unheard, tmp_path):
    options = ExportOptions(tmp_path / "mix.wav", stems_folder=tmp_path / "stems")
    unheard.wait_for(export(unheard.session, options))
    (stem,) = (tmp_path / "stems").glob("*.wav")
    for path in (tmp_path / "mix.wav", stem):
        assert min(loudest_by_half_second(path)) > 0.01


@pytest.mark.parametrize("suffix", ["dawproject", "rpp"])
def test_they_are_in_a_session_for_another_daw(unheard, tmp_path, suffix):
    unheard.wait_for(export(unheard.session, ExportOptions(tmp_path / f"song.{suffix}")))
    assert any(path.stat().st_size > 100_000 for path in tmp_path.glob("song*")) or list(tmp_path.glob("**/*.wav"))


def test_a_clip_is_dragged_with_its_sound(unheard):
    (clip_id,) = (clip.id for _, clip in unheard.project.clips())
    assert unheard.session.drag_files(clip_ids=[clip_id]) is None
    unheard.inbox.pump_until(lambda: unheard.session.drag_files(clip_ids=[clip_id]) is not None)
    files = unheard.session.drag_files(clip_ids=[clip_id])
    assert min(loudest_by_half_second(next(path for path in files if path.suffix == ".wav"))) > 0.01


def test_opening_a_song_plays_what_lacks_sound_and_keeps_it(unheard):
    unheard.reopen()
    assert unheard.wait_until_played() == ()
    assert not list(unplayed_takes(unheard.project))
    assert all(unheard.session.media.has(clip.take.source) for _, clip in unheard.project.clips())


def test_what_cannot_be_played_is_said_and_nothing_is_written(unheard, tmp_path):
    def unknown(project: Project) -> Project:
        return replace(project, tracks=tuple(replace(row, instrument="no_such_thing") for row in project.tracks))

    unheard.session.document.transact("Break", unknown)
    with pytest.raises(StudioError, match="cannot be played, so nothing was written"):
        unheard.wait_for(export(unheard.session, ExportOptions(tmp_path / "mix.wav")))
    assert not (tmp_path / "mix.wav").exists()
    unheard.session.document.transact("Mute", set_mute([unheard.project.tracks[0].id], True))
    unheard.wait_for(export(unheard.session, ExportOptions(tmp_path / "muted.wav", is_mastered=False)))
    assert (tmp_path / "muted.wav").exists()
    unheard.reopen()
    assert "cannot be played" in unheard.wait_until_played()[0]


def test_an_instrument_that_was_changed_meanwhile_is_the_one_that_is_heard(headless, tune):
    headless.wait_for(import_files(headless.session, [tune])[0])
    (row,) = headless.project.tracks
    headless.session.document.transact("Change the instrument", set_instrument(row.id, "finger_bass"))
    headless.wait_until_played()
    (clip,) = (clip for _, clip in headless.project.clips())
    row = headless.project.tracks[0]
    fresh = run_to_end(PlayedNotes(headless.session.media).play(headless.project, row, clip, clip.take))
    assert fresh[0].hash == clip.take.source


def test_jobs_that_want_the_same_performance_share_it(unheard, monkeypatch):
    from musicstudio.instruments import render

    played, calls = PlayedNotes(unheard.session.media), []
    real = render.render_notes
    ((row, clip, take),) = unplayed_takes(unheard.project)
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(run_to_end(played.play(unheard.project, row, clip, take))))
        for _ in range(4)
    ]

    def render_notes(*what):
        if threading.current_thread() in threads:
            calls.append(what)
        return real(*what)

    monkeypatch.setattr(render, "render_notes", render_notes)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1 and len(results) == 4 and len({source.hash for source, _ in results}) == 1


def test_a_job_that_was_stopped_leaves_the_performance_to_the_next(unheard):
    played = PlayedNotes(unheard.session.media)
    ((row, clip, take),) = unplayed_takes(unheard.project)
    stopped = played.play(unheard.project, row, clip, take)
    next(stopped)
    stopped.close()
    assert run_to_end(played.play(unheard.project, row, clip, take))[0].frames > 48_000
