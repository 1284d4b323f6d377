# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of the sheet: its name, its value in the hand, where the value comes from, and what was made of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton

from musicstudio.app.generation.sheet_fields import SheetField, left_to_studio, with_lock, with_text
from musicstudio.project.model.sheet import Made, SongSheet

from ..theme import icon, pixmap
from ..widgets import label
from ..words import say
from .state import SheetState

ICONS = {"locked": "lock", "typed": "pencil", "words": "quote", "studio": "sparkles"}
VALUE_PX, LABEL_PX = 178, 72
_OWN_KEYS = frozenset({Qt.Key.Key_L, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FieldEdit(QLineEdit):
    """Read until Enter or a click lets it be typed into. ``done(text)`` says why the text cannot be, or nothing."""

    def __init__(self, title: str, done: Callable[[str], str], lock: Callable[[], object]) -> None:
        super().__init__()
        self._shown, self._done, self._lock = "", done, lock
        self.setObjectName("sheetField")
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setFixedWidth(VALUE_PX)
        self.editingFinished.connect(self._finish)

    def follow(self, text: str, origin: str, description: str) -> None:
        """Show a value, unless it is being typed."""
        self._shown = text
        if self.isReadOnly():
            self.setText(text)
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        if self.property("origin") != origin:
            self.setProperty("origin", origin)
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isReadOnly():
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
            else:
                super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self._begin()
        elif event.key() == Qt.Key.Key_L:
            self._lock()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._done("")
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            self._begin()
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._leave()

    def _begin(self) -> None:
        self.setReadOnly(False)
        self.selectAll()

    def _finish(self) -> None:
        if self.isReadOnly():
            return
        text = self.text().strip()
        problem = self._done(text) if text != self._shown else ""
        if problem:
            self.setToolTip(problem)
        self.setProperty("isWrong", bool(problem))
        self.style().unpolish(self)
        self.style().polish(self)
        if not problem:
            self._leave()

    def _leave(self) -> None:
        self.setReadOnly(True)
        self.setProperty("isWrong", False)
        self.setText(self._shown)
        self.deselect()


class FieldRow:
    """Puts its four parts into a grid."""

    def __init__(self, state: SheetState, field: SheetField, grid: QGridLayout, row: int, column: int) -> None:
        self._state, self._field = state, field
        self._edit = FieldEdit(say(field.title), self._type, self._toggle_lock)
        self._edit.setPlaceholderText(say(field.hint))
        self._origin = QToolButton()
        self._origin.setObjectName("plain")
        self._origin.setFixedSize(24, 24)
        self._origin.setAccessibleName(say(field.title))
        self._origin.clicked.connect(lambda _=False: self._toggle_lock())
        self._problem, self._made = label("", "sheetProblem"), MadeMark()
        name = label(say(field.title), "muted")
        name.setFixedWidth(LABEL_PX)
        name.setBuddy(self._edit)
        for index, part in enumerate((name, self._edit, self._origin, self._made)):
            grid.addWidget(part, row * 2, column + index)
        grid.addWidget(self._problem, row * 2 + 1, column + 1, 1, 3)
        self._problem.hide()

    @property
    def edit(self) -> FieldEdit:
        """The value's control."""
        return self._edit

    def follow(self, sheet: SongSheet, made: dict[str, Made]) -> None:
        """Show the field of a sheet."""
        value = getattr(sheet, self._field.name)
        found = made.get(self._field.made)
        origin = origin_words(self._edit, value.origin)
        text = self._field.text(sheet)
        parts = (say(self._field.title), text or self._edit.tr("open"), origin, found.made if found else "")
        self._edit.follow(text, value.origin, ", ".join(part for part in parts if part))
        self._origin.setIcon(icon(ICONS[value.origin], "muted", size_px=14))
        verb = self._edit.tr("Click to unlock.") if value.origin == "locked" else self._edit.tr("Click to lock.")
        self._origin.setToolTip(f"{origin}. {verb}")
        self._origin.setAccessibleName(f"{say(self._field.title)}: {origin}. {verb}")
        self._made.follow(found)

    def _type(self, text: str) -> str:
        problem = self._state.change(
            (lambda sheet: with_text(sheet, self._field, text))
            if text
            else (lambda sheet: left_to_studio(sheet, self._field.name))
        )
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        return problem

    def _toggle_lock(self) -> None:
        sheet = self._state.sheet
        if sheet is not None:
            is_locked = getattr(sheet, self._field.name).origin == "locked"
            self._state.change(lambda each: with_lock(each, self._field.name, not is_locked))


class MadeMark(QLabel):
    """A check and what was made, or a warning and what was made instead; nothing before a song was made."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(0)

    def follow(self, made: Made | None) -> None:
        """Show what became of one thing."""
        self.setVisible(made is not None)
        if made is not None:
            self.setText(f"✓ {made.made}" if made.is_kept else f"△ {made.made}")
            self.setObjectName("madeKept" if made.is_kept else "madeMissed")
            self.setToolTip(self.tr("Asked for {0}; made: {1}.").format(made.asked, made.made))
            self.style().unpolish(self)
            self.style().polish(self)


def origin_words(widget: QLineEdit, origin: str) -> str:
    """Where a value comes from, in words."""
    return {
        "locked": widget.tr("locked"),
        "typed": widget.tr("typed by hand"),
        "words": widget.tr("from your words"),
        "studio": widget.tr("left to the studio"),
    }[origin]


def origin_picture(origin: str) -> QLabel:
    """The icon of an origin, for the key above the table."""
    made = QLabel()
    made.setPixmap(pixmap(ICONS[origin], "muted", 14))
    return made
