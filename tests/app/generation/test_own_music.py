# SPDX-License-Identifier: GPL-3.0-or-later
"""Music that was brought in goes on like the studio's own: on its grid, key and chords, and nothing outside changes."""

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.app.actions import ACTIONS
from musicstudio.app.files.import_files import import_files
from musicstudio.app.generation.extend import extend
from musicstudio.app.generation.find_context import find_context_again
from musicstudio.app.generation.harmonize import harmonize_song
from musicstudio.app.generation.layer import layer
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.generation.restyle import restyle
from musicstudio.core.errors import StudioError
from musicstudio.core.theory.chords import chord_pitch_classes
from musicstudio.project.edits.tempo import set_tempo_map
from musicstudio.project.model import Tempo, TempoMap
from tests.own_material import chords_of, write_midi, write_recording
from tests.whole_mix import render_mix

RATE = 48_000
G_MAJOR = {7, 9, 11, 0, 2, 4, 6}


def bring_in(headless, path, **options):
    (job_id,) = import_files(headless.session, [path], **options)
    headless.wait_for(job_id)
    return headless.project


def mix(headless):
    return render_mix(headless.project, headless.session.media, with_master=False)


def notes_in(project, track, start_s, end_s):
    """(tick, pitch) of what a row plays in a span."""
    found = []
    for clip in track.clips:
        origin = project.tempo_map.ticks_at(clip.origin_s)
        for note in clip.take.notes if clip.take and not clip.is_muted else ():
            at_s = project.tempo_map.seconds_at(origin + note.start_ticks)
            is_heard = clip.start_s - 0.01 <= at_s < clip.end_s - 0.01
            if is_heard and start_s - 0.01 <= at_s < end_s - 0.01:
                found.append((origin + note.start_ticks, note.pitch))
    return found


def pitched(project):
    return [t for t in project.tracks if t.instrument and t.role not in ("drums", "percussion", "fx")]


def share_of_scale(project, tracks, start_s, end_s, scale=G_MAJOR):
    pitches = [pitch for track in tracks for _, pitch in notes_in(project, track, start_s, end_s)]
    assert pitches, "nobody plays there"
    return sum(pitch % 12 in scale for pitch in pitches) / len(pitches)


def fits_chord(project, tick, pitch):
    """Whether a note is on its chord: a hand that is 12 ms early at 120 BPM (24 ticks) means the chord to come."""
    meant = tick + 24
    chord = next((c for c in project.chords if c.start_ticks <= meant < c.start_ticks + c.length_ticks), None)
    return chord is not None and pitch % 12 in chord_pitch_classes(chord.root, chord.quality)


@pytest.fixture
def from_midi(headless, tmp_path):
    return bring_in(headless, write_midi(tmp_path / "band.mid", bars=8))


@pytest.fixture
def recording(headless, tmp_path):
    return bring_in(headless, write_recording(tmp_path / "band.wav", bars=8))


def test_a_plain_midi_file_gets_its_key_chords_sections_and_tune(from_midi):
    assert from_midi.key.name == "G major"
    assert [(c.root, c.quality) for c in from_midi.chords for _ in range(c.length_ticks // 3840)] == chords_of(8, 7)
    assert from_midi.sections[0].start_ticks == 0 and from_midi.sections[-1].end_ticks == 8 * 3840
    lead = next(track for track in from_midi.tracks if track.player == "lead")
    assert lead.instrument == "flute"
    assert sum(len(section.melody) for section in from_midi.sections) == 32


def test_a_recording_gets_its_exact_grid_key_and_chords(recording):
    assert recording.tempo_map.tempos[0].bpm == 100.0 and abs(recording.tempo_map.offset_s) < 0.03
    assert recording.key.name == "G major"
    heard = [(c.root, c.quality) for c in recording.chords for _ in range(round(c.length_ticks / 3840))]
    assert sum(a == b for a, b in zip(heard, chords_of(8, 7), strict=False)) >= 7


@pytest.mark.parametrize("place", ["end", "between", "start"])
def test_imported_notes_go_on_with_their_own_players_and_harmony(headless, from_midi, place):
    ticks = {"end": -1, "between": from_midi.sections[0].end_ticks, "start": 0}
    headless.wait_for(extend(headless.session, 4, at_tick=ticks[place], seed=1))
    song = headless.project
    assert [track.id for track in song.tracks] == [track.id for track in from_midi.tracks]
    known = {section.id for section in from_midi.sections}
    (fresh,) = [section for section in song.sections if section.id not in known]
    start_s, end_s = song.section_span_s(fresh)
    assert fresh.length_ticks == 4 * 3840
    assert all(notes_in(song, track, start_s, end_s) for track in song.tracks)
    assert share_of_scale(song, pitched(song), start_s, end_s) > 0.9
    accompaniment = [t for t in pitched(song) if t.player != "lead"]
    played = [each for track in accompaniment for each in notes_in(song, track, start_s, end_s)]
    assert np.mean([fits_chord(song, *each) for each in played]) > 0.8


def test_a_recording_goes_on_by_a_band_as_loud_as_it_is(headless, recording):
    before = mix(headless)
    headless.wait_for(extend(headless.session, 4, prompt="folk", seed=1))
    song, after = headless.project, mix(headless)
    old_end_s = recording.section_span_s(recording.sections[-1])[1]
    start, end = int(old_end_s * RATE), int((old_end_s + 9.6) * RATE)
    assert np.array_equal(before[:, : start - 4800], after[:, : start - 4800])
    assert share_of_scale(song, pitched(song), old_end_s, old_end_s + 9.6) > 0.9
    recorded, played = (np.sqrt(np.mean(np.square(part))) for part in (before[:, :start], after[:, start:end]))
    assert abs(20 * np.log10(played / recorded)) < 6.0


def test_a_recording_that_is_cut_for_new_bars_keeps_every_sample_on_both_sides(headless, recording):
    before = mix(headless)
    at_s, added_s = 4 * 2.4, 4 * 2.4
    headless.wait_for(extend(headless.session, 4, at_tick=4 * 3840, prompt="folk", seed=1))
    rows = tuple(track for track in headless.project.tracks if track.kind == "audio")
    alone = render_mix(replace(headless.project, tracks=rows), headless.session.media, with_master=False)
    cut, later = int(at_s * RATE), int((at_s + added_s) * RATE)
    assert np.array_equal(before[:, :cut], alone[:, :cut])
    rest = min(before.shape[1] - cut, alone.shape[1] - later)
    assert np.abs(before[:, cut : cut + rest] - alone[:, later : later + rest]).max() < 1e-6


def test_a_part_beside_a_recording_is_on_its_chords_and_not_louder(headless, recording):
    before = mix(headless)
    headless.wait_for(layer(headless.session, "warm string pad, long notes", seed=1))
    song = headless.project
    (added,) = [track for track in song.tracks if track.instrument]
    played = notes_in(song, added, 0.0, 19.0)
    assert share_of_scale(song, [added], 0.0, 19.0) > 0.95
    assert np.mean([fits_chord(song, *each) for each in played]) > 0.6  # the rest are sevenths and ninths
    difference = mix(headless)[:, : before.shape[1]] - before
    level = 20 * np.log10(np.sqrt(np.mean(difference**2)) / np.sqrt(np.mean(before**2)))
    assert -20.0 < level < 0.0


def test_a_range_of_a_recording_is_played_anew_and_every_sample_outside_stays(headless, recording):
    before = mix(headless)
    start_s, end_s = 7.0, 12.0
    target = RegenerationTarget(range_s=(start_s, end_s))
    headless.wait_for(regenerate(headless.session, target, seed=3))
    song, after = headless.project, mix(headless)
    start, end = int(start_s * RATE), int(end_s * RATE)
    assert np.array_equal(before[:, : start - 64], after[:, : start - 64])
    assert np.abs(before[:, end + 9600 :] - after[:, end + 9600 : before.shape[1]]).max() < 1e-4
    assert np.abs(before[:, end + 64 :] - after[:, end + 64 : before.shape[1]]).max() < 0.01
    inside = slice(start + 4800, end - 4800)
    assert np.sqrt(np.mean(after[:, inside] ** 2)) > 0.3 * np.sqrt(np.mean(before[:, inside] ** 2))
    assert not np.allclose(before[:, inside], after[:, inside], atol=1e-3)
    assert share_of_scale(song, pitched(song), start_s, end_s) > 0.9
    (row,) = [track for track in song.tracks if track.kind == "audio"]
    assert [clip.is_muted for clip in row.clips] == [False, True, False]


def test_a_recording_can_go_on_sounding_under_what_is_played(headless, recording):
    target = RegenerationTarget(range_s=(7.0, 12.0), keeps_recordings=True)
    headless.wait_for(regenerate(headless.session, target, prompt="strings", seed=3))
    (row,) = [track for track in headless.project.tracks if track.kind == "audio"]
    assert row.clips == recording.tracks[0].clips
    assert any(track.instrument for track in headless.project.tracks)


def test_the_tune_of_imported_notes_is_kept_when_all_is_played_anew(headless, from_midi):
    lead = next(track for track in from_midi.tracks if track.player == "lead")
    headless.wait_for(regenerate(headless.session, RegenerationTarget(range_s=(4.8, 9.6)), seed=3))
    song = headless.project
    assert notes_in(song, song.track(lead.id), 0.0, 20.0) == notes_in(from_midi, lead, 0.0, 20.0)
    others = [track for track in pitched(from_midi) if track.id != lead.id]
    assert any(notes_in(song, song.track(t.id), 4.8, 9.6) != notes_in(from_midi, t, 4.8, 9.6) for t in others)
    assert all(notes_in(song, song.track(t.id), 0.0, 4.8) == notes_in(from_midi, t, 0.0, 4.8) for t in others)


def test_imported_notes_in_another_style_keep_their_tune_and_chords(headless, from_midi):
    headless.wait_for(restyle(headless.session, "bossa nova", seed=2))
    song = headless.project
    lead = next(track for track in song.tracks if track.player.startswith("lead"))
    old = [n.pitch % 12 for section in from_midi.sections for n in section.melody]
    assert [pitch % 12 for _, pitch in sorted(notes_in(song, lead, 0.0, 60.0))][: len(old)] == old
    assert [(c.root, c.quality) for c in song.chords] == [(c.root, c.quality) for c in from_midi.chords]


def test_a_tune_alone_gets_chords_and_a_band_and_stays(headless, tmp_path):
    before = bring_in(headless, write_midi(tmp_path / "tune.mid", names=("tune",), bars=8))
    assert not before.chords
    headless.wait_for(harmonize_song(headless.session, "folk", seed=1))
    song = headless.project
    tune = song.tracks[0]
    assert notes_in(song, tune, 0.0, 30.0) == notes_in(before, before.tracks[0], 0.0, 30.0)
    assert len(pitched(song)) >= 3 and len({chord.root for chord in song.chords}) >= 3
    strong = [each for each in notes_in(song, tune, 0.0, 30.0) if each[0] % 3840 == 0]
    assert np.mean([fits_chord(song, *each) for each in strong]) >= 0.7


@pytest.mark.parametrize("kind", ["noise", "silence"])
def test_what_holds_no_music_is_refused_with_a_word_and_nothing_is_added(headless, tmp_path, kind):
    rng = np.random.default_rng(0)
    audio = 0.1 * rng.standard_normal(10 * RATE) if kind == "noise" else np.zeros(10 * RATE)
    soundfile.write(tmp_path / "odd.wav", audio.astype(np.float32), RATE)
    before = bring_in(headless, tmp_path / "odd.wav")
    for ask in (
        lambda: extend(headless.session, 4, seed=1),
        lambda: layer(headless.session, "piano", seed=1),
        lambda: regenerate(headless.session, RegenerationTarget(range_s=(2.0, 5.0)), seed=1),
    ):
        with pytest.raises(StudioError, match=r"noise|silent"):
            headless.wait_for(ask())
    assert headless.project == before


def test_drums_alone_give_a_grid_and_the_rest_is_told(headless, tmp_path):
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    bring_in(headless, write_midi(tmp_path / "drums.mid", names=("drums",), bars=8))
    headless.wait_for(layer(headless.session, "bass", seed=1))
    assert any("Only drums" in text for text in told)
    assert headless.project.sections and any(track.role == "bass" for track in headless.project.tracks)


def test_an_empty_song_is_refused_with_a_word(headless):
    for ask in (
        lambda: extend(headless.session, 4),
        lambda: layer(headless.session, "piano"),
        lambda: restyle(headless.session, "jazz"),
        lambda: harmonize_song(headless.session),
    ):
        with pytest.raises(StudioError, match="nothing in this song yet"):
            headless.wait_for(ask())


def test_a_grid_set_by_hand_is_kept_when_chords_are_found_again(headless, recording):
    by_hand = TempoMap((Tempo(0, 50.0),), offset_s=0.0)
    headless.session.document.transact("Half the tempo", set_tempo_map(by_hand))
    headless.wait_for(find_context_again(headless.session))
    song = headless.project
    assert song.tempo_map == by_hand
    at_s = {round(song.tempo_map.seconds_at(chord.start_ticks), 1) for chord in song.chords}
    assert {2.4, 4.8, 7.2} <= at_s


@pytest.mark.parametrize("kind", ["mid", "wav"])
def test_the_windows_actions_take_music_from_elsewhere(headless, tmp_path, kind):
    path = tmp_path / f"band.{kind}"
    bring_in(headless, (write_midi if kind == "mid" else write_recording)(path, bars=8))
    session = headless.session
    session.selection.set(range_s=(5.0, 9.0))
    for name in ("regenerate_selection", "layer", "restyle", "extend", "harmonize", "find_context"):
        assert ACTIONS[f"song.{name}"].enabled(session) == (True, ""), name
    assert ACTIONS["song.regenerate_beside"].enabled(session)[0] == (kind == "wav")


def test_the_windows_actions_say_what_an_empty_song_lacks(headless):
    for name in ("regenerate_selection", "layer", "restyle", "extend", "harmonize", "find_context"):
        can, why = ACTIONS[f"song.{name}"].enabled(headless.session)
        assert not can and "import music" in why
