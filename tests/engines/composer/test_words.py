# SPDX-License-Identifier: GPL-3.0-or-later
"""Words become a sheet, and no word is dropped: each is used, not understood, or cannot be done here, with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.app.generation.plan import reread, understand
from musicstudio.core.errors import InputError
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.project.model.sheet import Field, Place

PIECES = [
    "quiet verse",
    "huge chorus",
    "no drums",
    "jazz trio: piano, bass, drums",
    "at 0:30",
    "starts with harp",
    "then",
    "and",
    ",",
    ".",
    "vinyl crackle",
    "tabla",
    "blorf",
    "in D minor",
    "at 92 bpm",
    "solo cello",
    "instead of the guitar",
    "half-time",
    "the last 8 bars",
    "rising melody",
    "❤",
    "naïve",
    "twenty-five seconds",
    "(",
    "only",
    "keep",
    "\n",
    "in the style of Bach",
]


def sheet_of(prompt):
    return read_prompt(prompt, load_styles().styles).sheet


def assert_every_word_is_accounted_for(prompt):
    spans = sheet_of(prompt).spans
    covered = set()
    for span in spans:
        assert prompt[span.start : span.end] == span.text
        assert span.caused if span.outcome == "used" else span.why
        covered |= set(range(span.start, span.end))
    missing = [i for i, letter in enumerate(prompt) if letter.isalnum() and i not in covered]
    assert not missing, [prompt[i] for i in missing]


@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_no_word_of_a_musicians_prompt_is_dropped(pieces):
    assert_every_word_is_accounted_for(" ".join(pieces))


@given(prompt=st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_letter_of_any_text_is_dropped(prompt):
    assert_every_word_is_accounted_for(prompt)


@pytest.mark.parametrize(
    ("prompt", "outcome"),
    [
        ("a groove with a tabla", "cannot"),
        ("oud and drums", "cannot"),
        ("sung in Portuguese", "cannot"),
        ("in the manner of Bach", "cannot"),
        ("binaural", "cannot"),
        ("zorble the flanx", "not_understood"),
    ],
)
def test_what_cannot_be_had_is_told(prompt, outcome):
    (span,) = sheet_of(prompt).unanswered
    assert span.outcome == outcome and span.why


def test_an_instrument_that_is_not_there_is_stood_in_for():
    sheet = sheet_of("oud and drums")
    assert sheet.unanswered[0].nearest == "nylon-string guitar"
    assert "nylon_guitar" in [player.name for player in sheet.players]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("wind quintet in F", ["flute", "oboe", "clarinet", "french_horn", "bassoon"]),
        ("jazz quartet", ["tenor_sax", "grand_piano", "acoustic_bass", "kit_jazz"]),
        ("nothing but an upright piano", ["upright_piano"]),
        ("a duet for flute and harp", ["flute", "harp"]),
    ],
)
def test_a_closed_band_is_closed(prompt, names):
    sheet = sheet_of(prompt)
    assert sheet.is_closed.value and [player.name for player in sheet.players] == names


@pytest.mark.parametrize(
    ("prompt", "refused"),
    [
        ("pop, drums absent", "drums"),
        ("Style: folk. Drums: none. Tempo: 90 BPM", "drums"),
        ("funk, the guitar is off", "guitar"),
    ],
)
def test_who_is_absent_off_or_none_in_a_form_does_not_play(prompt, refused):
    sheet = sheet_of(prompt)
    assert sheet.refused == (refused,) and not sheet.players


def test_a_form_without_vocals_is_not_sung():
    assert sheet_of("Genre: pop. Vocals: none. Key: C major").sings.value is False


@pytest.mark.parametrize("noun", ["guitar", "bass", "drums", "organ", "strings", "fiddle"])
@pytest.mark.parametrize("genre", ["jazz", "classical", "rock", "punk rock", "techno", "orchestral", "folk", "8-bit"])
def test_a_player_named_with_a_style_plays(genre, noun):
    sheet = sheet_of(f"slow piece with {genre} {noun}")
    assert sheet.players and sheet.styles.value


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("the cello enters after the first eight bars", Place(bar=9)),
        ("the flute joins after the first 20 seconds", Place(seconds=20.0)),
        ("acid bass from minute 1", Place(seconds=60.0)),
    ],
)
def test_what_comes_after_the_first_bars_comes_after_them(prompt, place):
    assert [(cue.verb, cue.start) for cue in sheet_of(prompt).cues] == [("enter", place)]


def test_only_before_the_players_leaves_nobody_else_and_behind_them_no_other_place():
    (alone,) = sheet_of("rock, verse only bass and drums").cues
    (there,) = sheet_of("pop. Strings, chorus only").cues
    assert (alone.verb, alone.players) == ("only", ("bass", "drums"))
    assert (there.verb, there.players) == ("in", ("strings",))


def test_a_stinger_at_a_time_is_a_hit_and_not_a_short_piece():
    sheet = sheet_of("horror music box, sudden stinger at 15 seconds")
    assert [(event.kind, event.at.seconds) for event in sheet.events] == [("hit", 15.0)]
    assert not sheet.is_stinger.value


def test_sections_have_their_own_strength_without_becoming_the_form():
    sheet = sheet_of("hushed verses and a massive refrain")
    levels = {each.kind: each.energy for each in sheet.sections}
    assert levels["verse"] < 0.2 < 0.9 < levels["chorus"]
    assert sheet.kinds.value is None


def test_what_is_removed_is_what_is_named():
    assert sheet_of("rock without the guitar solo").without == ("solo",)
    assert sheet_of("rock without the guitar").refused == ("guitar",)


def test_moments():
    sheet = sheet_of("crash at 0:15, everything stops at 0:22 for two beats, turns darker at 0:40")
    assert [(e.kind, e.at.seconds) for e in sheet.events] == [("hit", 15.0), ("stop", 22.0), ("shift", 40.0)]


def test_entrances_are_a_chain():
    sheet = sheet_of("start quietly with harp, then cello, then everybody")
    assert [(cue.verb, cue.players, cue.order) for cue in sheet.cues] == [
        ("only", ("harp",), 1), ("enter", ("cello",), 2), ("enter", ("*",), 3),
    ]  # fmt: skip


def test_what_a_hand_typed_is_not_replaced_by_words():
    before = sheet_of("a song at 90 bpm")
    typed = type(before)(prompt=before.prompt, bpm=Field(100.0, "locked"))
    merged, disagreeing = reread(typed, sheet_of("a song at 120 bpm"))
    assert (merged.bpm.value, disagreeing) == (100.0, ("bpm",))


@pytest.mark.parametrize("prompt", ["at 0:1, " * 300, "flumox " * 900, "no drums, " * 500, "((((" * 500, "up a " * 900])
def test_hostile_prompts_are_read_to_their_end(prompt):
    assert_every_word_is_accounted_for(prompt)


def test_a_prompt_that_is_too_long_is_refused_with_a_sentence():
    with pytest.raises(InputError, match="at most 8,000 characters"):
        sheet_of("x" * 8_001)


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [("80s synthwave", None), ("disco like the 70s", None), ("60s ad, happy", 60.0), ("a loop, 60s", 60.0)],
)
def test_a_decade_is_no_length(prompt, seconds):
    sheet = understand(Composer(), prompt)
    assert (sheet.length_s.value if sheet.length_s.is_set else None) == seconds


@pytest.mark.parametrize("word", ["wistful", "nostalgic", "upbeat", "dreamy", "haunting", "hopeful", "bittersweet"])
def test_plain_words_of_mood_are_understood(word):
    assert not understand(Composer(), f"{word} piano music").unanswered


def test_a_fade_that_begins_at_a_time_and_lasts_says_where_the_piece_ends():
    sheet = sheet_of("pop, fades out from 0:50 over 5 seconds")
    assert sheet.length_s.value == 55.0 and [event.at for event in sheet.events] == [Place(seconds=50.0)]
    assert any("both" in notice for notice in sheet_of("90 s long, fades out from 0:50 over 5 seconds").notices)
