# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes played by hand and heard at once: on a MIDI keyboard, on the piano roll's keys, or while notes are drawn."""

from collections.abc import Callable, Hashable

import msgspec

from musicstudio.core.seeds import derive_seed
from musicstudio.dsp.audio import Audio
from musicstudio.instruments import catalogue
from musicstudio.jobs import JobQueue
from musicstudio.playback.silent import SongPlayer
from musicstudio.project.document import Document
from musicstudio.project.model import Track

from .live_sound import play_live_note

LAYERS = (32, 56, 80, 104, 127)
"""Velocities that are really played; those between are made louder or softer."""
_MAX_KNOWN = 400


class LiveNotes:
    """What is held down, and which sounds the player has. Main thread.

    A note is rendered when it is first struck (some 5 to 70 ms), and at once from then on, until the track's
    instrument or strip changes.
    """

    def __init__(
        self, document: Document, player: Callable[[], SongPlayer], jobs: JobQueue, notify: Callable[[str, str], None]
    ) -> None:
        self._document, self._player, self._jobs, self._notify = document, player, jobs, notify
        self._known: dict[Hashable, str] = {}
        self._coming: dict[Hashable, str] = {}
        self._wanted: dict[int, tuple[str, float]] = {}
        self._one_shots: set[int] = set()
        self._held_by_pedal: set[int] = set()
        self._is_pedal_down = False
        self._generation = -1
        self._told: set[str] = set()
        self._count = 0

    @property
    def keys_down(self) -> frozenset[int]:
        """Pitches that are held."""
        return frozenset(self._wanted)

    def can_play(self, track_id: str) -> bool:
        """Whether a hand can play a track: those with an instrument."""
        track = self._document.project.track(track_id)
        return track is not None and track.kind == "instrument" and bool(track.instrument or track.instrument_plugin)

    def press(self, track_id: str, pitch: int, velocity: int = 90) -> None:
        """A key goes down on a track's instrument. Nothing happens on tracks without one."""
        track = self._document.project.track(track_id)
        if track is None or not self.can_play(track_id) or not 0 <= pitch <= 127:
            return
        layer = min(LAYERS, key=lambda each: abs(each - velocity))
        gain = (max(1, velocity) / layer) ** 1.2
        self._held_by_pedal.discard(pitch)
        self._forget_if_player_is_new()
        key = (_sound_key(track), pitch, layer)
        name = self._known.get(key)
        self._wanted[pitch] = (name or self._coming.get(key) or self._order(key, track, pitch, layer), gain)
        if name is not None:
            self._player().begin_note(pitch, name, gain)
        if catalogue.plays_drums(track.instrument):  # they ring out whatever the hand does
            self._one_shots.add(pitch)

    def release(self, pitch: int) -> None:
        """A key comes up; while the pedal is down its note goes on."""
        if self._is_pedal_down and pitch in self._wanted:
            self._held_by_pedal.add(pitch)
            return
        if self._wanted.pop(pitch, None) is not None and pitch not in self._one_shots:
            self._player().end_note(pitch)
        self._one_shots.discard(pitch)

    def set_pedal(self, is_down: bool) -> None:
        """The sustaining pedal."""
        self._is_pedal_down = is_down
        if not is_down:
            held, self._held_by_pedal = self._held_by_pedal, set()
            for pitch in held:
                self.release(pitch)

    def release_all(self) -> None:
        """Let go of everything (a keyboard was pulled out, a song is closed)."""
        self.set_pedal(False)
        for pitch in tuple(self._wanted):
            self.release(pitch)

    def _order(self, key: Hashable, track: Track, pitch: int, layer: int) -> str:
        self._count += 1
        name = f"live-{self._count}"
        self._coming[key] = name

        def keep(audio: Audio) -> None:
            self._coming.pop(key, None)
            self._player().keep_sound(name, audio)
            self._remember(key, name)
            if (wanted := self._wanted.get(pitch)) and wanted[0] == name:
                self._player().begin_note(pitch, *wanted)

        def fail(reason: str) -> None:
            self._coming.pop(key, None)
            if reason not in self._told:
                self._told.add(reason)
                self._notify(f"{track.name} cannot be played: {reason}", "warning")

        seed = derive_seed(0, "render", track.instrument)
        self._jobs.submit(
            f"Play a note on {track.name}",
            lambda: play_live_note(track, pitch, layer, seed),
            on_done=keep,
            on_failed=fail,
            is_prompt=True,
        )
        return name

    def _remember(self, key: Hashable, name: str) -> None:
        self._known[key] = name
        while len(self._known) > _MAX_KNOWN:
            self._known.pop(next(iter(self._known)))

    def _forget_if_player_is_new(self) -> None:
        """A player process that was started again has no sounds."""
        if (now := self._player().generation) != self._generation:
            self._generation = now
            self._known.clear()


def _sound_key(track: Track) -> Hashable:
    strip = msgspec.structs.replace(track.strip, sends=(), automation=(), is_muted=False, is_soloed=False)
    return msgspec.msgpack.encode((track.instrument, track.instrument_plugin, strip))
