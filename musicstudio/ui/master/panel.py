# SPDX-License-Identifier: GPL-3.0-or-later
"""The Master tab: targets, figures, loudness over time, tone against the style, stereo, and what needs a look."""

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.mixing.tone_guide import Corridor, corridor_of

from ..mixer.chain import MASTER_ID
from ..mixer.preset_menu import style_of
from ..session_bridge import SessionBridge
from ..song_sound_state import SongSoundState
from ..theme import current
from ..widgets import Heading, ScrollColumn, label
from ..words import say
from .figures import Figures
from .loudness_view import LoudnessView, Part
from .spectrum_view import SpectrumView
from .stereo_view import StereoView
from .target_bar import TargetBar
from .warning_list import WarningList

_WIDE_PX, _PICTURE_PX, _STEREO_PX = 1000, 196, 190


class MasterPanel(ScrollColumn):
    """Two columns where there is room, else one; scrolls where the dock is low."""

    def __init__(self, bridge: SessionBridge, sound: SongSoundState) -> None:
        super().__init__(margin=12, gap=8)
        self.setAccessibleName(self.tr("Master"))
        self.bridge, self._sound = bridge, sound
        self._targets = TargetBar(bridge, sound, lambda: bridge.opened_strip.emit(MASTER_ID))
        self.figures, self.loudness = Figures(), LoudnessView(self._seek)
        self.spectrum, self.stereo = SpectrumView(), StereoView()
        self.warnings = WarningList(bridge, self._seek)
        self._guide_name = label("", "small")
        self._is_wide: bool | None = None
        self._arrange()
        bridge.watch(self._follow, "master", "clips", "sections", "tempo_map", "recipes")
        bridge.ticked.connect(self._hear)
        sound.changed.connect(self._show_measured)
        self._follow()
        self._show_measured()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_PX
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._place_cards(is_wide)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _arrange(self) -> None:
        self.add(self._targets)
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.column.addWidget(body, 1)
        self._loudness_card = _card(self.tr("Loudness over time"), self.loudness, _legend(
            self.tr("thick: short-term · thin: momentary · dashed: target")))  # fmt: skip
        self.spectrum.setToolTip(
            self.tr(
                "Green: what is heard. White: the song on average. Blue: how this kind of music usually lies (a guide)"
            )
        )
        self._tone_card = _card(self.tr("Tone against the style"), self.spectrum, self._guide_name)
        self._stereo_card = _card(self.tr("Stereo"), self.stereo, None)
        self._stereo_card.setFixedWidth(_STEREO_PX)
        for card in (self._loudness_card, self._tone_card, self._stereo_card):
            card.setMinimumHeight(_PICTURE_PX)
        self._place_cards(True)

    def _place_cards(self, is_wide: bool) -> None:
        grid = self._grid
        for card in (self.figures, self._loudness_card, self._tone_card, self._stereo_card, self.warnings):
            grid.removeWidget(card)
        if is_wide:
            grid.addWidget(self.figures, 0, 0, 1, 3)
            grid.addWidget(self._loudness_card, 1, 0)
            grid.addWidget(self._tone_card, 1, 1)
            grid.addWidget(self._stereo_card, 1, 2)
            grid.addWidget(self.warnings, 2, 0, 1, 3)
        else:
            grid.addWidget(self.figures, 0, 0, 1, 2)
            grid.addWidget(self._loudness_card, 1, 0, 1, 2)
            grid.addWidget(self._tone_card, 2, 0)
            grid.addWidget(self._stereo_card, 2, 1)
            grid.addWidget(self.warnings, 3, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2 if is_wide else 0)
        grid.setRowStretch(1, 1)

    def _follow(self) -> None:
        project = self.bridge.project
        self._targets.follow()
        theme = current()
        spans = [(section, project.section_span_s(section)) for section in project.sections]
        parts = [Part(start, end, section.name, theme.section(section.kind)) for section, (start, end) in spans]
        self.loudness.set_song(project.length_s, project.master.target_lufs, parts)
        self._show_figures()

    def _show_figures(self) -> None:
        sound, master = self._sound.sound, self.bridge.project.master
        self.figures.show_measured(sound.finished if sound else None, master, self._sound.is_old)

    def _show_measured(self) -> None:
        """What is known of the whole song."""
        self._show_figures()
        sound = self._sound.sound
        guide = self._guide()
        self.spectrum.set_song(guide, sound.spectrum_db if sound else None)
        told = say(guide.family) if guide.family else self.tr("no style known")
        self._guide_name.setText(self.tr("{0} · blue: a guide, not measured").format(told))
        self.warnings.show_warnings(sound.finished.warnings if sound else None)
        if sound is not None:
            found = sound.finished
            flags_s = [warning.at_s for warning in found.warnings]
            self.loudness.set_measured(found.short_term_lufs, found.momentary_lufs, flags_s)

    def _guide(self) -> Corridor:
        return corridor_of(style_of(self.bridge.project))

    def _hear(self) -> None:
        if not self.isVisible():
            return
        player = self.bridge.player
        self.spectrum.show_levels(player.spectrum_db)
        self.stereo.hear(player.stereo, player.correlation)
        is_heard = player.is_playing and self.bridge.session.monitoring.is_plain
        short, momentary = (player.lufs_short, player.lufs_momentary) if is_heard else (-120.0, -120.0)
        self.figures.hear(short, momentary)
        self.loudness.hear(player.position_s, short, momentary)

    def _seek(self, seconds: float) -> None:
        self.bridge.seek(seconds)


def _card(title: str, picture: QWidget, note: QWidget | None) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    column, head = QVBoxLayout(card), QHBoxLayout()
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(4)
    head.addWidget(Heading(title))
    head.addStretch(1)
    if note is not None:
        note.setMinimumWidth(1)
        head.addWidget(note)
    column.addLayout(head)
    column.addWidget(picture, 1)
    return card


def _legend(text: str) -> QWidget:
    return label(text, "small")
