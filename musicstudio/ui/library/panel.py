# SPDX-License-Identifier: GPL-3.0-or-later
"""The library beside the timeline: search, filters, map, list, and what can be done with what is chosen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.app.library.collecting import entry_id_of
from musicstudio.app.library.looking import Entry

from ..session_bridge import SessionBridge
from ..widgets import Chip, FlowLayout, Heading, icon_button, label, push_button
from ..widgets.scroll import paint_ground
from ..words import say
from .rows import LibraryRows
from .sound_map import SoundMap
from .state import LibraryState
from .wishes_menu import WishesMenu

MIN_PX = 420
_WHOLE = ("song", "variation")


class LibraryPanel(QWidget):
    """``asked_close`` when it is to go; ``asked_song`` with the path of a song."""

    asked_close = Signal()
    asked_song = Signal(str)

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        paint_ground(self, "libraryDock")
        self.setAccessibleName(self.tr("Library"))
        self.setMinimumWidth(MIN_PX)
        self.bridge, self.state = bridge, LibraryState(bridge, self)
        self.map, self.rows = SoundMap(self.state), LibraryRows()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Words: rain piano slow -drums"))
        self.search.setAccessibleName(self.tr("Search the library"))
        self.search.textChanged.connect(self.state.type_words)
        self._counted, self._total = label("", "small"), label("", "small")
        self._like = Chip("", "chip")
        self._like.clicked.connect(lambda: self.state.look_for_like(None))
        self._problem = label("", "bad", wraps=True)
        self._kept = QWidget()
        self._kept_flow = FlowLayout(self._kept)
        self._filters = self._make_filters()
        self._arrange()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.state.refresh()

    def look_for_like_clip(self) -> None:
        """Nearest in sound to what made the selected clip first."""
        clips = chosen_clips(self.bridge.session)
        if clips:
            _, clip = clips[0]
            self.state.like_title = clip.name or clips[0][0].name
            self.state.narrow(like=entry_id_of(self.bridge.project, clip))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("Library")))
        head.addWidget(self._counted, 1)
        wishes = push_button(self.tr("Prompts and templates"), icon_name="bookmark")
        wishes.setMenu(WishesMenu(self.bridge, self))
        head.addWidget(wishes)
        head.addWidget(icon_button("x", self.tr("Close the library"), self.asked_close.emit, style="plain"))
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self._like)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self._filters)
        for part in (self._problem, self._kept, self.map):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addLayout(self._make_foot())

    def _make_filters(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._tempo = self._filter(self.tr("Near this tempo"), self._toggle_tempo)
        filters = (
            self._filter(self.tr("starred"), lambda on: self.state.narrow(is_starred=on)),
            self._filter(self.tr("with voice"), lambda on: self.state.narrow(has_voice=True if on else None)),
            self._filter(self.tr("minor"), lambda on: self.state.narrow(mode="minor" if on else "")),
            self._filter(self.tr("whole songs"), lambda on: self.state.narrow(kinds=_WHOLE if on else ())),
            self._tempo,
        )
        for chip in filters:
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._total)
        return place

    def _filter(self, text: str, toggled: Callable[[bool], object]) -> Chip:
        chip = Chip(text, "filterChip")
        chip.setCheckable(True)
        chip.toggled.connect(toggled)
        return chip

    def _toggle_tempo(self, is_on: bool) -> None:
        bpm = self.bridge.project.tempo_map.tempos[0].bpm
        low, high = (round(bpm * 0.9, 1), round(bpm * 1.1, 1)) if is_on else (None, None)
        self.state.narrow(min_bpm=low, max_bpm=high)

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        for text, icon, act, tip in (
            (self.tr("Hear"), "play", self.state.hear, self.tr("Its loudest 12 s before effects, all equally loud")),
            (self.tr("More like this"), "sparkles", self.state.look_for_like, self.tr("The nearest in sound first")),
            (self.tr("Use its words"), "quote", self.state.use_words, self.tr("Write its prompt into Create")),
            (self.tr("Tags…"), "bookmark", self._ask_tags, self.tr("Words of your own to find it by")),
            (self.tr("Open its song"), "folder-open", self._open, ""),
        ):  # fmt: skip
            button = push_button(text, partial(self._on_entry, act), icon_name=icon, tip=tip)
            self._buttons.append(button)
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def _connect(self) -> None:
        self.state.found.connect(self._follow)
        self.state.failed.connect(self._show_problem)
        self.rows.picked.connect(self.state.choose)
        self.rows.heard.connect(self.state.hear)
        self.rows.opened.connect(self._open)
        self.rows.starred.connect(self.state.star)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._follow()

    def _follow(self) -> None:
        looked = self.state.looked
        self._like.setVisible(bool(self.state.query.like))
        self._like.setText(self.tr("like: {0}  ×").format(self.state.like_title[:28]))
        for button in self._buttons:
            button.setEnabled(self.state.entry(self.state.chosen_id) is not None)
        if looked is None:
            return
        has_all = looked.result.has_all_words
        self._problem.setText("" if has_all else self.tr("Nothing has all of these words; this has some."))
        self._problem.setVisible(bool(self._problem.text()))
        self._counted.setText(self.tr("{0} songs, takes and imports").format(sum(looked.counts.values())))
        self._total.setText(self.tr("{0} found").format(looked.result.total))
        self.rows.show_found(looked.result.found, self.state.chosen_id)
        self._show_kept()

    def _show_problem(self, text: str) -> None:
        self._like.setVisible(bool(self.state.query.like))
        self._problem.setText(say(text))
        self._problem.show()

    def _show_kept(self) -> None:
        """What was starred and played, to be written into the prompt."""
        self._kept_flow.clear()
        kept = self.state.looked.suggestions if self.state.looked else None
        words = [*kept.styles[:2], *kept.instruments[:2], *kept.wording[:3]] if kept else []
        for text in dict.fromkeys(words):
            chip = Chip(f"+ {text}", "chip", self.tr("You came back to “{0}”: write it into the prompt").format(text))
            chip.clicked.connect(partial(self._add_words, text))
            self._kept_flow.addWidget(chip)
        self._kept.setVisible(bool(words))

    def _add_words(self, text: str) -> None:
        state = self.bridge.session.create_state
        prompt = state.values.prompt.rstrip(" ,.")
        state.set(prompt=f"{prompt}, {text}" if prompt else text)

    def _on_entry(self, act: Callable[[Entry], object]) -> None:
        entry = self.state.entry(self.state.chosen_id)
        if entry is not None:
            act(entry)

    def _open(self, entry: Entry) -> None:
        self.asked_song.emit(entry.path)

    def _ask_tags(self, entry: Entry) -> None:
        text, is_given = QInputDialog.getText(
            self, self.tr("Tags"), self.tr("Apart by commas"), text=", ".join(entry.tags)
        )
        if is_given:
            self.state.set_tags(entry, text)
