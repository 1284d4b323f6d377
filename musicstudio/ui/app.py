# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's start: `run` opens a song in the studio and stays until the window is closed."""

import logging
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.build import version_line
from musicstudio.core.crashes import watch_for_crashes, write_report
from musicstudio.core.log_file import keep_log
from musicstudio.core.paths import APP_NAME

from .song_window import SongWindow
from .theme import apply_theme, icon
from .words import speak_language


def run(project_path: Path | None = None, argv: Sequence[str] = ()) -> int:
    """Open the window on a song; without a path, on the last one, or on a new one. Returns the exit code.

    Raises `StorageError` when a song that was named cannot be opened.
    """
    with keep_log(), watch_for_crashes():
        app = make_application(argv)
        song_window = SongWindow()
        sys.excepthook = partial(tell_failure, song_window)
        threading.excepthook = _report_thread
        logging.getLogger("musicstudio").info("Started %s", version_line())
        song_window.open_first(project_path)
        code = app.exec()
        song_window.close()
        return code


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """The application in the user's theme and language, without a window."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([APP_NAME, *argv])
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName("musicstudio")
    settings = SettingsFile().values
    speak_language(settings.language)
    apply_theme(app, settings.theme, settings.motion)
    app.setWindowIcon(icon("audio-lines", "accent", size_px=64))
    return app


def tell_failure(
    song_window: SongWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours must not end the session: it is logged, and the user hears that the song is safe."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    logging.getLogger("musicstudio").critical("Unexpected failure", exc_info=(kind, error, trace))
    write_report(error, is_seen=song_window.session is not None)
    if song_window.session is not None:
        song_window.session.notify(
            f"Something went wrong inside the studio ({kind.__name__}: {error}). Your song is safe.", "error"
        )


def _report_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None and not issubclass(failure.exc_type, SystemExit):
        logging.getLogger("musicstudio").critical("A thread failed", exc_info=failure.exc_value)
        write_report(failure.exc_value)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
