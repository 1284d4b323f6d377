# SPDX-License-Identifier: GPL-3.0-or-later
"""What a panel says while it has nothing to show: what it is for, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ..theme import pixmap
from .heading import label


class EmptyState(QWidget):
    """An icon, a sentence, a hint, and a button where one helps."""

    def __init__(self, icon_name: str, title: str, hint: str, button: QPushButton | None = None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(6)
        layout.addStretch(1)
        picture = QLabel()
        picture.setPixmap(pixmap(icon_name, "faint", 28, self.devicePixelRatioF()))
        heading, text = label(title, "emptyTitle", wraps=True), label(hint, "muted", wraps=True)
        for widget in (picture, heading, text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(widget)
        if button is not None:
            layout.addSpacing(6)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
