# SPDX-License-Identifier: GPL-3.0-or-later
"""Hear a take without choosing it, as long as a key or a button is held: a preview of the song that is taken back."""

from collections.abc import Sequence

from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.takes import choose_take
from musicstudio.project.gesture import Gesture
from musicstudio.project.model import Clip

from ..session_bridge import SessionBridge


class Audition:
    """One at a time."""

    def __init__(self, bridge: SessionBridge) -> None:
        self.bridge = bridge
        self._gesture: Gesture | None = None
        self._has_started, self._before_s = False, 0.0

    @property
    def is_on(self) -> bool:
        """Whether a take is being heard that is not chosen."""
        return self._gesture is not None

    def begin(self, track_id: str, number: int, near_s: float) -> None:
        """Let a track play its takes of a number; the song begins before ``near_s`` unless it plays already."""
        track = self.bridge.project.track(track_id)
        self.begin_clips(track.clips if track else (), number, near_s)

    def begin_clips(self, clips: Sequence[Clip], number: int, near_s: float) -> None:
        """The same for some clips."""
        clips = [clip for clip in clips if number < len(clip.takes) > 1]
        if self.is_on or not clips:
            return
        self._gesture = self.bridge.gesture("Hear a take")
        self._gesture.preview(compose_edits(*(choose_take(clip.id, clip.takes[number].id) for clip in clips)))
        self._has_started = not self.bridge.player.is_playing
        self._before_s = self.bridge.player.position_s
        if self._has_started:
            nearest = min(clips, key=lambda clip: max(clip.start_s - near_s, near_s - clip.end_s, 0.0))
            is_inside = nearest.start_s <= self.bridge.player.position_s < nearest.end_s
            self.bridge.seek(self.bridge.player.position_s if is_inside else nearest.start_s)
            self.bridge.player.play()
        self.bridge.wake()

    def end(self) -> None:
        """The song is as it was; it stops where it began for this."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return
        gesture.cancel()
        if self._has_started:
            self.bridge.player.pause()
            self.bridge.seek(self._before_s)
        self.bridge.wake()
