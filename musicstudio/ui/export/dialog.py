# SPDX-License-Identifier: GPL-3.0-or-later
"""The export dialog: what to write, how, what it says of itself, and where; then how far it is."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from musicstudio.app.files.export import ExportOptions, SongTags
from musicstudio.app.files.export_memory import BUILT_IN, ExportMemoryFile, SongMemory
from musicstudio.app.files.export_plan import ExportPlan, SongWish, exports_of
from musicstudio.app.files.papers import papers_of
from musicstudio.app.session.release import wants_mark
from musicstudio.core.files import safe_name

from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, ScrollColumn, label, muted, primary_button, push_button
from ..words import say
from .cards import DetailsCard, PapersCard
from .mix_fields import MixFields
from .previews import Previews
from .queue_view import QueueView
from .similarity import SimilarityLine
from .tiles import Tiles

_SIZE_PX, _SCREEN_SHARE = (880, 900), 0.92
_CHOSEN = ""


class ExportDialog(QDialog):
    """Stays open while it writes; what waits goes on when it is closed."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._memory = ExportMemoryFile()
        self.setWindowTitle(self.tr("Export"))
        self._fit_screen()
        settings = bridge.session.settings.values
        self._preset = Choice(self.tr("Preset"), self._take_preset)
        self._tiles = Tiles(self._follow)
        self._fields = MixFields(bridge, self._follow)
        self._papers = PapersCard(papers_of(bridge.session, settings.author), wants_mark(settings))
        self._details = DetailsCard(self._fields, self._follow)
        self._name, self._folder = QLineEdit(), QLineEdit()
        self._previews = Previews(bridge, lambda: (self.plan(), self._wish()))
        self._queue_title = muted()
        self._queue = QueueView(bridge.exports)
        self._similarity = SimilarityLine(bridge)
        self._export_button = primary_button(self.tr("Export"), self._export)
        self._remember_song()
        self._arrange()
        self._list_presets()
        self._show_plan(self._memory.values.last)
        self._stop = bridge.exports.changed.observe(lambda _: self._follow_queue())

    def done(self, result: int) -> None:
        """The queue goes on without us."""
        self._stop()
        self._queue.close_view()
        self._similarity.stop()
        self._previews.stop()
        super().done(result)

    def plan(self) -> ExportPlan:
        """What is chosen."""
        return ExportPlan(
            tiles=self._tiles.chosen(),
            is_signed=self._papers.is_signed.isChecked(),
            is_marked=self._papers.is_marked.isChecked() or not self._papers.is_marked.isEnabled(),
            has_credits=self._papers.has_credits.isChecked(),
            **self._fields.facts(),
            **self._details.facts(),
        )

    def exports(self) -> tuple[ExportOptions, ...]:
        """What would be written now."""
        return exports_of(self.plan(), self._wish())

    def _fit_screen(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen else self.size()
        self.resize(
            min(_SIZE_PX[0], round(room.width() * _SCREEN_SHARE)),
            min(_SIZE_PX[1], round(room.height() * _SCREEN_SHARE)),
        )

    def _remember_song(self) -> None:
        """Fill in what was said of this song before."""
        project, known = self.bridge.project, self._memory.song(self.bridge.project.id)
        said = {"artist": self.bridge.session.settings.values.artist_name, **known.tags}
        self._fields.show_tags(said)
        self._fields.tags["title"].setPlaceholderText(project.title)
        self._name.setText(known.name or safe_name(project.title, "Song"))
        self._name.setCursorPosition(0)
        folder = Path(known.folder) if known.folder else Path()
        self._folder.setText(str(folder if known.folder and folder.is_dir() else self.bridge.session.path.parent))
        self._name.textChanged.connect(lambda _: self._follow())
        self._folder.textChanged.connect(lambda _: self._follow())

    def _arrange(self) -> None:
        body = ScrollColumn(margin=20, gap=12)
        body.add(self._tiles, Heading(self.tr("Sound and names")), self._fields, self._cards(), self._previews)
        body.add(self._target(), self._queue)
        body.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(body, 1)
        layout.addWidget(self._foot())

    def _head(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("topBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 16, 10)
        project = self.bridge.project
        minutes, seconds = divmod(round(project.length_s), 60)
        row.addWidget(label(self.tr("Export"), "title"))
        facts = muted(f"{project.title} · {minutes}:{seconds:02d}")
        facts.setMinimumWidth(1)
        row.addWidget(facts, 1)
        self._preset.setMinimumWidth(220)
        row.addWidget(self._preset)
        row.addWidget(push_button(self.tr("Save preset"), self._save_preset))
        self._forget = push_button(self.tr("Remove"), self._remove_preset, tip=self.tr("Forget this preset"))
        row.addWidget(self._forget)
        return bar

    def _cards(self) -> QWidget:
        cards = QWidget()
        grid = QGridLayout(cards)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for column, card in enumerate((self._papers, self._details)):
            grid.addWidget(card, 0, column)
            grid.setColumnStretch(column, 1)
        return cards

    def _target(self) -> QWidget:
        """Where to, and under which name."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Heading(self.tr("Files")))
        line.addWidget(self._queue_title)
        line.addStretch(1)
        for field, name, width in (
            (self._name, self.tr("Name of the files"), 180),
            (self._folder, self.tr("Folder"), 260),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.setMinimumWidth(width)
            line.addWidget(field, 1)
        line.addWidget(push_button(self.tr("Browse…"), self._browse))
        return row

    def _foot(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("bottomDock")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 16, 10)
        row.addWidget(self._similarity, 1)
        self._copy = push_button(self.tr("Copy report"), self._copy_report)
        self._copy.setVisible(False)
        row.addWidget(self._copy)
        row.addWidget(push_button(self.tr("Close"), self.reject))
        row.addWidget(self._export_button)
        return bar

    def _wish(self) -> SongWish:
        said = self._fields.song_tags()
        cover = said.pop("cover", "")
        return SongWish(
            folder=Path(self._folder.text().strip() or str(self.bridge.session.path.parent)).expanduser(),
            name=self._name.text().strip() or self.bridge.project.title,
            tags=replace(SongTags(), cover=Path(cover) if cover else None, **said),
            range_s=self._fields.range.currentData(),
            target_lufs=self._fields.target_lufs(),
        )

    def _follow(self) -> None:
        """Show what the choices would write."""
        self._details.follow(self._tiles.chosen())
        self._previews.follow(self._tiles.chosen())
        wishes = self.exports()
        self._queue.propose(wishes)
        count = len(wishes)
        self._queue_title.setText(self.tr("1 file") if count == 1 else self.tr("{0} files").format(count))
        text = self.tr("Export 1 file") if count == 1 else self.tr("Export {0} files").format(count)
        self._export_button.setText(text)
        self._export_button.setEnabled(bool(wishes) and not self.bridge.exports.is_running)
        is_own = self._preset.currentData() in self._memory.values.presets
        self._forget.setVisible(bool(is_own))

    def _follow_queue(self) -> None:
        queue = self.bridge.exports
        self._export_button.setEnabled(not queue.is_running)
        self._copy.setVisible(bool(queue.items) and not queue.is_running)
        over = sum(item.is_over for item in queue.items)
        self._queue_title.setText(self.tr("{0} of {1} written").format(over, len(queue.items)))

    def _export(self) -> None:
        wish, wishes = self._wish(), self.exports()
        memory = SongMemory(str(wish.folder), self._name.text().strip(), self._fields.song_tags())
        self._memory.remember(self.bridge.project.id, self.plan(), memory)
        self.bridge.exports.start(wishes)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export to"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    def _list_presets(self, current: str = _CHOSEN) -> None:
        names = [(name, say(name) if name in BUILT_IN else name) for name in self._memory.presets()]
        self._preset.set_choices([(_CHOSEN, self.tr("As last time")), *names], current)

    def _take_preset(self, name: str) -> None:
        self._show_plan(self._memory.presets().get(name, self._memory.values.last))

    def _save_preset(self) -> None:
        name, is_given = QInputDialog.getText(self, self.tr("Save preset"), self.tr("Name"))
        kept = self._memory.save_preset(name, self.plan()) if is_given else ""
        if kept:
            self._list_presets(kept)
            self._follow()

    def _remove_preset(self) -> None:
        self._memory.remove_preset(self._preset.currentData())
        self._list_presets()
        self._follow()

    def _show_plan(self, plan: ExportPlan) -> None:
        self._tiles.choose(plan.tiles)
        self._details.show_plan(plan)
        self._papers.is_signed.setChecked(plan.is_signed)
        self._papers.is_marked.setChecked(plan.is_marked and self._papers.is_marked.isEnabled())
        self._papers.has_credits.setChecked(plan.has_credits)
        self._fields.show_plan(plan)

    def _copy_report(self) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(self.bridge.exports.report())
        self._copy.setText(self.tr("Copied"))
        self._copy.setCursor(Qt.CursorShape.ArrowCursor)
