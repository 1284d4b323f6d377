# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts are read from any wording, and what looks like a fact but is none is left alone."""

import pytest

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.project.model import Key


def read_facts(prompt):
    return read_prompt(prompt, load_styles().styles).facts


@pytest.mark.parametrize(
    ("prompt", "bpm"),
    [
        ("house at 128 BPM", 128),
        ("128bpm techno", 128),
        ("tempo around 95", 95),
        ("BPM: 87.5, moody", 87.5),
        ("between 120 and 130 bpm", 125),
        ("one hundred and twenty bpm", 120),
        ("ninety five beats per minute", 95),
        ("90 seconds of jazz", None),
        ("the year 1985", None),
    ],
)
def test_tempo(prompt, bpm):
    assert read_facts(prompt).bpm == bpm


@pytest.mark.parametrize("prompt", ["900 bpm", "at 12 bpm"])
def test_a_tempo_that_nobody_can_play_is_refused(prompt):
    with pytest.raises(InputError, match="cannot be played"):
        read_facts(prompt)


@pytest.mark.parametrize(
    ("prompt", "key"),
    [
        ("in D minor", Key(2, "minor")),
        ("something sad in A minor", Key(9, "minor")),
        ("F#m trap", Key(6, "minor")),
        ("Bb major", Key(10, "major")),
        ("E-flat minor", Key(3, "minor")),
        ("c sharp minor", Key(1, "minor")),
        ("key: Eb", Key(3, "major")),
        ("key of G", Key(7, "major")),
        ("a pop song in D, happy", Key(2, "major")),
        ("D dorian groove", Key(2, "dorian")),
        ("in a minor key", None),
        ("I am in a major hurry", None),
        ("am I sad", None),
        ("a b-side", None),
    ],
)
def test_key(prompt, key):
    assert read_facts(prompt).key == key


def test_a_mode_without_a_tonic():
    assert read_facts("in a minor key").mode == "minor"


@pytest.mark.parametrize(
    ("prompt", "meter"),
    [
        ("in 6/8", (6, 8)),
        ("7/8 prog", (7, 8)),
        ("a waltz", (3, 4)),
        ("six-eight time", (6, 8)),
        ("an Irish jig", (6, 8)),
        ("open 24/7", None),
        ("1/2 price", None),
    ],
)
def test_meter(prompt, meter):
    assert read_facts(prompt).meter == meter


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [
        ("a 37 second intro", 37),
        ("2:30 long", 150),
        ("2 min 30", 150),
        ("2m30s of techno", 150),
        ("two and a half minutes", 150),
        ("half a minute", 30),
        ("3-minute song", 180),
        ("90 sec", 90),
        ("drop at 0:45", None),
        ("builds until 20 seconds", None),
        ("a 30 s jingle, hit at 12 s", 30),
    ],
)
def test_length(prompt, seconds):
    assert read_facts(prompt).duration_s == seconds


def test_hits_are_moments_and_not_lengths():
    facts = read_facts("60 seconds, hits at 3, 7.5 and 12 seconds")
    assert (facts.duration_s, facts.hits_s) == (60.0, (3.0, 7.5, 12.0))


def test_contradictions_are_resolved_and_told():
    facts = read_facts("90 bpm or 120 bpm, in C major or A minor")
    assert (facts.bpm, facts.key) == (90.0, Key(0))
    assert any("120" in notice for notice in facts.notices)
    assert any("A minor" in notice for notice in facts.notices)


def test_shapes():
    assert read_facts("seamless loop").shape.is_loop
    assert read_facts("victory fanfare").shape.is_stinger
    assert read_prompt("key change at the end", load_styles().styles).sheet.events[0].kind == "key"
    assert (read_facts("half-time shuffle").shape.feel, read_facts("double time").shape.feel) == (-1, 1)
    assert read_facts("intro, verse, chorus, outro").shape.kinds == ("intro", "verse", "chorus", "outro")
    assert read_facts("no intro please").shape.without == ("intro",)
    rising = read_facts("starts quiet and builds to a huge climax").shape.arc
    assert rising[0][1] < 0.3 < 0.8 < max(level for _, level in rising)


def test_paces_come_in_order():
    words = ("very slow", "slow", "mid-tempo", "fast", "extremely fast")
    paces = [read_facts(f"{word} rock").pace for word in words]
    assert paces == sorted(paces) and len(set(paces)) == 5
