# SPDX-License-Identifier: GPL-3.0-or-later
"""Who shall sing: every voice with a picture of its range and its terms, to be heard and chosen, alone or blended."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.generation.singers import (
    Voice,
    audition_singer,
    choose_singer,
    chosen_singer,
    list_voices,
    range_words,
    singer_named,
)

from ..session_bridge import SessionBridge
from ..widgets import label, muted, primary_button, push_button
from ..words import say
from .range_picture import RANGE_ROLE, RangeDelegate

_SIZE_PX = (760, 560)
_NAME_PX, _RANGE_PX = 130, 200
_ID_ROLE = Qt.ItemDataRole.UserRole


class SingersDialog(QDialog):
    """One row a voice; several rows of the cast chosen together (Ctrl) are one singer between them."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._is_heard = False
        self.setWindowTitle(self.tr("Singers"))
        self.resize(*_SIZE_PX)
        self._list = self._make_list()
        self._name, self._about, self._terms = label("", "title"), label("", wraps=True), muted(wraps=True)
        self._hear = push_button(self.tr("Hear"), self._audition, icon_name="play")
        self._use = primary_button(self.tr("Sing with this voice"), self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(muted(self.tr("Ctrl and a click blends voices of the cast into a new one."), wraps=True))
        layout.addWidget(self._list, 1)
        for widget in (self._name, self._about, self._terms):
            layout.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self._hear)
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Whoever suits"), self._leave_open))
        row.addWidget(self._use)
        layout.addLayout(row)
        self._fill()
        self.finished.connect(self._end_audition)

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(self.tr("Singers"))
        made.setHeaderLabels([self.tr("Name"), self.tr("Range, C2 to D6"), self.tr("Who it is")])
        made.setRootIsDecorated(False)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setItemDelegateForColumn(1, RangeDelegate(made))
        made.setColumnWidth(0, _NAME_PX)
        made.setColumnWidth(1, _RANGE_PX)
        made.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        made.itemSelectionChanged.connect(self._follow)
        made.itemActivated.connect(lambda *_: self._choose())
        return made

    def _fill(self) -> None:
        chosen = set(chosen_singer(self.bridge.session).split("+"))
        for voice in list_voices():
            item = QTreeWidgetItem([voice.name, say(range_words(voice)), say(voice.description)])
            item.setData(0, _ID_ROLE, voice.id)
            item.setData(1, RANGE_ROLE, (voice.low, voice.high) if range_words(voice) else None)
            item.setToolTip(2, say(voice.description))
            self._list.addTopLevelItem(item)
            item.setDisabled(not voice.present)
            item.setSelected(voice.id in chosen)
        first = self._list.topLevelItem(0)
        if first is not None and not self._list.selectedItems():
            self._list.setCurrentItem(first)
        self._follow()

    def voice_id(self) -> str:
        """What the chosen rows say together."""
        return "+".join(str(item.data(0, _ID_ROLE)) for item in self._list.selectedItems())

    def _follow(self) -> None:
        voice_id = self.voice_id()
        voice = singer_named(voice_id)
        for button in (self._hear, self._use):
            button.setEnabled(voice is not None)
        if voice is None:
            self._name.setText(self.tr("Nobody is chosen") if not voice_id else self.tr("These cannot be one voice"))
            self._about.setText(self.tr("Only two to four voices of the cast (Kokoro) blend.") if voice_id else "")
            self._terms.setText("")
            return
        self._show(voice)

    def _show(self, voice: Voice) -> None:
        self._name.setText(voice.name)
        self._about.setText(" · ".join(say(part) for part in (voice.description, range_words(voice)) if part))
        self._terms.setText(f"{say(voice.licence)}. {say(voice.consent)}")

    def _audition(self) -> None:
        self._is_heard = True
        session = self.bridge.session
        session.try_to(lambda: audition_singer(session, self.voice_id()))

    def _end_audition(self) -> None:
        if self._is_heard:
            self.bridge.session.player_sync.end_audition()

    def _choose(self) -> None:
        session = self.bridge.session
        session.try_to(lambda: choose_singer(session, self.voice_id()))
        self.accept()

    def _leave_open(self) -> None:
        choose_singer(self.bridge.session, "")
        self.accept()
