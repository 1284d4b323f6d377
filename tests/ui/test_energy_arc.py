# SPDX-License-Identifier: GPL-3.0-or-later
"""The energy arc is drawn by mouse or keys, follows the wished length, and can be cleared."""

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from musicstudio.ui.create.energy_arc import POINTS, EnergyArc, curve_of


def options(bridge):
    return bridge.session.create_state.values.options


def arc(bridge, qtbot):
    widget = EnergyArc(bridge)
    qtbot.addWidget(widget)
    widget.resize(240, 72)
    widget.show()
    return widget


def test_a_drawn_arc_becomes_the_wish_over_its_length(bridge, qtbot):
    bridge.session.create_state.set(options=replace(options(bridge), duration_s=60.0))
    widget = arc(bridge, qtbot)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(230, 12))
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(230, 12))
    curve = options(bridge).energy_curve
    assert len(curve) == POINTS and curve[0] == (0.0, 0.5) and curve[-1][0] == 60.0 and curve[-1][1] > 0.9


def test_the_shape_stays_when_the_length_changes_and_goes_when_cleared(bridge, qtbot):
    widget = arc(bridge, qtbot)
    qtbot.keyClick(widget, Qt.Key.Key_Up)
    assert options(bridge).energy_curve[0] == (0.0, 0.55)
    bridge.session.create_state.set(options=replace(options(bridge), duration_s=30.0))
    assert options(bridge).energy_curve[-1][0] == 30.0 and options(bridge).energy_curve[0][1] == 0.55
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert options(bridge).energy_curve == ()


def test_nothing_drawn_wishes_nothing():
    assert curve_of(None, 60.0) == ()
