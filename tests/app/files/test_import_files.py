# SPDX-License-Identifier: GPL-3.0-or-later
"""Files come in, stems come apart, melodies are written down, pieces go out."""

import mido
import numpy as np
import pytest
import soundfile

from musicstudio.app.audio.review import review_job
from musicstudio.app.audio.separate import separate_clip
from musicstudio.app.audio.transcribe import clip_to_notes
from musicstudio.app.files.import_files import import_files
from musicstudio.app.session.drag_export import DragWish
from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, TempoMap
from musicstudio.separation import network, store
from tests.separation.conftest import write_tiny
from tests.whole_mix import render_mix

RATE = 48_000


@pytest.fixture
def recording(tmp_path):
    """Two seconds of a piano chord: A, C sharp, E."""
    notes = tuple(Note(0, 4800, pitch, 100) for pitch in (57, 61, 64))
    audio = render_notes("grand_piano", notes, TempoMap(), 0, 0).audio[:, : 2 * RATE]
    path = tmp_path / "chord.wav"
    soundfile.write(path, audio.T, RATE, subtype="FLOAT")
    return path


@pytest.fixture
def tiny_network(tmp_path):
    """A network of the real class with random weights, imported as a user would."""
    network._open_cached.cache_clear()
    write_tiny(tmp_path / "955717e8.safetensors")
    run_to_end(store.import_path(tmp_path / "955717e8.safetensors", "htdemucs"))
    yield "htdemucs"
    network._open_cached.cache_clear()


def imported(headless, path, at_s=1.0):
    (job_id,) = import_files(headless.session, [path], at_s)
    headless.wait_for(job_id)
    return next(clip for track, clip in headless.project.clips() if track.name == path.stem)


def mix(headless):
    return render_mix(headless.project, headless.session.media, with_master=False)


def test_a_recording_lands_where_it_was_dropped(headless, recording):
    clip = imported(headless, recording)
    assert (clip.start_s, clip.length_s) == (1.0, 2.0)
    heard = mix(headless)
    assert np.abs(heard[:, : RATE - 10]).max() == 0 and np.abs(heard[:, RATE : 2 * RATE]).max() > 0.02


def test_a_damaged_file_changes_nothing(headless, tmp_path):
    (tmp_path / "bad.wav").write_bytes(b"RIFF but not really")
    before = headless.project
    (job_id,) = import_files(headless.session, [tmp_path / "bad.wav"])
    with pytest.raises(StudioError):
        headless.wait_for(job_id)
    assert headless.project is before


def test_midi_becomes_instrument_tracks_that_sound(headless, tmp_path):
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Tune")])
    for pitch in (60, 64, 67):
        track += [mido.Message("note_on", note=pitch, velocity=80), mido.Message("note_off", note=pitch, time=480)]
    file.tracks.append(track)
    file.save(tmp_path / "tune.mid")
    (job_id,) = import_files(headless.session, [tmp_path / "tune.mid"])
    headless.wait_for(job_id)
    ((row, clip),) = headless.project.clips()
    assert (row.name, row.kind, [n.pitch for n in clip.take.notes]) == ("Tune", "instrument", [60, 64, 67])
    headless.inbox.pump_until(lambda: bool(next(headless.project.clips())[1].take.source))


def test_stems_take_the_clips_place_and_sound_the_same(headless, recording, tiny_network):
    clip = imported(headless, recording)
    before = mix(headless)
    headless.wait_for(separate_clip(headless.session, clip.id))
    assert headless.session.document.history[-1].label == "Separate into stems"
    group = next(track for track in headless.project.tracks if track.kind == "group")
    members = [track for track in headless.project.tracks if track.group_id == group.id]
    assert sorted(t.name for t in members) == ["Bass", "Drums", "Other", "Residual", "Vocals"]
    assert headless.project.find_clip(clip.id)[1].is_muted
    after = mix(headless)[:, : before.shape[1]]
    assert np.abs(after - before).max() < 10 ** (-90 / 20)
    headless.session.document.undo()
    assert not any(track.kind == "group" for track in headless.project.tracks)


def test_without_weights_separation_says_what_is_missing(headless, recording, monkeypatch):
    clip = imported(headless, recording)
    monkeypatch.setenv("MUSICSTUDIO_RESOURCES", "/nonexistent")
    with pytest.raises(StudioError, match="MB, licence"):
        separate_clip(headless.session, clip.id, model="htdemucs")


def test_a_recorded_chord_becomes_notes_on_a_track(headless, recording):
    clip = imported(headless, recording)
    headless.wait_for(clip_to_notes(headless.session, clip.id))
    row = next(track for track in headless.project.tracks if track.name == "chord notes")
    heard = {note.pitch for note in row.clips[0].take.notes}
    assert len(heard & {57, 61, 64}) >= 2 and {pitch % 12 for pitch in heard} <= {9, 1, 4}
    assert abs(row.clips[0].start_s - 1.0) < 1e-6


def test_what_is_dragged_out_is_complete_and_made_once(headless, recording):
    clip = imported(headless, recording)
    dragging, clip_wish = headless.session.drag_export, DragWish(clip_ids=frozenset({clip.id}))
    assert dragging.files(clip_wish) is None, "nothing is rendered on the main thread"
    headless.inbox.pump_until(lambda: dragging.files(clip_wish) is not None)
    (path,) = dragging.files(clip_wish)
    audio, rate = soundfile.read(path)
    assert (len(audio), rate) == (2 * RATE, RATE) and "chord" in path.name
    stamp = path.stat().st_mtime_ns
    assert dragging.files(clip_wish) == [path] and path.stat().st_mtime_ns == stamp
    track_id = next(track.id for track in headless.project.tracks if track.name == "chord")
    row_wish = DragWish(track_ids=frozenset({track_id}))
    assert dragging.files(row_wish) is None
    headless.inbox.pump_until(lambda: dragging.files(row_wish) is not None)
    (whole,) = dragging.files(row_wish)
    assert soundfile.info(whole).frames == 3 * RATE


def test_a_made_song_can_be_reviewed(headless):
    headless.generate(form=("verse", "chorus"), duration_s=20.0)
    findings = run_to_end(review_job(headless.project, headless.session.media))
    assert all(finding.title and finding.detail and finding.level in ("ok", "warn") for finding in findings)
