# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a song comes into the library, and that the library never costs the song anything."""

import numpy as np

from musicstudio.analysis.features import LISTEN_RATE
from musicstudio.analysis.sound_vector import sound_vector
from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.library.suggestions import suggest
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.paths import data_dir
from musicstudio.engines.contract import GenerationOptions
from musicstudio.library.entries import Query
from musicstudio.library.file import Library
from musicstudio.library.searching import nearness


def listed():
    return [found.entry for found in Library().search(Query(limit=100)).found]


def test_a_song_its_variation_and_a_take_are_listed_with_their_sound(headless):
    values = CreateValues("piano and bass", options=GenerationOptions(duration_s=8.0), seed=1, variations=2)
    headless.wait_for(generate(headless.session, values))
    section = headless.project.sections[0].id
    headless.wait_for(regenerate(headless.session, RegenerationTarget((section,)), prompt="softer", seed=2))
    headless.finish_listing()
    assert sorted(entry.kind for entry in listed()) == ["song", "take", "variation"]
    library = Library()
    assert len(library.vectors()[0]) == 3
    assert {used.text for used in library.prompts()} == {"piano and bass", "softer"}
    assert all(len(library.entry(entry.id).wave) == 96 for entry in listed())


def test_a_song_that_is_opened_is_listed(headless):
    headless.generate("piano", duration_s=5.0)
    headless.finish_listing()
    Library().clear()
    headless.reopen()
    headless.finish_listing()
    assert [entry.kind for entry in listed()] == ["song"]


def test_a_library_that_cannot_be_written_is_told_once_and_the_song_is_made(headless):
    data_dir().mkdir(parents=True, exist_ok=True)
    (data_dir() / "library").write_text("a file where the folder would be")
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    headless.generate("piano", duration_s=5.0)
    headless.generate("piano", duration_s=5.0, seed=2)
    headless.finish_listing()
    assert headless.project.tracks
    assert len([text for text in told if "library" in text]) == 1


def test_suggestions_are_what_was_starred_and_played(headless):
    headless.generate("gentle waltz piano, soft strings", duration_s=5.0)
    headless.finish_listing()
    library = Library()
    assert suggest(library).wording == ()
    library.note_play(listed()[0].id)
    assert set(suggest(library).wording) == {"gentle waltz piano", "soft strings"}
    library.forget_learned()
    assert suggest(library).styles == ()


def tone(bpm, hz, seconds=8.0):
    time_s = np.arange(round(seconds * LISTEN_RATE)) / LISTEN_RATE
    beat = np.exp(-8.0 * ((time_s * bpm / 60.0) % 1.0))
    return (beat * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def test_the_same_sound_softer_is_near_and_another_far():
    low, softer, high = (np.frombuffer(sound_vector(each), "<f4") for each in (
        tone(60, 220.0), 0.1 * tone(60, 220.0), tone(150, 3000.0)))  # fmt: skip
    assert low.size == 64
    near = nearness(np.stack([softer, high]), low)
    assert near[0] > 0.95 and near[1] < 0.5


def test_silence_and_nothing_have_no_sound():
    assert sound_vector(np.zeros(0, np.float32)) == sound_vector(np.zeros(90_000, np.float32)) == b""
