# SPDX-License-Identifier: GPL-3.0-or-later
"""A job told where it works: on the first of its clips, with what was asked, how far it is, and a way to stop it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from musicstudio.app.session.making import Place
from musicstudio.jobs import JobState, JobView

from ..session_bridge import SessionBridge
from ..widgets import icon_button, label
from ..words import say

HEIGHT_PX = 26
_LEAST_PX, _MOST_PX, _AROUND_PX = 210, 420, 48


class MakingCard(QFrame):
    """One per job; `place` puts it on a clip."""

    def __init__(self, parent: QWidget, bridge: SessionBridge, job_id: str) -> None:
        super().__init__(parent)
        self.setObjectName("makingCard")
        self._text = label("", "small")
        self._ends, self._words = ("", ""), ""
        stop = icon_button("x", self.tr("Stop this"), lambda: bridge.session.jobs.cancel(job_id), style="tiny")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 2, 0)
        row.setSpacing(2)
        row.addWidget(self._text, 1)
        row.addWidget(stop)
        self.setFixedHeight(HEIGHT_PX)

    def follow(self, view: JobView, place: Place) -> None:
        """Say how far it is."""
        words = f" · “{place.words}”" if place.words else ""
        seconds = f" · {round(view.eta_s)} s" if view.eta_s is not None else ""
        how_far = self.tr("waits") if view.state is JobState.QUEUED else f"{round(view.fraction * 100)} %{seconds}"
        self._ends, self._words = (say(view.title), f" · {how_far}"), words
        text = words.join(self._ends)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def place(self, rect: QRectF, room_px: float, top_px: float) -> None:
        """Lie over the upper edge of a clip. room_px: width of the canvas; top_px: where its rows begin."""
        metrics = self._text.fontMetrics()
        wanted = metrics.horizontalAdvance(self.accessibleName()) + _AROUND_PX
        width = round(min(max(rect.width(), _LEAST_PX), wanted, _MOST_PX))
        x = min(max(0.0, rect.left()), max(0.0, room_px - width))
        self.setGeometry(round(x), round(max(top_px, rect.top())), width, HEIGHT_PX)
        room = width - _AROUND_PX - metrics.horizontalAdvance("".join(self._ends))
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, room))
        self._text.setText(metrics.elidedText(words.join(self._ends), Qt.TextElideMode.ElideMiddle, width - 42))
        self.show()


class MakingCards:
    """The cards of all that is being made on a canvas."""

    def __init__(self, canvas: QWidget, bridge: SessionBridge) -> None:
        self._canvas, self._bridge = canvas, bridge
        self._cards: dict[str, MakingCard] = {}

    @property
    def is_shown(self) -> bool:
        """Whether there is a card."""
        return bool(self._cards)

    def follow(self, rects: dict[str, QRectF | None], top_px: float) -> None:
        """rects: for each job, the first of its clips in sight."""
        now = {view.id: (view, place) for view, place in self._bridge.session.making.now}
        for job_id in [each for each in self._cards if each not in now]:
            card = self._cards.pop(job_id)
            card.hide()
            card.deleteLater()
        for job_id, (view, place) in now.items():
            if job_id not in self._cards:
                self._cards[job_id] = MakingCard(self._canvas, self._bridge, job_id)
            card = self._cards[job_id]
            card.follow(view, place)
            rect = rects.get(job_id)
            card.setVisible(rect is not None)
            if rect is not None:
                card.place(rect, self._canvas.width(), top_px)
