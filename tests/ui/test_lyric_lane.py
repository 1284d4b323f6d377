# SPDX-License-Identifier: GPL-3.0-or-later
"""The words above the rows: whole lines, once each, whoever sings them."""

from musicstudio.project.model import Clip, Note, Project, Take, Tempo, TempoMap, Track
from musicstudio.ui.timeline.painting.lyrics import sung_lines

BEAT = 960


def voice(role: str, *notes: tuple[float, float, str]) -> Track:
    """A vocal track of (beat, beats, syllable)."""
    sung = tuple(Note(round(at * BEAT), round(length * BEAT), 60, 90, text) for at, length, text in notes)
    clip = Clip(f"{role} clip", start_s=0.0, length_s=20.0, takes=(Take("take", notes=sung),), active_take_id="take")
    return Track(role, role.title(), kind="vocal", role=role, clips=(clip,))


def words(*tracks: Track) -> list[str]:
    """The lines at 60 BPM: a beat is a second."""
    return [line.text for line in sung_lines(Project("p", tempo_map=TempoMap((Tempo(0, 60.0),)), tracks=tracks))]


def test_syllables_join_to_words_and_lines_end_at_rests() -> None:
    lead = voice("vocals", (0, 1, "morn-"), (1, 1, "ing"), (2, 1, "light"), (4, 1, "again"))
    assert words(lead) == ["morning light", "again"]


def test_a_held_vowel_is_no_rest() -> None:
    lead = voice("vocals", (0, 1, "oh"), (1, 2, "_"), (3, 1, "love"))
    assert words(lead) == ["oh love"]


def test_harmony_and_double_do_not_repeat_the_words() -> None:
    tune = ((0.0, 1.0, "carry"), (1.0, 1.0, "me"))
    late = tuple((at + 0.02, length, text) for at, length, text in tune)
    assert words(voice("vocals", *tune), voice("backing", *late)) == ["carry me"]


def test_what_the_backing_sings_alone_stands_in_parentheses() -> None:
    lead, answer = voice("vocals", (0, 1, "home")), voice("backing", (2, 1, "ooh"), (3, 1, "home"))
    assert words(lead, answer) == ["home", "(ooh home)"]
