# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on files: new, open, import, export, find missing audio, show the folder, rename, close."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from musicstudio.app.actions import Action
from musicstudio.app.actions.question import Choices, Question
from musicstudio.app.files.clean_up import clean_up, describe_unused, unused_audio
from musicstudio.app.files.import_files import AUDIO_SUFFIXES, CONTAINER_SUFFIXES, MIDI_SUFFIXES
from musicstudio.app.files.missing_audio import find_missing_audio, has_missing_audio
from musicstudio.app.files.song_folder import SONG_SUFFIX
from musicstudio.app.files.song_list import list_songs, song_of, title_of_song
from musicstudio.app.session.drag_export import clear_dragged, dragged_bytes
from musicstudio.app.session.notices import FIND_MISSING
from musicstudio.app.session.session import Session

from ..export.album_dialog import AlbumDialog
from ..export.dialog import ExportDialog
from ..session_bridge import SessionBridge
from ..songs import songs_folder
from ..widgets.dialogs import passing

_RECENT_SHOWN = 6


class SongSwitch(Protocol):
    """Who can leave this song for another."""

    asked_new: SignalInstance
    asked_open: SignalInstance

    def close(self) -> bool:
        """Leave the studio."""


def file_actions(
    bridge: SessionBridge, parent: QWidget, switch: SongSwitch, withdraw_offers: Callable[[], None]
) -> Iterable[Action]:
    """The File menu. parent: of the dialogs. withdraw_offers: missing audio is being looked for, nobody need ask."""
    yield _action("file.new", "New song", switch.asked_new.emit, "Ctrl+N", icon="plus")
    yield Action(
        "file.open",
        "Open a song…",
        "File",
        lambda _session, path: switch.asked_open.emit(path),
        shortcuts=("Ctrl+O",),
        icon="folder-open",
        question=Question("Song", "choice", lambda session: str(session.path), choices=_songs),
    )
    yield _action("file.browse", "Open a song from a folder…", lambda: _open(parent, switch))
    for index, path in enumerate(bridge.session.settings.values.recent[1:_RECENT_SHOWN]):
        yield _action(
            f"file.recent_{index}", f"Open “{title_of_song(Path(path))}”", partial(switch.asked_open.emit, path)
        )
    yield _action(
        "file.import", "Import audio or MIDI…", lambda: _import(bridge, parent), "Ctrl+Shift+I", icon="download"
    )
    yield _action("export.audio", "Export…", lambda: passing(ExportDialog(bridge, parent)).exec(), "Ctrl+Shift+E")
    yield Action("song.album", "Make an album…", "Song", lambda _: passing(AlbumDialog(bridge, parent)).exec())
    yield _action(FIND_MISSING, "Find missing audio…", lambda: _find_missing(bridge, parent, withdraw_offers))
    yield _action("file.clean_up", "Clean up…", lambda: _clean_up(bridge, parent))
    yield _action("file.clear_dragged", "Clear dragged files…", lambda: _clear_dragged(bridge, parent))
    yield _action("file.show", "Show the song's folder", lambda: _show(bridge))
    yield _action("file.quit", "Quit", switch.close, "Ctrl+Q")


def _action(action_id: str, title: str, run: Callable[[], object], *shortcuts: str, icon: str = "") -> Action:
    return Action(action_id, title, "File", lambda _session: run(), shortcuts=shortcuts, icon=icon)


def _open(parent: QWidget, switch: SongSwitch) -> None:
    title = parent.tr("Open a song (*{0})").format(SONG_SUFFIX)
    path = QFileDialog.getExistingDirectory(parent, title, str(songs_folder()))
    if path:
        switch.asked_open.emit(str(song_of(Path(path)) or path))


def _songs(session: Session) -> Choices:
    """The songs of this machine by title; those of one title with their folder."""
    songs = list_songs(session.settings.values.recent, songs_folder())
    titles = [song.title for song in songs]
    return tuple(
        (str(s.path), s.title if titles.count(s.title) == 1 else f"{s.title}  ({s.path.parent.name}/{s.path.stem})")
        for s in songs
    )


def _import(bridge: SessionBridge, parent: QWidget) -> None:
    kinds = " ".join(f"*{suffix}" for suffix in (*AUDIO_SUFFIXES, *MIDI_SUFFIXES, *CONTAINER_SUFFIXES))
    paths, _ = QFileDialog.getOpenFileNames(parent, parent.tr("Import"), "", f"{parent.tr('Audio and MIDI')} ({kinds})")
    if paths:
        bridge.import_files([Path(path) for path in paths], bridge.player.position_s)


def _find_missing(bridge: SessionBridge, parent: QWidget, withdraw_offers: Callable[[], None]) -> None:
    session = bridge.session
    if not has_missing_audio(session):
        session.notify(parent.tr("All audio of this song is here."))
        return
    title = parent.tr("Folder to search for missing audio, with all folders in it")
    if folder := QFileDialog.getExistingDirectory(parent, title, str(songs_folder())):
        withdraw_offers()
        session.try_to(lambda: find_missing_audio(session, Path(folder)))


def _clean_up(bridge: SessionBridge, parent: QWidget) -> None:
    session = bridge.session
    unused = unused_audio(session)
    if not unused:
        session.notify(parent.tr("Every audio file is used by the song or its history: there is nothing to remove."))
        return
    question = parent.tr("{0} are used neither by the song nor by any step of its history. Remove them for good?")
    title = parent.tr("Clean up")
    if QMessageBox.question(parent, title, question.format(describe_unused(unused))) == QMessageBox.StandardButton.Yes:
        session.try_to(lambda: clean_up(session, unused))


def _clear_dragged(bridge: SessionBridge, parent: QWidget) -> None:
    """Files that were dragged out stay, since another program may use them, until they are cleared here."""
    size_mb = dragged_bytes() / 1e6
    if not size_mb:
        bridge.session.notify(parent.tr("There are no dragged files."))
        return
    question = parent.tr("Dragged files of all songs take {0:.1f} MB. A program that still uses one loses it. Clear?")
    title = parent.tr("Clear dragged files")
    if QMessageBox.question(parent, title, question.format(size_mb)) == QMessageBox.StandardButton.Yes:
        freed_mb = clear_dragged() / 1e6
        bridge.session.notify(parent.tr("{0:.1f} MB were freed.").format(freed_mb))


def _show(bridge: SessionBridge) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(bridge.session.path).parent)))
