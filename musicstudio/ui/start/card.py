# SPDX-License-Identifier: GPL-3.0-or-later
"""A card to be pressed: an icon, a title that wraps, and a smaller line."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from ..theme import pixmap
from ..widgets import label

_THROUGH = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class StartCard(QPushButton):
    """Its accessible name is all that stands on it. shift_pressed: what it does instead while Shift is held."""

    def __init__(
        self, icon_name: str, title: str, hint: str, pressed: Callable[[], object],
        shift_pressed: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._has_shift = False
        self.setObjectName("startCard")
        self.setAccessibleName(f"{title}, {hint}" if hint else title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        picture = QLabel()
        picture.setPixmap(pixmap(icon_name, "muted", 18, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        for text, style in ((title, ""), (hint, "muted")):
            if text:
                line = label(text, style, wraps=True)
                line.setAttribute(_THROUGH)
                words.addWidget(line)
        picture.setAttribute(_THROUGH)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.clicked.connect(lambda _=False: ((self._has_shift and shift_pressed) or pressed)())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QInputEvent):
            self._has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return super().event(event)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)
