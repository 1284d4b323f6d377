# SPDX-License-Identifier: GPL-3.0-or-later
"""Models: engines, separation, voices and SoundFonts that can be added; terms first, then one button."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.audio.added_models import Entry, forget_hub_token, keep_hub_token, kind_titles, states, terms
from musicstudio.app.audio.change_models import add_model, check_model, import_model, remove_model
from musicstudio.core.errors import StudioError
from musicstudio.jobs import JobView

from .model_row import ModelRow
from .session_bridge import SessionBridge
from .widgets import Heading, ScrollColumn, label, muted, push_button
from .words import say

_SIZE_PX = (820, 620)


class ModelsDialog(QDialog):
    """Follows the jobs while it is open. Nothing is fetched before its terms were read and agreed to."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self.rows: dict[str, ModelRow] = {}
        self._jobs: dict[str, str] = {}
        self._problem = label("", "bad", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(muted(self.tr("Nothing is fetched before you have read its terms and agreed."), wraps=True))
        layout.addWidget(self._all_rows(), 1)
        layout.addWidget(self._problem)
        layout.addLayout(self._buttons())
        bridge.jobs_changed.connect(self._follow_job)
        self.follow()

    def _all_rows(self) -> QWidget:
        scroll = ScrollColumn()
        for kind, title in kind_titles().items():
            scroll.add(Heading(say(title)))
            for state in states(kind):
                row = ModelRow(state, self)
                self.rows[state.entry.name] = row
                scroll.add(row)
        scroll.column.addStretch(1)
        return scroll

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(
            push_button(self.tr("Import a folder…"), lambda: self._ask_folder(None), icon_name="folder-open")
        )
        line.addWidget(push_button(self.tr("Token for gated models…"), self._ask_token))
        line.addStretch(1)
        line.addWidget(push_button(self.tr("Close"), self.close))
        return line

    def follow(self) -> None:
        """Show what is here."""
        for state in states():
            self.rows[state.entry.name].follow(state, is_busy=state.entry.name in self._jobs)

    def ask_add(self, entry: Entry) -> None:
        """The terms; on yes packages and weights come, in one job."""
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Add a model"))
        box.setText(self.tr("Add {0}?").format(entry.title))
        box.setInformativeText(terms(entry))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.setDefaultButton(QMessageBox.StandardButton.No)
        if box.exec() == QMessageBox.StandardButton.Yes:
            self._begin(entry, lambda: add_model(self.bridge.session, entry))

    def ask_import(self, entry: Entry) -> None:
        """A folder that holds it."""
        self._ask_folder(entry)

    def ask_remove(self, entry: Entry) -> None:
        """Files and the packages that came with it."""
        going = next(state.leaving for state in states() if state.entry.name == entry.name)
        packages = self.tr(" and the packages {0}").format(", ".join(going)) if going else ""
        question = self.tr("Remove the files of {0}{1}?").format(entry.title, packages)
        if QMessageBox.question(self, self.tr("Remove a model"), question) == QMessageBox.StandardButton.Yes:
            self._begin(entry, lambda: remove_model(self.bridge.session, entry))

    def check(self, entry: Entry) -> None:
        """Read its files again."""
        self._begin(entry, lambda: check_model(self.bridge.session, entry))

    def pause(self, entry: Entry) -> None:
        """What came stays; adding it again goes on from there."""
        for job_id, name in self._jobs.items():
            if name == entry.name:
                self.bridge.session.jobs.cancel(job_id)

    def _ask_folder(self, entry: Entry | None) -> None:
        if entry is not None and entry.kind == "soundfont":
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("SoundFont"), "", "*.sf2 *.sf3")
        else:
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with the model's files"))
        if chosen:
            name = entry.name if entry else ""
            self._begin(entry, lambda: import_model(self.bridge.session, Path(chosen), name))

    def _ask_token(self) -> None:
        title = self.tr("Token for gated models")
        text, is_given = QInputDialog.getText(
            self, title, self.tr("It is kept in the system's keyring; empty forgets it."), QLineEdit.EchoMode.Password
        )
        if is_given:
            self._try(lambda: keep_hub_token(text) if text.strip() else forget_hub_token())

    def _begin(self, entry: Entry | None, start: Callable[[], str]) -> None:
        def begin() -> None:
            self._jobs[start()] = entry.name if entry else ""

        self._try(begin)
        self.follow()

    def _try(self, do: Callable[[], object]) -> None:
        try:
            do()
        except StudioError as error:
            self._problem.setText(say(str(error)))
        else:
            self._problem.setText("")

    def _follow_job(self, view: JobView) -> None:
        name = self._jobs.get(view.id)
        if name is None:
            return
        if view.state.is_final:
            del self._jobs[view.id]
            self._problem.setText(say(view.error))
            self.follow()
        elif name:
            self.rows[name].show_progress(view.fraction, say(view.message))
