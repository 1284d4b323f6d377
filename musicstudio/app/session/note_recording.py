# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI keyboard plays the chosen track's instrument; what is played to the running song can be kept as takes.

While it is played it is written down in the song's folder, key by key, so that it outlives the studio; `leftovers`
finds what nobody placed.
"""

import time
from collections.abc import Callable
from pathlib import Path

from musicstudio.core.errors import StorageError
from musicstudio.core.ids import new_id
from musicstudio.core.signal import Signal
from musicstudio.project.document import Document
from musicstudio.project.edits.recorded_notes import PlayedNote
from musicstudio.recording.midi_ports import MidiEvent
from musicstudio.recording.note_slips import Begun, Down, LeftNotes, Line, NoteSlip, Up, find_notes, new_slip_path

from .live_notes import LiveNotes
from .midi_input import MidiInput
from .player_sync import PlayerSync
from .recording import RECORDINGS_FOLDER
from .selection import Selection
from .settings import SettingsFile

_WRAP_S = 0.05
_EARLY_S = 0.12
"""A hand that is this early for the first beat means the first beat."""

Passes = list[list[PlayedNote]]


class NoteRecording:
    """Main thread. armed_track_id: the track that the keyboard plays, whatever is selected.

    on_recorded gets the track, the passes and where the song was stopped; the session's owner places them, and says
    whether that was done: what is not placed is found again at the next start.
    """

    def __init__(
        self, document: Document, selection: Selection, player_sync: PlayerSync, settings: SettingsFile,
        live_notes: LiveNotes, midi: MidiInput, folder: Path, notify: Callable[[str, str], None],
        now_s: Callable[[], float] = time.perf_counter,
    ) -> None:  # fmt: skip
        self._folder, self._notify = folder / RECORDINGS_FOLDER, notify
        self._slip: NoteSlip | None = None
        self._document, self._selection, self._player_sync = document, selection, player_sync
        self._settings, self._live_notes, self._now_s = settings, live_notes, now_s
        self.changed: Signal[None] = Signal()
        self.armed_track_id = ""
        self.on_recorded: Callable[[str, Passes, float], bool] = lambda track_id, passes, end_s: False
        self._track_id, self._start_s, self._last_s = "", 0.0, 0.0
        self._passes: Passes = []
        self._down: dict[int, tuple[float, int]] = {}
        self._stop = midi.played.observe(self.hear)

    @property
    def is_running(self) -> bool:
        """Whether what is played is being kept."""
        return bool(self._track_id)

    @property
    def track_id(self) -> str:
        """The track whose recording runs."""
        return self._track_id

    @property
    def start_s(self) -> float:
        """Where in the song the recording that runs began."""
        return self._start_s

    def arm(self, track_id: str) -> None:
        """Let keyboards play one track, or (empty) whichever is selected."""
        if not self.is_running:
            self.armed_track_id = track_id
            self._live_notes.release_all()
            self.changed.emit(None)

    def played_track_id(self) -> str:
        """The track that a keyboard plays now: the armed one, the selected one, or the selected clip's; or empty."""
        named = [self.armed_track_id, *self._selection.track_ids]
        clips = self._selection.clip_ids
        named += [track.id for track in self._document.project.tracks if any(c.id in clips for c in track.clips)]
        return next((each for each in named if each and self._live_notes.can_play(each)), "")

    def start(self, track_id: str) -> None:
        """Play from the playhead, after the count-in, and keep what the keyboard plays."""
        player, loop_s = self._player_sync.client, self._player_sync.loop_s
        at_s = player.position_s
        if loop_s is not None and not player.is_playing and at_s >= loop_s[1]:  # nothing would come round behind it
            at_s = loop_s[0]
            player.seek(at_s)
        self._track_id, self._start_s, self._last_s = track_id, at_s, at_s
        self._passes, self._down = [[]], {}
        self._begin_slip(track_id)
        player.play_to_record(0 if player.is_playing else self._count_in_beats())
        self.changed.emit(None)

    def stop(self) -> None:
        """Stop the song; what was played comes into it."""
        if not self.is_running:
            return
        end_s = self._song_s(self._now_s())
        self._follow(end_s)
        for pitch in tuple(self._down):
            self._end_note(pitch, end_s)
        track_id, passes = self._track_id, self._passes
        self._track_id, self._passes = "", []
        self._player_sync.client.pause()
        self.changed.emit(None)
        slip, self._slip = self._slip, None
        if self.on_recorded(track_id, passes, end_s) and slip:
            slip.remove()
        elif slip:
            slip.close()

    def leftovers(self) -> tuple[LeftNotes, ...]:
        """What was played and is not in the song, since the studio ended before."""
        try:
            return find_notes(self._folder)
        except StorageError as error:
            self._notify(str(error), "warning")
            return ()

    def hear(self, event: MidiEvent) -> None:
        """What a keyboard does: heard at once, and kept while a recording runs."""
        if event.kind == "on":
            self._live_notes.press(self._track_id or self.played_track_id(), event.pitch, event.velocity)
        elif event.kind == "off":
            self._live_notes.release(event.pitch)
        elif event.kind == "pedal":
            self._live_notes.set_pedal(event.velocity >= 64)
        else:
            self._live_notes.release_all()
        if self.is_running:
            self._keep(event)

    def close(self) -> None:
        """Hear no more; what was not stopped is placed when the song is opened again."""
        self._stop()
        if self._slip:
            self._slip.close()
            self._slip = None
        self._live_notes.release_all()

    def _keep(self, event: MidiEvent) -> None:
        at_s = self._song_s(event.at_s or self._now_s())
        self._follow(at_s)
        if event.kind in ("on", "off"):
            self._end_note(event.pitch, at_s)
        if event.kind == "on" and at_s >= self._start_s - _EARLY_S:
            self._down[event.pitch] = start_s, velocity = (max(at_s, self._start_s), event.velocity)
            self._write(Down(len(self._passes) - 1, start_s, event.pitch, velocity))
        if event.kind == "all off":
            for pitch in tuple(self._down):
                self._end_note(pitch, at_s)

    def _follow(self, at_s: float) -> None:
        """Where the song has jumped back, a loop came round: another pass begins."""
        loop_s = self._player_sync.loop_s
        if at_s < self._last_s - _WRAP_S and loop_s is not None:
            for pitch in tuple(self._down):
                self._end_note(pitch, loop_s[1])
            self._passes.append([])
        self._last_s = at_s

    def _end_note(self, pitch: int, at_s: float) -> None:
        found = self._down.pop(pitch, None)
        if found is not None and self._passes:
            start_s, velocity = found
            note = PlayedNote(start_s, max(at_s, start_s), pitch, velocity)
            self._passes[-1].append(note)
            self._write(Up(len(self._passes) - 1, start_s, note.end_s, pitch, velocity))

    def _begin_slip(self, track_id: str) -> None:
        track = self._document.committed.track(track_id)
        if track is None:
            return
        begun = Begun(track_id, track.name, track.instrument, self._start_s, time.time())
        try:
            self._slip = NoteSlip(new_slip_path(self._folder, new_id("notes")), begun)
        except StorageError as error:
            self._notify(str(error), "warning")

    def _write(self, line: Line) -> None:
        if self._slip is None or not self._slip.is_open:
            return
        try:
            self._slip.write(line)
        except StorageError as error:  # told once; the notes are still in hand, and the file goes once they are placed
            self._slip.close()
            self._notify(str(error), "warning")

    def _song_s(self, at_s: float) -> float:
        """The moment of the song that was heard at a time of the clock."""
        return self._player_sync.client.position_s - max(0.0, self._now_s() - at_s)

    def _count_in_beats(self) -> int:
        tempo_map = self._document.committed.tempo_map
        meter = tempo_map.meter_at(tempo_map.ticks_at(self._start_s))
        return self._settings.values.count_in_bars * max(1, meter.bar_ticks // meter.beat_ticks)
