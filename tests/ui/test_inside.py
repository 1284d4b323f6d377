# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside: what made a clip is shown stage by stage, what is not known is said, and another chord is an edit."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from musicstudio.app.generation.generate import generate
from musicstudio.app.session.create_state import CreateValues
from musicstudio.engines.contract import GenerationOptions


@pytest.fixture
def inside(window, qtbot):
    """The inside of the piano's first clip of a song that was just made."""
    session = window.bridge.session
    values = CreateValues("gentle piano ballad, 84 BPM", options=GenerationOptions(duration_s=12.0), seed=3)
    done = []
    generate(session, values, on_done=lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    clip = next(clip for track, clip in session.project.clips() if track.kind == "instrument")
    session.selection.set(clip_ids={clip.id})
    window.bridge.run("view.inside")
    qtbot.waitUntil(lambda: window.inside.state.deep is not None, timeout=60_000)
    return window.inside


def texts(card):
    return " | ".join(each.text() for each in card.findChildren(QLabel) if not each.isHidden())


def test_every_stage_shows_what_is_so(inside):
    cards = inside.cards
    assert "84 BPM" in texts(cards["words"]) and "the tempo" in texts(cards["words"])
    deep = inside.state.deep
    assert len(deep.inside.vector) == 384 and deep.inside.nearest[0][0] == "ballad"
    assert deep.inside.chords and deep.inside.tokens
    for likely in (*deep.inside.chords, *deep.inside.tokens):
        total = likely.chance + sum(chance for _, chance in likely.others)
        assert 0.0 <= likely.chance <= 1.0 and total <= 1.001
    assert deep.mel.shape[0] == 80 and deep.mel.max() == 255
    assert deep.spectrogram is not None
    recipe = texts(cards["recipe"])
    assert "Composer" in recipe and "musicstudio" not in texts(cards["mel"])


def test_chances_are_of_the_notes_that_stand(inside):
    section = inside.state.facts.section
    starts = {section.start_ticks + note.start_ticks for note in section.melody}
    notes = [token for token in inside.state.deep.inside.tokens if token.kind == "note"]
    assert notes and sum(token.start_ticks in starts for token in notes) >= 0.7 * len(notes)


def test_another_chord_is_kept_by_enter_as_one_step(inside, qtbot):
    document = inside.bridge.session.document
    steps, before = len(document.history), inside.bridge.project.chords
    other = next(button for button in inside.findChildren(QPushButton) if button.objectName() == "otherChord")
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert len(document.history) == steps + 1 and inside.bridge.project.chords != before
    document.undo()
    assert inside.bridge.project.chords == before


def test_choosing_an_event_lights_its_place_and_tells_the_others(inside):
    token = next(button for button in inside.findChildren(QPushButton) if button.objectName() == "token")
    token.click()
    assert inside.state.lit_ticks is not None
    assert "stands with" in texts(inside.cards["tokens"])


def test_a_recording_says_that_no_engine_wrote_it(window, qtbot):
    session = window.bridge.session
    clip = next(clip for _, clip in session.project.clips() if clip.take)
    brought = {each: replace(recipe, engine="import", is_ai=False) for each, recipe in session.project.recipes.items()}
    session.document.transact("Bring in", lambda project: replace(project, recipes=brought))
    session.selection.set(clip_ids={clip.id})
    window.bridge.run("view.inside")
    inside = window.inside
    qtbot.waitUntil(lambda: inside.state.deep is not None, timeout=60_000)
    assert "came from outside" in texts(inside.cards["words"])
    assert "came from outside" in texts(inside.cards["chords"])
    window.bridge.run("view.inside")
    QApplication.processEvents()
    assert inside.isHidden() and window.timeline.isVisible()


def test_looking_does_not_change_the_song(inside):
    document = inside.bridge.session.document
    before = document.committed
    inside.state.use(True)
    assert document.committed is before
