# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of the dialog: how sound is written, and what files say about the song."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from musicstudio.app.files.export_plan import ExportPlan

from ..session_bridge import SessionBridge
from ..widgets import Choice, label
from ..widgets.number_field import NumberField
from .cover_field import CoverField

_FORMATS = (
    ("wav",), ("flac",), ("mp3",), ("m4a",), ("alac",), ("ogg",), ("opus",), ("wav", "mp3"), ("flac", "mp3"),
    ("wav", "flac", "mp3"),
)  # fmt: skip
_NAMES = {
    "wav": "WAV", "flac": "FLAC", "mp3": "MP3", "m4a": "M4A (AAC)", "alac": "M4A (ALAC)", "ogg": "Ogg Vorbis",
    "opus": "Opus",
}  # fmt: skip
_RATES = (44_100, 48_000, 88_200, 96_000)
_KBPS = (320, 256, 192, 160, 128, 96)
_LOSSY = frozenset({"mp3", "m4a", "ogg", "opus"})
_COLUMNS = 5
_TAGS = ("title", "artist", "album", "isrc", "date", "copyright", "comment")


class MixFields(QWidget):
    """changed: called when the user chooses anything that decides which files there are."""

    def __init__(self, bridge: SessionBridge, changed: Callable[[], object]) -> None:
        super().__init__()
        self._studio, self._changed = bridge, changed
        follow = lambda _: self._follow()  # noqa: E731 - five fields ask for the same
        self.formats = Choice(self.tr("Format"), follow)
        self.formats.set_choices([("+".join(each), " + ".join(_NAMES[f] for f in each)) for each in _FORMATS])
        self.resolution = Choice(self.tr("Depth"), follow)
        self.resolution.set_choices([(24, self.tr("24 bit")), (16, self.tr("16 bit")), (32, self.tr("32 bit float"))])
        self.rate = Choice(self.tr("Rate"))
        self.kbps = Choice(self.tr("Quality"))
        self.kbps.set_choices([(rate, f"{rate} kbit/s") for rate in _KBPS])
        self.range = Choice(self.tr("Range"))
        self.range.set_choices(self._ranges())
        self.loudness = _loudness(bridge.project.master.target_lufs, self.tr("Loudness"))
        self.dither = Choice(self.tr("Dither"))
        self.dither.set_choices([(True, self.tr("Triangular")), (False, self.tr("None"))])
        self.tags = {key: QLineEdit() for key in _TAGS}
        self.cover = CoverField(changed)
        self._arrange()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        names = {
            "title": self.tr("Title"), "artist": self.tr("Artist"), "album": self.tr("Album"), "isrc": "ISRC",
            "date": self.tr("Date"), "copyright": self.tr("Copyright"), "comment": self.tr("Comment"),
        }  # fmt: skip
        fields: list[tuple[str, QWidget]] = [
            (self.tr("Format"), self.formats), (self.tr("Depth"), self.resolution), (self.tr("Rate"), self.rate),
            (self.tr("Quality"), self.kbps), (self.tr("Range"), self.range),
        ]  # fmt: skip
        for key, line in self.tags.items():
            line.setAccessibleName(names[key])
            line.editingFinished.connect(self._changed)
            fields.append((names[key], line))
        fields.append((self.tr("Cover"), self.cover))
        for number, (name, field) in enumerate(fields):
            cell = QVBoxLayout()
            cell.setSpacing(3)
            cell.addWidget(label(name, "small"))
            cell.addWidget(field)
            grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)
            grid.setColumnStretch(number % _COLUMNS, 1)
        self.tags["isrc"].setPlaceholderText(self.tr("CC-XXX-YY-NNNNN"))
        self.tags["date"].setPlaceholderText(self.tr("YYYY-MM-DD"))

    def _ranges(self) -> list[tuple[object, str]]:
        ranges: list[tuple[object, str]] = [(None, self.tr("Whole song"))]
        selected = self._studio.session.player_sync.selected_span_s()
        if selected:
            ranges.append((selected, self.tr("Selection ({0:.1f} to {1:.1f} s)").format(*selected)))
        if self._studio.loop_s:
            ranges.append((self._studio.loop_s, self.tr("Loop")))
        return ranges

    def _follow(self) -> None:
        """Offer what the formats take."""
        formats = self.chosen_formats()
        self._offer_rates(formats, self.rate.currentData() or 48_000)
        self.kbps.setEnabled(bool(_LOSSY & set(formats)))
        self.resolution.setEnabled(not set(formats) <= _LOSSY)
        self.dither.setEnabled(self.resolution.currentData() == 16)
        self._changed()

    def _offer_rates(self, formats: Collection[str], current: int) -> None:
        rates = _RATES[:2] if _LOSSY & set(formats) else _RATES
        self.rate.set_choices([(rate, f"{rate / 1000:g} kHz") for rate in rates], current)

    def chosen_formats(self) -> tuple[str, ...]:
        """Of the mix."""
        return tuple(str(self.formats.currentData()).split("+"))

    def show_plan(self, plan: ExportPlan) -> None:
        """Set the fields as a plan says."""
        key = "+".join(plan.formats)
        if self.formats.findData(key) < 0:
            self.formats.addItem(" + ".join(_NAMES[each] for each in plan.formats), key)
        self.formats.setCurrentIndex(self.formats.findData(key))
        self._offer_rates(plan.formats, plan.rate)
        for choice, value in (
            (self.resolution, plan.bit_depth),
            (self.kbps, plan.kbps),
            (self.dither, plan.has_dither),
        ):
            choice.setCurrentIndex(max(0, choice.findData(value)))
        self._follow()

    def facts(self) -> dict[str, Any]:
        """The fields of a plan that stand here."""
        return {
            "formats": self.chosen_formats(), "bit_depth": self.resolution.currentData(),
            "rate": self.rate.currentData(), "kbps": self.kbps.currentData(), "has_dither": self.dither.currentData(),
        }  # fmt: skip

    def song_tags(self) -> dict[str, str]:
        """What was said of the song, as it is remembered: only what is not empty."""
        said = {key: field.text().strip() for key, field in self.tags.items()}
        said["cover"] = str(self.cover.path or "")
        return {key: text for key, text in said.items() if text}

    def show_tags(self, said: Mapping[str, str]) -> None:
        """Fill in what was said before; a cover that is gone is left out."""
        for key, field in self.tags.items():
            field.setText(said.get(key, ""))
        cover = Path(said["cover"]) if said.get("cover") else None
        self.cover.show_path(cover if cover and cover.is_file() else None)

    def target_lufs(self) -> float | None:
        """The loudness that was asked for; None where it is the song's own."""
        is_own = self.loudness.value() == self._studio.project.master.target_lufs
        return None if is_own else self.loudness.value()


def _loudness(target_lufs: float, name: str) -> NumberField:
    field = NumberField()
    field.setRange(-30, -5)
    field.setDecimals(1)
    field.setSuffix(" LUFS")
    field.setValue(target_lufs)
    field.setAccessibleName(name)
    field.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return field
