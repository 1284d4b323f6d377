# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked is listened for in the sound, where notes cannot tell."""

import numpy as np
import pytest

from musicstudio.app.results.heard import heard_misses, key_likeness
from musicstudio.engines.contract import Part, Result, ResultClip
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Clip, Key, Note, Project, Recipe, Section, Take, Tempo, TempoMap, Track
from musicstudio.project.model.sheet import Field, SectionRequest, SongSheet

RATE = 48_000
TICKS = 32 * 960


def clicks(bpm, seconds=16.0):
    audio = np.zeros((2, round(seconds * RATE)), np.float32)
    burst = (np.random.default_rng(1).standard_normal(600) * np.hanning(600)).astype(np.float32)
    for beat in np.arange(0, seconds - 0.1, 60.0 / bpm):
        audio[:, round(beat * RATE) : round(beat * RATE) + 600] += 0.5 * burst
    return audio


def tones(pitches, seconds=16.0, gain=0.1):
    times = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * 440 * 2 ** ((p - 69) / 12) * times) for p in pitches)
    return np.tile(gain * wave, (2, 1)).astype(np.float32)


@pytest.fixture
def media(tmp_path):
    store = MediaStore(tmp_path / "media")
    yield store
    store.close()


def result_of(media, *audios, sheet=None, role="keys", track_ids=("", ""), **fields):
    sections = tuple(
        Section(f"s{i}", kind, kind, i * TICKS, TICKS, 0.5) for i, kind in enumerate(("verse", "chorus")[: len(audios)])
    )
    cells = tuple(ResultClip(i * TICKS, TICKS, (Note(0, 960, 60, 80),), section_id=f"s{i}") for i in range(len(audios)))
    part = Part("Piano", role, cells=cells, track_id=track_ids[0])
    sounds = {(0, i): (media.add(audio, RATE)[0], 0.0) for i, audio in enumerate(audios)}
    made = Result(
        Recipe("test", "1", "", 1, {}), (part,), tempo_map=TempoMap((Tempo(0, 120.0),)), sections=sections, sheet=sheet,
        **fields,
    )  # fmt: skip
    return made, sounds


def test_a_part_that_is_written_and_silent_is_told(media):
    result, sounds = result_of(media, np.zeros((2, RATE * 16), np.float32) + 1e-6)
    (miss,) = heard_misses(result, sounds, media)
    assert "cannot be heard" in miss
    assert not heard_misses(*result_of(media, tones([60])), media)


@pytest.mark.parametrize(("bpm", "is_told"), [(120.0, False), (97.0, True)])
def test_a_tempo_that_is_not_in_the_sound_is_told(media, bpm, is_told):
    sheet = SongSheet(bpm=Field(bpm, "words"))
    misses = heard_misses(*result_of(media, clicks(120.0), sheet=sheet, role="drums"), media)
    assert bool(misses) is is_told, misses


@pytest.mark.parametrize(("key", "is_told"), [(Key(0, "major"), False), (Key(6, "major"), True)])
def test_a_key_that_is_not_in_the_sound_is_told(media, key, is_told):
    sheet = SongSheet(key=Field(key, "words"))
    scale = np.concatenate([tones([60, 64, 67], 6.0), tones([65, 69, 72], 5.0), tones([67, 71, 74], 5.0)], axis=1)
    misses = heard_misses(*result_of(media, scale, sheet=sheet), media)
    assert bool(misses) is is_told, misses


def test_sections_that_were_to_differ_in_strength_are_compared_by_their_sound(media):
    sheet = SongSheet(sections=(SectionRequest("verse", energy=0.15), SectionRequest("chorus", energy=0.9)))
    quiet, loud = tones([60], gain=0.03), tones([60], gain=0.3)
    assert not heard_misses(*result_of(media, quiet, loud, sheet=sheet), media)
    (miss,) = heard_misses(*result_of(media, loud, quiet, sheet=sheet), media)
    assert "quiet verse" in miss and "strong chorus" in miss


@pytest.mark.parametrize(("gain", "is_told"), [(0.05, False), (0.1, True)])
def test_a_row_that_was_to_be_softer_is_compared_with_what_it_was(media, gain, is_told):
    old = media.add(tones([60], gain=0.1), RATE)[0]
    take = Take("t", notes=(Note(0, 960, 60, 80),), source=old)
    track = Track("track-1", "Piano", "instrument", clips=(Clip("c", 0.0, 16.0, takes=(take,), active_take_id="t"),))
    song = Project("p", tracks=(track,))
    result, sounds = result_of(media, tones([60], gain=gain), track_ids=("track-1",), strength_asked={"track-1": -1})
    assert bool(heard_misses(result, sounds, media, song)) is is_told


def test_likeness_of_keys():
    weights = np.zeros(12)
    weights[[0, 2, 4, 5, 7, 9, 11]] = [5, 2, 4, 2, 4, 2, 1]
    best, own = key_likeness(weights, Key(0, "major"))
    assert best == own > key_likeness(weights, Key(1, "major"))[1]
