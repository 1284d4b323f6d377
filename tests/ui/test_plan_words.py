# SPDX-License-Identifier: GPL-3.0-or-later
"""What words would do is told in the window's language."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from musicstudio.core.languages import read_catalogue
from musicstudio.engines.composer.tasks.plan_change import plan_change
from musicstudio.engines.contract import Request, Task
from musicstudio.ui.plan_words import say_clause, say_plan
from musicstudio.ui.words import Words, speak

from .asking import form
from .controls import control, names_of, wait_until
from .demo_song import demo_song

CHANGES = (
    "softer", "more notes", "without drums", "add a cello", "the cello takes over from the piano", "half-time",
    "a new melody", "richer chords", "keep the melody", "only the piano", "a walking bass", "play it an octave up",
    "something darker", "jazzier", "end on the fifth",
)  # fmt: skip
LAYERS = ("warm string pad, long notes", "a counter-melody on the flute, softer", "arpeggio synth in the chorus")
EXTENSIONS = ("a bridge, without drums", "softer", "8 bars, only piano")


@pytest.fixture
def german():
    speak(Words(read_catalogue("de")))
    yield
    speak(Words())


def plans():
    song = demo_song()[0]
    for task, texts in ((Task.REGENERATE, CHANGES), (Task.LAYER, LAYERS), (Task.EXTEND, EXTENSIONS)):
        for text in texts:
            yield from plan_change(Request(task, prompt=text, song=song, extend_bars=8, seed=1)).does


def test_every_clause_of_a_plan_is_said_in_german(german):
    clauses = set(plans())
    assert len(clauses) > 15
    assert {clause for clause in clauses if say_clause(clause) == clause} == set()


def test_the_names_in_a_clause_are_said_too(german):
    assert (
        say_clause("piano and strings: 30% softer, fewer notes") == "Klavier und Streicher: 30% leiser, weniger Noten"
    )
    assert say_plan(("without piano", "the tune rises")) == "Ohne Klavier; die Melodie steigt."


def test_in_english_a_plan_stands_as_it_was_made():
    assert say_plan(("cello: 30% softer", "adds flute, long notes")) == "Cello: 30% softer; adds flute, long notes."
    assert say_plan(()) == ""


def test_the_window_extends_a_song_by_words(window, session):
    before = len(session.project.sections)
    window.bridge.run("song.extend")
    field = form(window).findChild(QLineEdit)
    assert field.text() == "8 bars"
    field.clear()
    QTest.keyClicks(field, "a bridge of 4 bars, without drums")
    wait_until(lambda: "What the words would do" in names_of(form(window)))
    assert (
        control(form(window), "What the words would do", QLabel)
        .text()
        .startswith("Adds 4 bars: bridge; without drums.")
    )
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_until(lambda: len(session.project.sections) > before and not session.jobs.is_busy)
    made = session.project.sections[-1]
    assert made.kind == "bridge" and made.length_ticks == 4 * session.project.tempo_map.meter_at(0).bar_ticks
