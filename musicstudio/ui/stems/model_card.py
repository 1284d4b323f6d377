# SPDX-License-Identifier: GPL-3.0-or-later
"""One separation model: what it does, its size and licence, and how to get it when it is not here."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMessageBox, QVBoxLayout

from musicstudio.app.audio.stem_models import SeparationModel, fetch_model, import_model

from ..session_bridge import SessionBridge
from ..widgets import label, muted, push_button

_WIDTH_PX = 300


class ModelCard(QFrame):
    """Nothing is fetched before the user has seen size and licence and agreed."""

    def __init__(self, bridge: SessionBridge, model: SeparationModel) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(_WIDTH_PX)
        self.bridge, self._model = bridge, model
        self._title, self._state = label("", "title", wraps=True), label("")
        self._facts = muted(wraps=True)
        self._fetch = push_button(self.tr("Fetch…"), self._ask_fetch, icon_name="download")
        self._import = push_button(self.tr("Import…"), self._ask_import, icon_name="folder-open")
        buttons = QHBoxLayout()
        buttons.addWidget(self._fetch)
        buttons.addWidget(self._import)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(6)
        for widget in (self._title, self._facts, self._state):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def follow(self, model: SeparationModel) -> None:
        """Show the model as it stands."""
        self._model = model
        self._title.setText(model.title)
        self._state.setText(self.tr("ready") if model.is_present else self.tr("not installed"))
        self._state.setObjectName("ok" if model.is_present else "muted")
        self._state.style().polish(self._state)
        facts = [", ".join(model.stems), size_text(model.size_bytes), model.licence]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        for button in (self._fetch, self._import):
            button.setVisible(not model.is_present)
            button.setAccessibleName(f"{button.text()} {model.title}")
        self._fetch.setEnabled(bool(model.is_fetchable))

    def _ask_fetch(self) -> None:
        question = self.tr(
            "Fetch {0}?\n\nSize: {1}\nLicence: {2}\nFrom: {3}\n\nNothing else is sent or fetched."
        ).format(self._model.title, size_text(self._model.size_bytes), self._model.licence, self._model.origin)
        if QMessageBox.question(self, self.tr("Fetch a model"), question) == QMessageBox.StandardButton.Yes:
            fetch_model(self.bridge.session, self._model)

    def _ask_import(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the model's files"))
        if folder:
            import_model(self.bridge.session, self._model, Path(folder))


def size_text(size: int) -> str:
    """``84 MB``."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size else ""
