# SPDX-License-Identifier: GPL-3.0-or-later
"""A song to be opened again: its picture, its title, what it is, and when it was changed."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from musicstudio.app.files.song_list import ListedSong, read_song
from musicstudio.project.model import Project

from ..theme import current
from ..widgets import label
from ..widgets.song_picture import paint_song_picture

_PICTURE_PX, _ROUND_PX = 64, 6
_THROUGH = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class SongCard(QPushButton):
    """Its accessible name is all that stands on it."""

    def __init__(self, song: ListedSong, pressed: Callable[[], object]) -> None:
        super().__init__()
        project = read_song(song.path)
        lines = [song.title, *([_what(project)] if project else []), _day(song.changed_at)]
        self.setObjectName("startCard")
        self.setAccessibleName(", ".join(lines))
        self.setToolTip(str(song.path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.setSpacing(2)
        column.addWidget(_Picture(project))
        column.addSpacing(6)
        for number, text in enumerate(lines):
            line = label(text, "muted" if number else "", wraps=True)
            line.setAttribute(_THROUGH)
            line.setContentsMargins(10, 0, 10, 0)
            column.addWidget(line)
        column.addStretch(1)
        self.setMinimumHeight(column.minimumSize().height())
        self.clicked.connect(lambda _=False: pressed())


class _Picture(QWidget):
    """What is drawn of a song; an empty ground for one that cannot be read."""

    def __init__(self, project: Project | None) -> None:
        super().__init__()
        self._project = project
        self.setFixedHeight(_PICTURE_PX)
        self.setAttribute(_THROUGH)

    def paintEvent(self, _: QPaintEvent) -> None:
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area.adjusted(0, 0, 0, _ROUND_PX), _ROUND_PX, _ROUND_PX)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(path)
            if self._project is None:
                painter.fillRect(area, current().color("panel"))
            else:
                paint_song_picture(painter, area, self._project)


def _what(project: Project) -> str:
    """Its style, where words or the studio chose one, and how long it is."""
    styles = (project.sheet.styles.value if project.sheet else None) or {}
    style = max(styles, key=lambda name: styles[name]).replace("_", " ") if styles else ""
    seconds = round(project.length_s)
    return " · ".join(filter(None, (style, f"{seconds // 60}:{seconds % 60:02d}")))


def _day(seconds: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(round(seconds))
    return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
