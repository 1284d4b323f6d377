# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture that files, film and page bear."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ..widgets import icon_button, push_button

_MAX_NAME = 22


class CoverField(QWidget):
    """A button with the picture's name, and one that takes it away."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self.path: Path | None = None
        self._choose = push_button("", self._ask)
        self._drop = icon_button("x", self.tr("Without a cover"), lambda: self._take(None), style="plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._choose, 1)
        row.addWidget(self._drop)
        self.show_path(None)

    def show_path(self, path: Path | None) -> None:
        """Follow what is remembered."""
        self.path = path
        name = path.name if path else self.tr("Choose…")
        self._choose.setText(name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…")
        self._choose.setToolTip(str(path) if path else self.tr("A JPEG or PNG picture"))
        self._choose.setAccessibleName(self.tr("Cover: {0}").format(name))
        self._drop.setVisible(path is not None)

    def _ask(self) -> None:
        start = str(self.path.parent) if self.path else ""
        kinds = self.tr("Pictures") + " (*.jpg *.jpeg *.png)"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Cover"), start, kinds)
        if chosen:
            self._take(Path(chosen))

    def _take(self, path: Path | None) -> None:
        self.show_path(path)
        self._changed()
