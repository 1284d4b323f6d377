# SPDX-License-Identifier: GPL-3.0-or-later
"""The library in the window: typed words find, a sound puts the near first, dots and rows are one choice."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QPushButton

from musicstudio.library.entries import Entry
from musicstudio.library.file import Library

SOUNDS = {"Rainy Sunday": 0.0, "Lantern Street": 0.3, "Iron Battle": 2.0}


def entry(number, title, sound):
    vector = (np.full(64, sound) + np.linspace(0.0, 0.1 * number, 64)).astype("<f4").tobytes()
    return Entry(
        f"song/{number}", "song", title, f"{title.lower()}, slow piano", path=f"/nowhere/{number}.mstudio",
        styles=("ballad",), instruments=("Piano",), bpm=84.0, key="E minor", length_s=60.0, vector=vector,
        wave=bytes(range(96)), made_at=float(number),
    )  # fmt: skip


@pytest.fixture
def library(window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("musicstudio.ui.library.state.songs_folder", lambda: tmp_path)
    stored = Library()
    stored.put([entry(number, *each) for number, each in enumerate(SOUNDS.items())])
    stored.has_songs_now()
    with qtbot.waitSignal(window.library.state.found):
        window.bridge.run("view.library")
    return window.library


def shown(panel):
    return [panel.rows.item(row).text().split(",")[0] for row in range(panel.rows.count())]


def test_it_lists_the_newest_and_finds_by_words(library, qtbot):
    assert shown(library) == ["Iron Battle", "Lantern Street", "Rainy Sunday"]
    with qtbot.waitSignal(library.state.found):
        qtbot.keyClicks(library.search, "lantern")
    qtbot.waitUntil(lambda: shown(library) == ["Lantern Street"])


def test_more_like_this_orders_by_sound_and_the_chip_takes_it_back(library, qtbot):
    library.rows.setCurrentRow(2)
    with qtbot.waitSignal(library.state.found):
        library.state.look_for_like(library.rows.entry)
    qtbot.waitUntil(lambda: shown(library) == ["Rainy Sunday", "Lantern Street", "Iron Battle"])
    library.state.look_for_like(None)
    qtbot.waitUntil(lambda: shown(library)[0] == "Iron Battle")


def test_a_clip_asks_for_what_sounds_like_it(library, qtbot, window):
    session = window.bridge.session
    clip = next(clip for _, clip in session.project.clips() if clip.take)
    recipe_id = clip.take.recipe_id or session.project.song_recipe_id
    Library().put([replace(entry(7, "This song", 0.0), id=f"{session.project.id}/{recipe_id}")])
    session.selection.set(clip_ids={clip.id})
    window.bridge.run("view.library_like")
    qtbot.waitUntil(lambda: shown(library)[:1] == ["This song"] and bool(library.state.query.like))
    assert library.state.looked.result.found[0].nearness is not None


def test_keys_star_and_the_arrows_walk_the_map(library, qtbot):
    library.rows.setCurrentRow(0)
    assert library.state.chosen_id == "song/2"
    qtbot.keyClick(library.rows, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: bool(library.state.entry("song/2") and library.state.entry("song/2").is_starred))
    assert Library().entry("song/2").is_starred
    dots = {dot.id: dot for dot in library.map.dots}
    left = min(dots.values(), key=lambda dot: dot.x)
    library.state.choose(left.id)
    qtbot.keyClick(library.map, Qt.Key.Key_Right)
    assert library.state.chosen_id not in ("", left.id)
    assert library.rows.entry.id == library.state.chosen_id


def test_its_words_go_into_create_and_tags_are_asked(library, qtbot, monkeypatch):
    library.rows.setCurrentRow(1)
    library.state.use_words(library.rows.entry)
    assert library.bridge.session.create_state.values.prompt == "lantern street, slow piano"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Evening, blue", True))
    next(each for each in library.findChildren(QPushButton) if each.text().strip() == "Tags…").click()
    assert Library().entry("song/1").tags == ("evening", "blue")


def test_what_cannot_be_heard_is_told(library, qtbot):
    library.rows.setCurrentRow(0)
    with qtbot.waitSignal(library.bridge.jobs_changed, check_params_cb=lambda view: view.state.name == "FAILED"):
        library.state.hear(library.rows.entry)
    assert Library().entry("song/2").plays == 0


def test_a_saved_template_comes_back_by_the_menu(library, qtbot, monkeypatch):
    from musicstudio.ui.library.wishes_menu import WishesMenu

    session = library.bridge.session
    session.create_state.set(prompt="rainy lo-fi")
    menu = WishesMenu(library.bridge, library)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Rain", True))
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    session.create_state.set(prompt="")
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Rain").trigger()
    assert session.create_state.values.prompt == "rainy lo-fi"
