# SPDX-License-Identifier: GPL-3.0-or-later
"""The lyrics as they are sung: lines between rests, words with their times, the backing where the lead rests."""

import pytest
from msgspec.structs import replace

from musicstudio.project.model import Clip, Note, Take, Tempo, TempoMap, Track
from musicstudio.project.sung_lines import find_sung_lines
from tests.project.songs import small_song

BEAT = 960


def singer(
    name: str, *sung: tuple[float, float, str], role: str = "vocals", start_s: float = 0.0, length_s: float = 16.0
):
    """A row that sings (beat, beats, syllable) at 120 BPM: a beat is half a second."""
    notes = tuple(Note(round(beat * BEAT), round(beats * BEAT), 60, lyric=text) for beat, beats, text in sung)
    take = Take(f"{name}-take", notes=notes)
    clip = Clip(f"{name}-clip", start_s, length_s, takes=(take,), active_take_id=take.id)
    return Track(name, name, "vocal", role, clips=(clip,))


def lines_of(*rows: Track, tempo_map: TempoMap = TempoMap()):
    return find_sung_lines(replace(small_song(), tracks=rows, tempo_map=tempo_map))


LEAD = ((0, 1, "Morn-"), (1, 1, "ing"), (2, 1, "light"), (4, 2, "comes"), (6, 1, "_"))


def test_a_rest_ends_a_line_and_syllables_become_words() -> None:
    first, second = lines_of(singer("lead", *LEAD))
    assert [word for _, word in first.words] == ["Morning", "light"]
    assert [at_s for at_s, _ in first.words] == [0.0, 1.0]
    assert (first.start_s, first.end_s, first.text) == (0.0, 1.5, "Morning light")
    assert (second.start_s, second.end_s) == (2.0, 3.5), "a held vowel lengthens its syllable"
    assert second.text == "comes"


def test_no_line_ends_within_a_word() -> None:
    (line,) = lines_of(singer("lead", (0, 1, "for-"), (3, 1, "ev-"), (5, 1, "er")))
    assert line.text == "forever"


def test_the_backing_sings_where_the_lead_rests_and_stands_in_parentheses() -> None:
    backing = singer("choir", (1, 1, "ooh"), (9, 1, "all"), (10, 1, "night"), role="backing")
    lines = lines_of(singer("lead", *LEAD), backing)
    assert [line.text for line in lines] == ["Morning light", "comes", "(all night)"]
    assert [line.is_backing for line in lines] == [False, False, True]


def test_what_two_voices_sing_together_stands_there_once() -> None:
    assert [line.text for line in lines_of(singer("a", *LEAD), singer("b", *LEAD))] == ["Morning light", "comes"]


def test_only_what_is_seen_of_a_clip_and_is_vocal_is_sung() -> None:
    cut = singer("lead", *LEAD, length_s=1.0)
    assert [line.text for line in lines_of(cut)] == ["Morning"]
    flute = replace(singer("flute", *LEAD), kind="instrument")
    silent = replace(singer("silent"), clips=(Clip("nothing", 0.0, 4.0),))
    assert lines_of(flute, silent) == []


def test_times_follow_the_tempo_and_a_line_can_be_moved() -> None:
    slow = TempoMap((Tempo(0, 60.0),))
    first, _ = lines_of(singer("lead", *LEAD), tempo_map=slow)
    assert first.end_s == pytest.approx(3.0)
    later = first.moved(10.0)
    assert (later.start_s, later.end_s, later.text) == (10.0, 13.0, first.text)
