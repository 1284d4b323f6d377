# SPDX-License-Identifier: GPL-3.0-or-later
"""What the painters draw beside what they drew: pictures in `pictures/`, equal up to a tolerance for text and edges.

A change that is meant: ``MUSICSTUDIO_PICTURES=write pytest tests/ui/test_pictures.py``, then look at every picture.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from musicstudio.app.generation.sheet_words import Phrase
from musicstudio.ui.piano_roll.panel import PianoRollPanel
from musicstudio.ui.song_sheet.sentence import SentenceView

from .conftest import settle

FOLDER = Path(__file__).parent / "pictures"
NEAR = 40
MAX_DIFFERENT = 0.02


def drawn(widget: QWidget) -> QImage:
    """A widget as it is on the screen."""
    QApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def pixels(image: QImage) -> np.ndarray:
    """(height, width, 3) of 0 to 255."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(np.int16)


def assert_as_before(name: str, widget: QWidget) -> None:
    """Hold a widget against its picture."""
    path, now = FOLDER / f"{name}.png", drawn(widget)
    if os.environ.get("MUSICSTUDIO_PICTURES") == "write":
        assert now.save(str(path))
    known = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    assert (known.width(), known.height()) == (now.width(), now.height())
    different = (np.abs(pixels(known) - pixels(now)).max(axis=2) > NEAR).mean()
    if different > MAX_DIFFERENT:
        now.save(str(Path(os.environ.get("MUSICSTUDIO_HOME", ".")) / f"{name}-now.png"))
    assert different <= MAX_DIFFERENT, f"{different:.1%} of {name} looks otherwise"


def test_the_timeline_of_a_song(timeline):
    timeline.resize(1000, 520)
    timeline.view.zoom_to_fit()
    settle(timeline)
    assert_as_before("timeline", timeline)


def test_the_timeline_from_near(timeline):
    timeline.resize(1000, 520)
    timeline.view.viewport.zoom(10, 400)
    settle(timeline)
    assert_as_before("timeline-near", timeline)


def test_the_piano_roll(bridge, qapp):
    clip = next(c for t, c in bridge.project.clips() if t.kind == "instrument" and t.role != "drums" and c.take.notes)
    panel = PianoRollPanel(bridge)
    panel.resize(1000, 380)
    panel.show()
    panel.open(clip.id)
    assert_as_before("piano-roll", panel)
    panel.close()
    panel.deleteLater()


def test_the_sentence_of_a_song_sheet(qapp):
    view = SentenceView(lambda name: None)
    view.resize(420, 80)
    words = (
        ("A ", "", "studio"),
        ("ballad", "styles", "words"),
        (", for ", "", "studio"),
        ("a short film", "purpose", "typed"),
    )
    more = (
        (": ", "", "studio"),
        ("84 BPM", "bpm", "locked"),
        (", ", "", "studio"),
        ("4/4", "meter", "studio"),
        (".", "", "studio"),
    )
    view.follow(tuple(Phrase(*each) for each in (*words, *more)))
    view.show()
    assert_as_before("sentence", view)
    view.close()
    view.deleteLater()


@pytest.mark.parametrize("name", ["timeline", "timeline-near", "piano-roll", "sentence"])
def test_a_picture_that_is_wrong_is_found(name):
    known = QImage(str(FOLDER / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB888)
    assert (np.abs(pixels(known) - pixels(known)[:, ::-1]).max(axis=2) > NEAR).mean() > MAX_DIFFERENT
