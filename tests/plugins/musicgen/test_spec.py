# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine understands of a request, and what it says that it cannot heed."""

import numpy as np
import pytest
from musicstudio_musicgen.spec import notices_of, wish_of

from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.sound_context import SoundContext
from musicstudio.project.model import Key, Meter, Note, Project, Section, Tempo, TempoMap
from musicstudio.project.model.sheet import Field, Player, SongSheet


def wish(prompt="slow piano", **options):
    return wish_of(Request(Task.GENERATE, prompt, options=GenerationOptions(**options)))


def test_the_length_is_what_was_set_then_what_is_written_then_15_seconds():
    assert wish("slow piano, 40 seconds", duration_s=20.0).duration_s == 20.0
    assert wish("slow piano, 40 seconds").duration_s == 40.0
    assert wish("slow piano").duration_s == 15.0


def test_what_was_set_by_hand_is_told_in_words():
    told = wish("night drive", styles={"lofi_hiphop": 1.0}, wanted=("sax",), bpm=84.0).description
    assert told == "night drive, lofi hiphop, sax, 84 bpm"


def test_the_song_sheet_drives_it_where_nothing_was_set_by_hand():
    sheet = SongSheet(
        prompt="night drive", bpm=Field(92.0), key=Field(Key(9, "minor")), length_s=Field(24.0),
        players=(Player("sax"),), refused=("drums",),
    )  # fmt: skip
    found = wish_of(Request(Task.GENERATE, sheet=sheet))
    assert found.description == "night drive, sax, in A minor, 92 bpm"
    assert (found.duration_s, found.bpm, found.refused) == (24.0, 92.0, "drums")
    by_hand = wish_of(Request(Task.GENERATE, sheet=sheet, options=GenerationOptions(bpm=140.0)))
    assert by_hand.bpm == 140.0


def test_inside_a_song_tempo_key_and_length_are_those_of_the_place():
    tempo_map = TempoMap((Tempo(0, 100.0),), (Meter(0, 3, 4),))
    song = Project("s", tempo_map=tempo_map, key=Key(2, "major"), sections=(Section("a", "A", "verse", 0, 96_000),))
    context = SoundContext(np.zeros((2, 480_000), np.float32), 10.0, (2.0, 6.0))
    found = wish_of(Request(Task.REGENERATE, "softer", song=song, context=context))
    assert (found.bpm, found.meter, found.duration_s) == (100.0, (3, 4), 4.0)
    assert found.description == "softer, in D major, 100 bpm"


def test_a_tune_is_as_long_as_its_notes():
    notes = tuple(Note(960 * i, 960, 60, 90) for i in range(8))
    assert wish_of(Request(Task.HARMONIZE, melody=notes, melody_map=TempoMap())).duration_s == 4.0


def test_what_it_cannot_heed_is_said():
    request = Request(Task.GENERATE, "x", "la la", options=GenerationOptions(unwanted=("drums",), duration_s=60.0))
    said = " ".join(notices_of(request, wish_of(request), False))
    assert "does not sing" in said and "drums" in said and "not for commercial use" in said and "window" in said
    plain = Request(Task.GENERATE, "x")
    assert "sing" not in " ".join(notices_of(plain, wish_of(plain), False))


@pytest.mark.parametrize(
    "request_",
    [
        Request(Task.GENERATE, "  "),
        Request(Task.EXTEND, "slow piano"),
        Request(Task.RESTYLE, "slow piano"),
        Request(Task.GENERATE, "slow piano", options=GenerationOptions(duration_s=0.5)),
        Request(Task.GENERATE, "slow piano", options=GenerationOptions(duration_s=600.0)),
    ],
)
def test_what_it_cannot_make_is_refused_in_a_sentence(request_):
    with pytest.raises(InputError, match="MusicGen"):
        wish_of(request_)
