# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections, chords and words can be changed where they stand."""

import pytest
from PySide6.QtWidgets import QInputDialog

from musicstudio.ui.timeline.hit import Hit
from musicstudio.ui.timeline.lane_edits import chord_at, edit_lane, syllable_at


@pytest.fixture
def answer(monkeypatch):
    """What the next dialog is answered with."""
    given = {"text": ""}
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (given["text"], True))
    return given


def test_a_section_is_renamed(timeline, answer):
    answer["text"] = "Refrain"
    edit_lane(timeline.canvas, timeline.bridge, Hit("section", 60.0, section_id="section-2"))
    assert timeline.bridge.project.section("section-2").name == "Refrain"


def test_a_chord_is_changed(timeline, answer):
    answer["text"] = "F#m7"
    edit_lane(timeline.canvas, timeline.bridge, Hit("chord", 5.0))
    chord = chord_at(timeline.bridge.project, 5.0)
    assert (chord.root, chord.quality) == (6, "min7")


def test_a_chord_that_cannot_be_read_is_told(timeline, answer):
    said = []
    timeline.bridge.noticed.connect(lambda text, level: said.append(text))
    answer["text"] = "Hmm"
    before = timeline.bridge.project
    edit_lane(timeline.canvas, timeline.bridge, Hit("chord", 5.0))
    assert timeline.bridge.project is before
    assert "Hmm" in said[0]


def test_a_word_is_changed(timeline, answer):
    answer["text"] = "Can-"
    start_s = timeline.bridge.project.find_clip("clip-vocals-section-1")[1].start_s
    clip, note = syllable_at(timeline.bridge.project, start_s + 1.0)
    edit_lane(timeline.canvas, timeline.bridge, Hit("lyric", start_s + 1.0))
    notes = timeline.bridge.project.find_clip(clip.id)[1].take.notes
    assert next(n for n in notes if n.start_ticks == note.start_ticks and n.pitch == note.pitch).lyric == "Can-"
