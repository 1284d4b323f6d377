# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever words cause is checked on the notes; whatever they do not cause is told."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.score.asked_and_made import CHECKS, UNCHECKED
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.tasks import change_check
from musicstudio.engines.composer.words.changes import Change, read_change
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.engines.composer.words.vocabulary import FILLER, RELATIONS
from musicstudio.engines.contract import Request, Task
from musicstudio.project.model.sheet import SongSheet

ABOUT_THE_SHEET = {"schema", "prompt", "spans", "notices", "made"}
ABOUT_THE_CHANGE = {"spans"}
TURNS = (
    "gain",
    "density",
    "transpose",
    "length",
    "pace",
    "contour",
    "end",
    "ramp",
    "stop",
    "offbeat",
    "four",
    "swing",
    "broken",
    "power",
    "pitches",
)
WORDS = [
    "no", "not", "only", "never", "until", "then", "before", "again", "without", "less", "twice", "drums", "piano",
    "strings", "the", "chorus", "verse", "at 0:20", "louder", "quiet", "rising", "melody", "ends", "with", "solo",
    "and",
    ",", "in", "D", "minor", "90", "bars", "8", "chords", "Am", "gloop", "halfway", "up", "down", "last", "one", "hit",
]  # fmt: skip


def sheet_of(prompt):
    return read_prompt(prompt, load_styles().styles).sheet


def made(prompt):
    return run_to_end(Composer().run(Request(Task.COMPOSE, prompt=prompt, seed=1)))


def test_every_field_that_words_can_set_is_checked_on_the_notes_or_says_why_not():
    fields = {each.name for each in msgspec.structs.fields(SongSheet)} - ABOUT_THE_SHEET
    assert fields == set(CHECKS) | set(UNCHECKED)


def test_every_part_of_a_change_is_checked_on_the_notes():
    assert {each.name for each in msgspec.structs.fields(Change)} - ABOUT_THE_CHANGE == set(change_check.CHECKS)
    assert set(change_check.TURNS) == set(TURNS)


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
@settings(max_examples=80, deadline=None)
def test_no_word_of_relation_is_passed_over_in_silence(words):
    prompt = " ".join(words)
    for span in sheet_of(prompt).spans:
        if span.caused == "joins the words around it":
            said = {word for word in span.text.lower().replace(",", " ").split() if word.isalpha()}
            lost = said & (RELATIONS - FILLER) - {"then", "first", "last"}
            assert not lost, (prompt, span)


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_every_word_of_an_edit_is_used_or_told(words):
    prompt = " ".join(words)
    change, _ = read_change(prompt, load_styles().styles)
    covered = {place for span in change.spans for place in range(span.start, span.end)}
    assert not [i for i, letter in enumerate(prompt) if letter.isalnum() and i not in covered]
    if change.is_explicit:
        assert not any(span.caused.startswith("taken as a mood") for span in change.spans)


@pytest.mark.parametrize(
    ("prompt", "lost"),
    [
        ("pop with drums, the bridge backwards in time", "backwards"),
        ("a song for the harvest, twice", "twice"),
        ("piano, never above middle C", "never"),
        ("rock with guitars instead", "instead"),
    ],
)
def test_what_is_not_understood_is_in_the_notices(prompt, lost):
    assert any(lost in notice for notice in made(prompt).notices)


def test_a_phrase_that_is_only_a_mood_says_so():
    (notice,) = [each for each in made("a lighthouse in a storm, with piano").notices if "mood" in each]
    assert "was taken as a mood" in notice


@pytest.mark.parametrize(
    ("prompt", "missed"),
    [
        ("very slow, 180 bpm", "slow tempo"),
        ("a hit at 1:10, 30 seconds", "hit at 1:10"),
        ("folk without a chorus, the chorus loud", "chorus"),
    ],
)
def test_what_was_asked_and_is_not_so_is_told(prompt, missed):
    result = made(prompt)
    assert any(missed in notice for notice in result.notices)


@pytest.mark.parametrize(
    ("prompt", "kept"),
    [
        ("chords C G Am F, pop, 100 bpm", "chords"),
        ("one chord the whole time, ambient, one minute", "chords"),
        ("disco, four on the floor", "four-on-the-floor drums"),
        ("rock without cymbals", "no cymbals"),
        ("half-time in the chorus, rock with drums", "half-time chorus"),
        ("drums only in the chorus, folk", "drums"),
        ("loudest moment at 0:40, one minute", "peak"),
        ("drops at 0:45, house", "drop at"),
        ("at most four instruments, jazz", "number of instruments"),
        ("the sax takes a solo after the second chorus, pop", "alto_sax solo"),
        ("strings get louder towards the end, ballad", "growing strings"),
        ("minor key verse, major key chorus, 90 seconds", "chorus"),
        ("8 bars of drums, then everybody, funk", "only drums"),
        ("no chords, drum and bass 174", "no chords"),
    ],
)
def test_kinds_of_wishes_are_kept_and_seen_to_be_kept(prompt, kept):
    found = [each for each in made(prompt).sheet.made if kept.replace("_", " ") in each.name.replace("_", " ")]
    assert found and all(each.is_kept for each in found), found
