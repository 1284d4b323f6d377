# SPDX-License-Identifier: GPL-3.0-or-later
"""The start of an empty song. It covers the timeline, lets files fall through, and goes with the first track."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from musicstudio.app.files.song_list import ListedSong, list_songs
from musicstudio.app.session.starters import EXAMPLES, PURPOSES, Starter

from ..session_bridge import SessionBridge
from ..songs import songs_folder
from ..widgets import Heading, ScrollColumn, label, muted, push_button
from ..words import say
from .card import StartCard
from .song_card import SongCard

_MAX_PX, _SHOWN = 820, 4


class StartPanel(ScrollColumn):
    """open_song gets the path of a recent song."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, open_song: Callable[[str], object]) -> None:
        super().__init__(margin=24, gap=10)
        self.setParent(parent)
        self.setAccessibleName(self.tr("Start"))
        self.bridge, self._open_song = bridge, open_song
        self.add(label(self.tr("What should it sound like?"), "startTitle"))
        self.add(
            muted(self.tr("Pick a sentence to hear it in a few seconds, or write your own on the left."), wraps=True)
        )
        self._add_cards(EXAMPLES, 2, self._hear)
        self.add(Heading(self.tr("Start from a purpose")))
        self._add_cards(PURPOSES, 4, self._write)
        songs = self._recent()
        if songs:
            self.add(Heading(self.tr("Recent songs")))
            self._add_songs(songs)
        self._add_doors()
        self.column.addStretch(1)

    def _add_cards(self, starters: Sequence[Starter], columns: int, act: Callable[[Starter], object]) -> None:
        """With Shift a card only writes its sentence."""
        cards = [
            StartCard(each.icon, say(each.title), say(each.hint), partial(act, each), partial(self._write, each))
            for each in starters
        ]
        self._add_grid(cards, columns)

    def _add_songs(self, songs: Sequence[ListedSong]) -> None:
        self._add_grid([SongCard(song, partial(self._open_song, str(song.path))) for song in songs], _SHOWN)

    def _add_grid(self, cards: Sequence[QWidget], columns: int) -> None:
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setSpacing(8)
        for number, card in enumerate(cards):
            grid.addWidget(card, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        place.setMaximumWidth(_MAX_PX)
        self.add(place)

    def _add_doors(self) -> None:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for action_id, title in (("file.open", self.tr("Open…")), ("file.import", self.tr("Import audio or MIDI…"))):
            if action_id in self.bridge.actions:
                row.addWidget(push_button(title, partial(self.bridge.run, action_id)))
        row.addWidget(muted(self.tr("or drop files here. Ctrl+K does anything, Space plays, F1 shows all keys.")))
        row.addStretch(1)
        self.add(place)

    def _recent(self) -> list[ListedSong]:
        here = self.bridge.session.path
        songs = list_songs(self.bridge.session.settings.values.recent, songs_folder())
        return [song for song in songs if song.path != here][:_SHOWN]

    def _hear(self, starter: Starter) -> None:
        self._write(starter)
        self.bridge.run("song.generate")

    def _write(self, starter: Starter) -> None:
        self.bridge.session.create_state.set(prompt=starter.prompt)
