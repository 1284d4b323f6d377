# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is wanted, who is refused: negations reach as far as a reader would take them, and no further."""

import pytest

from musicstudio.engines.composer.prompt.instrumentation import EVERYTHING_ELSE
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.reading import read_prompt


def read(prompt):
    return read_prompt(prompt, load_styles().styles).facts.players


@pytest.mark.parametrize(
    ("prompt", "unwanted"),
    [
        ("no drums", ("drums",)),
        ("rock without guitars", ("guitar",)),
        ("please don't use any synths or pads", ("synth", "pad")),
        ("no guitars, no bass but heavy drums", ("guitar", "bass")),
        ("drumless jazz ballad", ("drums",)),
        ("guitar-free rock", ("guitar",)),
        ("everything except drums", ("drums",)),
        ("no drums, fast and happy", ("drums",)),
        ("avoid strings, brass and drums", ("strings", "brass", "drums")),
        ("drum and bass", ()),
        ("not too sad", ()),
    ],
)
def test_refusals(prompt, unwanted):
    assert read(prompt).unwanted == unwanted


@pytest.mark.parametrize(
    ("prompt", "alone"),
    [
        ("piano and strings only", ("piano", "strings")),
        ("solo cello", ("solo cello",)),
        ("just piano", ("piano",)),
        ("a song for piano and cello alone", ("piano", "solo cello")),
        ("only drums and bass", ("drums", "bass")),
    ],
)
def test_who_plays_alone(prompt, alone):
    assert (read(prompt).wanted, read(prompt).unwanted) == (alone, (EVERYTHING_ELSE,))


def test_a_solo_inside_a_song_does_not_send_the_band_home():
    assert EVERYTHING_ELSE not in read("a rock song with a guitar solo and drums").unwanted


def test_what_follows_a_refusal_is_still_wanted():
    said = read("no guitars but heavy drums")
    assert (said.wanted, said.unwanted) == (("drums",), ("guitar",))


def test_little_percussion_is_sparse_and_not_absent():
    (player,) = read_prompt("lo-fi with minimal percussion", load_styles().styles).sheet.players
    assert (player.name, player.manner) == ("percussion", ("sparse",))


@pytest.mark.parametrize(
    ("prompt", "sings", "voice"),
    [
        ("instrumental", False, ""),
        ("without vocals", False, ""),
        ("no singing", False, ""),
        ("female voice singing over guitar", True, "female"),
        ("sung by a man", True, "male"),
        ("a love song", None, ""),
    ],
)
def test_voices(prompt, sings, voice):
    assert (read(prompt).sings, read(prompt).voice) == (sings, voice)


@pytest.mark.parametrize(("prompt", "name"), [("a muted trumpet", "muted_trumpet"), ("felt piano", "upright_piano")])
def test_an_adjective_picks_the_very_instrument(prompt, name):
    assert read(prompt).wanted == (name,)
