# SPDX-License-Identifier: GPL-3.0-or-later
"""One model in the list: what it adds, on which terms, its state, and what can be done with it."""

from typing import Protocol

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from musicstudio.app.audio.added_models import Entry, ModelState

from .stems.model_card import size_text
from .widgets import label, muted, push_button
from .words import say


class Doing(Protocol):
    """What the buttons of a row ask for."""

    def ask_add(self, entry: Entry) -> None:
        """Terms, then fetch."""

    def ask_import(self, entry: Entry) -> None:
        """From a folder."""

    def ask_remove(self, entry: Entry) -> None:
        """Away with it."""

    def check(self, entry: Entry) -> None:
        """Read it again."""

    def pause(self, entry: Entry) -> None:
        """Stop for now."""


class ModelRow(QFrame):
    """Only the buttons that can do something now are there."""

    def __init__(self, state: ModelState, doing: Doing) -> None:
        super().__init__()
        self.setObjectName("card")
        entry = state.entry
        self._state, self._bar = label(""), QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._message = muted(wraps=True)
        self.add = push_button(self.tr("Add…"), lambda: doing.ask_add(entry), icon_name="download")
        self.take = push_button(self.tr("Import…"), lambda: doing.ask_import(entry), icon_name="folder-open")
        self.pause = push_button(self.tr("Pause"), lambda: doing.pause(entry))
        self.check = push_button(self.tr("Check"), lambda: doing.check(entry))
        self.remove = push_button(self.tr("Remove…"), lambda: doing.ask_remove(entry))
        for button in self.buttons:
            button.setAccessibleName(f"{button.text()} {entry.title}")
        self._arrange(entry)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, shown or not."""
        return self.add, self.take, self.pause, self.check, self.remove

    def _arrange(self, entry: Entry) -> None:
        head, line = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label(entry.title, "title"), 1)
        head.addWidget(self._state)
        for button in self.buttons:
            line.addWidget(button)
        line.addStretch(1)
        use = "" if entry.terms.is_commercial_use_allowed else self.tr("not for commercial use")
        memory = self.tr("about {0} of memory").format(size_text(entry.memory_bytes)) if entry.memory_bytes else ""
        facts = [size_text(entry.size_bytes), memory, entry.terms.title, use]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(muted(say(entry.adds), wraps=True))
        layout.addWidget(muted(" · ".join(fact for fact in facts if fact), wraps=True))
        layout.addWidget(self._bar)
        layout.addWidget(self._message)
        layout.addLayout(line)

    def follow(self, state: ModelState, is_busy: bool) -> None:
        """Show an entry as it stands. is_busy: something is being done with it."""
        self._state.setText(self._word(state))
        self._state.setObjectName("ok" if state.is_ready else "muted")
        self._state.style().polish(self._state)
        self.add.setText(self.tr("Go on…") if state.coming_bytes else self.tr("Add…"))
        entry = state.entry
        shown = {
            self.add: state.can_fetch,
            self.take: bool(entry.needs) and not state.is_present and not entry.is_bundled,
            self.check: state.is_present and bool(entry.needs) and not entry.is_bundled,
            self.remove: state.can_remove,
        }
        for button, is_shown in shown.items():
            button.setVisible(is_shown and not is_busy)
        self.pause.setVisible(is_busy)
        self._bar.setVisible(is_busy)
        note = say(entry.note) if entry.note and not state.is_present else ""
        self._message.setText(note)
        self._message.setVisible(is_busy or bool(note))

    def show_progress(self, fraction: float, message: str) -> None:
        """How far what is done with it is."""
        self._bar.setValue(round(1000 * fraction))
        self._message.setText(message)

    def _word(self, state: ModelState) -> str:
        if state.is_ready:
            return self.tr("ready")
        if state.coming_bytes:
            return self.tr("{0} have come").format(size_text(state.coming_bytes))
        return self.tr("its packages are missing") if state.is_present else self.tr("not installed")
