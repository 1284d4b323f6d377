# SPDX-License-Identifier: GPL-3.0-or-later
"""The export dialog: what to write, how loud, and where."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.files.export import AUDIO, ExportOptions, ExportReport, export
from musicstudio.core.files import safe_name

from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, muted, primary_button, push_button

_KINDS = (
    ("wav", "WAV"), ("flac", "FLAC"), ("mp3", "MP3"), ("ogg", "Ogg Vorbis"), ("mid", "MIDI"),
    ("dawproject", "DAWproject (Bitwig, Studio One, Cubase)"), ("rpp", "REAPER project"),
)  # fmt: skip
_DEPTHS = ((16, "16 bit"), (24, "24 bit"), (32, "32 bit float"))


class ExportDialog(QDialog):
    """Queues the export as a job and says in a notice what came out."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(420)
        self._kind = Choice(self.tr("Kind of file"), lambda _: self._follow())
        self._kind.set_choices(list(_KINDS), "wav")
        self._depth = Choice(self.tr("Resolution"))
        self._depth.set_choices(list(_DEPTHS), 24)
        self._range = Choice(self.tr("Range"))
        self._range.set_choices(self._ranges(), None)
        self._is_mastered = QCheckBox(self.tr("With the mastering chain"))
        self._is_mastered.setChecked(bridge.project.master.is_on)
        self._is_mastered.clicked.connect(lambda _: self._follow())
        self._loudness = QDoubleSpinBox()
        self._loudness.setRange(-30, -5)
        self._loudness.setDecimals(1)
        self._loudness.setSuffix(" LUFS")
        self._loudness.setValue(bridge.project.master.target_lufs)
        self._loudness.setAccessibleName(self.tr("Loudness"))
        self._has_stems = QCheckBox(self.tr("Also every track as a stem, before the master"))
        self._has_credits = QCheckBox(self.tr("Also a sheet of credits: what was made by whom and with what"))
        self._arrange()
        self._follow()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(
            (
                (self.tr("Kind"), self._kind), (self.tr("Resolution"), self._depth), (self.tr("Range"), self._range),
                (self.tr("Loudness"), self._loudness),
            )
        ):  # fmt: skip
            grid.addWidget(muted(name), row, 0)
            grid.addWidget(field, row, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(push_button(self.tr("Cancel"), self.reject))
        buttons.addWidget(primary_button(self.tr("Export…"), self._choose_path))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Heading(self.tr("Export the song")))
        layout.addLayout(grid)
        for box in (self._is_mastered, self._has_stems, self._has_credits):
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
        is_audio = self._kind.currentData() in AUDIO
        self._depth.setEnabled(self._kind.currentData() in ("wav", "flac"))
        self._is_mastered.setEnabled(is_audio)
        self._loudness.setEnabled(is_audio and self._is_mastered.isChecked())

    def _choose_path(self) -> None:
        kind = self._kind.currentData()
        proposal = str(Path(self.bridge.session.path).parent / f"{safe_name(self.bridge.project.title, 'Song')}.{kind}")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), proposal, f"*.{kind}")
        if path:
            self._export(Path(path).with_suffix(f".{kind}"))

    def _export(self, path: Path) -> None:
        is_own_target = self._loudness.value() == self.bridge.project.master.target_lufs
        options = ExportOptions(
            path,
            stems_folder=path.with_name(f"{path.stem} stems") if self._has_stems.isChecked() else None,
            range_s=self._range.currentData(),
            target_lufs=None if is_own_target else self._loudness.value(),
            bit_depth=self._depth.currentData(),
            is_mastered=self._is_mastered.isChecked(),
            credits=credits_beside(path) if self._has_credits.isChecked() else (),
        )
        if self.bridge.session.try_to(lambda: export(self.bridge.session, options, self._tell)):
            self.accept()

    def _tell(self, report: ExportReport) -> None:
        names = ", ".join(path.name for path in report.files[:2])
        more = self.tr(" and {0} more").format(len(report.files) - 2) if len(report.files) > 2 else ""
        loud = ""
        if report.loudness_lufs is not None and report.true_peak_dbtp is not None:
            loud = f" ({report.loudness_lufs:.1f} LUFS, {report.true_peak_dbtp:.1f} dBTP)".replace("-", "−")
        self.bridge.noticed.emit(self.tr("Written: {0}").format(names + more + loud), "info")


def credits_beside(path: Path) -> tuple[Path, ...]:
    """Credits to be read and for programs, named after the file that they are about."""
    return tuple(path.with_name(f"{path.stem} credits{suffix}") for suffix in (".html", ".json"))
