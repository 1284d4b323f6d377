# SPDX-License-Identifier: GPL-3.0-or-later
"""Reduced motion: what Qt would slide, fade or blink stands still, and comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle

from musicstudio.app.session.preferences import set_preference
from musicstudio.ui.theme import apply_theme


@pytest.fixture(autouse=True)
def usual_motion(qapp):
    yield
    apply_theme(qapp)


def lasts_ms(qapp):
    return qapp.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)


def test_nothing_slides_fades_or_blinks(qapp):
    apply_theme(qapp, motion="reduced")
    assert lasts_ms(qapp) == 0 and qapp.cursorFlashTime() == 0
    assert not any(
        QApplication.isEffectEnabled(each) for each in (Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo)
    )
    apply_theme(qapp)
    assert lasts_ms(qapp) > 0 and qapp.cursorFlashTime() > 0


def test_it_is_kept_with_another_theme(window, qapp):
    set_preference(window.bridge.session, "motion", "reduced")
    window.set_theme("light")
    assert lasts_ms(qapp) == 0
