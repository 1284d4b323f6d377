# SPDX-License-Identifier: GPL-3.0-or-later
"""What needs a look in the finished song, each at its second: press to hear it; one mend where there is one."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from musicstudio.app.audio.after_coding import AFTER_CODING
from musicstudio.core.ids import new_id
from musicstudio.dsp.measurement import SoundWarning
from musicstudio.dsp.seconds import LOWS_OUT_OF_PHASE, OFFSET, OUT_OF_PHASE, OVERLOADED, SILENT
from musicstudio.project.edits import Edit
from musicstudio.project.edits.song import add_master_device, set_loudness
from musicstudio.project.model import Device, Project

from ..session_bridge import SessionBridge
from ..theme import pixmap
from ..widgets import Heading, label, push_button
from ..widgets.scroll import clear_layout
from ..words import say

_MAX_ROWS, _ROW_PX = 40, 32
_BEFORE_S = 1.0
_MONO_BELOW_HZ, _LOW_CUT_HZ, _SAFE_CEILING_DBTP, _WIDTH = 120.0, 26.0, -1.0, 80.0
_CODED_CEILING_DBTP = -2.0


class Mend(Struct, frozen=True):
    """title: in the history, and on the button in the user's language."""

    title: str
    edit: Edit


class WarningList(QFrame):
    """``sought(seconds)`` to hear a moment."""

    def __init__(self, bridge: SessionBridge, sought: Callable[[float], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bridge, self._sought = bridge, sought
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._good = label("", "small", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(Heading(self.tr("Warnings")))
        column.addLayout(self._rows)
        column.addWidget(self._good)
        column.addStretch(1)
        self._kinds = {
            OVERLOADED: (self.tr("Clips: samples stand at full scale"), self.tr("no clipping")),
            OFFSET: (self.tr("A constant offset (DC)"), self.tr("no DC")),
            OUT_OF_PHASE: (self.tr("Left and right are out of phase: sound is lost in mono"), self.tr("phase")),
            LOWS_OUT_OF_PHASE: (self.tr("Lows are out of phase"), self.tr("lows in phase")),
            AFTER_CODING: (
                self.tr("Over the ceiling once it is coded as MP3 (an export lowers it)"),
                self.tr("MP3 keeps the ceiling"),
            ),
            SILENT: (self.tr("Silence inside the song"), self.tr("no gaps")),
        }
        self.show_warnings(None)

    def show_warnings(self, warnings: Sequence[SoundWarning] | None) -> None:
        """None: the song was not measured."""
        clear_layout(self._rows)
        if warnings is None:
            self._good.setText(self.tr("Measure the song to have it checked."))
            return
        for warning in warnings[:_MAX_ROWS]:
            self._rows.addWidget(self._row(warning))
        if len(warnings) > _MAX_ROWS:
            self._rows.addWidget(label(self.tr("and {0} more").format(len(warnings) - _MAX_ROWS), "small"))
        found = {warning.kind for warning in warnings}
        good = [told for kind, (_, told) in self._kinds.items() if kind not in found]
        self._good.setText("   ".join(f"✓ {told}" for told in good))

    def _row(self, warning: SoundWarning) -> QWidget:
        row, place = QWidget(), _place(self._bridge.project, warning.at_s)
        row.setFixedHeight(_ROW_PX)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        icon = QLabel()
        icon.setPixmap(pixmap("triangle-alert", "warn", 16, self.devicePixelRatioF()))
        clock = f"{int(warning.at_s) // 60}:{warning.at_s % 60:04.1f}"
        what = self._kinds.get(warning.kind, (warning.text, ""))[0]
        seconds = self.tr("{0} s").format(f"{warning.length_s:.0f}")
        hear = push_button(clock, partial(self._hear, warning.at_s), icon_name="play", style="segment")
        hear.setAccessibleName(self.tr("Hear {0}: {1}").format(clock, what))
        across.addWidget(icon)
        across.addWidget(hear)
        across.addWidget(label(f"{what} · {seconds} · {place}"), 1)
        mend = self._mend(warning.kind)
        if mend is not None:
            button = push_button(say(mend.title), partial(self._bridge.edit, mend.title, mend.edit), style="segment")
            across.addWidget(button)
        return row

    def _hear(self, at_s: float) -> None:
        self._sought(max(0.0, at_s - _BEFORE_S))
        if not self._bridge.player.is_playing:
            self._bridge.run("transport.toggle")

    def _mend(self, kind: str) -> Mend | None:
        if kind == OVERLOADED:
            return Mend("Ceiling to −1 dBTP", set_loudness(ceiling_dbtp=_SAFE_CEILING_DBTP))
        if kind == AFTER_CODING:
            return Mend("Ceiling to −2 dBTP", set_loudness(ceiling_dbtp=_CODED_CEILING_DBTP))
        if kind == OFFSET:
            return Mend("Cut below 26 Hz", _adding("eq", low_cut_hz=_LOW_CUT_HZ))
        if kind == OUT_OF_PHASE:
            return Mend("Narrow the sides to 80 %", _adding("stereo_width", width=_WIDTH))
        if kind == LOWS_OUT_OF_PHASE:
            return Mend("Make lows mono", _adding("stereo_width", mono_below_hz=_MONO_BELOW_HZ))
        return None


def _adding(kind: str, **params: float) -> Edit:
    return add_master_device(Device(new_id("device"), kind, params))


def _place(project: Project, at_s: float) -> str:
    """``47.3, Chorus 3``: the bar and beat, and the section where there is one."""
    bar, beat, _ = project.tempo_map.bar_at(max(0, project.tempo_map.ticks_at(at_s)))
    spans = ((section, project.section_span_s(section)) for section in project.sections)
    name = next((section.name for section, (start_s, end_s) in spans if start_s <= at_s < end_s), "")
    return f"{bar}.{beat}" + (f", {name}" if name else "")
