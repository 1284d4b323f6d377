# SPDX-License-Identifier: GPL-3.0-or-later
"""Reduced motion: what Qt would slide, fade or blink stands still."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_BLINK_MS = 1000
_STILL = (QStyle.StyleHint.SH_Widget_Animate, QStyle.StyleHint.SH_Widget_Animation_Duration)


class _StillStyle(QProxyStyle):
    """Fusion without animations."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        return 0 if hint in _STILL else super().styleHint(hint, option, widget, returnData)


def set_motion(app: QApplication, motion: str) -> None:
    """Dress the application in Fusion, as it is or, for ``reduced``, without anything that moves by itself."""
    is_still = motion == "reduced"
    app.setStyle(_StillStyle("Fusion") if is_still else "Fusion")
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, not is_still)
    app.setCursorFlashTime(0 if is_still else _BLINK_MS)
