# SPDX-License-Identifier: GPL-3.0-or-later
"""The view of a clip of sound: numbers at the left, the sound beside them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.audio.process_clip import MAX_FACTOR, MAX_SEMITONES, pitch_clip, stretch_clip
from musicstudio.project.edits.clips import bend_fades, set_clip_gain, set_fades
from musicstudio.project.edits.helpers import Edit
from musicstudio.project.model import Clip

from ..session_bridge import SessionBridge
from ..timeline.describe import describe_clip
from ..widgets import ScrollColumn, label, muted, push_button
from ..widgets.number_field import NumberField
from ..widgets.segments import Segments
from .canvas import SoundCanvas

_SIDE_PX, _FIELD_PX = 196, 92


class ClipPanel(QWidget):
    """Every number is one undo step; pitch and length make a take, which takes a moment."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.setAccessibleName(self.tr("Clip"))
        self.canvas = SoundCanvas(bridge)
        self.canvas.setAccessibleName(self.tr("Sound of the clip"))
        self._title, self._facts = label("", "title"), muted()
        self.gain_db = _number(self.tr("Gain"), -60, 24, 1, " dB")
        self.fade_in_s = _number(self.tr("Fade in"), 0, 600, 2, " s")
        self.fade_out_s = _number(self.tr("Fade out"), 0, 600, 2, " s")
        self.curve_in = _number(self.tr("Curve of the fade in"), -100, 100, 0, " %")
        self.curve_out = _number(self.tr("Curve of the fade out"), -100, 100, 0, " %")
        self.semitones = _number(self.tr("Pitch by"), -MAX_SEMITONES, MAX_SEMITONES, 2, " st")
        self.percent = _number(self.tr("Stretch to"), 100 / MAX_FACTOR, 100 * MAX_FACTOR, 1, " %", 100)
        kinds = (("wave", self.tr("Wave")), ("spectrogram", self.tr("Spectrogram")))
        self.shows = Segments(self.tr("Show"), kinds, self._show_as)
        self.shows.set_value("wave")
        self._connect_numbers()
        self._arrange()
        bridge.watch(self.follow, "clips", "tracks")

    def _connect_numbers(self) -> None:
        numbers: tuple[tuple[NumberField, str, float, Callable[[set[str], float], Edit], str], ...] = (
            (self.gain_db, "gain_db", 1.0, set_clip_gain, "Clip gain {0:+.1f} dB"),
            (self.fade_in_s, "fade_in_s", 1.0, lambda ids, v: set_fades(ids, fade_in_s=v), "Fade in {0:g} s"),
            (self.fade_out_s, "fade_out_s", 1.0, lambda ids, v: set_fades(ids, fade_out_s=v), "Fade out {0:g} s"),
            (self.curve_in, "fade_in_bend", 100.0, lambda ids, v: bend_fades(ids, fade_in_bend=v), "Bend fade"),
            (self.curve_out, "fade_out_bend", 100.0, lambda ids, v: bend_fades(ids, fade_out_bend=v), "Bend fade"),
        )
        self._numbers = [(field, name, scale) for field, name, scale, _, _ in numbers]
        for field, name, scale, edit, text in numbers:
            field.editingFinished.connect(
                lambda field=field, name=name, scale=scale, edit=edit, text=text: self._set(
                    name, field.value() / scale, edit, text
                )
            )

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        pitch = push_button(self.tr("Pitch"), self._pitch, style="segment", tip=self.tr("Make a take at another pitch"))
        stretch = push_button(
            self.tr("Stretch"), self._stretch, style="segment", tip=self.tr("Make a take of another length")
        )
        rows: tuple[tuple[QWidget, NumberField], ...] = (
            (label(self.tr("Gain")), self.gain_db), (label(self.tr("Fade in")), self.fade_in_s),
            (label(self.tr("Curve")), self.curve_in), (label(self.tr("Fade out")), self.fade_out_s),
            (label(self.tr("Curve")), self.curve_out), (pitch, self.semitones), (stretch, self.percent),
        )  # fmt: skip
        for row, (left, right) in enumerate(rows):
            right.setFixedWidth(_FIELD_PX)
            grid.addWidget(left, row, 0)
            grid.addWidget(right, row, 1)
        side = ScrollColumn(margin=8, gap=4)
        side.setFixedWidth(_SIDE_PX)
        side.column.addLayout(grid)
        for text, action_id in (
            (self.tr("Reverse"), "clip.reverse"), (self.tr("Normalise"), "clip.normalize"),
            (self.tr("Stretch to the grid"), "clip.fit_clip"),
        ):  # fmt: skip
            side.add(push_button(text, partial(self._run, action_id), style="segment"))
        side.column.addStretch(1)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 2, 12, 4)
        tools.setSpacing(8)
        tools.addWidget(self._title)
        tools.addWidget(self._facts)
        tools.addStretch(1)
        tools.addWidget(self.shows)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(self.canvas, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addLayout(both, 1)

    def open(self, clip_id: str) -> None:
        """Look at another clip."""
        self.canvas.clip_id = clip_id
        self.follow()
        self.canvas.update()

    def follow(self) -> None:
        """Show what the clip has now."""
        found = self.canvas.found
        if found is None:
            return
        track, clip = found
        self._title.setText(describe_clip(self.bridge.project, track, clip))
        take = clip.take
        source = self.bridge.project.sources.get(take.source) if take else None
        rate = f" · {source.rate / 1000:g} kHz" if source else ""
        self._facts.setText(self.tr("{0:.2f} s").format(clip.length_s) + rate)
        for field, name, scale in self._numbers:
            if not field.hasFocus():
                field.setValue(getattr(clip, name) * scale)

    def _clip(self) -> Clip | None:
        return self.canvas.found[1] if self.canvas.found else None

    def _set(self, name: str, value: float, edit: Callable[[set[str], float], Edit], text: str) -> None:
        clip = self._clip()
        if clip is not None and abs(getattr(clip, name) - value) > 5e-3:
            self.bridge.edit(text.format(value), edit({clip.id}, value))

    def _run(self, action_id: str) -> None:
        """An action on this clip."""
        self.bridge.session.selection.set(clip_ids={self.canvas.clip_id})
        self.bridge.run(action_id)

    def _pitch(self) -> None:
        clip, semitones = self._clip(), self.semitones.value()
        if clip is not None and semitones:
            self.bridge.session.try_to(lambda: pitch_clip(self.bridge.session, clip.id, semitones))

    def _stretch(self) -> None:
        clip, factor = self._clip(), self.percent.value() / 100
        if clip is not None and abs(factor - 1.0) > 1e-3:
            self.bridge.session.try_to(lambda: stretch_clip(self.bridge.session, clip.id, factor))

    def _show_as(self, kind: object) -> None:
        self.canvas.shows = str(kind)
        self.canvas.update()


def _number(title: str, low: float, high: float, decimals: int, unit: str, start: float = 0.0) -> NumberField:
    field = NumberField()
    field.setDecimals(decimals)
    field.setRange(low, high)
    field.setValue(start)
    field.setSuffix(unit)
    field.setAccessibleName(title)
    field.setToolTip(title)
    field.lineEdit().setTextMargins(4, 0, 0, 0)
    return field
