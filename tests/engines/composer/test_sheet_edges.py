# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet written by hand may ask for what nobody can make: one sentence says so, and a song comes of the rest."""

import json

import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Request, Task
from musicstudio.interchange.song_sheet import sheet_from_json


def composed(prompt="", **fields):
    sheet = sheet_from_json(json.dumps({"prompt": "pop", **fields}).encode()) if fields else None
    return run_to_end(Composer().run(Request(Task.COMPOSE, prompt=prompt, seed=1, sheet=sheet)))


def section_beside(number):
    return [{"kind": "section", "at": {"section": "chorus", "number": number, "is_end": True}, "section": "solo"}]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"harmony": {"value": "xx yy", "origin": "typed"}}, "no chords"),
        ({"harmony": {"value": " ", "origin": "typed"}}, "no chords"),
        ({"events": section_beside(100_000)}, "more than 500 sections"),
        ({"sections": [{"kind": "verse", "number": 1_000_000}]}, "more than 500 sections"),
        ({"sections": [{"kind": "verse", "bars": 1_000_000}]}, "30 minutes"),
    ],
)
def test_what_no_song_can_have_is_refused_at_once(fields, words):
    with pytest.raises(InputError, match=words):
        composed(**fields)


def test_a_section_counted_from_the_end_beyond_the_first_is_the_first():
    made = composed(events=section_beside(-9), length_s={"value": 40.0, "origin": "typed"})
    kinds = [section.kind for section in made.sections]
    assert kinds[kinds.index("chorus") + 1] == "solo"


def test_sections_longer_than_a_piece_are_refused_from_words_too():
    with pytest.raises(InputError, match="30 minutes"):
        composed("pop, verse 8 bars, chorus 8 bars, bridge 999 bars")


@pytest.mark.parametrize("numerals", ["i iv vii° i", "i VI iv vii°7"])
def test_diminished_numerals_are_chords(numerals):
    made = composed(f"chords {numerals} in A minor, piano, 12 seconds")
    diminished = [chord for chord in made.chords if chord.quality.startswith("dim")]
    assert diminished
    assert {chord.root for chord in diminished} <= {7, 8}
