# SPDX-License-Identifier: GPL-3.0-or-later
"""The one open song: its session and its window, and going from one song to another."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from musicstudio.app.audio.start_player import start_player
from musicstudio.app.files.song_folder import free_song_path
from musicstudio.app.session.notices import Notice
from musicstudio.app.session.session import Session
from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.crashes import mark_seen, new_reports
from musicstudio.core.errors import StudioError
from musicstudio.core.files import text_of_name
from musicstudio.core.ids import new_id
from musicstudio.project.model import Project

from .main_thread import MainThreadQueue
from .main_window import MainWindow
from .make_window import make_window
from .session_bridge import SessionBridge
from .songs import songs_folder

WATCH_MS = 2000
_AFTER_CRASH = (
    "The studio was ended by a fault last time; your song is as it was. Help > Health of the studio shows the report, "
    "which was sent nowhere."
)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


class SongWindow:
    """Holds the one open song: its session and its window. Main thread."""

    def __init__(self) -> None:
        self.main_thread = MainThreadQueue()
        self.session: Session | None = None
        self.window: MainWindow | None = None
        self._watching = QTimer()
        self._watching.setInterval(WATCH_MS)
        self._watching.timeout.connect(self._watch)

    def open_first(self, path: Path | None) -> None:
        """The song to begin with. A last song that no longer opens gives way to a new one."""
        if path is not None:
            self.show(Session.open(path, self.main_thread.post))
            return
        recent = next((Path(each) for each in SettingsFile().values.recent if _is_folder(each)), None)
        if recent is None:
            self.show(self._new_session())
            return
        try:
            self.show(Session.open(recent, self.main_thread.post))
        except Exception as error:  # whatever a last song holds, the studio starts
            self._begin_anew(recent, error)

    def _begin_anew(self, recent: Path, error: Exception) -> None:
        """A new song in place of one that cannot be shown, which is told."""
        self.close()
        is_ours = not isinstance(error, StudioError)
        if is_ours:
            logging.getLogger("musicstudio").critical("The last song cannot be shown", exc_info=error)
        session = self._new_session()
        self.show(session)
        reason = f"“{recent.name}” could not be opened ({type(error).__name__}: {error})." if is_ours else str(error)
        session.opening_notices += (Notice(reason, "warning"),)

    def new_song(self) -> None:
        """Leave this song (it is on disk) and begin another."""
        self._try(self._new_session)

    def open_song(self, path: str) -> None:
        """Leave this song and open another."""
        if self.session is None or Path(path).resolve() != self.session.path.resolve():
            self._try(lambda: Session.open(Path(path), self.main_thread.post))

    def rebuild(self) -> None:
        """The same song in a new window of the same size: another theme was chosen."""
        old, session = self.window, self.session
        if old is None or session is None:
            return
        window = self._build_window(session)
        window.setGeometry(old.geometry())
        window.timeline.view.look_like(old.timeline.view)
        window.bottom.setCurrentIndex(old.bottom.currentIndex())
        window.setWindowState(old.windowState())
        window.show()
        QTimer.singleShot(0, window, window.timeline.canvas.complete)
        old.let_go()
        old.deleteLater()

    def close(self) -> None:
        """Let go of the song."""
        self._watching.stop()
        window, session = self.window, self.session
        self.window = self.session = None
        if window is not None:
            window.let_go()
            window.deleteLater()
        if session is not None:
            session.close()

    def _new_session(self) -> Session:
        path = free_song_path(songs_folder())
        return Session.create(path, Project(new_id("project"), text_of_name(path.stem)), self.main_thread.post)

    def _try(self, make: Callable[[], Session]) -> None:
        try:
            session = make()
        except StudioError as error:
            if self.session is not None:
                self.session.notify(str(error), "error")
            return
        self.close()
        self.show(session)

    def show(self, session: Session) -> None:
        """Start the player and open a window on a session, which is this desk's from now on."""
        self.session = session
        session.try_to(lambda: start_player(session))
        window = self._build_window(session)
        window.show_within_screen()
        self._watching.start()
        window.timeline.view.zoom_to_fit()
        QTimer.singleShot(0, window, self._greet)

    def _watch(self) -> None:
        """Look what has happened to the song from outside."""
        if self.session is not None:
            self.session.watch.look()

    def _build_window(self, session: Session) -> MainWindow:
        window = self.window = make_window(SessionBridge(session))
        window.asked_new.connect(self.new_song)
        window.asked_open.connect(self.open_song)
        window.asked_rebuild.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)
        return window

    def _greet(self) -> None:
        """After the window is on the screen: remember the song, show what opening had to say."""
        session = self.session
        if session is None:
            return
        session.settings.remember(session.path)
        self._tell_crashes(session)
        for notice in session.opening_notices:
            session.notices.emit(notice)
        if not session.settings.values.has_seen_tour and not session.project.tracks and self.window is not None:
            self.window.show_tour()

    def _tell_crashes(self, session: Session) -> None:
        """What ended the last session, said once."""
        reports = new_reports()
        if reports:
            mark_seen(reports)
            session.notify(_AFTER_CRASH, "warning")
