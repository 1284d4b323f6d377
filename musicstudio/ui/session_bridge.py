# SPDX-License-Identifier: GPL-3.0-or-later
"""The session as the window sees it: what it announces as Qt signals, and edits that tell the user when they fail."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMetaObject, QObject, QPoint, QTimer, Signal

from musicstudio.app.actions import ACTIONS, Action
from musicstudio.app.files.export_queue import DONE, ExportQueue, QueueItem
from musicstudio.app.files.import_files import import_files
from musicstudio.app.generation.melody import melody_job, take_melody
from musicstudio.app.session.notices import Notice
from musicstudio.app.session.player_sync import SongPlayer
from musicstudio.app.session.session import Session
from musicstudio.app.session.shortcuts import keys_of
from musicstudio.core.errors import StudioError
from musicstudio.core.units import db_from_gain
from musicstudio.media.peaks import Waveform
from musicstudio.project.diff import ChangeSet
from musicstudio.project.edits import Edit
from musicstudio.project.gesture import Gesture
from musicstudio.project.model import Project

from .words import say

METER_MS = 33
_TICKS_AFTER, _RESTS_FROM = 60, 30
SILENCE_DB = -120.0


class SessionBridge(QObject):
    """Every panel holds one. Signals are emitted on the main thread.

    project_changed carries a `ChangeSet`; jobs_changed a `JobView`; peaks_ready a content hash; noticed (text, level);
    offered (text, level, id of an action that helps); asked (id of an action with a question, place on the screen);
    played carries what a MIDI keyboard did.
    arrived carries ids of clips that have come into the song and are to be seen.
    ticked comes 30 times a second while the song plays or an input is listened to, and a little after, for meters and
    the playhead.
    """

    project_changed = Signal(object)
    selection_changed = Signal()
    create_changed = Signal()
    regenerate_changed = Signal()
    jobs_changed = Signal(object)
    peaks_ready = Signal(str)
    noticed = Signal(str, str)
    offered = Signal(str, str, str)
    transport_changed = Signal()
    recording_changed = Signal()
    lanes_changed = Signal()
    ticked = Signal()
    opened_clip = Signal(str)
    opened_strip = Signal(str)
    asked = Signal(str, object)
    listening_changed = Signal()
    played = Signal(object)
    arrived = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.actions: dict[str, Action] = {}
        self.default_keys: dict[str, tuple[str, ...]] = {}
        self.add_actions(ACTIONS.values())
        self._stops: list[Callable[[], None]] = [
            session.document.observe(self.project_changed.emit),
            session.selection.observe(lambda _: self.selection_changed.emit()),
            session.create_state.observe(lambda _: self.create_changed.emit()),
            session.regenerate_state.observe(lambda _: self.regenerate_changed.emit()),
            session.jobs.observe(self.jobs_changed.emit),
            session.peaks.observe(self.peaks_ready.emit),
            session.results.shown.observe(self.arrived.emit),
            session.lanes.observe(lambda _: self.lanes_changed.emit()),
            session.notices.observe(self._tell),
            session.recording.changed.observe(lambda _: self._recording_changed()),
            session.note_recording.changed.observe(lambda _: self._recording_changed()),
            session.midi.played.observe(self.played.emit),
            session.monitoring.changed.observe(lambda _: self.listening_changed.emit()),
        ]
        self.exports = ExportQueue(session)
        self._stops += [self.exports.close, self.exports.ended.observe(self._tell_exports)]
        self._ticks_left = 0
        self._was_playing = self._is_at_rest = False
        self._timer = QTimer(self)
        self._timer.setInterval(METER_MS)
        self._timer.timeout.connect(self._tick)

    def add_actions(self, actions: Iterable[Action]) -> None:
        """Actions by their ids, with the keys that the user wants."""
        fresh = {action.id: action for action in actions}
        self.default_keys |= {each: action.shortcuts for each, action in fresh.items()}
        keys = keys_of(self.default_keys, self.session.settings.values)
        both = {**self.actions, **fresh}
        self.actions.update({each: replace(action, shortcuts=keys[each]) for each, action in both.items()})

    def watch(self, follow: Callable[[], object], *parts: str, sees_previews: bool = True) -> QMetaObject.Connection:
        """Call ``follow`` when any of some parts of the song differs: see `ChangeSet.touches`. Without parts: any."""

        def heed(change: ChangeSet) -> None:
            if (sees_previews or not change.is_preview) and (not parts or change.touches(*parts)):
                follow()

        return self.project_changed.connect(heed)

    @property
    def project(self) -> Project:
        """The song as it is to be shown."""
        return self.session.document.project

    @property
    def player(self) -> SongPlayer:
        """What makes the sound: position, levels, devices."""
        return self.session.player

    @property
    def loop_s(self) -> tuple[float, float] | None:
        """What the transport repeats."""
        return self.session.player_sync.loop_s

    def set_loop(self, loop_s: tuple[float, float] | None) -> None:
        """Repeat a span of the song, or play on."""
        self.session.player_sync.set_loop(loop_s)
        self.wake()

    def seek(self, seconds: float) -> None:
        """Move the playhead."""
        self.player.seek(seconds)
        self.wake()

    def edit(self, label: str, edit: Edit, merge_key: str = "") -> bool:
        """One undo step; when it cannot be done the user is told. Whether it was done."""
        return self.session.try_to(lambda: self.session.document.transact(label, edit, merge_key))

    def gesture(self, label: str) -> Gesture:
        """Begin a drag on the document."""
        return self.session.document.gesture(label)

    def finish(self, gesture: Gesture) -> None:
        """Commit a drag; when it cannot be written the user is told."""
        self.session.try_to(gesture.commit)

    def peaks(self, source: str) -> Waveform | None:
        """The peaks of a source, or None while they are being built."""
        return self.session.peaks.get(source)

    def run(self, action_id: str, place: QPoint | None = None) -> None:
        """Do an action by id, if it may be done now; one with a question is asked first, at a place on the screen."""
        action = self.actions[action_id]
        can, why = action.enabled(self.session)
        if not can:
            self.noticed.emit(say(why), "info")
        elif action.question is not None:
            self.asked.emit(action_id, place)
        else:
            self.session.try_to(lambda: action.do(self.session))
            self._after(action)

    def answer(self, action_id: str, answer: Any) -> str:
        """Do an action with an answer to its question; a sentence when it does not fit, else empty."""
        action = self.actions[action_id]
        try:
            action.do(self.session, answer)
        except StudioError as error:
            return say(str(error))
        self._after(action)
        return ""

    def _after(self, action: Action) -> None:
        if action.menu == "Transport":
            self.wake()

    def import_files(self, paths: list[Path], at_s: float, track_id: str = "") -> None:
        """Bring audio or MIDI files into the song."""
        self.session.try_to(lambda: import_files(self.session, paths, at_s, track_id))

    def use_melody(self, path: Path) -> None:
        """Build the next song around the tune of a MIDI file or of a hummed recording."""
        self.session.jobs.submit(
            f"Listen to {path.name}",
            lambda: melody_job(path),
            on_done=lambda found: take_melody(self.session, found),
        )

    @property
    def recorded_track(self) -> tuple[str, float]:
        """The row that is being recorded onto, sound or notes, and where that began; an empty id for none."""
        sound, notes = self.session.recording, self.session.note_recording
        if notes.is_running:
            return notes.track_id, notes.start_s
        return (sound.armed_track_id, sound.start_s) if sound.is_running else ("", 0.0)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is heard any more."""
        return self._is_at_rest

    def levels(self, track_id: str = "") -> tuple[float, float]:
        """Peak of a track, or of the master, in dBFS; silence once the player has come to rest.

        Of an armed track, of what comes in.
        """
        recording = self.session.recording
        if track_id and track_id == recording.armed_track_id and recording.peaks:
            return db_from_gain(recording.peaks[0]), db_from_gain(recording.peaks[-1])
        if self._is_at_rest:
            return SILENCE_DB, SILENCE_DB
        return self.player.levels(track_id) if track_id else self.player.master_levels

    def rms_levels(self, track_id: str = "") -> tuple[float, float]:
        """RMS of a track, or of the master, in dBFS."""
        if self._is_at_rest:
            return SILENCE_DB, SILENCE_DB
        return self.player.rms_levels(track_id) if track_id else self.player.master_rms_levels

    def reduction_db(self, track_id: str = "") -> float:
        """By how many dB the dynamics of a track, or of the master, turn it down now."""
        if self._is_at_rest:
            return 0.0
        return self.player.reduction_db(track_id) if track_id else self.player.master_reduction_db

    def wake(self) -> None:
        """The transport did something: announce it and keep ticking while sound may be heard."""
        self._ticks_left = _TICKS_AFTER
        if not self._timer.isActive():
            self._timer.start()
        self.transport_changed.emit()

    def close(self) -> None:
        """Stop listening to the session."""
        self._timer.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()

    def _tell_exports(self, items: list[QueueItem]) -> None:
        """What was written, when the last of several exports is over."""
        files = [path.name for item in items if item.report for path in item.report.files]
        if files:
            more = self.tr(" and {0} more").format(len(files) - 2) if len(files) > 2 else ""
            facts = f" ({items[0].summary()})" if len(items) == 1 and items[0].state == DONE else ""
            self.noticed.emit(self.tr("Written: {0}").format(", ".join(files[:2]) + more + facts), "info")

    def _tell(self, notice: Notice) -> None:
        if notice.action_id:
            self.offered.emit(say(notice.text), notice.level, notice.action_id)
        else:
            self.noticed.emit(say(notice.text), notice.level)

    def _recording_changed(self) -> None:
        self.recording_changed.emit()
        self.wake()

    def _tick(self) -> None:
        is_playing = self.player.is_playing
        if is_playing != self._was_playing:  # the player answers a moment after it was told
            self._was_playing = is_playing
            self.transport_changed.emit()
        is_live = is_playing or bool(self.session.recording.armed_track_id)
        self._ticks_left = _TICKS_AFTER if is_live else self._ticks_left - 1
        self._is_at_rest = not is_live and self._ticks_left <= _RESTS_FROM
        self.session.automation_writing.follow_player()
        self.ticked.emit()
        if self._ticks_left <= 0:
            self._timer.stop()
