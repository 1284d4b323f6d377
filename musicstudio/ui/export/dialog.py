# SPDX-License-Identifier: GPL-3.0-or-later
"""The export dialog: what to write, how loud, what it says about itself, and where."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.files.export import AUDIO, ExportOptions, ExportReport, SongTags, export
from musicstudio.app.files.export_kinds import BY_SUFFIX, KINDS
from musicstudio.core.files import safe_name

from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, muted, primary_button, push_button
from ..widgets.number_field import NumberField
from ..words import say

_RATES = (48_000, 44_100, 88_200, 96_000)


class ExportDialog(QDialog):
    """Queues the export as a job and says in a notice what came out."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._kind = Choice(self.tr("Kind of file"), lambda _: self._follow())
        self._kind.set_choices([(kind.suffix, say(kind.title)) for kind in KINDS], "wav")
        self._detail = Choice(self.tr("Resolution"))
        self._detail_name = muted("")
        self._rate = Choice(self.tr("Rate"))
        self._range = Choice(self.tr("Range"))
        self._range.set_choices(self._ranges(), None)
        self._loudness = _loudness(bridge.project.master.target_lufs, self.tr("Loudness"))
        self._make_boxes()
        self._make_tags()
        self._arrange()
        self._follow()

    def _make_boxes(self) -> None:
        self._is_mastered = QCheckBox(self.tr("With the mastering chain"))
        self._is_mastered.setChecked(self.bridge.project.master.is_on)
        self._is_mastered.clicked.connect(lambda _: self._follow())
        self._has_stems = QCheckBox(self.tr("Also every track as a stem, before the master"))
        self._has_stems.clicked.connect(lambda _: self._follow())
        self._has_common_gain = QCheckBox(self.tr("Stems raised alike, as loud as they go"))
        self._has_common_gain.setToolTip(self.tr("Stems are quieter than the master: they are written before it."))
        self._has_sections = QCheckBox(self.tr("Also every section as a file"))
        self._has_credits = QCheckBox(self.tr("Also a sheet of credits: what was made by whom and with what"))
        self._is_signed = QCheckBox(self.tr("Sign with Content Credentials, by an identity of this machine"))
        self._is_signed.setToolTip(
            self.tr("Others can tell that nothing was changed since, but not who you are: nobody vouches for it.")
        )

    def _make_tags(self) -> None:
        names = {
            "title": self.tr("Title"), "artist": self.tr("Artist"), "album": self.tr("Album"), "isrc": "ISRC",
            "date": self.tr("Date"),
        }  # fmt: skip
        self._tags = {key: QLineEdit() for key in names}
        self._tag_names = names
        for key, field in self._tags.items():
            field.setAccessibleName(names[key])
        self._tags["title"].setPlaceholderText(self.bridge.project.title)
        self._tags["isrc"].setPlaceholderText("SE-5XR-26-00417")
        self._tags["date"].setPlaceholderText("2026-11-30")
        self._tags["artist"].setText(self.bridge.session.settings.values.author)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        left = [
            (muted(self.tr("Kind")), self._kind), (self._detail_name, self._detail),
            (muted(self.tr("Rate")), self._rate), (muted(self.tr("Range")), self._range),
            (muted(self.tr("Loudness")), self._loudness),
        ]  # fmt: skip
        right = [(muted(self._tag_names[key]), field) for key, field in self._tags.items()]
        for column, pairs in ((0, left), (2, right)):
            for row, (name, field) in enumerate(pairs):
                grid.addWidget(name, row, column)
                grid.addWidget(field, row, column + 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(push_button(self.tr("Cancel"), self.reject))
        buttons.addWidget(primary_button(self.tr("Export…"), self._choose_path))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Heading(self.tr("Export the song")))
        layout.addLayout(grid)
        for box in (
            self._is_mastered, self._has_stems, self._has_common_gain, self._has_sections, self._has_credits,
            self._is_signed,
        ):  # fmt: skip
            layout.addWidget(box)
        layout.addLayout(buttons)

    def _ranges(self) -> list[tuple[object, str]]:
        ranges: list[tuple[object, str]] = [(None, self.tr("Whole song"))]
        selected = self.bridge.session.player_sync.selected_span_s()
        if selected:
            ranges.append((selected, self.tr("Selection ({0:.1f} to {1:.1f} s)").format(*selected)))
        if self.bridge.loop_s:
            ranges.append((self.bridge.loop_s, self.tr("Loop")))
        return ranges

    def _follow(self) -> None:
        """Show what the chosen kind lets choose."""
        kind = BY_SUFFIX[self._kind.currentData()]
        is_audio = kind.suffix in AUDIO
        self._detail_name.setText(self.tr(kind.choice) if kind.choice else "")
        self._detail.setAccessibleName(kind.choice)
        self._detail.set_choices([(number, say(text)) for number, (_, text) in enumerate(kind.options)], 0)
        self._detail.setEnabled(bool(kind.options))
        rates, chosen = kind.rates, self._rate.currentData()
        choices = [(rate, f"{rate / 1000:g} kHz") for rate in _RATES if rate in rates]
        self._rate.set_choices(choices, chosen if chosen in rates else 48_000 if rates else None)
        self._rate.setEnabled(len(choices) > 1)
        self._is_mastered.setEnabled(is_audio)
        self._loudness.setEnabled(is_audio and self._is_mastered.isChecked())
        self._has_common_gain.setEnabled(self._has_stems.isChecked())
        self._has_sections.setEnabled(is_audio and bool(self.bridge.project.sections))
        self._is_signed.setEnabled(is_audio or self._has_stems.isChecked())

    def _choose_path(self) -> None:
        kind = self._kind.currentData()
        proposal = str(Path(self.bridge.session.path).parent / f"{safe_name(self.bridge.project.title, 'Song')}.{kind}")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), proposal, f"*.{kind}")
        if path:
            self._export(Path(path).with_suffix(f".{kind}"))

    def _export(self, path: Path) -> None:
        options = self._options(path)
        if self.bridge.session.try_to(lambda: export(self.bridge.session, options, self._tell)):
            self.accept()

    def _options(self, path: Path) -> ExportOptions:
        """What is asked for, as the fields stand."""
        kind = BY_SUFFIX[self._kind.currentData()]
        detail = kind.options[self._detail.currentData()][0] if kind.options else {}
        is_own_target = self._loudness.value() == self.bridge.project.master.target_lufs
        has_sections = self._has_sections.isEnabled() and self._has_sections.isChecked()
        return ExportOptions(
            path,
            stems_folder=path.with_name(f"{path.stem} stems") if self._has_stems.isChecked() else None,
            range_s=self._range.currentData(),
            target_lufs=None if is_own_target else self._loudness.value(),
            is_mastered=self._is_mastered.isChecked(),
            credits=credits_beside(path) if self._has_credits.isChecked() else (),
            tags=replace(SongTags(), **{key: field.text().strip() for key, field in self._tags.items()}),
            sections_folder=path.with_name(f"{path.stem} sections") if has_sections else None,
            rate=self._rate.currentData() or 48_000,
            has_common_gain=self._has_common_gain.isChecked(),
            is_signed=self._is_signed.isEnabled() and self._is_signed.isChecked(),
            **detail,
        )

    def _tell(self, report: ExportReport) -> None:
        names = ", ".join(path.name for path in report.files[:2])
        more = self.tr(" and {0} more").format(len(report.files) - 2) if len(report.files) > 2 else ""
        loud = ""
        if report.loudness_lufs is not None and report.true_peak_dbtp is not None:
            loud = f" ({report.loudness_lufs:.1f} LUFS, {report.true_peak_dbtp:.1f} dBTP)".replace("-", "−")
        self.bridge.noticed.emit(self.tr("Written: {0}").format(names + more + loud), "info")


def _loudness(target_lufs: float, name: str) -> NumberField:
    field = NumberField()
    field.setRange(-30, -5)
    field.setDecimals(1)
    field.setSuffix(" LUFS")
    field.setValue(target_lufs)
    field.setAccessibleName(name)
    return field


def credits_beside(path: Path) -> tuple[Path, ...]:
    """Credits to be read and for programs, named after the file that they are about."""
    return tuple(path.with_name(f"{path.stem} credits{suffix}") for suffix in (".html", ".json"))
