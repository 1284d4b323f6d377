# SPDX-License-Identifier: GPL-3.0-or-later
"""Alt and drag: the right edge stretches a clip with what it plays; its gain handle changes the pitch."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.app.audio.process_clip import MAX_SEMITONES, pitch_clip, stretch_clip
from musicstudio.project.edits.arranging import MAX_STRETCH, stretch_notes
from musicstudio.project.edits.notes import transpose_notes
from musicstudio.project.model import Clip

from ..painting.overlays import Ghost
from .trim_clip import TrimClip

_PX_PER_SEMITONE = 8


class ProcessClip(TrimClip):
    """Notes are changed under the hand; of sound a new take is made when it is let go."""

    def _clip(self) -> Clip | None:
        found = self.bridge.session.document.committed.find_clip(self.hit.clip_id)
        return found[1] if found else None

    def drop(self, event: QMouseEvent) -> None:
        self.host.set_ghost(None)
        super().drop(event)

    def cancel(self) -> None:
        self.host.set_ghost(None)
        super().cancel()


class StretchClip(ProcessClip):
    """The edge keeps to the grid unless Shift is held."""

    _factor = 1.0

    def drag(self, event: QMouseEvent) -> None:
        clip = self._clip()
        if clip is None:
            return
        is_free = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        end_s = self.seconds(event) if is_free else self.view.snap_s(self.seconds(event))
        self._factor = min(MAX_STRETCH, max(1 / MAX_STRETCH, (end_s - clip.start_s) / clip.length_s))
        if _has_notes(clip):
            self._drag.preview(f"Stretch to {self._factor:.0%}", stretch_notes(clip.id, self._factor))
        else:
            ghost = Ghost(f"{self._factor:.0%}", clip.start_s, clip.length_s * self._factor, self.hit.track_id)
            self.host.set_ghost(ghost)
        self.host.say(f"{self._factor:.0%}", event.position())

    def drop(self, event: QMouseEvent) -> None:
        clip = self._clip()
        super().drop(event)
        if clip is not None and not _has_notes(clip) and abs(self._factor - 1.0) > 1e-3:
            self.bridge.session.try_to(lambda: stretch_clip(self.bridge.session, clip.id, self._factor))


class PitchClip(ProcessClip):
    """Eight pixels a semitone, up or down."""

    _semitones = 0

    def drag(self, event: QMouseEvent) -> None:
        clip = self._clip()
        if clip is None:
            return
        wanted = round((self.start.y() - event.position().y()) / _PX_PER_SEMITONE)
        self._semitones = int(min(MAX_SEMITONES, max(-MAX_SEMITONES, wanted)))
        if clip.take is not None and clip.take.notes:
            edit = transpose_notes(clip.id, range(len(clip.take.notes)), self._semitones)
            self._drag.preview("Transpose notes", edit)
        self.host.say(self.host.surface.tr("{0:+d} semitones").format(self._semitones), event.position())

    def drop(self, event: QMouseEvent) -> None:
        clip = self._clip()
        super().drop(event)
        if clip is not None and not _has_notes(clip) and self._semitones:
            self.bridge.session.try_to(lambda: pitch_clip(self.bridge.session, clip.id, self._semitones))


def _has_notes(clip: Clip) -> bool:
    return clip.take is not None and bool(clip.take.notes)
