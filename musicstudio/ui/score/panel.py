# SPDX-License-Identifier: GPL-3.0-or-later
"""The score tab: which part is read, how big, and the notation below."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from musicstudio.app.files.score_view import EngravedNote, played_note, score_choices

from ..session_bridge import SessionBridge
from ..widgets import Choice, EmptyState, icon_button, muted
from ..widgets.scroll import paint_ground
from ..words import say
from .canvas import ScoreCanvas
from .state import ScoreState

_STAFF_PX = (18.0, 22.0, 28.0, 36.0, 46.0)
_MARGIN_PX = 24


class ScorePanel(QStackedWidget):
    """chose carries (clip id, index of a note in its take) when a note of the song was clicked."""

    chose = Signal(str, int)

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Score"))
        paint_ground(self)
        self.bridge = bridge
        self.state = ScoreState(bridge, self)
        self.canvas = ScoreCanvas(self.state)
        self.part = Choice(self.tr("Part to read"), lambda track_id: self.state.show(track_id=str(track_id)))
        self.part.setFixedWidth(200)
        self._note = muted()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("panel")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setWidget(self.canvas)
        self.addWidget(
            EmptyState("file-music", self.tr("Nothing to read yet"), self.tr("Rows with notes are written down here."))
        )
        self.addWidget(self._make_reader())
        bridge.watch(self._follow_song, "tracks", "clips", "sections", sees_previews=False)
        self.state.changed.connect(self._follow_score)
        self.canvas.chosen.connect(self._choose)
        self.canvas.sounding.connect(self._reveal)
        self._follow_song()

    def _make_reader(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 2, 12, 4)
        tools.setSpacing(8)
        tools.addWidget(self.part)
        tools.addWidget(icon_button("minus", self.tr("Smaller notes"), lambda: self._resize(-1)))
        tools.addWidget(icon_button("plus", self.tr("Bigger notes"), lambda: self._resize(+1)))
        tools.addWidget(self._note)
        tools.addStretch(1)
        reader = QWidget()
        layout = QVBoxLayout(reader)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self._scroll, 1)
        return reader

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self.state.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.state.watch(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.state.show(width_px=max(400, self.width() - 2 * _MARGIN_PX))

    def _resize(self, by: int) -> None:
        place = _STAFF_PX.index(self.state.staff_px) + by
        if 0 <= place < len(_STAFF_PX):
            self.state.show(staff_px=_STAFF_PX[place])

    def _follow_song(self) -> None:
        choices = score_choices(self.bridge.project)
        self.part.set_choices(
            [(key, title if key else self.tr("Lead sheet")) for key, title in choices], self.state.track_id
        )
        if self.state.track_id not in {key for key, _ in choices}:
            self.state.show(track_id="")
        self.setCurrentIndex(1 if choices else 0)

    def _follow_score(self) -> None:
        self._note.setText(say(self.state.problem))

    def _choose(self, written: EngravedNote) -> None:
        """The note is chosen everywhere, and the playhead goes there."""
        found = played_note(self.bridge.project, self.state.track_id, written)
        if found is None:
            self.bridge.seek(self.bridge.project.tempo_map.seconds_at(written.tick))
            return
        self.bridge.seek(found.start_s)
        self.bridge.session.selection.set(clip_ids={found.clip_id})
        self.bridge.arrived.emit(frozenset({found.clip_id}))
        self.chose.emit(found.clip_id, found.index)

    def _reveal(self, place: QRectF) -> None:
        self._scroll.ensureVisible(round(place.center().x()), round(place.center().y()), 0, 60)
