# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that are being written, one row each: how far, what came of it, and a way to stop or to find it."""

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from musicstudio.app.files.export_options import ExportOptions
from musicstudio.app.files.export_queue import CANCELLED, DONE, FAILED, RUNS, WAITS, ExportQueue, QueueItem

from ..theme import pixmap
from ..widgets import icon_button, label, muted, push_button
from ..widgets.scroll import clear_layout
from ..words import say

_ICONS = {
    WAITS: ("clock", "muted"), RUNS: ("refresh-cw", "text"), DONE: ("circle-check", "ok"),
    FAILED: ("triangle-alert", "warn"), CANCELLED: ("x", "muted"),
}  # fmt: skip

_ROW_PX = 36


class QueueView(QWidget):
    """Shows what would be written, and then what is."""

    def __init__(self, queue: ExportQueue) -> None:
        super().__init__()
        self._queue = queue
        self._rows: list[_Row] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._stop = queue.changed.observe(lambda _: self.follow())

    def propose(self, wishes: tuple[ExportOptions, ...]) -> None:
        """Show exports that have not begun, below what is still being written."""
        running = [item for item in self._queue.items if not item.is_over]
        self._show([*running, *map(QueueItem, wishes)])

    def follow(self) -> None:
        """Show the queue as it stands."""
        self._show(self._queue.items)

    def close_view(self) -> None:
        """Let go of the queue."""
        self._stop()

    def _show(self, items: list[QueueItem]) -> None:
        if [row.item for row in self._rows] != items:
            clear_layout(self._layout)
            self._rows = [_Row(item, self._queue) for item in items]
            for row in self._rows:
                self._layout.addWidget(row)
        for row in self._rows:
            row.follow()


class _Row(QFrame):
    def __init__(self, item: QueueItem, queue: ExportQueue) -> None:
        super().__init__()
        self.setObjectName("queueRow")
        self.setMinimumHeight(_ROW_PX)
        self.item, self._queue = item, queue
        self._mark, self._facts, self._left = QLabel(), muted(), muted()
        self._facts.setMinimumWidth(1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._find = push_button(self.tr("Show in folder"), self._show_in_folder, style="link")
        self._drop = icon_button("x", self.tr("Leave out"), partial(queue.cancel, item), style="plain")
        line = QHBoxLayout()
        line.setContentsMargins(12, 2, 6, 2)
        line.setSpacing(10)
        name = label(item.options.path.name)
        name.setMinimumWidth(180)
        for widget, stretch in ((self._mark, 0), (name, 0), (self._facts, 1), (self._left, 0), (self._find, 0)):
            line.addWidget(widget, stretch)
        line.addWidget(self._drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._bar)

    def follow(self) -> None:
        """Show how far it is."""
        item, runs = self.item, self.item.state == RUNS
        icon_name, token = _ICONS[item.state]
        self._mark.setPixmap(pixmap(icon_name, token, 16, self.devicePixelRatioF()))
        facts = self._in_words()
        self._facts.setText(facts)
        self._facts.setToolTip(facts)
        eta = f" · {item.eta_s:.0f} s" if item.eta_s is not None else ""
        self._left.setText(f"{item.fraction:.0%}{eta}" if runs else "")
        self._bar.setVisible(runs)
        self._bar.setValue(round(1000 * item.fraction))
        self._find.setVisible(item.state == DONE)
        self._drop.setVisible(not item.is_over and bool(item in self._queue.items))
        self.setAccessibleName(f"{item.options.path.name}: {facts} {self._left.text()}".strip())

    def _in_words(self) -> str:
        item = self.item
        if item.state == WAITS and item.options.path.exists():
            return self.tr("takes the place of the one that is there")
        if item.state in (WAITS, RUNS, CANCELLED) and not item.problem:
            words = {WAITS: self.tr("waits"), RUNS: self.tr("being written"), CANCELLED: self.tr("left out")}
            return words[item.state]
        return say(item.summary())

    def _show_in_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.item.options.path.parent)))
