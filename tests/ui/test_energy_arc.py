# SPDX-License-Identifier: GPL-3.0-or-later
"""The energy arc is drawn by mouse or keys, follows the wished length, and can be cleared."""

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from musicstudio.ui.create.energy_arc import POINTS, EnergyArc, curve_of


def wishes(studio):
    return studio.session.create_state.values.wishes


def arc(studio, qtbot):
    widget = EnergyArc(studio)
    qtbot.addWidget(widget)
    widget.resize(240, 72)
    widget.show()
    return widget


def test_a_drawn_arc_becomes_the_wish_over_its_length(studio, qtbot):
    studio.session.create_state.set(wishes=replace(wishes(studio), duration_s=60.0))
    widget = arc(studio, qtbot)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(230, 12))
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(230, 12))
    curve = wishes(studio).energy_curve
    assert len(curve) == POINTS and curve[0] == (0.0, 0.5) and curve[-1][0] == 60.0 and curve[-1][1] > 0.9


def test_the_shape_stays_when_the_length_changes_and_goes_when_cleared(studio, qtbot):
    widget = arc(studio, qtbot)
    qtbot.keyClick(widget, Qt.Key.Key_Up)
    assert wishes(studio).energy_curve[0] == (0.0, 0.55)
    studio.session.create_state.set(wishes=replace(wishes(studio), duration_s=30.0))
    assert wishes(studio).energy_curve[-1][0] == 30.0 and wishes(studio).energy_curve[0][1] == 0.55
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert wishes(studio).energy_curve == ()


def test_nothing_drawn_wishes_nothing():
    assert curve_of(None, 60.0) == ()
