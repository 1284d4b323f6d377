# SPDX-License-Identifier: GPL-3.0-or-later
"""The level under a fader, which can be typed."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ..widgets.levels import FADER_HIGHEST_DB, FADER_LOWEST_DB, gain_text


class GainField(QLineEdit):
    """Shows ``−2.4 dB``; ``typed(gain_db)`` when another is entered. What is no number puts the old value back."""

    def __init__(self, title: str, typed: Callable[[float], object]) -> None:
        super().__init__()
        self._typed, self._gain_db = typed, 0.0
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("value")
        self.setFixedHeight(24)
        self.editingFinished.connect(self._take)

    def set_gain_db(self, gain_db: float) -> None:
        """Follow the document."""
        self._gain_db = gain_db
        if not self.hasFocus() or not self.isModified():
            self.setText(gain_text(gain_db))

    def _take(self) -> None:
        gain_db = typed_gain_db(self.text())
        is_new = self.isModified() and gain_db is not None and abs(gain_db - self._gain_db) >= 0.05
        self.setModified(False)
        if is_new and gain_db is not None:
            self._typed(gain_db)
        self.setText(gain_text(self._gain_db))


def typed_gain_db(text: str) -> float | None:
    """``-3``, ``−3.5 dB``, ``+2,5``, ``-inf``: a level within a fader's range; None for what is none."""
    plain = text.lower().replace("db", "").replace("−", "-").replace(",", ".").replace("∞", "inf").strip()
    try:
        gain_db = float(plain)
    except ValueError:
        return None
    return None if math.isnan(gain_db) else min(max(gain_db, FADER_LOWEST_DB), FADER_HIGHEST_DB)
