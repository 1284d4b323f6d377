# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be exported, as tiles of which any number may be chosen."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from musicstudio.app.files.export_plan import TILES

from ..theme import pixmap
from ..widgets import label
from ..words import say

_COLUMNS = 4
_FACES = {
    "mix": ("Mix", "WAV, FLAC, MP3, AAC…"),
    "stems": ("Stems", "every track as a WAV"),
    "session": ("DAW session", "DAWproject, REAPER"),
    "page": ("Share page", "plays in any browser"),
    "midi": ("MIDI", "notes, tempo, markers"),
    "score": ("Score", "MusicXML, PDF, LRC"),
    "video": ("Film", "3 looks, wide or tall"),
    "loop": ("Loop", "with smpl chunk"),
}
_ICONS = {
    "mix": "audio-lines", "stems": "layers", "session": "folder", "page": "globe", "midi": "piano",
    "score": "file-music", "video": "video", "loop": "repeat",
}  # fmt: skip


class Tile(QPushButton):
    """One kind of thing: its icon, name and what it is, with a check mark when it is chosen."""

    def __init__(self, icon_name: str, title: str, detail: str) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = _passive(QLabel())
        self._mark.setFixedWidth(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 10, 6)
        row.setSpacing(10)
        picture = _passive(QLabel())
        picture.setPixmap(pixmap(icon_name, "text", 18, self.devicePixelRatioF()))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(_passive(label(title, "title")))
        words.addWidget(_passive(label(detail, "small")))
        row.addLayout(words, 1)
        row.addWidget(self._mark)
        self.toggled.connect(self._show_mark)

    def _show_mark(self, is_on: bool) -> None:
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(pixmap("check", "text", 16, ratio) if is_on else pixmap("check", "raised", 1, ratio))


class Tiles(QWidget):
    """All kinds, in two rows."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self.tiles: dict[str, Tile] = {}
        for number, key in enumerate(TILES):
            title, detail = _FACES[key]
            tile = self.tiles[key] = Tile(_ICONS[key], say(title), say(detail))
            tile.clicked.connect(lambda _=False: changed())
            grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)

    def chosen(self) -> tuple[str, ...]:
        """The keys of those that are on."""
        return tuple(key for key, tile in self.tiles.items() if tile.isChecked())

    def choose(self, keys: Collection[str]) -> None:
        """Turn these on and the others off."""
        for key, tile in self.tiles.items():
            tile.setChecked(key in keys)


def _passive(made: QLabel) -> QLabel:
    """The tile, not its words, takes the mouse."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
