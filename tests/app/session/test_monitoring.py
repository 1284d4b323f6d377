# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to listen: what the player is told, what ends by itself, and that the song knows nothing of it."""

import numpy as np
import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.app.audio.song_sound import MeanSpectrum, compare_mastering, measure_song
from musicstudio.app.session.monitoring import Monitor
from musicstudio.dsp.bands import FLOOR_DB, band_edges_hz
from musicstudio.project.edits.song import switch_master
from musicstudio.project.edits.tracks import remove_tracks


@pytest.fixture
def session(headless):
    headless.generate()
    return headless.session


def test_a_strip_is_listened_to_before_its_fader_or_after_it_never_both(session):
    ids = [track.id for track in session.project.tracks][:2]
    session.monitoring.listen_before_fader(ids, True)
    session.monitoring.listen_after_fader(ids[:1], True)
    assert session.player.monitored == Monitor(before_fader=(ids[1],), after_fader=(ids[0],))
    session.monitoring.listen_after_fader(ids[:1], False)
    session.monitoring.listen_before_fader(ids, False)
    assert session.monitoring.is_plain


def test_the_song_is_neither_changed_nor_taken_a_step_further(session):
    before, steps = session.project, len(session.document.history)
    session.selection.set(track_ids={session.project.tracks[0].id})
    for name in ("listen.before_fader", "listen.after_fader", "listen.dim", "listen.mono"):
        ACTIONS[name].do(session)
    assert not session.monitoring.is_plain
    assert session.project is before
    assert len(session.document.history) == steps
    ACTIONS["listen.end"].do(session)
    assert session.player.monitored == Monitor()


def test_a_track_that_goes_is_no_longer_listened_to(session):
    track_id = session.project.tracks[0].id
    session.monitoring.listen_before_fader([track_id], True)
    session.document.transact("Remove", remove_tracks({track_id}))
    assert session.player.monitored == Monitor()


@pytest.mark.parametrize("louder_lu", [6.0, -4.0])
def test_with_and_without_mastering_are_equally_loud_and_the_louder_gives_way(session, louder_lu):
    session.monitoring.compare(louder_lu)
    without = session.player.monitored
    session.monitoring.hear_unmastered(False)
    mastered = session.player.monitored
    assert without.is_unmastered and not mastered.is_unmastered
    assert without.gain_db - mastered.gain_db == pytest.approx(louder_lu)
    assert max(without.gain_db, mastered.gain_db) == 0.0


def test_comparing_measures_the_song_once_and_then_goes_back_and_forth(headless, session):
    compare = ACTIONS["listen.unmastered"]
    headless.wait_for(compare_mastering(session))
    assert compare.is_on(session)
    compare.do(session)
    assert not compare.is_on(session)
    assert not session.jobs.is_busy
    session.document.transact("Bypass", switch_master(False))
    assert compare.why_not(session)


def test_a_song_is_measured_before_and_after_its_master(headless, session):
    found = []
    headless.wait_for(measure_song(session, found.append))
    sound = found[0]
    assert sound.mastering_gain_lu == pytest.approx(sound.finished.integrated_lufs - sound.before_lufs)
    assert sound.finished.true_peak_dbtp < 0 < len(sound.finished.short_term_lufs)
    assert sound.spectrum_db.max() > -60


def test_the_mean_spectrum_passes_over_silence():
    spectrum, wave = MeanSpectrum(), np.sin(2 * np.pi * 1000 * np.arange(48_000) / 48_000).astype(np.float32) * 0.5
    assert spectrum.levels_db.max() == FLOOR_DB
    spectrum.feed(np.stack([wave, wave]))
    spectrum.feed(np.zeros((2, 96_000), np.float32))
    loudest = int(spectrum.levels_db.argmax())
    assert band_edges_hz()[loudest] <= 1000 <= band_edges_hz()[loudest + 1]
    assert spectrum.levels_db.max() == pytest.approx(-6.0, abs=0.7)
