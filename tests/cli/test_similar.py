# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tune shares with others is found in any key and tempo, and told where it is."""

import random
import shutil

import mido
import pytest

from musicstudio.analysis.known_tunes import closest_tunes, known_tunes
from musicstudio.analysis.similarity import longest_shared
from musicstudio.project.model import Note

TUNE = [(60, 1), (62, 0.5), (64, 0.5), (67, 2), (65, 1), (64, 0.5), (62, 0.5), (59, 1), (60, 3), (69, 0.5), (67, 1.5)]


def notes(tune, by=0, speed=1.0, start=0):
    made, at = [], start
    for pitch, beats in tune:
        length = round(960 * beats * speed)
        made.append(Note(at, length, pitch + by))
        at += length
    return made


def chance(seed, count=60):
    draw = random.Random(seed)
    return [(draw.choice([60, 62, 64, 65, 67, 69, 71]), draw.choice([0.5, 1, 1.5, 2])) for _ in range(count)]


@pytest.mark.parametrize(("by", "speed"), [(0, 1.0), (5, 1.0), (-7, 0.5), (12, 1.37)])
def test_a_quotation_is_found_in_any_key_and_tempo(by, speed):
    other = notes([*chance(1), *TUNE, *chance(2)], by, speed)
    passage = longest_shared(notes([*chance(3, 20), *TUNE]), other)
    assert passage.notes >= len(TUNE) - 1 and passage.own in (19, 20) and passage.other in (59, 60)


def test_tunes_of_chance_share_little():
    shared = [longest_shared(notes(chance(n)), notes(chance(n + 100))) for n in range(30)]
    assert max(each.notes for each in shared if each) <= 7 if any(shared) else True


def test_a_repeated_note_says_less_than_a_tune():
    even = longest_shared(notes([(60, 1)] * 12), notes([(65, 1)] * 12))
    tune = longest_shared(notes(TUNE), notes(TUNE, 3))
    assert even.weight < 0.6 * tune.weight


def test_songs_and_midi_files_of_a_folder_are_compared(run, song, tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    assert run("export", song, "-o", library / "same.mid").code == 0
    assert run("export", song, "-o", library / "same.musicxml", "--score", "lead").code == 0
    shutil.copytree(song, library / "copy.mstudio")
    file = mido.MidiFile()
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Melody")])
    for pitch, beats in chance(9):
        track += [mido.Message("note_on", note=pitch), mido.Message("note_off", note=pitch, time=round(480 * beats))]
    file.tracks.append(track)
    file.save(library / "other.mid")
    (library / "broken.mid").write_bytes(b"MThd")
    found = run("similar", song, library, "--only-folder", "--json").json
    closest = [each["file"].rsplit("/", 1)[1] for each in found if each["file"]]
    assert (closest[0] == "copy.mstudio" and closest[-1] == "other.mid") or "other.mid" not in closest
    assert found[0]["notes"] >= 10 and found[0]["bar"] >= 1
    assert "notes in a row, from bar" in run("similar", song, library).out
    assert run("similar", song, tmp_path / "nowhere").code == 1


def whole(tune):
    return [(note.pitch, note.length_ticks / 960) for note in tune.notes]


def song_of(run, tmp_path, tune, by=0, speed=1.0):
    file = mido.MidiFile()
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Melody")])
    for pitch, beats in tune:
        track.append(mido.Message("note_on", note=pitch + by))
        track.append(mido.Message("note_off", note=pitch + by, time=round(480 * beats * speed)))
    file.tracks.append(track)
    file.save(tmp_path / "tune.mid")
    assert run("import", "quoting.mstudio", "tune.mid").code == 0
    return "quoting.mstudio"


def test_a_tune_that_the_composer_learned_from_is_named(run, tmp_path):
    known = next(known_tunes().tune(n) for n in range(50, 60) if len(known_tunes().tune(n).notes) > 60)
    quoting = song_of(run, tmp_path, [*chance(3, 20), *whole(known)[10:40], *chance(4, 20)], by=-4, speed=0.8)
    found = run("similar", quoting, "--json").json
    assert found[0]["title"] == known.title and found[0]["notes"] >= 28 and found[0]["is_striking"]
    assert not found[0]["file"] and known.title in run("similar", quoting).out


def test_every_known_tune_finds_itself_and_chance_is_not_striking():
    tunes = known_tunes()
    for number in range(0, len(tunes.titles), 400):
        own = tunes.tune(number).notes
        closest = closest_tunes(own, 1)[0]
        assert closest.passage.notes == len(own)
    for seed in range(5):
        weights = [each.passage.weight for each in closest_tunes(notes(chance(seed, 150)), 1)]
        assert max(weights, default=0.0) < 8


def test_the_library_of_the_settings_is_compared_with(run, song, tmp_path):
    (tmp_path / "mine").mkdir()
    assert run("export", song, "-o", tmp_path / "mine" / "same.mid").code == 0
    assert run("settings", "library", tmp_path / "mine").code == 0
    try:
        found = run("similar", song, "--json").json
    finally:
        assert run("settings", "library", "").code == 0
    assert found[0]["file"].endswith("same.mid") and found[0]["end_s"] > found[0]["at_s"]
    assert run("settings", "library", tmp_path / "nowhere").code == 1
