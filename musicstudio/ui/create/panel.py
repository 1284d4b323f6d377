# SPDX-License-Identifier: GPL-3.0-or-later
"""The Create dock: arranges the parts of the wish and joins them to what was understood."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.files.import_files import AUDIO_SUFFIXES, MIDI_SUFFIXES
from musicstudio.app.generation.engine_facts import why_no_input
from musicstudio.app.generation.sheet_words import understood_count
from musicstudio.app.generation.singers import chosen_singer, singer_named
from musicstudio.app.generation.understanding import style_map_of
from musicstudio.project.model.sheet import SongSheet

from ..session_bridge import SessionBridge
from ..widgets import Heading, ScrollColumn, label, push_button
from ..widgets.dialogs import passing
from ..widgets.scroll import paint_ground
from ..words import say
from .chip_row import ChipRow
from .energy_arc import EnergyArc
from .engine_row import EngineRow
from .generate_button import GenerateButton
from .lyrics_note import LyricsNote
from .singers_dialog import SingersDialog
from .sliders import MoodSliders
from .style_map import StyleMap
from .text_fields import TagHighlighter, TextField
from .tune_view import TuneView
from .unanswered import UnansweredCard
from .understanding import UnderstandingWatcher

_STYLES_AFTER_MS = 250


class CreatePanel(QWidget):
    """Scrolls when the window is low; the Generate button always stays in sight."""

    asked_sheet = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        paint_ground(self, "createDock")
        self.setAccessibleName(self.tr("Create"))
        self.bridge = bridge
        self._has_been_shown = False
        state = bridge.session.create_state
        self.prompt = TextField(
            self.tr("Prompt"), self.tr("Describe the music: wistful piano ballad, cello, no drums, 84 BPM…"), (3, 7),
            lambda text: state.set(prompt=text),
        )  # fmt: skip
        self.lyrics = TextField(
            self.tr("Lyrics"),
            self.tr("[Verse 1]\nWords to be sung, or nothing"),
            (5, 12),
            lambda text: state.set(lyrics=text),
        )
        self.lyrics_note = LyricsNote(bridge)
        self._highlighter = TagHighlighter(self.lyrics.document())
        self.chips, self.style_map, self.sliders = ChipRow(bridge), StyleMap(bridge), MoodSliders(bridge)
        self.energy_arc = EnergyArc(bridge)
        self.engine_row, self.generate = EngineRow(bridge), GenerateButton(bridge)
        self.watcher = UnderstandingWatcher(bridge, self)
        self.unanswered = UnansweredCard(self.prompt, lambda text: state.set(prompt=text))
        self._words = label("", "small")
        self._sheet = push_button(self.tr("Song sheet"), self.asked_sheet.emit, icon_name="list")
        self._sheet.setToolTip(self.tr("Everything that will be done, to read and to change"))
        self._melody = push_button("", self._choose_melody, icon_name="file-music")
        self.tune = TuneView(bridge)
        self._singer = push_button("", self._open_singers, icon_name="audio-lines")
        self._arrange()
        self.watcher.planned.connect(self._show_plan)
        for part in (self.chips, self.style_map, self.sliders):
            self.watcher.found.connect(part.show_found)
        bridge.create_changed.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_been_shown:
            self._has_been_shown = True
            QTimer.singleShot(_STYLES_AFTER_MS, self, self.show_styles)

    def _arrange(self) -> None:
        scroll = ScrollColumn()
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("Create")), 1)
        head.addWidget(self._words)
        scroll.column.addLayout(head)
        scroll.add(self.prompt, self.unanswered, self._sheet, self.chips, self.style_map, self.sliders)
        scroll.add(Heading(self.tr("Energy along the song")), self.energy_arc)
        scroll.add(Heading(self.tr("Lyrics")), self.lyrics, self.lyrics_note, self._singer, self._melody, self.tune)
        scroll.add(self.engine_row)
        scroll.column.addStretch(1)
        self.chips.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.generate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _follow(self) -> None:
        values = self.bridge.session.create_state.values
        self.prompt.follow(values.prompt)
        self.lyrics.follow(values.lyrics)
        self._follow_singer()
        text = self._melody_text(len(values.melody), len(values.unsure_at))
        self._melody.setText(text)
        self._melody.setAccessibleName(text)
        self._melody.setToolTip(
            self.tr("Drop the melody") if values.melody else self.tr("A tune of your own that the song is built around")
        )
        self._gray_what_is_ignored()

    def _follow_singer(self) -> None:
        voice = singer_named(chosen_singer(self.bridge.session))
        text = self.tr("Singer: {0}").format(voice.name) if voice else self.tr("Singer: whoever suits…")
        self._singer.setText(text)
        self._singer.setAccessibleName(text)
        self._singer.setToolTip(self.tr("Hear and choose who sings the next song"))

    def _open_singers(self) -> None:
        passing(SingersDialog(self.bridge, self)).open()

    def _melody_text(self, count: int, unsure: int) -> str:
        if not count:
            return self.tr("Melody: MIDI or humming…")
        if unsure:
            return self.tr("Melody: {0} notes, {1} unsure").format(count, unsure)
        return self.tr("Melody: {0} notes").format(count)

    def _gray_what_is_ignored(self) -> None:
        """What the chosen engine takes no notice of is grey and says so."""
        session = self.bridge.session
        engine = session.engines.capabilities_of(session.create_state.values.engine)
        for widget, name in (
            (self.lyrics, "lyrics"),
            (self._melody, "melody"),
            (self.tune, "melody"),
            (self.sliders, "sliders"),
            (self.energy_arc, "energy_curve"),
            (self.style_map, "style_map"),
        ):
            why = why_no_input(engine, name)
            if why or not widget.isEnabled():
                widget.setEnabled(not why)
                widget.setToolTip(say(why))

    def _show_plan(self, sheet: SongSheet | None) -> None:
        self.unanswered.show_sheet(sheet)
        understood, total = understood_count(sheet) if sheet else (0, 0)
        self._words.setText(self.tr("{0} of {1} words understood").format(understood, total) if total else "")

    def show_styles(self) -> None:
        """Put the styles on the map; reading their files is left until the window stands."""
        session = self.bridge.session
        engine = session.create_state.values.engine
        session.try_to(lambda: self.style_map.set_map(style_map_of(session.engines, engine)))

    def _choose_melody(self) -> None:
        state = self.bridge.session.create_state
        if state.values.melody:
            state.set(melody=(), melody_map=None, unsure_at=frozenset())
            return
        kinds = " ".join(f"*{suffix}" for suffix in (*MIDI_SUFFIXES, *AUDIO_SUFFIXES))
        title = self.tr("A tune: MIDI, or a recording of one voice")
        path, _ = QFileDialog.getOpenFileName(self, title, "", f"{self.tr('MIDI and audio')} ({kinds})")
        if path:
            self.bridge.use_melody(Path(path))
