# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that brackets every text and makes it 30 % longer: what shows no bracket was forgotten, what does not fit
is clipped."""

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from musicstudio.core.languages import read_catalogue
from musicstudio.ui.make_window import make_window
from musicstudio.ui.theme import apply_theme
from musicstudio.ui.words import Words, speak

from .conftest import settle

LETTERS = re.compile(r"[A-Za-z]{3}")
LONGER = 0.3


# What stays as it is: units, names of keys as they are typed, products and services, the short names of effects on a
# strip, and what a recipe keeps as it was written (its prompt, model, task, licence and what a person did).
KEPT = re.compile(
    r"BPM|LUFS|dBTP|^PFL$|^AFL$| (minor|major)$|EQ|Spotify|Demucs|Studio (Small|Voices)|· \d+ MB ·|^generate$"
    r"|^lead-sheet$|^wistful|^wrote the|^yours to"
)


def lengthened(text: str) -> str:
    return f"⟦{text}{'~' * round(len(text) * LONGER)}⟧"


@pytest.fixture
def pseudo_window(qapp, bridge):
    """The whole window at 1366 x 768 with every text bracketed and longer."""
    apply_theme(qapp)
    speak(Words({text: lengthened(text) for text in read_catalogue("de")}))
    made = make_window(bridge)
    made.resize(1366, 768)
    made.show()
    QApplication.processEvents()
    settle(made.timeline)
    yield made
    made.close()
    made.deleteLater()
    speak(Words())


def said(window: QWidget) -> list[tuple[QWidget, str]]:
    """Every visible label, button and list with what it says."""
    found: list[tuple[QWidget, str]] = []
    for each in window.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLabel | QAbstractButton):
            found.append((each, each.text().strip()))
        elif each.isVisible() and isinstance(each, QComboBox):
            found.append((each, each.currentText()))
    return [(each, text) for each, text in found if text]


def own_words(bridge) -> set[str]:
    """What the user and the songs wrote, and names of products and units, which no language changes."""
    project = bridge.project
    names = {project.title, *(track.name for track in project.tracks), *(part.name for part in project.sections)}
    names |= {clip.name for _, clip in project.clips()} | {
        take.name for _, clip in project.clips() for take in clip.takes
    }
    return {name for name in names if name} | {each.title for each in bridge.session.engines.capabilities()}


@pytest.mark.parametrize("tab", range(6))
def test_every_visible_text_is_translated(pseudo_window, bridge, tab):
    pseudo_window.show_tab(tab)
    QApplication.processEvents()
    known = own_words(bridge)
    bare = {
        text for _, text in said(pseudo_window) if LETTERS.search(text) and "⟦" not in text and not KEPT.search(text)
    }
    forgotten = {text for text in bare if not any(name.startswith(text.rstrip("…")) or name in text for name in known)}
    assert forgotten == set()


@pytest.mark.parametrize("tab", range(6))
def test_no_visible_text_is_clipped(pseudo_window, tab):
    pseudo_window.show_tab(tab)
    QApplication.processEvents()
    clipped = []
    for widget, text in said(pseudo_window):
        if "⟦" not in text or isinstance(widget, QComboBox):
            continue
        if isinstance(widget, QLabel):
            is_short = not widget.wordWrap() and widget.sizeHint().width() > widget.width() + 1
            is_low = widget.wordWrap() and widget.heightForWidth(widget.width()) > widget.height() + 1
        else:
            is_short, is_low = widget.minimumSizeHint().width() > widget.width() + 1, False
        if is_short or is_low:
            clipped.append(f"{type(widget.parent()).__name__}: {text} {widget.size().toTuple()}")
    assert clipped == []
