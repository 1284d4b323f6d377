# SPDX-License-Identifier: GPL-3.0-or-later
"""The Create dock: what is written becomes the wish, what was understood becomes chips, sliders and a point."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from musicstudio.app.generation.understanding import style_map_of, understand_values
from musicstudio.app.session.create_state import CreateValues
from musicstudio.engines.contract import GenerationOptions
from musicstudio.jobs import JobState, JobView
from musicstudio.ui.create.panel import CreatePanel

from .controls import beginning, choose, control, names_of, texts
from .demo_session import PromptOnly
from .mouse import drag, key, press, release

FOUND = {
    "styles": [("jazz_swing", 0.7), ("ambient", 0.3)], "wanted": ["piano"], "unwanted": ["drums"],
    "energy": 0.2, "valence": 0.9, "tension": 0.3, "complexity": 0.55,
}  # fmt: skip


@pytest.fixture
def panel(qapp, bridge):
    made = CreatePanel(bridge)
    made.resize(320, 900)
    made.show()
    made.show_styles()
    yield made
    made.watcher.close()
    made.close()
    made.deleteLater()


def values(panel) -> CreateValues:
    return panel.bridge.session.create_state.values


def chips(panel) -> list[str]:
    return [chip.text() for chip in chip_buttons(panel)]


def chip_buttons(panel):
    """The chips in the order in which they are shown."""
    row = control(panel, "What was understood")
    return sorted(row.findChildren(QAbstractButton), key=lambda chip: (chip.y(), chip.x()))


def test_what_in_the_lyrics_is_not_sung_is_told_below_them(panel):
    panel.lyrics.setPlainText("[Verse]\n[Am]Hello my friend x2")
    panel.lyrics_note.read()
    assert panel.lyrics_note.isVisible()
    assert "a chord: line 2 “[Am]”" in panel.lyrics_note.text and "line 2 “x2”" in panel.lyrics_note.text
    panel.lyrics.setPlainText("[Verse]\nHello my friend")
    panel.lyrics_note.read()
    assert not panel.lyrics_note.isVisible()


def test_chords_in_the_lyrics_can_be_wished_for(panel):
    panel.lyrics.setPlainText("[Verse]\n[Am]Hello my friend")
    panel.lyrics_note.read()
    assert panel.lyrics_note.chords.isVisible() and not values(panel).options.follows_chords
    panel.lyrics_note.chords.click()
    assert values(panel).options.follows_chords
    panel.lyrics.setPlainText("[Verse]\nHello my friend x2")
    panel.lyrics_note.read()
    assert not panel.lyrics_note.chords.isVisible()


def test_prompt_and_lyrics_become_the_wish(panel):
    panel.prompt.setPlainText("boss fight")
    panel.lyrics.setPlainText("[Verse]\nLa la")
    assert (values(panel).prompt, values(panel).lyrics) == ("boss fight", "[Verse]\nLa la")


def test_nothing_can_be_generated_from_nothing_and_the_button_says_why(panel):
    button = control(panel, "Generate song")
    assert not button.isEnabled()
    assert "Describe" in button.toolTip()
    panel.prompt.setPlainText("calm piano")
    assert button.isEnabled()


def test_what_was_understood_is_shown_as_chips(panel):
    panel.watcher.found.emit(FOUND)
    assert chips(panel) == ["jazz swing 70 %", "ambient 30 %", "piano", "drums", "+"]


def test_clicking_chips_changes_the_wish(panel):
    panel.watcher.found.emit(FOUND)
    chips_shown = chip_buttons(panel)
    chips_shown[1].click()
    assert values(panel).options.styles == {"jazz_swing": 1.0}
    chips_shown[2].click()
    assert values(panel).options.unwanted == ("piano",)


def test_sliders_follow_the_prompt_until_they_are_moved(panel):
    panel.watcher.found.emit(FOUND)
    assert control(panel, "Energy: 20")
    assert values(panel).options.energy is None
    control(panel, "Energy: 20").setValue(80)
    assert values(panel).options.energy == pytest.approx(0.8)
    panel.watcher.found.emit(FOUND)
    assert control(panel, "Energy: 80").value() == 80


def test_dragging_the_point_on_the_map_blends_styles(panel):
    style_map = panel.style_map
    style = style_map_of(panel.bridge.session.engines, "composer").points[0]
    name, point = style.name, style_map.pixel_of((style.x, style.y))
    press(style_map, point)
    release(style_map, point)
    assert max(values(panel).options.styles, key=values(panel).options.styles.get) == name
    assert sum(values(panel).options.styles.values()) == pytest.approx(1.0, abs=0.05)


def test_the_map_can_be_used_by_keyboard(panel):
    key(panel.style_map, Qt.Key.Key_Right)
    assert values(panel).options.styles


def test_an_engine_without_weights_is_gray_and_says_why(panel):
    engine = control(panel, "Engine")
    item = engine.model().item(engine.findData("promptonly"))
    assert not item.isEnabled()
    assert "not installed" in item.toolTip()


def test_what_the_chosen_engine_takes_no_notice_of_is_gray_and_says_so(panel):
    assert panel.lyrics.isEnabled() and panel.style_map.isEnabled()
    panel.bridge.session.engines.register(PromptOnly())
    panel.bridge.session.create_state.set(engine="promptonly")
    for widget in (panel.lyrics, beginning(panel, "Melody"), panel.sliders, panel.energy_arc, panel.style_map):
        assert not widget.isEnabled()
        assert "PromptOnly 3 takes no notice of" in widget.toolTip()
    lengths, singing = control(panel, "Length"), control(panel, "Singing")
    assert "30 s at most" in lengths.model().item(lengths.findData(60.0)).toolTip()
    assert lengths.model().item(lengths.findData(30.0)).isEnabled()
    assert not singing.model().item(singing.findData(True)).isEnabled()
    panel.bridge.session.create_state.set(engine="composer")
    assert panel.lyrics.isEnabled() and panel.style_map.isEnabled()
    assert lengths.model().item(lengths.findData(60.0)).isEnabled()


def test_length_and_singing_are_wishes(panel):
    lengths, singing = control(panel, "Length"), control(panel, "Singing")
    choose(lengths, lengths.itemText(lengths.findData(30.0)))
    choose(singing, singing.itemText(singing.findData(False)))
    assert values(panel).options == GenerationOptions(duration_s=30.0, has_vocals=False)


def test_the_button_turns_into_progress_and_cancel(panel, monkeypatch):
    cancelled = []
    monkeypatch.setattr(panel.bridge.session.jobs, "cancel", cancelled.append)
    running = JobView("job-1", "Generate song", JobState.RUNNING, 0.4, "Writing the chorus")
    panel.bridge.jobs_changed.emit(running)
    assert any("40 %" in text for text in texts(panel))
    control(panel, "Cancel the generation").click()
    assert cancelled == ["job-1"]
    panel.bridge.jobs_changed.emit(JobView("job-1", "Generate song", JobState.CANCELLED))
    assert control(panel, "Generate song")
    assert "Cancel the generation" not in names_of(panel)


def test_the_wish_is_understood_after_a_pause_in_typing(panel, qtbot):
    with qtbot.waitSignal(panel.watcher.found, timeout=20_000) as found:
        panel.prompt.setPlainText("fast punk in E minor, no piano")
    assert found.args[0]["key"]["tonic"] == 4
    assert "piano" in " ".join(found.args[0]["unwanted"]) or "keys" in found.args[0]["unwanted"]


def test_an_empty_wish_is_nothing_to_understand(panel):
    assert understand_values(panel.bridge.session.engines, CreateValues()) is None


def bring_to_front(window):
    """As a window manager would; the offscreen platform does it late."""
    for _ in range(200):
        if window.isActiveWindow():
            return
        window.activateWindow()
        QTest.qWait(50)
    raise AssertionError("the window never came to the front")


def test_control_return_generates_from_the_prompt_field(window):
    asked = []
    window.bridge.run = asked.append
    bring_to_front(window)
    window.create_panel.prompt.setFocus()
    window.create_panel.prompt.setPlainText("slow waltz")
    key(window.create_panel.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["song.generate"]
    assert "\n" not in window.create_panel.prompt.toPlainText()


def test_a_drag_far_outside_the_map_stays_on_it(panel):
    drag(panel.style_map, QPointF(60, 60), QPointF(-500, 9000))
    corner = max(
        style_map_of(panel.bridge.session.engines, "composer").point_to_blend(0.0, 0.0), key=lambda each: each[1]
    )
    assert max(values(panel).options.styles, key=values(panel).options.styles.get) == corner[0]
    QApplication.processEvents()
