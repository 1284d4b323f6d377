# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording as a reference: what is taken becomes the song's, what is left does not, its tune never; and review."""

import numpy as np
import pytest
import soundfile

from musicstudio.app.generation.reference import Reference, melody_verdict, reference_job, with_reference
from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.model import Note, Project, Section
from tests.own_material import write_recording

FACTS = {
    "bpm": 87.5, "meter": "3/4", "duration_s": 60.0, "balance": [],
    "sections": [
        {"kind": "intro", "start_s": 0.0, "energy": 0.2}, {"kind": "chorus", "start_s": 20.0, "energy": 0.9},
    ],
}  # fmt: skip


def test_each_property_is_taken_or_left():
    free = GenerationOptions()
    assert with_reference(free, FACTS, ()) == free
    tempo = with_reference(free, FACTS, ("tempo",))
    assert (tempo.bpm, tempo.meter, tempo.form, tempo.energy_curve) == (87.5, (3, 4), (), ())
    rest = with_reference(free, FACTS, ("energy", "form"))
    assert rest.bpm is None and rest.form == ("intro", "chorus") and rest.duration_s == 60.0
    assert rest.energy_curve == ((0.0, 0.2), (20.0, 0.9))
    assert rest.key is None


def test_what_was_asked_for_wins_over_the_reference():
    assert with_reference(GenerationOptions(bpm=140.0), FACTS, ("tempo",)).bpm == 140.0


def test_a_copied_tune_is_told_in_any_key_and_another_is_not(tmp_path):
    pitches, lengths = (60, 64, 62, 67, 65, 69, 64, 71, 60, 63, 61, 68), (480, 960, 480, 1440, 480, 240)
    starts = np.cumsum([0, *(lengths[i % 6] for i in range(11))])
    tune = tuple(Note(int(s), lengths[i % 6], p, 90)
                 for i, (s, p) in enumerate(zip(starts, pitches, strict=True)))  # fmt: skip
    section = Section("section-1", "Verse", "verse", 0, 4 * 3840, melody=tune)
    song = Project("project-1", sections=(section,))
    higher = tuple(Note(n.start_ticks, n.length_ticks, n.pitch + 3, 90) for n in tune)
    assert "shares 12 notes in a row" in melody_verdict(song, Reference(tmp_path / "a.wav", {}, higher))
    other = tuple(Note(n.start_ticks, n.length_ticks, 60 + 5 * (i % 2), 90) for i, n in enumerate(tune))
    assert "no more" in melody_verdict(song, Reference(tmp_path / "a.wav", {}, other))


def test_a_song_takes_tempo_metre_and_balance_of_a_recording(run, tmp_path):
    band = write_recording(tmp_path / "band.wav", 126.0, bars=8, beats=3, tonic=10)
    wish = ("generate", "calm piano", "-o", "Song", "--duration", 10, "--seed", 1, "--key", "C major")
    made = run(*wish, "--reference", band, "--take", "tempo,balance")
    assert made.code == 0 and "not compared" in made.err
    facts = run("info", "Song.mstudio", "--json").json
    assert facts["bpm"] == pytest.approx(126.0, rel=0.005) and facts["meter"] == "3/4" and facts["key"] == "C major"
    found = run("review", "Song.mstudio", "--json")
    assert found.code == 0 and all(each["title"] and each["detail"] for each in found.json)


@pytest.mark.parametrize("kind", ["silence", "noise"])
def test_nothing_is_taken_from_what_is_no_music(run, tmp_path, kind):
    noise = np.random.default_rng(1).normal(0, 0.1, (8000 * 6, 1)) * (kind == "noise")
    soundfile.write(tmp_path / "none.wav", noise, 8000)
    refused = run("generate", "calm piano", "-o", "Song", "--reference", tmp_path / "none.wav")
    assert refused.code == 1 and "cannot be a reference" in refused.err
    assert not (tmp_path / "Song.mstudio").exists()


def test_a_property_that_there_is_not_is_refused(run, tmp_path):
    band = tmp_path / "none.wav"
    soundfile.write(band, np.zeros(100), 8000)
    assert run("generate", "x", "-o", "Song", "--reference", band, "--take", "melody").code == 2


@pytest.mark.parametrize("sound", ["silence", "noise", "short", "empty", "clipped"])
def test_analyze_invents_nothing_of_hostile_sound(run, tmp_path, sound):
    rng = np.random.default_rng(2)
    samples = {
        "silence": np.zeros(8000 * 4), "noise": rng.normal(0, 0.2, 8000 * 6), "short": rng.normal(0, 0.2, 800),
        "empty": np.zeros(1), "clipped": np.sign(rng.normal(0, 1, 8000 * 6)),
    }[sound]  # fmt: skip
    soundfile.write(tmp_path / "odd.wav", samples, 8000)
    ran = run("analyze", tmp_path / "odd.wav", "--json")
    assert ran.code == 0
    assert ran.json["key"] is None and ran.json["chords"] == [] and ran.json["tune"] == []
    assert "bpm" not in ran.json and ran.json["told"]


def test_loudness_over_time_and_the_balance_of_low_and_high_are_told(run, tmp_path):
    at = np.arange(48_000 * 6) / 48_000
    soundfile.write(tmp_path / "a.wav", np.sin(2 * np.pi * 100 * at) * np.where(at < 3, 0.05, 0.5), 48_000)
    facts = run("analyze", tmp_path / "a.wav", "--json").json
    by_second = dict(facts["loudness_curve"])
    assert by_second[5.4] - by_second[1.4] == pytest.approx(20.0, abs=0.5)
    assert max(facts["balance"], key=lambda band: band[1])[0] == pytest.approx(100, rel=0.1)


def test_the_tune_of_one_voice_is_compared(tmp_path):
    voice = write_recording(tmp_path / "voice.wav", 100.0, names=("tune",), bars=8)
    reference = run_to_end(reference_job(voice))
    assert len(reference.tune) > 8
    song = Project("project-1", sections=(Section("section-1", "Verse", "verse", 0, 8 * 3840, melody=reference.tune),))
    assert "notes in a row" in melody_verdict(song, reference)
