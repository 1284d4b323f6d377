# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune that is hummed or written in MIDI is in the song: each note, at its pitch and its place."""

from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from musicstudio.app.headless.inbox import Inbox
from musicstudio.app.session.session import Session
from tests.bench.hum_others import played, spoken
from tests.bench.hum_singer import RATE, Manner, TrueNote, sung

LINE = ((60, 1), (62, 1), (64, 2), (64, 1), (64, 1), (67, 2), (65, 1), (62, 1), (60, 4), (60, 0.5), (62, 0.5), (64, 1))
BPM = 100.0


def hum_notes(bpm=BPM):
    starts = 0.4 + 60.0 / bpm * np.cumsum([0, *(beats for _, beats in LINE)])
    return tuple(TrueNote(float(starts[i]), float(starts[i + 1]), pitch) for i, (pitch, _) in enumerate(LINE))


@pytest.fixture(scope="module")
def hum(tmp_path_factory):
    """A hum of twelve notes at 100 BPM."""
    path = tmp_path_factory.mktemp("hum") / "hum.wav"
    manner = Manner("male", "a", "d", vibrato=0.4)
    soundfile.write(path, sung(hum_notes(), BPM, manner, np.random.default_rng(4)).audio, RATE)
    return path


@pytest.fixture
def midi():
    """The same tune as a MIDI file whose tempo changes."""
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(84))])
    for index, (pitch, beats) in enumerate(LINE):
        if index == 6:
            track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(120)))
        track.append(mido.Message("note_on", note=pitch, velocity=90))
        track.append(mido.Message("note_off", note=pitch, time=int(480 * beats)))
    file.tracks.append(track)
    file.save("tune.mid")
    return Path("tune.mid")


def leading_notes(path):
    """(seconds, MIDI pitch) of each note of the track that holds the tune, and the project."""
    with Session.open(path, Inbox().post) as session:
        project = session.project
    tracks = {track.id: [] for track in project.tracks}
    for track, clip in project.clips():
        if track.role == "lead" and clip.take:
            origin = round(project.tempo_map.ticks_at(clip.start_s))
            tracks[track.id] += [
                (project.tempo_map.seconds_at(origin + n.start_ticks), n.pitch) for n in clip.take.notes
            ]
    return sorted(max(tracks.values(), key=len)), project


def assert_every_note(found, times, pitches, within_s):
    """Each note stands at its time and pitch, counted from the first."""
    assert [pitch for _, pitch in found[: len(pitches)]] == list(pitches)
    first = found[0][0]
    assert [at - first for at, _ in found[: len(times)]] == pytest.approx([t - times[0] for t in times], abs=within_s)


PITCHES = [pitch for pitch, _ in LINE]


@pytest.mark.parametrize("command", ["generate", "harmonize"])
def test_every_note_of_a_hum_is_in_the_song_at_the_tempo_of_the_hum(run, hum, command):
    words = (command, "folk", "--hum", hum) if command == "generate" else (command, hum, "--prompt", "folk")
    assert run(*words, "--seed", 2, "-o", "S.mstudio").code == 0
    found, project = leading_notes(Path("S.mstudio"))
    assert len(found) == len(LINE)
    assert_every_note(found, [n.start_s for n in hum_notes()], PITCHES, 0.05)
    assert project.tempo_map.bpm_at(0) == pytest.approx(BPM, rel=0.01)


def test_a_hum_takes_another_tempo_where_one_is_asked_for(run, hum):
    assert run("generate", "folk", "--melody", hum, "--tempo", 80, "--seed", 2, "-o", "S.mstudio").code == 0
    found, project = leading_notes(Path("S.mstudio"))
    assert_every_note(found, [n.start_s * BPM / 80 for n in hum_notes()], PITCHES, 0.06)
    assert project.tempo_map.bpm_at(0) == 80


def test_a_tempo_in_the_words_is_asked_for(run, hum):
    assert run("generate", "folk at 80 bpm", "--melody", hum, "--seed", 2, "-o", "S.mstudio").code == 0
    assert leading_notes(Path("S.mstudio"))[1].tempo_map.bpm_at(0) == 80


def test_the_song_goes_on_after_the_tune_until_the_length_asked_for(run, hum):
    ran = run("generate", "folk", "--melody", hum, "--duration", 45, "--seed", 2, "-o", "S.mstudio")
    assert ran.code == 0
    found, project = leading_notes(Path("S.mstudio"))
    assert_every_note(found, [n.start_s for n in hum_notes()], PITCHES, 0.05)
    assert len(found) > len(LINE)
    end_s = project.tempo_map.seconds_at(project.sections[-1].end_ticks)
    assert abs(end_s - 45) <= 1.3


def test_a_length_shorter_than_the_tune_is_told(run, hum):
    ran = run("generate", "folk", "--melody", hum, "--duration", 3, "--seed", 2, "-o", "S.mstudio")
    assert "the tune is kept whole" in ran.err
    assert len(leading_notes(Path("S.mstudio"))[0]) == len(LINE)


def test_a_midi_tune_keeps_its_notes_and_its_tempi(run, midi):
    assert run("generate", "piano ballad", "--melody", midi, "--seed", 2, "-o", "S.mstudio").code == 0
    found, project = leading_notes(Path("S.mstudio"))
    beats = np.cumsum([0, *(beats for _, beats in LINE)])[:-1]
    times = [beat * 60 / 84 if beat <= 8 else 8 * 60 / 84 + (beat - 8) * 60 / 120 for beat in beats]
    assert len(found) == len(LINE)
    assert_every_note(found, times, PITCHES, 0.002)
    assert [round(tempo.bpm) for tempo in project.tempo_map.tempos] == [84, 120]


def test_a_midi_tune_in_three_is_a_song_in_three(run, midi):
    file = mido.MidiFile(midi)
    file.tracks[0].insert(0, mido.MetaMessage("time_signature", numerator=3, denominator=4))
    file.save(midi)
    assert run("generate", "folk", "--melody", midi, "--seed", 2, "-o", "S.mstudio").code == 0
    found, project = leading_notes(Path("S.mstudio"))
    assert project.tempo_map.meter_at(0).numerator == 3 and len(found) == len(LINE)


def test_chords_in_a_midi_tune_are_told(run, midi):
    file = mido.MidiFile(midi)
    file.tracks[0].insert(1, mido.Message("note_on", note=48, velocity=90))
    file.tracks[0].insert(3, mido.Message("note_off", note=48))
    file.save(midi)
    ran = run("harmonize", midi, "--seed", 2, "-o", "S.mstudio")
    assert ran.code == 0 and "the top note is the tune" in ran.err


def test_what_a_given_tune_rules_out_is_told(run, midi):
    ran = run("generate", "folk", "--melody", midi, "--loop", "--seed", 2, "-o", "S.mstudio")
    assert ran.code == 0 and "The loop was left out" in ran.err


def test_a_song_around_a_tune_has_its_sheet_and_is_checked_against_it(run, midi):
    ran = run("generate", "folk with guitar at 90 bpm, no drums", "--melody", midi, "--seed", 2, "-o", "S.mstudio")
    sheet = leading_notes(Path("S.mstudio"))[1].sheet
    assert ran.code == 0 and sheet.bpm.value == 90 and sheet.made and "Asked for" not in ran.err


def test_transcribing_one_voice_gives_that_voice_alone(run, hum):
    ran = run("transcribe", hum, "-o", "hum.mid", "--json")
    assert ran.code == 0 and ran.json["parts"] == {"lead": len(LINE)}
    assert ran.json["bpm"] == pytest.approx(BPM, rel=0.01)
    file = mido.MidiFile("hum.mid")
    notes = [m.note for track in file.tracks for m in track if m.type == "note_on" and m.velocity]
    assert notes == PITCHES
    assert sum(any(m.type == "note_on" for m in track) for track in file.tracks) == 1


def test_transcribing_a_hum_keeps_its_times(run, hum):
    assert run("transcribe", hum, "-o", "hum.mid").code == 0
    clock, starts = 0.0, []
    for message in mido.MidiFile("hum.mid"):
        clock += message.time
        if message.type == "note_on" and message.velocity:
            starts.append(clock)
    truth = [n.start_s for n in hum_notes()]
    assert [s - starts[0] for s in starts] == pytest.approx([t - truth[0] for t in truth], abs=0.05)


CHORDS = tuple(TrueNote(0.2 + i, 1.1 + i, root + step) for i, root in enumerate((48, 53, 55)) for step in (0, 4, 7))
NO_TUNES = {
    "noise": (lambda: 0.2 * np.random.default_rng(1).standard_normal(4 * RATE), "noise or drums"),
    "speech": (lambda: spoken("Nobody knows why he left so early, but we think it was the rain."), "like speech"),
    "chords": (lambda: played("grand_piano", CHORDS), "Several notes sound at once"),
    "silence": (lambda: np.zeros(2 * RATE), "is silent"),
}


@pytest.mark.parametrize("kind", NO_TUNES)
@pytest.mark.parametrize("command", ["generate", "harmonize"])
def test_what_is_no_tune_is_refused_in_a_sentence_and_leaves_nothing(run, kind, command):
    make, word = NO_TUNES[kind]
    soundfile.write("in.wav", make(), RATE)
    words = ("generate", "folk", "--hum", "in.wav") if command == "generate" else ("harmonize", "in.wav")
    ran = run(*words, "-o", "S.mstudio")
    assert ran.code == 1 and word in ran.err and len(ran.err.splitlines()) == 1
    assert not Path("S.mstudio").exists()
