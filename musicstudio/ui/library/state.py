# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's panel looks for and what was found; the newest search wins."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from musicstudio.app.audio.hear_entry import hear_entry
from musicstudio.app.library.looking import Entry, Library, Looked, Query, look

from ..session_bridge import SessionBridge
from ..songs import songs_folder

_TYPING_MS, _SHOWN = 120, 100


class LibraryState(QObject):
    """``found`` when there is something new to show. The panel calls `refresh` when it comes into sight."""

    found = Signal()
    failed = Signal(str)

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.query = Query(limit=_SHOWN)
        self.like_title = ""
        self.looked: Looked | None = None
        self.chosen_id = ""
        self._job = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.refresh)

    def type_words(self, words: str) -> None:
        """Look for words, once the typing rests."""
        self.query = replace(self.query, words=words)
        self._timer.start()

    def narrow(self, **changes: object) -> None:
        """Change fields of the query."""
        self.query = replace(self.query, **changes)
        self.refresh()

    def look_for_like(self, entry: Entry | None) -> None:
        """Nearest in sound to something first, or no longer."""
        self.like_title = entry.title if entry else ""
        self.narrow(like=entry.id if entry else "")

    def refresh(self) -> None:
        """Search again."""
        session, query = self.bridge.session, self.query
        session.jobs.cancel(self._job)
        songs = [Path(path) for path in session.settings.values.recent]
        suggests = session.settings.values.suggests == "on"
        self._job = session.jobs.submit(
            "Looking through the library",
            lambda: look(query, songs, [songs_folder()], suggests),
            on_done=self._show,
            on_failed=self.failed.emit,
            is_prompt=True,
        )

    def entry(self, entry_id: str) -> Entry | None:
        """One of what is shown."""
        shown = self.looked.result.found if self.looked else ()
        return next((found.entry for found in shown if found.entry.id == entry_id), None)

    def star(self, entry: Entry) -> None:
        """Give a star or take it away."""
        if self.bridge.session.try_to(lambda: Library().star(entry.id, not entry.is_starred)):
            self.refresh()

    def set_tags(self, entry: Entry, text: str) -> None:
        """Have the tags that a text names, apart by commas."""
        if self.bridge.session.try_to(lambda: Library().tag(entry.id, text.split(","))):
            self.refresh()

    def hear(self, entry: Entry) -> None:
        """Play its loudest twelve seconds, as loud as every other."""
        hear_entry(self.bridge.session, entry)

    def use_words(self, entry: Entry) -> None:
        """Write its prompt into Create."""
        self.bridge.session.create_state.set(prompt=entry.prompt, sheet=None)

    def choose(self, entry_id: str) -> None:
        """What list and map show as chosen."""
        if entry_id != self.chosen_id:
            self.chosen_id = entry_id
            self.found.emit()

    def _show(self, looked: Looked) -> None:
        self.looked = looked
        self.found.emit()
