# SPDX-License-Identifier: GPL-3.0-or-later
"""One open song and everything that works on it.

A `Session` owns: the document and its folder, media, jobs, engines, selection, the wish being written, and (in the
window) the player. It closes what it opens. Its methods belong to the main thread. What can be *done* with a song
lives beside it, one topic a file: `files`, `audio`, `generation`; this package follows the document (`player_sync`,
`note_rendering`, `drag_files`).
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from musicstudio.core.errors import StudioError
from musicstudio.core.paths import prefer_models_dir
from musicstudio.engines.registry import EngineRegistry
from musicstudio.instruments.soundfont.bank import prefer_soundfont
from musicstudio.jobs import JobQueue
from musicstudio.jobs.compute import prefer
from musicstudio.jobs.task import Post
from musicstudio.media.peaks import PeakStore
from musicstudio.media.store import MediaStore
from musicstudio.playback.silent import SongPlayer
from musicstudio.project.document import Document
from musicstudio.project.model import Project
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.layout import PEAKS_FOLDER
from musicstudio.storage.unused_media import remove_own_leftovers

from ..library.filling import LibraryFilling
from .audio_check import AudioCheck
from .automation_writing import AutomationWriting
from .create_state import CreateState, create_values_of
from .drag_export import DragExport, DragWish
from .engine_list import all_engines
from .live_notes import LiveNotes
from .making import Making
from .midi_input import MidiInput
from .monitoring import Monitoring
from .note_recording import NoteRecording
from .note_rendering import NoteRendering
from .notices import FIND_MISSING, Notice, Notices
from .peaks import PeaksCache
from .player_sync import PlayerSync
from .recording import Recording
from .regenerate_state import RegenerateState
from .results import Results
from .selection import Selection
from .settings import SettingsFile
from .shown_lanes import ShownLanes
from .told import ToldNotices
from .watch import Watch


class Session:
    """See the module's text. Make one with `create` or `open`; end it with `close` (or use it in a ``with``)."""

    folder: ProjectFolder
    document: Document
    media: MediaStore
    selection: Selection
    create_state: CreateState
    regenerate_state: RegenerateState
    engines: EngineRegistry
    opening_notices: tuple[Notice, ...]
    playing: PlayerSync

    def __init__(self, folder: ProjectFolder, post: Post) -> None:
        self.folder, self.document, self.media, self.post = folder, folder.document, folder.media, post
        self.engines, told = all_engines()
        self.opening_notices = tuple(Notice(text, "warning") for text in told)
        self.selection = Selection()
        self.create_state = CreateState()
        self.regenerate_state = RegenerateState()
        self.takes_before: dict[str, str] = {}
        self.again: Callable[[], object] | None = None  # asks the last thing once more, with another seed
        self.settings = SettingsFile()
        prefer(self.settings.values.compute_device)
        prefer_soundfont(self.settings.values.soundfont)
        prefer_models_dir(self.settings.values.models_folder)
        self.notices = Notices()
        self.told = ToldNotices(self.notices)
        self.jobs = JobQueue(post)
        self.making = Making(self.jobs)
        self.note_rendering = NoteRendering(self.document, self.jobs, self.media)
        self.results = Results(self.document, self.selection, self.notify)
        self.peaks = PeaksCache(PeakStore(folder.path / PEAKS_FOLDER, self.media), self.jobs)
        self.lanes = ShownLanes()
        self.automation_writing = AutomationWriting(self.document, lambda: self.player, self.lanes)
        heard = self.automation_writing.heard
        self.player_sync = PlayerSync(
            self.document, self.selection, self.jobs, self.settings, self.media.folder, post, heard
        )
        self.monitoring = Monitoring(self.document, lambda: self.player_sync.client)
        self.player_sync.warned.observe(lambda text: self.notify(text, "warning"))
        played = self.note_rendering.played
        self.drag_export = DragExport(
            self.document, self.selection, self.jobs, self.media, played, self.settings, self.notify
        )
        self.live_notes = LiveNotes(self.document, lambda: self.player, self.jobs, self.notify)
        self.midi = MidiInput(self.settings, post, self.notify)
        self.note_recording = NoteRecording(
            self.document, self.selection, self.player_sync, self.settings, self.live_notes, self.midi,
            folder.path, self.notify,
        )  # fmt: skip
        self.recording = Recording(self.document, self.player_sync, self.settings, folder.path, post, self.notify)
        self.watch = Watch(folder, self.notify, lambda: self.player_sync.client.look_after(), self.midi.look)
        self.audio_check = AudioCheck(
            self.document, self.media, self.jobs, self.notices.emit, self.player_sync.distrust
        )
        self.library_filling = LibraryFilling(
            self.document,
            folder,
            self.media,
            self.jobs,
            lambda: self.settings.values.keeps_library == "on",
            self.notify,
        )
        self._closers: list[Callable[[], None]] = [
            self.library_filling.close,
            self.document.observe(lambda _: self.selection.drop_missing(self.document.project)),
            self.monitoring.close,
            self.automation_writing.close,
            self.midi.close,
            self.note_recording.close,
        ]

    @classmethod
    def create(cls, path: Path, project: Project, post: Post) -> "Session":
        """A new song in a new folder. Raises `StorageError` when it cannot be written."""
        return cls._of(ProjectFolder.create(path, project), post)

    @classmethod
    def open(cls, path: Path, post: Post, plays: bool = True) -> "Session":
        """A song from its folder; what was damaged is told in ``opening_notices``. Raises `StorageError`.

        plays: notes that have no sound yet get it in the background.
        """
        folder = ProjectFolder.open(path)
        session = cls._of(folder, post)
        session.opening_notices += tuple(
            Notice(text, "warning", FIND_MISSING if text in folder.missing_notices else "") for text in folder.notices
        )
        session.create_state.set(**create_values_of(session.project))
        if plays and not folder.is_read_only:
            session.note_rendering.render_silent()
        session.audio_check.start()
        session.library_filling.start()
        return session

    @classmethod
    def _of(cls, folder: ProjectFolder, post: Post) -> "Session":
        """A session that has the folder; whatever fails, the folder is let go."""
        try:
            return cls(folder, post)
        except BaseException:
            folder.close()
            raise

    @property
    def project(self) -> Project:
        """The document as it stands."""
        return self.document.project

    @property
    def player(self) -> SongPlayer:
        """The sound; silent until `Playing.start`."""
        return self.player_sync.client

    @property
    def path(self) -> Path:
        """The project's folder."""
        return self.folder.path

    def drag_files(self, **what: Any) -> list[Path] | None:
        """Complete files to drag out, or None while they are being made; what: fields of `DragWish`."""
        return self.drag_export.files(DragWish(**what))

    def notify(self, text: str, level: str = "info") -> None:
        """Show the user a sentence."""
        self.notices.emit(Notice(text, level))

    def try_to(self, action: Callable[[], object]) -> bool:
        """Do something that may fail, telling the user instead of raising. Whether it worked."""
        try:
            action()
        except StudioError as error:
            self.notify(str(error), "error")
            return False
        return True

    def close(self) -> None:
        """Stop jobs and sound, and let go of the folder. What fails is logged; the rest is done all the same."""
        parts = (self.recording, self.results, self.note_rendering, self.drag_export, self.jobs, self.player_sync)
        closers = (*self._closers, *(part.close for part in parts))
        for close in (*closers, lambda: remove_own_leftovers(self.folder), self.folder.close):
            try:
                close()
            except Exception:
                logging.getLogger(__name__).exception("A part of the session could not be closed")

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
