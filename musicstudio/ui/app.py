# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's start: `run` opens a song in the studio and stays until the window is closed."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from musicstudio.app.session import Session
from musicstudio.app.settings import SettingsFile
from musicstudio.core.errors import StudioError
from musicstudio.core.paths import APP_NAME, resources_dir
from musicstudio.project.model import Project

from .dispatch import MainThread
from .main_window import MainWindow
from .songs import free_song_path, songs_folder
from .studio import Studio
from .theme import apply_theme, icon


def run(project_path: Path | None = None, argv: Sequence[str] = ()) -> int:
    """Open the window on a song; without a path, on the last one, or on a new one. Returns the exit code.

    Raises `StorageError` when a song that was named cannot be opened.
    """
    app = make_application(argv)
    desk = Desk()
    desk.open_first(project_path)
    code = app.exec()
    desk.close()
    return code


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """The application in the user's theme and language, without a window."""
    app = QApplication.instance() or QApplication([APP_NAME, *argv])
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName("musicstudio")
    _translate(app)
    apply_theme(app, SettingsFile().values.theme)
    app.setWindowIcon(icon("audio-lines", "accent", size_px=64))
    return app


class Desk:
    """Holds the one open song: its session and its window. Main thread."""

    def __init__(self) -> None:
        self._main_thread = MainThread()
        self.session: Session | None = None
        self.window: MainWindow | None = None

    def open_first(self, path: Path | None) -> None:
        """The song to begin with. A last song that no longer opens gives way to a new one."""
        if path is not None:
            self._show(Session.open(path, self._main_thread.post))
            return
        recent = next((Path(each) for each in SettingsFile().values.recent if Path(each).is_dir()), None)
        try:
            self._show(Session.open(recent, self._main_thread.post) if recent else self._new_session())
        except StudioError as error:
            self._show(self._new_session())
            self.session.tell(str(error), "warning")

    def new_song(self) -> None:
        """Leave this song (it is on disk) and begin another."""
        self._try(self._new_session)

    def open_song(self, path: str) -> None:
        """Leave this song and open another."""
        if self.session is None or Path(path).resolve() != self.session.path.resolve():
            self._try(lambda: Session.open(Path(path), self._main_thread.post))

    def rebuild(self) -> None:
        """The same song in a new window of the same size: another theme was chosen."""
        old, self.window = self.window, None
        old.let_go()
        self._build_window()
        self.window.restoreGeometry(old.saveGeometry())
        self.window.timeline.view.look_like(old.timeline.view)
        self.window.show()
        old.deleteLater()

    def close(self) -> None:
        """Let go of the song."""
        window, session = self.window, self.session
        self.window = self.session = None
        if window is not None:
            window.let_go()
            window.deleteLater()
        if session is not None:
            session.close()

    def _new_session(self) -> Session:
        path = free_song_path(songs_folder())
        return Session.create(path, Project(path.stem, path.stem), self._main_thread.post)

    def _try(self, make) -> None:
        try:
            session = make()
        except StudioError as error:
            self.session.tell(str(error), "error")
            return
        self.close()
        self._show(session)

    def _show(self, session: Session) -> None:
        self.session = session
        session.try_to(session.playing.start)
        self._build_window()
        self.window.show_within_screen()
        self.window.timeline.view.zoom_to_fit()
        QTimer.singleShot(0, self.window, self._greet)

    def _build_window(self) -> None:
        self.window = MainWindow(Studio(self.session))
        self.window.asked_new.connect(self.new_song)
        self.window.asked_open.connect(self.open_song)
        self.window.asked_rebuild.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)

    def _greet(self) -> None:
        """After the window is on the screen: remember the song, show what opening had to say."""
        session = self.session
        if session is None:
            return
        session.settings.remember(session.path)
        for notice in session.opening_notices:
            session.tell(notice, "warning")


def _translate(app: QApplication) -> None:
    """The system's language where a translation is carried (Qt's own texts and ours)."""
    for folder, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (resources_dir() / "i18n", "musicstudio"),
    ):
        translator = QTranslator(app)
        if translator.load(QLocale(), name, "_", str(folder)):
            app.installTranslator(translator)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
