# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on files: new, open, import, export, find missing audio, show the folder, rename, close."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog

from musicstudio.app.actions import Action
from musicstudio.app.files.import_files import AUDIO_SUFFIXES, MIDI_SUFFIXES
from musicstudio.app.files.missing_audio import FIND_MISSING, find_missing_audio
from musicstudio.project.edits.song import set_title
from musicstudio.storage.layout import FOLDER_SUFFIX
from musicstudio.storage.missing_media import missing_sources

from .export.dialog import ExportDialog
from .songs import songs_folder

if TYPE_CHECKING:
    from .main_window import MainWindow

_RECENT_SHOWN = 6


def file_actions(window: "MainWindow") -> Iterable[Action]:
    """The File menu."""
    yield _action("file.new", "New song", window.asked_new.emit, "Ctrl+N", icon="plus")
    yield _action("file.open", "Open…", lambda: _open(window), "Ctrl+O", icon="folder-open")
    for index, path in enumerate(window.studio.session.settings.values.recent[1:_RECENT_SHOWN]):
        yield _action(f"file.recent_{index}", f"Open {Path(path).stem}", lambda path=path: window.asked_open.emit(path))
    yield _action("file.import", "Import audio or MIDI…", lambda: _import(window), "Ctrl+Shift+I", icon="download")
    yield _action("export.audio", "Export…", lambda: ExportDialog(window.studio, window).exec(), "Ctrl+Shift+E")
    yield _action(FIND_MISSING, "Find missing audio…", lambda: _find_missing(window))
    yield _action("file.rename", "Rename the song…", lambda: _rename(window))
    yield _action("file.show", "Show the song's folder", lambda: _show(window))
    yield _action("file.quit", "Quit", window.close, "Ctrl+Q")


def _action(action_id: str, title: str, run: Callable[[], object], *shortcuts: str, icon: str = "") -> Action:
    return Action(action_id, title, "File", lambda _session: run(), shortcuts=shortcuts, icon=icon)


def _open(window: "MainWindow") -> None:
    path = QFileDialog.getExistingDirectory(
        window, window.tr("Open a song (*{0})").format(FOLDER_SUFFIX), str(songs_folder())
    )
    if path:
        window.asked_open.emit(path)


def _import(window: "MainWindow") -> None:
    kinds = " ".join(f"*{suffix}" for suffix in (*AUDIO_SUFFIXES, *MIDI_SUFFIXES))
    paths, _ = QFileDialog.getOpenFileNames(window, window.tr("Import"), "", f"{window.tr('Audio and MIDI')} ({kinds})")
    if paths:
        window.studio.import_files([Path(path) for path in paths], window.studio.player.position_s)


def _find_missing(window: "MainWindow") -> None:
    session = window.studio.session
    if not missing_sources(session.project, session.media):
        session.tell(window.tr("All audio of this song is here."))
        return
    title = window.tr("Folder to search for missing audio, with all folders in it")
    if folder := QFileDialog.getExistingDirectory(window, title, str(songs_folder())):
        window.toasts.withdraw_offers()
        session.try_to(lambda: find_missing_audio(session, Path(folder)))


def _rename(window: "MainWindow") -> None:
    title, is_given = QInputDialog.getText(
        window, window.tr("Rename the song"), window.tr("Title"), text=window.studio.project.title
    )
    if is_given:
        window.studio.edit("Rename song", set_title(title))


def _show(window: "MainWindow") -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(window.studio.session.path).parent)))
