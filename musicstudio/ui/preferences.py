# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: one row a setting, found by a word, heeded at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from musicstudio.app.session.preferences import PREFERENCES, Preference, set_preference
from musicstudio.core.errors import StudioError

from .session_bridge import SessionBridge
from .widgets import Choice, Heading, ScrollColumn, label, muted, push_button
from .words import say

_LABEL_PX, _FIELD_PX = 168, 280
_SIZE_PX = (696, 560)


class PreferencesDialog(QDialog):
    """heeds: by the names of settings, what the window does when they change, which the settings alone cannot."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, heeds: dict[str, Callable[[str], object]]) -> None:
        super().__init__(parent)
        self.bridge, self._heeds = bridge, heeds
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(*_SIZE_PX)
        self._rows: list[tuple[str, QWidget]] = []
        self._problem = label("", "bad", wraps=True)
        search = QLineEdit()
        search.setPlaceholderText(self.tr("Find a setting"))
        search.setAccessibleName(self.tr("Find a setting"))
        search.textChanged.connect(self._keep)
        scroll = ScrollColumn()
        for group in dict.fromkeys(each.group for each in PREFERENCES):
            scroll.add(Heading(say(group)))
            for each in PREFERENCES:
                if each.group == group:
                    scroll.add(self._row(each))
            if group == "Shortcuts":
                scroll.add(push_button(self.tr("Change keys…"), self._change_keys))
        scroll.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(search)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._problem)
        close = push_button(self.tr("Close"), self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _change_keys(self) -> None:
        self.accept()
        self.bridge.run("app.shortcuts")

    def _row(self, each: Preference) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setColumnMinimumWidth(0, _LABEL_PX)
        grid.setColumnStretch(1, 1)
        title, hint = say(each.title), say(each.hint)
        shown = hint + (" " + self.tr("Heeded at the next start.") if each.needs_restart else "")
        grid.addWidget(label(title), 0, 0)
        grid.addWidget(self._field(each), 0, 1)
        grid.addWidget(muted(shown, wraps=True), 1, 1)
        self._rows.append((f"{title} {hint} {say(each.group)}".lower(), row))
        return row

    def _field(self, each: Preference) -> QWidget:
        value = str(getattr(self.bridge.session.settings.values, each.field))
        if each.choices is not None:
            choice = Choice(say(each.title), lambda chosen: self._set(each, str(chosen)))
            choices = [(key, say(text)) for key, text in each.choices(self.bridge.session)]
            if value not in (key for key, _ in choices):
                choices.append((value, value))  # a device that is gone is still what is set
            choice.set_choices(choices, value)
            return choice
        field = QLineEdit(value)
        field.setAccessibleName(say(each.title))
        field.editingFinished.connect(lambda: self._set(each, field.text()))
        if each.field == "recording_delay_s":
            return self._with_button(field, self.tr("Measure by a cable"), self._measure)
        return field if each.kind == "text" else self._with_browse(each, field)

    def _with_browse(self, each: Preference, field: QLineEdit) -> QWidget:
        return self._with_button(field, self.tr("Browse…"), partial(self._browse, each, field))

    def _measure(self) -> None:
        """What is heard is told as a notice; the dialog makes room for it."""
        self.accept()
        self.bridge.run("transport.measure_delay")

    def _with_button(self, field: QLineEdit, title: str, press: Callable[[], object]) -> QWidget:
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(field, 1)
        line.addWidget(push_button(title, press))
        return both

    def _browse(self, each: Preference, field: QLineEdit) -> None:
        if each.kind == "folder":
            path = QFileDialog.getExistingDirectory(self, say(each.title), field.text())
        else:
            path, _ = QFileDialog.getOpenFileName(self, say(each.title), field.text(), "*.sf2 *.sf3")
        if path:
            field.setText(path)
            self._set(each, path)

    def _set(self, each: Preference, value: str) -> None:
        if value == str(getattr(self.bridge.session.settings.values, each.field)):
            return
        try:
            set_preference(self.bridge.session, each.field, value)
        except StudioError as error:
            self._problem.setText(say(str(error)))
            return
        self._problem.setText("")
        if each.field in self._heeds:
            self._heeds[each.field](value)

    def _keep(self, text: str) -> None:
        for words, row in self._rows:
            row.setVisible(text.strip().lower() in words)
