# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices: sentences that appear over the window and leave by themselves.

Errors, and notices that offer help, stay until clicked.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..theme import pixmap
from .buttons import icon_button, primary_button
from .heading import label

_SHOWN_MS = {"info": 5000, "warning": 9000}
_ICONS = {"info": ("info", "text"), "warning": ("triangle-alert", "warn"), "error": ("circle-alert", "bad")}
_WIDTH_PX = 460
_MAX_SHOWN = 4
_OFFERS = "offers"
Help = tuple[str, Callable[[], object]]


class Toasts(QWidget):
    """A column at the lower middle of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Notices"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.setAlignment(Qt.AlignmentFlag.AlignBottom)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(self, text: str, level: str = "info", help_with: Help | None = None) -> None:
        """Show a sentence; the same one again is not doubled. help_with: a button's title and what it does."""
        for toast in self._toasts():
            if toast.accessibleName() == text:
                self._dismiss(toast)
        for toast in self._toasts()[: -_MAX_SHOWN + 1]:
            self._dismiss(toast)
        toast = self._make(text, level, help_with)
        self._column.addWidget(toast)
        if level in _SHOWN_MS and help_with is None:
            timer = QTimer(toast)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._dismiss(toast))
            timer.start(_SHOWN_MS[level])
        self._place()

    def withdraw_offers(self) -> None:
        """Take away the notices with a button: what they offer is being done."""
        for toast in self._toasts():
            if toast.property(_OFFERS):
                self._dismiss(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _make(self, text: str, level: str, help_with: Help | None) -> QFrame:
        toast = QFrame()
        toast.setObjectName("toast")
        toast.setAccessibleName(text)
        row = QHBoxLayout(toast)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        picture, (icon_name, token) = QLabel(), _ICONS.get(level, _ICONS["info"])
        picture.setPixmap(pixmap(icon_name, token, 18, self.devicePixelRatioF()))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label(text, wraps=True))
        if help_with is not None:
            toast.setProperty(_OFFERS, True)
            button = primary_button(help_with[0], lambda: self._help(toast, help_with))
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        row.addWidget(icon_button("x", self.tr("Dismiss"), lambda: self._dismiss(toast), style="plain"))
        return toast

    def _help(self, toast: QFrame, help_with: Help) -> None:
        self._dismiss(toast)
        help_with[1]()

    def _toasts(self) -> list[QFrame]:
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QFrame)]

    def _dismiss(self, toast: QFrame) -> None:
        self._column.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        toasts = self._toasts()
        self.setVisible(bool(toasts))
        parent = self.parentWidget()
        if toasts and parent is not None:
            width = min(_WIDTH_PX, parent.width() - 40)
            heights = [layout.totalHeightForWidth(width) for toast in toasts if (layout := toast.layout())]
            height = sum(heights) + 8 * (len(toasts) - 1)
            self.setGeometry((parent.width() - width) // 2, parent.height() - height - 24, width, height)
            self.raise_()
