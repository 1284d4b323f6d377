# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the lyrics and will not be sung, below them, before anything is; and whether its chords are played."""

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from musicstudio.app.files.lyrics_file import has_chords, not_sung

from ..session_bridge import SessionBridge
from ..widgets import muted

_PAUSE_MS = 300
_MAX_LINES = 4


class LyricsNote(QWidget):
    """Hidden while every line is sung. Read a moment after the last key press; the tooltip has all of it."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._read = ""
        self._words = muted(wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        self.chords = QCheckBox(self.tr("Play the chords of the lyrics"))
        self.chords.toggled.connect(self._follow_chords)
        layout.addWidget(self.chords)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.read)
        bridge.create_changed.connect(self._timer.start)
        self.hide()
        if bridge.session.create_state.values.lyrics:
            self._timer.start()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._words.text()

    def read(self) -> None:
        """Read the lyrics as they stand."""
        lyrics = self._bridge.session.create_state.values.lyrics
        if lyrics == self._read:
            return
        self._read = lyrics
        told = not_sung(lyrics)
        more = len(told) - _MAX_LINES
        shown = [*told[:_MAX_LINES], *([self.tr("… and {0} more").format(more)] if more > 0 else [])]
        self._words.setText("\n".join(shown))
        self.setToolTip("\n".join(told))
        self.setAccessibleName("\n".join(told) or self.tr("Everything in the lyrics is sung"))
        self.chords.setVisible(has_chords(lyrics))
        self.chords.setChecked(self._bridge.session.create_state.values.options.follows_chords)
        self.setVisible(bool(told))

    def _follow_chords(self, is_wished: bool) -> None:
        state = self._bridge.session.create_state
        state.set(options=replace(state.values.options, follows_chords=is_wished))
