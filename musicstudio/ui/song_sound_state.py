# SPDX-License-Identifier: GPL-3.0-or-later
"""The last measurement of the whole song, shared by the Master tab and the master's strip."""

from PySide6.QtCore import QObject, Signal

from musicstudio.app.audio.song_sound import SongSound, measure_song
from musicstudio.jobs.view import JobView
from musicstudio.project.model import Project

from .session_bridge import SessionBridge


class SongSoundState(QObject):
    """sound: None until the song was measured."""

    changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.sound: SongSound | None = None
        self.is_measuring = False
        self._measured: Project | None = None
        bridge.watch(self.changed.emit, sees_previews=False)
        bridge.jobs_changed.connect(self._see_job)
        self._job_id = ""

    @property
    def is_old(self) -> bool:
        """Whether the song sounds otherwise since it was measured."""
        if self._measured is None:
            return False
        return _heard_of(self._measured) != _heard_of(self.bridge.session.document.committed)

    def ask(self) -> None:
        """Measure the song in the background, unless that is being done."""
        if self.is_measuring:
            return
        project = self.bridge.session.document.committed

        def apply_result(sound: SongSound) -> None:
            self.sound, self._measured = sound, project
            self.is_measuring = False
            if self.bridge.session.monitoring.is_comparing:
                self.bridge.session.monitoring.compare(sound.mastering_gain_lu)
            self.changed.emit()

        self.is_measuring = True
        self._job_id = measure_song(self.bridge.session, apply_result)
        self.changed.emit()

    def compare(self) -> None:
        """Hear the song with and without its mastering, as loud as each other; measured first where it is not known."""
        monitoring = self.bridge.session.monitoring
        if monitoring.is_comparing or self.sound is None or self.is_old:
            self.bridge.run("listen.unmastered")
        else:
            monitoring.compare(self.sound.mastering_gain_lu)

    def _see_job(self, view: JobView) -> None:
        """A measurement that failed or was stopped is no longer under way."""
        if self.is_measuring and view.id == self._job_id and view.state.is_final:
            self.is_measuring = False
            self.changed.emit()


def _heard_of(project: Project) -> tuple[object, ...]:
    """All that is heard: everything but the song's name, its words and its recipes."""
    return project.tracks, project.sections, project.tempo_map, project.master
